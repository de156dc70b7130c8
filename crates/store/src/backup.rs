//! What a backup and a restore need of the database. On SQLite a copy is a file; on PostgreSQL its
//! own programs copy, and get from here what to run in the same transaction.

use std::path::Path;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel::sqlite::SqliteConnection;
use goesting_types::ids::PersonId;
use uuid::Uuid;

use crate::conn::Conn;
use crate::migrate::versions;
use crate::{StoreError, check_known, gone};

/// Whether nobody and nothing is in a database yet: one without tables, or just made.
pub fn is_empty(conn: &mut Conn) -> Result<bool, StoreError> {
    if !has_tables(conn)? {
        return Ok(true);
    }
    let filled: bool = diesel::select(diesel::dsl::sql::<Bool>(
        "(EXISTS (SELECT 1 FROM person) OR EXISTS (SELECT 1 FROM actor) \
         OR EXISTS (SELECT 1 FROM ecosystem) OR EXISTS (SELECT 1 FROM opportunity))",
    ))
    .get_result(conn)?;
    Ok(!filled)
}

/// Who is gone from a database, whatever its age: a restore over it does not bring them back.
pub fn gone_from(conn: &mut Conn) -> Result<Vec<PersonId>, StoreError> {
    if has_table(conn, "gone")? {
        gone::all(conn)
    } else {
        Ok(Vec::new())
    }
}

/// How many others use this PostgreSQL database.
pub fn others_inside(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(diesel::select(diesel::dsl::sql::<BigInt>(
        "(SELECT count(*) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid() \
         AND backend_type = 'client backend')",
    ))
    .get_result(conn)?)
}

fn has_tables(conn: &mut Conn) -> Result<bool, StoreError> {
    has_table(conn, "opportunity")
}

fn has_table(conn: &mut Conn, name: &str) -> Result<bool, StoreError> {
    let query = match conn {
        Conn::Pg(_) => "SELECT (to_regclass($1) IS NOT NULL) AS there",
        Conn::Sqlite(_) => {
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1) AS there"
        }
    };
    let row: There = diesel::sql_query(query)
        .bind::<Text, _>(name)
        .get_result(conn)?;
    Ok(row.there)
}

#[derive(QueryableByName)]
struct There {
    #[diesel(sql_type = Bool)]
    there: bool,
}

/// Statements that make a restored database one of its own: who is gone is left for the start that
/// follows, and the stream of changes begins anew, since neither its cursors nor the numbers of
/// transactions of the database it came from mean anything here. With `new_keys` the keys that sign
/// access tokens go too.
pub fn afterwards(gone: &[PersonId], new_keys: bool) -> String {
    let ids: Vec<_> = gone.iter().map(|id| format!("\"{id}\"")).collect();
    let keys = if new_keys {
        "DELETE FROM signing_key; "
    } else {
        ""
    };
    format!(
        "DELETE FROM setting WHERE name IN ('gone_since_backup', 'restored'); \
         INSERT INTO setting (name, value) VALUES ('gone_since_backup', '[{}]'), \
         ('restored', '{}'); \
         UPDATE change SET xid = 0; UPDATE job SET leased_until = NULL; {keys}",
        ids.join(","),
        Uuid::new_v4(),
    )
}

/// A SQLite file that nobody else has open, and nobody can open meanwhile.
pub struct Alone(Conn);

impl Alone {
    /// Takes the file. [`StoreError::Unavailable`] when somebody has it open.
    pub fn take(path: &Path) -> Result<Self, StoreError> {
        let mut conn = open(path)?;
        conn.batch_execute(
            "PRAGMA busy_timeout = 1000; PRAGMA locking_mode = EXCLUSIVE; \
             BEGIN EXCLUSIVE; COMMIT;",
        )?;
        // What is still in the log moves into the file: a log that stays behind would be read as
        // that of the file that takes its place.
        conn.batch_execute("PRAGMA journal_mode = DELETE")?;
        Ok(Self(Conn::Sqlite(conn)))
    }

    /// The connection.
    pub const fn conn(&mut self) -> &mut Conn {
        &mut self.0
    }
}

/// Copies a SQLite database as it is at one moment, while others read and write, into a file that
/// is not there yet. The copy is whole on disk when this returns.
pub fn copy(from: &Path, into: &Path) -> Result<(), StoreError> {
    let mut conn = open(from)?;
    conn.batch_execute("PRAGMA busy_timeout = 5000")?;
    diesel::sql_query("VACUUM INTO $1")
        .bind::<Text, _>(into.to_string_lossy())
        .execute(&mut conn)?;
    std::fs::File::open(into)
        .and_then(|file| file.sync_all())
        .map_err(|error| io(&error))
}

/// Checks that a copy is whole, one of ours, and not of a newer program; runs `statements` in it.
pub fn prepare(copy: &Path, statements: &str) -> Result<(), StoreError> {
    let mut conn = open(copy)?;
    let Check { quick_check } = diesel::sql_query("PRAGMA quick_check(1)").get_result(&mut conn)?;
    if quick_check != "ok" {
        return Err(StoreError::corrupt("backup", quick_check));
    }
    let versions = versions(&mut conn)?;
    if versions.is_empty() {
        return Err(StoreError::Foreign);
    }
    check_known(&versions)?;
    conn.batch_execute(&format!(
        "PRAGMA synchronous = FULL; BEGIN; {statements} COMMIT"
    ))?;
    Ok(())
}

#[derive(QueryableByName)]
struct Check {
    #[diesel(sql_type = Text)]
    quick_check: String,
}

fn open(path: &Path) -> Result<SqliteConnection, StoreError> {
    SqliteConnection::establish(&path.to_string_lossy())
        .map_err(|error| StoreError::Unavailable(error.to_string()))
}

fn io(error: &std::io::Error) -> StoreError {
    if error.kind() == std::io::ErrorKind::StorageFull {
        StoreError::Full(error.to_string())
    } else {
        StoreError::Unavailable(error.to_string())
    }
}
