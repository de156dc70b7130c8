//! What the build makes of catalogues, and messages as the rest of the code writes them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "../../build/catalogue.rs"]
mod catalogue;
#[path = "../../build/check.rs"]
mod check;
#[path = "../../build/generate.rs"]
mod generate;
#[path = "../../build/template.rs"]
mod template;

mod checker;
#[cfg(feature = "embed")]
mod msg;
