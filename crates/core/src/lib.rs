//! The domain: states, policy, clocks, matching; pure.

#[cfg(feature = "reference")]
pub mod actor;
pub mod contact;
#[cfg(feature = "reference")]
pub mod ecosystem;
pub mod enrolment;
pub mod fold;
pub mod geo;
#[cfg(all(feature = "reference", feature = "tz"))]
pub mod import;
pub mod letter;
pub mod opportunity;
pub mod participation;
pub mod person;
pub mod policy;
#[cfg(feature = "reference")]
pub mod reference;
mod refusal;
pub mod report;
#[cfg(feature = "tz")]
pub mod series;
#[cfg(feature = "tz")]
pub mod session;
pub mod texts;
pub mod time;

pub use refusal::{Check, Refusal};
