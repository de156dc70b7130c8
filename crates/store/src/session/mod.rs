//! Sessions and their places.
//!
//! Whoever changes a session that people may be enrolling in takes [`lock`] first: the row of its
//! places, which every enrolment takes too.

mod edits;
pub(crate) mod row;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_core::session::Session;
use goesting_types::ids::{OpportunityId, SeriesId, SessionId};
use goesting_types::session::SessionState;

use crate::StoreError;
use crate::conn::{Conn, execute};
use crate::key::{CHUNK, Key, keys};
use crate::rows::{instant, stamp};
use crate::schema::{session, session_places};
use edits::Edits;
use row::{Edited, PlacesRow, SessionRow, stored};

/// States of what still comes.
const COMING: [&str; 2] = [
    SessionState::Planned.as_str(),
    SessionState::Changed.as_str(),
];

/// States of what comes no more. A change of many sessions by their ids asks for none of these, not for
/// one of [`COMING`]: SQLite would rather walk all that still comes than look that many up.
const OVER: [&str; 2] = [
    SessionState::Cancelled.as_str(),
    SessionState::Done.as_str(),
];

/// Adds sessions, nobody enrolled yet, whatever [`Session::taken`] says.
pub fn insert(conn: &mut Conn, new: &[Session]) -> Result<(), StoreError> {
    for chunk in new.chunks(CHUNK) {
        let mut sessions = Vec::with_capacity(chunk.len());
        let mut places = Vec::with_capacity(chunk.len());
        for one in chunk {
            let (row, counted) = row::rows(one)?;
            sessions.push(row);
            places.push(counted);
        }
        // Many rows at once is the one statement that the common connection type cannot say.
        execute!(conn, diesel::insert_into(session::table).values(sessions))?;
        execute!(
            conn,
            diesel::insert_into(session_places::table).values(places)
        )?;
    }
    Ok(())
}

/// The session with this id.
pub fn find(conn: &mut Conn, id: SessionId) -> Result<Session, StoreError> {
    let row = session::table
        .inner_join(session_places::table)
        .filter(session::id.eq(Key::from(id)))
        .select((SessionRow::as_select(), PlacesRow::as_select()))
        .first::<(SessionRow, PlacesRow)>(conn)?;
    row::session(row)
}

/// Those of these ids that exist, the earliest first.
pub fn find_many(conn: &mut Conn, ids: &[SessionId]) -> Result<Vec<Session>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<(SessionRow, PlacesRow)> = session::table
            .inner_join(session_places::table)
            .filter(session::id.eq_any(keys(ids)))
            .select((SessionRow::as_select(), PlacesRow::as_select()))
            .load(conn)?;
        for row in rows {
            found.push(row::session(row)?);
        }
    }
    found.sort_by_key(|one| (one.slot.starts_at, one.id));
    Ok(found)
}

/// Which sessions of an opportunity.
#[derive(Debug, Clone, Copy)]
pub struct Stretch {
    /// Starting at or after.
    pub from: DateTime<Utc>,
    /// Starting before.
    pub until: Option<DateTime<Utc>>,
    /// Starting after this one; of those that start together, with a higher id.
    pub after: Option<(DateTime<Utc>, SessionId)>,
}

/// A page of the sessions of an opportunity, the earliest first.
pub fn page(
    conn: &mut Conn,
    of: OpportunityId,
    stretch: Stretch,
    limit: i64,
) -> Result<Vec<Session>, StoreError> {
    let Stretch { from, until, after } = stretch;
    let mut query = session::table
        .inner_join(session_places::table)
        .filter(session::opportunity_id.eq(Key::from(of)))
        .filter(session::starts_at.ge(stamp(from)))
        .order((session::starts_at, session::id))
        .limit(limit)
        .select((SessionRow::as_select(), PlacesRow::as_select()))
        .into_boxed();
    if let Some(until) = until {
        query = query.filter(session::starts_at.lt(stamp(until)));
    }
    if let Some((at, id)) = after {
        let at = stamp(at);
        query = query.filter(
            session::starts_at
                .gt(at)
                .or(session::starts_at.eq(at).and(session::id.gt(Key::from(id)))),
        );
    }
    let rows: Vec<(SessionRow, PlacesRow)> = query.load(conn)?;
    rows.into_iter().map(row::session).collect()
}

/// Every session of these opportunities that is not over, the earliest first: what search keeps.
pub fn coming_of(
    conn: &mut Conn,
    ids: &[OpportunityId],
    now: DateTime<Utc>,
) -> Result<Vec<Session>, StoreError> {
    let mut found = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<(SessionRow, PlacesRow)> = session::table
            .inner_join(session_places::table)
            .filter(session::opportunity_id.eq_any(keys(ids)))
            .filter(session::ends_at.gt(stamp(now)))
            .select((SessionRow::as_select(), PlacesRow::as_select()))
            .load(conn)?;
        for row in rows {
            found.push(row::session(row)?);
        }
    }
    found.sort_by_key(|one| (one.slot.starts_at, one.id));
    Ok(found)
}

/// The sessions of a series, the earliest first.
pub fn of_series(conn: &mut Conn, id: SeriesId) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<(SessionRow, PlacesRow)> = session::table
        .inner_join(session_places::table)
        .filter(session::series_id.eq(Key::from(id)))
        .order((session::starts_at, session::id))
        .select((SessionRow::as_select(), PlacesRow::as_select()))
        .load(conn)?;
    rows.into_iter().map(row::session).collect()
}

