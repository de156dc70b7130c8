//! What happens to many entries at once: a session cancelled or changed, a person gone, an address
//! confirmed, clocks that ran out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer};
use goesting_core::enrolment::Clocks;
use goesting_core::letter::Letter;
use goesting_types::enrolment::{CancelledBy, EnrolmentState};
use goesting_types::ids::{EnrolmentId, PersonId, SessionId};
use goesting_types::session::SessionState;

use super::entry::{Entry, EntryRow, LIVE, stored};
use super::people::confirmed_addresses;
use super::unit::Unit;
use crate::StoreError;
use crate::conn::Conn;
use crate::key::{CHUNK, Key, keys};
use crate::outbox;
use crate::query::Word;
use crate::rows::{stamp, word};
use crate::schema::{enrolment, enrolment_seat, session, session_places};

/// What is taken of a session but by entries here: a source counts places too.
const TAKEN_ELSEWHERE: &str = "enrolled - (SELECT coalesce(sum(e.places), 0) FROM enrolment e \
     WHERE e.session_id = session_places.session_id AND e.state = 'enrolled')";

/// Ends every live entry of sessions that do not take place, and tells their people. The caller has
/// locked them.
pub fn cancel_session_enrolments(
    conn: &mut Conn,
    sessions: &[SessionId],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for some in sessions.chunks(CHUNK) {
        let entries = live_entries(conn, some)?;
        if entries.is_empty() {
            continue;
        }
        let of = session_places::session_id.eq_any(keys(some));
        diesel::update(session_places::table.filter(of))
            .set((
                session_places::enrolled.eq(sql::<Integer>(TAKEN_ELSEWHERE)),
                session_places::offered.eq(0),
                session_places::newcomers.eq(0),
                session_places::waiting.eq(0),
            ))
            .execute(conn)?;
        diesel::update(
            enrolment::table
                .filter(enrolment::session_id.eq_any(keys(some)))
                .filter(enrolment::state.eq_any(LIVE)),
        )
        .set((
            enrolment::state.eq(EnrolmentState::Cancelled.as_str()),
            enrolment::cancelled_by.eq(CancelledBy::Session.as_str()),
            enrolment::updated_at.eq(stamp(now)),
        ))
        .execute(conn)?;
        diesel::update(
            enrolment_seat::table
                .filter(enrolment_seat::session_id.eq_any(keys(some)))
                .filter(enrolment_seat::live),
        )
        .set(enrolment_seat::live.eq(false))
        .execute(conn)?;
        tell(conn, entries, now, |enrolment_id| {
            Letter::SessionCancelled { enrolment_id }
        })?;
    }
    Ok(())
}

/// To be called, in the same unit of work, after the capacity, the held places, the times or the
/// waiting list of a session changed: shortens offers that would outlive sign-up, ends what
/// lapsed, and offers new places to those who wait. The row of `session_places` is to be the first
/// that the caller writes.
pub fn session_changed(
    conn: &mut Conn,
    session: SessionId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut unit = Unit::lock(conn, session, clocks, now)?;
    let deadline = stamp(unit.facts.deadline());
    diesel::update(
        enrolment::table
            .filter(enrolment::session_id.eq(Key::from(session)))
            .filter(enrolment::state.eq(EnrolmentState::Offered.as_str()))
            .filter(enrolment::offer_expires_at.gt(deadline)),
    )
    .set(enrolment::offer_expires_at.eq(deadline))
    .execute(conn)?;
    unit.expire(conn)?;
    unit.finish(conn)?;
    Ok(())
}

/// Tells everybody with a live entry that their session changed.
pub fn tell_changed(
    conn: &mut Conn,
    sessions: &[SessionId],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for some in sessions.chunks(CHUNK) {
        let entries = live_entries(conn, some)?;
        tell(conn, entries, now, |enrolment_id| Letter::SessionChanged {
            enrolment_id,
        })?;
    }
    Ok(())
}

