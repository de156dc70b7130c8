//! The bare transaction: the rows of an enrolment, by prepared statements, without a question asked.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use diesel::connection::SimpleConnection as _;
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
    let shares = pairs.chunks(pairs.len().div_ceil(CONNECTIONS).max(1));
    std::thread::scope(|scope| {
        let workers: Vec<_> = shares
            .map(|share| {
                scope.spawn(move || -> anyhow::Result<()> {
                    let mut conn = PgConnection::establish(url)?;
                    for (person, session) in share {
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

/// The same statements for either database: they differ in how they keep an id.
macro_rules! rows {
    ($module:ident, $connection:ty, $id:ident, $key:expr) => {
        mod $module {
            use chrono::Utc;
            use diesel::prelude::*;
            use uuid::Uuid;

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
                let position: i64 = diesel::update(room)
                    .set((
                        session_places::enrolled.eq(session_places::enrolled + 1),
                        session_places::last_position.eq(session_places::last_position + 1_i64),
                    ))
                    .returning(session_places::last_position)
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
                        outbox::content.eq(format!(r#"{{"enrolled":{{"enrolment_id":"{id}"}}}}"#)),
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