/// Ids of the sessions of a series that start at or after an instant and still come.
pub fn following(
    conn: &mut Conn,
    id: SeriesId,
    from: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<SessionId>, StoreError> {
    let ids: Vec<Key> = session::table
        .filter(session::series_id.eq(Key::from(id)))
        .filter(session::starts_at.ge(stamp(from)))
        .filter(session::ends_at.gt(stamp(now)))
        .filter(session::state.eq_any(COMING))
        .order((session::starts_at, session::id))
        .select(session::id)
        .load(conn)?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Ids of the sessions of an opportunity that still come.
pub fn coming_ids(
    conn: &mut Conn,
    of: OpportunityId,
    now: DateTime<Utc>,
) -> Result<Vec<SessionId>, StoreError> {
    let ids: Vec<Key> = session::table
        .filter(session::opportunity_id.eq(Key::from(of)))
        .filter(session::ends_at.gt(stamp(now)))
        .filter(session::state.eq_any(COMING))
        .order((session::starts_at, session::id))
        .select(session::id)
        .load(conn)?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Locks the places of these sessions until the end of the unit of work, and reads them as they are
/// then.
pub fn lock(conn: &mut Conn, ids: &[SessionId]) -> Result<Vec<Session>, StoreError> {
    hold(conn, ids)?;
    find_many(conn, ids)
}

/// Locks the places of these sessions until the end of the unit of work. In the order of their ids,
/// so that two who lock several wait for each other and never in a circle. SQLite has one writer,
/// who has the lock already.
pub fn hold(conn: &mut Conn, ids: &[SessionId]) -> Result<(), StoreError> {
    if let Conn::Pg(pg) = conn {
        let mut sorted = ids.to_vec();
        sorted.sort_unstable();
        for some in sorted.chunks(CHUNK) {
            let _: Vec<Key> = session_places::table
                .filter(session_places::session_id.eq_any(keys(some)))
                .order(session_places::session_id)
                .select(session_places::session_id)
                .for_update()
                .load(pg)?;
        }
    }
    Ok(())
}

/// Writes edited sessions over the versions that were read; their own versions grow. False when one
/// of them is not that version any more: the others are written. Places are for [`set_places`].
pub fn edit(conn: &mut Conn, edited: &[&Session], now: DateTime<Utc>) -> Result<bool, StoreError> {
    let mut written = 0;
    for some in edited.chunks(CHUNK) {
        let rows = some.iter().map(|one| Edited::of(one));
        let edits = Edits {
            rows: rows.collect::<Result<_, _>>()?,
            edited_at: stamp(now),
        };
        written += edits.execute(conn)?;
    }
    Ok(written == edited.len())
}

/// Gives these sessions this many places. Below what is taken the database refuses; ask
/// [`Session::check_capacity`] after [`lock`] first.
pub fn set_places(
    conn: &mut Conn,
    ids: &[SessionId],
    capacity: Option<u32>,
    held_for_newcomers: u32,
) -> Result<(), StoreError> {
    for ids in ids.chunks(CHUNK) {
        diesel::update(session_places::table.filter(session_places::session_id.eq_any(keys(ids))))
            .set((
                session_places::capacity.eq(capacity.map(stored)),
                session_places::held_for_newcomers.eq(stored(held_for_newcomers)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Cancels these sessions. Those that were cancelled already keep their word.
pub fn cancel(
    conn: &mut Conn,
    ids: &[SessionId],
    message: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for ids in ids.chunks(CHUNK) {
        diesel::update(
            session::table
                .filter(session::id.eq_any(keys(ids)))
                .filter(session::state.ne_all(OVER)),
        )
        .set((
            session::state.eq(SessionState::Cancelled.as_str()),
            session::message.eq(message),
            session::version.eq(session::version + 1),
            session::edited_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    }
    Ok(())
}

/// When these were last edited or cancelled; those that are as they were made are left out.
pub fn edited_at(
    conn: &mut Conn,
    ids: &[SessionId],
) -> Result<HashMap<SessionId, DateTime<Utc>>, StoreError> {
    let mut found = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<(Key, Option<NaiveDateTime>)> = session::table
            .filter(session::id.eq_any(keys(ids)))
            .filter(session::edited_at.is_not_null())
            .select((session::id, session::edited_at))
            .load(conn)?;
        let edited = rows.into_iter();
        found.extend(edited.filter_map(|(id, at)| Some((SessionId::from(id), instant(at?)))));
    }
    Ok(found)
}

/// Enters how many came.
pub fn set_head_count(conn: &mut Conn, id: SessionId, count: u32) -> Result<(), StoreError> {
    diesel::update(session::table.find(Key::from(id)))
        .set(session::head_count.eq(stored(count)))
        .execute(conn)?;
    Ok(())
}

/// What is over is done, at most so many sessions. Gives how many.
pub fn finish_past(conn: &mut Conn, now: DateTime<Utc>, most: i64) -> Result<usize, StoreError> {
    let ids: Vec<Key> = session::table
        .filter(session::ends_at.le(stamp(now)))
        .filter(session::state.eq_any(COMING))
        .limit(most)
        .select(session::id)
        .load(conn)?;
    if ids.is_empty() {
        return Ok(0);
    }
    Ok(diesel::update(
        session::table
            .filter(session::id.eq_any(ids))
            .filter(session::state.ne_all(OVER)),
    )
    .set(session::state.eq(SessionState::Done.as_str()))
    .execute(conn)?)
}
