//! Building the index anew while the old one is read.

use std::path::PathBuf;
use std::sync::Arc;

use tantivy::indexer::IndexWriter;

use super::encode::encode;
use super::live::Live;
use crate::document::Document;
use crate::error::WriteError;
use crate::index::{FeedCursor, Index};

/// A rebuild under way. Dropped before [`Rebuild::finish`], it leaves everything as it was.
pub struct Rebuild<'i> {
    index: &'i Index,
    building: PathBuf,
    whole: PathBuf,
    writer: Option<IndexWriter>,
    documents: u64,
}

impl<'i> Rebuild<'i> {
    pub(crate) fn begin(index: &'i Index) -> Result<Self, WriteError> {
        let (building, whole) = index.shelf().next()?;
        let live = Live::create(&building, index.fields())?;
        let writer = Some(live.writer()?);
        Ok(Self {
            index,
            building,
            whole,
            writer,
            documents: 0,
        })
    }

    /// Adds a document; each one once.
    pub fn add(&mut self, document: &Document) -> Result<(), WriteError> {
        let row = encode(document, self.index.fields(), self.index.interests())?;
        let writer = self.writer.as_ref().ok_or(WriteError::Unavailable)?;
        writer.add_document(row)?;
        self.documents += 1;
        Ok(())
    }

    /// How many were added so far.
    pub fn documents(&self) -> u64 {
        self.documents
    }

    /// Puts the new index in the place of the old one. `cursor` is where the change feed stood
    /// before the first document was read from the store: going on from there brings in what
    /// changed meanwhile, and seeing a change twice does no harm.
    pub fn finish(mut self, cursor: &FeedCursor) -> Result<(), WriteError> {
        let mut writer = self.writer.take().ok_or(WriteError::Unavailable)?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&cursor.0);
        commit.commit()?;
        writer.wait_merging_threads()?;
        self.index.shelf().publish(&self.building, &self.whole)?;
        let live = Live::open(&self.whole, self.index.fields())?;
        self.index.swap(Arc::new(live), cursor.clone())?;
        self.index.shelf().keep_only(&self.whole);
        Ok(())
    }
}

impl Drop for Rebuild<'_> {
    fn drop(&mut self) {
        drop(self.writer.take());
        self.index.rebuild_over();
        if self.building.exists()
            && let Err(error) = std::fs::remove_dir_all(&self.building)
        {
            tracing::warn!(%error, "a half-built search index stays");
        }
    }
}

impl std::fmt::Debug for Rebuild<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rebuild")
            .field("documents", &self.documents)
            .finish_non_exhaustive()
    }
}
