//! Somebody comes of age: what a guardian did in their name becomes theirs.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_core::enrolment::Clocks;
use goesting_types::enrolment::EnrolmentState;
use goesting_types::ids::{EnrolmentId, PersonId};

use super::entry::EntryRow;
use super::unit::Unit;
use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::stamp;
use crate::schema::{enrolment, enrolment_seat};

/// Hands a person the entries that others made for nobody but them; of those of a family their seat
/// becomes an entry of its own. A family that still waits goes on waiting as one.
pub fn come_of_age(
    conn: &mut Conn,
    person: PersonId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let key = Key::from(person);
    let seats = || {
        enrolment_seat::table
            .filter(enrolment_seat::person_id.eq(key))
            .select(enrolment_seat::enrolment_id)
    };
    let alone = enrolment::table
        .filter(enrolment::places.eq(1))
        .filter(enrolment::id.eq_any(seats()));
    diesel::update(alone)
        .set(enrolment::person_id.eq(key))
        .execute(conn)?;
    // Sessions are locked in one order, so that two of these never wait for each other.
    let shared: Vec<(Key, Key, Option<Key>)> = enrolment::table
        .filter(enrolment::places.gt(1))
        .filter(enrolment::id.eq_any(seats()))
        .order((enrolment::session_id, enrolment::id))
        .select((enrolment::session_id, enrolment::id, enrolment::person_id))
        .load(conn)?;
    for (session, id, made_by) in shared {
        if made_by == Some(key) {
            continue;
        }
        let mut unit = Unit::lock(conn, session.into(), clocks, now)?;
        let row = unit.entry(conn, id.into())?;
        if row.places > 1 && row.state != EnrolmentState::Waitlisted.as_str() {
            split(conn, &mut unit, session, row, key)?;
        }
        unit.finish(conn)?;
    }
    Ok(())
}

/// Makes an entry of its own of one seat, at the same stand. No place is taken or comes free.
fn split(
    conn: &mut Conn,
    unit: &mut Unit,
    session: Key,
    row: EntryRow,
    person: Key,
) -> Result<(), StoreError> {
    let EntryRow {
        id,
        person_id: _,
        state,
        places,
        newcomer,
        position: _,
        offer_expires_at,
        confirm_until,
        cancelled_by,
        message: _,
        share_name: _,
        promoted_because,
        created_at,
    } = row;
    // No two entries of a session share a position.
    unit.last_position += 1;
    let own = Key::from(EnrolmentId::new());
    diesel::insert_into(enrolment::table)
        .values((
            enrolment::id.eq(own),
            enrolment::session_id.eq(session),
            enrolment::person_id.eq(person),
            enrolment::state.eq(state),
            enrolment::places.eq(1),
            enrolment::newcomer.eq(newcomer),
            enrolment::position.eq(unit.last_position),
            enrolment::offer_expires_at.eq(offer_expires_at),
            enrolment::confirm_until.eq(confirm_until),
            enrolment::cancelled_by.eq(cancelled_by),
            enrolment::share_name.eq(false),
            enrolment::promoted_because.eq(promoted_because),
            enrolment::created_at.eq(created_at),
            enrolment::updated_at.eq(stamp(unit.now)),
        ))
        .execute(conn)?;
    diesel::update(enrolment_seat::table.find((id, person)))
        .set(enrolment_seat::enrolment_id.eq(own))
        .execute(conn)?;
    diesel::update(enrolment::table.find(id))
        .set((
            enrolment::places.eq(places - 1),
            enrolment::updated_at.eq(stamp(unit.now)),
        ))
        .execute(conn)?;
    Ok(())
}
