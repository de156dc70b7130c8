//! A server for one test, and the people who use it.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::RunQueryDsl as _;
use goesting_api::app::App;
use goesting_api::auth::{Claims, Secret, Tokens};
use goesting_api::clock::Clock;
use goesting_api::config::{Config, Mail, PublicUrl};
use goesting_api::jobs;
use goesting_api::server::{self, Handle};
use goesting_client::Client;
use goesting_store::person::{self, NewAccount, NewPerson};
use goesting_store::{Conn, StoreError, audit};
use goesting_types::ids::PersonId;
use goesting_types::lang::Lang;
use goesting_types::person::{AgeBand, Appearance};

use crate::database::{Backend, TestDatabase};
use crate::mail::Letter;
use crate::raw::Raw;

/// The day tests begin on: a Tuesday in winter, 9 o'clock in Brussels.
pub const BEGIN: &str = "2026-11-24T08:00:00Z";

/// A server with a database, a folder and a clock of its own.
pub struct TestApp {
    handle: Handle,
    database: TestDatabase,
    folder: tempfile::TempDir,
}

/// A person who is logged in.
pub struct Someone {
    /// Who.
    pub id: PersonId,
    /// Their address.
    pub email: String,
    /// Their bearer token.
    pub token: String,
    /// Their client.
    pub client: Client,
    base: String,
}

impl Someone {
    /// Requests as bytes, as this person.
    pub fn raw(&self) -> Raw {
        Raw {
            base: self.base.clone(),
            http: reqwest::Client::new(),
            bearer: Some(self.token.clone()),
        }
    }
}

impl TestApp {
    /// Starts one on this database, with the clock standing still at `BEGIN`.
    pub async fn start(backend: Backend) -> Self {
        Self::start_with(backend, |_| {}).await
    }

    /// Starts one with other settings.
    pub async fn start_with(backend: Backend, adjust: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().to_owned();
        let database = tokio::task::spawn_blocking(move || TestDatabase::create(backend, &dir))
            .await
            .unwrap();
        let mut config = config(&database, folder.path());
        adjust(&mut config);
        let begin: DateTime<Utc> = BEGIN.parse().unwrap();
        let handle = start_server(config, Clock::manual(begin)).await;
        Self {
            handle,
            database,
            folder,
        }
    }

    /// Another server on the same database and clock: a second node. The caller stops it.
    pub async fn second_node(&self) -> Handle {
        let mut config = (*self.handle.app.config).clone();
        config.data_dir = self.folder.path().join("second");
        start_server(config, self.handle.app.clock.clone()).await
    }

    /// Stops it and removes its database. What was noted of people has words for them.
    pub async fn stop(self) {
        let Self {
            handle,
            database,
            folder,
        } = self;
        let noted = handle.app.read(|conn| Ok(audit::operations(conn)?));
        // A test may have taken the database away.
        for operation in noted.await.unwrap_or_default() {
            assert!(
                goesting_i18n::has_words(&operation),
                "{operation} stands in somebody's audit trail and has no words"
            );
        }
        handle.stop().await.unwrap();
        tokio::task::spawn_blocking(move || drop((database, folder)))
            .await
            .unwrap();
    }

    /// What the server serves with.
    pub const fn app(&self) -> &App {
        &self.handle.app
    }

    /// Where it listens, as a base URL.
    pub fn base(&self) -> String {
        format!("http://{}", self.handle.address())
    }

    /// Where its data is.
    pub fn data_dir(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Now, on its clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.handle.app.clock.now()
    }

    /// Moves its clock on. Tokens made before may end by it.
    pub fn advance(&self, by: TimeDelta) {
        self.handle.app.clock.advance(by);
    }

    /// Runs the jobs that are due, as a node would.
    pub async fn run_jobs(&self) -> Vec<&'static str> {
        jobs::register(self.app()).await.unwrap();
        let ran = jobs::run_due(self.app()).await.unwrap();
        ran.into_iter()
            .map(|one| {
                one.outcome.unwrap();
                one.job.name()
            })
            .collect()
    }

    /// Brings the search index up to what was written.
    pub async fn index(&self) {
        let App {
            search,
            store,
            clock,
            ..
        } = self.app().clone();
        let indexed = move || {
            while !store.read(is_settled).unwrap() {
                std::thread::yield_now();
            }
            goesting_api::search::catch_up(search.as_ref().unwrap(), &store, &clock)
        };
        tokio::task::spawn_blocking(indexed).await.unwrap().unwrap();
    }

    /// The mails sent so far, oldest first, as their plain text with the headers before it.
    pub fn mails(&self) -> Vec<Letter> {
        Letter::read_all(&self.data_dir().join("mails"))
    }

    /// A client that is nobody in particular.
    pub fn stranger(&self) -> Client {
        Client::new(&self.base()).unwrap()
    }

    /// Requests as bytes, as nobody in particular.
    pub fn raw(&self) -> Raw {
        Raw::at(&self.base())
    }

    /// A new adult with a confirmed address, logged in with a bearer that works for a year.
    pub async fn someone(&self, first_name: &str) -> Someone {
        self.somebody(first_name, 1980, true).await
    }

    /// A new person born in that year, with or without a confirmed address.
    pub async fn somebody(&self, first_name: &str, birth_year: i32, verified: bool) -> Someone {
        let new = Newcomer::new(first_name, birth_year, verified);
        self.add(vec![new.clone()]).await;
        self.log_in(&new, &self.base())
    }

    /// So many new adults, written at once.
    pub async fn crowd(&self, size: usize) -> Vec<Someone> {
        let all: Vec<_> = (0..size)
            .map(|one| Newcomer::new(&format!("P{one}"), 1980, true))
            .collect();
        self.add(all.clone()).await;
        let base = self.base();
        all.iter().map(|one| self.log_in(one, &base)).collect()
    }

    async fn add(&self, all: Vec<Newcomer>) {
        let now = self.now();
        self.app()
            .write(move |conn| {
                for one in &all {
                    one.insert(conn, now)?;
                }
                Ok(())
            })
            .await
            .unwrap();
    }

    fn log_in(&self, new: &Newcomer, base: &str) -> Someone {
        new.log_in(&self.app().tokens, base, self.now())
    }
}

