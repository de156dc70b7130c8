//! Pages of others may read what is public, and nothing else: a GET that carries no log-in, or whose
//! answer is public, gets `Access-Control-Allow-Origin: *`, never with credentials.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

const ANY: HeaderValue = HeaderValue::from_static("*");
/// What pages may read beside the usual.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "ETag, Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id",
);
const READING: &str = "GET, HEAD";
const SENT: &str = "Accept, Accept-Language, If-None-Match";

/// Answers preflights, and marks what may be read.
pub async fn middleware<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let shared = request.path().starts_with("/api/") || request.path().starts_with("/.well-known/");
    let headers = request.headers();
    if shared && request.method() == Method::OPTIONS {
        let asked = headers.get(header::ACCESS_CONTROL_REQUEST_METHOD);
        if asked.is_some_and(|method| matches!(method.as_bytes(), b"GET" | b"HEAD")) {
            let response = HttpResponse::NoContent()
                .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, ANY))
                .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, READING))
                .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, SENT))
                .insert_header((header::ACCESS_CONTROL_MAX_AGE, "86400"))
                .finish();
            return Ok(request.into_response(response).map_into_right_body());
        }
    }
    let anonymous =
        !headers.contains_key(header::COOKIE) && !headers.contains_key(header::AUTHORIZATION);
    let reads = shared && matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    // Shared caches keep public answers for everybody, so those are marked whoever asked first.
    let public = || {
        let control = headers.get(header::CACHE_CONTROL);
        control.is_some_and(|value| value.as_bytes().starts_with(b"public"))
    };
    if reads && (anonymous || public()) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    Ok(response.map_into_left_body())
}
