//! What handlers take from a request. Each refuses with a problem, never with a bare status.

mod access;
mod body;
mod counting;
mod file;
mod form;
mod query;
mod wrong;

pub use access::{Attempt, Needs, Open, caller_of};
pub use body::{Body, MAX_BYTES as MAX_BODY_BYTES};
pub use counting::counted;
pub use file::PictureFile;
pub use form::Form;
pub use query::Query;

use actix_web::web::PathConfig;
use goesting_core::Refusal;
use goesting_types::problem::ErrorCode;

use crate::error::ApiError;
pub use crate::http::conditional::{IdempotencyKey, IfMatch};

/// Paths with an id that is none are problems too.
pub fn path_config() -> PathConfig {
    PathConfig::default().error_handler(|error, _| {
        ApiError::from(Refusal::new(ErrorCode::InvalidPath, error.to_string())).into()
    })
}
