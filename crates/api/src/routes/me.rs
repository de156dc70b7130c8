//! Myself.

use actix_web::{HttpResponse, delete, get, patch, web};
use goesting_core::policy::op;
use goesting_types::person::{Me, MeDelete, MeUpdate};
use utoipa_actix_web::service_config::ServiceConfig;

use super::auth::logged_out;
use crate::app::{App, me};
use crate::error::ApiResult;
use crate::extract::{Body, IfMatch, Needs};
use crate::http::cache;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(get_me).service(update_me).service(delete_me);
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
    IfMatch(version): IfMatch,
    Body(form): Body<MeUpdate>,
) -> ApiResult<HttpResponse> {
    let me = me::update(&app, &access, version, form).await?;
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
