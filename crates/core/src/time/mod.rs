//! Civil time: public holidays, working days, school holidays, zones.

#[cfg(feature = "tz")]
pub mod civil;
pub mod holidays;
pub mod school;
#[cfg(feature = "tz")]
mod zone;

#[cfg(feature = "tz")]
pub use zone::Zone;
