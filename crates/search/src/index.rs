//! The index as the server holds it.

use std::fs::{File, TryLockError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use goesting_core::reference::{compounds, interests};
use goesting_types::ids::OpportunityId;
use tantivy::Term;
use tantivy::indexer::IndexWriter;

use crate::document::Change;
use crate::error::{OpenError, SearchError, WriteError};
use crate::storage::encode::encode;
use crate::storage::generation::Shelf;
use crate::storage::live::{Live, Snapshot};
use crate::storage::rebuild::Rebuild;
use crate::storage::schema::{Fields, VERSION};
use crate::vocabulary::Interests;

/// How far the change feed was read; the feed gives it and understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedCursor(pub String);

/// Whether the index answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It answers, and was written up to this cursor of the feed.
    Ready {
        /// Up to where, as committed.
        cursor: FeedCursor,
        /// How many documents can be found.
        documents: u64,
    },
    /// It needs a rebuild. What can still be read is.
    Broken {
        /// What was seen, for the log and `doctor`.
        reason: String,
    },
}

/// The search index: one directory, one writer, any number of readers. Shared by reference.
pub struct Index {
    shelf: Shelf,
    fields: Fields,
    interests: Interests,
    live: RwLock<Option<Arc<Live>>>,
    writing: Mutex<Writing>,
    rebuilding: AtomicBool,
    /// Locked as long as this is the one that writes.
    held: Mutex<File>,
}

#[derive(Default)]
struct Writing {
    writer: Option<IndexWriter>,
    /// What the last commit holds.
    committed: Option<FeedCursor>,
    /// What the next commit will hold.
    pending: Option<FeedCursor>,
    trouble: Option<String>,
}

impl Index {
    /// Opens the index in this directory, which is made when it is not there. An index that is
    /// missing, old or broken is no error: [`Index::state`] says so, and [`Index::rebuild`] mends
    /// it. At 100 000 documents every file's checksum is compared; far larger ones are only
    /// looked over.
    pub fn open(root: &Path) -> Result<Self, OpenError> {
        let io = |source| OpenError::Io {
            path: root.display().to_string(),
            source,
        };
        let interests = Interests::new(&interests::vocabulary().to_wire());
        let reference = compounds::fingerprint() ^ interests.fingerprint();
        let shelf = Shelf::new(root, VERSION, reference);
        let held = shelf.hold().map_err(io)?;
        match held.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(OpenError::Held(root.display().to_string()));
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        let index = Self {
            fields: Fields::new(),
            interests,
            live: RwLock::new(None),
            writing: Mutex::default(),
            rebuilding: AtomicBool::new(false),
            held: Mutex::new(held),
            shelf,
        };
        index.open_newest().map_err(io)?;
        Ok(index)
    }

    fn open_newest(&self) -> std::io::Result<()> {
        let Some(path) = self.shelf.newest()? else {
            self.writing().trouble = Some("there is no index yet".to_owned());
            return Ok(());
        };
        let opened = guarded(|| {
            let live = Live::open(&path, &self.fields)?;
            let cursor = live.payload()?.map(FeedCursor);
            let writer = live.writer()?;
            Ok((live, cursor, writer))
        });
        match opened {
            Ok((live, Some(cursor), writer)) => {
                self.set_live(Some(Arc::new(live)));
                let mut writing = self.writing();
                writing.writer = Some(writer);
                writing.committed = Some(cursor);
            }
            Ok((_, None, _)) => {
                self.writing().trouble = Some("the index was never finished".to_owned());
            }
            Err(error) => {
                tracing::warn!(%error, "the search index cannot be read and needs a rebuild");
                self.writing().trouble = Some(error.to_string());
            }
        }
        Ok(())
    }

    /// Whether it answers, up to where it was written, or why not.
    pub fn state(&self) -> State {
        let writing = self.writing();
        let live = self.live();
        match (&writing.trouble, &writing.committed, live) {
            (None, Some(cursor), Some(live)) if !live.is_broken() => State::Ready {
                cursor: cursor.clone(),
                documents: live.snapshot().documents(),
            },
            (trouble, _, _) => State::Broken {
                reason: trouble
                    .clone()
                    .unwrap_or_else(|| "the index could not be read".to_owned()),
            },
        }
    }

    /// Looks whether the files are still there and as they were written, and gives the state
    /// after that. A few system calls: fit for every round of the feed.
    pub fn check(&self) -> State {
        if let Some(live) = self.live()
            && !live.is_untouched()
        {
            self.give_up(&live, "files of the index are gone or changed");
        }
        self.state()
    }

    /// Compares the checksum of every file. Reads the whole index: for `doctor`.
    pub fn verify(&self) -> State {
        if let Some(live) = self.live()
            && let Err(error) = guarded(|| live.verify())
        {
            self.give_up(&live, &error.to_string());
        }
        self.state()
    }

    /// Takes changes in, in their order. They can be found after [`Index::commit`], which also
    /// remembers `cursor`: where the feed stood after the last of them.
    pub fn apply(&self, changes: &[Change], cursor: &FeedCursor) -> Result<(), WriteError> {
        let live = self.live().ok_or(WriteError::Unavailable)?;
        let mut writing = self.writing();
        let result = self.write(&writing, changes);
        match &result {
            Ok(()) => writing.pending = Some(cursor.clone()),
            Err(WriteError::Index(error)) => {
                let reason = error.to_string();
                drop(writing);
                self.give_up(&live, &reason);
            }
            Err(_) => {}
        }
        result
    }

