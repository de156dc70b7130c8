//! A person's own data.

use goesting_types::enrolment::{AgendaQuery, Enrolment};
use goesting_types::ids::{OpportunityId, PersonId};
use goesting_types::page::{Page, PageQuery};
use goesting_types::person::{
    AuditEntry, CalendarLink, Child, ChildAccount, ChildCreate, ChildUpdate, ConsentPurpose,
    ExportFormat, ExportQuery, Me, MeDelete, MeUpdate, SavedOpportunity,
};

use crate::call::{Call, segment};
use crate::{Client, IdempotencyKey, Result};

impl Client {
    /// `GET /me`.
    pub async fn get_me(&self) -> Result<Me> {
        self.json(Call::get("/me")).await
    }

    /// `PATCH /me`.
    pub async fn update_me(&self, version: i64, body: &MeUpdate) -> Result<Me> {
        self.json(Call::patch("/me").if_match(version).json(body)?)
            .await
    }

    /// `DELETE /me`: deletes the account; the password is asked once more.
    pub async fn delete_me(&self, body: &MeDelete) -> Result<()> {
        self.done(Call::delete("/me").json(body)?).await
    }

    /// `GET /me/enrolments`: coming ones soonest first, past ones latest first.
    pub async fn list_my_enrolments(&self, query: &AgendaQuery) -> Result<Page<Enrolment>> {
        self.json(Call::get("/me/enrolments").query(query)?).await
    }

    /// `GET /me/saved`: latest first.
    pub async fn list_saved(&self, query: &PageQuery) -> Result<Page<SavedOpportunity>> {
        self.json(Call::get("/me/saved").query(query)?).await
    }

    /// `PUT /me/saved/{opportunity_id}`.
    pub async fn save_opportunity(&self, id: OpportunityId) -> Result<()> {
        self.done(Call::put(format!("/me/saved/{id}"))).await
    }

    /// `DELETE /me/saved/{opportunity_id}`.
    pub async fn unsave_opportunity(&self, id: OpportunityId) -> Result<()> {
        self.done(Call::delete(format!("/me/saved/{id}"))).await
    }

    /// `GET /me/children`.
    pub async fn list_children(&self) -> Result<Page<Child>> {
        self.json(Call::get("/me/children")).await
    }

    /// `POST /me/children`.
    pub async fn create_child(&self, body: &ChildCreate, key: IdempotencyKey) -> Result<Child> {
        self.json(Call::post("/me/children").json(body)?.once(key))
            .await
    }

    /// `PATCH /me/children/{id}`.
    pub async fn update_child(
        &self,
        id: PersonId,
        version: i64,
        body: &ChildUpdate,
    ) -> Result<Child> {
        let call = Call::patch(format!("/me/children/{id}")).if_match(version);
        self.json(call.json(body)?).await
    }

    /// `DELETE /me/children/{id}`.
    pub async fn remove_child(&self, id: PersonId) -> Result<()> {
        self.done(Call::delete(format!("/me/children/{id}"))).await
    }

    /// `PUT /me/children/{id}/account`: from then on it is a child of mine no more.
    pub async fn give_child_account(&self, id: PersonId, body: &ChildAccount) -> Result<()> {
        let call = Call::put(format!("/me/children/{id}/account"));
        self.done(call.json(body)?).await
    }

    /// `PUT /me/children/{id}/consents/{purpose}`.
    pub async fn give_consent(&self, id: PersonId, purpose: ConsentPurpose) -> Result<()> {
        self.done(Call::put(format!("/me/children/{id}/consents/{purpose}")))
            .await
    }

    /// `DELETE /me/children/{id}/consents/{purpose}`.
    pub async fn withdraw_consent(&self, id: PersonId, purpose: ConsentPurpose) -> Result<()> {
        self.done(Call::delete(format!(
            "/me/children/{id}/consents/{purpose}"
        )))
        .await
    }

    /// `POST /me/calendar-link`: a new secret address; an earlier one stops working.
    pub async fn create_calendar_link(&self) -> Result<CalendarLink> {
        self.json(Call::post("/me/calendar-link")).await
    }

    /// `DELETE /me/calendar-link`.
    pub async fn delete_calendar_link(&self) -> Result<()> {
        self.done(Call::delete("/me/calendar-link")).await
    }

    /// `GET /calendars/{secret}.ics`: the address is its own key.
    pub async fn get_calendar(&self, secret: &str) -> Result<String> {
        self.text(Call::get(format!("/calendars/{}.ics", segment(secret))))
            .await
    }

    /// `GET /me/export`: all that is kept of me, for reading or for machines.
    pub async fn export_me(&self, format: ExportFormat) -> Result<String> {
        let query = ExportQuery { format };
        self.text(Call::get("/me/export").query(&query)?).await
    }

    /// `GET /me/audit`: who saw or changed my data, latest first.
    pub async fn list_audit(&self, query: &PageQuery) -> Result<Page<AuditEntry>> {
        self.json(Call::get("/me/audit").query(query)?).await
    }
}
