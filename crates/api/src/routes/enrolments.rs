//! Places in sessions.

use actix_web::{HttpRequest, HttpResponse, delete, get, http::header, post, put, web};
use goesting_core::policy::op;
use goesting_types::enrolment::{
    AgendaQuery, Enrolment, EnrolmentCreate, HostEnrolment, LeaveByToken, LeftByToken,
    PromoteRequest, SessionEnrolmentQuery, SessionEnrolments, WasThere,
};
use goesting_types::ids::{EnrolmentId, SessionId};
use goesting_types::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::{App, enrolment};
use crate::error::ApiResult;
use crate::extract::{Body, IdempotencyKey, Needs, Query};
use crate::http::{cache, paging};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(create_enrolment)
        .service(list_session_enrolments)
        .service(leave_by_token)
        .service(leave_enrolment)
        .service(accept_enrolment)
        .service(decline_enrolment)
        .service(promote_enrolment)
        .service(set_was_there)
        .service(list_my_enrolments);
}

/// Takes places in a session.
///
/// For oneself, for one's children, or both: one entry, all or nothing. When it is full and
/// `or_wait` is set, the entry waits; its turn comes in order of arrival. With an address that is
/// not confirmed the places are kept until `confirm_until`.
#[utoipa::path(
    operation_id = "create_enrolment", tag = "enrolments",
    params(
        ("id" = SessionId, Path, description = "The session."),
        ("Idempotency-Key" = Option<String>, Header,
            description = "The same key and body again give the first answer."),
    ),
    request_body = EnrolmentCreate,
    responses((status = 201, description = "It has its places, or it waits.", body = Enrolment))
)]
#[post("/sessions/{id}/enrolments")]
async fn create_enrolment(
    access: Needs<op::CreateEnrolment>,
    app: web::Data<App>,
    id: web::Path<SessionId>,
    key: IdempotencyKey,
    Body(body): Body<EnrolmentCreate>,
) -> ApiResult<HttpResponse> {
    let made = enrolment::create(&app, &access, *id, &key, body).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(made))
}

/// The list of a session, for its hosts.
///
/// First names and how many come along. Schools and companies see numbers, and names only where a
/// person shared them; programs see the session's numbers. Whoever is seen can read that they were.
/// Entries come in pages; the numbers are those of the whole session.
#[utoipa::path(
    operation_id = "list_session_enrolments", tag = "enrolments",
    params(("id" = SessionId, Path, description = "The session."), SessionEnrolmentQuery),
    responses((status = 200, description = "A page of the list.", body = SessionEnrolments))
)]
#[get("/sessions/{id}/enrolments")]
async fn list_session_enrolments(
    access: Needs<op::ListSessionEnrolments>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<SessionId>,
    Query(query): Query<SessionEnrolmentQuery>,
) -> ApiResult<HttpResponse> {
    let page = enrolment::list(&app, &access, *id, query).await?;
    let answer = cache::private_json(&page);
    Ok(paging::linked(
        &request,
        page.next_cursor.as_deref(),
        answer,
    ))
}

/// Leaves.
///
/// Gives the places, or the place in the queue, back; nobody asks why. A host takes somebody off
/// the list with it. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "leave_enrolment", tag = "enrolments",
    params(("id" = EnrolmentId, Path, description = "The enrolment.")),
    responses((status = 204, description = "Left."))
)]
#[delete("/enrolments/{id}")]
async fn leave_enrolment(
    access: Needs<op::LeaveEnrolment>,
    app: web::Data<App>,
    id: web::Path<EnrolmentId>,
) -> ApiResult<HttpResponse> {
    enrolment::leave(&app, &access, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Yes to the places offered.
#[utoipa::path(
    operation_id = "accept_enrolment", tag = "enrolments",
    params(("id" = EnrolmentId, Path, description = "The enrolment.")),
    responses((status = 200, description = "It has its places.", body = Enrolment))
)]
#[post("/enrolments/{id}/accept")]
async fn accept_enrolment(
    access: Needs<op::AcceptEnrolment>,
    app: web::Data<App>,
    id: web::Path<EnrolmentId>,
) -> ApiResult<HttpResponse> {
    Ok(cache::private_json(
        &enrolment::accept(&app, &access, *id).await?,
    ))
}

