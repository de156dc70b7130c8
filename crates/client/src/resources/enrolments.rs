//! Enrolments: taking a place, waiting for one, leaving it.

use goesting_types::enrolment::{
    Enrolment, EnrolmentCreate, HostEnrolment, LeaveByToken, LeftByToken, PromoteRequest,
    SessionEnrolmentQuery, SessionEnrolments, WasThere,
};
use goesting_types::ids::{EnrolmentId, SessionId};

use crate::call::Call;
use crate::{Client, IdempotencyKey, Result};

impl Client {
    /// `POST /sessions/{id}/enrolments`: for oneself, one's children, or both.
    pub async fn create_enrolment(
        &self,
        id: SessionId,
        body: &EnrolmentCreate,
        key: IdempotencyKey,
    ) -> Result<Enrolment> {
        let call = Call::post(format!("/sessions/{id}/enrolments")).once(key);
        self.json(call.json(body)?).await
    }

    /// `GET /sessions/{id}/enrolments`: for its host.
    pub async fn list_session_enrolments(
        &self,
        id: SessionId,
        query: &SessionEnrolmentQuery,
    ) -> Result<SessionEnrolments> {
        self.json(Call::get(format!("/sessions/{id}/enrolments")).query(query)?)
            .await
    }

    /// `DELETE /enrolments/{id}`: leaves, or the host takes somebody off. No reason is asked.
    pub async fn leave_enrolment(&self, id: EnrolmentId) -> Result<()> {
        self.done(Call::delete(format!("/enrolments/{id}"))).await
    }

    /// `POST /enrolments/{id}/accept`: yes to the places offered.
    pub async fn accept_enrolment(&self, id: EnrolmentId) -> Result<Enrolment> {
        self.json(Call::post(format!("/enrolments/{id}/accept")))
            .await
    }

    /// `POST /enrolments/{id}/decline`: no to the places offered.
    pub async fn decline_enrolment(&self, id: EnrolmentId) -> Result<Enrolment> {
        self.json(Call::post(format!("/enrolments/{id}/decline")))
            .await
    }

    /// `POST /enrolments/{id}/promote`: the host lets it pass others, with a reason.
    pub async fn promote_enrolment(
        &self,
        id: EnrolmentId,
        body: &PromoteRequest,
    ) -> Result<HostEnrolment> {
        self.json(Call::post(format!("/enrolments/{id}/promote")).json(body)?)
            .await
    }

    /// `PUT /enrolments/{id}/was-there`: for the person's own eyes.
    pub async fn set_was_there(&self, id: EnrolmentId, body: &WasThere) -> Result<Enrolment> {
        self.json(Call::put(format!("/enrolments/{id}/was-there")).json(body)?)
            .await
    }

    /// `POST /enrolments/leave`: with the token of the mail, without logging in.
    pub async fn leave_by_token(&self, body: &LeaveByToken) -> Result<LeftByToken> {
        let call = Call::post("/enrolments/leave").without_refresh();
        self.json(call.json(body)?).await
    }
}
