//! `If-Match` and `Idempotency-Key`.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use goesting_core::Refusal;
use goesting_types::problem::ErrorCode;

use crate::error::ApiError;

/// The edit version the caller read, from `If-Match: "{version}"`. Missing is 428.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parsed = match request.headers().get(header::IF_MATCH) {
            None => Err(Refusal::new(
                ErrorCode::PreconditionRequired,
                "Read it first and send its version as `If-Match: \"{version}\"`.",
            )),
            // Anything that is not a version of ours matches nothing.
            Some(value) => value
                .to_str()
                .ok()
                .and_then(|text| {
                    text.trim()
                        .strip_prefix('"')?
                        .strip_suffix('"')?
                        .parse()
                        .ok()
                })
                .map(Self)
                .ok_or_else(|| ErrorCode::StaleEdit.into()),
        };
        ready(parsed.map_err(ApiError::from))
    }
}

/// The `Idempotency-Key` of a POST that creates, if any: 1 to 200 visible characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

impl FromRequest for IdempotencyKey {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(value) = request.headers().get("Idempotency-Key") else {
            return ready(Ok(Self(None)));
        };
        let key = value
            .to_str()
            .ok()
            .filter(|key| (1..=200).contains(&key.len()));
        ready(key.map(|key| Self(Some(key.to_owned()))).ok_or_else(|| {
            Refusal::new(
                ErrorCode::InvalidField,
                "`Idempotency-Key` takes 1 to 200 visible characters.",
            )
            .into()
        }))
    }
}
