//! The actors of opportunities.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use goesting_types::actor::{ActorKind, ActorState, ActorSummary};
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::opportunity::{ActorPart, OpportunityActor};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::{CHUNK, Key, keys};
use crate::rows::{stamp, word};
use crate::schema::{account, actor, actor_member, opportunity, opportunity_actor};

/// Actors by opportunity.
pub type Actors = HashMap<OpportunityId, Vec<OpportunityActor>>;

/// An actor of an opportunity to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewActor {
    /// The actor.
    pub actor_id: ActorId,
    /// As what.
    pub part: ActorPart,
    /// How it is named.
    pub credit: Option<String>,
    /// Whether it said yes.
    pub accepted: bool,
}

impl NewActor {
    /// Who answers for it.
    pub const fn lead(actor_id: ActorId) -> Self {
        Self {
            actor_id,
            part: ActorPart::Lead,
            credit: None,
            accepted: true,
        }
    }
}

/// Who answers for an opportunity, and what is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The actor.
    pub actor_id: ActorId,
    /// What sort.
    pub kind: ActorKind,
    /// Whether it opened another one before.
    pub opened_before: bool,
}

pub(super) fn insert(
    conn: &mut Conn,
    id: OpportunityId,
    new: &NewActor,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let NewActor {
        actor_id,
        part,
        credit,
        accepted,
    } = new;
    diesel::insert_into(opportunity_actor::table)
        .values((
            opportunity_actor::opportunity_id.eq(Key::from(id)),
            opportunity_actor::actor_id.eq(Key::from(*actor_id)),
            opportunity_actor::part.eq(part.as_str()),
            opportunity_actor::credit.eq(credit.as_deref()),
            opportunity_actor::accepted_at.eq(accepted.then(|| stamp(now))),
        ))
        .execute(conn)?;
    Ok(())
}

/// The actors of these opportunities, the lead first; those that did not say yes yet too.
pub fn actors(conn: &mut Conn, ids: &[OpportunityId]) -> Result<Actors, StoreError> {
    type Row = (Key, Key, String, String, String, Option<String>, bool);
    let mut found = Actors::new();
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<Row> = opportunity_actor::table
            .inner_join(actor::table)
            .filter(opportunity_actor::opportunity_id.eq_any(keys(ids)))
            .order((actor::name_key, actor::id))
            .select((
                opportunity_actor::opportunity_id,
                actor::id,
                actor::kind,
                actor::name,
                opportunity_actor::part,
                opportunity_actor::credit,
                opportunity_actor::accepted_at.is_not_null(),
            ))
            .load(conn)?;
        for (opportunity, id, kind, name, part, credit, accepted) in rows {
            let one = OpportunityActor {
                actor: ActorSummary {
                    id: id.into(),
                    kind: word("actor kind", &kind)?,
                    name,
                },
                part: word("actor part", &part)?,
                credit,
                accepted,
            };
            found.entry(opportunity.into()).or_default().push(one);
        }
    }
    for actors in found.values_mut() {
        actors.sort_by_key(|one| one.part);
    }
    Ok(found)
}

/// Adds an actor that is still to say yes, or did.
pub fn invite(
    conn: &mut Conn,
    id: OpportunityId,
    new: &NewActor,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    insert(conn, id, new, now)
}

/// The actor says yes. Saying it twice changes nothing.
pub fn accept(
    conn: &mut Conn,
    id: OpportunityId,
    actor_id: ActorId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(
        opportunity_actor::table
            .find((Key::from(id), Key::from(actor_id)))
            .filter(opportunity_actor::accepted_at.is_null()),
    )
    .set(opportunity_actor::accepted_at.eq(stamp(now)))
    .execute(conn)?;
    Ok(())
}

/// Takes an actor off, unless it leads.
pub fn leave(conn: &mut Conn, id: OpportunityId, actor_id: ActorId) -> Result<(), StoreError> {
    diesel::delete(
        opportunity_actor::table
            .find((Key::from(id), Key::from(actor_id)))
            .filter(opportunity_actor::part.ne(ActorPart::Lead.as_str())),
    )
    .execute(conn)?;
    Ok(())
}

/// Lets one that makes it together with its lead answer for it from now on; the lead goes.
pub fn hand_over(
    conn: &mut Conn,
    id: OpportunityId,
    from: ActorId,
    to: ActorId,
) -> Result<(), StoreError> {
    // One lead each: the old one goes first.
    diesel::delete(opportunity_actor::table.find((Key::from(id), Key::from(from))))
        .execute(conn)?;
    diesel::update(opportunity_actor::table.find((Key::from(id), Key::from(to))))
        .set(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .execute(conn)?;
    Ok(())
}

/// Who answers for it.
pub fn lead(conn: &mut Conn, id: OpportunityId) -> Result<Lead, StoreError> {
    let (actor_id, kind): (Key, String) = opportunity_actor::table
        .inner_join(actor::table)
        .filter(opportunity_actor::opportunity_id.eq(Key::from(id)))
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .select((actor::id, actor::kind))
        .get_result(conn)?;
    let opened_before: bool = diesel::select(exists(
        opportunity_actor::table
            .inner_join(opportunity::table)
            .filter(opportunity_actor::actor_id.eq(actor_id))
            .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
            .filter(opportunity::opened_at.is_not_null())
            .filter(opportunity::id.ne(Key::from(id))),
    ))
    .get_result(conn)?;
    Ok(Lead {
        actor_id: actor_id.into(),
        kind: word("actor kind", &kind)?,
        opened_before,
    })
}

/// Those of these opportunities for whose lead nobody acts: people sign up for them elsewhere.
pub fn unclaimed(
    conn: &mut Conn,
    ids: &[OpportunityId],
) -> Result<HashSet<OpportunityId>, StoreError> {
    let mut found = HashSet::new();
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<Key> = opportunity_actor::table
            .inner_join(actor::table)
            .filter(opportunity_actor::opportunity_id.eq_any(keys(ids)))
            .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
            .filter(actor::state.eq(ActorState::Unclaimed.as_str()))
            .select(opportunity_actor::opportunity_id)
            .load(conn)?;
        found.extend(rows.into_iter().map(OpportunityId::from));
    }
    Ok(found)
}

/// The confirmed addresses of those who act for its lead: whoever hears what a facilitator decided.
pub fn told_about(conn: &mut Conn, id: OpportunityId) -> Result<Vec<String>, StoreError> {
    Ok(opportunity_actor::table
        .inner_join(actor_member::table.on(actor_member::actor_id.eq(opportunity_actor::actor_id)))
        .inner_join(account::table.on(account::person_id.eq(actor_member::person_id)))
        .filter(opportunity_actor::opportunity_id.eq(Key::from(id)))
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .filter(account::email_verified_at.is_not_null())
        .select(account::email)
        .order(account::email_key)
        .load(conn)?)
}
