//! What is done with an opportunity as a whole.

use actix_web::{HttpResponse, delete, post, web};
use goesting_core::policy::op;
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::opportunity::{
    CoOwnerInvite, Opportunity, OpportunityActor, PublishRequest, ReviewRequest,
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::{App, opportunity};
use crate::error::ApiResult;
use crate::extract::{Body, Needs};
use crate::http::cache;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(publish_opportunity)
        .service(review_opportunity)
        .service(pause_opportunity)
        .service(close_opportunity)
        .service(share_opportunity)
        .service(unshare_opportunity);
}

/// Publishes.
///
/// It opens, or waits for a facilitator when it is the actor's first or a citizen's, or when a
/// facilitator gave it back or took it out of sight before. What its host paused opens again. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "publish_opportunity", tag = "opportunities",
    params(("id" = OpportunityId, Path, description = "The opportunity.")),
    request_body = PublishRequest,
    responses((status = 200, description = "Open, or in review.", body = Opportunity))
)]
#[post("/opportunities/{id}/publish")]
async fn publish_opportunity(
    access: Needs<op::PublishOpportunity>,
    app: web::Data<App>,
    id: web::Path<OpportunityId>,
    Body(body): Body<PublishRequest>,
) -> ApiResult<HttpResponse> {
    let now = opportunity::publish(&app, &access, *id, body).await?;
    Ok(cache::editable_json(now.version, &now))
}

/// A facilitator's decision.
///
/// It opens, or goes back to draft with a reason. The people of its lead actor get a mail.
#[utoipa::path(
    operation_id = "review_opportunity", tag = "opportunities",
    params(("id" = OpportunityId, Path, description = "The opportunity.")),
    request_body = ReviewRequest,
    responses((status = 200, description = "Open, or a draft again.", body = Opportunity))
)]
#[post("/opportunities/{id}/review")]
async fn review_opportunity(
    access: Needs<op::ReviewOpportunity>,
    app: web::Data<App>,
    id: web::Path<OpportunityId>,
    Body(body): Body<ReviewRequest>,
) -> ApiResult<HttpResponse> {
    let now = opportunity::review(&app, &access, *id, body).await?;
    Ok(cache::editable_json(now.version, &now))
}

/// Pauses.
///
/// Nobody finds it any more; its sessions stay. Paused by a host its page says so; paused by a
/// facilitator it is out of sight, and opening it again passes a review.
#[utoipa::path(
    operation_id = "pause_opportunity", tag = "opportunities",
    params(("id" = OpportunityId, Path, description = "The opportunity.")),
    responses((status = 200, description = "Paused.", body = Opportunity))
)]
#[post("/opportunities/{id}/pause")]
async fn pause_opportunity(
    access: Needs<op::PauseOpportunity>,
    app: web::Data<App>,
    id: web::Path<OpportunityId>,
) -> ApiResult<HttpResponse> {
    let now = opportunity::pause(&app, &access, *id).await?;
    Ok(cache::editable_json(now.version, &now))
}

/// Closes, for good.
///
/// What was still to come of it is cancelled, and whoever enrolled is told. Who saved it still sees
/// it.
#[utoipa::path(
    operation_id = "close_opportunity", tag = "opportunities",
    params(("id" = OpportunityId, Path, description = "The opportunity.")),
    responses((status = 200, description = "Closed.", body = Opportunity))
)]
#[post("/opportunities/{id}/close")]
async fn close_opportunity(
    access: Needs<op::CloseOpportunity>,
    app: web::Data<App>,
    id: web::Path<OpportunityId>,
) -> ApiResult<HttpResponse> {
    let now = opportunity::close(&app, &access, *id).await?;
    Ok(cache::editable_json(now.version, &now))
}

/// Shares it with another actor.
///
/// A host asks; a steward of the actor that was asked says yes with the same request. Doing it
/// again changes nothing.
#[utoipa::path(
    operation_id = "share_opportunity", tag = "opportunities",
    params(("id" = OpportunityId, Path, description = "The opportunity.")),
    request_body = CoOwnerInvite,
    responses((status = 200, description = "How the actor stands to it.", body = OpportunityActor))
)]
#[post("/opportunities/{id}/actors")]
async fn share_opportunity(
    access: Needs<op::ShareOpportunity>,
    app: web::Data<App>,
    id: web::Path<OpportunityId>,
    Body(body): Body<CoOwnerInvite>,
) -> ApiResult<HttpResponse> {
    let actor = opportunity::share(&app, &access, *id, body).await?;
    Ok(cache::private_json(&actor))
}

/// Ends the share of an actor.
///
/// A steward of the actor says no to being asked, or steps out; a host of the lead takes the
/// question back, or parts with it. The lead itself stays. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "unshare_opportunity", tag = "opportunities",
    params(
        ("id" = OpportunityId, Path, description = "The opportunity."),
        ("actor_id" = ActorId, Path, description = "The actor that shares it or was asked to."),
    ),
    responses((status = 204, description = "It does not share it."))
)]
#[delete("/opportunities/{id}/actors/{actor_id}")]
async fn unshare_opportunity(
    access: Needs<op::UnshareOpportunity>,
    app: web::Data<App>,
    path: web::Path<(OpportunityId, ActorId)>,
) -> ApiResult<HttpResponse> {
    let (id, actor) = path.into_inner();
    opportunity::unshare(&app, &access, id, actor).await?;
    Ok(HttpResponse::NoContent().finish())
}
