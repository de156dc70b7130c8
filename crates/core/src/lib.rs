//! The domain: states, policy, clocks, matching; pure.

pub mod fold;
pub mod geo;
#[cfg(all(feature = "reference", feature = "tz"))]
pub mod import;
pub mod letter;
pub mod person;
pub mod policy;
#[cfg(feature = "reference")]
pub mod reference;
mod refusal;
pub mod time;

pub use refusal::{Check, Refusal};
