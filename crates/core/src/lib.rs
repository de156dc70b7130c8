//! The domain: states, policy, clocks, matching; pure.
