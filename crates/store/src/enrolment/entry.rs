//! Rows of entries and sessions, and their conversions.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_core::enrolment::{Places, SessionFacts, standing};
use goesting_core::session::Session;
use goesting_types::actor::ActorState;
use goesting_types::enrolment::{CancelledBy, EnrolledPerson, Enrolment, EnrolmentState};
use goesting_types::ids::{EnrolmentId, PersonId};
use goesting_types::text::LocalizedText;
use serde::Deserialize;

use crate::StoreError;
use crate::key::Key;
use crate::rows::{instant, value, word};
use crate::schema::{actor, enrolment, opportunity, session_places};
use crate::session::row::{SessionRow, with_places};

/// Live states, as stored.
pub(super) const LIVE: [&str; 3] = [
    EnrolmentState::Enrolled.as_str(),
    EnrolmentState::Waitlisted.as_str(),
    EnrolmentState::Offered.as_str(),
];

/// A stored count.
pub(super) fn count(what: &'static str, stored: i32) -> Result<u32, StoreError> {
    u32::try_from(stored).map_err(|why| StoreError::corrupt(what, why))
}

/// A count to store.
pub(super) fn stored(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

pub(super) type PlacesColumns = (
    session_places::capacity,
    session_places::held_for_newcomers,
    session_places::enrolled,
    session_places::offered,
    session_places::newcomers,
    session_places::waiting,
    session_places::last_position,
);

/// The places of a session, and the last position given out.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = session_places)]
pub(super) struct PlacesRow {
    capacity: Option<i32>,
    held_for_newcomers: i32,
    enrolled: i32,
    offered: i32,
    newcomers: i32,
    waiting: i32,
    pub(super) last_position: i64,
}

impl PlacesRow {
    pub(super) const COLUMNS: PlacesColumns = (
        session_places::capacity,
        session_places::held_for_newcomers,
        session_places::enrolled,
        session_places::offered,
        session_places::newcomers,
        session_places::waiting,
        session_places::last_position,
    );

    pub(super) fn places(&self) -> Result<Places, StoreError> {
        let Self {
            capacity,
            held_for_newcomers,
            enrolled,
            offered,
            newcomers,
            waiting,
            last_position: _,
        } = self;
        Ok(Places {
            capacity: capacity
                .map(|capacity| count("capacity", capacity))
                .transpose()?,
            held_for_newcomers: count("held places", *held_for_newcomers)?,
            enrolled: count("enrolled places", *enrolled)?,
            offered: count("offered places", *offered)?,
            newcomers: count("newcomers", *newcomers)?,
            waiting: count("places waited for", *waiting)?,
        })
    }
}

/// What an entry needs of its opportunity.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = opportunity)]
pub(super) struct OpportunityRow {
    state: String,
    hidden: bool,
    content: String,
}

/// What an entry needs of the actor that leads its opportunity.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = actor)]
pub(super) struct LeadRow {
    state: String,
}

/// A session with what an entry needs of its opportunity.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub(super) session: Session,
    unclaimed: bool,
    pub(super) facts: SessionFacts,
    content: String,
}

/// Of an opportunity's document only the title.
#[derive(Deserialize)]
struct Titled {
    title: LocalizedText,
}

impl About {
    pub(super) fn read(
        session: SessionRow,
        (opportunity, lead): (OpportunityRow, LeadRow),
        places: &Places,
    ) -> Result<Self, StoreError> {
        let OpportunityRow {
            state,
            hidden,
            content,
        } = opportunity;
        let session = with_places(session, places)?;
        let unclaimed = lead.state == ActorState::Unclaimed.as_str();
        let facts = SessionFacts {
            opportunity: word("opportunity state", &state)?,
            hidden,
            elsewhere: session.is_elsewhere(unclaimed),
            state: session.state,
            starts_at: session.slot.starts_at,
            ends_at: session.slot.ends_at,
            sign_up_until: session.sign_up_until(),
            waiting_list: session.terms.waiting_list,
        };
        Ok(Self {
            session,
            unclaimed,
            facts,
            content,
        })
    }

    pub(super) fn title(&self) -> Result<LocalizedText, StoreError> {
        Ok(value::<Titled>("opportunity", &self.content)?.title)
    }
}

/// An entry as stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = enrolment)]
pub(super) struct EntryRow {
    pub(super) id: Key,
    pub(super) person_id: Option<Key>,
    pub(super) state: String,
    pub(super) places: i32,
    pub(super) newcomer: bool,
    pub(super) position: i64,
    pub(super) offer_expires_at: Option<NaiveDateTime>,
    pub(super) confirm_until: Option<NaiveDateTime>,
    pub(super) cancelled_by: Option<String>,
    pub(super) message: Option<String>,
    pub(super) share_name: bool,
    pub(super) promoted_because: Option<String>,
    pub(super) created_at: NaiveDateTime,
}

/// An entry as rules see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) id: EnrolmentId,
    pub(super) person: Option<PersonId>,
    pub(super) state: EnrolmentState,
    pub(super) places: u32,
    pub(super) newcomer: bool,
    pub(super) position: i64,
}

impl EntryRow {
    pub(super) fn id(&self) -> EnrolmentId {
        self.id.into()
    }

    pub(super) fn entry(&self) -> Result<Entry, StoreError> {
        Ok(Entry {
            id: self.id.into(),
            person: self.person_id.map(Into::into),
            state: word("enrolment state", &self.state)?,
            places: count("places", self.places)?,
            newcomer: self.newcomer,
            position: self.position,
        })
    }

    /// Where it stands now, clocks included.
    pub(super) fn standing(&self, now: DateTime<Utc>) -> Result<EnrolmentState, StoreError> {
        Ok(standing(
            word("enrolment state", &self.state)?,
            self.offer_expires_at.map(instant),
            self.confirm_until.map(instant),
            now,
        ))
    }

    /// As the person who made it sees it.
    pub(super) fn own(
        self,
        about: &About,
        people: Vec<EnrolledPerson>,
        ahead: Option<u32>,
        now: DateTime<Utc>,
    ) -> Result<Enrolment, StoreError> {
        let state = self.standing(now)?;
        let Self {
            id,
            person_id: _,
            state: _,
            places: _,
            newcomer: _,
            position: _,
            offer_expires_at,
            confirm_until,
            cancelled_by,
            message,
            share_name,
            promoted_because: _,
            created_at,
        } = self;
        Ok(Enrolment {
            id: id.into(),
            opportunity_id: about.session.opportunity_id,
            title: about.title()?,
            session: about.session.to_wire(about.unclaimed),
            state,
            cancelled_by: cancelled_by
                .map(|by| word::<CancelledBy>("cancelled by", &by))
                .transpose()?,
            people,
            ahead: ahead.filter(|_| state == EnrolmentState::Waitlisted),
            offer_expires_at: offer_expires_at
                .filter(|_| state == EnrolmentState::Offered)
                .map(instant),
            confirm_until: confirm_until.filter(|_| state.is_live()).map(instant),
            message,
            share_name,
            created_at: instant(created_at),
        })
    }
}
