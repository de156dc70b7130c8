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
/// Most of them of one opportunity.
const OF_ONE: usize = 2;
/// Most sessions that are looked at for them at once.
const LOOKED_AT: i64 = 50;

/// Whose sessions are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of<'a> {
    /// Of the same opportunity.
    Itself,
    /// Of the others of its lead.
    ItsLead,
    /// Of these.
    These(&'a [OpportunityId]),
}

/// At most three sessions to propose instead of a cancelled one, the nearest in time first: of the
/// same opportunity, then of others of the same lead, then of those that are `near`; at most two of
/// one opportunity. Others are meant for people of their ages. One can still sign up for each,
/// nobody of them is in yet, and it has places left for as many people without those that are held
/// for newcomers.
pub fn alternatives(
    conn: &mut Conn,
    instead_of: &EnrolmentFacts,
    near: &[OpportunityId],
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<Vec<Alternative>, StoreError> {
    let wanted = stamp(instead_of.session.starts_at);
    let mut found: Vec<Alternative> = Vec::new();
    for of in [Of::Itself, Of::ItsLead, Of::These(near)] {
        if found.len() == PROPOSED {
            break;
        }
        let mut nearest = proposed(conn, instead_of, of, true, (clocks, now))?;
        nearest.extend(proposed(conn, instead_of, of, false, (clocks, now))?);
        nearest.sort_by_key(|(starts_at, _)| (*starts_at - wanted).abs());
        for (_, one) in nearest {
            let of_it = |other: &&Alternative| other.opportunity_id == one.opportunity_id;
            if found.len() < PROPOSED && found.iter().filter(of_it).count() < OF_ONE {
                found.push(one);
            }
        }
    }
    Ok(found)
}

/// Sessions with places and their starts, the nearest in time first: those from the cancelled one
/// on, or those before it.
fn proposed(
    conn: &mut Conn,
    instead_of: &EnrolmentFacts,
    of: Of<'_>,
    later: bool,
    (clocks, now): (&Clocks, DateTime<Utc>),
) -> Result<Vec<(NaiveDateTime, Alternative)>, StoreError> {
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
        .limit(LOOKED_AT)
        .select((
            opportunity::id,
            opportunity::content,
            session::starts_at,
            session::local_start,
            session::place,
        ))
        .into_boxed();
    let wanted = stamp(instead_of.session.starts_at);
    query = if later {
        query
            .filter(session::starts_at.ge(wanted))
            .order((session::starts_at.asc(), session::id.asc()))
    } else {
        query
            .filter(session::starts_at.lt(wanted))
            .order((session::starts_at.desc(), session::id.desc()))
    };
    // Where nobody acts for the lead, nobody would read an enrolment.
    let led = opportunity_actor::table
        .inner_join(actor::table)
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .filter(actor::state.ne(ActorState::Unclaimed.as_str()));
    query = match of {
        Of::Itself => {
            let itself = led
                .filter(opportunity_actor::opportunity_id.eq(this))
                .select(opportunity_actor::opportunity_id);
            query.filter(session::opportunity_id.eq_any(itself))
        }
        Of::ItsLead => {
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
        }
        Of::These(near) => {
            let these = led
                .filter(opportunity_actor::opportunity_id.eq_any(keys(near)))
                .filter(opportunity_actor::opportunity_id.ne(this))
                .select(opportunity_actor::opportunity_id);
            query.filter(session::opportunity_id.eq_any(these))
        }
    };
    read(query.load(conn)?, of, instead_of)
}

/// A session as it is read: of what, which says this of itself, when, and where else.
type Row = (Key, String, NaiveDateTime, NaiveDateTime, Option<String>);

/// Those that are for people of their ages.
fn read(
    rows: Vec<Row>,
    of: Of<'_>,
    instead_of: &EnrolmentFacts,
) -> Result<Vec<(NaiveDateTime, Alternative)>, StoreError> {
    let mut found = Vec::new();
    for (id, content, starts_at, local_start, place) in rows {
        let content: OpportunityContent = value("opportunity", &content)?;
        // What they chose themselves is for them, whatever it says.
        if of != Of::Itself && !fits(&content, instead_of, local_start) {
            continue;
        }
        let other: Option<Place> = place.map(|place| value("place", &place)).transpose()?;
        let place = other.as_ref().or_else(|| content.whereabouts.place());
        let place = place.and_then(|place| place.name.clone().or_else(|| place.locality.clone()));
        let one = Alternative {
            opportunity_id: id.into(),
            title: content.title,
            local_start,
            place: place.unwrap_or_default(),
        };
        found.push((starts_at, one));
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
