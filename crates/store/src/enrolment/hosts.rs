//! The list of a session for its host: first names and how many; or numbers only.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_types::actor::ActorKind;
use goesting_types::enrolment::{EnrolmentState, HostEnrolment, SessionNumbers};
use goesting_types::ids::{ActorId, EnrolmentId, OpportunityId, PersonId, SessionId};
use goesting_types::opportunity::ActorPart;
use goesting_types::person::ConsentPurpose;
use serde::{Deserialize, Serialize};

use super::entry::{EntryRow, LIVE, PlacesRow, count};
use super::view::ahead_of;
use crate::StoreError;
use crate::conn::{Conn, MultiBackend};
use crate::key::{Key, keys};
use crate::rows::{instant, stamp, word};
use crate::schema::{
    actor, actor_member, consent, enrolment, enrolment_seat, opportunity_actor, person, session,
    session_places,
};

/// What a host may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostView {
    /// First names and messages.
    Names,
    /// Only entries that were shared; the others are in the numbers (schools and companies, F12).
    SharedNames,
    /// The session's numbers only (programs).
    Numbers,
}

/// The actor for which a person acts in an opportunity, and what they may see. Who acts for several
/// is taken to act for one that sees names.
pub fn acting_for(
    conn: &mut Conn,
    opportunity: OpportunityId,
    person: PersonId,
) -> Result<Option<(ActorId, HostView)>, StoreError> {
    let owners = [ActorPart::Lead.as_str(), ActorPart::CoOwner.as_str()];
    let rows: Vec<(Key, String)> = opportunity_actor::table
        .inner_join(actor::table)
        .inner_join(actor_member::table.on(actor_member::actor_id.eq(opportunity_actor::actor_id)))
        .filter(opportunity_actor::opportunity_id.eq(Key::from(opportunity)))
        .filter(opportunity_actor::part.eq_any(owners))
        .filter(opportunity_actor::accepted_at.is_not_null())
        .filter(actor_member::person_id.eq(Key::from(person)))
        .order(actor::id)
        .select((actor::id, actor::kind))
        .load(conn)?;
    let mut found = None;
    for (id, kind) in rows {
        let kind: ActorKind = word("actor kind", &kind)?;
        if !kind.sees_numbers_only() {
            return Ok(Some((id.into(), HostView::Names)));
        }
        found.get_or_insert((id.into(), HostView::SharedNames));
    }
    Ok(found)
}

/// Where the list of a session goes on: after the entry that stood here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostCursor {
    state: EnrolmentState,
    position: i64,
}

/// A page of the list of a session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HostPage {
    /// Enrolled, offered, then the queue in order.
    pub items: Vec<HostEnrolment>,
    /// Where the next one begins.
    pub next: Option<HostCursor>,
    /// Whose data it shows.
    pub seen: Vec<PersonId>,
}

/// A page of the list of a session.
pub fn page_for_host(
    conn: &mut Conn,
    session: SessionId,
    view: HostView,
    after: Option<HostCursor>,
    limit: usize,
    now: DateTime<Utc>,
) -> Result<HostPage, StoreError> {
    use EnrolmentState::{Enrolled, Offered, Waitlisted};

    if view == HostView::Numbers {
        return Ok(HostPage::default());
    }
    let at = stamp(now);
    let mut query = enrolment::table
        .left_join(person::table)
        .filter(enrolment::session_id.eq(Key::from(session)))
        .filter(enrolment::state.eq_any(LIVE))
        .filter(
            enrolment::confirm_until
                .is_null()
                .nullable()
                .or(enrolment::confirm_until.gt(at)),
        )
        .filter(
            enrolment::state
                .ne(Offered.as_str())
                .nullable()
                .or(enrolment::offer_expires_at.gt(at)),
        )
        .order((
            enrolment::state.eq(Waitlisted.as_str()),
            enrolment::state.eq(Offered.as_str()),
            enrolment::position,
        ))
        .limit(i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX))
        .select((EntryRow::as_select(), person::first_name.nullable()))
        .into_boxed::<MultiBackend>();
    if view == HostView::SharedNames {
        query = query.filter(enrolment::share_name.eq(true));
    }
    if let Some(HostCursor { state, position }) = after {
        let later: &[&str] = match state {
            Enrolled => &[Offered.as_str(), Waitlisted.as_str()],
            Offered => &[Waitlisted.as_str()],
            _ => &[],
        };
        query = query.filter(
            enrolment::state
                .eq_any(later.iter().copied())
                .or(enrolment::state
                    .eq(state.as_str())
                    .and(enrolment::position.gt(position))),
        );
    }
    let mut rows: Vec<Row> = query.load(conn)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = match rows.last().filter(|_| more) {
        Some((last, _)) => Some(HostCursor {
            state: last.standing(now)?,
            position: last.position,
        }),
        None => None,
    };
    let (items, seen) = as_shown(conn, rows, view, now)?;
    Ok(HostPage { items, next, seen })
}

