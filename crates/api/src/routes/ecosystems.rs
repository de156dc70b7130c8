//! Ecosystems and who takes part in them.

use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use goesting_core::policy::op;
use goesting_types::ecosystem::{
    Ecosystem, EcosystemDetail, EcosystemViewQuery, Participation, ParticipationCreate,
    ParticipationUpdate,
};
use goesting_types::ids::{EcosystemId, ParticipationId};
use goesting_types::page::{Page, PageQuery, View};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::{App, ecosystem, participation};
use crate::error::ApiResult;
use crate::extract::{Body, IdempotencyKey, Needs, Query};
use crate::http::{cache, paging};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(list_ecosystems)
        .service(get_ecosystem)
        .service(create_participation)
        .service(update_participation);
}

/// Ecosystems by name.
#[utoipa::path(
    operation_id = "list_ecosystems", tag = "ecosystems", params(PageQuery),
    responses((status = 200, description = "A page of ecosystems.", body = Page<Ecosystem>))
)]
#[get("/ecosystems")]
async fn list_ecosystems(
    _: Needs<op::ListEcosystems>,
    request: HttpRequest,
    app: web::Data<App>,
    Query(query): Query<PageQuery>,
) -> ApiResult<HttpResponse> {
    let page = ecosystem::list(&app, query).await?;
    let answer = cache::public_json(&request, 300, &page);
    Ok(paging::linked(
        &request,
        page.next_cursor.as_deref(),
        answer,
    ))
}

/// One ecosystem with who takes part.
///
/// The first hundred of them; the others are had from `GET /actors?ecosystem=` with the
/// `next_cursor`. `view=edit`, for who is logged in, is private: it has the actors one acts for
/// too, facilitators also see requests, invitations and pauses, stewards those of their own actors.
#[utoipa::path(
    operation_id = "get_ecosystem", tag = "ecosystems",
    params(("id" = EcosystemId, Path, description = "Id of the ecosystem"), EcosystemViewQuery),
    responses((status = 200, description = "The ecosystem.", body = EcosystemDetail))
)]
#[get("/ecosystems/{id}")]
async fn get_ecosystem(
    access: Needs<op::GetEcosystem>,
    request: HttpRequest,
    app: web::Data<App>,
    id: web::Path<EcosystemId>,
    Query(query): Query<EcosystemViewQuery>,
) -> ApiResult<HttpResponse> {
    let view = query.view.unwrap_or(View::Public);
    let detail = ecosystem::get(&app, &access, *id, view).await?;
    let answer = match view {
        View::Public => cache::public_json(&request, 60, &detail),
        View::Edit => cache::private_json(&detail),
    };
    Ok(paging::linked(
        &request,
        detail.next_cursor.as_deref(),
        answer,
    ))
}

/// Asks to join, or invites.
///
/// A steward asks for their actor, a facilitator invites one. When the other side had asked already,
/// both said yes and the actor takes part. Repeating it changes nothing.
#[utoipa::path(
    operation_id = "create_participation", tag = "ecosystems", request_body = ParticipationCreate,
    params(
        ("id" = EcosystemId, Path, description = "Id of the ecosystem"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes repeating safe."),
    ),
    responses((status = 201, description = "How it stands now.", body = Participation))
)]
#[post("/ecosystems/{id}/participations")]
async fn create_participation(
    access: Needs<op::CreateParticipation>,
    app: web::Data<App>,
    id: web::Path<EcosystemId>,
    key: IdempotencyKey,
    Body(body): Body<ParticipationCreate>,
) -> ApiResult<HttpResponse> {
    let made = participation::create(&app, &access, *id, &key, body).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Accepts, pauses, resumes or leaves.
///
/// Each side answers what the other asked; a break is the actor's to take and end; both can part.
/// Only an actor that takes part publishes; what is open stays open through a pause or a goodbye.
/// Repeating a step changes nothing; one that does not fit answers 409 with how it stands. A
/// facilitator who turns a request down, or ends a participation, owes the actor a reason.
#[utoipa::path(
    operation_id = "update_participation", tag = "ecosystems", request_body = ParticipationUpdate,
    params(("id" = ParticipationId, Path, description = "Id of the participation")),
    responses((status = 200, description = "How it stands now.", body = Participation))
)]
#[patch("/participations/{id}")]
async fn update_participation(
    access: Needs<op::UpdateParticipation>,
    app: web::Data<App>,
    id: web::Path<ParticipationId>,
    Body(body): Body<ParticipationUpdate>,
) -> ApiResult<HttpResponse> {
    Ok(cache::private_json(
        &participation::update(&app, &access, *id, body).await?,
    ))
}
