//! Answering a question.
//!
//! A search is one pass over the documents that match its words (or over all of them): each is
//! held against every filter, and what fails is kept as bits. From those bits come, in the same
//! pass, the total, the best hits, each facet's counts (a document counts when it fails nothing
//! but the facet's own filter) and, when nothing fits, what would help. Only when no document has
//! every word is there another pass, with fewer words or with the heads of compounds.

pub(crate) mod collect;
pub(crate) mod compile;
pub(crate) mod cursor;
pub(crate) mod facets;
pub(crate) mod filters;
pub(crate) mod given;
pub(crate) mod help;
pub(crate) mod highlight;
pub(crate) mod lookup;
pub(crate) mod page;
pub(crate) mod place;
pub(crate) mod scan;
pub(crate) mod search;
pub(crate) mod spelling;
pub(crate) mod text;
pub(crate) mod when;
