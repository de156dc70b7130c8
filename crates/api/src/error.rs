//! One error type for requests, and its one way to become an answer.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use goesting_core::Refusal;
use goesting_store::StoreError;
use goesting_types::problem::ErrorCode;

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// A rule said no; the caller is told why.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store could not; the caller is told that, the log says why.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Too many requests; the caller is told how long to wait.
    #[error("too many requests")]
    Limited(Duration),
    /// A fault of ours; the caller is told that, the log says which.
    #[error("{0}")]
    Internal(String),
}

/// The result of a request.
pub type ApiResult<T> = Result<T, ApiError>;

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code.into())
    }
}

impl goesting_store::Failure for ApiError {
    fn storage(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Refused(_) | Self::Limited(_) | Self::Internal(_) => None,
        }
    }
}

impl ApiError {
    /// A fault of ours, with the cause for the log.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// What the caller is told.
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal.clone(),
            Self::Store(StoreError::NotFound) => Refusal::not_found(),
            // Only people are deleted; a token outlives its person by some minutes.
            Self::Store(StoreError::Dangling(_)) => Refusal::new(
                ErrorCode::InvalidToken,
                "The account, or somebody this is about, was deleted. Nothing was changed.",
            ),
            Self::Store(StoreError::Unavailable(_) | StoreError::Contended(_)) => Refusal::new(
                ErrorCode::Unavailable,
                "Nothing was changed. Try again in a moment.",
            ),
            Self::Store(StoreError::Full(_)) => {
                Refusal::new(ErrorCode::StorageFull, "Nothing was changed.")
            }
            Self::Limited(wait) => Refusal::new(
                ErrorCode::RateLimited,
                format!("Try again in {} seconds.", seconds(*wait)),
            ),
            Self::Store(_) | Self::Internal(_) => ErrorCode::Internal.into(),
        }
    }
}

/// Whole seconds to wait, at least one.
const fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + 1
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.refusal().code.status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The answer without its body: [`crate::http::problems`] writes that, knowing the reader's
    /// language and the request's id.
    fn error_response(&self) -> HttpResponse {
        let refusal = self.refusal();
        match refusal.code {
            ErrorCode::Internal => tracing::error!(error = %self, "request failed"),
            ErrorCode::Unavailable | ErrorCode::StorageFull => {
                tracing::warn!(error = %self, "storage unavailable");
            }
            _ => {}
        }
        let mut response = HttpResponse::new(self.status_code());
        if let Self::Limited(wait) = self {
            let wait = HeaderValue::from(seconds(*wait));
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        response.extensions_mut().insert(refusal);
        response
    }
}
