//! Claims: somebody says they act for an actor that an import brought.

use goesting_core::Refusal;
use goesting_core::actor::{ClaimVerdict, check_claimable, claim_message};
use goesting_core::letter::Letter;
use goesting_core::policy::Access;
use goesting_store::audit::{self, By};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::{Conn, account, actor, claim, ecosystem, member, outbox, rights};
use goesting_types::actor::{ActorState, ClaimAnswer, ClaimDecision, ClaimRequest, MemberRole};
use goesting_types::ids::{ActorId, ClaimId};
use goesting_types::opportunity::OriginKind;

use super::App;
use super::idempotency::Once;
use super::import::stands_in;
use crate::error::ApiResult;
use crate::http::conditional::IdempotencyKey;

/// Says "I act for this one". The facilitators who answer for the actor hear it and decide; asking
/// again while that waits changes nothing.
pub async fn make(
    app: &App,
    access: &Access,
    id: ActorId,
    key: &IdempotencyKey,
    body: ClaimRequest,
) -> ApiResult<ClaimAnswer> {
    let once = Once::new(
        app,
        access.caller(),
        &format!("claim_actor {id}"),
        key,
        &body,
    )?;
    let message = claim_message(&body)?;
    let (access, service) = (access.clone(), app.clone());
    once.write(app, move |conn, once| {
        let (me, now) = (access.person()?.id, service.clock.now());
        actor::lock(conn, id)?;
        let made = once.or_make(conn, |conn| {
            super::still_known(conn, me)?;
            if let Some(open) = claim::open_of(conn, id, me)? {
                return Ok(open);
            }
            let found = actor::find(conn, id)?;
            check_claimable(found.kind, found.state)?;
            check_somebody(conn, id)?;
            let claim_id = claim::insert(conn, id, me, &message, now)?;
            let deciding = ecosystem::answering_for(conn, id)?;
            let facilitators = ecosystem::facilitator_addresses(conn, &deciding)?;
            let letter = Letter::ClaimRequested { claim_id };
            super::tell_desk(conn, &service, facilitators, &letter, now)?;
            Ok(claim_id)
        })?;
        let found = claim::find(conn, made)?;
        Ok(ClaimAnswer {
            id: found.id,
            asked_at: found.asked_at,
        })
    })
    .await
}

/// Decides a claim. The same decision twice is one; another one comes too late.
pub async fn decide(app: &App, access: &Access, id: ClaimId, body: ClaimDecision) -> ApiResult<()> {
    let verdict = ClaimVerdict::parse(body)?;
    let (access, now) = (access.clone(), app.clock.now());
    app.write(move |conn| {
        let me = access.person()?.id;
        let found = claim::find(conn, id)?;
        let (ecosystem, relations) = rights::to_affairs(conn, access.caller(), found.actor_id)?;
        access.over(relations)?;
        actor::lock(conn, found.actor_id)?;
        let grants = verdict == ClaimVerdict::Granted;
        if grants {
            check_somebody(conn, found.actor_id)?;
        }
        if !claim::decide(conn, id, &verdict, me, now)? {
            let granted = claim::find(conn, id)?.granted == Some(true);
            if granted == grants {
                return Ok(());
            }
            let state = if granted { "granted" } else { "refused" };
            return Err(Refusal::wrong_state(state, "It was decided already.").into());
        }
        if grants {
            let (from, to) = (ActorState::Unclaimed, ActorState::Claimed);
            if !actor::set_state(conn, found.actor_id, from, to)? {
                let detail = "Somebody else acts for it by now. Refuse this claim with a reason.";
                return Err(Refusal::wrong_state(to.as_str(), detail).into());
            }
            member::add(
                conn,
                found.actor_id,
                found.person_id,
                MemberRole::Steward,
                now,
            )?;
            change::append(conn, Entity::Actor(found.actor_id), Happened::Moved, now)?;
        }
        if let Some(ecosystem) = ecosystem {
            let by = By::Facilitator(me, ecosystem);
            audit::note(conn, found.person_id, by, "decide_claim", now)?;
        }
        let address = account::find(conn, found.person_id)?.email;
        outbox::post(conn, &address, &Letter::ClaimDecided { claim_id: id }, now)?;
        Ok(())
    })
    .await
}

/// Refuses to let anybody act for the one who stands in for organisers that no source names: what
/// is read later would become theirs.
fn check_somebody(conn: &mut Conn, id: ActorId) -> ApiResult<()> {
    if stands_in(conn, OriginKind::Uitdatabank, id)? {
        let state = ActorState::Unclaimed.as_str();
        let detail = "It stands in for organisers that nobody knows. Nobody can act for it.";
        return Err(Refusal::wrong_state(state, detail).into());
    }
    Ok(())
}
