//! Civil time: public holidays, working days, school holidays.

pub mod holidays;
pub mod school;
