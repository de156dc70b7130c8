//! The people who act for an actor.

use actix_web::{HttpResponse, delete, get, post, web};
use goesting_core::policy::op;
use goesting_types::actor::{
    Invitation, InvitationAccepted, MemberInvite, Members, PendingInvitation,
};
use goesting_types::ids::{ActorId, InvitationId, PersonId};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::{App, member};
use crate::error::ApiResult;
use crate::extract::{Body, IdempotencyKey, Needs};
use crate::http::cache;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(list_members)
        .service(invite_member)
        .service(withdraw_invitation)
        .service(remove_member)
        .service(get_invitation)
        .service(accept_invitation);
}

/// Who acts for an actor.
///
/// For its members. Stewards also see who was invited and did not answer yet.
#[utoipa::path(
    operation_id = "list_members", tag = "actors",
    params(("id" = ActorId, Path, description = "Id of the actor")),
    responses((status = 200, description = "Its people.", body = Members))
)]
#[get("/actors/{id}/members")]
async fn list_members(
    access: Needs<op::ListMembers>,
    app: web::Data<App>,
    id: web::Path<ActorId>,
) -> ApiResult<HttpResponse> {
    Ok(cache::private_json(
        &member::list(&app, &access, *id).await?,
    ))
}

/// Asks somebody by mail to act for an actor.
///
/// The link works for 14 days. Asking the same address again sends a new link and ends the old one.
#[utoipa::path(
    operation_id = "invite_member", tag = "actors", request_body = MemberInvite,
    params(
        ("id" = ActorId, Path, description = "Id of the actor"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes repeating safe."),
    ),
    responses((status = 201, description = "The mail is on its way.", body = PendingInvitation))
)]
#[post("/actors/{id}/members")]
async fn invite_member(
    access: Needs<op::InviteMember>,
    app: web::Data<App>,
    id: web::Path<ActorId>,
    key: IdempotencyKey,
    Body(body): Body<MemberInvite>,
) -> ApiResult<HttpResponse> {
    let invited = member::invite(&app, &access, *id, &key, body).await?;
    Ok(HttpResponse::Created().json(invited))
}

/// Takes back an invitation.
///
/// The link of its mail stops working. Repeating it changes nothing; one that was said yes to
/// stays: remove the member then.
#[utoipa::path(
    operation_id = "withdraw_invitation", tag = "actors",
    params(
        ("id" = ActorId, Path, description = "Id of the actor"),
        ("invitation_id" = InvitationId, Path, description = "Id of the invitation"),
    ),
    responses((status = 204, description = "Nobody is invited by it any more."))
)]
#[delete("/actors/{id}/invitations/{invitation_id}")]
async fn withdraw_invitation(
    access: Needs<op::WithdrawInvitation>,
    app: web::Data<App>,
    path: web::Path<(ActorId, InvitationId)>,
) -> ApiResult<HttpResponse> {
    let (id, invitation) = path.into_inner();
    member::withdraw(&app, &access, id, invitation).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes somebody off an actor, or leaves it.
///
/// Stewards take off anybody, everybody can leave; the last steward cannot. Repeating it changes
/// nothing.
#[utoipa::path(
    operation_id = "remove_member", tag = "actors",
    params(
        ("id" = ActorId, Path, description = "Id of the actor"),
        ("person_id" = PersonId, Path, description = "Who goes"),
    ),
    responses((status = 204, description = "They do not act for it."))
)]
#[delete("/actors/{id}/members/{person_id}")]
async fn remove_member(
    access: Needs<op::RemoveMember>,
    app: web::Data<App>,
    path: web::Path<(ActorId, PersonId)>,
) -> ApiResult<HttpResponse> {
    let (id, person) = path.into_inner();
    member::remove(&app, &access, id, person).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// An invitation that waits for an answer.
///
/// For who has the mail's link: what is asked, for whom, and until when. 410 when it was used, its
/// time is over, or a newer one took its place.
#[utoipa::path(
    operation_id = "get_invitation", tag = "actors",
    params(("token" = String, Path, description = "The token of the mail's link")),
    responses((status = 200, description = "What is asked.", body = Invitation))
)]
#[get("/invitations/{token}")]
async fn get_invitation(
    _: Needs<op::GetInvitation>,
    app: web::Data<App>,
    token: web::Path<String>,
) -> ApiResult<HttpResponse> {
    Ok(cache::private_json(
        &member::invitation(&app, &token).await?,
    ))
}

/// Says yes to an invitation.
///
/// With the token of the mail's link, logged in with the address it went to.
#[utoipa::path(
    operation_id = "accept_invitation", tag = "actors",
    params(("token" = String, Path, description = "The token of the mail's link")),
    responses((status = 200, description = "Welcome.", body = InvitationAccepted))
)]
#[post("/invitations/{token}/accept")]
async fn accept_invitation(
    access: Needs<op::AcceptInvitation>,
    app: web::Data<App>,
    token: web::Path<String>,
) -> ApiResult<HttpResponse> {
    Ok(cache::private_json(
        &member::accept(&app, &access, &token).await?,
    ))
}
