//! The domain: states, policy, clocks, matching; pure.

pub mod fold;
pub mod geo;
#[cfg(all(feature = "reference", feature = "tz"))]
pub mod import;
#[cfg(feature = "reference")]
pub mod reference;
pub mod time;
