//! `goesting openapi`

use super::{Outcome, give};

pub(super) fn run() -> Outcome {
    give(&crate::openapi::json().map_err(|error| error.to_string())?)
}
