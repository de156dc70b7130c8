//! Query strings: strict, with repeated parameters as lists.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use goesting_core::Refusal;
use goesting_types::problem::ErrorCode;
use serde::de::DeserializeOwned;

use crate::error::ApiError;

/// The query string as `T`.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parsed = serde_html_form::from_str(request.query_string())
            .map(Self)
            .map_err(|error| {
                ApiError::from(Refusal::new(ErrorCode::InvalidQuery, error.to_string()))
            });
        ready(parsed)
    }
}
