//! What waits on desks: reports, claims; and what people saved.

use chrono::TimeDelta;
use goesting_core::actor::claim_message;
use goesting_core::report::NewReport;
use goesting_store::demo::id;
use goesting_store::{Conn, claim, report, saved};
use goesting_types::actor::ClaimRequest;
use goesting_types::opportunity::ReportCreate;

use super::{Loading, in_part};
use crate::error::ApiResult;

/// Brings them.
pub(super) fn bring(conn: &mut Conn, loading: &Loading) -> ApiResult<()> {
    for ecosystem in &loading.demo.ecosystems {
        for one in &ecosystem.reports {
            let form = ReportCreate {
                message: one.message.clone(),
                email: None,
            };
            let new = in_part(&one.about, NewReport::parse(form))?;
            let by = one.by.as_deref().map(id);
            let at = loading.now - TimeDelta::hours(one.hours_ago);
            report::insert(conn, id(&one.about), &new, by, at)?;
        }
        for one in &ecosystem.claims {
            let form = ClaimRequest {
                message: one.message.clone(),
            };
            let message = in_part(&one.actor, claim_message(&form))?;
            let at = loading.now - TimeDelta::hours(one.hours_ago);
            claim::insert(conn, id(&one.actor), id(&one.by), &message, at)?;
        }
    }
    for person in &loading.demo.people {
        for (nr, key) in person.saved.iter().enumerate() {
            let days = i64::try_from(nr).unwrap_or(0);
            let at = loading.now - TimeDelta::days(days) - TimeDelta::minutes(40);
            saved::put(conn, id(&person.key), id(key), at)?;
        }
    }
    Ok(())
}
