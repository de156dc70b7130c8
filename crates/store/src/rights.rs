//! How a caller stands to a thing: the facts behind [`goesting_core::policy`].

use diesel::dsl::exists;
use diesel::prelude::*;
use goesting_core::policy::{Caller, Relation, Relations};
use goesting_types::actor::MemberRole;
use goesting_types::ids::{ActorId, EcosystemId, OpportunityId, PersonId, SessionId};
use goesting_types::opportunity::ActorPart;

use crate::conn::Conn;
use crate::key::Key;
use crate::rows::word;
use crate::schema::{actor_member, facilitator, guardianship, opportunity_actor, session};
use crate::{StoreError, api_client, ecosystem};

/// How the caller stands to an actor: steward, host (a steward is one too), or its program, unless
/// that was revoked.
pub fn to_actor(conn: &mut Conn, caller: &Caller, id: ActorId) -> Result<Relations, StoreError> {
    match caller {
        Caller::Anonymous => Ok(Relations::NONE),
        Caller::Client(client) => {
            let owns = client.actor_id == id && !api_client::is_revoked(conn, client.id)?;
            Ok(Relations::NONE.with_if(owns, Relation::OwnActor))
        }
        Caller::Person(person) => {
            let role: Option<String> = actor_member::table
                .find((Key::from(id), Key::from(person.id)))
                .select(actor_member::role)
                .get_result(conn)
                .optional()?;
            let role = role
                .map(|role| word::<MemberRole>("member role", &role))
                .transpose()?;
            Ok(Relations::NONE
                .with_if(role == Some(MemberRole::Steward), Relation::Steward)
                .with_if(role.is_some(), Relation::Host))
        }
    }
}

/// How the caller stands to an ecosystem: facilitator or not.
pub fn to_ecosystem(
    conn: &mut Conn,
    caller: &Caller,
    id: EcosystemId,
) -> Result<Relations, StoreError> {
    let Caller::Person(person) = caller else {
        return Ok(Relations::NONE);
    };
    let facilitates: bool = diesel::select(exists(
        facilitator::table.find((Key::from(id), Key::from(person.id))),
    ))
    .get_result(conn)?;
    Ok(Relations::NONE.with_if(facilitates, Relation::Facilitator))
}

/// How the caller stands to an opportunity: host of its lead or a co-owner that said yes, asked to
/// share it, its actor's program, or facilitator of an ecosystem that answers for its lead.
pub fn to_opportunity(
    conn: &mut Conn,
    caller: &Caller,
    id: OpportunityId,
) -> Result<Relations, StoreError> {
    let owner =
        |part: &str| part == ActorPart::Lead.as_str() || part == ActorPart::CoOwner.as_str();
    match caller {
        Caller::Anonymous => Ok(Relations::NONE),
        Caller::Client(client) => {
            let part: Option<String> = opportunity_actor::table
                .find((Key::from(id), Key::from(client.actor_id)))
                .filter(opportunity_actor::accepted_at.is_not_null())
                .select(opportunity_actor::part)
                .get_result(conn)
                .optional()?;
            let owns =
                part.is_some_and(|part| owner(&part)) && !api_client::is_revoked(conn, client.id)?;
            Ok(Relations::NONE.with_if(owns, Relation::OwnActor))
        }
        Caller::Person(person) => {
            let rows: Vec<(String, bool, String)> = opportunity_actor::table
                .inner_join(
                    actor_member::table.on(actor_member::actor_id.eq(opportunity_actor::actor_id)),
                )
                .filter(opportunity_actor::opportunity_id.eq(Key::from(id)))
                .filter(actor_member::person_id.eq(Key::from(person.id)))
                .select((
                    opportunity_actor::part,
                    opportunity_actor::accepted_at.is_not_null(),
                    actor_member::role,
                ))
                .load(conn)?;
            let hosts = rows
                .iter()
                .any(|(part, accepted, _)| *accepted && owner(part));
            let asked = rows
                .iter()
                .any(|(_, accepted, role)| !accepted && role == MemberRole::Steward.as_str());
            Ok(Relations::NONE
                .with_if(hosts, Relation::Host)
                .with_if(asked, Relation::Asked)
                .with_if(
                    facilitates_lead(conn, person.id, id)?,
                    Relation::Facilitator,
                ))
        }
    }
}

