//! The domain: states, policy, clocks, matching; pure.

pub mod time;
