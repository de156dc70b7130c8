//! Municipalities, provinces, regions and the country.

use actix_web::{HttpRequest, HttpResponse, get, web};
use goesting_core::policy::op;
use goesting_types::page::Page;
use goesting_types::territory::{Territory, TerritoryId, TerritoryQuery};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::territory;
use crate::error::ApiResult;
use crate::extract::{Needs, Query};
use crate::http::{cache, paging};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(list_territories).service(get_territory);
}

/// Finds territories.
///
/// By the first letters of a name or village, by postcode, by kind, by what they lie in, or by what
/// is nearest to a point.
#[utoipa::path(
    operation_id = "list_territories", tag = "places", params(TerritoryQuery),
    responses((status = 200, description = "A page of territories.", body = Page<Territory>))
)]
#[get("/territories")]
async fn list_territories(
    _: Needs<op::ListTerritories>,
    request: HttpRequest,
    Query(query): Query<TerritoryQuery>,
) -> ApiResult<HttpResponse> {
    let page = territory::list(&query)?;
    let answer = cache::public_json(&request, 3600, &page);
    Ok(paging::linked(
        &request,
        page.next_cursor.as_deref(),
        answer,
    ))
}

/// One territory by its NIS code.
#[utoipa::path(
    operation_id = "get_territory", tag = "places",
    params(("id" = TerritoryId, Path, description = "NIS code")),
    responses((status = 200, description = "The territory.", body = Territory))
)]
#[get("/territories/{id}")]
async fn get_territory(
    _: Needs<op::GetTerritory>,
    request: HttpRequest,
    id: web::Path<TerritoryId>,
) -> ApiResult<HttpResponse> {
    Ok(cache::public_json(&request, 3600, &territory::find(&id)?))
}
