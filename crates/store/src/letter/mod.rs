//! What letters need to know, read when they leave: one query or two for each.

mod network;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_core::person::email_key;
use goesting_types::actor::Contact;
use goesting_types::enrolment::EnrolmentState;
use goesting_types::ids::{EnrolmentId, InvitationId, OpportunityId, PersonId, SessionId};
use goesting_types::lang::Lang;
use goesting_types::opportunity::{ActorPart, OpportunityContent, OpportunityState};
use goesting_types::place::Place;
use goesting_types::session::SessionState;
use goesting_types::text::LocalizedText;

pub use network::{
    ClaimFacts, ParticipationFacts, ReportFacts, asked_to_share, claim_facts, participation_facts,
    report_facts,
};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{instant, stamp, value, word};
use crate::schema::{
    account, actor, ecosystem, enrolment, enrolment_seat, invitation, opportunity,
    opportunity_actor, participation, person, session, session_places,
};

/// Who a letter is to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// First name.
    pub first_name: String,
    /// Their language.
    pub lang: Lang,
}

/// Who signs, and whom to phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The ecosystem's name.
    pub name: String,
    /// How to reach it.
    pub contact: Contact,
}

/// The person, while they have an account.
pub fn reader(conn: &mut Conn, id: PersonId) -> Result<Option<Reader>, StoreError> {
    let row: Option<(String, String)> = person::table
        .inner_join(account::table)
        .filter(person::id.eq(Key::from(id)))
        .select((person::first_name, person::lang))
        .get_result(conn)
        .optional()?;
    row.map(named).transpose()
}

fn named((first_name, lang): (String, String)) -> Result<Reader, StoreError> {
    Ok(Reader {
        first_name,
        lang: word("language", &lang)?,
    })
}

/// The reader behind an address, if it has an account.
pub fn reader_at(conn: &mut Conn, email: &str) -> Result<Option<Reader>, StoreError> {
    let row: Option<(String, String)> = person::table
        .inner_join(account::table)
        .filter(account::email_key.eq(email_key(email)))
        .select((person::first_name, person::lang))
        .get_result(conn)
        .optional()?;
    row.map(named).transpose()
}

/// The ecosystem that signs for an opportunity: one its lead takes part in; without an opportunity
/// or such a one, the oldest.
pub fn signature(
    conn: &mut Conn,
    about: Option<OpportunityId>,
) -> Result<Option<Signature>, StoreError> {
    let of_lead: Option<(String, String)> = match about {
        None => None,
        Some(id) => opportunity_actor::table
            .inner_join(
                participation::table.on(participation::actor_id.eq(opportunity_actor::actor_id)),
            )
            .inner_join(ecosystem::table.on(ecosystem::id.eq(participation::ecosystem_id)))
            .filter(opportunity_actor::opportunity_id.eq(Key::from(id)))
            .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
            .order(ecosystem::created_at)
            .select((ecosystem::name, ecosystem::contact))
            .first(conn)
            .optional()?,
    };
    let row = match of_lead {
        Some(row) => Some(row),
        None => ecosystem::table
            .order((ecosystem::created_at, ecosystem::id))
            .select((ecosystem::name, ecosystem::contact))
            .first(conn)
            .optional()?,
    };
    row.map(|(name, contact)| {
        Ok(Signature {
            name,
            contact: value("contact", &contact)?,
        })
    })
    .transpose()
}

/// What letters about an enrolment tell.
#[derive(Debug, Clone, PartialEq)]
pub struct EnrolmentFacts {
    /// Who made it.
    pub reader: Reader,
    /// Where it stands now.
    pub state: EnrolmentState,
    /// How many places.
    pub places: u32,
    /// First names of those it is for.
    pub names: Vec<String>,
    /// While waiting: entries before it.
    pub ahead: i64,
    /// Until when an offer stands.
    pub offer_expires_at: Option<DateTime<Utc>>,
    /// Until when the address must be confirmed.
    pub confirm_until: Option<DateTime<Utc>>,
    /// The session.
    pub session: SessionFacts,
    /// The opportunity.
    pub opportunity_id: OpportunityId,
    /// What it says of itself.
    pub content: OpportunityContent,
}

