//! Actors.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use goesting_core::policy::op;
use goesting_types::actor::{
    Actor, ActorCreate, ActorQuery, ActorUpdate, ClaimAnswer, ClaimDecision, ClaimRequest,
};
use goesting_types::ids::{ActorId, ClaimId};
use goesting_types::page::{Page, View, ViewQuery};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::{App, actor, claim};
use crate::error::ApiResult;
use crate::extract::{Body, IdempotencyKey, IfMatch, Needs, Query};
use crate::http::{BASE, cache, paging};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(list_actors)
        .service(create_actor)
        .service(get_actor)
        .service(update_actor)
        .service(claim_actor)
        .service(decide_claim);
}

/// Finds actors.
///
/// By the first letters of words of their name, by sort, by territory with what lies in it, and by
/// the ecosystem they take part in. Sorted by name.
#[utoipa::path(
    operation_id = "list_actors", tag = "actors", params(ActorQuery),
    responses((status = 200, description = "A page of actors.", body = Page<Actor>))
)]
#[get("/actors")]
async fn list_actors(
    _: Needs<op::ListActors>,
    request: HttpRequest,
    app: web::Data<App>,
    Query(query): Query<ActorQuery>,
) -> ApiResult<HttpResponse> {
    let page = actor::list(&app, query).await?;
    let answer = cache::public_json(&request, 30, &page);
    Ok(paging::linked(
        &request,
        page.next_cursor.as_deref(),
        answer,
    ))
}

/// Makes an actor.
///
/// Whoever makes it becomes its first steward. Publishing waits until it takes part in an ecosystem.
#[utoipa::path(
    operation_id = "create_actor", tag = "actors", request_body = ActorCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes repeating safe.")),
    responses((status = 201, description = "The actor.", body = Actor))
)]
#[post("/actors")]
async fn create_actor(
    access: Needs<op::CreateActor>,
    app: web::Data<App>,
    key: IdempotencyKey,
    Body(body): Body<ActorCreate>,
) -> ApiResult<HttpResponse> {
    let made = actor::create(&app, &access, &key, body).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("{BASE}/actors/{}", made.id)))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(made))
}

/// One actor.
///
/// As everybody sees it. With `view=edit`, for its stewards, private and with the version to edit as
/// its entity tag.
#[utoipa::path(
    operation_id = "get_actor", tag = "actors",
    params(("id" = ActorId, Path, description = "Id of the actor"), ViewQuery),
    responses((status = 200, description = "The actor.", body = Actor))
)]
#[get("/actors/{id}")]
async fn get_actor(
    access: Needs<op::GetActor>,
    request: HttpRequest,
    app: web::Data<App>,
    id: web::Path<ActorId>,
    Query(query): Query<ViewQuery>,
) -> ApiResult<HttpResponse> {
    if query.view == Some(View::Edit) {
        let found = actor::edit_view(&app, &access, *id).await?;
        return Ok(cache::editable_json(found.version, &found));
    }
    // Its stewards look at what they just changed, so caches ask each time.
    Ok(cache::public_json(
        &request,
        0,
        &actor::get(&app, *id).await?,
    ))
}

/// Changes an actor.
///
/// What is left out stays. Its sort cannot be changed.
#[utoipa::path(
    operation_id = "update_actor", tag = "actors", request_body = ActorUpdate,
    params(
        ("id" = ActorId, Path, description = "Id of the actor"),
        ("If-Match" = String, Header, description = "The `version` that was read, in quotes."),
    ),
    responses((status = 200, description = "The actor, as it is now.", body = Actor))
)]
#[patch("/actors/{id}")]
async fn update_actor(
    access: Needs<op::UpdateActor>,
    app: web::Data<App>,
    id: web::Path<ActorId>,
    read: IfMatch,
    Body(body): Body<ActorUpdate>,
) -> ApiResult<HttpResponse> {
    let now = actor::update(&app, &access, *id, read, body).await?;
    Ok(cache::editable_json(now.version, &now))
}

/// Says "I act for this one".
///
/// For actors that are known from an import only. A facilitator decides; the answer comes by mail.
#[utoipa::path(
    operation_id = "claim_actor", tag = "actors", request_body = ClaimRequest,
    params(
        ("id" = ActorId, Path, description = "Id of the actor"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes repeating safe."),
    ),
    responses((status = 201, description = "A facilitator will answer.", body = ClaimAnswer))
)]
#[post("/actors/{id}/claim")]
async fn claim_actor(
    access: Needs<op::ClaimActor>,
    app: web::Data<App>,
    id: web::Path<ActorId>,
    key: IdempotencyKey,
    Body(body): Body<ClaimRequest>,
) -> ApiResult<HttpResponse> {
    let answer = claim::make(&app, &access, *id, &key, body).await?;
    Ok(HttpResponse::Created().json(answer))
}

/// Decides a claim.
///
/// Granting makes the person the actor's first steward. Refusing owes them a reason.
#[utoipa::path(
    operation_id = "decide_claim", tag = "moderation", request_body = ClaimDecision,
    params(("id" = ClaimId, Path, description = "Id of the claim")),
    responses((status = 204, description = "Decided; the person hears it by mail."))
)]
#[post("/claims/{id}/decision")]
async fn decide_claim(
    access: Needs<op::DecideClaim>,
    app: web::Data<App>,
    id: web::Path<ClaimId>,
    Body(body): Body<ClaimDecision>,
) -> ApiResult<HttpResponse> {
    claim::decide(&app, &access, *id, body).await?;
    Ok(HttpResponse::NoContent().finish())
}