    fn write(&self, writing: &Writing, changes: &[Change]) -> Result<(), WriteError> {
        let writer = writing.writer.as_ref().ok_or(WriteError::Unavailable)?;
        for change in changes {
            match change {
                Change::Upsert(document) => {
                    let row = encode(document, &self.fields, &self.interests)?;
                    writer.delete_term(self.id_term(document.id));
                    writer.add_document(row)?;
                }
                Change::Delete(id) => {
                    writer.delete_term(self.id_term(*id));
                }
            }
        }
        Ok(())
    }

    fn id_term(&self, id: OpportunityId) -> Term {
        Term::from_field_bytes(self.fields.id, id.uuid().as_bytes())
    }

    /// Makes what was applied durable and lets searches find it. Costs a few file syncs: gather
    /// changes for some hundred milliseconds before. Without changes it does nothing.
    pub fn commit(&self) -> Result<(), WriteError> {
        let live = self.live().ok_or(WriteError::Unavailable)?;
        let mut writing = self.writing();
        let Some(cursor) = writing.pending.clone() else {
            return Ok(());
        };
        let writer = writing.writer.as_mut().ok_or(WriteError::Unavailable)?;
        let done = guarded(|| {
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&cursor.0);
            commit.commit()?;
            live.reload()
        });
        match done {
            Ok(()) => {
                writing.committed = Some(cursor);
                writing.pending = None;
                Ok(())
            }
            Err(error) => {
                drop(writing);
                self.give_up(&live, &error.to_string());
                Err(error.into())
            }
        }
    }

    /// Begins to build the index anew, in a directory of its own. Until
    /// [`Rebuild::finish`](crate::Rebuild::finish) everything goes on with the old one, if there is one.
    pub fn rebuild(&self) -> Result<Rebuild<'_>, WriteError> {
        if self.rebuilding.swap(true, Ordering::AcqRel) {
            return Err(WriteError::Rebuilding);
        }
        self.hold_again()
            .and_then(|()| Rebuild::begin(self))
            .inspect_err(|_| self.rebuild_over())
    }

    /// When somebody removed the whole directory, the lock went with it: takes it anew, so that
    /// no other process writes beside this one.
    fn hold_again(&self) -> Result<(), WriteError> {
        if self.shelf.is_held() {
            return Ok(());
        }
        let held = self.shelf.hold()?;
        match held.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(WriteError::Held),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = held;
        Ok(())
    }

    pub(crate) fn rebuild_over(&self) {
        self.rebuilding.store(false, Ordering::Release);
    }

    /// Puts a freshly built index in the place of the old one.
    pub(crate) fn swap(&self, live: Arc<Live>, cursor: FeedCursor) -> Result<(), WriteError> {
        let writer = live.writer()?;
        let mut writing = self.writing();
        *writing = Writing {
            writer: Some(writer),
            committed: Some(cursor),
            pending: None,
            trouble: None,
        };
        self.set_live(Some(live));
        Ok(())
    }

    /// Reads with what a search sees now. A panic in the library or a read error means that the
    /// files are not what was written: the index then counts as broken.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Snapshot) -> Result<T, ReadError>,
    ) -> Result<T, SearchError> {
        let live = self.live().ok_or(SearchError::Unavailable)?;
        let snapshot = live.snapshot();
        let outcome = catch_unwind(AssertUnwindSafe(|| read(&snapshot)));
        let reason = match outcome {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(ReadError::Search(error))) => return Err(error),
            Ok(Err(ReadError::Damaged(reason))) => reason,
            Err(_) => "reading the index failed".to_owned(),
        };
        self.give_up(&live, &reason);
        Err(SearchError::Unavailable)
    }

    /// This index is not to be trusted any more. One that was swapped out meanwhile is let go.
    fn give_up(&self, live: &Arc<Live>, reason: &str) {
        live.mark_broken();
        let mut writing = self.writing();
        let current = self.live().is_some_and(|now| Arc::ptr_eq(&now, live));
        if current && writing.trouble.is_none() {
            tracing::warn!(reason, "the search index is broken and needs a rebuild");
            writing.trouble = Some(reason.to_owned());
            writing.writer = None;
        }
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn live(&self) -> Option<Arc<Live>> {
        self.live
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set_live(&self, live: Option<Arc<Live>>) {
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = live;
    }

    pub(crate) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(crate) fn interests(&self) -> &Interests {
        &self.interests
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}

/// Why a read gave nothing.
pub(crate) enum ReadError {
    /// The question was wrong.
    Search(SearchError),
    /// The files were.
    Damaged(String),
}

impl From<SearchError> for ReadError {
    fn from(error: SearchError) -> Self {
        Self::Search(error)
    }
}

impl From<tantivy::TantivyError> for ReadError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<std::io::Error> for ReadError {
    fn from(error: std::io::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<serde_json::Error> for ReadError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// Damaged files can make the library panic; that is an error like any other.
fn guarded<T>(work: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(tantivy::TantivyError::InternalError(
            "reading the index failed".to_owned(),
        ))
    })
}
