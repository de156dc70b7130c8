//! `If-Match` and `Idempotency-Key`.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use goesting_core::Refusal;
use goesting_types::problem::ErrorCode;

use crate::error::ApiError;

/// What `If-Match` lets an edit happen on. Missing is 428.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IfMatch {
    /// `*`: whatever is there.
    Any,
    /// `"{version}"`: the edit versions the caller read, mostly one.
    Versions(Vec<i64>),
}

impl IfMatch {
    /// Whether this is what the caller read; 412 when somebody was first.
    pub fn check(&self, version: i64) -> Result<(), Refusal> {
        match self {
            Self::Versions(read) if !read.contains(&version) => Err(ErrorCode::StaleEdit.into()),
            Self::Any | Self::Versions(_) => Ok(()),
        }
    }

    /// Reads the header. What is public has weak tags, which never match (RFC 9110, §13.1.1): who
    /// sends only those has not read a version to edit.
    fn parse(sent: Option<&str>) -> Result<Self, Refusal> {
        let required =
            |detail: &'static str| Err(Refusal::new(ErrorCode::PreconditionRequired, detail));
        let Some(sent) = sent.map(str::trim) else {
            return required("Read it first and send its version as `If-Match: \"{version}\"`.");
        };
        if sent == "*" {
            return Ok(Self::Any);
        }
        let tags = || sent.split(',').map(str::trim);
        if tags().all(|tag| tag.starts_with("W/")) {
            return required(
                "A weak tag (`W/…`) is of the public answer, not of a version to edit: read \
                 `?view=edit` and send its `ETag`, or the `version` as `If-Match: \"{version}\"`.",
            );
        }
        // Anything that is not a version of ours matches nothing.
        let version =
            |tag: &str| -> Option<i64> { tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok() };
        Ok(Self::Versions(tags().filter_map(version).collect()))
    }
}

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let sent = request.headers().get(header::IF_MATCH);
        // What is not text is no tag of ours.
        let sent = sent.map(|value| value.to_str().unwrap_or_default());
        ready(Self::parse(sent).map_err(ApiError::from))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_is_read_as_the_standard_says() {
        let required = ErrorCode::PreconditionRequired;
        let stale = ErrorCode::StaleEdit;
        for (sent, of_two) in [
            (Some("\"2\""), None),
            (Some(" \"2\" "), None),
            (Some("\"1\", \"2\""), None),
            (Some("W/\"x\", \"2\""), None),
            (Some("*"), None),
            (Some("\"1\""), Some(stale)),
            (Some("2"), Some(stale)),
            (Some("\"x\""), Some(stale)),
            (Some(""), Some(stale)),
            (Some("W/\"2\", \"1\""), Some(stale)),
            (Some("W/\"2\""), Some(required)),
            (Some("W/\"2\", W/\"x\""), Some(required)),
            (None, Some(required)),
        ] {
            let outcome = IfMatch::parse(sent).and_then(|read| read.check(2));
            assert_eq!(
                outcome.err().map(|refusal| refusal.code),
                of_two,
                "{sent:?}"
            );
        }
    }
}
