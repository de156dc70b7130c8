//! Arriving: taking places, or a place in the queue.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_core::Refusal;
use goesting_core::enrolment::{Clocks, Party, Wanted};
use goesting_core::letter::Letter;
use goesting_types::enrolment::{Enrolment, EnrolmentState};
use goesting_types::ids::{EnrolmentId, PersonId, SessionId};
use goesting_types::problem::ErrorCode;

use super::EnrolError;
use super::entry::{EntryRow, stored};
use super::people::{Comers, Seen, anyone_here, wards};
use super::unit::Unit;
use super::view::ahead_of;
use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::query::{self, Insert};
use crate::rows::stamp;
use crate::schema::{enrolment, enrolment_seat};

/// Takes places for a party, or queues it: one entry, all or nothing.
///
/// `seen` is what [`look`](super::look) gave for the same party; what guardians allowed is looked at
/// here, and does not change until the end. While nobody waits and there is
/// room, one conditional update decides. Else the session is locked, what lapsed is ended, those who
/// wait are served, and then this entry is looked at.
///
/// Refuses with the codes of [`goesting_core::enrolment::SessionFacts::takes_sign_ups`] and
/// [`admit`](goesting_core::enrolment::SessionFacts::admit), with `already_enrolled`, and with
/// `invalid_field` for children who are not the asker's to bring.
pub fn arrive(
    conn: &mut Conn,
    session: SessionId,
    asking: PersonId,
    party: &Party,
    seen: Seen,
    (clocks, now): (&Clocks, DateTime<Utc>),
) -> Result<Enrolment, EnrolError> {
    let wards = wards(conn, asking, &party.children)?;
    let comers = Comers::of(seen, &wards, asking, party)?;
    let size = (party.places(), comers.newcomer);
    let at_once = if comers.here_already {
        // It may have lapsed: that is told under the lock.
        None
    } else {
        Unit::take_at_once(conn, session, size, clocks, now)?
    };
    let (unit, wanted) = if let Some(unit) = at_once {
        unit.facts.takes_sign_ups(&unit.places, now)?;
        (unit, Wanted::Enrol)
    } else {
        let mut unit = Unit::lock(conn, session, clocks, now)?;
        let wanted = look_closer(conn, &mut unit, asking, party, &comers)?;
        (unit, wanted)
    };
    enter(conn, unit, asking, party, comers, wanted)
}

/// Under the lock: ends what lapsed, serves who waits, and then finds a place for this party.
fn look_closer(
    conn: &mut Conn,
    unit: &mut Unit,
    asking: PersonId,
    party: &Party,
    comers: &Comers,
) -> Result<Wanted, EnrolError> {
    unit.facts.takes_sign_ups(&unit.places, unit.now)?;
    unit.expire(conn)?;
    unit.allocate(conn)?;
    if comers.here_already && anyone_here(conn, unit.session, &party.people(asking))? {
        return Err(Refusal::from(ErrorCode::AlreadyEnrolled).into());
    }
    let (n, newcomer) = (party.places(), comers.newcomer);
    let wanted = unit.facts.admit(
        &unit.places,
        (n, newcomer),
        party.or_wait,
        (&unit.clocks, unit.now),
    )?;
    let state = match wanted {
        Wanted::Enrol => EnrolmentState::Enrolled,
        Wanted::Wait => EnrolmentState::Waitlisted,
    };
    unit.places.enter(state, n, newcomer);
    unit.last_position += 1;
    Ok(wanted)
}

fn enter(
    conn: &mut Conn,
    mut unit: Unit,
    asking: PersonId,
    party: &Party,
    comers: Comers,
    wanted: Wanted,
) -> Result<Enrolment, EnrolError> {
    let now = stamp(unit.now);
    let id = EnrolmentId::new();
    let (state, letter) = match wanted {
        Wanted::Enrol => (
            EnrolmentState::Enrolled,
            Letter::Enrolled { enrolment_id: id },
        ),
        Wanted::Wait => (
            EnrolmentState::Waitlisted,
            Letter::Waiting { enrolment_id: id },
        ),
    };
    let row = EntryRow {
        id: Key::from(id),
        person_id: Some(Key::from(asking)),
        state: state.as_str().to_owned(),
        places: stored(party.places()),
        newcomer: comers.newcomer,
        position: unit.last_position,
        offer_expires_at: None,
        confirm_until: comers
            .unconfirmed
            .then(|| stamp(unit.now + unit.clocks.confirm_within)),
        cancelled_by: None,
        message: party.message.clone(),
        share_name: party.share_name,
        promoted_because: None,
        created_at: now,
    };
    let mut inserts = vec![entry(unit.session, &row)];
    let seats = comers.people.iter();
    inserts.extend(seats.map(|one| seat(unit.session, row.id, one.person_id)));
    if let Some(address) = &comers.address {
        unit.tell_at(address, letter);
    }
    let ahead = match wanted {
        Wanted::Enrol => {
            unit.later(inserts);
            None
        }
        Wanted::Wait => {
            query::insert(conn, &inserts).map_err(taken)?;
            ahead_of(conn, &[id], unit.now)?
                .get(&id)
                .copied()
                .or(Some(0))
        }
    };
    let at = unit.now;
    let about = unit.finish(conn).map_err(taken)?;
    Ok(row.own(&about, comers.people, ahead, at)?)
}

fn entry(session: SessionId, row: &EntryRow) -> Insert {
    let EntryRow {
        id,
        person_id,
        state,
        places,
        newcomer,
        position,
        offer_expires_at,
        confirm_until,
        cancelled_by,
        message,
        share_name,
        promoted_because,
        created_at,
    } = row.clone();
    Box::new(diesel::insert_into(enrolment::table).values((
        enrolment::id.eq(id),
        enrolment::session_id.eq(Key::from(session)),
        enrolment::person_id.eq(person_id),
        enrolment::state.eq(state),
        enrolment::places.eq(places),
        enrolment::newcomer.eq(newcomer),
        enrolment::position.eq(position),
        enrolment::offer_expires_at.eq(offer_expires_at),
        enrolment::confirm_until.eq(confirm_until),
        enrolment::cancelled_by.eq(cancelled_by),
        enrolment::message.eq(message),
        enrolment::share_name.eq(share_name),
        enrolment::promoted_because.eq(promoted_because),
        enrolment::created_at.eq(created_at),
        enrolment::updated_at.eq(created_at),
    )))
}

/// A person's seat. One live seat per person and session: the index has the last word.
fn seat(session: SessionId, entry: Key, person: PersonId) -> Insert {
    Box::new(diesel::insert_into(enrolment_seat::table).values((
        enrolment_seat::enrolment_id.eq(entry),
        enrolment_seat::session_id.eq(Key::from(session)),
        enrolment_seat::person_id.eq(Key::from(person)),
        enrolment_seat::live.eq(true),
    )))
}

/// Of all that is written for an entry, only a seat can be there already.
fn taken(error: StoreError) -> EnrolError {
    match error {
        StoreError::Exists(_) => Refusal::from(ErrorCode::AlreadyEnrolled).into(),
        error => error.into(),
    }
}
