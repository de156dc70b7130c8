//! Civil time: public holidays, working days, school holidays, zones.

#[cfg(feature = "tz")]
pub mod civil;
pub mod holidays;
pub mod school;
#[cfg(feature = "tz")]
mod zone;

#[cfg(feature = "tz")]
pub use zone::Zone;

/// Whether an instant or a wall time is one that calendars and databases can count with: from 1900
/// to 9000, and no leap second.
pub fn is_sane(at: &(impl chrono::Datelike + chrono::Timelike)) -> bool {
    (1900..=9000).contains(&at.year()) && !is_leap_second(at)
}

/// What is said of one that is not.
pub const SANE: &str = "a year between 1900 and 9000, and no leap second";

/// Whether this is a 61st second of a minute: one database keeps it, the other makes it the next
/// minute, and no clock on a wall shows it.
pub fn is_leap_second(at: &impl chrono::Timelike) -> bool {
    at.nanosecond() >= 1_000_000_000
}
