//! Pools and units of work.

use std::sync::Arc;
use std::time::Duration;

use r2d2::Pool;

use crate::conn::{Conn, Manager, Use};
use crate::error::StoreError;
use crate::url::DatabaseUrl;
use crate::writer::Writer;

/// How a store is opened.
#[derive(Debug, Clone, Copy)]
pub struct StoreOptions {
    /// Connections for reading (SQLite) or in all (PostgreSQL).
    pub connections: u32,
    /// How long a unit of work waits for a connection before it is [`StoreError::Unavailable`].
    pub wait: Duration,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            connections: 8,
            wait: Duration::from_secs(5),
        }
    }
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) url: DatabaseUrl,
    readers: Arc<Pool<Manager>>,
    writers: Writers,
}

#[derive(Clone)]
enum Writers {
    /// SQLite has one write lock: waiting in our own line is fairer, and those who wait share a commit.
    One(Arc<Writer>),
    /// PostgreSQL: the same connections are for reading and writing.
    Many(Arc<Pool<Manager>>),
}

impl Store {
    /// Opens the pools; on SQLite the file is made when missing. A server that is away now may be
    /// there later: that is no error here.
    pub fn open(url: &DatabaseUrl, options: StoreOptions) -> Result<Self, StoreError> {
        let pool = |purpose, size: u32| {
            let pool = Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .connection_timeout(options.wait)
                .test_on_check_out(false)
                .build_unchecked(Manager {
                    url: url.clone(),
                    purpose,
                });
            Arc::new(pool)
        };
        let (readers, writers) = match url {
            DatabaseUrl::Sqlite(_) => {
                let manager = Manager {
                    url: url.clone(),
                    purpose: Use::Writing,
                };
                let writer = Writer::new(manager, options.wait);
                // The writer makes the file and switches it to WAL before anybody reads.
                writer.alone(|_| Ok(()))?;
                let readers = pool(Use::Reading, options.connections);
                (readers, Writers::One(Arc::new(writer)))
            }
            DatabaseUrl::Postgres(_) => {
                let both = pool(Use::Writing, options.connections);
                (both.clone(), Writers::Many(both))
            }
        };
        Ok(Self {
            url: url.clone(),
            readers,
            writers,
        })
    }

    /// Which database.
    pub const fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Runs `work` on a connection for reading. Blocks.
    pub fn read<T, E>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + Failure,
    {
        run(&self.readers, work)
    }

    /// Runs `work` in one transaction: all of it or nothing. Blocks.
    pub fn write<T, E>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + Failure,
    {
        match &self.writers {
            Writers::One(writer) => writer.write(work),
            Writers::Many(pool) => run(pool, |conn| conn.write_unit(work)),
        }
    }

    /// Looks something up, and then runs `work` with it in one transaction. What was looked up may
    /// have changed by then; nobody who writes waits while it is looked up. Blocks.
    pub fn look_then_write<L, T, E>(
        &self,
        look: impl FnOnce(&mut Conn) -> Result<L, E>,
        work: impl FnOnce(&mut Conn, L) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<StoreError> + Failure,
    {
        match &self.writers {
            Writers::One(writer) => {
                let seen = self.read(look)?;
                writer.write(|conn| work(conn, seen))
            }
            // One connection is for both.
            Writers::Many(pool) => run(pool, |conn| {
                let seen = look(conn)?;
                conn.write_unit(|conn| work(conn, seen))
            }),
        }
    }

    /// Runs `work` on a writing connection without a transaction, for migrations.
    pub(crate) fn on_writer<T>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match &self.writers {
            Writers::One(writer) => writer.alone(work),
            Writers::Many(pool) => run(pool, work),
        }
    }
}

/// An error that may carry a storage error.
pub trait Failure {
    /// The storage error in it, if that is what it is.
    fn storage(&self) -> Option<&StoreError>;
}

impl Failure for StoreError {
    fn storage(&self) -> Option<&StoreError> {
        Some(self)
    }
}

fn run<T, E>(pool: &Pool<Manager>, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E>
where
    E: From<StoreError> + Failure,
{
    let mut link = pool.get().map_err(StoreError::from)?;
    let outcome = work(&mut link.conn);
    if let Err(error) = &outcome {
        link.broken = error.storage().is_some_and(StoreError::breaks_connection);
    }
    outcome
}
