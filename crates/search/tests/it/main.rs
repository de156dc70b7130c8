//! The index from outside: what goes in, what is found, and what happens when things break.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    missing_docs
)]

mod breaking;
mod brute;
mod golden;
mod made;
mod plain;
mod random;
mod ranking;
mod serving;
mod suggesting;
