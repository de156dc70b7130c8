//! Age ranges and birth date ranges.

use chrono::{Datelike, NaiveDate};
use goesting_types::opportunity::AgeRange;
use serde_json::Value;

use super::{json, time};
use crate::import::model::{Note, NoteCode};

/// The oldest age one can ask for; what is above means "no limit".
const OLDEST: u8 = 120;

/// `typicalAgeRange`, else `birthdateRange` as ages on `day` (the first session, else today).
pub(super) fn ages(document: &Value, day: NaiveDate, notes: &mut Vec<Note>) -> AgeRange {
    let typical = json::text_of(document, "typicalAgeRange");
    let born = json::member(document, "birthdateRange");
    let range = match (&typical, born) {
        (Some(text), born) => parse(text).or_else(|| born_between(born?, day)),
        (None, Some(born)) => born_between(born, day),
        (None, None) => return AgeRange::default(),
    };
    range.unwrap_or_else(|| {
        notes.push(Note {
            code: NoteCode::AgesLeftOut,
            found: typical.unwrap_or_else(|| "birthdateRange".to_owned()),
        });
        AgeRange::default()
    })
}

/// `6-12`, `18-`, `-4`, `-` and `0-` (everybody), `18+`, `7`, with any sort of dash.
fn parse(text: &str) -> Option<AgeRange> {
    let text = text.replace(['–', '—'], "-");
    let text = match text.trim().strip_suffix('+') {
        Some(from) => format!("{from}-"),
        None => text,
    };
    let Some((from, to)) = text.split_once('-') else {
        let only = Limit::parse(&text)?.age()?;
        return ordered(Some(only), Some(only));
    };
    let (from, to) = (Limit::parse(from)?.age(), Limit::parse(to)?.age());
    ordered(from.filter(|from| *from > 0), to)
}

/// One end of a range.
#[derive(Clone, Copy)]
enum Limit {
    Age(u8),
    /// Blank, or an age nobody has.
    Open,
}

impl Limit {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Some(Self::Open);
        }
        let age: u16 = text.parse().ok()?;
        let age = u8::try_from(age).ok().filter(|age| *age <= OLDEST);
        Some(age.map_or(Self::Open, Self::Age))
    }

    const fn age(self) -> Option<u8> {
        match self {
            Self::Age(age) => Some(age),
            Self::Open => None,
        }
    }
}

fn ordered(from: Option<u8>, to: Option<u8>) -> Option<AgeRange> {
    let fine = from.zip(to).is_none_or(|(from, to)| from <= to);
    fine.then_some(AgeRange { from, to })
}

/// Who was born last is the youngest.
fn born_between(range: &Value, day: NaiveDate) -> Option<AgeRange> {
    let on = |key| {
        json::text_of(range, key)
            .and_then(|text| time::day_of(&text))
            .map(|birth| age_on(birth, day))
    };
    let (oldest, youngest) = (on("from"), on("to"));
    if oldest.is_none() && youngest.is_none() {
        return None;
    }
    ordered(youngest.filter(|age| *age > 0), oldest)
}

/// Whole years between birth and day; 0 before birth.
fn age_on(birth: NaiveDate, day: NaiveDate) -> u8 {
    let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
    let years = day.year() - birth.year() - i32::from(!had_birthday);
    u8::try_from(years.max(0)).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn range(document: &Value) -> (Option<u8>, Option<u8>, usize) {
        let mut notes = Vec::new();
        let day = NaiveDate::from_ymd_opt(2021, 6, 1).unwrap();
        let ages = ages(document, day, &mut notes);
        (ages.from, ages.to, notes.len())
    }

    #[test]
    fn ranges_in_all_their_spellings() {
        for (text, from, to) in [
            ("6-12", Some(6), Some(12)),
            ("12 – 18", Some(12), Some(18)),
            ("18-", Some(18), None),
            ("18+", Some(18), None),
            ("-4", None, Some(4)),
            ("0-3", None, Some(3)),
            ("0-", None, None),
            ("-", None, None),
            ("7", Some(7), Some(7)),
            ("18-999", Some(18), None),
        ] {
            assert_eq!(
                range(&json!({"typicalAgeRange": text})),
                (from, to, 0),
                "{text}"
            );
        }
        assert_eq!(range(&json!({"typicalAgeRange": 7})), (Some(7), Some(7), 0));
        for text in ["12-6", "volwassenen", "6-12-18", "6-x", "-1-5", "99999-"] {
            assert_eq!(
                range(&json!({"typicalAgeRange": text})),
                (None, None, 1),
                "{text}"
            );
        }
        assert_eq!(range(&json!({"typicalAgeRange": null})), (None, None, 0));
    }

    #[test]
    fn birth_dates_are_ages_on_the_day() {
        let born =
            |from: &str, to: &str| range(&json!({"birthdateRange": {"from": from, "to": to}}));
        assert_eq!(born("2010-01-01", "2012-12-31"), (Some(8), Some(11), 0));
        assert_eq!(born("2020-01-31", "2020-12-31"), (None, Some(1), 0));
        assert_eq!(born("2012-01-01", "2010-01-01"), (None, None, 1));
        assert_eq!(born("x", "y"), (None, None, 1));
        assert_eq!(
            range(&json!({"birthdateRange": {"to": "2015-06-01"}})),
            (Some(6), None, 0)
        );
    }

    #[test]
    fn a_typical_range_goes_before_birth_dates() {
        let document = json!({"typicalAgeRange": "9-11", "birthdateRange": {"from": "2000-01-01"}});
        assert_eq!(range(&document), (Some(9), Some(11), 0));
        let document =
            json!({"typicalAgeRange": "kleuters", "birthdateRange": {"to": "2015-06-01"}});
        assert_eq!(range(&document), (Some(6), None, 0));
    }
}
