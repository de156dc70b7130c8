//! Ages. The year of birth is enough: what counts is the age surely reached.

use chrono::{Datelike as _, NaiveDate};
use goesting_types::person::AgeBand;
use goesting_types::problem::FieldCode;

use crate::Check;

/// From this age one signs up alone.
pub const OWN_VOICE_FROM: i32 = 13;
/// From this age one is adult.
pub const ADULT_FROM: i32 = 18;
/// Nobody is older.
const OLDEST: i32 = 120;

/// The age surely reached on `today` by who was born in `birth_year`: they may have had their
/// birthday this year or not, so it counts from next January.
pub fn age_surely_reached(birth_year: i32, today: NaiveDate) -> i32 {
    today
        .year()
        .saturating_sub(birth_year)
        .saturating_sub(1)
        .max(0)
}

/// The step that age falls in.
pub fn age_band(birth_year: i32, today: NaiveDate) -> AgeBand {
    match age_surely_reached(birth_year, today) {
        age if age >= ADULT_FROM => AgeBand::Adult,
        age if age >= OWN_VOICE_FROM => AgeBand::Teen,
        _ => AgeBand::Child,
    }
}

/// The day a guardianship ends: the eighteenth birthday, or the first of January by which eighteen
/// is surely reached when only the year is known. Who was born on 29 February is released on
/// 1 March of a year without it.
pub fn release_on(birth_year: i32, birthday: Option<NaiveDate>) -> Option<NaiveDate> {
    match birthday {
        None => NaiveDate::from_ymd_opt(birth_year.saturating_add(ADULT_FROM + 1), 1, 1),
        Some(day) => {
            let year = day.year().saturating_add(ADULT_FROM);
            day.with_year(year)
                .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
        }
    }
}

/// Notes a year of birth that nobody alive has.
pub(super) fn check_year(check: &mut Check, birth_year: i32, today: NaiveDate) {
    let years = (today.year() - OLDEST)..=today.year();
    check.reject(
        !years.contains(&birth_year),
        "/birth_year",
        FieldCode::OutOfRange,
        format!("from {} to {}", years.start(), years.end()),
    );
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    proptest! {
        #[test]
        fn nobody_is_taken_for_older_than_they_are(
            birth in 0_i64..40_000, lived in 0_i64..40_000,
        ) {
            let born = day(1920, 1, 1) + chrono::TimeDelta::days(birth);
            let today = born + chrono::TimeDelta::days(lived);
            let exact = today.years_since(born).unwrap();
            let sure = u32::try_from(age_surely_reached(born.year(), today)).unwrap();
            prop_assert!(sure <= exact && exact <= sure + 1);
        }

        #[test]
        fn a_release_never_comes_before_eighteen(birth in 0_i64..40_000) {
            let born = day(1920, 1, 1) + chrono::TimeDelta::days(birth);
            for release in [release_on(born.year(), None), release_on(born.year(), Some(born))] {
                let release = release.unwrap();
                prop_assert!(release.years_since(born).unwrap() >= 18);
            }
            let known = release_on(born.year(), Some(born)).unwrap();
            prop_assert!(known.pred_opt().unwrap().years_since(born).unwrap() < 18);
        }
    }

    #[test]
    fn bands_turn_in_january() {
        assert_eq!(age_band(2013, day(2026, 12, 31)), AgeBand::Child);
        assert_eq!(age_band(2013, day(2027, 1, 1)), AgeBand::Teen);
        assert_eq!(age_band(2008, day(2026, 12, 31)), AgeBand::Teen);
        assert_eq!(age_band(2008, day(2027, 1, 1)), AgeBand::Adult);
        assert_eq!(age_band(2030, day(2026, 1, 1)), AgeBand::Child);
    }

    #[test]
    fn a_leap_day_is_released_in_march() {
        assert_eq!(
            release_on(2012, Some(day(2012, 2, 29))),
            Some(day(2030, 3, 1))
        );
        assert_eq!(release_on(2012, None), Some(day(2031, 1, 1)));
    }
}
