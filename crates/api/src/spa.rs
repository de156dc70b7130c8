//! Serves the web app: hashed files for ever, its page for every other address.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;

use crate::http::cache;
use crate::http::headers::PAGE_CSP;

/// What `tools/spa` built. A debug build reads it from disk.
#[derive(RustEmbed)]
#[folder = "../../frontend/dist"]
#[allow_missing = true]
struct Dist;

/// The page.
const PAGE: &str = "index.html";

/// A file of the web app, or its page; [`None`] when it was not built.
pub fn serve(request: &HttpRequest) -> Option<HttpResponse> {
    let path = request.path().trim_start_matches('/');
    if path.starts_with("static/") {
        return file(request, path, "public, max-age=31536000, immutable");
    }
    file(request, PAGE, "no-cache")
}

/// Whether the web app is in this program.
pub fn is_built() -> bool {
    Dist::get(PAGE).is_some()
}

fn file(request: &HttpRequest, path: &str, control: &'static str) -> Option<HttpResponse> {
    let plain = Dist::get(path)?;
    let tag = cache::tag_of(&plain.metadata.sha256_hash());
    let mut response = if cache::is_fresh(request, &tag) {
        cache::not_modified(&tag, 0)
    } else {
        let mut response = cache::tagged(&tag, 0);
        response.content_type(media_type(path));
        match encoded(request, path) {
            Some((encoding, bytes)) => response
                .insert_header((header::CONTENT_ENCODING, encoding))
                .body(bytes),
            None => response
                // Keeps the compressing middleware off what was compressed as well as it can be.
                .insert_header(header::ContentEncoding::Identity)
                .body(plain.data.into_owned()),
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(control));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(PAGE_CSP),
    );
    Some(response)
}

fn encoded(request: &HttpRequest, path: &str) -> Option<(&'static str, Vec<u8>)> {
    let accepted = request
        .headers()
        .get(header::ACCEPT_ENCODING)?
        .to_str()
        .ok()?;
    let accepts = |name: &str| {
        accepted.split(',').any(|one| {
            let mut parts = one.split(';').map(str::trim);
            parts.next() == Some(name) && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0"))
        })
    };
    [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(name, _)| accepts(name))
        .find_map(|(name, suffix)| {
            Dist::get(&format!("{path}.{suffix}")).map(|file| (name, file.data.into_owned()))
        })
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, suffix)| suffix) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
