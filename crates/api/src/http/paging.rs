//! Pages of lists: limits and opaque cursors.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use goesting_core::Refusal;
use goesting_types::page::{DEFAULT_LIMIT, MAX_LIMIT};
use goesting_types::problem::{ErrorCode, FieldCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Items of a page: 1 to 100, 20 when not said.
pub fn limit(asked: Option<u32>) -> Result<usize, Refusal> {
    limit_or(asked, DEFAULT_LIMIT)
}

/// Items of a page: 1 to 100, `otherwise` when not said.
pub fn limit_or(asked: Option<u32>, otherwise: u32) -> Result<usize, Refusal> {
    let limit = asked.unwrap_or(otherwise);
    if (1..=MAX_LIMIT).contains(&limit) {
        Ok(usize::try_from(limit).unwrap_or(usize::MAX))
    } else {
        let detail = format!("from 1 to {MAX_LIMIT}");
        Err(Refusal {
            code: ErrorCode::InvalidQuery,
            ..Refusal::field("limit", FieldCode::OutOfRange, detail)
        })
    }
}

/// Writes where a list goes on. `bound` is the question the cursor belongs to.
pub fn write<T: Serialize>(place: &T, bound: &str) -> String {
    let mut bytes = fingerprint(bound).to_vec();
    // A place is a few plain fields: it always serialises.
    bytes.extend(serde_json::to_vec(place).unwrap_or_default());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads what [`write()`] wrote for the same question.
pub fn read<T: DeserializeOwned>(cursor: Option<&str>, bound: &str) -> Result<Option<T>, Refusal> {
    let Some(cursor) = cursor else {
        return Ok(None);
    };
    let invalid = || {
        Refusal::new(
            ErrorCode::InvalidCursor,
            "Take the cursor from `next_cursor` of the same question, or leave it out.",
        )
    };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
    let (mark, place) = bytes.split_first_chunk::<8>().ok_or_else(invalid)?;
    if *mark != fingerprint(bound) {
        return Err(invalid());
    }
    serde_json::from_slice(place)
        .map(Some)
        .map_err(|_| invalid())
}

/// Says where a list goes on by a link too (RFC 8288): the same question with another cursor.
pub fn linked(
    request: &HttpRequest,
    next: Option<&str>,
    mut response: HttpResponse,
) -> HttpResponse {
    if let Some(next) = next {
        let asked = request.query_string().split('&');
        let others = asked.filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
        let question: String = others.flat_map(|pair| [pair, "&"]).collect();
        let link = format!("<{}?{question}cursor={next}>; rel=\"next\"", request.path());
        // What came as a request's address is printable.
        if let Ok(link) = HeaderValue::from_str(&link) {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    response
}

/// Keeps a cursor from being used with another question. Not a secret: what a cursor can reach, the
/// question can too.
fn fingerprint(bound: &str) -> [u8; 8] {
    let hash = digest(&SHA256, bound.as_bytes());
    hash.as_ref().first_chunk().copied().unwrap_or_default()
}

/// A place in a list that is whole in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Offset(pub usize);

impl Offset {
    /// Reads a cursor; the beginning without one.
    pub fn read(cursor: Option<&str>, bound: &str) -> Result<Self, Refusal> {
        Ok(Self(read(cursor, bound)?.unwrap_or(0)))
    }

    /// Writes a cursor.
    pub fn write(self, bound: &str) -> String {
        write(&self.0, bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_works_for_its_own_question_only() {
        let cursor = write(&(7_u32, "x"), "list a");
        assert_eq!(
            read(Some(&cursor), "list a"),
            Ok(Some((7_u32, "x".to_owned())))
        );
        assert!(read::<(u32, String)>(Some(&cursor), "list b").is_err());
        for garbage in [
            "",
            "!",
            "AAAA",
            "AAAAAAAAAAAAAAAA",
            &cursor[..cursor.len() - 2],
        ] {
            assert_eq!(
                read::<(u32, String)>(Some(garbage), "list a")
                    .unwrap_err()
                    .code,
                ErrorCode::InvalidCursor,
                "{garbage:?}"
            );
        }
        assert_eq!(read::<u32>(None, "list a"), Ok(None));
    }

    #[test]
    fn a_link_repeats_the_question_with_the_next_cursor() {
        let link = |asked: &str, next| {
            let request = actix_web::test::TestRequest::with_uri(asked).to_http_request();
            let response = linked(&request, next, HttpResponse::Ok().finish());
            let link = response.headers().get(header::LINK);
            link.map(|link| link.to_str().unwrap().to_owned())
        };
        assert_eq!(link("/a?cursor=1", None), None);
        assert_eq!(
            link("/a", Some("x")).as_deref(),
            Some("</a?cursor=x>; rel=\"next\"")
        );
        assert_eq!(
            link("/a?q=caf%C3%A9%3E&cursor=1&limit=2", Some("x")).as_deref(),
            Some("</a?q=caf%C3%A9%3E&limit=2&cursor=x>; rel=\"next\"")
        );
    }

    #[test]
    fn limits_hold() {
        assert_eq!(limit(None), Ok(20));
        assert_eq!(limit(Some(100)), Ok(100));
        assert!(limit(Some(0)).is_err() && limit(Some(101)).is_err());
    }
}
