//! Time zones: wall time to instant and back.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;

/// An IANA time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
    /// Europe/Brussels.
    pub const BRUSSELS: Self = Self(chrono_tz::Europe::Brussels);

    /// The zone of this name.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The instant of a wall time: the earlier one when it comes twice, none when the clock jumps
    /// over it.
    pub fn instant(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        local
            .and_local_timezone(self.0)
            .earliest()
            .map(|instant| instant.with_timezone(&Utc))
    }

    /// The wall time of an instant.
    pub fn local(self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&self.0).naive_local()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn local(month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2027, month, day)
            .and_then(|date| date.and_hms_opt(hour, minute, 0))
            .unwrap()
    }

    #[test]
    fn the_clock_jumps_in_march_and_repeats_in_october() {
        let zone = Zone::named("Europe/Brussels").unwrap();
        assert_eq!(zone, Zone::BRUSSELS);
        let utc = |local| zone.instant(local).map(|at| at.format("%H:%M").to_string());
        assert_eq!(utc(local(3, 28, 1, 59)).as_deref(), Some("00:59"));
        assert_eq!(utc(local(3, 28, 2, 30)), None);
        assert_eq!(utc(local(3, 28, 3, 0)).as_deref(), Some("01:00"));
        assert_eq!(utc(local(10, 31, 2, 30)).as_deref(), Some("00:30"));
        assert_eq!(Zone::named("Europe/Brussel"), None);
    }
}
