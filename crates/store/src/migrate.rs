//! Migrations: two trees with the same numbers and names, run by the program itself.

use std::collections::BTreeMap;
use std::convert::Infallible;

use diesel::connection::{Connection as _, SimpleConnection as _};
use diesel::dsl::sql;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel::sqlite::Sqlite;
use diesel::{QueryResult, RunQueryDsl as _};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::conn::Conn;
use crate::{Store, StoreError};

const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

/// One key for all nodes: only one migrates at a time.
const POSTGRES_LOCK: i64 = 0x676f_6573_7469_6e67;

/// One migration and whether it ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationStatus {
    /// Number and name.
    pub name: String,
    /// Whether the database has it.
    pub applied: bool,
}

/// How the database's schema stands to this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// Just as this program wants it.
    Current,
    /// This many migrations are still to run.
    Behind(usize),
}

impl Store {
    /// Runs what has not run yet; gives the names.
    pub fn migrate_up(&self) -> Result<Vec<String>, StoreError> {
        self.migrating(|conn| {
            status(conn)?;
            match conn {
                Conn::Pg(pg) => names(pg.run_pending_migrations(POSTGRES)),
                Conn::Sqlite(sqlite) => names(sqlite.run_pending_migrations(SQLITE)),
            }
        })
    }

    /// Takes back the last `steps`; gives the names.
    pub fn migrate_down(&self, steps: usize) -> Result<Vec<String>, StoreError> {
        self.migrating(|conn| take_back(conn, steps))
    }

    /// How many rows each table would lose if the last `steps` were taken back. That is tried, and
    /// undone; what the program writes by itself does not count.
    pub fn lost_by_down(&self, steps: usize) -> Result<BTreeMap<String, i64>, StoreError> {
        self.migrating(|conn| {
            let before = rows(conn)?;
            let tried = conn.transaction(|conn| -> Result<Infallible, Tried> {
                take_back(conn, steps)?;
                Err(Tried::Left(rows(conn)?))
            });
            let after = match tried {
                Err(Tried::Left(after)) => after,
                Err(Tried::Failed(error)) => return Err(error),
            };
            let lost = before.into_iter().filter_map(|(table, held)| {
                let lost = held - after.get(&table).copied().unwrap_or_default();
                (lost > 0).then_some((table, lost))
            });
            Ok(lost.collect())
        })
    }

    /// Every migration of this program and whether it ran. A database that has others too is
    /// [`StoreError::NewerSchema`]; a file with tables, of which none is ours, is
    /// [`StoreError::Foreign`].
    pub fn migration_status(&self) -> Result<Vec<MigrationStatus>, StoreError> {
        self.read(status)
    }

    /// How the schema stands.
    pub fn schema(&self) -> Result<Schema, StoreError> {
        let behind = self
            .migration_status()?
            .iter()
            .filter(|one| !one.applied)
            .count();
        Ok(if behind == 0 {
            Schema::Current
        } else {
            Schema::Behind(behind)
        })
    }

    /// Runs `work` while nobody else migrates: looking what ran belongs to it, since the first look
    /// makes the table of migrations. On SQLite that is one transaction.
    fn migrating<T>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.on_writer(|conn| {
            if let Conn::Sqlite(_) = conn {
                return conn.write_unit(work);
            }
            // Who comes second waits as long as the first needs.
            conn.transaction(|conn| {
                conn.batch_execute(&format!(
                    "SET LOCAL lock_timeout = 0; SELECT pg_advisory_lock({POSTGRES_LOCK})"
                ))
            })?;
            let outcome = work(conn);
            let released =
                conn.batch_execute(&format!("SELECT pg_advisory_unlock({POSTGRES_LOCK})"));
            let done = outcome?;
            released?;
            Ok(done)
        })
    }
}

/// Every migration of this program and whether it ran. Makes nothing: where there is no table of
/// migrations, none ran.
fn status(conn: &mut Conn) -> Result<Vec<MigrationStatus>, StoreError> {
    let (known, applied) = match conn {
        Conn::Pg(pg) => {
            let begun: bool = diesel::select(sql::<Bool>(
                "to_regclass('__diesel_schema_migrations') IS NOT NULL",
            ))
            .get_result(pg)?;
            let ran = if begun {
                applied(pg.applied_migrations())?
            } else {
                Vec::new()
            };
            (known::<Pg>(&POSTGRES)?, ran)
        }
        Conn::Sqlite(sqlite) => {
            if is_foreign(sqlite)? {
                return Err(StoreError::Foreign);
            }
            (known::<Sqlite>(&SQLITE)?, versions(sqlite)?)
        }
    };
    none_unknown(&known, &applied)?;
    Ok(known
        .into_iter()
        .map(|(version, name)| MigrationStatus {
            applied: applied.contains(&version),
            name,
        })
        .collect())
}

