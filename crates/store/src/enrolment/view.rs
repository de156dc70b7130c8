//! Entries as their own people see them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_types::enrolment::{
    AgendaPart, CancelledBy, EnrolledPerson, Enrolment, EnrolmentState,
};
use goesting_types::ids::{EnrolmentId, OpportunityId, PersonId};
use goesting_types::opportunity::ActorPart;
use goesting_types::person::MovedUp;
use goesting_types::text::LocalizedText;
use serde::{Deserialize, Serialize};

use super::entry::{About, EntryRow, LIVE, LeadRow, OpportunityRow, PlacesRow};
use crate::StoreError;
use crate::conn::{Conn, MultiBackend};
use crate::key::{CHUNK, Key, keys};
use crate::rows::stamp;
use crate::schema::{
    actor, enrolment, enrolment_seat, opportunity, opportunity_actor, person, session,
    session_places,
};
use crate::session::row::SessionRow;

diesel::alias!(enrolment as earlier: Earlier);

/// Where an agenda goes on: after this start and entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaCursor {
    /// The start of the last one shown.
    pub starts_at: DateTime<Utc>,
    /// The last one shown.
    pub id: EnrolmentId,
}

/// States of what comes, as stored.
const COMING: [&str; 2] = [
    EnrolmentState::Enrolled.as_str(),
    EnrolmentState::Offered.as_str(),
];

/// States of what one waits for, as stored.
const WAITING: [&str; 1] = [EnrolmentState::Waitlisted.as_str()];

type Rows = Vec<(EntryRow, SessionRow, OpportunityRow, LeadRow, PlacesRow)>;

/// One entry, whole.
pub fn find(conn: &mut Conn, id: EnrolmentId, now: DateTime<Utc>) -> Result<Enrolment, StoreError> {
    let rows: Rows = enrolment::table
        .inner_join(
            session::table
                .inner_join(
                    opportunity::table
                        .inner_join(opportunity_actor::table.inner_join(actor::table)),
                )
                .inner_join(session_places::table),
        )
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .filter(enrolment::id.eq(Key::from(id)))
        .select((
            EntryRow::as_select(),
            SessionRow::as_select(),
            OpportunityRow::as_select(),
            LeadRow::as_select(),
            PlacesRow::as_select(),
        ))
        .load(conn)?;
    whole(conn, rows, now)?
        .into_iter()
        .next()
        .ok_or(StoreError::NotFound)
}

/// A page of what a person enrolled for: coming and waiting by start, past and everything latest
/// first. Clocks that ran out count, whether or not a job came by. What others called off stays with
/// what comes until it would have begun, so that nobody goes there for nothing.
pub fn agenda(
    conn: &mut Conn,
    person: PersonId,
    part: Option<AgendaPart>,
    after: Option<AgendaCursor>,
    limit: usize,
    now: DateTime<Utc>,
) -> Result<Vec<Enrolment>, StoreError> {
    let at = stamp(now);
    let mut query = enrolment::table
        .inner_join(
            session::table
                .inner_join(
                    opportunity::table
                        .inner_join(opportunity_actor::table.inner_join(actor::table)),
                )
                .inner_join(session_places::table),
        )
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .filter(enrolment::person_id.eq(Key::from(person)))
        .select((
            EntryRow::as_select(),
            SessionRow::as_select(),
            OpportunityRow::as_select(),
            LeadRow::as_select(),
            PlacesRow::as_select(),
        ))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .into_boxed::<MultiBackend>();
    let offered = EnrolmentState::Offered.as_str();
    let cancelled = EnrolmentState::Cancelled.as_str();
    query = match part {
        None => query,
        Some(AgendaPart::Past) => query
            .filter(
                enrolment::state
                    .ne_all(LIVE)
                    .or(session::ends_at.le(at))
                    .nullable()
                    .or(enrolment::confirm_until.le(at))
                    .or(enrolment::state
                        .eq(offered)
                        .nullable()
                        .and(enrolment::offer_expires_at.le(at))),
            )
            // Not what others called off and is still ahead.
            .filter(
                enrolment::state
                    .ne(cancelled)
                    .or(session::starts_at.le(at))
                    .or(enrolment::cancelled_by.is_null())
                    .nullable()
                    .or(enrolment::cancelled_by.eq(CancelledBy::Person.as_str())),
            ),
        Some(part) => {
            let waits = part == AgendaPart::Waiting;
            let states: &[&str] = if waits { &WAITING } else { &COMING };
            let live = enrolment::state
                .eq_any(states.iter().copied())
                .and(session::ends_at.gt(at))
                .nullable()
                .and(
                    enrolment::confirm_until
                        .is_null()
                        .nullable()
                        .or(enrolment::confirm_until.gt(at)),
                )
                .and(
                    enrolment::state
                        .ne(offered)
                        .nullable()
                        .or(enrolment::offer_expires_at.gt(at)),
                );
            if waits {
                query.filter(live)
            } else {
                let called_off = enrolment::state
                    .eq(cancelled)
                    .and(session::starts_at.gt(at))
                    .nullable()
                    .and(enrolment::cancelled_by.ne(CancelledBy::Person.as_str()));
                query.filter(live.or(called_off))
            }
        }
    };
    let soonest_first = matches!(part, Some(AgendaPart::Coming | AgendaPart::Waiting));
    if let Some(AgendaCursor { starts_at, id }) = after {
        let (start, id) = (stamp(starts_at), Key::from(id));
        query = if soonest_first {
            query.filter(
                session::starts_at
                    .gt(start)
                    .or(session::starts_at.eq(start).and(enrolment::id.gt(id))),
            )
        } else {
            query.filter(
                session::starts_at
                    .lt(start)
                    .or(session::starts_at.eq(start).and(enrolment::id.lt(id))),
            )
        };
    }
    query = if soonest_first {
        query.order((session::starts_at.asc(), enrolment::id.asc()))
    } else {
        query.order((session::starts_at.desc(), enrolment::id.desc()))
    };
    let rows: Rows = query.load(conn)?;
    whole(conn, rows, now)
}

