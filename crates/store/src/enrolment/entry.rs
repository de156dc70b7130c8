//! Rows of entries and sessions, and their conversions.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_core::enrolment::{Places, SessionFacts, standing};
use goesting_types::enrolment::{CancelledBy, EnrolledPerson, Enrolment, EnrolmentState};
use goesting_types::ids::{EnrolmentId, OpportunityId, PersonId};
use goesting_types::session::{Session, SessionTerms};
use goesting_types::text::LocalizedText;
use serde::Deserialize;

use crate::StoreError;
use crate::key::Key;
use crate::rows::{instant, value, word};
use crate::schema::{enrolment, opportunity, session, session_places};

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
#[derive(Debug, Clone, Queryable)]
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

pub(super) type SessionColumns = (
    session::id,
    session::opportunity_id,
    session::series_id,
    session::state,
    session::starts_at,
    session::ends_at,
    session::local_start,
    session::local_end,
    session::zone,
    session::waiting_list,
    session::sign_up_closes_minutes,
    session::sign_up_until,
    session::place,
    session::message,
    session::version,
    (opportunity::state, opportunity::content),
);

/// A session with what an entry needs of its opportunity.
#[derive(Debug, Clone, Queryable)]
pub(super) struct SessionRow {
    id: Key,
    opportunity_id: Key,
    series_id: Option<Key>,
    state: String,
    starts_at: NaiveDateTime,
    ends_at: NaiveDateTime,
    local_start: NaiveDateTime,
    local_end: NaiveDateTime,
    zone: String,
    waiting_list: bool,
    sign_up_closes_minutes: i32,
    sign_up_until: NaiveDateTime,
    place: Option<String>,
    message: Option<String>,
    version: i64,
    opportunity: OpportunityPart,
}

#[derive(Debug, Clone, Queryable)]
pub(super) struct OpportunityPart {
    state: String,
    content: String,
}

/// Of an opportunity's document only the title.
#[derive(Deserialize)]
struct Titled {
    title: LocalizedText,
}

impl SessionRow {
    pub(super) const COLUMNS: SessionColumns = (
        session::id,
        session::opportunity_id,
        session::series_id,
        session::state,
        session::starts_at,
        session::ends_at,
        session::local_start,
        session::local_end,
        session::zone,
        session::waiting_list,
        session::sign_up_closes_minutes,
        session::sign_up_until,
        session::place,
        session::message,
        session::version,
        (opportunity::state, opportunity::content),
    );

    pub(super) fn opportunity(&self) -> OpportunityId {
        self.opportunity_id.into()
    }

    pub(super) const fn starts_at(&self) -> DateTime<Utc> {
        instant(self.starts_at)
    }

    pub(super) fn title(&self) -> Result<LocalizedText, StoreError> {
        Ok(value::<Titled>("opportunity", &self.opportunity.content)?.title)
    }

    pub(super) fn facts(&self) -> Result<SessionFacts, StoreError> {
        Ok(SessionFacts {
            opportunity: word("opportunity state", &self.opportunity.state)?,
            state: word("session state", &self.state)?,
            starts_at: instant(self.starts_at),
            ends_at: instant(self.ends_at),
            sign_up_until: instant(self.sign_up_until),
            waiting_list: self.waiting_list,
        })
    }

    pub(super) fn session(self, places: &Places) -> Result<Session, StoreError> {
        let Self {
            id,
            opportunity_id,
            series_id,
            state,
            starts_at,
            ends_at,
            local_start,
            local_end,
            zone,
            waiting_list,
            sign_up_closes_minutes,
            sign_up_until,
            place,
            message,
            version,
            opportunity: _,
        } = self;
        Ok(Session {
            id: id.into(),
            opportunity_id: opportunity_id.into(),
            series_id: series_id.map(Into::into),
            state: word("session state", &state)?,
            starts_at: instant(starts_at),
            ends_at: instant(ends_at),
            local_start,
            local_end,
            zone,
            terms: SessionTerms {
                capacity: places.capacity,
                held_for_newcomers: places.held_for_newcomers,
                waiting_list,
                sign_up_closes_minutes: count("minutes", sign_up_closes_minutes)?,
                place: place
                    .map(|place| value("session place", &place))
                    .transpose()?,
            },
            sign_up_until: places.capacity.map(|_| instant(sign_up_until)),
            places_left: places.free(),
            waiting: places.waiting,
            message,
            version,
        })
    }
}

pub(super) type EntryColumns = (
    enrolment::id,
    enrolment::person_id,
    enrolment::state,
    enrolment::places,
    enrolment::newcomer,
    enrolment::position,
    enrolment::offer_expires_at,
    enrolment::confirm_until,
    enrolment::cancelled_by,
    enrolment::message,
    enrolment::share_name,
    enrolment::promoted_because,
    enrolment::created_at,
);

/// An entry as stored.
#[derive(Debug, Clone, Queryable)]
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
    pub(super) const COLUMNS: EntryColumns = (
        enrolment::id,
        enrolment::person_id,
        enrolment::state,
        enrolment::places,
        enrolment::newcomer,
        enrolment::position,
        enrolment::offer_expires_at,
        enrolment::confirm_until,
        enrolment::cancelled_by,
        enrolment::message,
        enrolment::share_name,
        enrolment::promoted_because,
        enrolment::created_at,
    );

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
        session: SessionRow,
        places: &Places,
        people: Vec<EnrolledPerson>,
        ahead: Option<u32>,
        now: DateTime<Utc>,
    ) -> Result<Enrolment, StoreError> {
        let state = self.standing(now)?;
        let title = session.title()?;
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
            opportunity_id: session.opportunity(),
            title,
            session: session.session(places)?,
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
