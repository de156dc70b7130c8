//! Enrolments: a person's, or a family's, place in a session.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{EnrolmentId, OpportunityId, PersonId, SessionId};
use crate::session::Session;
use crate::text::LocalizedText;

vocabulary! {
    /// Where an enrolment stands: enrolled, or waitlisted → offered → enrolled; then one of the ends.
    EnrolmentState {
        /// It has its places.
        Enrolled => "enrolled",
        /// It waits.
        Waitlisted => "waitlisted",
        /// Places came free and are kept for it until `offer_expires_at`.
        Offered => "offered",
        /// It ended; `cancelled_by` says by whom.
        Cancelled => "cancelled",
        /// The offered places were not wanted.
        Declined => "declined",
        /// The offered places were not taken in time, or the e-mail address was not confirmed in time.
        Expired => "expired",
    }
}

impl EnrolmentState {
    /// Whether it holds places of the session.
    #[must_use]
    pub const fn holds_places(self) -> bool {
        matches!(self, Self::Enrolled | Self::Offered)
    }

    /// Whether it can still move.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Enrolled | Self::Waitlisted | Self::Offered)
    }
}

vocabulary! {
    /// Who ended it.
    CancelledBy {
        /// The person, who need not say why.
        Person => "self",
        /// The host.
        Host => "host",
        /// The session was cancelled.
        Session => "session",
    }
}

request! {
    /// Takes places: for oneself, for one's children, or both. All or nothing.
    pub struct EnrolmentCreate {
        /// A place for whoever asks.
        #[serde(default = "yes")]
        pub myself: bool,
        /// Places for these children, whose guardian the person is; at most 10.
        #[serde(default)]
        pub children: Vec<PersonId>,
        /// When it is full: wait for places. Without it a full session answers 409.
        #[serde(default)]
        pub or_wait: bool,
        /// What the host may know, at most 500 characters.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub message: Option<String>,
        /// With hosts that see numbers only (schools, companies): show them the name all the same.
        #[serde(default)]
        pub share_name: bool,
    }
}

fn yes() -> bool {
    true
}

response! {
    /// One person of an enrolment, as their own people see it.
    pub struct EnrolledPerson {
        /// The person.
        pub person_id: PersonId,
        /// First name.
        pub first_name: String,
        /// Whether they were there, as the person says; nobody else sees it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub was_there: Option<bool>,
    }
}

response! {
    /// An enrolment as the person who made it sees it.
    pub struct Enrolment {
        /// Its id.
        pub id: EnrolmentId,
        /// Which session.
        pub session: Session,
        /// Which opportunity.
        pub opportunity_id: OpportunityId,
        /// The opportunity's title.
        pub title: LocalizedText,
        /// Where it stands.
        pub state: EnrolmentState,
        /// Who ended it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub cancelled_by: Option<CancelledBy>,
        /// For whom.
        pub people: Vec<EnrolledPerson>,
        /// While waiting: how many entries stand before it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub ahead: Option<u32>,
        /// While offered: until when the places are kept.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub offer_expires_at: Option<DateTime<Utc>>,
        /// While the e-mail address is not confirmed: until when the places are kept.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub confirm_until: Option<DateTime<Utc>>,
        /// What the host may know.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub message: Option<String>,
        /// Whether a host that sees numbers only sees the name.
        pub share_name: bool,
        /// When it was made.
        pub created_at: DateTime<Utc>,
    }
}

response! {
    /// An enrolment as the host sees it: a first name and how many. Schools and companies see only
    /// those that the person shared.
    pub struct HostEnrolment {
        /// Its id.
        pub id: EnrolmentId,
        /// Where it stands.
        pub state: EnrolmentState,
        /// First name; absent when a school or company lets an entry pass that was not shared.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub first_name: Option<String>,
        /// Companions besides that person.
        pub companions: u32,
        /// Places it takes or waits for.
        pub places: u32,
        /// What the person chose to tell.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub message: Option<String>,
        /// Place in the queue, 1 is next; only while waiting.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub position: Option<u32>,
        /// Until when an offer stands.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub offer_expires_at: Option<DateTime<Utc>>,
        /// Why a host let it pass others.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub promoted_because: Option<String>,
    }
}

response! {
    /// Numbers of a session.
    pub struct SessionNumbers {
        /// Which session.
        pub session_id: SessionId,
        /// How many fit; absent for drop in.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub capacity: Option<u32>,
        /// Places taken.
        pub enrolled: u32,
        /// Places offered.
        pub offered: u32,
        /// Places waited for.
        pub waiting: u32,
        /// How many came.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub head_count: Option<u32>,
    }
}

response! {
    /// The list of a session for its host.
    pub struct SessionEnrolments {
        /// Numbers.
        pub numbers: SessionNumbers,
        /// A page of the entries: enrolled, offered, then the queue in order. Schools and companies
        /// get those that were shared, machines none: the numbers hold all.
        pub items: Vec<HostEnrolment>,
        /// Give this back as `cursor` for the next page; absent on the last.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub next_cursor: Option<String>,
    }
}

/// Which page of the list of a session is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SessionEnrolmentQuery {
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Items per page, 1 to 100; 100 when left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", param(minimum = 1, maximum = 100))]
    pub limit: Option<u32>,
}

request! {
    /// The host lets a waiting entry pass others; the reason stays with it.
    pub struct PromoteRequest {
        /// Why, 5 to 500 characters.
        pub reason: String,
    }
}

request! {
    /// The person says whether they were there.
    pub struct WasThere {
        /// Who: oneself or a child.
        pub person_id: PersonId,
        /// Yes, no, or `null` to take it back.
        pub was_there: Option<bool>,
    }
}

request! {
    /// Leaves with the token of the mail.
    pub struct LeaveByToken {
        /// The token.
        pub token: String,
    }
}

response! {
    /// After leaving by token: enough to say what was left, and no more.
    pub struct LeftByToken {
        /// The opportunity.
        pub opportunity_id: OpportunityId,
        /// Its title.
        pub title: LocalizedText,
        /// When it would have been.
        pub starts_at: DateTime<Utc>,
        /// Where it stands now.
        pub state: EnrolmentState,
    }
}

vocabulary! {
    /// A part of one's agenda.
    AgendaPart {
        /// Enrolled or offered, not over; and what the host or the cancelling of its session ended,
        /// until it would have begun.
        Coming => "coming",
        /// On a waiting list, not over.
        Waiting => "waiting",
        /// Everything else: over, left, lapsed.
        Past => "past",
    }
}

/// Which of my enrolments.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AgendaQuery {
    /// Only this part.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub part: Option<AgendaPart>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Items per page, 1 to 100; 20 when left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", param(minimum = 1, maximum = 100))]
    pub limit: Option<u32>,
}
