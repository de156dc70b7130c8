//! Why a call did not give what was asked.

use std::sync::Arc;

use goesting_types::problem::{ErrorCode, Problem};

use crate::{Answer, read_json};

/// Why a call did not give what was asked. Cheap to clone.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ClientError {
    /// The server says what is the matter.
    #[error("{} ({})", .0.title, .0.code)]
    Problem(Arc<Problem>),
    /// No answer came: off line, refused, or too slow.
    #[error("no answer: {0}")]
    Network(String),
    /// The answer, or the question, is not what this client understands: an old client, or
    /// something between us and the server.
    #[error("an answer with status {status} that cannot be read: {reason}")]
    Decode {
        /// HTTP status; 0 when nothing was sent.
        status: u16,
        /// What is wrong with it.
        reason: String,
    },
}

impl ClientError {
    /// The stable code, when the server gave one.
    pub fn code(&self) -> Option<ErrorCode> {
        self.problem().map(|problem| problem.code)
    }

    /// What the server said.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            Self::Network(_) | Self::Decode { .. } => None,
        }
    }

    /// Whether one has to log in (again).
    pub fn is_signed_out(&self) -> bool {
        matches!(
            self.code(),
            Some(ErrorCode::NotAuthenticated | ErrorCode::InvalidToken)
        )
    }

    /// Whether trying again later can help without changing anything.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Problem(problem) => {
                matches!(
                    problem.code,
                    ErrorCode::Unavailable | ErrorCode::RateLimited
                )
            }
            Self::Network(_) => true,
            Self::Decode { status, .. } => matches!(status, 502..=504),
        }
    }

    pub(crate) fn unsendable(error: impl std::fmt::Display) -> Self {
        Self::Decode {
            status: 0,
            reason: error.to_string(),
        }
    }

    /// Reads problem details from an answer that is no success.
    pub(crate) fn of(answer: &Answer) -> Self {
        match read_json::<Problem>(&answer.bytes) {
            Ok(problem) => Self::Problem(Arc::new(problem)),
            Err(reason) => Self::Decode {
                status: answer.status,
                reason,
            },
        }
    }
}