/// Why entries a person made passed others, where a host let them, the latest first.
pub fn moved_up(conn: &mut Conn, person: PersonId) -> Result<Vec<MovedUp>, StoreError> {
    let rows: Vec<(Key, Option<String>)> = enrolment::table
        .filter(enrolment::person_id.eq(Key::from(person)))
        .filter(enrolment::promoted_because.is_not_null())
        .order((enrolment::created_at.desc(), enrolment::id))
        .select((enrolment::id, enrolment::promoted_because))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, reason)| MovedUp {
            enrolment_id: id.into(),
            reason: reason.unwrap_or_default(),
        })
        .collect())
}

/// Adds people and places in the queue, for all at once.
fn whole(conn: &mut Conn, rows: Rows, now: DateTime<Utc>) -> Result<Vec<Enrolment>, StoreError> {
    let ids: Vec<EnrolmentId> = rows.iter().map(|(entry, ..)| entry.id()).collect();
    let waiting: Vec<EnrolmentId> = rows
        .iter()
        .filter(|(entry, ..)| entry.state == EnrolmentState::Waitlisted.as_str())
        .map(|(entry, ..)| entry.id())
        .collect();
    let mut people = people_of(conn, &ids)?;
    let ahead = ahead_of(conn, &waiting, now)?;
    rows.into_iter()
        .map(|(entry, session, opportunity, lead, places)| {
            let id = entry.id();
            let people = people.remove(&id).unwrap_or_default();
            let ahead = ahead.get(&id).copied().or(Some(0));
            let about = About::read(session, (opportunity, lead), &places.places()?)?;
            entry.own(&about, people, ahead, now)
        })
        .collect()
}

/// The people of entries, always in the same order.
fn people_of(
    conn: &mut Conn,
    ids: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, Vec<EnrolledPerson>>, StoreError> {
    let mut people: HashMap<EnrolmentId, Vec<EnrolledPerson>> = HashMap::new();
    let mut rows: Vec<(Key, Key, String, Option<bool>)> = Vec::new();
    for some in ids.chunks(CHUNK) {
        let these = enrolment_seat::table
            .inner_join(person::table)
            .filter(enrolment_seat::enrolment_id.eq_any(keys(some)))
            .order(person::id)
            .select((
                enrolment_seat::enrolment_id,
                person::id,
                person::first_name,
                enrolment_seat::was_there,
            ));
        rows.append(&mut these.load(conn)?);
    }
    for (entry, person, first_name, was_there) in rows {
        people
            .entry(entry.into())
            .or_default()
            .push(EnrolledPerson {
                person_id: person.into(),
                first_name,
                was_there,
            });
    }
    Ok(people)
}

/// How many entries stand before each of these; those with none are left out. Clocks that ran out
/// count, as on the list of the host.
pub(super) fn ahead_of(
    conn: &mut Conn,
    waiting: &[EnrolmentId],
    now: DateTime<Utc>,
) -> Result<HashMap<EnrolmentId, u32>, StoreError> {
    let mut ahead = HashMap::new();
    for some in waiting.chunks(CHUNK) {
        ahead.extend(ahead_of_some(conn, some, now)?);
    }
    Ok(ahead)
}

fn ahead_of_some(
    conn: &mut Conn,
    waiting: &[EnrolmentId],
    now: DateTime<Utc>,
) -> Result<Vec<(EnrolmentId, u32)>, StoreError> {
    let counts: Vec<(Key, i64)> = enrolment::table
        .inner_join(
            earlier.on(earlier
                .field(enrolment::session_id)
                .eq(enrolment::session_id)
                .and(
                    earlier
                        .field(enrolment::state)
                        .eq(EnrolmentState::Waitlisted.as_str()),
                )
                .and(earlier.field(enrolment::position).lt(enrolment::position))),
        )
        .filter(enrolment::id.eq_any(keys(waiting)))
        .filter(
            earlier
                .field(enrolment::confirm_until)
                .is_null()
                .nullable()
                .or(earlier.field(enrolment::confirm_until).gt(stamp(now))),
        )
        .group_by(enrolment::id)
        .select((
            enrolment::id,
            diesel::dsl::count(earlier.field(enrolment::id)),
        ))
        .load(conn)?;
    Ok(counts
        .into_iter()
        .map(|(id, count)| (id.into(), u32::try_from(count).unwrap_or(u32::MAX)))
        .collect())
}

/// What is told after leaving by token.
#[derive(Debug, Clone, PartialEq)]
pub struct Left {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// Its title.
    pub title: LocalizedText,
    /// When it would have been.
    pub starts_at: DateTime<Utc>,
    /// Where the entry stands.
    pub state: EnrolmentState,
}

/// An entry as a holder of its leaving token sees it: no name in it.
pub fn left(conn: &mut Conn, id: EnrolmentId, now: DateTime<Utc>) -> Result<Left, StoreError> {
    let Enrolment {
        opportunity_id,
        title,
        session,
        state,
        ..
    } = find(conn, id, now)?;
    Ok(Left {
        opportunity: opportunity_id,
        title,
        starts_at: session.starts_at,
        state,
    })
}
