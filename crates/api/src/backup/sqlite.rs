//! SQLite: a backup is a copy of the file.

use std::path::Path;

use goesting_store::StoreError;
use goesting_store::backup::{self, Alone};

use super::{BackupError, Kind, Restore, beside, claim, put, remove};

pub(super) fn copy(database: &Path, into: &Path) -> Result<(), BackupError> {
    if !database.exists() {
        return Err(BackupError::NoDatabase(database.to_owned()));
    }
    claim(into)?;
    Ok(backup::copy(database, into)?)
}

pub(super) fn restore(database: &Path, from: &Path, how: Restore) -> Result<(), BackupError> {
    // Held until the other file has its name: nobody opens the old one in between.
    let mut old = if database.exists() {
        Some(Alone::take(database).map_err(in_use)?)
    } else {
        None
    };
    let mut gone = Vec::new();
    if let Some(old) = &mut old {
        if !how.force && !backup::is_empty(old.conn())? {
            return Err(BackupError::NotEmpty);
        }
        gone = backup::gone_from(old.conn())?;
    }
    let ready = beside(database, "restoring");
    remove(&ready)?;
    let statements = backup::afterwards(&gone, how.new_keys);
    let made = copy(from, &ready).and_then(|()| Ok(backup::prepare(&ready, &statements)?));
    if let Err(error) = made {
        remove(&ready)?;
        return Err(of_backup(from, error));
    }
    put(&ready, database)?;
    drop(old);
    Ok(())
}

/// What went wrong with the backup itself.
fn of_backup(from: &Path, error: BackupError) -> BackupError {
    match error {
        BackupError::Store(why @ (StoreError::Database(_) | StoreError::Corrupt { .. })) => {
            BackupError::Damaged(from.to_owned(), why)
        }
        BackupError::Store(StoreError::Foreign) => {
            BackupError::OtherKind(from.to_owned(), Kind::Neither.name(), "SQLite")
        }
        other => other,
    }
}

fn in_use(error: StoreError) -> BackupError {
    match error {
        StoreError::Unavailable(_) => BackupError::InUse,
        other => other.into(),
    }
}
