//! What facilitators look at, and reports.

use actix_web::{HttpResponse, get, post, web};
use goesting_core::policy::op;
use goesting_types::ids::{EcosystemId, OpportunityId, ReportId};
use goesting_types::moderation::{Report, ReportReceived, ReportResolve, ReviewQueue};
use goesting_types::opportunity::ReportCreate;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::{App, moderation};
use crate::error::ApiResult;
use crate::extract::{Attempt, Body, IdempotencyKey, Needs};
use crate::http::cache;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(list_reviews)
        .service(report_opportunity)
        .service(resolve_report);
}

/// All that waits for a facilitator.
///
/// Opportunities in review, reports by when an answer is due, requests to join, and claims.
#[utoipa::path(
    operation_id = "list_reviews", tag = "moderation",
    params(("id" = EcosystemId, Path, description = "Id of the ecosystem")),
    responses((status = 200, description = "What waits.", body = ReviewQueue))
)]
#[get("/ecosystems/{id}/reviews")]
async fn list_reviews(
    access: Needs<op::ListReviews>,
    app: web::Data<App>,
    id: web::Path<EcosystemId>,
) -> ApiResult<HttpResponse> {
    Ok(cache::private_json(
        &moderation::queue(&app, &access, *id).await?,
    ))
}

/// Says that something is not right with an opportunity.
///
/// Anybody may, with or without a name. A facilitator answers within 24 hours; the answer goes to
/// the address given, or to the account's.
#[utoipa::path(
    operation_id = "report_opportunity", tag = "moderation", request_body = ReportCreate,
    params(
        ("id" = OpportunityId, Path, description = "Id of the opportunity"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes repeating safe."),
    ),
    responses((status = 201, description = "Somebody will answer.", body = ReportReceived))
)]
#[post("/opportunities/{id}/reports")]
async fn report_opportunity(
    access: Needs<op::ReportOpportunity>,
    _: Attempt,
    app: web::Data<App>,
    id: web::Path<OpportunityId>,
    key: IdempotencyKey,
    Body(body): Body<ReportCreate>,
) -> ApiResult<HttpResponse> {
    let received = moderation::report(&app, &access, *id, &key, body).await?;
    Ok(HttpResponse::Created().json(received))
}

/// Answers a report.
///
/// Who sent it is told. The outcome `paused` takes the opportunity out of sight until a facilitator
/// lets it open again.
#[utoipa::path(
    operation_id = "resolve_report", tag = "moderation", request_body = ReportResolve,
    params(("id" = ReportId, Path, description = "Id of the report")),
    responses((status = 200, description = "The report, answered.", body = Report))
)]
#[post("/reports/{id}/resolve")]
async fn resolve_report(
    access: Needs<op::ResolveReport>,
    app: web::Data<App>,
    id: web::Path<ReportId>,
    Body(body): Body<ReportResolve>,
) -> ApiResult<HttpResponse> {
    Ok(cache::private_json(
        &moderation::resolve(&app, &access, *id, body).await?,
    ))
}