/// What letters tell of a session.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionFacts {
    /// Its id.
    pub id: SessionId,
    /// Where it stands.
    pub state: SessionState,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// Wall time of the start.
    pub local_start: NaiveDateTime,
    /// Wall time of the end.
    pub local_end: NaiveDateTime,
    /// IANA zone.
    pub zone: String,
    /// Another place than the opportunity's.
    pub place: Option<Place>,
    /// The host's word.
    pub message: Option<String>,
}

#[derive(Queryable)]
struct EntryRow {
    state: String,
    places: i32,
    position: i64,
    offer_expires_at: Option<NaiveDateTime>,
    confirm_until: Option<NaiveDateTime>,
}

#[derive(Queryable)]
struct SessionRow {
    id: Key,
    state: String,
    starts_at: NaiveDateTime,
    local_start: NaiveDateTime,
    local_end: NaiveDateTime,
    zone: String,
    place: Option<String>,
    message: Option<String>,
}

impl TryFrom<SessionRow> for SessionFacts {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        let SessionRow {
            id,
            state,
            starts_at,
            local_start,
            local_end,
            zone,
            place,
            message,
        } = row;
        Ok(Self {
            id: id.into(),
            state: word("session state", &state)?,
            starts_at: instant(starts_at),
            local_start,
            local_end,
            zone,
            place: place.map(|place| value("place", &place)).transpose()?,
            message,
        })
    }
}

/// An enrolment whose maker still has an account.
pub fn enrolment_facts(
    conn: &mut Conn,
    id: EnrolmentId,
) -> Result<Option<EnrolmentFacts>, StoreError> {
    type Row = (EntryRow, (String, String), SessionRow, (Key, String));
    let row: Option<Row> = enrolment::table
        .inner_join(person::table)
        .inner_join(session::table.inner_join(opportunity::table))
        .filter(enrolment::id.eq(Key::from(id)))
        .select((
            (
                enrolment::state,
                enrolment::places,
                enrolment::position,
                enrolment::offer_expires_at,
                enrolment::confirm_until,
            ),
            (person::first_name, person::lang),
            (
                session::id,
                session::state,
                session::starts_at,
                session::local_start,
                session::local_end,
                session::zone,
                session::place,
                session::message,
            ),
            (opportunity::id, opportunity::content),
        ))
        .get_result(conn)
        .optional()?;
    let Some((entry, reader, session, (opportunity_id, content))) = row else {
        return Ok(None);
    };
    let EntryRow {
        state,
        places,
        position,
        offer_expires_at,
        confirm_until,
    } = entry;
    let state: EnrolmentState = word("enrolment state", &state)?;
    let names = enrolment_seat::table
        .inner_join(person::table)
        .filter(enrolment_seat::enrolment_id.eq(Key::from(id)))
        .order(person::first_name)
        .select(person::first_name)
        .load(conn)?;
    let ahead = if state == EnrolmentState::Waitlisted {
        enrolment::table
            .filter(enrolment::session_id.eq(session.id))
            .filter(enrolment::state.eq(EnrolmentState::Waitlisted.as_str()))
            .filter(enrolment::position.lt(position))
            .count()
            .get_result(conn)?
    } else {
        0
    };
    Ok(Some(EnrolmentFacts {
        reader: named(reader)?,
        state,
        places: u32::try_from(places).map_err(|why| StoreError::corrupt("places", why))?,
        names,
        ahead,
        offer_expires_at: offer_expires_at.map(instant),
        confirm_until: confirm_until.map(instant),
        session: session.try_into()?,
        opportunity_id: opportunity_id.into(),
        content: value("opportunity", &content)?,
    }))
}

/// What an invitation tells: who invites, and for which actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationFacts {
    /// First name of who invites; gone when their account is.
    pub inviter: Option<String>,
    /// The actor's name.
    pub actor: String,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
}

/// An invitation that was not accepted yet.
pub fn invitation_facts(
    conn: &mut Conn,
    id: InvitationId,
) -> Result<Option<InvitationFacts>, StoreError> {
    let row: Option<(Option<String>, String, NaiveDateTime)> = invitation::table
        .inner_join(actor::table)
        .left_join(person::table)
        .filter(invitation::id.eq(Key::from(id)))
        .filter(invitation::accepted_at.is_null())
        .select((
            person::first_name.nullable(),
            actor::name,
            invitation::expires_at,
        ))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(inviter, actor, expires_at)| InvitationFacts {
        inviter,
        actor,
        expires_at: instant(expires_at),
    }))
}

