//! The stream of public facts. A row is written in the transaction of the fact it tells.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_types::ids::{ActorId, EcosystemId, OpportunityId};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::stamp;
use crate::schema::change;

/// What a change is about. Never a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entity {
    /// An opportunity, its sessions and places included.
    Opportunity(OpportunityId),
    /// An actor.
    Actor(ActorId),
    /// An ecosystem, its participations included.
    Ecosystem(EcosystemId),
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Happened {
    /// It is new, or says something else.
    Edited,
    /// It moved in its life: opened, paused, closed.
    Moved,
    /// Its sessions changed.
    Sessions,
    /// Places were taken or freed.
    Places,
}

impl Happened {
    /// The word as it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Moved => "moved",
            Self::Sessions => "sessions",
            Self::Places => "places",
        }
    }
}

/// Appends a fact.
pub fn append(
    conn: &mut Conn,
    entity: Entity,
    happened: Happened,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (kind, id) = match entity {
        Entity::Opportunity(id) => ("opportunity", Key::from(id)),
        Entity::Actor(id) => ("actor", Key::from(id)),
        Entity::Ecosystem(id) => ("ecosystem", Key::from(id)),
    };
    diesel::insert_into(change::table)
        .values((
            change::entity.eq(kind),
            change::entity_id.eq(id),
            change::operation.eq(happened.as_str()),
            change::at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}
