//! What a facilitator looks at.

use goesting_types::ids::{EcosystemId, ReportId};
use goesting_types::moderation::{Report, ReportResolve, ReviewQueue};

use crate::call::Call;
use crate::{Client, Result};

impl Client {
    /// `GET /ecosystems/{id}/reviews`: opportunities and reports that wait.
    pub async fn list_reviews(&self, id: EcosystemId) -> Result<ReviewQueue> {
        self.json(Call::get(format!("/ecosystems/{id}/reviews")))
            .await
    }

    /// `POST /reports/{id}/resolve`.
    pub async fn resolve_report(&self, id: ReportId, body: &ReportResolve) -> Result<Report> {
        self.json(Call::post(format!("/reports/{id}/resolve")).json(body)?)
            .await
    }
}
