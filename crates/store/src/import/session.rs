//! Sessions of an imported opportunity, known by their start at the source, what the source did to
//! them, and places taken there.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::sum;
use diesel::prelude::*;
use goesting_core::import::sessions::Known;
use goesting_core::session::{Session, Taken};
use goesting_types::enrolment::EnrolmentState;
use goesting_types::ids::{OpportunityId, SessionId};
use goesting_types::session::SessionState;

use crate::StoreError;
use crate::conn::{Conn, execute};
use crate::key::{CHUNK, Key, keys};
use crate::rows::{instant, stamp};
use crate::schema::{enrolment, session, session_places, session_source};
use crate::session::lock;

/// When the sessions of an opportunity begin, here and at their source.
pub fn starts(conn: &mut Conn, of: OpportunityId) -> Result<BTreeSet<DateTime<Utc>>, StoreError> {
    let rows: Vec<(NaiveDateTime, Option<NaiveDateTime>)> = session::table
        .left_join(session_source::table)
        .filter(session::opportunity_id.eq(Key::from(of)))
        .select((session::starts_at, session_source::starts_at.nullable()))
        .load(conn)?;
    let both = rows
        .into_iter()
        .flat_map(|(here, there)| [Some(here), there]);
    Ok(both.flatten().map(instant).collect())
}

/// The session that its source lets begin at this instant, wherever its host moved it, locked.
pub fn from_source(
    conn: &mut Conn,
    of: OpportunityId,
    start: DateTime<Utc>,
) -> Result<Option<Known>, StoreError> {
    let found: Option<Key> = session_source::table
        .inner_join(session::table)
        .filter(session::opportunity_id.eq(Key::from(of)))
        .filter(session_source::starts_at.eq(stamp(start)))
        // One that takes place goes before one that the source took back.
        .order((session_source::cancelled, session::id))
        .select(session::id)
        .first(conn)
        .optional()?;
    match found {
        Some(id) => known(conn, id.into()),
        None => Ok(None),
    }
}

/// Locks the sessions that their source lets begin at these instants, and those that it cancelled,
/// in the order in which whoever changes several does.
pub fn hold(
    conn: &mut Conn,
    of: OpportunityId,
    starts: &BTreeSet<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let rows: Vec<(Key, Option<NaiveDateTime>, bool)> = session_source::table
        .inner_join(session::table)
        .filter(session::opportunity_id.eq(Key::from(of)))
        .select((
            session::id,
            session_source::starts_at,
            session_source::cancelled,
        ))
        .load(conn)?;
    let ids: Vec<SessionId> = rows
        .into_iter()
        .filter(|(_, start, cancelled)| {
            *cancelled || start.is_some_and(|start| starts.contains(&instant(start)))
        })
        .map(|(id, _, _)| id.into())
        .collect();
    crate::session::hold(conn, &ids)
}

/// A session, and the start its source gives it; none when it was made here.
pub type FromSource = (SessionId, Option<DateTime<Utc>>);

/// The sessions of an opportunity that its source cancelled and that are not over.
pub fn cancelled_by_source(
    conn: &mut Conn,
    of: OpportunityId,
    now: DateTime<Utc>,
) -> Result<Vec<FromSource>, StoreError> {
    let rows: Vec<(Key, Option<NaiveDateTime>)> = session_source::table
        .inner_join(session::table)
        .filter(session::opportunity_id.eq(Key::from(of)))
        .filter(session_source::cancelled.eq(true))
        .filter(session::ends_at.gt(stamp(now)))
        .order((session::starts_at, session::id))
        .select((session::id, session_source::starts_at))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, start)| (id.into(), start.map(instant)))
        .collect())
}

/// A session, locked, with the places that people took here.
pub fn known(conn: &mut Conn, id: SessionId) -> Result<Option<Known>, StoreError> {
    let Some(found) = lock(conn, &[id])?.pop() else {
        return Ok(None);
    };
    let enrolled: Option<i64> = enrolment::table
        .filter(enrolment::session_id.eq(Key::from(id)))
        .filter(enrolment::state.eq(EnrolmentState::Enrolled.as_str()))
        .select(sum(enrolment::places))
        .get_result(conn)?;
    let cancelled_by_source: Option<bool> = session_source::table
        .find(Key::from(id))
        .select(session_source::cancelled)
        .get_result(conn)
        .optional()?;
    Ok(Some(Known {
        ours: Taken {
            enrolled: u32::try_from(enrolled.unwrap_or_default())
                .map_err(|why| StoreError::corrupt("enrolled places", why))?,
            ..found.taken
        },
        session: found,
        cancelled_by_source: cancelled_by_source.unwrap_or(false),
    }))
}

/// What is kept of a session and its source.
#[derive(Insertable)]
#[diesel(table_name = session_source)]
struct SourceRow {
    session_id: Key,
    starts_at: Option<NaiveDateTime>,
    cancelled: bool,
}

/// Notes that these new sessions came from a source, as they stand.
pub fn add(conn: &mut Conn, new: &[Session]) -> Result<(), StoreError> {
    let rows = new.iter().map(|one| SourceRow {
        session_id: one.id.into(),
        starts_at: Some(stamp(one.slot.starts_at)),
        cancelled: one.state == SessionState::Cancelled,
    });
    insert(conn, rows.collect())
}

/// Notes that the source cancelled these sessions, of its own or made here.
pub fn set_cancelled(conn: &mut Conn, ids: &[SessionId]) -> Result<(), StoreError> {
    for ids in ids.chunks(CHUNK) {
        let theirs: Vec<Key> = diesel::update(
            session_source::table.filter(session_source::session_id.eq_any(keys(ids))),
        )
        .set(session_source::cancelled.eq(true))
        .returning(session_source::session_id)
        .get_results(conn)?;
        let made_here = keys(ids).into_iter().filter(|id| !theirs.contains(id));
        let rows = made_here.map(|session_id| SourceRow {
            session_id,
            starts_at: None,
            cancelled: true,
        });
        insert(conn, rows.collect())?;
    }
    Ok(())
}

fn insert(conn: &mut Conn, mut rows: Vec<SourceRow>) -> Result<(), StoreError> {
    while !rows.is_empty() {
        let some = rows.split_off(rows.len().saturating_sub(CHUNK));
        // Many rows at once is the one statement that the common connection type cannot say.
        execute!(
            conn,
            diesel::insert_into(session_source::table).values(some)
        )?;
    }
    Ok(())
}

/// Writes the start that its source gives a session now, and whether its source cancelled it.
pub fn set_source(
    conn: &mut Conn,
    id: SessionId,
    start: Option<DateTime<Utc>>,
    cancelled: bool,
) -> Result<(), StoreError> {
    diesel::update(session_source::table.find(Key::from(id)))
        .set((
            session_source::starts_at.eq(start.map(stamp)),
            session_source::cancelled.eq(cancelled),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes capacity and enrolled places of a session: those taken at the source count as enrolled.
pub fn set_taken(conn: &mut Conn, session: &Session) -> Result<(), StoreError> {
    let stored = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    diesel::update(session_places::table.find(Key::from(session.id)))
        .set((
            session_places::capacity.eq(session.terms.capacity.map(stored)),
            session_places::held_for_newcomers.eq(stored(session.terms.held_for_newcomers)),
            session_places::enrolled.eq(stored(session.taken.enrolled)),
        ))
        .execute(conn)?;
    Ok(())
}
