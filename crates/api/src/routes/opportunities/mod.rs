//! Opportunities: making, reading, editing, and their life.

mod life;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use goesting_core::policy::op;
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::opportunity::{
    ActorOpportunityQuery, Opportunity, OpportunityCreate, OpportunityUpdate,
};
use goesting_types::page::{Page, View, ViewQuery};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::{App, opportunity};
use crate::error::ApiResult;
use crate::extract::{Body, IdempotencyKey, IfMatch, Needs, Query};
use crate::http::cache::{self, Known};
use crate::http::{BASE, paging};

const LD_JSON: &str = "application/ld+json";

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(create_opportunity)
        .service(get_opportunity)
        .service(update_opportunity)
        .service(list_actor_opportunities)
        .configure(life::routes);
}

/// Makes a draft.
///
/// For hosts of the actor and for the actor's own programs. Only its hosts see it until it is
/// published.
#[utoipa::path(
    operation_id = "create_opportunity", tag = "opportunities",
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "The same key and body again give the first answer."
    )),
    request_body = OpportunityCreate,
    responses((status = 201, description = "The draft.", body = Opportunity))
)]
#[post("/opportunities")]
async fn create_opportunity(
    access: Needs<op::CreateOpportunity>,
    app: web::Data<App>,
    key: IdempotencyKey,
    Body(body): Body<OpportunityCreate>,
) -> ApiResult<HttpResponse> {
    let made = opportunity::create(&app, &access, &key, body).await?;
    let at = format!("{BASE}/opportunities/{}", made.id);
    Ok(cache::created_json(&at, made.version, &made))
}

/// One opportunity.
///
/// As everybody sees it; with `Accept: application/ld+json` in the words of schema.org. With
/// `view=edit`, for its hosts and their programs, drafts too and all that is in it, with the version
/// to edit as its entity tag.
#[utoipa::path(
    operation_id = "get_opportunity", tag = "opportunities",
    params(("id" = OpportunityId, Path, description = "The opportunity."), ViewQuery),
    responses(
        (status = 200, description = "The opportunity.", content(
            (Opportunity = "application/json"), (serde_json::Value = "application/ld+json"),
        )),
        (status = 304, description = "The one you have is still the same."),
    )
)]
#[get("/opportunities/{id}")]
async fn get_opportunity(
    access: Needs<op::GetOpportunity>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<OpportunityId>,
    Query(query): Query<ViewQuery>,
) -> ApiResult<HttpResponse> {
    if query.view == Some(View::Edit) {
        let found = opportunity::edit_view(&app, &access, *id).await?;
        return Ok(cache::editable_json(found.version, &found));
    }
    let known = Known::of(&request);
    if asks_for(&request, LD_JSON) {
        let checked = opportunity::linked(&app, *id, known).await?;
        return Ok(checked.answer(LD_JSON));
    }
    let checked = opportunity::public(&app, *id, known).await?;
    Ok(checked.answer("application/json"))
}

/// Whether the caller names this media type among those it takes.
fn asks_for(request: &HttpRequest, media_type: &str) -> bool {
    let accept = request.headers().get(header::ACCEPT);
    accept
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| {
            // The closest name counts, as everywhere (RFC 9110, §12.5.1).
            let plain = ["application/json", "application/*", "*/*"]
                .into_iter()
                .find_map(|range| liking(accept, range))
                .unwrap_or(0.0);
            liking(accept, media_type).is_some_and(|liking| liking > 0.0 && liking >= plain)
        })
}

/// How much a media range is liked, from 0 to 1, when it is named.
fn liking(accept: &str, range: &str) -> Option<f32> {
    accept.split(',').find_map(|one| {
        let mut parts = one.split(';').map(str::trim);
        if !parts.next()?.eq_ignore_ascii_case(range) {
            return None;
        }
        let weight = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            let is_weight = name.trim().eq_ignore_ascii_case("q");
            is_weight.then(|| value.trim().parse::<f32>().unwrap_or(0.0))
        });
        Some(weight.unwrap_or(1.0))
    })
}

/// Edits.
///
/// Needs `If-Match` with the version that was read. What is open keeps what publishing asked for.
#[utoipa::path(
    operation_id = "update_opportunity", tag = "opportunities",
    params(
        ("id" = OpportunityId, Path, description = "The opportunity."),
        ("If-Match" = String, Header, description = "The version that was read, in quotes."),
    ),
    request_body = OpportunityUpdate,
    responses((status = 200, description = "As it is now.", body = Opportunity))
)]
#[patch("/opportunities/{id}")]
async fn update_opportunity(
    access: Needs<op::UpdateOpportunity>,
    app: web::Data<App>,
    id: web::Path<OpportunityId>,
    read: IfMatch,
    Body(body): Body<OpportunityUpdate>,
) -> ApiResult<HttpResponse> {
    let now = opportunity::update(&app, &access, *id, read, body).await?;
    Ok(cache::editable_json(now.version, &now))
}

/// An actor's opportunities, for its hosts and programs.
///
/// Drafts too, and those it was asked to share; the newest first.
#[utoipa::path(
    operation_id = "list_actor_opportunities", tag = "actors",
    params(("id" = ActorId, Path, description = "The actor."), ActorOpportunityQuery),
    responses((status = 200, description = "A page of opportunities.", body = Page<Opportunity>))
)]
#[get("/actors/{id}/opportunities")]
async fn list_actor_opportunities(
    access: Needs<op::ListActorOpportunities>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<ActorId>,
    Query(query): Query<ActorOpportunityQuery>,
) -> ApiResult<HttpResponse> {
    let page = opportunity::of_actor(&app, &access, *id, query).await?;
    let answer = cache::private_json(&page);
    Ok(paging::linked(
        &request,
        page.next_cursor.as_deref(),
        answer,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_caller_likes_most_is_what_it_gets() {
        for (accept, linked) in [
            ("application/ld+json", true),
            ("text/html, Application/LD+JSON;q=0.9", true),
            ("application/ld+json, application/json", true),
            ("application/ld+json;profile=x;q=0.9, */*;q=0.8", true),
            ("application/ld+json;q=0.5, application/json", false),
            ("application/ld+json;q=0.5, */*", false),
            (
                "application/ld+json;q=0.5, application/json;q=0.4, */*",
                true,
            ),
            ("application/ld+json;q=0", false),
            ("application/ld+json;q=much", false),
            ("application/json", false),
            ("*/*", false),
            ("", false),
        ] {
            let request = actix_web::test::TestRequest::default()
                .insert_header((header::ACCEPT, accept))
                .to_http_request();
            assert_eq!(asks_for(&request, LD_JSON), linked, "{accept}");
        }
    }
}
