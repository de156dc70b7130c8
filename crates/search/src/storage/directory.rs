//! tantivy's directory on files, without memory maps.
//!
//! A mapped file that somebody cuts short kills the process at the next read (SIGBUS). Read by
//! position, it is an I/O error, and the index mends itself. What is read often is kept decoded
//! in memory anyway (see [`super::view`]).

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle,
    WritePtr,
};
use tantivy::{Directory, HasLen};

/// Reads by position; writes, locks and renames as tantivy's own directory does.
#[derive(Debug, Clone)]
pub(crate) struct FileDirectory {
    root: PathBuf,
    files: MmapDirectory,
}

impl FileDirectory {
    /// The directory at this path, which must exist.
    pub(crate) fn open(root: &Path) -> tantivy::Result<Self> {
        Ok(Self {
            root: root.to_path_buf(),
            files: MmapDirectory::open(root)?,
        })
    }
}

#[derive(Debug)]
struct ReadByPosition {
    file: File,
    length: usize,
}

impl HasLen for ReadByPosition {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for ReadByPosition {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.length {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "beyond the end of an index file",
            ));
        }
        let mut bytes = vec![0; range.len()];
        self.file.read_exact_at(&mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl Directory for FileDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let open = || -> io::Result<ReadByPosition> {
            let file = File::open(self.root.join(path))?;
            let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
            Ok(ReadByPosition { file, length })
        };
        match open() {
            Ok(handle) => Ok(Arc::new(handle)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_path_buf()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_path_buf())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.files.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.files.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}
