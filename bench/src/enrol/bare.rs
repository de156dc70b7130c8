//! The bare transaction: the rows of an enrolment, by prepared statements, without a question asked.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use diesel::backend::Backend;
use diesel::connection::SimpleConnection as _;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::{Connection as _, PgConnection, SqliteConnection};
use goesting_store::DatabaseUrl;
use uuid::Uuid;

use super::stage::{Stage, Visitor};

/// As many connections as the server has.
const CONNECTIONS: usize = 8;
/// What the server sets for its writer.
const PRAGMAS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; \
     PRAGMA foreign_keys = ON; PRAGMA cache_size = -20000; PRAGMA temp_store = MEMORY; \
     PRAGMA synchronous = FULL;";

/// A database of its own in a cluster; dropped with it.
pub struct Database {
    cluster: String,
    name: String,
    /// Where it is.
    pub url: String,
}

impl Database {
    /// Makes an empty one.
    pub fn create(cluster: &str) -> anyhow::Result<Self> {
        let name = format!("goesting_bench_{}", Uuid::new_v4().simple());
        let mut admin = PgConnection::establish(cluster)?;
        admin.batch_execute(&format!("CREATE DATABASE {name}"))?;
        let (base, _) = cluster.rsplit_once('/').context("a URL with a database")?;
        Ok(Self {
            cluster: cluster.to_owned(),
            url: format!("{base}/{name}"),
            name,
        })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Ok(mut admin) = PgConnection::establish(&self.cluster) {
            let _ = admin.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}

/// Writes the rows of everybody's enrolment, and says how long it took.
pub fn run(
    url: &DatabaseUrl,
    plain: &str,
    stage: &Stage,
    sessions: &[Uuid],
) -> anyhow::Result<Duration> {
    let pairs: Vec<(&Visitor, Uuid)> = stage
        .people
        .iter()
        .zip(sessions.iter().copied().cycle())
        .collect();
    let begun = Instant::now();
    match url {
        // One writer, as there.
        DatabaseUrl::Sqlite(path) => sqlite(path, stage, &pairs)?,
        DatabaseUrl::Postgres(_) => postgres(plain, stage, &pairs)?,
    }
    Ok(begun.elapsed())
}

fn sqlite(path: &Path, stage: &Stage, pairs: &[(&Visitor, Uuid)]) -> anyhow::Result<()> {
    let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
    conn.batch_execute(PRAGMAS)?;
    for (person, session) in pairs {
        conn.immediate_transaction(|conn| {
            rows_sqlite::write(conn, stage.opportunity, person, *session)
        })?;
    }
    Ok(())
}

fn postgres(url: &str, stage: &Stage, pairs: &[(&Visitor, Uuid)]) -> anyhow::Result<()> {
    // Each takes the next that is left, as the clients do over HTTP: so they are rarely in the same
    // session at once when there are many.
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                scope.spawn(|| -> anyhow::Result<()> {
                    let mut conn = PgConnection::establish(url)?;
                    while let Some((person, session)) =
                        pairs.get(next.fetch_add(1, Ordering::Relaxed))
                    {
                        conn.transaction(|conn| {
                            rows_postgres::write(conn, stage.opportunity, person, *session)
                        })?;
                    }
                    Ok(())
                })
            })
            .collect();
        for worker in workers {
            match worker.join() {
                Ok(outcome) => outcome?,
                Err(_) => bail!("a writing thread broke off"),
            }
        }
        Ok(())
    })
}

/// An update that is prepared once, like the inserts: diesel prepares each anew.
struct Kept<Q>(Q);

impl<B: Backend, Q: QueryFragment<B>> QueryFragment<B> for Kept<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, B>) -> diesel::QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &B) -> diesel::QueryResult<bool> {
        Ok(true)
    }
}

impl<Q: Query> Query for Kept<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> QueryId for Kept<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q, C: diesel::Connection> diesel::RunQueryDsl<C> for Kept<Q> {}

