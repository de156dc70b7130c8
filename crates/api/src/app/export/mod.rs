//! All that is kept of a person, in one bundle: for reading or for machines.

mod page;

use goesting_core::policy::Access;
use goesting_store::audit::{self, By};
use goesting_store::{Conn, actor, child, enrolment, invitation, participation, person, refresh};
use goesting_types::ids::PersonId;
use goesting_types::person::{Export, ExportFormat};

use super::{App, child as children, me, saved};
use crate::error::{ApiError, ApiResult};

/// The bundle in the form that was asked. Made in one transaction, so that it is of one moment.
pub async fn make(app: &App, access: &Access, format: ExportFormat) -> ApiResult<String> {
    let (id, app2) = (access.person()?.id, app.clone());
    let now = app.clock.now();
    let bundle = app
        .write(move |conn| {
            conn.of_one_moment()?;
            let bundle = collect(&app2, conn, id)?;
            audit::note(conn, id, By::Myself(id), "export_me", now)?;
            Ok(bundle)
        })
        .await?;
    match format {
        ExportFormat::Json => serde_json::to_string_pretty(&bundle).map_err(ApiError::internal),
        ExportFormat::Html => Ok(page::render(&bundle)),
    }
}

fn collect(app: &App, conn: &mut Conn, id: PersonId) -> ApiResult<Export> {
    let now = app.clock.now();
    Ok(Export {
        made_at: now,
        me: me::describe(conn, id, now)?,
        children: child::all_of(conn, id)?
            .into_iter()
            .map(|one| children::to_wire(app, one))
            .collect(),
        enrolments: enrolment::agenda(conn, id, None, None, usize::MAX, now)?,
        moved_up: enrolment::moved_up(conn, id)?,
        actors: actor::of_person(conn, id)?,
        invitations: invitation::sent_by(conn, id)?,
        invited_to: invitation::sent_to(conn, id)?,
        steps: participation::taken_by(conn, id)?,
        saved: saved::all(app, conn, id)?,
        written: person::written_by(conn, id)?,
        log_ins: refresh::live_of(conn, id, now)?,
        audit: audit::page(conn, id, None, usize::MAX)?,
    })
}
