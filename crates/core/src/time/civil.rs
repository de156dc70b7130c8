//! The day it is in Belgium.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Europe::Brussels;

/// The wall time in Belgium at an instant.
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Brussels).naive_local()
}

/// The civil date in Belgium at an instant.
pub fn today(now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&Brussels).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_belgian_midnight() {
        let at =
            |hour| NaiveDate::from_ymd_opt(2026, 12, 31).and_then(|d| d.and_hms_opt(hour, 30, 0));
        let date = |hour| at(hour).map(|t| today(t.and_utc()));
        assert_eq!(date(22), NaiveDate::from_ymd_opt(2026, 12, 31));
        assert_eq!(date(23), NaiveDate::from_ymd_opt(2027, 1, 1));
    }
}