/// The same statements for either database: they differ in how they keep an id.
macro_rules! rows {
    ($module:ident, $connection:ty, $id:ident, $key:expr) => {
        mod $module {
            use chrono::Utc;
            use diesel::prelude::*;
            use uuid::Uuid;

            use super::Kept;
            use crate::enrol::stage::Visitor;

            diesel::table! {
                session_places (session_id) {
                    session_id -> $id,
                    capacity -> Nullable<Integer>,
                    enrolled -> Integer,
                    last_position -> BigInt,
                }
            }
            diesel::table! {
                enrolment (id) {
                    id -> $id,
                    session_id -> $id,
                    person_id -> $id,
                    state -> Text,
                    places -> Integer,
                    newcomer -> Bool,
                    position -> BigInt,
                    share_name -> Bool,
                    created_at -> Timestamp,
                    updated_at -> Timestamp,
                }
            }
            diesel::table! {
                enrolment_seat (enrolment_id, person_id) {
                    enrolment_id -> $id,
                    session_id -> $id,
                    person_id -> $id,
                    live -> Bool,
                }
            }
            diesel::table! {
                change (seq) {
                    seq -> BigInt,
                    entity -> Text,
                    entity_id -> $id,
                    operation -> Text,
                    at -> Timestamp,
                }
            }
            diesel::table! {
                outbox (id) {
                    id -> $id,
                    kind -> Text,
                    recipient -> Text,
                    content -> Text,
                    created_at -> Timestamp,
                    next_at -> Timestamp,
                }
            }

            /// One enrolment.
            pub fn write(
                conn: &mut $connection,
                opportunity: Uuid,
                person: &Visitor,
                session: Uuid,
            ) -> QueryResult<()> {
                let key = $key;
                let (id, letter) = (Uuid::now_v7(), Uuid::now_v7());
                let now = Utc::now().naive_utc();
                let room = session_places::table.find(key(session)).filter(
                    session_places::enrolled
                        .nullable()
                        .lt(session_places::capacity),
                );
                let position: i64 = Kept(
                    diesel::update(room)
                        .set((
                            session_places::enrolled.eq(session_places::enrolled + 1),
                            session_places::last_position.eq(session_places::last_position + 1_i64),
                        ))
                        .returning(session_places::last_position),
                )
                .get_result(conn)?;
                diesel::insert_into(enrolment::table)
                    .values((
                        enrolment::id.eq(key(id)),
                        enrolment::session_id.eq(key(session)),
                        enrolment::person_id.eq(key(person.id)),
                        enrolment::state.eq("enrolled"),
                        enrolment::places.eq(1),
                        enrolment::newcomer.eq(false),
                        enrolment::position.eq(position),
                        enrolment::share_name.eq(false),
                        enrolment::created_at.eq(now),
                        enrolment::updated_at.eq(now),
                    ))
                    .execute(conn)?;
                diesel::insert_into(enrolment_seat::table)
                    .values((
                        enrolment_seat::enrolment_id.eq(key(id)),
                        enrolment_seat::session_id.eq(key(session)),
                        enrolment_seat::person_id.eq(key(person.id)),
                        enrolment_seat::live.eq(true),
                    ))
                    .execute(conn)?;
                diesel::insert_into(change::table)
                    .values((
                        change::entity.eq("opportunity"),
                        change::entity_id.eq(key(opportunity)),
                        change::operation.eq("places"),
                        change::at.eq(now),
                    ))
                    .execute(conn)?;
                diesel::insert_into(outbox::table)
                    .values((
                        outbox::id.eq(key(letter)),
                        outbox::kind.eq("letter"),
                        outbox::recipient.eq(&person.email),
                        outbox::content
                            .eq(format!(r#"{{"letter":"enrolled","enrolment_id":"{id}"}}"#)),
                        outbox::created_at.eq(now),
                        outbox::next_at.eq(now),
                    ))
                    .execute(conn)?;
                Ok(())
            }
        }
    };
}

rows!(rows_sqlite, diesel::SqliteConnection, Binary, |id: Uuid| id
    .as_bytes()
    .to_vec());
rows!(rows_postgres, diesel::PgConnection, Uuid, |id: Uuid| id);
