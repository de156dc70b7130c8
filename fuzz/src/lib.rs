//! Fuzz targets: what reads bytes that other people wrote takes anything, and what comes out keeps
//! its own limits. Each target panics where something is not as it should be.
//!
//! `make fuzz` runs them for as long as one likes, led by coverage; the tests run them over the
//! inputs in `corpus/` and some thousands of changed ones.

mod search;
mod uitdatabank;

pub use search::search_query;
pub use uitdatabank::uitdatabank;

use chrono::{DateTime, Utc};

/// The time it is in every run: 10 o'clock in Brussels on 24 November 2026.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_510_800, 0).unwrap_or_default()
}