/// A person to be.
#[derive(Debug, Clone)]
pub struct Newcomer {
    id: PersonId,
    first_name: String,
    birth_year: i32,
    verified: bool,
}

impl Newcomer {
    /// A person born in that year, with or without a confirmed address.
    pub fn new(first_name: &str, birth_year: i32, verified: bool) -> Self {
        Self {
            id: PersonId::new(),
            first_name: first_name.to_owned(),
            birth_year,
            verified,
        }
    }

    /// Who.
    pub const fn id(&self) -> PersonId {
        self.id
    }

    fn email(&self) -> String {
        format!("{}-{}@example.be", self.first_name.to_lowercase(), self.id)
    }

    /// Writes them down.
    pub fn insert(&self, conn: &mut Conn, now: DateTime<Utc>) -> Result<(), StoreError> {
        let new = NewPerson {
            id: self.id,
            first_name: self.first_name.clone(),
            last_name: None,
            birth_year: self.birth_year,
            lang: Lang::Nl,
            appearance: Appearance::System,
            territory: None,
        };
        let account = NewAccount {
            email: self.email(),
            // No password gives this hash: these people come in by bearer.
            password_hash: "-".to_owned(),
            email_verified_at: self.verified.then_some(now),
        };
        person::insert(conn, &new, now)?;
        person::insert_account(conn, self.id, &account, now)
    }

    /// Logs them in at a server, with a bearer that works for a year.
    pub fn log_in(&self, tokens: &Tokens, base: &str, now: DateTime<Utc>) -> Someone {
        let band = match 2026 - self.birth_year - 1 {
            ..13 => AgeBand::Child,
            13..18 => AgeBand::Teen,
            _ => AgeBand::Adult,
        };
        let claims = Claims::Person {
            sub: self.id,
            band,
            verified: self.verified,
        };
        let (token, _) = tokens.issue(claims, now, TimeDelta::days(366)).unwrap();
        let client = Client::with_bearer(base, &token).unwrap();
        Someone {
            id: self.id,
            email: self.email(),
            token,
            client,
            base: base.to_owned(),
        }
    }
}

async fn start_server(config: Config, clock: Clock) -> Handle {
    // Opening pools blocks.
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let _inside = runtime.enter();
        server::start(config, clock).unwrap()
    })
    .await
    .unwrap()
}

fn config(database: &TestDatabase, dir: &std::path::Path) -> Config {
    Config {
        bind: "127.0.0.1:0".parse().unwrap(),
        metrics_bind: None,
        database: database.url.clone(),
        connections: 8,
        data_dir: dir.to_owned(),
        public_url: PublicUrl::parse("http://127.0.0.1:8080").unwrap(),
        secret: Secret::new("a secret for tests that is long enough"),
        mail: Mail::Files,
        rate_limits: None,
        run_jobs: false,
        trusted_proxies: Vec::new(),
        tokens_by_command: false,
        offer_for: std::time::Duration::from_hours(24),
        held_until: std::time::Duration::from_hours(48),
        confirm_within: std::time::Duration::from_mins(30),
    }
}

/// Whether every fact may be read: on PostgreSQL one waits while a transaction that began earlier
/// goes on, in any database of the cluster, and other tests have theirs.
fn is_settled(conn: &mut Conn) -> Result<bool, StoreError> {
    #[derive(diesel::QueryableByName)]
    struct Waiting {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        waiting: i64,
    }
    if matches!(conn, Conn::Sqlite(_)) {
        return Ok(true);
    }
    let Waiting { waiting } = diesel::sql_query(
        "SELECT count(*) AS waiting FROM change \
         WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
    )
    .get_result(conn)?;
    Ok(waiting == 0)
}