fn live_entries(conn: &mut Conn, sessions: &[SessionId]) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<EntryRow> = enrolment::table
        .filter(enrolment::session_id.eq_any(keys(sessions)))
        .filter(enrolment::state.eq_any(LIVE))
        .select(EntryRow::as_select())
        .load(conn)?;
    rows.iter().map(EntryRow::entry).collect()
}

/// Writes to whoever made these entries, each a letter about theirs.
fn tell(
    conn: &mut Conn,
    entries: Vec<Entry>,
    now: DateTime<Utc>,
    letter: fn(EnrolmentId) -> Letter,
) -> Result<(), StoreError> {
    let people: Vec<_> = entries.iter().filter_map(|entry| entry.person).collect();
    let addresses = confirmed_addresses(conn, &people)?;
    let posted: Vec<_> = entries
        .into_iter()
        .filter_map(|entry| Some((addresses.get(&entry.person?)?.clone(), letter(entry.id))))
        .collect();
    outbox::post_all(conn, &posted, now)
}

/// Takes people out of everything that is still to come: an account is deleted, or the consent for a
/// child is withdrawn. Entries they made end; from entries of others only their seat goes, and the
/// rest of the family keeps its places.
pub fn leave_all_future(
    conn: &mut Conn,
    people: &[PersonId],
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    // Sessions are locked in one order, whoever leaves them, so that two of these never wait for
    // each other.
    let mut coming: BTreeMap<Key, Vec<(Key, PersonId)>> = BTreeMap::new();
    for person in people.iter().copied() {
        for (session, entry) in coming_of(conn, person, now)? {
            coming.entry(session).or_default().push((entry, person));
        }
    }
    for (session, entries) in coming {
        let mut unit = Unit::lock(conn, session.into(), clocks, now)?;
        for (id, person) in entries {
            let entry = unit.entry(conn, id.into())?.entry()?;
            if entry.state.is_live() {
                take_out(conn, &mut unit, &entry, person)?;
            }
        }
        unit.finish(conn)?;
    }
    Ok(())
}

