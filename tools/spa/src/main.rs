//! Builds the SPA.
fn main() {}