/// One entry of the list of a session.
pub fn one_for_host(
    conn: &mut Conn,
    id: EnrolmentId,
    view: HostView,
    now: DateTime<Utc>,
) -> Result<HostEnrolment, StoreError> {
    let row: Row = enrolment::table
        .left_join(person::table)
        .filter(enrolment::id.eq(Key::from(id)))
        .select((EntryRow::as_select(), person::first_name.nullable()))
        .get_result(conn)?;
    let (mut items, _) = as_shown(conn, vec![row], view, now)?;
    items.pop().ok_or(StoreError::NotFound)
}

/// An entry, and the first name of who made it.
type Row = (EntryRow, Option<String>);

/// Entries as the host sees them, and whose data that shows.
fn as_shown(
    conn: &mut Conn,
    rows: Vec<Row>,
    view: HostView,
    now: DateTime<Utc>,
) -> Result<(Vec<HostEnrolment>, Vec<PersonId>), StoreError> {
    let shown: Vec<EnrolmentId> = rows
        .iter()
        .filter(|(entry, _)| view == HostView::Names || entry.share_name)
        .map(|(entry, _)| entry.id())
        .collect();
    let queue: Vec<EnrolmentId> = rows
        .iter()
        .filter(|(entry, _)| entry.state == EnrolmentState::Waitlisted.as_str())
        .map(|(entry, _)| entry.id())
        .collect();
    let mut seats = seats_of(conn, &shown)?;
    let ahead = ahead_of(conn, &queue, now)?;
    let mut seen = Vec::new();
    let mut items = Vec::with_capacity(rows.len());
    for (row, maker) in rows {
        let state = row.standing(now)?;
        if !state.is_live() {
            continue;
        }
        let waits = state == EnrolmentState::Waitlisted;
        let position = ahead.get(&row.id()).map_or(1, |ahead| ahead + 1);
        let places = count("places", row.places)?;
        let name = seats
            .remove(&row.id())
            .map(|seats| shown_name(&row, maker, &seats));
        if let Some(name) = &name {
            seen.extend(name.of);
        }
        items.push(HostEnrolment {
            id: row.id(),
            state,
            companions: match &name {
                Some(name) if !name.comes => places,
                _ => places.saturating_sub(1),
            },
            message: row.message.filter(|_| name.is_some()),
            first_name: name.and_then(|name| name.text),
            places,
            position: waits.then_some(position),
            offer_expires_at: row
                .offer_expires_at
                .filter(|_| state == EnrolmentState::Offered)
                .map(instant),
            promoted_because: row.promoted_because,
        });
    }
    Ok((items, seen))
}

struct ShownName {
    text: Option<String>,
    of: Option<PersonId>,
    /// Whether the named person takes a place.
    comes: bool,
}

struct Seat {
    person: Key,
    first_name: String,
    name_to_host: bool,
}

/// Whom the host expects: whoever made the entry if they come along; else a child whose guardian
/// allowed its name; else the guardian, who brings them.
fn shown_name(row: &EntryRow, maker: Option<String>, seats: &[Seat]) -> ShownName {
    let made_by = row.person_id;
    let comes = seats.iter().any(|seat| Some(seat.person) == made_by);
    match seats.iter().find(|seat| seat.name_to_host) {
        Some(child) if !comes => ShownName {
            text: Some(child.first_name.clone()),
            of: Some(child.person.into()),
            comes: true,
        },
        _ => ShownName {
            text: maker,
            of: made_by.map(Into::into),
            comes,
        },
    }
}

fn seats_of(
    conn: &mut Conn,
    ids: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, Vec<Seat>>, StoreError> {
    let mut seats: HashMap<EnrolmentId, Vec<Seat>> =
        ids.iter().map(|id| (*id, Vec::new())).collect();
    let rows: Vec<(Key, Key, String, Option<Key>)> = enrolment_seat::table
        .inner_join(person::table)
        .left_join(
            consent::table.on(consent::child_id
                .eq(person::id)
                .and(consent::purpose.eq(ConsentPurpose::NameToHost.as_str()))),
        )
        .filter(enrolment_seat::enrolment_id.eq_any(keys(ids)))
        .order(person::id)
        .select((
            enrolment_seat::enrolment_id,
            person::id,
            person::first_name,
            consent::child_id.nullable(),
        ))
        .load(conn)?;
    for (entry, person, first_name, consent) in rows {
        seats.entry(entry.into()).or_default().push(Seat {
            person,
            first_name,
            name_to_host: consent.is_some(),
        });
    }
    Ok(seats)
}

/// Numbers of a session.
pub fn numbers(conn: &mut Conn, session: SessionId) -> Result<SessionNumbers, StoreError> {
    let (row, heads): (PlacesRow, Option<i32>) = session_places::table
        .inner_join(session::table)
        .filter(session::id.eq(Key::from(session)))
        .select((PlacesRow::as_select(), session::head_count))
        .get_result(conn)?;
    let places = row.places()?;
    Ok(SessionNumbers {
        session_id: session,
        capacity: places.capacity,
        enrolled: places.enrolled,
        offered: places.offered,
        waiting: places.waiting,
        head_count: heads.map(|heads| count("head count", heads)).transpose()?,
    })
}
