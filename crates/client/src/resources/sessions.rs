//! Sessions: when it happens.

use goesting_types::enrolment::SessionNumbers;
use goesting_types::ids::{OpportunityId, SessionId};
use goesting_types::page::{Page, View, ViewQuery};
use goesting_types::session::{
    HeadCount, Session, SessionCancel, SessionCreate, SessionQuery, SessionUpdate, SessionsCreated,
};

use crate::call::Call;
use crate::{Client, IdempotencyKey, Result};

impl Client {
    /// `GET /opportunities/{id}/sessions`: coming ones unless asked otherwise.
    pub async fn list_sessions(
        &self,
        id: OpportunityId,
        query: &SessionQuery,
    ) -> Result<Page<Session>> {
        self.json(Call::get(format!("/opportunities/{id}/sessions")).query(query)?)
            .await
    }

    /// `POST /opportunities/{id}/sessions`: one or a series; `dry_run` previews.
    pub async fn create_sessions(
        &self,
        id: OpportunityId,
        body: &SessionCreate,
        key: IdempotencyKey,
    ) -> Result<SessionsCreated> {
        let call = Call::post(format!("/opportunities/{id}/sessions")).once(key);
        self.json(call.json(body)?).await
    }

    /// `GET /sessions/{id}`.
    pub async fn get_session(&self, id: SessionId) -> Result<Session> {
        self.json(Call::get(format!("/sessions/{id}"))).await
    }

    /// `GET /sessions/{id}?view=edit`: as it is now, for its hosts.
    pub async fn edit_session(&self, id: SessionId) -> Result<Session> {
        let query = ViewQuery {
            view: Some(View::Edit),
        };
        self.json(Call::get(format!("/sessions/{id}")).query(&query)?)
            .await
    }

    /// `PATCH /sessions/{id}`: this one, or this and following.
    pub async fn update_session(
        &self,
        id: SessionId,
        version: i64,
        body: &SessionUpdate,
    ) -> Result<Session> {
        let call = Call::patch(format!("/sessions/{id}")).if_match(version);
        self.json(call.json(body)?).await
    }

    /// `POST /sessions/{id}/cancel`.
    pub async fn cancel_session(&self, id: SessionId, body: &SessionCancel) -> Result<Session> {
        self.json(Call::post(format!("/sessions/{id}/cancel")).json(body)?)
            .await
    }

    /// `PUT /sessions/{id}/head-count`: how many came, one number.
    pub async fn set_head_count(&self, id: SessionId, body: &HeadCount) -> Result<SessionNumbers> {
        self.json(Call::put(format!("/sessions/{id}/head-count")).json(body)?)
            .await
    }
}