/// Takes back the last `steps`; gives the names.
fn take_back(conn: &mut Conn, steps: usize) -> Result<Vec<String>, StoreError> {
    (0..steps)
        .map(|_| match conn {
            Conn::Pg(pg) => name(pg.revert_last_migration(POSTGRES)),
            Conn::Sqlite(sqlite) => name(sqlite.revert_last_migration(SQLITE)),
        })
        .collect()
}

/// How a try ends; nothing of it is kept.
enum Tried {
    /// What each table would hold.
    Left(BTreeMap<String, i64>),
    Failed(StoreError),
}

impl From<StoreError> for Tried {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl From<diesel::result::Error> for Tried {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Tables that have rows where nobody has been yet.
const BY_ITSELF: [&str; 5] = [
    "__diesel_schema_migrations",
    "change",
    "job",
    "setting",
    "signing_key",
];

#[derive(diesel::QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(diesel::QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    held: i64,
}

/// How many rows each table has.
fn rows(conn: &mut Conn) -> Result<BTreeMap<String, i64>, StoreError> {
    let query = match conn {
        Conn::Pg(_) => {
            "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema()"
        }
        Conn::Sqlite(_) => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"
        }
    };
    let tables: Vec<Table> = diesel::sql_query(query).load(conn)?;
    tables
        .into_iter()
        .filter(|table| !BY_ITSELF.contains(&table.name.as_str()))
        .map(|Table { name }| -> Result<_, StoreError> {
            let count = format!("SELECT count(*) AS held FROM \"{name}\"");
            let Counted { held } = diesel::sql_query(count).get_result(conn)?;
            Ok((name, held))
        })
        .collect()
}

/// Whether this program knows all these versions; both trees have the same.
pub fn check_known(versions: &[String]) -> Result<(), StoreError> {
    none_unknown(&known::<Sqlite>(&SQLITE)?, versions)
}

fn none_unknown(known: &[(String, String)], applied: &[String]) -> Result<(), StoreError> {
    let unknown = applied
        .iter()
        .find(|version| known.iter().all(|(v, _)| v != *version));
    unknown.map_or(Ok(()), |newer| Err(StoreError::NewerSchema(newer.clone())))
}

/// The migrations that ran in a SQLite database; none when it is not one of ours.
pub(crate) fn versions(sqlite: &mut diesel::SqliteConnection) -> Result<Vec<String>, StoreError> {
    if has_table(sqlite)? {
        applied(sqlite.applied_migrations())
    } else {
        Ok(Vec::new())
    }
}

type Boxed = Box<dyn std::error::Error + Send + Sync>;

fn failed(error: &Boxed) -> StoreError {
    StoreError::Migration(error.to_string())
}

fn names(done: Result<Vec<MigrationVersion<'_>>, Boxed>) -> Result<Vec<String>, StoreError> {
    done.map(|versions| versions.iter().map(ToString::to_string).collect())
        .map_err(|error| failed(&error))
}

fn name(done: Result<MigrationVersion<'_>, Boxed>) -> Result<String, StoreError> {
    done.map(|version| version.to_string())
        .map_err(|error| failed(&error))
}

fn applied(versions: Result<Vec<MigrationVersion<'_>>, Boxed>) -> Result<Vec<String>, StoreError> {
    names(versions)
}

fn known<DB: diesel::backend::Backend>(
    source: &EmbeddedMigrations,
) -> Result<Vec<(String, String)>, StoreError>
where
    EmbeddedMigrations: MigrationSource<DB>,
{
    let migrations: Vec<Box<dyn Migration<DB>>> =
        source.migrations().map_err(|error| failed(&error))?;
    let mut known: Vec<_> = migrations
        .iter()
        .map(|one| (one.name().version().to_string(), one.name().to_string()))
        .collect();
    known.sort();
    Ok(known)
}

fn has_table(sqlite: &mut diesel::SqliteConnection) -> QueryResult<bool> {
    diesel::select(sql::<Bool>(
        "EXISTS (SELECT 1 FROM sqlite_schema \
         WHERE type = 'table' AND name = '__diesel_schema_migrations')",
    ))
    .get_result(sqlite)
}

/// Whether there are tables, and never were migrations.
fn is_foreign(sqlite: &mut diesel::SqliteConnection) -> QueryResult<bool> {
    diesel::select(sql::<Bool>(
        "EXISTS (SELECT 1 FROM sqlite_schema \
         WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_') \
         AND NOT EXISTS (SELECT 1 FROM sqlite_schema \
         WHERE type = 'table' AND name = '__diesel_schema_migrations')",
    ))
    .get_result(sqlite)
}
