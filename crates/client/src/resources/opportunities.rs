//! Opportunities: finding, making and keeping them.

use goesting_types::ids::{ActorId, OpportunityId, PictureId};
use goesting_types::moderation::ReportReceived;
use goesting_types::opportunity::{
    ActorOpportunityQuery, CoOwnerInvite, Opportunity, OpportunityActor, OpportunityCreate,
    OpportunityUpdate, Picture, PictureQuery, PublishRequest, ReportCreate, ReviewRequest,
};
use goesting_types::page::{Page, View, ViewQuery};
use goesting_types::search::{SearchQuery, SearchResults, SuggestQuery, Suggestions};

use crate::call::{Call, segment};
use crate::{Client, IdempotencyKey, Result};

impl Client {
    /// `GET /opportunities`: search.
    pub async fn search_opportunities(&self, query: &SearchQuery) -> Result<SearchResults> {
        self.json(Call::get("/opportunities").query(query)?).await
    }

    /// `GET /opportunities/suggest`: as somebody types.
    pub async fn suggest_opportunities(&self, query: &SuggestQuery) -> Result<Suggestions> {
        self.json(Call::get("/opportunities/suggest").query(query)?)
            .await
    }

    /// `POST /opportunities`: a draft.
    pub async fn create_opportunity(
        &self,
        body: &OpportunityCreate,
        key: IdempotencyKey,
    ) -> Result<Opportunity> {
        self.json(Call::post("/opportunities").json(body)?.once(key))
            .await
    }

    /// `GET /opportunities/{id}`; [`View::Edit`] for its hosts.
    pub async fn get_opportunity(&self, id: OpportunityId, view: View) -> Result<Opportunity> {
        let query = ViewQuery {
            view: (view == View::Edit).then_some(view),
        };
        self.json(Call::get(format!("/opportunities/{id}")).query(&query)?)
            .await
    }

    /// `PATCH /opportunities/{id}`.
    pub async fn update_opportunity(
        &self,
        id: OpportunityId,
        version: i64,
        body: &OpportunityUpdate,
    ) -> Result<Opportunity> {
        let call = Call::patch(format!("/opportunities/{id}")).if_match(version);
        self.json(call.json(body)?).await
    }

    /// `POST /opportunities/{id}/publish`: opens it, sends it to review, or ends a pause.
    pub async fn publish_opportunity(
        &self,
        id: OpportunityId,
        body: &PublishRequest,
    ) -> Result<Opportunity> {
        self.json(Call::post(format!("/opportunities/{id}/publish")).json(body)?)
            .await
    }

    /// `POST /opportunities/{id}/review`: a facilitator decides.
    pub async fn review_opportunity(
        &self,
        id: OpportunityId,
        body: &ReviewRequest,
    ) -> Result<Opportunity> {
        self.json(Call::post(format!("/opportunities/{id}/review")).json(body)?)
            .await
    }

    /// `POST /opportunities/{id}/pause`.
    pub async fn pause_opportunity(&self, id: OpportunityId) -> Result<Opportunity> {
        self.json(Call::post(format!("/opportunities/{id}/pause")))
            .await
    }

    /// `POST /opportunities/{id}/close`.
    pub async fn close_opportunity(&self, id: OpportunityId) -> Result<Opportunity> {
        self.json(Call::post(format!("/opportunities/{id}/close")))
            .await
    }

    /// `POST /opportunities/{id}/actors`: asks another actor to share it, or says yes for one's own.
    pub async fn share_opportunity(
        &self,
        id: OpportunityId,
        body: &CoOwnerInvite,
    ) -> Result<OpportunityActor> {
        let call = Call::post(format!("/opportunities/{id}/actors"));
        self.json(call.json(body)?).await
    }

    /// `DELETE /opportunities/{id}/actors/{actor_id}`: says no or steps out, or the lead parts with it.
    pub async fn unshare_opportunity(&self, id: OpportunityId, actor: ActorId) -> Result<()> {
        self.done(Call::delete(format!("/opportunities/{id}/actors/{actor}")))
            .await
    }

    /// `GET /actors/{id}/opportunities`: all of an actor's, for its hosts.
    pub async fn list_actor_opportunities(
        &self,
        id: ActorId,
        query: &ActorOpportunityQuery,
    ) -> Result<Page<Opportunity>> {
        self.json(Call::get(format!("/actors/{id}/opportunities")).query(query)?)
            .await
    }

    /// `DELETE /opportunities/{id}/pictures/{picture_id}`.
    pub async fn remove_picture(&self, id: OpportunityId, picture: PictureId) -> Result<()> {
        self.done(Call::delete(format!(
            "/opportunities/{id}/pictures/{picture}"
        )))
        .await
    }

    /// `POST /opportunities/{id}/pictures`: the bytes of a JPEG, PNG or WebP file.
    pub async fn add_picture(
        &self,
        id: OpportunityId,
        query: &PictureQuery,
        media_type: &'static str,
        bytes: Vec<u8>,
        key: IdempotencyKey,
    ) -> Result<Picture> {
        let call = Call::post(format!("/opportunities/{id}/pictures")).once(key);
        self.json(call.query(query)?.bytes(media_type, bytes)).await
    }

    /// `GET /pictures/{hash}`: the bytes of one size, as its address says.
    pub async fn get_picture(&self, hash: &str) -> Result<Vec<u8>> {
        self.bytes(Call::get(format!("/pictures/{}", segment(hash))))
            .await
    }

    /// `POST /opportunities/{id}/reports`: something is not right.
    pub async fn report_opportunity(
        &self,
        id: OpportunityId,
        body: &ReportCreate,
        key: IdempotencyKey,
    ) -> Result<ReportReceived> {
        let call = Call::post(format!("/opportunities/{id}/reports")).once(key);
        self.json(call.json(body)?).await
    }

    /// `GET /opportunities/{id}/calendar.ics`.
    pub async fn get_opportunity_calendar(&self, id: OpportunityId) -> Result<String> {
        self.text(Call::get(format!("/opportunities/{id}/calendar.ics")))
            .await
    }
}
