//! Belgian public holidays and working days (DOMAIN §6: due dates of clocks count in working
//! days). Computed for any year of the Gregorian calendar, so no table can run out.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The ten statutory public holidays of Belgium (royal decree of 18 April 1974). Feasts of the
/// communities, such as 11 July, are ordinary working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PublicHoliday {
    /// 1 January.
    NewYear,
    /// The day after Easter.
    EasterMonday,
    /// 1 May.
    LabourDay,
    /// Thursday, 39 days after Easter.
    Ascension,
    /// Monday, 50 days after Easter.
    WhitMonday,
    /// 21 July.
    NationalDay,
    /// 15 August.
    Assumption,
    /// 1 November.
    AllSaints,
    /// 11 November.
    Armistice,
    /// 25 December.
    Christmas,
}

/// Easter Sunday of a year (anonymous Gregorian computus); `None` when the calendar type has no
/// such year.
#[must_use]
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let (century, year_of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let golden = year.rem_euclid(19);
    let lunar = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - lunar + 15).rem_euclid(30);
    let leap = 32 + 2 * century.rem_euclid(4) + 2 * (year_of_century / 4);
    let weekday = (leap - epact - year_of_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    let month = u32::try_from(days / 31).ok()?;
    let day = u32::try_from(days % 31 + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The public holiday on this day, if it is one. When two fall together (1 May 2008 was also
/// Ascension) the fixed one is named.
#[must_use]
pub fn public_holiday(date: NaiveDate) -> Option<PublicHoliday> {
    let fixed = match (date.month(), date.day()) {
        (1, 1) => Some(PublicHoliday::NewYear),
        (5, 1) => Some(PublicHoliday::LabourDay),
        (7, 21) => Some(PublicHoliday::NationalDay),
        (8, 15) => Some(PublicHoliday::Assumption),
        (11, 1) => Some(PublicHoliday::AllSaints),
        (11, 11) => Some(PublicHoliday::Armistice),
        (12, 25) => Some(PublicHoliday::Christmas),
        _ => None,
    };
    fixed.or_else(|| movable_holiday(date))
}

fn movable_holiday(date: NaiveDate) -> Option<PublicHoliday> {
    // Easter Monday is never before 23 March, Whit Monday never after 14 June.
    if !(3..=6).contains(&date.month()) {
        return None;
    }
    match (date - easter_sunday(date.year())?).num_days() {
        1 => Some(PublicHoliday::EasterMonday),
        39 => Some(PublicHoliday::Ascension),
        50 => Some(PublicHoliday::WhitMonday),
        _ => None,
    }
}

/// Whether this day is a Belgian public holiday.
#[must_use]
pub fn is_public_holiday(date: NaiveDate) -> bool {
    public_holiday(date).is_some()
}

/// Monday to Friday, and no public holiday.
#[must_use]
pub fn is_working_day(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !is_public_holiday(date)
}

/// The `n`th working day after `date`. The day itself does not count, so a clock of ten working
/// days started on a Monday is due on the Monday two weeks later; `n = 0` is `date` itself, working
/// day or not. At the end of the calendar type it stays on the last day there is.
#[must_use]
pub fn add_working_days(date: NaiveDate, n: u16) -> NaiveDate {
    let mut day = date;
    let mut left = n;
    while left > 0 {
        let Some(next) = day.succ_opt() else {
            return day;
        };
        day = next;
        if is_working_day(day) {
            left -= 1;
        }
    }
    day
}

/// How many working days lie after `from`, up to and including `to`; 0 when `to` is not later.
/// The reverse of [`add_working_days`].
#[must_use]
pub fn working_days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    let mut day = from;
    let mut count = 0;
    while day < to {
        let Some(next) = day.checked_add_days(Days::new(1)) else {
            break;
        };
        day = next;
        count += u32::from(is_working_day(day));
    }
    count
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_the_almanacs_put_it() {
        for date in [
            "1818-03-22",
            "1943-04-25",
            "1961-04-02",
            "1999-04-04",
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2016-03-27",
            "2019-04-21",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
            "2038-04-25",
        ] {
            let date = day(date);
            assert_eq!(easter_sunday(date.year()), Some(date));
        }
    }

    #[test]
    fn the_public_holidays_of_2026_are_these_ten() {
        let found: Vec<_> = day("2026-01-01")
            .iter_days()
            .take(365)
            .filter_map(|date| Some((public_holiday(date)?, date)))
            .collect();
        assert_eq!(
            found,
            [
                (PublicHoliday::NewYear, day("2026-01-01")),
                (PublicHoliday::EasterMonday, day("2026-04-06")),
                (PublicHoliday::LabourDay, day("2026-05-01")),
                (PublicHoliday::Ascension, day("2026-05-14")),
                (PublicHoliday::WhitMonday, day("2026-05-25")),
                (PublicHoliday::NationalDay, day("2026-07-21")),
                (PublicHoliday::Assumption, day("2026-08-15")),
                (PublicHoliday::AllSaints, day("2026-11-01")),
                (PublicHoliday::Armistice, day("2026-11-11")),
                (PublicHoliday::Christmas, day("2026-12-25")),
            ]
        );
    }

    #[test]
    fn working_days_skip_weekends_and_feasts() {
        // Maundy Thursday 2025 + 2: Good Friday counts, Easter Monday does not.
        assert_eq!(add_working_days(day("2025-04-17"), 2), day("2025-04-22"));
        assert_eq!(add_working_days(day("2026-01-05"), 10), day("2026-01-19"));
        assert_eq!(add_working_days(day("2025-12-24"), 1), day("2025-12-26"));
        assert_eq!(add_working_days(day("2025-12-31"), 1), day("2026-01-02"));
        // A weekend start: the first working day after it is Monday.
        assert_eq!(add_working_days(day("2026-01-10"), 1), day("2026-01-12"));
        assert_eq!(add_working_days(day("2026-01-10"), 0), day("2026-01-10"));
        // The community's feast is a working day.
        assert!(is_working_day(day("2025-07-11")));
        assert_eq!(add_working_days(NaiveDate::MAX, 3), NaiveDate::MAX);
    }

    prop_compose! {
        fn any_day()(offset in 0_u64..110_000) -> NaiveDate {
            NaiveDate::from_ymd_opt(1850, 1, 1).unwrap() + Days::new(offset)
        }
    }

    proptest! {
        #[test]
        fn every_movable_feast_stands_on_its_weekday(date in any_day()) {
            match public_holiday(date) {
                Some(PublicHoliday::EasterMonday | PublicHoliday::WhitMonday) => {
                    prop_assert_eq!(date.weekday(), Weekday::Mon);
                }
                Some(PublicHoliday::Ascension) => prop_assert_eq!(date.weekday(), Weekday::Thu),
                _ => {}
            }
            let easter = easter_sunday(date.year()).unwrap();
            prop_assert_eq!(easter.weekday(), Weekday::Sun);
            prop_assert!((3..=4).contains(&easter.month()));
        }

        #[test]
        fn steps_add_up_and_count_back(date in any_day(), a in 0_u16..60, b in 0_u16..60) {
            let due = add_working_days(date, a + b);
            prop_assert_eq!(add_working_days(add_working_days(date, a), b), due);
            prop_assert_eq!(working_days_between(date, due), u32::from(a + b));
            prop_assert!(a + b == 0 || is_working_day(due));
        }

        #[test]
        fn later_starts_are_never_due_earlier(date in any_day(), later in 0_u64..30, n in 0_u16..40) {
            prop_assert!(add_working_days(date, n) <= add_working_days(date + Days::new(later), n));
        }
    }
}
