//! Sharing: a host asks another actor, whose steward says yes.

use chrono::{DateTime, Utc};
use goesting_core::letter::Letter;
use goesting_core::policy::{Access, Relation};
use goesting_core::texts::one_line;
use goesting_core::{Check, Refusal};
use goesting_store::audit::{self, By};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::opportunity::{self as stored, NewActor};
use goesting_store::{Conn, actor, member, rights};
use goesting_types::actor::MemberRole;
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::opportunity::{ActorPart, CoOwnerInvite, OpportunityActor, OpportunityState};
use goesting_types::problem::{ErrorCode, FieldCode};

use crate::app::{App, tell_desk};
use crate::error::ApiResult;

/// Asks an actor to share it, or says yes for an actor that was asked: both are the same request,
/// and asking twice changes nothing.
pub async fn share(
    app: &App,
    access: &Access,
    id: OpportunityId,
    body: CoOwnerInvite,
) -> ApiResult<OpportunityActor> {
    let CoOwnerInvite {
        actor_id,
        part,
        credit,
    } = body;
    let mut check = Check::default();
    let credit = credit
        .map(|credit| one_line(&credit))
        .filter(|credit| !credit.is_empty());
    if let Some(credit) = &credit {
        check.text("/credit", credit, 1, 120);
    }
    check.reject(
        part == ActorPart::Lead,
        "/part",
        FieldCode::Conflicting,
        "there is one lead, and it stays",
    );
    check.finish()?;
    let now = app.clock.now();
    let (access, service) = (access.clone(), app.clone());
    app.write(move |conn| {
        let relations = rights::to_opportunity(conn, access.caller(), id)?;
        access.over(relations)?;
        let was = stored::lock(conn, id)?;
        let state = was.standing.state();
        let steward = match access.caller().person() {
            Some(person) => member::role(conn, actor_id, person.id)? == Some(MemberRole::Steward),
            None => false,
        };
        match find(conn, id, actor_id)? {
            Some(one) if one.accepted || !steward => Ok(one),
            // Who was only asked cannot ask others.
            None if !relations.has(Relation::Host) => Err(Refusal::not_found().into()),
            _ if state == OpportunityState::Closed => {
                let detail = "It is closed; nobody can join it any more.";
                Err(Refusal::wrong_state(state.as_str(), detail).into())
            }
            Some(_) => {
                stored::accept(conn, id, actor_id, now)?;
                seen(conn, &was, now)?;
                reread(conn, id, actor_id)
            }
            None => {
                if actor::summaries(conn, &[actor_id])?.is_empty() {
                    let detail = "there is no such actor";
                    return Err(Refusal::field("/actor_id", FieldCode::Unknown, detail).into());
                }
                let new = NewActor {
                    actor_id,
                    part,
                    credit,
                    accepted: steward,
                };
                stored::invite(conn, id, &new, now)?;
                if steward {
                    seen(conn, &was, now)?;
                } else {
                    ask(conn, &service, id, actor_id, now)?;
                }
                reread(conn, id, actor_id)
            }
        }
    })
    .await
}

/// Ends the share of an actor, or takes the question back: a steward of it says no or steps out, or
/// a host of the lead parts with it. The lead itself stays.
pub async fn unshare(
    app: &App,
    access: &Access,
    id: OpportunityId,
    actor_id: ActorId,
) -> ApiResult<()> {
    let (access, now) = (access.clone(), app.clock.now());
    app.write(move |conn| {
        access.over(rights::to_share(conn, access.caller(), id, actor_id)?)?;
        if find(conn, id, actor_id)?.is_none() {
            return Ok(());
        }
        let was = stored::lock(conn, id)?;
        // Somebody may have been quicker.
        let Some(one) = find(conn, id, actor_id)? else {
            return Ok(());
        };
        if one.part == ActorPart::Lead {
            let detail = "Who leads it stays. Close it, when it is over.";
            return Err(Refusal::new(ErrorCode::WrongState, detail).into());
        }
        stored::leave(conn, id, actor_id)?;
        let me = access.person()?.id;
        audit::note(conn, me, By::Myself(me), access.operation().id(), now)?;
        if one.accepted {
            seen(conn, &was, now)?;
        } else {
            stored::touch(conn, id)?;
        }
        Ok(())
    })
    .await
}

/// Asks its stewards by mail.
fn ask(
    conn: &mut Conn,
    app: &App,
    opportunity_id: OpportunityId,
    actor_id: ActorId,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    let letter = Letter::ShareAsked {
        opportunity_id,
        actor_id,
    };
    let stewards = member::steward_addresses(conn, actor_id)?;
    tell_desk(conn, app, stewards, &letter, now)
}

/// Everybody sees who shares it.
fn seen(
    conn: &mut Conn,
    was: &goesting_core::opportunity::Opportunity,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    stored::touch(conn, was.id)?;
    if was.standing.is_readable() {
        change::append(conn, Entity::Opportunity(was.id), Happened::Edited, now)?;
    }
    Ok(())
}

fn find(
    conn: &mut Conn,
    id: OpportunityId,
    actor_id: ActorId,
) -> ApiResult<Option<OpportunityActor>> {
    let actors = stored::actors(conn, &[id])?.remove(&id).unwrap_or_default();
    Ok(actors.into_iter().find(|one| one.actor.id == actor_id))
}

fn reread(conn: &mut Conn, id: OpportunityId, actor_id: ActorId) -> ApiResult<OpportunityActor> {
    find(conn, id, actor_id)?.ok_or_else(|| Refusal::not_found().into())
}
