//! Ecosystems, actors, and who acts for them.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::actor::Profile;
use goesting_core::ecosystem::{NewEcosystem, REGION_RADIUS_M};
use goesting_core::participation::{Sides, moved, opened};
use goesting_store::audit::{self, By};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::demo::id;
use goesting_store::{Conn, actor, ecosystem, member, participation, person};
use goesting_types::actor::{ActorCreate, ActorState, ExternalCodes, MemberRole};
use goesting_types::ecosystem::{ParticipationMove, ParticipationState};
use goesting_types::ids::{ActorId, EcosystemId, PersonId};
use goesting_types::territory::TerritoryId;

use super::data::{ActorFile, dutch};
use super::{Loading, in_part};
use crate::error::{ApiError, ApiResult};

const STEWARD: Sides = Sides {
    steward: true,
    facilitator: false,
};
const FACILITATOR: Sides = Sides {
    steward: false,
    facilitator: true,
};
/// How long ago those who still wait for an answer asked to take part.
const ASKED_AGO: TimeDelta = TimeDelta::hours(52);
/// How long ago those who take a break began it.
const PAUSED_AGO: TimeDelta = TimeDelta::days(12);

/// Brings the ecosystems with their facilitators, and the actors with their people.
pub(super) fn bring(conn: &mut Conn, loading: &Loading) -> ApiResult<()> {
    for one in &loading.demo.ecosystems {
        let new = NewEcosystem {
            name: one.name.clone(),
            about: dutch(&one.about),
            territories: BTreeSet::from([TerritoryId::from(&*one.territory)]),
            contact: one.contact.to_wire(),
            region_radius_m: REGION_RADIUS_M,
        };
        let new = in_part(&one.key, new.parse())?;
        let of: EcosystemId = id(&one.key);
        // The day it was loaded, which its people do not tell.
        ecosystem::insert_as(conn, of, &new, loading.now)?;
        change::append(conn, Entity::Ecosystem(of), Happened::Edited, loading.now)?;
    }
    for one in &loading.demo.people {
        for key in &one.facilitates {
            person::make_facilitator(conn, id(&one.key), id(key), loading.began)?;
            let operation = "facilitator_invite";
            audit::note(conn, id(&one.key), By::System, operation, loading.began)?;
        }
    }
    for file in &loading.demo.actors {
        in_part(&file.actor.key, one(conn, loading, file))?;
    }
    Ok(())
}

fn one(conn: &mut Conn, loading: &Loading, file: &ActorFile) -> ApiResult<()> {
    let actor = &file.actor;
    let (kind, profile) = Profile::parse(ActorCreate {
        kind: actor.kind,
        name: actor.name.clone(),
        about: dutch(&actor.about),
        territory: TerritoryId::from(loading.territory(&file.ecosystem)?),
        contact: actor.contact.to_wire(),
        codes: ExternalCodes::default(),
    })?;
    let of: ActorId = id(&actor.key);
    let state = if actor.claimed {
        ActorState::Claimed
    } else {
        ActorState::Unclaimed
    };
    let at = loading.began + TimeDelta::days(2);
    actor::insert(conn, of, kind, state, &profile, at)?;
    change::append(conn, Entity::Actor(of), Happened::Edited, loading.now)?;
    for person in &loading.demo.people {
        if person.steward_of.contains(&actor.key) {
            member::add(conn, of, id(&person.key), MemberRole::Steward, at)?;
        }
        if person.host_of.contains(&actor.key) {
            member::add(conn, of, id(&person.key), MemberRole::Host, at)?;
        }
    }
    if actor.claimed {
        take_part(conn, loading, file, at)?;
    }
    Ok(())
}

/// A steward asks, and a facilitator says yes; save where the demo shows somebody waiting.
fn take_part(
    conn: &mut Conn,
    loading: &Loading,
    file: &ActorFile,
    at: DateTime<Utc>,
) -> ApiResult<()> {
    let (of, in_it): (ActorId, EcosystemId) = (id(&file.actor.key), id(&file.ecosystem));
    let waits = file.actor.participation == ParticipationState::Requested;
    let asked = if waits { loading.now - ASKED_AGO } else { at };
    let state = opened(None, STEWARD);
    let steward = steward(loading, file)?;
    let made = participation::insert(conn, in_it, of, state, Some(steward), asked)?;
    if !waits {
        let accepted = at + TimeDelta::days(1);
        let active = moved(state, ParticipationMove::Accept, FACILITATOR)?;
        let facilitator = facilitator(loading, &file.ecosystem)?;
        participation::set(conn, made, active, facilitator, None, accepted)?;
    }
    change::append(
        conn,
        Entity::Ecosystem(in_it),
        Happened::Edited,
        loading.now,
    )?;
    Ok(())
}

/// Those who take a break begin it, now that what they opened is open.
pub(super) fn settle(conn: &mut Conn, loading: &Loading) -> ApiResult<()> {
    for file in &loading.demo.actors {
        if file.actor.participation != ParticipationState::Paused {
            continue;
        }
        let (of, in_it): (ActorId, EcosystemId) = (id(&file.actor.key), id(&file.ecosystem));
        let Some((made, state)) = participation::between(conn, in_it, of)? else {
            continue;
        };
        let paused = moved(state, ParticipationMove::Pause, STEWARD)?;
        let at = loading.now - PAUSED_AGO;
        participation::set(conn, made, paused, steward(loading, file)?, None, at)?;
        change::append(conn, Entity::Ecosystem(in_it), Happened::Moved, loading.now)?;
    }
    Ok(())
}

fn steward(loading: &Loading, file: &ActorFile) -> ApiResult<PersonId> {
    let key = &file.actor.key;
    let found = loading
        .demo
        .people
        .iter()
        .find(|one| one.steward_of.contains(key));
    found
        .map(|one| id(&one.key))
        .ok_or_else(|| ApiError::internal(format!("{key} has no steward")))
}

fn facilitator(loading: &Loading, ecosystem: &str) -> ApiResult<PersonId> {
    let found = loading
        .demo
        .people
        .iter()
        .find(|one| one.facilitates.iter().any(|key| key == ecosystem));
    found
        .map(|one| id(&one.key))
        .ok_or_else(|| ApiError::internal(format!("{ecosystem} has no facilitator")))
}