/// What letters about an opportunity tell its hosts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpportunityFacts {
    /// Its title.
    pub title: LocalizedText,
    /// Name of the actor that answers for it.
    pub lead: String,
    /// Where it stands.
    pub state: OpportunityState,
    /// Why a facilitator gave it back.
    pub returned_because: Option<String>,
}

/// An opportunity.
pub fn opportunity_facts(
    conn: &mut Conn,
    id: OpportunityId,
) -> Result<Option<OpportunityFacts>, StoreError> {
    let row: Option<(String, String, String, Option<String>)> = opportunity::table
        .inner_join(opportunity_actor::table.inner_join(actor::table))
        .filter(opportunity::id.eq(Key::from(id)))
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .select((
            opportunity::content,
            actor::name,
            opportunity::state,
            opportunity::returned_because,
        ))
        .get_result(conn)
        .optional()?;
    row.map(|(content, lead, state, returned_because)| {
        let content: OpportunityContent = value("opportunity", &content)?;
        Ok(OpportunityFacts {
            title: content.title,
            lead,
            state: word("opportunity state", &state)?,
            returned_because,
        })
    })
    .transpose()
}

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

/// At most three sessions to propose instead of a cancelled one: coming ones of the same
/// opportunity first, then of others of the same lead. One can still sign up for each, and it has
/// places left for as many people.
pub fn alternatives(
    conn: &mut Conn,
    instead_of: &EnrolmentFacts,
    now: DateTime<Utc>,
) -> Result<Vec<Alternative>, StoreError> {
    let mut found = proposed(conn, instead_of, true, PROPOSED, now)?;
    if found.len() < PROPOSED {
        let more = PROPOSED - found.len();
        found.extend(proposed(conn, instead_of, false, more, now)?);
    }
    Ok(found)
}

/// The first sessions with places, of the same opportunity or of the others of its lead.
fn proposed(
    conn: &mut Conn,
    instead_of: &EnrolmentFacts,
    same: bool,
    most: usize,
    now: DateTime<Utc>,
) -> Result<Vec<Alternative>, StoreError> {
    let this = Key::from(instead_of.opportunity_id);
    let at = stamp(now);
    let places = i32::try_from(instead_of.places).unwrap_or(i32::MAX);
    let taken = session_places::enrolled + session_places::offered;
    let coming = [
        SessionState::Planned.as_str(),
        SessionState::Changed.as_str(),
    ];
    let mut query = session::table
        .inner_join(opportunity::table)
        .inner_join(session_places::table)
        .filter(opportunity::state.eq(OpportunityState::Open.as_str()))
        .filter(session::state.eq_any(coming))
        .filter(session::starts_at.gt(at))
        // Drop-in, or open for sign-up, with room, and nobody before one in the queue.
        .filter(
            session_places::capacity
                .is_null()
                .nullable()
                .or((taken + places)
                    .nullable()
                    .le(session_places::capacity)
                    .and(session_places::waiting.eq(0).nullable())
                    .and(session::sign_up_until.gt(at).nullable())),
        )
        .order((session::starts_at, session::id))
        .limit(i64::try_from(most).unwrap_or_default())
        .select((
            opportunity::id,
            opportunity::content,
            session::local_start,
            session::place,
        ))
        .into_boxed();
    query = if same {
        query.filter(session::opportunity_id.eq(this))
    } else {
        let leads: Vec<Key> = opportunity_actor::table
            .filter(opportunity_actor::opportunity_id.eq(this))
            .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
            .select(opportunity_actor::actor_id)
            .load(conn)?;
        let theirs = opportunity_actor::table
            .filter(opportunity_actor::actor_id.eq_any(leads))
            .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
            .filter(opportunity_actor::opportunity_id.ne(this))
            .select(opportunity_actor::opportunity_id);
        query.filter(session::opportunity_id.eq_any(theirs))
    };
    let rows: Vec<(Key, String, NaiveDateTime, Option<String>)> = query.load(conn)?;
    rows.into_iter()
        .map(|(id, content, local_start, place)| {
            let content: OpportunityContent = value("opportunity", &content)?;
            let other: Option<Place> = place.map(|place| value("place", &place)).transpose()?;
            let place = other.as_ref().or_else(|| content.whereabouts.place());
            let place =
                place.and_then(|place| place.name.clone().or_else(|| place.locality.clone()));
            Ok(Alternative {
                opportunity_id: id.into(),
                title: content.title,
                local_start,
                place: place.unwrap_or_default(),
            })
        })
        .collect()
}