/// No to the places offered.
///
/// They go to the next in line.
#[utoipa::path(
    operation_id = "decline_enrolment", tag = "enrolments",
    params(("id" = EnrolmentId, Path, description = "The enrolment.")),
    responses((status = 200, description = "Declined.", body = Enrolment))
)]
#[post("/enrolments/{id}/decline")]
async fn decline_enrolment(
    access: Needs<op::DeclineEnrolment>,
    app: web::Data<App>,
    id: web::Path<EnrolmentId>,
) -> ApiResult<HttpResponse> {
    Ok(cache::private_json(
        &enrolment::decline(&app, &access, *id).await?,
    ))
}

/// Lets a waiting entry pass the others.
///
/// It goes to the head of the queue; the reason stays with it. Never over capacity: while too few
/// places are free it waits there.
#[utoipa::path(
    operation_id = "promote_enrolment", tag = "enrolments",
    params(("id" = EnrolmentId, Path, description = "The enrolment.")),
    request_body = PromoteRequest,
    responses((status = 200, description = "Where it stands now.", body = HostEnrolment))
)]
#[post("/enrolments/{id}/promote")]
async fn promote_enrolment(
    access: Needs<op::PromoteEnrolment>,
    app: web::Data<App>,
    id: web::Path<EnrolmentId>,
    Body(body): Body<PromoteRequest>,
) -> ApiResult<HttpResponse> {
    Ok(cache::private_json(
        &enrolment::promote(&app, &access, *id, &body).await?,
    ))
}

/// Keeps whether one was there.
///
/// For the person's own eyes: no host, school or company sees it.
#[utoipa::path(
    operation_id = "set_was_there", tag = "enrolments",
    params(("id" = EnrolmentId, Path, description = "The enrolment.")),
    request_body = WasThere,
    responses((status = 200, description = "Kept.", body = Enrolment))
)]
#[put("/enrolments/{id}/was-there")]
async fn set_was_there(
    access: Needs<op::SetWasThere>,
    app: web::Data<App>,
    id: web::Path<EnrolmentId>,
    Body(body): Body<WasThere>,
) -> ApiResult<HttpResponse> {
    Ok(cache::private_json(
        &enrolment::set_was_there(&app, &access, *id, body).await?,
    ))
}

/// Leaves with the token of a mail.
///
/// No log-in: holding the link is enough, for this one enrolment. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "leave_by_token", tag = "enrolments",
    request_body = LeaveByToken,
    responses((status = 200, description = "Left.", body = LeftByToken))
)]
#[post("/enrolments/leave")]
async fn leave_by_token(
    _: Needs<op::LeaveByToken>,
    app: web::Data<App>,
    Body(body): Body<LeaveByToken>,
) -> ApiResult<HttpResponse> {
    Ok(cache::private_json(
        &enrolment::leave_by_token(&app, &body).await?,
    ))
}

/// My agenda.
///
/// Coming and waiting by start; past, and everything together, latest first.
#[utoipa::path(
    operation_id = "list_my_enrolments", tag = "me", params(AgendaQuery),
    responses((status = 200, description = "A page of my enrolments.", body = Page<Enrolment>))
)]
#[get("/me/enrolments")]
async fn list_my_enrolments(
    access: Needs<op::ListMyEnrolments>,
    app: web::Data<App>,
    request: HttpRequest,
    Query(query): Query<AgendaQuery>,
) -> ApiResult<HttpResponse> {
    let page = enrolment::agenda(&app, &access, query).await?;
    let answer = cache::private_json(&page);
    Ok(paging::linked(
        &request,
        page.next_cursor.as_deref(),
        answer,
    ))
}
