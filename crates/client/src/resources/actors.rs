//! Actors and the people who act for them.

use goesting_types::actor::{
    Actor, ActorCreate, ActorQuery, ActorUpdate, ClaimAnswer, ClaimDecision, ClaimRequest,
    Invitation, InvitationAccepted, MemberInvite, Members, PendingInvitation,
};
use goesting_types::ids::{ActorId, ClaimId, InvitationId, PersonId};
use goesting_types::page::{Page, View, ViewQuery};

use crate::call::{Call, segment};
use crate::{Client, IdempotencyKey, Result};

impl Client {
    /// `GET /actors`.
    pub async fn list_actors(&self, query: &ActorQuery) -> Result<Page<Actor>> {
        self.json(Call::get("/actors").query(query)?).await
    }

    /// `GET /actors/{id}`.
    pub async fn get_actor(&self, id: ActorId) -> Result<Actor> {
        self.json(Call::get(format!("/actors/{id}"))).await
    }

    /// `GET /actors/{id}?view=edit`: as it is now, for its stewards.
    pub async fn edit_actor(&self, id: ActorId) -> Result<Actor> {
        let query = ViewQuery {
            view: Some(View::Edit),
        };
        self.json(Call::get(format!("/actors/{id}")).query(&query)?)
            .await
    }

    /// `POST /actors`: whoever makes it is its first steward.
    pub async fn create_actor(&self, body: &ActorCreate, key: IdempotencyKey) -> Result<Actor> {
        self.json(Call::post("/actors").json(body)?.once(key)).await
    }

    /// `PATCH /actors/{id}`.
    pub async fn update_actor(
        &self,
        id: ActorId,
        version: i64,
        body: &ActorUpdate,
    ) -> Result<Actor> {
        let call = Call::patch(format!("/actors/{id}")).if_match(version);
        self.json(call.json(body)?).await
    }

    /// `POST /actors/{id}/claim`: "I act for this one"; a facilitator answers.
    pub async fn claim_actor(
        &self,
        id: ActorId,
        body: &ClaimRequest,
        key: IdempotencyKey,
    ) -> Result<ClaimAnswer> {
        let call = Call::post(format!("/actors/{id}/claim")).once(key);
        self.json(call.json(body)?).await
    }

    /// `POST /claims/{id}/decision`: a facilitator grants or refuses.
    pub async fn decide_claim(&self, id: ClaimId, body: &ClaimDecision) -> Result<()> {
        self.done(Call::post(format!("/claims/{id}/decision")).json(body)?)
            .await
    }

    /// `GET /actors/{id}/members`.
    pub async fn list_members(&self, id: ActorId) -> Result<Members> {
        self.json(Call::get(format!("/actors/{id}/members"))).await
    }

    /// `POST /actors/{id}/members`: sends an invitation by mail.
    pub async fn invite_member(
        &self,
        id: ActorId,
        body: &MemberInvite,
        key: IdempotencyKey,
    ) -> Result<PendingInvitation> {
        let call = Call::post(format!("/actors/{id}/members")).once(key);
        self.json(call.json(body)?).await
    }

    /// `DELETE /actors/{id}/invitations/{invitation_id}`: its link stops working.
    pub async fn withdraw_invitation(&self, id: ActorId, invitation: InvitationId) -> Result<()> {
        self.done(Call::delete(format!(
            "/actors/{id}/invitations/{invitation}"
        )))
        .await
    }

    /// `DELETE /actors/{id}/members/{person_id}`.
    pub async fn remove_member(&self, id: ActorId, person: PersonId) -> Result<()> {
        self.done(Call::delete(format!("/actors/{id}/members/{person}")))
            .await
    }

    /// `GET /invitations/{token}`: what the mail asks.
    pub async fn get_invitation(&self, token: &str) -> Result<Invitation> {
        self.json(Call::get(format!("/invitations/{}", segment(token))))
            .await
    }

    /// `POST /invitations/{token}/accept`: with the token of the mail.
    pub async fn accept_invitation(&self, token: &str) -> Result<InvitationAccepted> {
        self.json(Call::post(format!(
            "/invitations/{}/accept",
            segment(token)
        )))
        .await
    }
}
