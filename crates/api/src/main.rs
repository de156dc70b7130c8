//! The `goesting` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    goesting_api::cli::run()
}
