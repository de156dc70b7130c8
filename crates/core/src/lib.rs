//! The domain: states, policy, clocks, matching; pure.

pub mod fold;
pub mod geo;
#[cfg(feature = "reference")]
pub mod reference;
pub mod time;
