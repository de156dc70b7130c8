//! Who did what with whose data: append-only, written in the transaction of the deed.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_types::actor::{ActorKind, ActorSummary};
use goesting_types::ids::{ActorId, ApiClientId, AuditEntryId, EcosystemId, PersonId};
use goesting_types::person::{AuditActor, AuditEntry};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::conn::{Conn, execute};
use crate::key::{CHUNK, Key, keys};
use crate::rows::{instant, stamp, word};
use crate::schema::{actor, api_client, audit};

/// Who did it, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The person themselves.
    Myself(PersonId),
    /// A guardian.
    Guardian(PersonId),
    /// Somebody acting for an actor.
    Member(PersonId, ActorId),
    /// A facilitator.
    Facilitator(PersonId, EcosystemId),
    /// A program.
    Client(ApiClientId),
    /// A job or an operator's command.
    System,
}

impl By {
    /// The kind of doer, the doer, and on whose behalf, as stored.
    fn parts(self) -> (&'static str, Option<Key>, Option<Key>) {
        match self {
            Self::Myself(person) => ("myself", Some(person.into()), None),
            Self::Guardian(person) => ("guardian", Some(person.into()), None),
            Self::Member(person, actor) => ("member", Some(person.into()), Some(actor.into())),
            Self::Facilitator(person, ecosystem) => {
                ("facilitator", Some(person.into()), Some(ecosystem.into()))
            }
            Self::Client(client) => ("client", Some(client.into()), None),
            Self::System => ("system", None, None),
        }
    }
}

