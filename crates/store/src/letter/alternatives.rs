//! What letters propose instead of a session that does not take place.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use goesting_core::enrolment::Clocks;
use goesting_core::person::age_surely_reached;
use goesting_types::actor::ActorState;
use goesting_types::ids::{OpportunityId, PersonId};
use goesting_types::opportunity::{ActorPart, OpportunityContent, OpportunityState};
use goesting_types::place::Place;
use goesting_types::session::SessionState;
use goesting_types::text::LocalizedText;

use super::EnrolmentFacts;
use crate::StoreError;
use crate::conn::Conn;
use crate::key::{Key, keys};
use crate::rows::{stamp, value};
use crate::schema::{
    actor, enrolment_seat, opportunity, opportunity_actor, session, session_places,
};

/// Another session to propose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Of which opportunity.
    pub opportunity_id: OpportunityId,
    /// Its title.
    pub title: LocalizedText,
    /// Wall time of its start.
    pub local_start: NaiveDateTime,
    /// Where: the house or the town, or nothing when it is on line.
    pub place: String,
}

/// Most sessions that are proposed.
const PROPOSED: usize = 3;
/// Most sessions that are looked at for them.
const LOOKED_AT: i64 = 50;

/// At most three sessions to propose instead of a cancelled one: coming ones of the same
/// opportunity first, then of others of the same lead that are meant for people of their ages. One
/// can still sign up for each, nobody of them is in yet, and it has places left for as many people
/// without those that are held for newcomers.
pub fn alternatives(
    conn: &mut Conn,
    instead_of: &EnrolmentFacts,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<Vec<Alternative>, StoreError> {
    let mut found = proposed(conn, instead_of, true, clocks, now)?;
    if found.len() < PROPOSED {
        found.extend(proposed(conn, instead_of, false, clocks, now)?);
    }
    found.truncate(PROPOSED);
    Ok(found)
}

/// The first sessions with places, of the same opportunity or of the others of its lead.
fn proposed(
    conn: &mut Conn,
    instead_of: &EnrolmentFacts,
    same: bool,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<Vec<Alternative>, StoreError> {
    let this = Key::from(instead_of.opportunity_id);
    let at = stamp(now);
    let places = i32::try_from(instead_of.places).unwrap_or(i32::MAX);
    let people: Vec<PersonId> = instead_of.people.iter().map(|one| one.id).collect();
    let taken = session_places::enrolled + session_places::offered + places;
    let with_held = session_places::enrolled
        + session_places::offered
        + places
        + session_places::held_for_newcomers
        - session_places::newcomers;
    let coming = [
        SessionState::Planned.as_str(),
        SessionState::Changed.as_str(),
    ];
    let here = enrolment_seat::table
        .filter(enrolment_seat::session_id.eq(session::id))
        .filter(enrolment_seat::person_id.eq_any(keys(&people)))
        .filter(enrolment_seat::live.eq(true));
    let mut query = session::table
        .inner_join(opportunity::table)
        .inner_join(session_places::table)
        .filter(opportunity::state.eq(OpportunityState::Open.as_str()))
        .filter(opportunity::hidden.eq(false))
        .filter(session::state.eq_any(coming))
        .filter(session::starts_at.gt(at))
        .filter(not(exists(here)))
        // Drop-in, or open for sign-up, with room, and nobody before one in the queue.
        .filter(
            session_places::capacity.is_null().nullable().or(taken
                .nullable()
                .le(session_places::capacity)
                .and(
                    with_held
                        .nullable()
                        .le(session_places::capacity)
                        .or(session::starts_at
                            .le(stamp(now + clocks.held_until))
                            .nullable()),
                )
                .and(session_places::waiting.eq(0).nullable())
                .and(session::sign_up_until.gt(at).nullable())),
        )
        .order((session::starts_at, session::id))
        .limit(LOOKED_AT)
        .select((
            opportunity::id,
            opportunity::content,
            session::local_start,
            session::place,
        ))
        .into_boxed();
    // Where nobody acts for the lead, nobody would read an enrolment.
    let led = opportunity_actor::table
        .inner_join(actor::table)
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .filter(actor::state.ne(ActorState::Unclaimed.as_str()));
    query = if same {
        let itself = led
            .filter(opportunity_actor::opportunity_id.eq(this))
            .select(opportunity_actor::opportunity_id);
        query.filter(session::opportunity_id.eq_any(itself))
    } else {
        let leads: Vec<Key> = opportunity_actor::table
            .filter(opportunity_actor::opportunity_id.eq(this))
            .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
            .select(opportunity_actor::actor_id)
            .load(conn)?;
        let theirs = led
            .filter(opportunity_actor::actor_id.eq_any(leads))
            .filter(opportunity_actor::opportunity_id.ne(this))
            .select(opportunity_actor::opportunity_id);
        query.filter(session::opportunity_id.eq_any(theirs))
    };
    let rows: Vec<(Key, String, NaiveDateTime, Option<String>)> = query.load(conn)?;
    let mut found = Vec::new();
    for (id, content, local_start, place) in rows {
        let content: OpportunityContent = value("opportunity", &content)?;
        // What they chose themselves is for them, whatever it says.
        if !same && !fits(&content, instead_of, local_start) {
            continue;
        }
        let other: Option<Place> = place.map(|place| value("place", &place)).transpose()?;
        let place = other.as_ref().or_else(|| content.whereabouts.place());
        let place = place.and_then(|place| place.name.clone().or_else(|| place.locality.clone()));
        found.push(Alternative {
            opportunity_id: id.into(),
            title: content.title,
            local_start,
            place: place.unwrap_or_default(),
        });
        if found.len() == PROPOSED {
            break;
        }
    }
    Ok(found)
}

/// Whether it is meant for people of the age each of them has by then.
fn fits(content: &OpportunityContent, of: &EnrolmentFacts, by: NaiveDateTime) -> bool {
    of.people.iter().all(|one| {
        let age = age_surely_reached(one.birth_year, by.date());
        content.ages.fits(u8::try_from(age).unwrap_or(u8::MAX))
    })
}
