//! Imported documents into the store: one document, one decision. Run by an operator's command or a
//! job, so there is nobody to authorise; nothing here touches a person's data.

mod ended;
mod opportunity;
mod pictures;
mod reference;
mod sessions;
mod twin;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};
use goesting_core::enrolment::Clocks;
use goesting_types::opportunity::OriginKind;
use serde::Serialize;

use crate::error::{ApiError, ApiResult};

pub use ended::close_ended;
pub use opportunity::{put as put_opportunity, withdraw};
pub(super) use reference::stands_in;
pub use reference::{known as known_references, put as put_reference};

/// One import: from where, by which clocks, when.
#[derive(Debug, Clone, Copy)]
pub struct Importing {
    /// Which sort of source.
    pub kind: OriginKind,
    /// The clocks of the enrolments that a change of a session touches.
    pub clocks: Clocks,
    /// Now.
    pub now: DateTime<Utc>,
}

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Something new.
    Created,
    /// Something known, that says something else.
    Updated,
    /// Something known, that says the same.
    Unchanged,
    /// Another source of something known.
    Merged,
    /// Older than what was read of it before: nothing.
    Superseded,
}

/// Hash of what was understood of a document: it is the same as long as that is.
fn content_hash<T: Serialize>(value: &T) -> ApiResult<Vec<u8>> {
    let bytes = serde_json::to_vec(value).map_err(ApiError::internal)?;
    Ok(digest(&SHA256, &bytes).as_ref().to_vec())
}
