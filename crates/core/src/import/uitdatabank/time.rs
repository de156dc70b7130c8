//! Instants and days as UiTdatabank writes them, now and in older years.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Europe::Brussels;

/// An instant with its wall time in Europe/Brussels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) utc: DateTime<Utc>,
    pub(super) local: NaiveDateTime,
}

impl Moment {
    pub(super) fn from_utc(utc: DateTime<Utc>) -> Self {
        Self {
            utc,
            local: utc.with_timezone(&Brussels).naive_local(),
        }
    }

    /// The instant of a wall time. Where the clock jumps over it, the same span later; where it
    /// comes twice, the first.
    pub(super) fn from_local(local: NaiveDateTime) -> Option<Self> {
        let utc = local
            .and_local_timezone(Brussels)
            .earliest()
            .or_else(|| {
                (local + TimeDelta::hours(1))
                    .and_local_timezone(Brussels)
                    .earliest()
            })?
            .with_timezone(&Utc);
        Some(Self::from_utc(utc))
    }

    /// The last minute of its day.
    pub(super) fn end_of_day(self) -> Option<Self> {
        Self::from_local(self.local.date().and_hms_opt(23, 59, 0)?)
    }

    /// The same wall time a day later.
    pub(super) fn next_day(self) -> Option<Self> {
        Self::from_local(self.local.checked_add_days(Days::new(1))?)
    }
}

/// With an offset, or as wall time in Europe/Brussels: `2021-05-17T08:00:00+00:00`,
/// `…+0200`, `…08:00`, `…08:00Z`, `2021-05-17`; `…T24:00` is the end of the day. Years 1900 to 2200.
pub(super) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    match text.split_once("T24:00") {
        Some((day, rest)) => instant(&format!("{day}T00:00{rest}"))?.next_day(),
        None => instant(text),
    }
}

fn instant(text: &str) -> Option<Moment> {
    let utc = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%#z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z"))
        .map(|instant| instant.with_timezone(&Utc));
    if let Ok(utc) = utc {
        return in_range(utc.date_naive()).then(|| Moment::from_utc(utc));
    }
    let local = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M",
    ]
    .iter()
    .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    .or_else(|| day(text)?.and_hms_opt(0, 0, 0))?;
    in_range(local.date())
        .then(|| Moment::from_local(local))
        .flatten()
}

/// `2021-05-17`; also the day of a [`moment`].
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()?;
    in_range(day).then_some(day)
}

/// The day of a date or an instant, in Europe/Brussels.
pub(super) fn day_of(text: &str) -> Option<NaiveDate> {
    day(text).or_else(|| moment(text).map(|moment| moment.local.date()))
}

/// `9:00`, `09:00`, `09:00:00`, `24:00` as the end of the day.
pub(super) fn clock(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    if matches!(text, "24:00" | "24:00:00") {
        return Some(NaiveTime::MIN);
    }
    ["%H:%M", "%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(text, format).ok())
}

fn in_range(day: NaiveDate) -> bool {
    (1900..=2200).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Option<String> {
        moment(text).map(|moment| moment.utc.format("%Y-%m-%dT%H:%MZ").to_string())
    }

    #[test]
    fn instants_in_all_their_spellings() {
        assert_eq!(
            utc("2021-05-17T08:00:00+02:00").as_deref(),
            Some("2021-05-17T06:00Z")
        );
        assert_eq!(
            utc("2021-05-17T08:00:00.000Z").as_deref(),
            Some("2021-05-17T08:00Z")
        );
        assert_eq!(
            utc("2021-05-17T08:00:00+0200").as_deref(),
            Some("2021-05-17T06:00Z")
        );
        assert_eq!(
            utc("2021-01-17T08:00:00").as_deref(),
            Some("2021-01-17T07:00Z")
        );
        assert_eq!(
            utc("2021-01-17 08:00:00").as_deref(),
            Some("2021-01-17T07:00Z")
        );
        assert_eq!(utc("2021-07-17").as_deref(), Some("2021-07-16T22:00Z"));
        for short in ["2021-05-17T08:00Z", "2021-05-17T10:00:00+02"] {
            assert_eq!(utc(short).as_deref(), Some("2021-05-17T08:00Z"), "{short}");
        }
        for midnight in ["2021-05-17T24:00:00+02:00", "2021-05-17T24:00"] {
            assert_eq!(utc(midnight).as_deref(), Some("2021-05-17T22:00Z"));
        }
        for bad in [
            "500 BC",
            "24/04/2017",
            "2021-02-30",
            "",
            "1500-01-01",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(moment(bad), None, "{bad}");
        }
    }

    #[test]
    fn wall_times_the_clock_skips_or_repeats() {
        assert_eq!(
            utc("2021-03-28T02:30:00").as_deref(),
            Some("2021-03-28T01:30Z")
        );
        assert_eq!(
            utc("2021-10-31T02:30:00").as_deref(),
            Some("2021-10-31T00:30Z")
        );
    }

    #[test]
    fn the_wall_time_is_that_of_brussels() {
        let moment = moment("2021-01-21T23:00:00+00:00").unwrap();
        assert_eq!(moment.local.to_string(), "2021-01-22 00:00:00");
        assert_eq!(
            moment.end_of_day().unwrap().local.to_string(),
            "2021-01-22 23:59:00"
        );
    }

    #[test]
    fn clocks() {
        assert_eq!(clock("9:00"), clock("09:00:00"));
        assert_eq!(clock("24:00"), Some(NaiveTime::MIN));
        assert_eq!(clock("25:00"), None);
        assert_eq!(clock("%{opens}"), None);
    }
}
