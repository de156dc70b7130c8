//! Ecosystems and who takes part in them.

use goesting_types::ecosystem::{
    Ecosystem, EcosystemDetail, EcosystemViewQuery, Participation, ParticipationCreate,
    ParticipationUpdate,
};
use goesting_types::ids::{EcosystemId, ParticipationId};
use goesting_types::page::{Page, PageQuery, View};

use crate::call::Call;
use crate::{Client, IdempotencyKey, Result};

impl Client {
    /// `GET /ecosystems`.
    pub async fn list_ecosystems(&self, query: &PageQuery) -> Result<Page<Ecosystem>> {
        self.json(Call::get("/ecosystems").query(query)?).await
    }

    /// `GET /ecosystems/{id}`: with who takes part; [`View::Edit`] for facilitators and stewards.
    pub async fn get_ecosystem(&self, id: EcosystemId, view: View) -> Result<EcosystemDetail> {
        let query = EcosystemViewQuery {
            view: (view == View::Edit).then_some(view),
        };
        self.json(Call::get(format!("/ecosystems/{id}")).query(&query)?)
            .await
    }

    /// `POST /ecosystems/{id}/participations`: a steward asks to join, a facilitator invites.
    pub async fn create_participation(
        &self,
        id: EcosystemId,
        body: &ParticipationCreate,
        key: IdempotencyKey,
    ) -> Result<Participation> {
        let call = Call::post(format!("/ecosystems/{id}/participations"));
        self.json(call.json(body)?.once(key)).await
    }

    /// `PATCH /participations/{id}`: one step; repeating it changes nothing.
    pub async fn update_participation(
        &self,
        id: ParticipationId,
        body: &ParticipationUpdate,
    ) -> Result<Participation> {
        self.json(Call::patch(format!("/participations/{id}")).json(body)?)
            .await
    }
}
