//! The search index of public opportunities: tantivy in process, fed from the change feed.
//!
//! The index is a cache. It lies in a directory of its own, carries the cursor of the change feed
//! in every commit, and can be built anew from the store at any time, while searches go on.
//!
//! ```no_run
//! use chrono::Utc;
//! use goesting_search::{Asked, Change, FeedCursor, Index, State};
//! use goesting_types::search::SearchQuery;
//!
//! # fn documents() -> Vec<goesting_search::Document> { Vec::new() }
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let index = Index::open("data/search".as_ref())?;
//! if let State::Broken { .. } = index.state() {
//!     // Where the feed stands before the first document is read.
//!     let cursor = FeedCursor("17".to_owned());
//!     let mut rebuild = index.rebuild()?;
//!     for document in documents() {
//!         rebuild.add(&document)?;
//!     }
//!     rebuild.finish(&cursor)?;
//! }
//! // Later, round after round of the feed:
//! let changes: Vec<Change> = documents().into_iter().map(Change::Upsert).collect();
//! index.apply(&changes, &FeedCursor("18".to_owned()))?;
//! index.commit()?;
//! let query = SearchQuery { q: Some("naaien".to_owned()), ..SearchQuery::default() };
//! let results = index.search(&query, &Asked::at(Utc::now()))?;
//! println!("{} hits", results.total);
//! # Ok(())
//! # }
//! ```
//!
//! # How it is made
//! - **Words.** One field holds every term of a document; the frequency of a term is a bit mask
//!   of the fields it stands in, so one posting list per term tells matches, weights and why.
//! - **Facts.** Small facts, points and sessions are packed numbers in fast fields, decoded once
//!   per segment. Sessions keep their times, so what counts as future is decided by the clock of
//!   the question; no commit is needed when time passes.
//! - **One pass.** A search goes once over the documents that match and keeps what each fails as
//!   bits; totals, the page, facets and help come from those.

mod analysis;
mod document;
mod error;
mod index;
mod query;
mod storage;
mod suggest;
mod vocabulary;

pub use document::{Change, Document, SessionFact};
pub use error::{OpenError, SearchError, WriteError};
pub use index::{FeedCursor, Index, State};
pub use query::place::seen_from;
pub use query::search::Asked;
pub use storage::rebuild::Rebuild;
