//! Actors.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;
use goesting_core::actor::Profile;
use goesting_core::ecosystem::covered;
use goesting_core::fold::fold_key;
use goesting_core::reference::territories::BELGIUM;
use goesting_types::actor::{Actor, ActorKind, ActorState, ActorSummary};
use goesting_types::ecosystem::ParticipationState;
use goesting_types::ids::{ActorId, EcosystemId, PersonId};
use goesting_types::opportunity::{ActorPart, OpportunityState};
use goesting_types::territory::TerritoryId;

use crate::StoreError;
use crate::conn::{Conn, MultiBackend};
use crate::key::{Key, keys};
use crate::rows::{document, stamp, value, word};
use crate::schema::{actor, actor_member, opportunity, opportunity_actor, participation};

#[derive(Queryable, Selectable)]
#[diesel(table_name = actor)]
struct Row {
    id: Key,
    kind: String,
    state: String,
    name: String,
    name_key: String,
    about: String,
    territory: Option<String>,
    contact: String,
    codes: String,
    version: i64,
}

/// An actor as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredActor {
    /// Its id.
    pub id: ActorId,
    /// What sort.
    pub kind: ActorKind,
    /// Whether somebody acts for it.
    pub state: ActorState,
    /// What it says of itself.
    pub profile: Profile,
    /// Edit version.
    pub version: i64,
}

impl TryFrom<Row> for StoredActor {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row {
            id,
            kind,
            state,
            name,
            name_key: _,
            about,
            territory,
            contact,
            codes,
            version,
        } = row;
        Ok(Self {
            id: id.into(),
            kind: word("actor kind", &kind)?,
            state: word("actor state", &state)?,
            profile: Profile {
                name,
                about: value("actor about", &about)?,
                territory: territory.map(TerritoryId),
                contact: value("actor contact", &contact)?,
                codes: value("actor codes", &codes)?,
            },
            version,
        })
    }
}

impl StoredActor {
    /// In a few words.
    pub fn summary(&self) -> ActorSummary {
        ActorSummary {
            id: self.id,
            kind: self.kind,
            name: self.profile.name.clone(),
        }
    }

    fn with_open(self, open_opportunities: u32) -> Actor {
        let Self {
            id,
            kind,
            state,
            profile,
            version,
        } = self;
        let Profile {
            name,
            about,
            territory,
            contact,
            codes,
        } = profile;
        Actor {
            id,
            kind,
            state,
            name,
            about,
            territory,
            contact,
            codes,
            open_opportunities,
            version,
        }
    }
}

