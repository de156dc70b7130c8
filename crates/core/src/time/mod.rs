//! Civil time: public holidays, working days, school holidays, zones.

#[cfg(feature = "tz")]
pub mod civil;
pub mod holidays;
pub mod school;
#[cfg(feature = "tz")]
mod zone;

#[cfg(feature = "tz")]
pub use zone::Zone;

/// Whether a day or an instant is one that calendars and databases can count with: from 1900 to
/// 9000.
pub fn is_sane(at: &impl chrono::Datelike) -> bool {
    (1900..=9000).contains(&at.year())
}

/// What is said of one that is not.
pub const SANE: &str = "a year between 1900 and 9000";
