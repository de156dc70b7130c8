//! Somebody else acts for a person: what a guardian did in their name goes along.

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

/// Hands the places of a person to `heir`: themselves when they come of age, or the guardian who
/// stays. An entry for nobody but them changes hands; of one for a family their seat becomes an entry
/// of its own, which waits right behind the family where that waits.
pub fn hand_over(
    conn: &mut Conn,
    person: PersonId,
    heir: PersonId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let heir = Key::from(heir);
    let seats = || {
        enrolment_seat::table
            .filter(enrolment_seat::person_id.eq(Key::from(person)))
            .select(enrolment_seat::enrolment_id)
    };
    let alone = enrolment::table
        .filter(enrolment::places.eq(1))
        .filter(enrolment::id.eq_any(seats()));
    diesel::update(alone)
        .set(enrolment::person_id.eq(heir))
        .execute(conn)?;
    // Sessions are locked in one order, so that two of these never wait for each other.
    let shared: Vec<(Key, Key, Option<Key>)> = enrolment::table
        .filter(enrolment::places.gt(1))
        .filter(enrolment::id.eq_any(seats()))
        .order((enrolment::session_id, enrolment::id))
        .select((enrolment::session_id, enrolment::id, enrolment::person_id))
        .load(conn)?;
    for (session, id, made_by) in shared {
        if made_by == Some(heir) {
            continue;
        }
        let mut unit = Unit::lock(conn, session.into(), clocks, now)?;
        let row = unit.entry(conn, id.into())?;
        if row.places > 1 {
            split(conn, &mut unit, row, (person, heir))?;
        }
        unit.finish(conn)?;
    }
    Ok(())
}

/// Makes an entry of its own of one seat, at the same stand. No place is taken or comes free.
fn split(
    conn: &mut Conn,
    unit: &mut Unit,
    row: EntryRow,
    (person, heir): (PersonId, Key),
) -> Result<(), StoreError> {
    let EntryRow {
        id,
        person_id: _,
        state,
        places,
        newcomer,
        position: before,
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
    let position = if state == EnrolmentState::Waitlisted.as_str() {
        make_way(conn, unit, before)?
    } else {
        unit.last_position
    };
    let own = Key::from(EnrolmentId::new());
    diesel::insert_into(enrolment::table)
        .values((
            enrolment::id.eq(own),
            enrolment::session_id.eq(Key::from(unit.session)),
            enrolment::person_id.eq(heir),
            enrolment::state.eq(state),
            enrolment::places.eq(1),
            enrolment::newcomer.eq(newcomer),
            enrolment::position.eq(position),
            enrolment::offer_expires_at.eq(offer_expires_at),
            enrolment::confirm_until.eq(confirm_until),
            enrolment::cancelled_by.eq(cancelled_by),
            enrolment::share_name.eq(false),
            enrolment::promoted_because.eq(promoted_because),
            enrolment::created_at.eq(created_at),
            enrolment::updated_at.eq(stamp(unit.now)),
        ))
        .execute(conn)?;
    diesel::update(enrolment_seat::table.find((id, Key::from(person))))
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

/// Makes way in the queue right behind a position, and gives the one that is free now.
fn make_way(conn: &mut Conn, unit: &Unit, before: i64) -> Result<i64, StoreError> {
    let behind = enrolment::table
        .filter(enrolment::session_id.eq(Key::from(unit.session)))
        .filter(enrolment::state.eq(EnrolmentState::Waitlisted.as_str()))
        .filter(enrolment::position.gt(before));
    diesel::update(behind)
        .set(enrolment::position.eq(enrolment::position + 1_i64))
        .execute(conn)?;
    Ok(before + 1)
}
