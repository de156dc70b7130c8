//! What can go wrong, by who can mend it.

use thiserror::Error;

/// Why a search was not answered.
#[derive(Debug, Error)]
pub enum SearchError {
    /// There is no index to read yet, or the one there was broke. Comes back after a rebuild.
    #[error("the search index is being built")]
    Unavailable,
    /// No such territory.
    #[error("no territory {0:?}")]
    UnknownTerritory(String),
    /// This parameter asks from where: `near`, or a municipality as `territory`.
    #[error("{0} needs a point or a municipality")]
    NeedsPlace(&'static str),
    /// The cursor is not one of ours, or belongs to another question.
    #[error("the cursor does not belong to this search")]
    InvalidCursor,
}

/// Why the index could not be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// Nothing to write to: missing or broken, and not rebuilt yet.
    #[error("the search index needs a rebuild")]
    Unavailable,
    /// Another rebuild is under way.
    #[error("the search index is already being rebuilt")]
    Rebuilding,
    /// Its directory was removed, and another process made and took it meanwhile.
    #[error("another process holds the search index")]
    Held,
    /// The disk or the index said no; the index counts as broken from now on.
    #[error("the search index could not be written: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// The file system said no.
    #[error("the search index could not be written: {0}")]
    Io(#[from] std::io::Error),
    /// A document could not be put into bytes.
    #[error("a document could not be stored: {0}")]
    Encode(#[from] serde_json::Error),
}

/// Why the directory could not be used at all.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Another process writes here.
    #[error("another process holds the search index in {0}")]
    Held(String),
    /// The directory cannot be made, read or written.
    #[error("the search index directory {path} cannot be used: {source}")]
    Io {
        /// Which directory.
        path: String,
        /// What the file system said.
        source: std::io::Error,
    },
}

impl OpenError {
    /// Whether the disk has no room left.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == std::io::ErrorKind::StorageFull)
    }
}