/// Notes that `by` did `operation` with the data of `subject`.
pub fn note(
    conn: &mut Conn,
    subject: PersonId,
    by: By,
    operation: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (kind, by_id, via_id) = by.parts();
    diesel::insert_into(audit::table)
        .values((
            audit::id.eq(Key::from(AuditEntryId::new())),
            audit::at.eq(stamp(now)),
            audit::subject_id.eq(Key::from(subject)),
            audit::by_kind.eq(kind),
            audit::by_id.eq(by_id),
            audit::via_id.eq(via_id),
            audit::operation.eq(operation),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that `by` did `operation` with the data of each of `subjects`, save for those of whom the
/// same was noted at `recently` or later: looking at a list ten times is one line to read.
pub fn note_each(
    conn: &mut Conn,
    subjects: &[PersonId],
    by: By,
    operation: &str,
    recently: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (kind, by_id, via_id) = by.parts();
    for some in subjects.chunks(CHUNK) {
        let noted: Vec<(Option<Key>, Option<Key>, Option<Key>)> = audit::table
            .filter(audit::subject_id.eq_any(keys(some)))
            .filter(audit::at.ge(stamp(recently)))
            .filter(audit::operation.eq(operation))
            .select((audit::subject_id, audit::by_id, audit::via_id))
            .load(conn)?;
        let rows: Vec<_> = keys(some)
            .into_iter()
            .filter(|subject| !noted.contains(&(Some(*subject), by_id, via_id)))
            .map(|subject| {
                (
                    audit::id.eq(Key::from(AuditEntryId::new())),
                    audit::at.eq(stamp(now)),
                    audit::subject_id.eq(subject),
                    audit::by_kind.eq(kind),
                    audit::by_id.eq(by_id),
                    audit::via_id.eq(via_id),
                    audit::operation.eq(operation),
                )
            })
            .collect();
        if rows.is_empty() {
            continue;
        }
        let insert = diesel::insert_into(audit::table).values(&rows);
        execute!(conn, insert)?;
    }
    Ok(())
}

/// Every operation that was ever noted, each once.
pub fn operations(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    Ok(audit::table
        .select(audit::operation)
        .distinct()
        .order(audit::operation)
        .load(conn)?)
}

/// Puts a pseudonym, made for this and kept nowhere, in the place of somebody who is gone.
pub fn pseudonymise(conn: &mut Conn, person: PersonId) -> Result<(), StoreError> {
    let pseudonym = Key::from(PersonId::new());
    diesel::update(audit::table.filter(audit::subject_id.eq(Key::from(person))))
        .set(audit::subject_id.eq(pseudonym))
        .execute(conn)?;
    diesel::update(audit::table.filter(audit::by_id.eq(Key::from(person))))
        .set(audit::by_id.eq(pseudonym))
        .execute(conn)?;
    Ok(())
}

/// Forgets what was done with the data of people who never were: those of the demo. What they did
/// with the data of others stays, under a pseudonym.
pub fn forget_invented(conn: &mut Conn, people: &[PersonId]) -> Result<(), StoreError> {
    for people in people.chunks(CHUNK) {
        diesel::delete(audit::table.filter(audit::subject_id.eq_any(keys(people))))
            .execute(conn)?;
        diesel::update(audit::table.filter(audit::by_id.eq_any(keys(people))))
            .set(audit::by_id.eq(Key::from(PersonId::new())))
            .execute(conn)?;
    }
    Ok(())
}

/// Where a list of entries goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditCursor {
    /// When the last one shown was.
    pub at: DateTime<Utc>,
    /// The last one shown.
    pub id: AuditEntryId,
}

type Row = (Key, NaiveDateTime, String, Option<Key>, Option<Key>, String);

/// What was done with a person's data, the latest first.
pub fn page(
    conn: &mut Conn,
    subject: PersonId,
    after: Option<AuditCursor>,
    limit: usize,
) -> Result<Vec<AuditEntry>, StoreError> {
    let mut query = audit::table
        .filter(audit::subject_id.eq(Key::from(subject)))
        .into_boxed();
    if let Some(AuditCursor { at, id }) = after {
        let at = stamp(at);
        query = query.filter(
            audit::at
                .lt(at)
                .or(audit::at.eq(at).and(audit::id.lt(Key::from(id)))),
        );
    }
    let rows: Vec<Row> = query
        .order((audit::at.desc(), audit::id.desc()))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select((
            audit::id,
            audit::at,
            audit::by_kind,
            audit::by_id,
            audit::via_id,
            audit::operation,
        ))
        .load(conn)?;
    let actors = actors_named(conn, &rows)?;
    let clients = clients_named(conn, &rows)?;
    rows.into_iter()
        .map(|(id, at, kind, by, via, operation)| {
            Ok(AuditEntry {
                id: id.into(),
                at: instant(at),
                by: doer(&kind, by, via, &actors, &clients)?,
                operation,
            })
        })
        .collect()
}

/// Who did it, as its subject is told. An actor or program that is gone is not named any more.
fn doer(
    kind: &str,
    by: Option<Key>,
    via: Option<Key>,
    actors: &HashMap<Key, ActorSummary>,
    clients: &HashMap<Key, String>,
) -> Result<AuditActor, StoreError> {
    let whole =
        |key: Option<Key>| key.ok_or_else(|| StoreError::corrupt("audit entry", "names nobody"));
    Ok(match kind {
        "myself" => AuditActor::Myself,
        "guardian" => AuditActor::Guardian,
        "member" => {
            let id = whole(via)?;
            let gone = || ActorSummary {
                id: id.into(),
                kind: ActorKind::Other,
                name: String::new(),
            };
            AuditActor::Member {
                actor: actors.get(&id).cloned().unwrap_or_else(gone),
            }
        }
        "facilitator" => AuditActor::Facilitator {
            ecosystem_id: whole(via)?.into(),
        },
        "client" => {
            let id = whole(by)?;
            AuditActor::Client {
                client_id: id.into(),
                name: clients.get(&id).cloned().unwrap_or_default(),
            }
        }
        "system" => AuditActor::System,
        other => return Err(StoreError::corrupt("audit entry", other)),
    })
}

fn actors_named(conn: &mut Conn, rows: &[Row]) -> Result<HashMap<Key, ActorSummary>, StoreError> {
    // Each once: a whole trail names the same few again and again.
    let ids: BTreeSet<Key> = rows.iter().filter_map(|row| row.4).collect();
    let ids: Vec<Key> = ids.into_iter().collect();
    let mut found: Vec<(Key, String, String)> = Vec::new();
    for some in ids.chunks(CHUNK) {
        let these = actor::table
            .filter(actor::id.eq_any(some.to_vec()))
            .select((actor::id, actor::kind, actor::name));
        found.append(&mut these.load(conn)?);
    }
    found
        .into_iter()
        .map(|(id, kind, name)| {
            let summary = ActorSummary {
                id: id.into(),
                kind: word("actor kind", &kind)?,
                name,
            };
            Ok((id, summary))
        })
        .collect()
}

fn clients_named(conn: &mut Conn, rows: &[Row]) -> Result<HashMap<Key, String>, StoreError> {
    let of_client = rows.iter().filter(|row| row.2 == "client");
    let ids: BTreeSet<Key> = of_client.filter_map(|row| row.3).collect();
    let ids: Vec<Key> = ids.into_iter().collect();
    let mut found = HashMap::new();
    for some in ids.chunks(CHUNK) {
        let these: Vec<(Key, String)> = api_client::table
            .filter(api_client::id.eq_any(some.to_vec()))
            .select((api_client::id, api_client::name))
            .load(conn)?;
        found.extend(these);
    }
    Ok(found)
}
