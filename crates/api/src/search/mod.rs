//! The search index of this node: opened with the server, kept up with the change feed.

pub(crate) mod documents;
mod feed;
mod place;
mod rebuild;

use std::path::Path;
use std::sync::Arc;

use goesting_core::Refusal;
use goesting_search::{Asked, Index, OpenError, SearchError, State};
use goesting_store::change::Cursor;
use goesting_types::problem::ErrorCode;
use goesting_types::search::{SearchQuery, SearchResults, SuggestQuery, Suggestions};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How far the index has come in the stream of changes, if it is one of this stream.
pub(crate) fn up_to(search: &Search, era: Option<&str>) -> Option<Cursor> {
    match search.state() {
        State::Ready { cursor, .. } => place::read(&cursor, era),
        State::Broken { .. } => None,
    }
}

pub use feed::{catch_up, follow};
pub use rebuild::rebuild;

use crate::error::{ApiError, ApiResult};

/// The index. Cheap to clone.
#[derive(Clone)]
pub struct Search {
    index: Arc<Index>,
    turns: Arc<Semaphore>,
}

impl Search {
    /// Opens the index in the data directory; one that is missing or broken is mended while
    /// serving.
    pub fn open(data_dir: &Path) -> ApiResult<Self> {
        let index = Index::open(&data_dir.join("search")).map_err(|error| match error {
            OpenError::Held(path) => ApiError::internal(format!(
                "the search index {path} is in use by another goesting: stop that one, or choose \
                 another GOESTING_DATA_DIR"
            )),
            // What to do about that is said where errors of a start are told.
            full @ OpenError::Io { .. } if full.is_full() => ApiError::internal(full),
            other @ OpenError::Io { .. } => ApiError::internal(format!(
                "{other}: mend its rights, or choose another GOESTING_DATA_DIR"
            )),
        })?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            index: Arc::new(index),
            turns: Arc::new(Semaphore::new(cores)),
        })
    }

    /// Whether it answers, and up to where.
    pub fn state(&self) -> State {
        self.index.state()
    }

    /// Waits until a core is free, first come, first served: hold it while searching. More searches
    /// at a time than there are cores would only hold each other up.
    pub async fn turn(&self) -> ApiResult<OwnedSemaphorePermit> {
        let turns = Arc::clone(&self.turns);
        turns.acquire_owned().await.map_err(ApiError::internal)
    }

    /// Searches. Blocks for some milliseconds.
    pub fn search(&self, query: &SearchQuery, asked: &Asked) -> ApiResult<SearchResults> {
        self.index.search(query, asked).map_err(refused)
    }

    /// Suggests while somebody types. Blocks for a millisecond.
    pub fn suggest(&self, query: &SuggestQuery) -> ApiResult<Suggestions> {
        self.index.suggest(query).map_err(refused)
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }
}

/// What the caller is told of a search that did not go.
fn refused(error: SearchError) -> ApiError {
    match error {
        SearchError::Unavailable => Refusal::new(
            ErrorCode::Unavailable,
            "The search index is being made. Try again in a moment.",
        ),
        SearchError::UnknownTerritory(code) => Refusal::new(
            ErrorCode::UnknownTerritory,
            format!("There is no territory {code:?}: `GET /territories` finds them."),
        ),
        SearchError::NeedsPlace(parameter) => Refusal::new(
            ErrorCode::RadiusWithoutPoint,
            format!("`{parameter}` needs `near`, or a municipality as `territory`."),
        ),
        SearchError::InvalidCursor => Refusal::new(
            ErrorCode::InvalidCursor,
            "Take the cursor from `next_cursor` of the same question, or leave it out.",
        ),
    }
    .into()
}
