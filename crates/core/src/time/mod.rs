//! Civil time: public holidays, working days, school holidays.

#[cfg(feature = "tz")]
pub mod civil;
pub mod holidays;
pub mod school;
