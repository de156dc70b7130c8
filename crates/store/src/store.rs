//! Pools and units of work.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::conn::{Conn, Manager, Use};
use crate::error::{Failure, StoreError};
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
    readers: Arc<Pool>,
    writers: Writers,
}

#[derive(Clone)]
enum Writers {
    /// SQLite has one write lock: waiting in our own line is fairer, and those who wait share a commit.
    One(Arc<Writer>),
    /// PostgreSQL: the same connections are for reading and writing.
    Many(Arc<Pool>),
}

impl Store {
    /// Opens the pools; on SQLite the file is made when missing, for its owner only. A server that is away now may be
    /// there later: that is no error here.
    pub fn open(url: &DatabaseUrl, options: StoreOptions) -> Result<Self, StoreError> {
        let pool = |purpose, size: u32| {
            let links = r2d2::Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .connection_timeout(options.wait)
                .test_on_check_out(false)
                // Who asked is told, and tells it.
                .error_handler(Box::new(r2d2::NopErrorHandler))
                .build_unchecked(Manager {
                    url: url.clone(),
                    purpose,
                });
            Arc::new(Pool {
                links,
                away: Away::default(),
            })
        };
        let (readers, writers) = match url {
            DatabaseUrl::Sqlite(path) => {
                make_private(path);
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

/// Makes a file that nobody else on the machine reads, unless there is one; what SQLite puts beside
/// it gets the same rights. Where that cannot be, SQLite says why.
fn make_private(path: &Path) {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut new = std::fs::OpenOptions::new();
    let _ = new.write(true).create_new(true).mode(0o600).open(path);
}

/// Connections that are taken in turns.
struct Pool {
    links: r2d2::Pool<Manager>,
    away: Away,
}

impl Pool {
    /// Takes one; waits for it when all are taken.
    fn get(&self) -> Result<r2d2::PooledConnection<Manager>, StoreError> {
        let wait = self.links.connection_timeout();
        if !self.away.lets_in(Instant::now(), wait) {
            return Err(StoreError::Unavailable("it just was".to_owned()));
        }
        match self.links.get() {
            Ok(link) => {
                self.away.came_back();
                Ok(link)
            }
            Err(error) => {
                // With connections it is busy, and the next one may be luckier.
                if self.links.state().connections == 0 {
                    self.away.went(Instant::now());
                }
                Err(error.into())
            }
        }
    }
}

/// Until when a database that is away is not asked again, but by one at a time. Everybody would wait
/// as long as the first, and keep a thread from who needs no database.
#[derive(Default)]
struct Away(Mutex<Option<Instant>>);

/// How long nobody asks after somebody waited in vain.
const PAUSE: Duration = Duration::from_secs(1);

impl Away {
    /// Whether to ask: always when it was there; when it was away, who comes first after the pause,
    /// and nobody else for as long as that one may wait.
    fn lets_in(&self, now: Instant, wait: Duration) -> bool {
        let mut until = self.until();
        match *until {
            None => true,
            Some(end) if now < end => false,
            Some(_) => {
                *until = Some(now + wait);
                true
            }
        }
    }

    fn went(&self, now: Instant) {
        *self.until() = Some(now + PAUSE);
    }

    fn came_back(&self) {
        *self.until() = None;
    }

    fn until(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn run<T, E>(pool: &Pool, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E>
where
    E: From<StoreError> + Failure,
{
    let mut link = pool.get()?;
    let outcome = work(&mut link.conn);
    if let Err(error) = &outcome {
        link.broken = error.storage().is_some_and(StoreError::breaks_connection);
    }
    outcome
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_looks_whether_it_came_back() {
        let (away, wait) = (Away::default(), Duration::from_secs(5));
        let begin = Instant::now();
        assert!(away.lets_in(begin, wait) && away.lets_in(begin, wait));
        away.went(begin);
        assert!(!away.lets_in(begin, wait));
        let after = begin + PAUSE;
        assert!(away.lets_in(after, wait), "the pause is over");
        assert!(!away.lets_in(after, wait), "somebody looks");
        assert!(away.lets_in(after + wait, wait), "who looked never told");
        away.came_back();
        assert!(away.lets_in(after, wait) && away.lets_in(after, wait));
    }

    #[test]
    fn who_comes_later_does_not_wait_for_what_is_away() {
        let url = DatabaseUrl::parse("postgres://127.0.0.1:1/nowhere").unwrap();
        let options = StoreOptions {
            connections: 2,
            wait: Duration::from_millis(500),
        };
        let store = Store::open(&url, options).unwrap();
        let ask = || {
            let said = store.read(|_| -> Result<(), StoreError> { Ok(()) });
            assert!(matches!(said, Err(StoreError::Unavailable(_))), "{said:?}");
        };
        ask();
        let begun = Instant::now();
        (0..100).for_each(|_| ask());
        assert!(begun.elapsed() < options.wait);
    }
}
