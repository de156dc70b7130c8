//! `goesting import uitdatabank PATH…`: reads files of UiTdatabank documents.
//!
//! [`files`] finds them, [`split`] takes them apart, [`reading`] reads them twice and maps them
//! with [`goesting_core::import::uitdatabank`], [`run`] writes what comes of them and reports.

pub mod files;
mod guess;
pub mod lines;
pub mod reading;
pub mod run;
mod scan;
pub mod split;
mod window;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]
mod tests;

pub use files::{Source, sources};
pub use reading::{Mapped, Of, Position, Skipped, Survey};
