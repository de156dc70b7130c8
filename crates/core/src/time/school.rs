//! School holidays of Dutch-speaking education (DOMAIN §6): a sourced table, and an honest
//! "unknown" for every day outside it.

use std::sync::OnceLock;

use chrono::NaiveDate;

/// A stretch in which Flemish schools are closed. Single public holidays are in
/// [`super::holidays`], not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchoolHoliday {
    /// Herfstvakantie.
    Autumn,
    /// Kerstvakantie.
    Christmas,
    /// Krokusvakantie.
    Carnival,
    /// Paasvakantie.
    Easter,
    /// Hemelvaart and the day after.
    Ascension,
    /// Zomervakantie.
    Summer,
}

impl SchoolHoliday {
    /// The word in the table, and for message keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Autumn => "autumn",
            Self::Christmas => "christmas",
            Self::Carnival => "carnival",
            Self::Easter => "easter",
            Self::Ascension => "ascension",
            Self::Summer => "summer",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [
            Self::Autumn,
            Self::Christmas,
            Self::Carnival,
            Self::Easter,
            Self::Ascension,
            Self::Summer,
        ]
        .into_iter()
        .find(|holiday| holiday.as_str() == word)
    }
}

/// What the table says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchoolDay {
    /// Inside the table: the holiday, or none.
    Known(Option<SchoolHoliday>),
    /// Before or after the years of the table.
    Unknown,
}

/// One line of the table, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Which holiday.
    pub holiday: SchoolHoliday,
    /// First day without school.
    pub first: NaiveDate,
    /// Last day without school.
    pub last: NaiveDate,
}

struct Table {
    covers: Option<(NaiveDate, NaiveDate)>,
    stretches: Vec<Stretch>,
}

const CSV: &str = include_str!("../../data/school-holidays-nl-be.csv");

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| parse(CSV))
}

/// Lines that do not read are left out; a test proves that the shipped table has none.
fn parse(csv: &str) -> Table {
    let span = |fields: &str| {
        let (first, last) = fields.split_once(',')?;
        Some((first.parse().ok()?, last.parse().ok()?))
    };
    let mut stretches: Vec<Stretch> = csv
        .lines()
        .filter_map(|line| {
            let (word, days) = line.split_once(',')?;
            let (first, last) = span(days)?;
            Some(Stretch {
                holiday: SchoolHoliday::from_word(word)?,
                first,
                last,
            })
        })
        .collect();
    stretches.sort_unstable_by_key(|stretch| stretch.first);
    let covers = csv
        .lines()
        .find_map(|line| span(line.strip_prefix("# covers,")?));
    Table { covers, stretches }
}

/// The whole table, in order of time.
#[must_use]
pub fn school_holidays() -> &'static [Stretch] {
    &table().stretches
}

/// First and last day the table answers for.
#[must_use]
pub fn covered_days() -> Option<(NaiveDate, NaiveDate)> {
    table().covers
}

