//! My children, and what I allow for them.

use actix_web::{HttpResponse, delete, get, patch, post, put, web};
use goesting_core::policy::op;
use goesting_types::ids::PersonId;
use goesting_types::page::Page;
use goesting_types::person::{Child, ChildAccount, ChildCreate, ChildUpdate, ConsentPurpose};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::{App, child};
use crate::error::ApiResult;
use crate::extract::{Body, IdempotencyKey, IfMatch, Needs};
use crate::http::BASE;
use crate::http::cache;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(list_children)
        .service(create_child)
        .service(update_child)
        .service(remove_child)
        .service(give_child_account)
        .service(give_consent)
        .service(withdraw_consent);
}

/// My children.
#[utoipa::path(
    operation_id = "list_children", tag = "me",
    responses((status = 200, description = "By first name.", body = Page<Child>))
)]
#[get("/me/children")]
async fn list_children(
    access: Needs<op::ListChildren>,
    app: web::Data<App>,
) -> ApiResult<HttpResponse> {
    Ok(cache::private_json(&child::list(&app, &access).await?))
}

/// Adds a child I am a guardian of.
///
/// For adults. A birthday sets the day on which guardianship ends and is not kept.
#[utoipa::path(
    operation_id = "create_child", tag = "me", request_body = ChildCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes repeating safe.")),
    responses((status = 201, description = "The child.", body = Child))
)]
#[post("/me/children")]
async fn create_child(
    access: Needs<op::CreateChild>,
    app: web::Data<App>,
    key: IdempotencyKey,
    Body(form): Body<ChildCreate>,
) -> ApiResult<HttpResponse> {
    let made = child::create(&app, &access, &key, form).await?;
    let at = format!("{BASE}/me/children/{}", made.id);
    Ok(cache::created_json(&at, made.version, &made))
}

/// Changes a child.
#[utoipa::path(
    operation_id = "update_child", tag = "me", request_body = ChildUpdate,
    params(
        ("id" = PersonId, Path, description = "Id of the child"),
        ("If-Match" = String, Header, description = "The version that was read, in quotes."),
    ),
    responses((status = 200, description = "The child, as it is now.", body = Child))
)]
#[patch("/me/children/{id}")]
async fn update_child(
    access: Needs<op::UpdateChild>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
    read: IfMatch,
    Body(form): Body<ChildUpdate>,
) -> ApiResult<HttpResponse> {
    let child = child::update(&app, &access, *id, read, form).await?;
    Ok(cache::editable_json(child.version, &child))
}

/// Takes a child away.
///
/// All that is known of it, unless it has another guardian. Its places are free again.
#[utoipa::path(
    operation_id = "remove_child", tag = "me",
    params(("id" = PersonId, Path, description = "Id of the child")),
    responses((status = 204, description = "Gone."))
)]
#[delete("/me/children/{id}")]
async fn remove_child(
    access: Needs<op::RemoveChild>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
) -> ApiResult<HttpResponse> {
    child::remove(&app, &access, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives a child of 13 or over an account of its own.
///
/// A mail asks the child to set a password. From now on it decides itself, and is nobody's child here.
#[utoipa::path(
    operation_id = "give_child_account", tag = "me", request_body = ChildAccount,
    params(("id" = PersonId, Path, description = "Id of the child")),
    responses((status = 204, description = "The mail is under way."))
)]
#[put("/me/children/{id}/account")]
async fn give_child_account(
    access: Needs<op::GiveChildAccount>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
    Body(form): Body<ChildAccount>,
) -> ApiResult<HttpResponse> {
    child::give_account(&app, &access, *id, &form).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Allows one purpose for a child.
#[utoipa::path(
    operation_id = "give_consent", tag = "me",
    params(
        ("id" = PersonId, Path, description = "Id of the child"),
        ("purpose" = ConsentPurpose, Path, description = "For what"),
    ),
    responses((status = 204, description = "Allowed."))
)]
#[put("/me/children/{id}/consents/{purpose}")]
async fn give_consent(
    access: Needs<op::GiveConsent>,
    app: web::Data<App>,
    path: web::Path<(PersonId, ConsentPurpose)>,
) -> ApiResult<HttpResponse> {
    let (id, purpose) = path.into_inner();
    child::give(&app, &access, id, purpose).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes one permission back.
///
/// Without `participation` the child leaves all sessions that are still to come.
#[utoipa::path(
    operation_id = "withdraw_consent", tag = "me",
    params(
        ("id" = PersonId, Path, description = "Id of the child"),
        ("purpose" = ConsentPurpose, Path, description = "For what"),
    ),
    responses((status = 204, description = "No longer allowed."))
)]
#[delete("/me/children/{id}/consents/{purpose}")]
async fn withdraw_consent(
    access: Needs<op::WithdrawConsent>,
    app: web::Data<App>,
    path: web::Path<(PersonId, ConsentPurpose)>,
) -> ApiResult<HttpResponse> {
    let (id, purpose) = path.into_inner();
    child::withdraw(&app, &access, id, purpose).await?;
    Ok(HttpResponse::NoContent().finish())
}
