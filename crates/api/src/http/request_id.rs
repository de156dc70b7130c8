//! Every request has an id: in its log lines, its answer's `X-Request-Id` and its problems.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, HttpRequest, web};
use tracing::Instrument as _;
use uuid::Uuid;

use super::metrics::Metrics;

/// Id of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(pub Uuid);

/// The id of this request.
pub fn of(request: &HttpRequest) -> RequestId {
    request
        .extensions()
        .get::<RequestId>()
        .copied()
        .unwrap_or(RequestId(Uuid::nil()))
}

/// Gives the request its id and logs one line for its answer: method, route, status and time, never
/// the path's values or the query. A HEAD is answered as the GET it stands for; actix, which read it
/// before, keeps the body back.
pub async fn middleware<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let id = Uuid::now_v7();
    request.extensions_mut().insert(RequestId(id));
    let method = request.method().clone();
    let span = tracing::info_span!("request", %id, %method);
    if method == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let begun = std::time::Instant::now();
    let mut response = next.call(request).instrument(span.clone()).await?;
    let route = response
        .request()
        .match_pattern()
        .unwrap_or_else(|| "-".to_owned());
    let status = response.status().as_u16();
    let took = begun.elapsed();
    let ms = took.as_secs_f64() * 1000.0;
    if let Some(metrics) = response.request().app_data::<web::Data<Metrics>>() {
        metrics.count(&route, method.as_str(), status, took);
    }
    span.in_scope(|| tracing::info!(route, status, ms, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), value);
    }
    Ok(response)
}
