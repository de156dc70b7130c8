//! Public answers are cacheable: an entity tag, and 304 when it is still the same.

use actix_web::http::header::{self, ETag, EntityTag, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use aws_lc_rs::digest::{SHA256, digest};
use serde::Serialize;

use crate::error::{ApiError, ApiResult};

/// A public JSON answer with an entity tag of its bytes; caches may keep it for `seconds`.
pub fn public_json<T: Serialize>(request: &HttpRequest, seconds: u32, value: &T) -> HttpResponse {
    match serde_json::to_vec(value) {
        Ok(bytes) => public_bytes(request, seconds, "application/json", bytes),
        Err(error) => HttpResponse::from_error(ApiError::internal(error)),
    }
}

/// A public answer of any media type, with an entity tag of its bytes.
pub fn public_bytes(
    request: &HttpRequest,
    seconds: u32,
    media_type: &'static str,
    bytes: Vec<u8>,
) -> HttpResponse {
    let tag = tag_of(digest(&SHA256, &bytes).as_ref());
    if is_fresh(request, &tag) {
        return not_modified(&tag, seconds);
    }
    tagged(&tag, seconds).content_type(media_type).body(bytes)
}

/// An entity tag from a hash: its first bytes, in hexadecimal.
pub fn tag_of(hash: &[u8]) -> String {
    use std::fmt::Write as _;
    hash.iter()
        .take(12)
        .fold(String::with_capacity(24), |mut tag, byte| {
            // Writing to a string cannot fail.
            let _ = write!(tag, "{byte:02x}");
            tag
        })
}

/// Whether the caller has the answer with this tag already.
pub fn is_fresh(request: &HttpRequest, tag: &str) -> bool {
    Known::of(request).has(tag)
}

/// The tags of the answers a caller has already, from `If-None-Match`.
#[derive(Debug, Clone, Default)]
pub struct Known(Option<String>);

impl Known {
    /// Those of this request.
    pub fn of(request: &HttpRequest) -> Self {
        let sent = request.headers().get(header::IF_NONE_MATCH);
        Self(
            sent.and_then(|value: &HeaderValue| value.to_str().ok())
                .map(str::to_owned),
        )
    }

    /// Whether the caller has the answer with this tag.
    pub fn has(&self, tag: &str) -> bool {
        self.0.as_deref().is_some_and(|sent| {
            sent.split(',')
                .map(str::trim)
                .any(|one| one == "*" || one.trim_start_matches("W/").trim_matches('"') == tag)
        })
    }
}

/// A public answer that is asked for again each time, and costs little when it is still the same:
/// for what changes under people's eyes.
pub enum Checked {
    /// The caller has it.
    Same {
        /// Its tag.
        tag: String,
    },
    /// Here it is.
    Fresh {
        /// Its tag.
        tag: String,
        /// The body.
        bytes: Bytes,
    },
}

impl Checked {
    /// As an answer of this media type.
    pub fn answer(self, media_type: &'static str) -> HttpResponse {
        let (mut response, tag, bytes) = match self {
            Self::Same { tag } => (HttpResponse::NotModified(), tag, None),
            Self::Fresh { tag, bytes } => (HttpResponse::Ok(), tag, Some(bytes)),
        };
        response
            .insert_header(ETag(EntityTag::new_weak(tag)))
            .insert_header((header::CACHE_CONTROL, "public, no-cache"))
            .append_header((header::VARY, "Accept"));
        match bytes {
            Some(bytes) => response.content_type(media_type).body(bytes),
            None => response.finish(),
        }
    }
}

/// A public JSON answer that is asked for again each time.
pub fn checked_json<T: Serialize>(known: &Known, value: &T) -> ApiResult<Checked> {
    let bytes = serde_json::to_vec(value).map_err(ApiError::internal)?;
    let tag = tag_of(digest(&SHA256, &bytes).as_ref());
    Ok(if known.has(&tag) {
        Checked::Same { tag }
    } else {
        Checked::Fresh {
            tag,
            bytes: bytes.into(),
        }
    })
}

/// 201 with an answer that nobody keeps.
pub fn created<T: Serialize>(value: &T) -> HttpResponse {
    HttpResponse::Created()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(value)
}

/// 201 with an answer that can be edited, and where it stands.
pub fn created_json<T: Serialize>(at: &str, version: i64, value: &T) -> HttpResponse {
    HttpResponse::Created()
        .insert_header((header::LOCATION, at))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(ETag(EntityTag::new_strong(version.to_string())))
        .json(value)
}

/// 304.
pub fn not_modified(tag: &str, seconds: u32) -> HttpResponse {
    HttpResponse::NotModified()
        .insert_header(ETag(EntityTag::new_weak(tag.to_owned())))
        .insert_header((header::CACHE_CONTROL, control(seconds)))
        .finish()
}

/// The beginning of a public answer with this tag.
pub fn tagged(tag: &str, seconds: u32) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .insert_header(ETag(EntityTag::new_weak(tag.to_owned())))
        .insert_header((header::CACHE_CONTROL, control(seconds)));
    response
}

/// A private JSON answer: never kept by anybody.
pub fn private_json<T: Serialize>(value: &T) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(value)
}

/// A private JSON answer that can be edited: its version is its entity tag.
pub fn editable_json<T: Serialize>(version: i64, value: &T) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(ETag(EntityTag::new_strong(version.to_string())))
        .json(value)
}

/// Without any seconds, caches may keep it but ask each time whether it is still the same.
fn control(seconds: u32) -> String {
    if seconds == 0 {
        return "public, no-cache".to_owned();
    }
    format!("public, max-age={seconds}, stale-while-revalidate=60")
}
