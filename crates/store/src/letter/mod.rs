//! What letters need to know, read when they leave: one query or two for each.

mod alternatives;
mod network;
mod signature;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_core::person::{age_band, email_key};
use goesting_types::enrolment::EnrolmentState;
use goesting_types::ids::{ActorId, EnrolmentId, InvitationId, OpportunityId, PersonId, SessionId};
use goesting_types::lang::Lang;
use goesting_types::opportunity::{ActorPart, OpportunityContent, OpportunityState};
use goesting_types::person::AgeBand;
use goesting_types::place::Place;
use goesting_types::session::SessionState;
use goesting_types::text::LocalizedText;

pub use alternatives::{Alternative, alternatives};
pub use network::{
    ClaimFacts, ParticipationFacts, ReportFacts, asked_to_share, claim_facts, participation_facts,
    report_facts, without_steward,
};
pub use signature::{About, Signature, signature};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{instant, stamp, value, word};
use crate::schema::{
    account, actor, enrolment, enrolment_seat, invitation, opportunity, opportunity_actor, person,
    session,
};

/// Who a letter is to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// First name.
    pub first_name: String,
    /// Their language.
    pub lang: Lang,
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

/// What letters about an enrolment tell.
#[derive(Debug, Clone, PartialEq)]
pub struct EnrolmentFacts {
    /// Whose it is.
    pub made_by: PersonId,
    /// How they are written to.
    pub reader: Reader,
    /// Where it stands now.
    pub state: EnrolmentState,
    /// How many places.
    pub places: u32,
    /// Those it is for, by first name.
    pub people: Vec<Comer>,
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

/// Somebody an enrolment is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comer {
    /// Who.
    pub id: PersonId,
    /// First name.
    pub first_name: String,
    /// Year of birth.
    pub birth_year: i32,
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

/// The enrolment whose places this person loses first when they do not confirm their address.
pub fn held_enrolment(
    conn: &mut Conn,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Option<EnrolmentId>, StoreError> {
    let id: Option<Key> = enrolment::table
        .filter(enrolment::person_id.eq(Key::from(person)))
        .filter(enrolment::state.eq(EnrolmentState::Enrolled.as_str()))
        .filter(enrolment::confirm_until.gt(stamp(now)))
        .order((enrolment::confirm_until, enrolment::id))
        .select(enrolment::id)
        .first(conn)
        .optional()?;
    Ok(id.map(EnrolmentId::from))
}

/// An enrolment of who has this address. It may have changed hands since a letter was posted.
pub fn enrolment_facts(
    conn: &mut Conn,
    id: EnrolmentId,
    recipient: &str,
) -> Result<Option<EnrolmentFacts>, StoreError> {
    type Row = (EntryRow, Key, (String, String), SessionRow, (Key, String));
    let row: Option<Row> = enrolment::table
        .inner_join(person::table.inner_join(account::table))
        .inner_join(session::table.inner_join(opportunity::table))
        .filter(enrolment::id.eq(Key::from(id)))
        .filter(account::email_key.eq(email_key(recipient)))
        .select((
            (
                enrolment::state,
                enrolment::places,
                enrolment::position,
                enrolment::offer_expires_at,
                enrolment::confirm_until,
            ),
            person::id,
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
    let Some((entry, made_by, reader, session, (opportunity_id, content))) = row else {
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
    let people: Vec<(Key, String, i32)> = enrolment_seat::table
        .inner_join(person::table)
        .filter(enrolment_seat::enrolment_id.eq(Key::from(id)))
        .order((person::first_name, person::id))
        .select((person::id, person::first_name, person::birth_year))
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
        made_by: made_by.into(),
        reader: named(reader)?,
        state,
        places: u32::try_from(places).map_err(|why| StoreError::corrupt("places", why))?,
        people: people
            .into_iter()
            .map(|(id, first_name, birth_year)| Comer {
                id: id.into(),
                first_name,
                birth_year,
            })
            .collect(),
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
    /// First name of who invites, if they are of age; gone when their account is.
    pub inviter: Option<String>,
    /// Which actor.
    pub actor_id: ActorId,
    /// Its name.
    pub actor: String,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
}

/// An invitation that was not accepted yet, as it is told on `today`. It goes to any address: a minor
/// who invites is not named.
pub fn invitation_facts(
    conn: &mut Conn,
    id: InvitationId,
    today: NaiveDate,
) -> Result<Option<InvitationFacts>, StoreError> {
    type Row = (Option<String>, Option<i32>, Key, String, NaiveDateTime);
    let row: Option<Row> = invitation::table
        .inner_join(actor::table)
        .left_join(person::table)
        .filter(invitation::id.eq(Key::from(id)))
        .filter(invitation::accepted_at.is_null())
        .select((
            person::first_name.nullable(),
            person::birth_year.nullable(),
            actor::id,
            actor::name,
            invitation::expires_at,
        ))
        .get_result(conn)
        .optional()?;
    let of_age = |year| age_band(year, today) == AgeBand::Adult;
    Ok(row.map(
        |(inviter, born, actor_id, actor, expires_at)| InvitationFacts {
            inviter: inviter.filter(|_| born.is_some_and(of_age)),
            actor_id: actor_id.into(),
            actor,
            expires_at: instant(expires_at),
        },
    ))
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
