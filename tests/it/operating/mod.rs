//! What an operator does, with the program itself.

mod away;
mod backup;
mod doctor;
mod jobs;
mod migrating;
mod starting;
mod stopping;

use chrono::{DateTime, Utc};
use goesting_store::{Store, StoreError, StoreOptions};
use goesting_tests::{Backend, Newcomer, TestDatabase};
use tempfile::TempDir;

/// A database and a data directory, without a server.
pub struct Ground {
    pub database: TestDatabase,
    pub folder: TempDir,
}

impl Ground {
    /// A new one, migrated.
    pub fn new(backend: Backend) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = TestDatabase::create(backend, folder.path());
        let ground = Self { database, folder };
        ground.store().migrate_up().unwrap();
        ground
    }

    /// Opens the database.
    pub fn store(&self) -> Store {
        let options = StoreOptions {
            connections: 1,
            ..StoreOptions::default()
        };
        Store::open(&self.database.url, options).unwrap()
    }

    /// Adds somebody.
    pub fn add(&self, first_name: &str) -> Newcomer {
        let new = Newcomer::new(first_name, 1980, true);
        self.store().write(|conn| new.insert(conn, now())).unwrap();
        new
    }

    /// The first names of everybody, sorted.
    pub fn everybody(&self) -> Vec<String> {
        names(&self.store())
    }

    /// A command on it.
    pub fn command(&self, args: &[&str]) -> std::process::Command {
        crate::program::command(&self.database.url, self.folder.path(), args)
    }
}

/// Who may do what with a file or folder.
pub fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

pub fn now() -> DateTime<Utc> {
    goesting_api::clock::Clock::System.now()
}

fn names(store: &Store) -> Vec<String> {
    use diesel::RunQueryDsl as _;
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        first_name: String,
    }
    let rows: Vec<Row> = store
        .read(|conn| -> Result<_, StoreError> {
            Ok(
                diesel::sql_query("SELECT first_name FROM person ORDER BY first_name")
                    .load(conn)?,
            )
        })
        .unwrap();
    rows.into_iter().map(|row| row.first_name).collect()
}

/// Runs a blocking test on both databases.
macro_rules! on_both_grounds {
    ($( $(#[$meta:meta])* fn $name:ident($backend:ident: Backend) $body:block )+) => { $(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $(#[$meta])*
            fn body($backend: Backend) $body

            #[test]
            fn sqlite() {
                body(Backend::Sqlite);
            }

            #[test]
            fn postgres() {
                body(Backend::Postgres);
            }
        }
    )+ };
}
pub(crate) use on_both_grounds;
