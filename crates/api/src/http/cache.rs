//! Public answers are cacheable: an entity tag, and 304 when it is still the same.

use actix_web::http::header::{self, ETag, EntityTag, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

/// A public JSON answer with an entity tag of its bytes; caches may keep it for `seconds`.
pub fn public_json<T: Serialize>(request: &HttpRequest, seconds: u32, value: &T) -> HttpResponse {
    match serde_json::to_vec(value) {
        Ok(bytes) => {
            use aws_lc_rs::digest::{SHA256, digest};
            let hash = digest(&SHA256, &bytes);
            let tag = tag_of(hash.as_ref());
            if is_fresh(request, &tag) {
                return not_modified(&tag, seconds);
            }
            tagged(&tag, seconds)
                .content_type("application/json")
                .body(bytes)
        }
        Err(error) => HttpResponse::from_error(crate::error::ApiError::internal(error)),
    }
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
    request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|value: &HeaderValue| value.to_str().ok())
        .is_some_and(|sent| {
            sent.split(',')
                .map(str::trim)
                .any(|one| one == "*" || one.trim_start_matches("W/").trim_matches('"') == tag)
        })
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

fn control(seconds: u32) -> String {
    format!("public, max-age={seconds}, stale-while-revalidate=60")
}
