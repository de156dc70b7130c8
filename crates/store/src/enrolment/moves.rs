//! What becomes of one entry: its offer answered, left, moved up, remembered.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_core::Refusal;
use goesting_core::enrolment::{Clocks, may_answer_offer, may_leave, may_promote};
use goesting_core::letter::Letter;
use goesting_types::enrolment::{CancelledBy, EnrolmentState};
use goesting_types::ids::{EnrolmentId, PersonId, SessionId};
use goesting_types::problem::FieldCode;

use super::EnrolError;
use super::entry::Entry;
use super::unit::Unit;
use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{stamp, word};
use crate::schema::{enrolment, enrolment_seat, session};

/// Where an entry belongs: read before its session is locked, to know which and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Located {
    /// Its session.
    pub session: SessionId,
    /// Who made it; absent when that account is gone.
    pub made_by: Option<PersonId>,
}

/// The answer to an offer. A refusal here keeps what the clock ended: commit it all the same.
pub type Answered = Result<(), Refusal>;

/// Finds an entry.
pub fn locate(conn: &mut Conn, id: EnrolmentId) -> Result<Located, StoreError> {
    let (session, made_by): (Key, Option<Key>) = enrolment::table
        .find(Key::from(id))
        .select((enrolment::session_id, enrolment::person_id))
        .get_result(conn)?;
    Ok(Located {
        session: session.into(),
        made_by: made_by.map(Into::into),
    })
}

/// The people an entry is for.
pub fn people_of(conn: &mut Conn, id: EnrolmentId) -> Result<Vec<PersonId>, StoreError> {
    let people: Vec<Key> = enrolment_seat::table
        .filter(enrolment_seat::enrolment_id.eq(Key::from(id)))
        .select(enrolment_seat::person_id)
        .load(conn)?;
    Ok(people.into_iter().map(Into::into).collect())
}

/// Yes to offered places.
pub fn accept(
    conn: &mut Conn,
    at: Located,
    id: EnrolmentId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<Answered, StoreError> {
    answer(conn, at, id, EnrolmentState::Enrolled, clocks, now)
}

/// No to offered places; they go to the next in line.
pub fn decline(
    conn: &mut Conn,
    at: Located,
    id: EnrolmentId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<Answered, StoreError> {
    answer(conn, at, id, EnrolmentState::Declined, clocks, now)
}

fn answer(
    conn: &mut Conn,
    at: Located,
    id: EnrolmentId,
    answer: EnrolmentState,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<Answered, StoreError> {
    let (mut unit, entry) = under_lock(conn, at, id, clocks, now)?;
    let outcome = may_answer_offer(entry.state, answer);
    if let Ok(true) = outcome {
        unit.shift(conn, &entry, answer, None)?;
        if answer == EnrolmentState::Enrolled {
            unit.tell(entry.person, Letter::Enrolled { enrolment_id: id });
        }
    }
    unit.finish(conn)?;
    Ok(outcome.map(|_| ()))
}

/// Gives the places, or the place in the queue, back. Nobody asks why; leaving twice changes
/// nothing. What is over stays as it was (`wrong_state`).
pub fn leave(
    conn: &mut Conn,
    at: Located,
    id: EnrolmentId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<(), EnrolError> {
    end(conn, at, id, CancelledBy::Person, clocks, now)
}

/// The host takes somebody off the list; they are told.
pub fn remove(
    conn: &mut Conn,
    at: Located,
    id: EnrolmentId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<(), EnrolError> {
    end(conn, at, id, CancelledBy::Host, clocks, now)
}

fn end(
    conn: &mut Conn,
    at: Located,
    id: EnrolmentId,
    by: CancelledBy,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<(), EnrolError> {
    let (mut unit, entry) = under_lock(conn, at, id, clocks, now)?;
    if may_leave(entry.state, unit.facts.is_over(now))? {
        unit.shift(conn, &entry, EnrolmentState::Cancelled, Some(by))?;
        match by {
            CancelledBy::Person if entry.state == EnrolmentState::Enrolled => {
                unit.tell(entry.person, Letter::Left { enrolment_id: id });
            }
            CancelledBy::Host => unit.tell(entry.person, Letter::Removed { enrolment_id: id }),
            CancelledBy::Person | CancelledBy::Session => {}
        }
    }
    unit.finish(conn)?;
    Ok(())
}

/// The host lets a waiting entry pass the others: it goes to the head of the queue, with the reason
/// kept. Never over capacity: while too few places are free it waits there.
pub fn promote(
    conn: &mut Conn,
    at: Located,
    id: EnrolmentId,
    because: &str,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<(), EnrolError> {
    let (unit, entry) = under_lock(conn, at, id, clocks, now)?;
    may_promote(entry.state)?;
    unit.facts.takes_sign_ups(&unit.places, now)?;
    let head: Option<i64> = enrolment::table
        .filter(enrolment::session_id.eq(Key::from(at.session)))
        .filter(enrolment::state.eq(EnrolmentState::Waitlisted.as_str()))
        .select(diesel::dsl::min(enrolment::position))
        .get_result(conn)?;
    let head = head.map_or(entry.position, |head| head - 1);
    diesel::update(enrolment::table.find(Key::from(id)))
        .set((
            enrolment::position.eq(head),
            enrolment::promoted_because.eq(because),
            enrolment::updated_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    unit.finish(conn)?;
    Ok(())
}

/// Locks the session, ends what lapsed, and reads the entry.
fn under_lock(
    conn: &mut Conn,
    at: Located,
    id: EnrolmentId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<(Unit, Entry), StoreError> {
    let mut unit = Unit::lock(conn, at.session, clocks, now)?;
    unit.expire(conn)?;
    let entry = unit.entry(conn, id)?.entry()?;
    Ok((unit, entry))
}

/// Keeps whether a person of an entry was there, or takes it back. Only an entry that has its
/// places, in a session that has begun, can say so.
pub fn set_was_there(
    conn: &mut Conn,
    at: Located,
    id: EnrolmentId,
    person: PersonId,
    was_there: Option<bool>,
    now: DateTime<Utc>,
) -> Result<(), EnrolError> {
    let (state, starts_at): (String, chrono::NaiveDateTime) = enrolment::table
        .inner_join(session::table)
        .filter(enrolment::id.eq(Key::from(id)))
        .filter(enrolment::session_id.eq(Key::from(at.session)))
        .select((enrolment::state, session::starts_at))
        .get_result(conn)?;
    let state: EnrolmentState = word("enrolment state", &state)?;
    if state != EnrolmentState::Enrolled || starts_at > stamp(now) {
        return Err(Refusal::wrong_state(
            state.as_str(),
            "One can say so once the session has begun, with a place in it.",
        )
        .into());
    }
    let known = diesel::update(enrolment_seat::table.find((Key::from(id), Key::from(person))))
        .set(enrolment_seat::was_there.eq(was_there))
        .execute(conn)?;
    if known == 0 {
        let detail = "not one of the people of this enrolment";
        return Err(Refusal::field("/person_id", FieldCode::Unknown, detail).into());
    }
    Ok(())
}