/// Which school holiday this day lies in; [`SchoolDay::Unknown`] outside the years of the table.
#[must_use]
pub fn school_holiday(date: NaiveDate) -> SchoolDay {
    let table = table();
    if !table
        .covers
        .is_some_and(|(first, last)| (first..=last).contains(&date))
    {
        return SchoolDay::Unknown;
    }
    let begun = table
        .stretches
        .partition_point(|stretch| stretch.first <= date);
    SchoolDay::Known(
        begun
            .checked_sub(1)
            .and_then(|last| table.stretches.get(last))
            .filter(|stretch| date <= stretch.last)
            .map(|stretch| stretch.holiday),
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::time::holidays::{easter_sunday, public_holiday};
    use chrono::{Datelike, Days, Weekday};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn monday_of(day: NaiveDate) -> NaiveDate {
        day - Days::new(u64::from(day.weekday().num_days_from_monday()))
    }

    fn weeks(first: NaiveDate, n: u64) -> (NaiveDate, NaiveDate) {
        (first, first + Days::new(7 * n - 1))
    }

    // The rules, written apart from the table.

    fn autumn(year: i32) -> (NaiveDate, NaiveDate) {
        let all_saints = date(year, 11, 1);
        let first = match all_saints.weekday() {
            Weekday::Sun => date(year, 11, 2),
            _ => monday_of(all_saints),
        };
        weeks(first, 1)
    }

    fn christmas(year: i32) -> (NaiveDate, NaiveDate) {
        let christmas = date(year, 12, 25);
        let first = match christmas.weekday() {
            Weekday::Sat | Weekday::Sun => monday_of(christmas) + Days::new(7),
            _ => monday_of(christmas),
        };
        weeks(first, 2)
    }

    fn carnival(year: i32) -> (NaiveDate, NaiveDate) {
        weeks(monday_of(easter_sunday(year).unwrap()) - Days::new(42), 1)
    }

    fn easter(year: i32) -> (NaiveDate, NaiveDate) {
        let easter = easter_sunday(year).unwrap();
        let first = if easter.month() == 3 {
            easter + Days::new(1)
        } else if easter > date(year, 4, 15) {
            monday_of(easter) - Days::new(7)
        } else {
            (1..=7)
                .map(|d| date(year, 4, d))
                .find(|d| d.weekday() == Weekday::Mon)
                .unwrap()
        };
        weeks(first, 2)
    }

    fn ascension(year: i32) -> (NaiveDate, NaiveDate) {
        let thursday = easter_sunday(year).unwrap() + Days::new(39);
        (thursday, thursday + Days::new(1))
    }

    fn by_the_rules(years: std::ops::RangeInclusive<i32>) -> Vec<Stretch> {
        let (from, to) = (date(*years.start(), 1, 1), date(*years.end(), 12, 31));
        let mut all: Vec<_> = (years.start() - 1..=*years.end())
            .flat_map(|year| {
                [
                    (SchoolHoliday::Autumn, autumn(year)),
                    (SchoolHoliday::Christmas, christmas(year)),
                    (SchoolHoliday::Carnival, carnival(year)),
                    (SchoolHoliday::Easter, easter(year)),
                    (SchoolHoliday::Ascension, ascension(year)),
                    (SchoolHoliday::Summer, (date(year, 7, 1), date(year, 8, 31))),
                ]
            })
            .map(|(holiday, (first, last))| Stretch {
                holiday,
                first: first.max(from),
                last: last.min(to),
            })
            .filter(|stretch| stretch.first <= stretch.last)
            .collect();
        all.sort_by_key(|stretch| stretch.first);
        all
    }

    #[test]
    fn the_table_is_what_the_rules_give() {
        assert_eq!(covered_days(), Some((date(2025, 1, 1), date(2030, 12, 31))));
        assert_eq!(school_holidays(), by_the_rules(2025..=2030));
        let lines = CSV.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(school_holidays().len(), lines - 1, "a line did not read");
    }

    #[test]
    fn the_rules_give_the_published_dates() {
        assert_eq!(carnival(2024), (day("2024-02-12"), day("2024-02-18")));
        assert_eq!(easter(2024), (day("2024-04-01"), day("2024-04-14")));
        assert_eq!(autumn(2024), (day("2024-10-28"), day("2024-11-03")));
        assert_eq!(christmas(2024), (day("2024-12-23"), day("2025-01-05")));
        assert_eq!(carnival(2025), (day("2025-03-03"), day("2025-03-09")));
        assert_eq!(easter(2025), (day("2025-04-07"), day("2025-04-20")));
        assert_eq!(ascension(2025), (day("2025-05-29"), day("2025-05-30")));
        assert_eq!(autumn(2025), (day("2025-10-27"), day("2025-11-02")));
        assert_eq!(christmas(2025), (day("2025-12-22"), day("2026-01-04")));
        assert_eq!(carnival(2026), (day("2026-02-16"), day("2026-02-22")));
        assert_eq!(easter(2026), (day("2026-04-06"), day("2026-04-19")));
        // 1 November 2015 and 2020 were Sundays.
        assert_eq!(autumn(2015), (day("2015-11-02"), day("2015-11-08")));
        assert_eq!(autumn(2020), (day("2020-11-02"), day("2020-11-08")));
        // Christmas 2021 was a Saturday, Christmas 2022 a Sunday.
        assert_eq!(christmas(2021), (day("2021-12-27"), day("2022-01-09")));
        assert_eq!(christmas(2022), (day("2022-12-26"), day("2023-01-08")));
    }

    #[test]
    fn borders_belong_to_the_holiday_and_outside_the_table_is_unknown() {
        let known = |holiday| SchoolDay::Known(Some(holiday));
        assert_eq!(
            school_holiday(day("2025-01-01")),
            known(SchoolHoliday::Christmas)
        );
        assert_eq!(school_holiday(day("2025-01-06")), SchoolDay::Known(None));
        assert_eq!(school_holiday(day("2025-10-26")), SchoolDay::Known(None));
        assert_eq!(
            school_holiday(day("2025-10-27")),
            known(SchoolHoliday::Autumn)
        );
        assert_eq!(
            school_holiday(day("2025-11-02")),
            known(SchoolHoliday::Autumn)
        );
        assert_eq!(school_holiday(day("2025-11-03")), SchoolDay::Known(None));
        assert_eq!(
            school_holiday(day("2030-12-31")),
            known(SchoolHoliday::Christmas)
        );
        assert_eq!(school_holiday(day("2031-01-01")), SchoolDay::Unknown);
        assert_eq!(school_holiday(day("2024-12-31")), SchoolDay::Unknown);
        assert_eq!(school_holiday(NaiveDate::MAX), SchoolDay::Unknown);
    }

    #[test]
    fn a_broken_table_knows_nothing_rather_than_something_wrong() {
        let broken =
            parse("holiday,first,last\nautumn,2025-13-01,2025-11-02\nparty,2025-01-01,2025-01-02");
        assert!(broken.stretches.is_empty());
        assert_eq!(broken.covers, None);
    }

    proptest! {
        #[test]
        fn the_search_finds_what_a_scan_finds(offset in 0_u64..2191) {
            let date = date(2025, 1, 1) + Days::new(offset);
            let scanned = school_holidays()
                .iter()
                .find(|stretch| (stretch.first..=stretch.last).contains(&date))
                .map(|stretch| stretch.holiday);
            prop_assert_eq!(school_holiday(date), SchoolDay::Known(scanned));
        }

        #[test]
        fn christmas_day_and_summer_feasts_are_holidays(year in 2025_i32..=2030) {
            prop_assert!(public_holiday(date(year, 12, 25)).is_some());
            prop_assert_eq!(
                school_holiday(date(year, 7, 21)),
                SchoolDay::Known(Some(SchoolHoliday::Summer))
            );
        }
    }
}
