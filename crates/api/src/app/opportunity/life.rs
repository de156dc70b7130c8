//! Its life: publishing, reviewing, pausing, closing.

use chrono::{DateTime, Utc};
use goesting_core::letter::Letter;
use goesting_core::opportunity::{Opportunity, Pauser, Standing, check_publishable, review_for};
use goesting_core::policy::{Access, Relation};
use goesting_core::texts::paragraphs;
use goesting_core::{Check, Refusal};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::{Conn, ecosystem, opportunity as stored, outbox, participation, rights};
use goesting_types::ids::OpportunityId;
use goesting_types::opportunity::{
    Opportunity as Wire, OpportunityState, PublishRequest, ReviewRequest, ReviewVerdict,
};
use goesting_types::page::View;

use super::read::read;
use crate::app::session::cancel_all;
use crate::app::{App, tell_desk};
use crate::error::ApiResult;

/// Opens it, or sends it to review; the facilitators who answer for its lead hear that.
pub async fn publish(
    app: &App,
    access: &Access,
    id: OpportunityId,
    body: PublishRequest,
) -> ApiResult<Wire> {
    let now = app.clock.now();
    let (access, service) = (access.clone(), app.clone());
    app.write(move |conn| {
        access.over(rights::to_opportunity(conn, access.caller(), id)?)?;
        let was = stored::lock(conn, id)?;
        let lead = stored::lead(conn, id)?;
        let next = was
            .standing
            .publish(review_for(lead.kind, lead.opened_before), now)?;
        if next != was.standing || body.compulsory {
            let takes_part = participation::is_active_anywhere(conn, lead.actor_id)?;
            check_publishable(&was.content, &body, takes_part)?;
        }
        advance(conn, &was, &next, now)?;
        if next != was.standing && next.state() == OpportunityState::InReview {
            let letter = Letter::ReviewRequested { opportunity_id: id };
            let answering = ecosystem::answering_for(conn, lead.actor_id)?;
            let facilitators = ecosystem::facilitator_addresses(conn, &answering)?;
            tell_desk(conn, &service, facilitators, &letter, now)?;
        }
        Ok(read(conn, id, View::Edit)?)
    })
    .await
}

/// A facilitator opens it or gives it back; those who act for its lead hear which.
pub async fn review(
    app: &App,
    access: &Access,
    id: OpportunityId,
    body: ReviewRequest,
) -> ApiResult<Wire> {
    let now = app.clock.now();
    let access = access.clone();
    app.write(move |conn| {
        access.over(rights::to_opportunity(conn, access.caller(), id)?)?;
        let was = stored::lock(conn, id)?;
        let (next, letter) = decide(&was, &body, now)?;
        if next != was.standing {
            if next.state() == OpportunityState::Open {
                let lead = stored::lead(conn, id)?;
                let takes_part = participation::is_active_anywhere(conn, lead.actor_id)?;
                let freely = PublishRequest { compulsory: false };
                check_publishable(&was.content, &freely, takes_part)?;
            }
            advance(conn, &was, &next, now)?;
            for address in stored::told_about(conn, id)? {
                outbox::post(conn, &address, &letter, now)?;
            }
        }
        Ok(read(conn, id, View::Edit)?)
    })
    .await
}

fn decide(
    was: &Opportunity,
    body: &ReviewRequest,
    now: DateTime<Utc>,
) -> Result<(Standing, Letter), Refusal> {
    let opportunity_id = was.id;
    match body.verdict {
        ReviewVerdict::Approve => {
            let next = was.standing.approve(now)?;
            Ok((next, Letter::Approved { opportunity_id }))
        }
        ReviewVerdict::Return => {
            let reason = paragraphs(body.reason.as_deref().unwrap_or_default());
            let mut check = Check::default();
            check.text("/reason", &reason, 1, 1000);
            check.finish()?;
            let next = was.standing.give_back(&reason)?;
            Ok((next, Letter::Returned { opportunity_id }))
        }
    }
}

/// Takes it out of sight.
pub async fn pause(app: &App, access: &Access, id: OpportunityId) -> ApiResult<Wire> {
    let now = app.clock.now();
    let access = access.clone();
    app.write(move |conn| {
        let relations = rights::to_opportunity(conn, access.caller(), id)?;
        access.over(relations)?;
        let was = stored::lock(conn, id)?;
        let by = if relations.has(Relation::Host) || relations.has(Relation::OwnActor) {
            Pauser::Host
        } else {
            Pauser::Facilitator
        };
        advance(conn, &was, &was.standing.pause(by)?, now)?;
        Ok(read(conn, id, View::Edit)?)
    })
    .await
}

/// Ends it, with what was still to come of it.
pub async fn close(app: &App, access: &Access, id: OpportunityId) -> ApiResult<Wire> {
    let now = app.clock.now();
    let access = access.clone();
    app.write(move |conn| {
        access.over(rights::to_opportunity(conn, access.caller(), id)?)?;
        let was = stored::lock(conn, id)?;
        cancel_all(conn, id, now)?;
        advance(conn, &was, &was.standing.close(), now)?;
        Ok(read(conn, id, View::Edit)?)
    })
    .await
}

/// Moves it on. It is locked, so it stands where it was read.
pub(crate) fn advance(
    conn: &mut Conn,
    was: &Opportunity,
    next: &Standing,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    if *next == was.standing {
        return Ok(());
    }
    if !stored::advance(conn, was.id, &was.standing, next)? {
        let detail = "Somebody moved it on at the same time; look again.";
        return Err(Refusal::wrong_state(was.standing.state().as_str(), detail).into());
    }
    // What never was public did not change for the public.
    if was.standing.is_readable() || next.is_readable() {
        change::append(conn, Entity::Opportunity(was.id), Happened::Moved, now)?;
    }
    Ok(())
}
