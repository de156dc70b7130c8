//! Myself.

use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use goesting_core::policy::op;
use goesting_types::page::{Page, PageQuery};
use goesting_types::person::{
    AuditEntry, CalendarLink, Export, ExportFormat, ExportQuery, Me, MeDelete, MeUpdate,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::auth::logged_out;
use crate::app::{App, export, me};
use crate::error::ApiResult;
use crate::extract::{Body, IfMatch, Needs, Query};
use crate::http::{cache, paging};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(get_me)
        .service(update_me)
        .service(delete_me)
        .service(export_me)
        .service(list_audit)
        .service(create_calendar_link)
        .service(delete_calendar_link);
}

/// What is known of me.
///
/// With the actors I act for and the ecosystems I facilitate.
#[utoipa::path(
    operation_id = "get_me", tag = "me",
    responses((status = 200, description = "Myself.", body = Me))
)]
#[get("/me")]
async fn get_me(access: Needs<op::GetMe>, app: web::Data<App>) -> ApiResult<HttpResponse> {
    let me = me::get(&app, &access).await?;
    Ok(cache::editable_json(me.version, &me))
}

/// Changes me.
#[utoipa::path(
    operation_id = "update_me", tag = "me", request_body = MeUpdate,
    params(("If-Match" = String, Header, description = "The `ETag` that was read.")),
    responses((status = 200, description = "Myself, as I am now.", body = Me))
)]
#[patch("/me")]
async fn update_me(
    access: Needs<op::UpdateMe>,
    app: web::Data<App>,
    read: IfMatch,
    Body(form): Body<MeUpdate>,
) -> ApiResult<HttpResponse> {
    let me = me::update(&app, &access, read, form).await?;
    Ok(cache::editable_json(me.version, &me))
}

/// Deletes my account.
///
/// The password is asked once more. Gone are the log-ins, the profile, what was saved, and children
/// without another guardian; places that were taken are free again. Numbers of past sessions stay,
/// without a name.
#[utoipa::path(
    operation_id = "delete_me", tag = "me", request_body = MeDelete,
    responses((status = 204, description = "Deleted."))
)]
#[delete("/me")]
async fn delete_me(
    access: Needs<op::DeleteMe>,
    app: web::Data<App>,
    Body(form): Body<MeDelete>,
) -> ApiResult<HttpResponse> {
    me::delete(&app, &access, form).await?;
    logged_out(&app)
}

/// All that is kept of me.
///
/// One file, for reading or for machines.
#[utoipa::path(
    operation_id = "export_me", tag = "me", params(ExportQuery),
    responses((
        status = 200, description = "The bundle; as a page with `format=html`.",
        content((Export = "application/json"), (String = "text/html"))
    ))
)]
#[get("/me/export")]
async fn export_me(
    access: Needs<op::ExportMe>,
    app: web::Data<App>,
    Query(query): Query<ExportQuery>,
) -> ApiResult<HttpResponse> {
    let text = export::make(&app, &access, query.format).await?;
    let (media_type, file) = match query.format {
        ExportFormat::Html => ("text/html; charset=utf-8", "goesting.html"),
        ExportFormat::Json => ("application/json", "goesting.json"),
    };
    let disposition = format!("attachment; filename=\"{file}\"");
    Ok(HttpResponse::Ok()
        .content_type(media_type)
        .insert_header(("Content-Disposition", disposition))
        .insert_header(("Cache-Control", "no-store"))
        .body(text))
}

/// Who saw or changed my data.
///
/// The latest first.
#[utoipa::path(
    operation_id = "list_audit", tag = "me", params(PageQuery),
    responses((status = 200, description = "A page.", body = Page<AuditEntry>))
)]
#[get("/me/audit")]
async fn list_audit(
    access: Needs<op::ListAudit>,
    app: web::Data<App>,
    request: HttpRequest,
    Query(query): Query<PageQuery>,
) -> ApiResult<HttpResponse> {
    let page = me::list_audit(&app, &access, query).await?;
    let answer = cache::private_json(&page);
    Ok(paging::linked(
        &request,
        page.next_cursor.as_deref(),
        answer,
    ))
}

/// Makes a secret address for my calendar.
///
/// It is shown once; an earlier one stops working.
#[utoipa::path(
    operation_id = "create_calendar_link", tag = "me",
    responses((status = 201, description = "The address.", body = CalendarLink))
)]
#[post("/me/calendar-link")]
async fn create_calendar_link(
    access: Needs<op::CreateCalendarLink>,
    app: web::Data<App>,
) -> ApiResult<HttpResponse> {
    Ok(cache::created(
        &me::create_calendar_link(&app, &access).await?,
    ))
}

/// Takes the secret address of my calendar away.
#[utoipa::path(
    operation_id = "delete_calendar_link", tag = "me",
    responses((status = 204, description = "There is none, or no longer."))
)]
#[delete("/me/calendar-link")]
async fn delete_calendar_link(
    access: Needs<op::DeleteCalendarLink>,
    app: web::Data<App>,
) -> ApiResult<HttpResponse> {
    me::delete_calendar_link(&app, &access).await?;
    Ok(HttpResponse::NoContent().finish())
}
