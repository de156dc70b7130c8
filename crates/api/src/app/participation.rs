//! Actors that join, pause and leave an ecosystem.

use chrono::{DateTime, Utc};
use goesting_core::Refusal;
use goesting_core::letter::Letter;
use goesting_core::participation::{Sides, moved, opened, owed_reason};
use goesting_core::policy::{Access, Relation, Relations};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::participation as stored;
use goesting_store::{Conn, actor, ecosystem, member, outbox, rights};
use goesting_types::actor::ActorState;
use goesting_types::ecosystem::{
    Participation, ParticipationCreate, ParticipationState, ParticipationUpdate,
};
use goesting_types::ids::{ActorId, EcosystemId, ParticipationId};

use super::App;
use super::idempotency::Once;
use crate::error::ApiResult;
use crate::http::conditional::IdempotencyKey;

use ParticipationState::{Active, Invited, Left, Paused, Requested};

/// A step that was taken, to tell of.
struct Taken {
    id: ParticipationId,
    ecosystem: EcosystemId,
    actor: ActorId,
    before: Option<ParticipationState>,
    after: ParticipationState,
    /// Whether a reason goes with it.
    owed: bool,
}

/// A steward asks to join, or a facilitator invites; what was asked already stays as it is.
pub async fn create(
    app: &App,
    access: &Access,
    ecosystem: EcosystemId,
    key: &IdempotencyKey,
    body: ParticipationCreate,
) -> ApiResult<Participation> {
    let operation = format!("create_participation {ecosystem}");
    let once = Once::new(app, access.caller(), &operation, key, &body)?;
    let (access, service) = (access.clone(), app.clone());
    once.write(app, move |conn, once| {
        let (me, actor_id, now) = (access.person()?.id, body.actor_id, service.clock.now());
        ecosystem::find(conn, ecosystem)?;
        actor::lock(conn, actor_id)?;
        let relations = relations(conn, &access, ecosystem, actor_id)?;
        access.over(relations)?;
        let made = once.or_make(conn, |conn| {
            let state = actor::find(conn, actor_id)?.state;
            if state == ActorState::Unclaimed {
                let detail = "Nobody acts for it yet who could say yes.";
                return Err(Refusal::wrong_state(state.as_str(), detail).into());
            }
            let known = stored::between(conn, ecosystem, actor_id)?;
            let before = known.map(|(_, state)| state);
            let after = opened(before, sides(relations));
            let id = match known {
                Some((id, state)) if state == after => return Ok(id),
                Some((id, _)) => {
                    stored::set(conn, id, after, me, None, now)?;
                    id
                }
                None => stored::insert(conn, ecosystem, actor_id, after, Some(me), now)?,
            };
            let taken = Taken {
                id,
                ecosystem,
                actor: actor_id,
                before,
                after,
                owed: false,
            };
            tell(conn, &service, &taken, now)?;
            Ok(id)
        })?;
        Ok(stored::find(conn, made)?)
    })
    .await
}

/// Takes one step; repeating it changes nothing.
pub async fn update(
    app: &App,
    access: &Access,
    id: ParticipationId,
    body: ParticipationUpdate,
) -> ApiResult<Participation> {
    let (access, service, now) = (access.clone(), app.clone(), app.clock.now());
    app.write(move |conn| {
        let me = access.person()?.id;
        let found = stored::find(conn, id)?;
        let (ecosystem, actor_id) = (found.ecosystem_id, found.actor.id);
        let relations = relations(conn, &access, ecosystem, actor_id)?;
        access.over(relations)?;
        actor::lock(conn, actor_id)?;
        let before = stored::find(conn, id)?.state;
        let by = sides(relations);
        let after = moved(before, body.step, by)?;
        let reason = owed_reason(before, body.step, by, body.reason.as_deref())?;
        if after != before {
            stored::set(conn, id, after, me, reason.as_deref(), now)?;
            let taken = Taken {
                id,
                ecosystem,
                actor: actor_id,
                before: Some(before),
                after,
                owed: reason.is_some(),
            };
            tell(conn, &service, &taken, now)?;
        }
        Ok(stored::find(conn, id)?)
    })
    .await
}

fn relations(
    conn: &mut Conn,
    access: &Access,
    ecosystem: EcosystemId,
    actor: ActorId,
) -> ApiResult<Relations> {
    let to_actor = rights::to_actor(conn, access.caller(), actor)?;
    let to_ecosystem = rights::to_ecosystem(conn, access.caller(), ecosystem)?;
    Ok(to_actor.and(to_ecosystem))
}

const fn sides(relations: Relations) -> Sides {
    Sides {
        steward: relations.has(Relation::Steward),
        facilitator: relations.has(Relation::Facilitator),
    }
}

/// Tells everybody through the change feed, and the other side by mail. Pauses, returns and goodbyes
/// of the actor itself are seen at the desk; nobody is written about them.
fn tell(conn: &mut Conn, app: &App, taken: &Taken, now: DateTime<Utc>) -> ApiResult<()> {
    let Taken {
        id: participation_id,
        ecosystem,
        actor,
        before,
        after,
        owed,
    } = *taken;
    change::append(conn, Entity::Ecosystem(ecosystem), Happened::Moved, now)?;
    let (letter, addresses) = match after {
        Requested => (
            Letter::ParticipationRequested { participation_id },
            ecosystem::facilitator_addresses(conn, &[ecosystem])?,
        ),
        Invited => (
            Letter::ParticipationInvited { participation_id },
            member::steward_addresses(conn, actor)?,
        ),
        Active if before != Some(Paused) => (
            Letter::ParticipationAccepted { participation_id },
            member::steward_addresses(conn, actor)?,
        ),
        Left if owed => (
            Letter::ParticipationEnded { participation_id },
            member::steward_addresses(conn, actor)?,
        ),
        Active | Paused | Left => return Ok(()),
    };
    if matches!(after, Requested | Invited) {
        return super::tell_desk(conn, app, addresses, &letter, now);
    }
    for address in addresses {
        outbox::post(conn, &address, &letter, now)?;
    }
    Ok(())
}