/// Adds an actor.
pub fn insert(
    conn: &mut Conn,
    id: ActorId,
    kind: ActorKind,
    state: ActorState,
    profile: &Profile,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Profile {
        name,
        about,
        territory,
        contact,
        codes,
    } = profile;
    diesel::insert_into(actor::table)
        .values((
            actor::id.eq(Key::from(id)),
            actor::kind.eq(kind.as_str()),
            actor::state.eq(state.as_str()),
            actor::name.eq(name),
            actor::name_key.eq(fold_key(name)),
            actor::about.eq(document("actor about", about)?),
            actor::territory.eq(territory.as_ref().map(TerritoryId::as_str)),
            actor::contact.eq(document("actor contact", contact)?),
            actor::codes.eq(document("actor codes", codes)?),
            actor::version.eq(1_i64),
            actor::created_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes a profile over `version`; false when it is no longer that version.
pub fn update(
    conn: &mut Conn,
    id: ActorId,
    version: i64,
    profile: &Profile,
) -> Result<bool, StoreError> {
    let Profile {
        name,
        about,
        territory,
        contact,
        codes,
    } = profile;
    let row = actor::table
        .find(Key::from(id))
        .filter(actor::version.eq(version));
    let written = diesel::update(row)
        .set((
            actor::name.eq(name),
            actor::name_key.eq(fold_key(name)),
            actor::about.eq(document("actor about", about)?),
            actor::territory.eq(territory.as_ref().map(TerritoryId::as_str)),
            actor::contact.eq(document("actor contact", contact)?),
            actor::codes.eq(document("actor codes", codes)?),
            actor::version.eq(version.saturating_add(1)),
        ))
        .execute(conn)?;
    Ok(written == 1)
}

/// Moves an actor from one state to the other; false when it was not in `from`.
pub fn set_state(
    conn: &mut Conn,
    id: ActorId,
    from: ActorState,
    to: ActorState,
) -> Result<bool, StoreError> {
    let row = actor::table
        .find(Key::from(id))
        .filter(actor::state.eq(from.as_str()));
    let moved = diesel::update(row)
        .set(actor::state.eq(to.as_str()))
        .execute(conn)?;
    Ok(moved == 1)
}

/// Makes this unit of work wait for others that changed the actor's people or participations, and
/// others for this one. Reads after it see what they left.
pub fn lock(conn: &mut Conn, id: ActorId) -> Result<(), StoreError> {
    let locked = diesel::update(actor::table.find(Key::from(id)))
        .set(actor::version.eq(actor::version))
        .execute(conn)?;
    if locked == 1 {
        Ok(())
    } else {
        Err(StoreError::NotFound)
    }
}

/// One actor.
pub fn find(conn: &mut Conn, id: ActorId) -> Result<StoredActor, StoreError> {
    actor::table
        .find(Key::from(id))
        .select(Row::as_select())
        .get_result(conn)
        .map_err(StoreError::from)?
        .try_into()
}

/// Several actors in a few words; those that are gone are left out.
pub fn summaries(
    conn: &mut Conn,
    ids: &[ActorId],
) -> Result<HashMap<ActorId, ActorSummary>, StoreError> {
    let rows: Vec<(Key, String, String)> = actor::table
        .filter(actor::id.eq_any(keys(ids)))
        .select((actor::id, actor::kind, actor::name))
        .load(conn)?;
    rows.into_iter()
        .map(|row| summary(row).map(|one| (one.id, one)))
        .collect()
}

/// A row in a few words.
pub(crate) fn summary((id, kind, name): (Key, String, String)) -> Result<ActorSummary, StoreError> {
    Ok(ActorSummary {
        id: id.into(),
        kind: word("actor kind", &kind)?,
        name,
    })
}

/// One actor as everybody sees it.
pub fn show(conn: &mut Conn, id: ActorId) -> Result<Actor, StoreError> {
    let found = find(conn, id)?;
    let open = open_counts(conn, &[id])?.remove(&id).unwrap_or_default();
    Ok(found.with_open(open))
}

/// The actors a person acts for as everybody sees them, by name.
pub fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Actor>, StoreError> {
    let theirs = actor_member::table
        .filter(actor_member::person_id.eq(Key::from(person)))
        .select(actor_member::actor_id);
    let rows: Vec<Row> = actor::table
        .filter(actor::id.eq_any(theirs))
        .order((actor::name_key, actor::id))
        .select(Row::as_select())
        .load(conn)?;
    whole(conn, rows)
}

/// Rows with what is open of each actor.
fn whole(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Actor>, StoreError> {
    let found: Vec<StoredActor> = rows
        .into_iter()
        .map(StoredActor::try_from)
        .collect::<Result<_, _>>()?;
    let ids: Vec<ActorId> = found.iter().map(|one| one.id).collect();
    let mut open = open_counts(conn, &ids)?;
    Ok(found
        .into_iter()
        .map(|one| {
            let open = open.remove(&one.id).unwrap_or_default();
            one.with_open(open)
        })
        .collect())
}

/// Which actors are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Folded words; each begins a word of the name.
    pub words: Vec<String>,
    /// Only this sort.
    pub kind: Option<ActorKind>,
    /// Only of this territory and what lies in it.
    pub territory: Option<TerritoryId>,
    /// Only those that take part in this ecosystem now.
    pub ecosystem: Option<EcosystemId>,
}

/// Where a list of actors goes on: after this name and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// Key of the last name.
    pub name_key: String,
    /// The last id.
    pub id: ActorId,
}

/// A page of actors by name, and where the next one begins.
pub fn list(
    conn: &mut Conn,
    wanted: &Wanted,
    after: Option<&After>,
    limit: usize,
) -> Result<(Vec<Actor>, Option<After>), StoreError> {
    let mut query = actor::table
        .select(Row::as_select())
        .order((actor::name_key, actor::id))
        .into_boxed::<MultiBackend>();
    for word in &wanted.words {
        // A folded word holds letters and digits only: nothing that LIKE takes for a pattern.
        query = query.filter(
            actor::name_key
                .like(format!("{word}%"))
                .or(actor::name_key.like(format!("% {word}%"))),
        );
    }
    if let Some(kind) = wanted.kind {
        query = query.filter(actor::kind.eq(kind.as_str()));
    }
    if let Some(territory) = &wanted.territory {
        query = if territory.as_str() == BELGIUM {
            query.filter(actor::territory.is_not_null())
        } else {
            query.filter(actor::territory.eq_any(covered([territory.as_str()])))
        };
    }
    if let Some(ecosystem) = wanted.ecosystem {
        let active = participation::table
            .filter(participation::ecosystem_id.eq(Key::from(ecosystem)))
            .filter(participation::state.eq(ParticipationState::Active.as_str()))
            .select(participation::actor_id);
        query = query.filter(actor::id.eq_any(active));
    }
    if let Some(After { name_key, id }) = after {
        query = query.filter(
            actor::name_key.gt(name_key.clone()).or(actor::name_key
                .eq(name_key.clone())
                .and(actor::id.gt(Key::from(*id)))),
        );
    }
    let one_more = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    let mut rows: Vec<Row> = query.limit(one_more).load(conn)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|last| After {
        name_key: last.name_key.clone(),
        id: last.id.into(),
    });
    Ok((whole(conn, rows)?, next))
}

/// How many opportunities each actor leads or shares that are open now.
pub(crate) fn open_counts(
    conn: &mut Conn,
    ids: &[ActorId],
) -> Result<HashMap<ActorId, u32>, StoreError> {
    let parts = [ActorPart::Lead.as_str(), ActorPart::CoOwner.as_str()];
    let rows: Vec<(Key, i64)> = opportunity_actor::table
        .inner_join(opportunity::table)
        .filter(opportunity_actor::actor_id.eq_any(keys(ids)))
        .filter(opportunity_actor::part.eq_any(parts))
        .filter(opportunity_actor::accepted_at.is_not_null())
        .filter(opportunity::state.eq(OpportunityState::Open.as_str()))
        .group_by(opportunity_actor::actor_id)
        .select((opportunity_actor::actor_id, count_star()))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, count)| (id.into(), u32::try_from(count).unwrap_or(u32::MAX)))
        .collect())
}
