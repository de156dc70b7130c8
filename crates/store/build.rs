//! Builds the store anew when a migration is added: the macro that embeds them only notices changes
//! to those it saw.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
}
