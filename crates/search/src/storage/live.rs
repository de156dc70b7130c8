//! An open index: its writer's settings, its reader, and what a search sees of it at one moment.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use tantivy::index::SegmentId;
use tantivy::indexer::{IndexWriter, IndexWriterOptions, LogMergePolicy};
use tantivy::{IndexReader, ReloadPolicy, Searcher, SegmentReader};

use super::directory::FileDirectory;
use super::schema::Fields;
use super::view::View;

/// Bytes the writer gathers before it writes a segment.
pub(crate) const WRITER_HEAP: usize = 40_000_000;
/// Above this an index is not read whole when it is opened.
const CHECK_BYTES: u64 = 400_000_000;
/// Decompressed blocks of stored hits that are kept per segment.
const STORE_BLOCKS: usize = 32;

/// An index that can be read.
pub(crate) struct Live {
    /// Where it stands.
    pub(crate) path: PathBuf,
    /// tantivy's handle.
    pub(crate) index: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    snapshot: RwLock<Arc<Snapshot>>,
    broken: AtomicBool,
}

/// What a search sees: nothing of it changes under its hands.
pub(crate) struct Snapshot {
    /// Reads stored fields.
    pub(crate) searcher: Searcher,
    /// The columns of each segment, in the searcher's order.
    pub(crate) views: Vec<Arc<View>>,
    ids: Vec<SegmentId>,
    files: Vec<FileMark>,
}

/// A file as it was when it was opened. Files of an index are written once.
#[derive(Debug, PartialEq, Eq)]
struct FileMark {
    path: PathBuf,
    length: u64,
    modified: Option<SystemTime>,
}

impl Live {
    /// A new, empty index in an existing directory.
    pub(crate) fn create(path: &Path, fields: &Fields) -> tantivy::Result<Self> {
        let index = tantivy::Index::create(
            FileDirectory::open(path)?,
            fields.schema.clone(),
            tantivy::IndexSettings::default(),
        )?;
        Self::start(path, index, fields)
    }

    /// Opens what stands there, and checks it.
    pub(crate) fn open(path: &Path, fields: &Fields) -> tantivy::Result<Self> {
        let index = tantivy::Index::open(FileDirectory::open(path)?)?;
        if index.schema() != fields.schema {
            return Err(tantivy::TantivyError::SchemaError(
                "another schema".to_owned(),
            ));
        }
        let live = Self::start(path, index, fields)?;
        let bytes: u64 = live.snapshot().files.iter().map(|file| file.length).sum();
        if bytes <= CHECK_BYTES {
            live.verify()?;
        }
        Ok(live)
    }

    fn start(path: &Path, index: tantivy::Index, fields: &Fields) -> tantivy::Result<Self> {
        Fields::register(&index);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(STORE_BLOCKS)
            .try_into()?;
        let snapshot = Snapshot::take(path, &reader, fields, None)?;
        Ok(Self {
            path: path.to_path_buf(),
            index,
            fields: fields.clone(),
            reader,
            snapshot: RwLock::new(Arc::new(snapshot)),
            broken: AtomicBool::new(false),
        })
    }

    /// The one writer; a second one is refused.
    pub(crate) fn writer(&self) -> tantivy::Result<IndexWriter> {
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(WRITER_HEAP)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let writer = self.index.writer_with_options(options)?;
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(4);
        policy.set_min_layer_size(1_000);
        policy.set_del_docs_ratio_before_merge(0.2);
        writer.set_merge_policy(Box::new(policy));
        Ok(writer)
    }

    /// The payload of the last commit.
    pub(crate) fn payload(&self) -> tantivy::Result<Option<String>> {
        Ok(self.index.load_metas()?.payload)
    }

    /// What a search sees now.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        let guard = self.snapshot.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&guard)
    }

    /// Lets searches see the last commit.
    pub(crate) fn reload(&self) -> tantivy::Result<()> {
        self.reader.reload()?;
        let before = self.snapshot();
        let now = Snapshot::take(&self.path, &self.reader, &self.fields, Some(&before))?;
        *self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(now);
        Ok(())
    }

    /// Whether something went wrong while reading or writing.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Acquire)
    }

    /// From now on it counts as broken.
    pub(crate) fn mark_broken(&self) {
        self.broken.store(true, Ordering::Release);
    }

    /// Whether every file is still there and untouched. Cheap: asks the file system only.
    pub(crate) fn is_untouched(&self) -> bool {
        let snapshot = self.snapshot();
        let meta = self.path.join("meta.json");
        meta.is_file()
            && snapshot.files.iter().all(|file| {
                // A merge may have removed it since; then the snapshot holds it open.
                FileMark::of(&file.path).is_some_and(|now| now == *file)
                    || self.is_forgotten(&file.path)
            })
    }

    /// Whether no commit speaks of this file any more.
    fn is_forgotten(&self, path: &Path) -> bool {
        let Ok(metas) = self.index.load_metas() else {
            return false;
        };
        let Some(name) = path.file_name() else {
            return true;
        };
        !metas
            .list_segment_files()
            .into_iter()
            .any(|file| file.file_name() == Some(name))
    }

    /// Reads every file and compares its checksum.
    pub(crate) fn verify(&self) -> tantivy::Result<()> {
        let damaged = self.index.validate_checksum()?;
        if damaged.is_empty() {
            Ok(())
        } else {
            Err(tantivy::TantivyError::InternalError(format!(
                "{} files do not match their checksum",
                damaged.len()
            )))
        }
    }
}

impl Snapshot {
    fn take(
        path: &Path,
        reader: &IndexReader,
        fields: &Fields,
        before: Option<&Self>,
    ) -> tantivy::Result<Self> {
        let searcher = reader.searcher();
        let known: HashMap<SegmentId, Arc<View>> = before
            .map(|before| {
                before
                    .ids
                    .iter()
                    .copied()
                    .zip(before.views.iter().cloned())
                    .collect()
            })
            .unwrap_or_default();
        let mut views = Vec::new();
        let mut ids = Vec::new();
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            let view = match known.get(&id) {
                Some(view) => Arc::clone(view),
                None => Arc::new(View::open(segment, fields)?),
            };
            views.push(view);
            ids.push(id);
        }
        let files = searcher
            .index()
            .load_metas()?
            .list_segment_files()
            .into_iter()
            .filter_map(|file| FileMark::of(&path.join(file)))
            .collect();
        Ok(Self {
            searcher,
            views,
            ids,
            files,
        })
    }

    /// Each segment with its columns and its position.
    pub(crate) fn segments(&self) -> impl Iterator<Item = (usize, &SegmentReader, &View)> {
        self.searcher
            .segment_readers()
            .iter()
            .zip(&self.views)
            .enumerate()
            .map(|(at, (segment, view))| (at, segment, view.as_ref()))
    }

    /// Documents that can be found.
    pub(crate) fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }
}

impl FileMark {
    fn of(path: &Path) -> Option<Self> {
        let metadata = path.metadata().ok()?;
        Some(Self {
            path: path.to_path_buf(),
            length: metadata.len(),
            modified: metadata.modified().ok(),
        })
    }
}
