//! Backups: all that is in the database, pictures and sealed keys too. The secret is not in it, nor
//! the search index, which is a cache, nor the mails that became files.
//!
//! A backup of SQLite is a SQLite file, one of PostgreSQL an archive of `pg_dump`. Both are taken
//! while the server runs, as of one moment. A restore leaves the old data or the new, never half:
//! on SQLite a finished file takes the other's place, on PostgreSQL all is one transaction.

mod postgres;
mod sqlite;

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use goesting_store::{DatabaseUrl, StoreError};

use crate::config::Config;
use crate::private;

/// Why a backup or a restore was not made: one line for the operator, with what to do.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something stands where the backup would.
    #[error("{} exists already: choose another name", .0.display())]
    Exists(PathBuf),
    /// There is no such file or folder.
    #[error("{path}: {error}", path = .0.display(), error = .1)]
    File(PathBuf, std::io::Error),
    /// There is nothing to back up.
    #[error("there is no database at {} to back up: check DATABASE_URL and GOESTING_DATA_DIR", .0.display())]
    NoDatabase(PathBuf),
    /// It is a backup of the other kind of database, or none at all.
    #[error("{path} is {what}, and DATABASE_URL names {wanted}", path = .0.display(), what = .1, wanted = .2)]
    OtherKind(PathBuf, &'static str, &'static str),
    /// It is a backup, and not whole.
    #[error(
        "{path} is damaged, and nothing was changed: {error}. Restore another backup",
        path = .0.display(), error = .1
    )]
    Damaged(PathBuf, StoreError),
    /// Somebody uses the database.
    #[error("the database is in use: stop every `goesting serve` on it first")]
    InUse,
    /// There is something in the target.
    #[error(
        "there is data in the target already. `goesting backup` keeps it; `--force` replaces it"
    )]
    NotEmpty,
    /// A program of PostgreSQL is missing.
    #[error(
        "{0} was not found: install the client programs of PostgreSQL (Debian: postgresql-client)"
    )]
    NoProgram(&'static str),
    /// A program of PostgreSQL failed.
    #[error("{0} failed, and nothing was changed: {1}")]
    Program(&'static str, String),
    /// The database said no.
    #[error("{0}")]
    Store(#[from] StoreError),
}

/// How a restore is done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Restore {
    /// Replace what is in the target.
    pub force: bool,
    /// Make new signing keys: the secret the backup was made with is lost.
    pub new_keys: bool,
}

/// Copies the database to a file that is not there yet. Blocks.
pub fn make(config: &Config, path: &Path) -> Result<u64, BackupError> {
    if path.exists() {
        return Err(BackupError::Exists(path.to_owned()));
    }
    // Under another name until it is whole: a file with the right name is a whole backup.
    let partial = beside(path, "partial");
    remove(&partial)?;
    let made = match &config.database {
        DatabaseUrl::Sqlite(database) => sqlite::copy(database, &partial),
        DatabaseUrl::Postgres(url) => postgres::Server::new(url).dump(&partial),
    };
    if let Err(error) = made {
        remove(&partial)?;
        return Err(error);
    }
    let file = |error| BackupError::File(path.to_owned(), error);
    let bytes = std::fs::metadata(&partial).map_err(file)?.len();
    put(&partial, path)?;
    Ok(bytes)
}

/// Puts a backup in the place of the database. What follows (migrations, forgetting again who was
/// deleted since) is done by whoever opens the database next. Blocks.
pub fn restore(config: &Config, path: &Path, how: Restore) -> Result<(), BackupError> {
    let kind = Kind::of(path)?;
    match (&config.database, kind) {
        (DatabaseUrl::Sqlite(database), Kind::Sqlite) => sqlite::restore(database, path, how),
        (DatabaseUrl::Postgres(url), Kind::Postgres) => {
            postgres::Server::new(url).restore(&config.database, path, how)
        }
        (DatabaseUrl::Sqlite(_), other) => Err(BackupError::OtherKind(
            path.to_owned(),
            other.name(),
            "SQLite",
        )),
        (DatabaseUrl::Postgres(_), other) => Err(BackupError::OtherKind(
            path.to_owned(),
            other.name(),
            "PostgreSQL",
        )),
    }
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sqlite,
    Postgres,
    Neither,
}

impl Kind {
    fn of(path: &Path) -> Result<Self, BackupError> {
        let mut head = Vec::new();
        File::open(path)
            .and_then(|file| file.take(16).read_to_end(&mut head))
            .map_err(|error| BackupError::File(path.to_owned(), error))?;
        Ok(if head == b"SQLite format 3\0" {
            Self::Sqlite
        } else if head.starts_with(b"PGDMP") {
            Self::Postgres
        } else {
            Self::Neither
        })
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "a backup of SQLite",
            Self::Postgres => "a backup of PostgreSQL",
            Self::Neither => "no backup that `goesting backup` made",
        }
    }
}

/// A file beside another: its name with an ending more.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), BackupError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(BackupError::File(path.to_owned(), error))
        }
        _ => Ok(()),
    }
}

/// Makes a file before it is filled, so that nobody else ever reads it.
fn claim(path: &Path) -> Result<(), BackupError> {
    private::new_file(path)
        .map(drop)
        .map_err(|error| BackupError::File(path.to_owned(), error))
}

/// Gives a file its name at once and for good, in the place of one that has it.
fn put(from: &Path, to: &Path) -> Result<(), BackupError> {
    let folder = match to.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    std::fs::rename(from, to)
        .and_then(|()| File::open(folder)?.sync_all())
        .map_err(|error| BackupError::File(to.to_owned(), error))
}
