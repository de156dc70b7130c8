//! Actors as a source names them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_core::fold::fold_key;
use goesting_core::import::{ExternalId, ImportedActor};
use goesting_types::actor::{ActorState, ExternalCodes};
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::opportunity::{ActorPart, OriginKind};
use goesting_types::territory::TerritoryId;

use crate::StoreError;
use crate::change::{self, Entity, Happened};
use crate::conn::Conn;
use crate::key::Key;
use crate::opportunity::{NewActor, invite};
use crate::rows::{document, stamp, word};
use crate::schema::{actor, actor_origin, opportunity_actor};

/// The actor that a source knows under this id.
pub fn find(
    conn: &mut Conn,
    kind: OriginKind,
    id: &ExternalId,
) -> Result<Option<ActorId>, StoreError> {
    let found: Option<Key> = actor_origin::table
        .find((kind.as_str(), id.as_str()))
        .select(actor_origin::actor_id)
        .get_result(conn)
        .optional()?;
    Ok(found.map(Into::into))
}

/// An unclaimed actor with the same name in the same municipality. One that people act for is
/// never taken for another's.
pub fn namesake(conn: &mut Conn, imported: &ImportedActor) -> Result<Option<ActorId>, StoreError> {
    let mut query = actor::table
        .filter(actor::name_key.eq(fold_key(&imported.name)))
        .filter(actor::state.eq(ActorState::Unclaimed.as_str()))
        .into_boxed();
    query = match &imported.territory {
        Some(territory) => query.filter(actor::territory.eq(territory.as_str())),
        None => query.filter(actor::territory.is_null()),
    };
    let found: Option<Key> = query
        .order(actor::id)
        .select(actor::id)
        .first(conn)
        .optional()?;
    Ok(found.map(Into::into))
}

/// Makes an unclaimed actor. It needs no participation (DOMAIN §2).
pub fn create(
    conn: &mut Conn,
    imported: &ImportedActor,
    now: DateTime<Utc>,
) -> Result<ActorId, StoreError> {
    let id = ActorId::new();
    diesel::insert_into(actor::table)
        .values((
            actor::id.eq(Key::from(id)),
            actor::kind.eq(imported.kind.as_str()),
            actor::state.eq(ActorState::Unclaimed.as_str()),
            actor::name.eq(&imported.name),
            actor::name_key.eq(fold_key(&imported.name)),
            actor::about.eq(document("actor about", &imported.about)?),
            actor::territory.eq(imported.territory.as_ref().map(TerritoryId::as_str)),
            actor::contact.eq(document("actor contact", &imported.contact)?),
            actor::codes.eq(document("actor codes", &ExternalCodes::default())?),
            actor::version.eq(1),
            actor::created_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    change::append(conn, Entity::Actor(id), Happened::Edited, now)?;
    Ok(id)
}

/// Takes over what the source says, unless people act for the actor: then it is theirs. Says
/// whether it did.
pub fn refresh(
    conn: &mut Conn,
    id: ActorId,
    imported: &ImportedActor,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let unclaimed = actor::table
        .find(Key::from(id))
        .filter(actor::state.eq(ActorState::Unclaimed.as_str()));
    let taken = diesel::update(unclaimed)
        .set((
            actor::kind.eq(imported.kind.as_str()),
            actor::name.eq(&imported.name),
            actor::name_key.eq(fold_key(&imported.name)),
            actor::about.eq(document("actor about", &imported.about)?),
            actor::territory.eq(imported.territory.as_ref().map(TerritoryId::as_str)),
            actor::contact.eq(document("actor contact", &imported.contact)?),
            actor::version.eq(actor::version + 1),
        ))
        .execute(conn)?;
    if taken > 0 {
        change::append(conn, Entity::Actor(id), Happened::Edited, now)?;
    }
    Ok(taken > 0)
}

/// Notes under which id a source knows an actor.
pub fn link(
    conn: &mut Conn,
    kind: OriginKind,
    id: &ExternalId,
    actor: ActorId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(actor_origin::table)
        .values((
            actor_origin::kind.eq(kind.as_str()),
            actor_origin::external_id.eq(id.as_str()),
            actor_origin::actor_id.eq(Key::from(actor)),
            actor_origin::content_hash.eq(Vec::<u8>::new()),
            actor_origin::seen_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives an opportunity another lead; who was it before no longer takes part.
pub fn set_lead(
    conn: &mut Conn,
    id: OpportunityId,
    lead: ActorId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let of_it =
        opportunity_actor::table.filter(opportunity_actor::opportunity_id.eq(Key::from(id)));
    diesel::delete(of_it.filter(opportunity_actor::part.eq(ActorPart::Lead.as_str())))
        .execute(conn)?;
    diesel::delete(of_it.filter(opportunity_actor::actor_id.eq(Key::from(lead)))).execute(conn)?;
    invite(conn, id, &NewActor::lead(lead), now)
}

/// Whether nobody acts for it yet.
pub fn is_unclaimed(conn: &mut Conn, id: ActorId) -> Result<bool, StoreError> {
    let state: String = actor::table
        .find(Key::from(id))
        .select(actor::state)
        .get_result(conn)?;
    Ok(word::<ActorState>("actor state", &state)? == ActorState::Unclaimed)
}
