//! Work that blocks, off the async threads.

use crate::error::{ApiError, ApiResult};

/// Runs blocking work on the pool for it, in the span of the request.
pub async fn blocking<T, F>(work: F) -> ApiResult<T>
where
    T: Send + 'static,
    F: FnOnce() -> ApiResult<T> + Send + 'static,
{
    let span = tracing::Span::current();
    actix_web::web::block(move || span.in_scope(work))
        .await
        .map_err(ApiError::internal)?
}
