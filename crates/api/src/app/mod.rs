//! App services, one module per resource: authorise, do one unit of work, audit.

pub mod actor;
pub mod auth;
pub mod calendar;
pub mod child;
pub mod claim;
mod departed;
pub mod ecosystem;
pub mod enrolment;
pub mod export;
pub mod idempotency;
pub mod import;
pub mod interest;
pub mod me;
pub mod member;
pub mod moderation;
pub mod oauth;
pub mod open_data;
pub mod operator;
pub mod opportunity;
pub mod participation;
pub mod picture;
mod restored;
pub mod saved;
pub mod search;
pub mod session;
pub mod territory;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use goesting_core::letter::Letter;
use goesting_store::{Conn, Schema, Store, StoreError, StoreOptions, outbox};
use goesting_types::ids::PersonId;
use goesting_types::problem::ErrorCode;
use tokio::sync::Semaphore;

use crate::auth::{Passwords, SigningKey, Tokens};
use crate::blocking::blocking;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::{ApiError, ApiResult};
use crate::http::kept::Kept;
use crate::http::limits::Limits;
use crate::http::metrics::Metrics;
use crate::search::Search;

/// What services need. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The search index of this node; commands have none, since one process writes it.
    pub search: Option<Search>,
    /// The time.
    pub clock: Clock,
    /// Makes and checks access tokens.
    pub tokens: Tokens,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// How often one may ask.
    pub limits: Limits,
    /// Pages written before.
    pub kept: Kept,
    /// What is counted of requests.
    pub metrics: Metrics,
    /// How this server was set up.
    pub config: Arc<Config>,
    /// Threads that may be busy with writing.
    writing: Arc<Semaphore>,
}

impl App {
    /// Opens the database, makes it ready, and gets all that services need: for servers and
    /// commands alike. Blocks.
    pub fn open(config: Config, clock: Clock, search: Option<Search>) -> ApiResult<Self> {
        let store = prepare_store(&config)?;
        let keys = SigningKey::load_all(&store, &config.secret, clock.now())?;
        let app = Self {
            store,
            search,
            tokens: Tokens::new(config.public_url.as_str(), &keys)?,
            passwords: Passwords::new()?,
            limits: Limits::new(config.rate_limits),
            kept: Kept::default(),
            metrics: Metrics::default(),
            clock,
            writing: Arc::new(Semaphore::new(config.writing_threads())),
            config: Arc::new(config),
        };
        restored::finish(&app)?;
        Ok(app)
    }

    /// The same for a worker, whose threads are its own.
    #[must_use]
    pub fn for_worker(&self) -> Self {
        Self {
            writing: Arc::new(Semaphore::new(self.config.writing_threads())),
            ..self.clone()
        }
    }

    /// The search index.
    pub fn search(&self) -> ApiResult<&Search> {
        self.search
            .as_ref()
            .ok_or_else(|| ApiError::internal("no search index here"))
    }

    /// Runs one unit of reading off the async threads.
    pub async fn read<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> ApiResult<T> + Send + 'static,
    {
        let store = self.store.clone();
        blocking(move || store.read(work)).await
    }

    /// Runs one unit of writing, all or nothing, off the async threads.
    pub async fn write<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> ApiResult<T> + Send + 'static,
    {
        let store = self.store.clone();
        self.writing(move || store.write(work)).await
    }

    /// Looks something up, and then writes with it, as [`Store::look_then_write`] does.
    pub async fn look_then_write<L, T, F, G>(&self, look: F, work: G) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> ApiResult<L> + Send + 'static,
        G: FnOnce(&mut Conn, L) -> ApiResult<T> + Send + 'static,
    {
        let store = self.store.clone();
        self.writing(move || store.look_then_write(look, work))
            .await
    }

    /// Runs work that may wait for others who write; leaves threads for who reads.
    async fn writing<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce() -> ApiResult<T> + Send + 'static,
    {
        let threads = Arc::clone(&self.writing);
        let thread = threads.acquire_owned().await.map_err(ApiError::internal)?;
        blocking(move || {
            // As long as the thread is busy, also when nobody waits for the answer any more.
            let _thread = thread;
            work()
        })
        .await
    }
}

/// Opens the database and makes it ready: migrates SQLite by itself, asks for it on PostgreSQL,
/// where several nodes may run.
pub fn prepare_store(config: &Config) -> ApiResult<Store> {
    let options = StoreOptions {
        connections: config.connections,
        ..StoreOptions::default()
    };
    let store = Store::open(&config.database, options)?;
    match store.schema()? {
        Schema::Current => {}
        Schema::Behind(_) => {
            for name in store.migrate_up()? {
                tracing::info!(name, "migrated");
            }
        }
    }
    Ok(store)
}

/// Writes to those who look after something, because somebody asked for it. No address gets more
/// than a few such letters an hour; what else waits is seen at the desk.
fn tell_desk(
    conn: &mut Conn,
    app: &App,
    addresses: Vec<String>,
    letter: &Letter,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    let letters: Vec<_> = addresses
        .into_iter()
        .filter(|address| app.limits.letter_to(address).is_ok())
        .map(|address| (address, letter.clone()))
        .collect();
    Ok(outbox::post_all(conn, &letters, now)?)
}

/// Refuses a token whose person was deleted since.
fn still_known(conn: &mut Conn, id: PersonId) -> ApiResult<()> {
    match goesting_store::person::find(conn, id) {
        Ok(_) => Ok(()),
        Err(StoreError::NotFound) => Err(ErrorCode::InvalidToken.into()),
        Err(other) => Err(other.into()),
    }
}
