//! The `goesting` binary.
fn main() {}
