//! One connection type over both databases, and how it is opened.

use diesel::QueryResult;
use diesel::connection::{
    AnsiTransactionManager, Connection, SimpleConnection as _, TransactionManager,
};
use diesel::pg::PgConnection;
use diesel::r2d2::R2D2Connection as _;
use diesel::sqlite::SqliteConnection;

use crate::StoreError;
use crate::url::DatabaseUrl;

/// A connection to either database; the queries are the same.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL.
    Pg(PgConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

/// Runs a statement that only the databases themselves know, such as one with `ON CONFLICT`.
macro_rules! execute {
    ($conn:expr, $statement:expr) => {
        match $conn {
            $crate::conn::Conn::Pg(conn) => $statement.execute(conn),
            $crate::conn::Conn::Sqlite(conn) => $statement.execute(conn),
        }
    };
}
pub(crate) use execute;

/// What a connection is for. Only SQLite minds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Reading,
    Writing,
}

/// The timeout comes first: switching to WAL may have to wait for another process.
const SQLITE_COMMON: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; \
     PRAGMA foreign_keys = ON; PRAGMA cache_size = -20000; PRAGMA temp_store = MEMORY;";

/// It is asked for English: what diesel has no kind for is told apart by its words. Who may not ask
/// gets what it speaks; `goesting doctor` says so.
const POSTGRES: &str = "SET TIME ZONE 'UTC'; SET lock_timeout = '10s'; \
     DO $$ BEGIN SET lc_messages = 'C'; EXCEPTION WHEN insufficient_privilege THEN NULL; END $$";

impl Conn {
    pub(crate) fn open(url: &DatabaseUrl, purpose: Use) -> diesel::ConnectionResult<Self> {
        match url {
            DatabaseUrl::Postgres(url) => {
                let mut conn = PgConnection::establish(url)?;
                conn.batch_execute(POSTGRES)
                    .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
                Ok(Self::Pg(conn))
            }
            DatabaseUrl::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
                let own = match purpose {
                    Use::Reading => "PRAGMA query_only = ON;",
                    Use::Writing => "PRAGMA synchronous = FULL;",
                };
                conn.batch_execute(&format!("{SQLITE_COMMON} {own}"))
                    .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
                Ok(Self::Sqlite(conn))
            }
        }
    }

    /// At the beginning of a unit of work: all that it reads is of one moment. PostgreSQL would look
    /// anew for each statement.
    pub fn of_one_moment(&mut self) -> Result<(), StoreError> {
        if let Self::Pg(conn) = self {
            conn.batch_execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")?;
        }
        Ok(())
    }

    /// Runs `work` in one transaction that writes. SQLite takes the write lock at once: a read that
    /// turns into a write would fail instead of waiting.
    pub(crate) fn write_unit<T, E>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        type Manager = <Conn as Connection>::TransactionManager;
        self.begin().map_err(StoreError::from)?;
        match work(self) {
            Ok(value) => {
                Manager::commit_transaction(self).map_err(StoreError::from)?;
                Ok(value)
            }
            Err(error) => {
                // The first error is the one to tell; a connection that cannot roll back is dropped
                // by the pool.
                let _ = Manager::rollback_transaction(self);
                Err(error)
            }
        }
    }

    /// Begins a transaction that writes.
    pub(crate) fn begin(&mut self) -> QueryResult<()> {
        match self {
            Self::Pg(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN"),
            Self::Sqlite(conn) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
            }
        }
    }
}

/// A pooled connection with a memory of having failed.
pub(crate) struct Link {
    pub(crate) conn: Conn,
    pub(crate) broken: bool,
}

/// Opens connections by the URL's scheme.
#[derive(Debug)]
pub(crate) struct Manager {
    pub(crate) url: DatabaseUrl,
    pub(crate) purpose: Use,
}

impl r2d2::ManageConnection for Manager {
    type Connection = Link;
    type Error = diesel::ConnectionError;

    fn connect(&self) -> Result<Link, Self::Error> {
        Conn::open(&self.url, self.purpose).map(|conn| Link {
            conn,
            broken: false,
        })
    }

    fn is_valid(&self, _: &mut Link) -> Result<(), Self::Error> {
        Ok(())
    }

    fn has_broken(&self, link: &mut Link) -> bool {
        std::thread::panicking() || link.broken || link.conn.is_broken()
    }
}
