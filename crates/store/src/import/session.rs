//! Sessions of an imported opportunity, known by their start, and places taken at the source.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::dsl::sum;
use diesel::prelude::*;
use goesting_core::session::{Session, Taken};
use goesting_types::enrolment::EnrolmentState;
use goesting_types::ids::OpportunityId;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::instant;
use crate::schema::{enrolment, session, session_places};
use crate::session::{Stretch, lock, page};

/// Starts of all sessions of an opportunity.
pub fn starts(conn: &mut Conn, of: OpportunityId) -> Result<BTreeSet<DateTime<Utc>>, StoreError> {
    let starts: Vec<NaiveDateTime> = session::table
        .filter(session::opportunity_id.eq(Key::from(of)))
        .select(session::starts_at)
        .load(conn)?;
    Ok(starts.into_iter().map(instant).collect())
}

/// The session that begins at this instant, locked, with the places that people took here.
pub fn beginning_at(
    conn: &mut Conn,
    of: OpportunityId,
    starts_at: DateTime<Utc>,
) -> Result<Option<(Session, Taken)>, StoreError> {
    let stretch = Stretch {
        from: starts_at,
        until: Some(starts_at + TimeDelta::seconds(1)),
        after: None,
    };
    let Some(found) = page(conn, of, stretch, 1)?.pop() else {
        return Ok(None);
    };
    let Some(found) = lock(conn, &[found.id])?.pop() else {
        return Ok(None);
    };
    let enrolled: Option<i64> = enrolment::table
        .filter(enrolment::session_id.eq(Key::from(found.id)))
        .filter(enrolment::state.eq(EnrolmentState::Enrolled.as_str()))
        .select(sum(enrolment::places))
        .first(conn)?;
    let ours = Taken {
        enrolled: u32::try_from(enrolled.unwrap_or_default())
            .map_err(|why| StoreError::corrupt("enrolled places", why))?,
        ..found.taken
    };
    Ok(Some((found, ours)))
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
