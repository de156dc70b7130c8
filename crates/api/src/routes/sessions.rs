//! Sessions.

use actix_web::{HttpRequest, HttpResponse, get, patch, post, put, web};
use goesting_core::policy::op;
use goesting_types::enrolment::SessionNumbers;
use goesting_types::ids::{OpportunityId, SessionId};
use goesting_types::page::{Page, View, ViewQuery};
use goesting_types::session::{
    HeadCount, Session, SessionCancel, SessionCreate, SessionQuery, SessionUpdate, SessionsCreated,
};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::App;
use crate::app::session::{self, Shown};
use crate::error::ApiResult;
use crate::extract::{Body, IdempotencyKey, IfMatch, Needs, Query};
use crate::http::cache::{self, Known};
use crate::http::paging;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(list_sessions)
        .service(create_sessions)
        .service(get_session)
        .service(update_session)
        .service(cancel_session)
        .service(set_head_count);
}

/// The sessions of an opportunity.
///
/// The earliest first, those to come unless asked otherwise. Cancelled ones are among them, so that
/// who looks for them learns it.
#[utoipa::path(
    operation_id = "list_sessions", tag = "sessions",
    params(("id" = OpportunityId, Path, description = "The opportunity."), SessionQuery),
    responses(
        (status = 200, description = "A page of sessions.", body = Page<Session>),
        (status = 304, description = "The page you have is still the same."),
    )
)]
#[get("/opportunities/{id}/sessions")]
async fn list_sessions(
    access: Needs<op::ListSessions>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<OpportunityId>,
    Query(query): Query<SessionQuery>,
) -> ApiResult<HttpResponse> {
    let known = Known::of(&request);
    let (next, page) = session::list(&app, &access, *id, query, known).await?;
    Ok(paging::linked(&request, next.as_deref(), answer(page)))
}

/// Makes one session, or a series.
///
/// With `dry_run` it shows what would be made, and which days would be left out and why, and makes
/// nothing. A series without an end is made twelve months ahead, and goes on by itself.
#[utoipa::path(
    operation_id = "create_sessions", tag = "sessions",
    params(
        ("id" = OpportunityId, Path, description = "The opportunity."),
        ("Idempotency-Key" = Option<String>, Header,
            description = "The same key and body again give the first answer."),
    ),
    request_body = SessionCreate,
    responses(
        (status = 200, description = "What would be made.", body = SessionsCreated),
        (status = 201, description = "What was made.", body = SessionsCreated),
    )
)]
#[post("/opportunities/{id}/sessions")]
async fn create_sessions(
    access: Needs<op::CreateSessions>,
    app: web::Data<App>,
    id: web::Path<OpportunityId>,
    key: IdempotencyKey,
    Body(body): Body<SessionCreate>,
) -> ApiResult<HttpResponse> {
    let dry_run = body.dry_run;
    let made = session::create(&app, &access, *id, &key, body).await?;
    Ok(if dry_run {
        cache::private_json(&made)
    } else {
        cache::created(&made)
    })
}

/// One session.
///
/// As everybody sees it. With `view=edit`, for who may read its opportunity to edit it, private and
/// with the version to edit as its entity tag.
#[utoipa::path(
    operation_id = "get_session", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session."), ViewQuery),
    responses(
        (status = 200, description = "The session.", body = Session),
        (status = 304, description = "The one you have is still the same."),
    )
)]
#[get("/sessions/{id}")]
async fn get_session(
    access: Needs<op::GetSession>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<SessionId>,
    Query(query): Query<ViewQuery>,
) -> ApiResult<HttpResponse> {
    if query.view == Some(View::Edit) {
        let found = session::edit_view(&app, &access, *id).await?;
        return Ok(cache::editable_json(found.version, &found));
    }
    let known = Known::of(&request);
    Ok(answer(session::find(&app, &access, *id, known).await?))
}

fn answer<T: Serialize>(shown: Shown<T>) -> HttpResponse {
    match shown {
        Shown::Public(checked) => checked.answer("application/json"),
        Shown::Private(value) => cache::private_json(&value),
    }
}

/// Changes a session, or this and those that follow.
///
/// Needs `If-Match` with the version that was read. Those that follow move by the same days and
/// clock. Whoever enrolled hears of another time, another place, or your word; more places go to
/// those who wait, in order. Fewer places than are taken are refused.
#[utoipa::path(
    operation_id = "update_session", tag = "sessions",
    params(
        ("id" = SessionId, Path, description = "The session."),
        ("If-Match" = String, Header, description = "The version that was read, in quotes."),
    ),
    request_body = SessionUpdate,
    responses((status = 200, description = "As it is now.", body = Session))
)]
#[patch("/sessions/{id}")]
async fn update_session(
    access: Needs<op::UpdateSession>,
    app: web::Data<App>,
    id: web::Path<SessionId>,
    read: IfMatch,
    Body(body): Body<SessionUpdate>,
) -> ApiResult<HttpResponse> {
    let now = session::update(&app, &access, *id, read, body).await?;
    Ok(cache::editable_json(now.version, &now))
}

/// Cancels a session, or this and those that follow.
///
/// Whoever enrolled is told, with your word and other sessions to go to. Doing it again changes
/// nothing.
#[utoipa::path(
    operation_id = "cancel_session", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session.")),
    request_body = SessionCancel,
    responses((status = 200, description = "Cancelled.", body = Session))
)]
#[post("/sessions/{id}/cancel")]
async fn cancel_session(
    access: Needs<op::CancelSession>,
    app: web::Data<App>,
    id: web::Path<SessionId>,
    Body(body): Body<SessionCancel>,
) -> ApiResult<HttpResponse> {
    let now = session::cancel(&app, &access, *id, body).await?;
    Ok(cache::editable_json(now.version, &now))
}

/// Says how many came.
///
/// One number per session, from its start on; never a name.
#[utoipa::path(
    operation_id = "set_head_count", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session.")),
    request_body = HeadCount,
    responses((status = 200, description = "The session's numbers.", body = SessionNumbers))
)]
#[put("/sessions/{id}/head-count")]
async fn set_head_count(
    access: Needs<op::SetHeadCount>,
    app: web::Data<App>,
    id: web::Path<SessionId>,
    Body(body): Body<HeadCount>,
) -> ApiResult<HttpResponse> {
    let numbers = session::set_head_count(&app, &access, *id, body).await?;
    Ok(cache::private_json(&numbers))
}
