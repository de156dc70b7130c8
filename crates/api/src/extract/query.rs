//! Query strings: strict, with repeated parameters as lists.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use goesting_core::Refusal;
use goesting_types::problem::ErrorCode;
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use super::wrong::wrong;
use crate::error::ApiError;

/// The query string as `T`.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            parse(request.query_string())
                .map(Self)
                .map_err(ApiError::from),
        )
    }
}

/// Reads a strict query string; says which parameter is wrong.
fn parse<T: DeserializeOwned>(query: &str) -> Result<T, Refusal> {
    let deserializer = serde_html_form::Deserializer::from_bytes(query.as_bytes());
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let name = error.path().iter().find_map(|segment| match segment {
            Segment::Map { key } => Some(key.clone()),
            _ => None,
        });
        let said = error.into_inner().to_string();
        match name {
            Some(name) => Refusal {
                errors: vec![wrong(name, said)],
                ..ErrorCode::InvalidQuery.into()
            },
            // A parameter that is not there: the words name it.
            None => Refusal::new(ErrorCode::InvalidQuery, said),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use goesting_types::problem::FieldCode;
    use goesting_types::search::{SearchQuery, SuggestQuery};

    #[test]
    fn the_parameter_is_named() {
        for (query, name, code, detail) in [
            (
                "age=x",
                "age",
                FieldCode::Malformed,
                "not a whole number of 0 or more",
            ),
            (
                "q=naaien&limit=-1",
                "limit",
                FieldCode::Malformed,
                "not a whole number of 0 or more",
            ),
            (
                "age=256",
                "age",
                FieldCode::OutOfRange,
                "too large a number",
            ),
            (
                "radius_km=far",
                "radius_km",
                FieldCode::Malformed,
                "not a number",
            ),
            (
                "from=2026-02-30",
                "from",
                FieldCode::OutOfRange,
                "no such day or time",
            ),
            (
                "age=1&age=2",
                "age",
                FieldCode::TooMany,
                "given more than once",
            ),
        ] {
            let refusal = parse::<SearchQuery>(query).unwrap_err();
            assert_eq!(refusal.code, ErrorCode::InvalidQuery, "{query}");
            let error = &refusal.errors[0];
            assert_eq!(
                (error.pointer.as_str(), error.code, error.detail.as_str()),
                (name, code, detail),
                "{query}"
            );
        }
        let missing = parse::<SuggestQuery>("").unwrap_err();
        assert!(missing.errors.is_empty());
        assert_eq!(missing.detail.as_deref(), Some("missing field `q`"));
    }
}
