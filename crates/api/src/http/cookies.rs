//! The two cookies of a log-in. Their flags follow the public URL's scheme.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header;
use chrono::{DateTime, Utc};
use goesting_core::Refusal;
use goesting_types::problem::ErrorCode;

use crate::config::PublicUrl;

/// Header that pages send with unsafe methods; other sites cannot, without our consent.
pub const CUSTOM_HEADER: &str = "X-Goesting";

const ACCESS: &str = "goesting_access";
const REFRESH: &str = "goesting_refresh";

fn name(base: &str, url: &PublicUrl) -> String {
    if url.is_https() {
        format!("__Host-{base}")
    } else {
        base.to_owned()
    }
}

/// The access token of a request.
pub fn access(request: &HttpRequest, url: &PublicUrl) -> Option<String> {
    request
        .cookie(&name(ACCESS, url))
        .map(|cookie| cookie.value().to_owned())
}

/// The refresh token of a request.
pub fn refresh(request: &HttpRequest, url: &PublicUrl) -> Option<String> {
    request
        .cookie(&name(REFRESH, url))
        .map(|cookie| cookie.value().to_owned())
}

fn cookie(base: &str, url: &PublicUrl, value: &str, lasts: Duration) -> Cookie<'static> {
    Cookie::build(name(base, url), value.to_owned())
        .path("/")
        .http_only(true)
        .secure(url.is_https())
        .same_site(SameSite::Strict)
        .max_age(lasts)
        .finish()
}

/// Sets the access token until it ends.
pub fn set_access(
    url: &PublicUrl,
    token: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Cookie<'static> {
    cookie(
        ACCESS,
        url,
        token,
        Duration::seconds((until - now).num_seconds()),
    )
}

/// Sets the refresh token until it ends.
pub fn set_refresh(
    url: &PublicUrl,
    token: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Cookie<'static> {
    cookie(
        REFRESH,
        url,
        token,
        Duration::seconds((until - now).num_seconds()),
    )
}

/// Takes both away.
pub fn clear(url: &PublicUrl) -> [Cookie<'static>; 2] {
    [ACCESS, REFRESH].map(|base| cookie(base, url, "", Duration::ZERO))
}

/// Refuses an unsafe request with cookies that may come from another site: it needs the custom
/// header, and an `Origin` or `Sec-Fetch-Site` that is ours where the browser sends one.
pub fn check_same_site(request: &HttpRequest, url: &PublicUrl) -> Result<(), Refusal> {
    if request.method().is_safe() {
        return Ok(());
    }
    let headers = request.headers();
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let origin_ok = text(header::ORIGIN.as_str()).is_none_or(|origin| origin == url.as_str());
    let site_ok = text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    if headers.contains_key(CUSTOM_HEADER) && origin_ok && site_ok {
        Ok(())
    } else {
        Err(Refusal::new(
            ErrorCode::CrossSite,
            "Requests with cookies that change something need the header `X-Goesting: 1` and must \
             come from our own pages.",
        ))
    }
}
