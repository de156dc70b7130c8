//! What I keep for later.

use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use goesting_core::policy::op;
use goesting_types::ids::OpportunityId;
use goesting_types::page::{Page, PageQuery};
use goesting_types::person::SavedOpportunity;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::{App, saved};
use crate::error::ApiResult;
use crate::extract::{Needs, Query};
use crate::http::{cache, paging};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(list_saved)
        .service(save_opportunity)
        .service(unsave_opportunity);
}

/// What I saved.
///
/// The latest first, also what was paused or closed since, or is gone from its source.
#[utoipa::path(
    operation_id = "list_saved", tag = "me", params(PageQuery),
    responses((status = 200, description = "A page.", body = Page<SavedOpportunity>))
)]
#[get("/me/saved")]
async fn list_saved(
    access: Needs<op::ListSaved>,
    app: web::Data<App>,
    request: HttpRequest,
    Query(query): Query<PageQuery>,
) -> ApiResult<HttpResponse> {
    let page = saved::list(&app, &access, query).await?;
    let answer = cache::private_json(&page);
    Ok(paging::linked(
        &request,
        page.next_cursor.as_deref(),
        answer,
    ))
}

/// Saves an opportunity.
#[utoipa::path(
    operation_id = "save_opportunity", tag = "me",
    params(("opportunity_id" = OpportunityId, Path, description = "Which one")),
    responses((status = 204, description = "Saved."))
)]
#[put("/me/saved/{opportunity_id}")]
async fn save_opportunity(
    access: Needs<op::SaveOpportunity>,
    app: web::Data<App>,
    id: web::Path<OpportunityId>,
) -> ApiResult<HttpResponse> {
    saved::put(&app, &access, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// No longer saves an opportunity.
#[utoipa::path(
    operation_id = "unsave_opportunity", tag = "me",
    params(("opportunity_id" = OpportunityId, Path, description = "Which one")),
    responses((status = 204, description = "Not saved, or no longer."))
)]
#[delete("/me/saved/{opportunity_id}")]
async fn unsave_opportunity(
    access: Needs<op::UnsaveOpportunity>,
    app: web::Data<App>,
    id: web::Path<OpportunityId>,
) -> ApiResult<HttpResponse> {
    saved::remove(&app, &access, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