/// How the caller stands to the share of an actor in an opportunity: host of the lead, steward of
/// that actor, or neither.
pub fn to_share(
    conn: &mut Conn,
    caller: &Caller,
    id: OpportunityId,
    actor: ActorId,
) -> Result<Relations, StoreError> {
    let speaks = to_actor(conn, caller, actor)?.has(Relation::Steward);
    let hosts = match lead_of(conn, id)? {
        Some(lead) => to_actor(conn, caller, lead)?.has(Relation::Host),
        None => false,
    };
    Ok(Relations::NONE
        .with_if(speaks, Relation::Steward)
        .with_if(hosts, Relation::Host))
}

/// How the caller stands to a session: as to its opportunity.
pub fn to_session(
    conn: &mut Conn,
    caller: &Caller,
    id: SessionId,
) -> Result<(OpportunityId, Relations), StoreError> {
    let opportunity: Key = session::table
        .find(Key::from(id))
        .select(session::opportunity_id)
        .get_result(conn)?;
    let opportunity = opportunity.into();
    Ok((opportunity, to_opportunity(conn, caller, opportunity)?))
}

/// How the caller stands to a child: guardian, while that lasts, or not.
pub fn to_child(conn: &mut Conn, caller: &Caller, id: PersonId) -> Result<Relations, StoreError> {
    let Caller::Person(person) = caller else {
        return Ok(Relations::NONE);
    };
    let guards: bool = diesel::select(exists(
        guardianship::table
            .find((Key::from(person.id), Key::from(id)))
            .filter(guardianship::ended_at.is_null()),
    ))
    .get_result(conn)?;
    Ok(Relations::NONE.with_if(guards, Relation::Guardian))
}

/// How the caller stands to what comes in about an actor, claims on it and reports about what it
/// leads: facilitator of an ecosystem that answers for it ([`ecosystem::answering_for`]), and of
/// which one.
pub fn to_affairs(
    conn: &mut Conn,
    caller: &Caller,
    actor: ActorId,
) -> Result<(Option<EcosystemId>, Relations), StoreError> {
    let facilitated = match caller.person() {
        Some(person) => facilitates(conn, person.id, actor)?,
        None => None,
    };
    let relations = Relations::NONE.with_if(facilitated.is_some(), Relation::Facilitator);
    Ok((facilitated, relations))
}

/// Whether the person facilitates an ecosystem that answers for the lead of this opportunity.
fn facilitates_lead(
    conn: &mut Conn,
    person: PersonId,
    id: OpportunityId,
) -> Result<bool, StoreError> {
    match lead_of(conn, id)? {
        Some(lead) => Ok(facilitates(conn, person, lead)?.is_some()),
        None => Ok(false),
    }
}

/// Who leads an opportunity, if there is such a one.
pub(crate) fn lead_of(conn: &mut Conn, id: OpportunityId) -> Result<Option<ActorId>, StoreError> {
    let lead: Option<Key> = opportunity_actor::table
        .filter(opportunity_actor::opportunity_id.eq(Key::from(id)))
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .select(opportunity_actor::actor_id)
        .get_result(conn)
        .optional()?;
    Ok(lead.map(Into::into))
}

/// The ecosystem that answers for an actor and is facilitated by the person.
fn facilitates(
    conn: &mut Conn,
    person: PersonId,
    actor: ActorId,
) -> Result<Option<EcosystemId>, StoreError> {
    // Most people facilitate nothing.
    let any: bool = diesel::select(exists(
        facilitator::table.filter(facilitator::person_id.eq(Key::from(person))),
    ))
    .get_result(conn)?;
    if !any {
        return Ok(None);
    }
    let answering = ecosystem::answering_for(conn, actor)?;
    ecosystem::facilitated_by(conn, &answering, person)
}
