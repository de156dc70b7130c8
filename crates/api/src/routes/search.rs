//! Searching opportunities.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, get, web};
use goesting_core::policy::op;
use goesting_types::search::{SearchQuery, SearchResults, SuggestQuery, Suggestions};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::{App, search};
use crate::error::ApiResult;
use crate::extract::{Needs, Query};
use crate::http::{cache, paging, problems};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(search_opportunities)
        .service(suggest_opportunities);
}

/// Searches open opportunities.
///
/// Words, place, time, price and every yes of the low-threshold card; facet counts; and, when
/// nothing fits, what would help. Highlights follow `Accept-Language`.
#[utoipa::path(
    operation_id = "search_opportunities", tag = "opportunities", params(SearchQuery),
    responses((status = 200, description = "A page of hits.", body = SearchResults))
)]
#[get("/opportunities")]
async fn search_opportunities(
    _: Needs<op::SearchOpportunities>,
    app: web::Data<App>,
    request: HttpRequest,
    Query(query): Query<SearchQuery>,
) -> ApiResult<HttpResponse> {
    let lang = problems::reader_lang(&request);
    let results = search::search(&app, query, lang).await?;
    let mut response = cache::public_json(&request, 10, &results);
    response
        .headers_mut()
        .append(header::VARY, HeaderValue::from_static("Accept-Language"));
    let next = results.next_cursor.as_deref();
    Ok(paging::linked(&request, next, response))
}

/// Suggests interests, opportunities and actors while somebody types.
#[utoipa::path(
    operation_id = "suggest_opportunities", tag = "opportunities", params(SuggestQuery),
    responses((status = 200, description = "At most ten suggestions.", body = Suggestions))
)]
#[get("/opportunities/suggest")]
async fn suggest_opportunities(
    _: Needs<op::SuggestOpportunities>,
    app: web::Data<App>,
    request: HttpRequest,
    Query(query): Query<SuggestQuery>,
) -> ApiResult<HttpResponse> {
    Ok(cache::public_json(
        &request,
        30,
        &search::suggest(&app, query).await?,
    ))
}