/// Sessions that are not over, and the entries in them that a person made or has a seat in.
fn coming_of(
    conn: &mut Conn,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<(Key, Key)>, StoreError> {
    let key = Key::from(person);
    let seats = enrolment_seat::table
        .filter(enrolment_seat::person_id.eq(key))
        .select(enrolment_seat::enrolment_id);
    Ok(enrolment::table
        .inner_join(session::table)
        .filter(enrolment::state.eq_any(LIVE))
        .filter(session::ends_at.gt(stamp(now)))
        .filter(
            enrolment::person_id
                .eq(key)
                .or(enrolment::id.eq_any(seats).nullable()),
        )
        .select((enrolment::session_id, enrolment::id))
        .load(conn)?)
}

fn take_out(
    conn: &mut Conn,
    unit: &mut Unit,
    entry: &Entry,
    person: PersonId,
) -> Result<(), StoreError> {
    if entry.person == Some(person) || entry.places == 1 {
        let by = Some(CancelledBy::Person);
        return unit.shift(conn, entry, EnrolmentState::Cancelled, by);
    }
    let key = Key::from(entry.id);
    let gone =
        diesel::delete(enrolment_seat::table.find((key, Key::from(person)))).execute(conn)?;
    if gone == 1 {
        diesel::update(enrolment::table.find(key))
            .set((
                enrolment::places.eq(stored(entry.places - 1)),
                enrolment::updated_at.eq(stamp(unit.now)),
            ))
            .execute(conn)?;
        unit.places.leave(entry.state, 1, entry.newcomer);
    }
    Ok(())
}

/// The person's address is confirmed: their entries stay, and the letters that waited for it go.
/// What a clock has ended, whether or not a job came by, is not brought back: it goes to the queue.
pub fn confirm_all(
    conn: &mut Conn,
    person: PersonId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let sessions: Vec<Key> = enrolment::table
        .filter(enrolment::person_id.eq(Key::from(person)))
        .filter(enrolment::confirm_until.is_not_null())
        .filter(enrolment::state.eq_any(LIVE))
        .select(enrolment::session_id)
        .load(conn)?;
    // Sessions are locked in one order, so that two of these never wait for each other.
    let sessions: BTreeSet<Key> = sessions.into_iter().collect();
    for session in sessions {
        let mut unit = Unit::lock(conn, session.into(), clocks, now)?;
        unit.expire(conn)?;
        let kept: Vec<(Key, String)> = diesel::update(
            enrolment::table
                .filter(enrolment::session_id.eq(session))
                .filter(enrolment::person_id.eq(Key::from(person)))
                .filter(enrolment::confirm_until.is_not_null())
                .filter(enrolment::state.eq_any(LIVE)),
        )
        .set(enrolment::confirm_until.eq(None::<chrono::NaiveDateTime>))
        .returning((enrolment::id, enrolment::state))
        .get_results(conn)?;
        for (id, state) in kept {
            let enrolment_id: EnrolmentId = id.into();
            let letter = match word("enrolment state", &state)? {
                EnrolmentState::Enrolled => Letter::Enrolled { enrolment_id },
                EnrolmentState::Waitlisted => Letter::Waiting { enrolment_id },
                EnrolmentState::Offered => Letter::Offered { enrolment_id },
                EnrolmentState::Cancelled | EnrolmentState::Declined | EnrolmentState::Expired => {
                    continue;
                }
            };
            unit.tell(Some(person), letter);
        }
        unit.finish(conn)?;
    }
    Ok(())
}

/// Sessions in which a clock ran out: an offer, an address not confirmed, or the time that places
/// were held for newcomers while others wait. At most `most` of them.
pub fn due_sessions(
    conn: &mut Conn,
    clocks: &Clocks,
    now: DateTime<Utc>,
    most: i64,
) -> Result<Vec<SessionId>, StoreError> {
    let at = stamp(now);
    // A session may come more than once: to leave that out, all entries would be gone through.
    let offers: Vec<Key> = enrolment::table
        .filter(enrolment::state.eq(Word(EnrolmentState::Offered.as_str())))
        .filter(enrolment::offer_expires_at.le(at))
        .order(enrolment::offer_expires_at)
        .select(enrolment::session_id)
        .limit(most)
        .load(conn)?;
    let unconfirmed: Vec<Key> = enrolment::table
        .filter(enrolment::confirm_until.le(at))
        .filter(enrolment::state.eq_any(LIVE))
        .order(enrolment::confirm_until)
        .select(enrolment::session_id)
        .limit(most)
        .load(conn)?;
    // Only where an entry would fit: a group that is too large would make its session due for ever.
    let fits = diesel::dsl::exists(
        enrolment::table
            .filter(enrolment::session_id.eq(session_places::session_id))
            .filter(enrolment::state.eq(EnrolmentState::Waitlisted.as_str()))
            .filter(
                (enrolment::places + session_places::enrolled + session_places::offered)
                    .nullable()
                    .le(session_places::capacity),
            ),
    );
    let opened: Vec<Key> = session_places::table
        .inner_join(session::table)
        .filter(sql::<Bool>("session_places.waiting > 0"))
        .filter(session_places::held_for_newcomers.gt(session_places::newcomers))
        .filter(
            (session_places::enrolled + session_places::offered)
                .nullable()
                .lt(session_places::capacity),
        )
        .filter(session::starts_at.le(stamp(now + clocks.held_until)))
        .filter(session::sign_up_until.gt(at))
        // Not those that come: there are many, and hardly anybody waits.
        .filter(session::state.ne_all([
            SessionState::Cancelled.as_str(),
            SessionState::Done.as_str(),
        ]))
        .filter(fits)
        .select(session_places::session_id)
        .limit(most)
        .load(conn)?;
    let all: BTreeSet<Key> = [offers, unconfirmed, opened]
        .into_iter()
        .flatten()
        .collect();
    let most = usize::try_from(most).unwrap_or_default();
    Ok(all.into_iter().take(most).map(Into::into).collect())
}

/// Ends what lapsed in a session and serves those who wait.
pub fn settle(
    conn: &mut Conn,
    session: SessionId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut unit = Unit::lock(conn, session, clocks, now)?;
    unit.expire(conn)?;
    unit.finish(conn)?;
    Ok(())
}
