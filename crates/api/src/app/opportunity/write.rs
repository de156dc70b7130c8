//! Making and editing.

use goesting_core::opportunity::{Standing, check_edit, checked, edited};
use goesting_core::policy::Access;
use goesting_store::change::{self, Entity, Happened};
use goesting_store::opportunity::{self as stored, NewActor};
use goesting_store::rights;
use goesting_types::ids::OpportunityId;
use goesting_types::opportunity::{Opportunity as Wire, OpportunityCreate, OpportunityUpdate};
use goesting_types::page::View;
use goesting_types::problem::ErrorCode;

use super::read::read;
use crate::app::App;
use crate::app::idempotency::Once;
use crate::error::ApiResult;
use crate::http::conditional::{IdempotencyKey, IfMatch};

/// Makes a draft.
pub async fn create(
    app: &App,
    access: &Access,
    key: &IdempotencyKey,
    body: OpportunityCreate,
) -> ApiResult<Wire> {
    let once = Once::new(app, access.caller(), access.operation().id(), key, &body)?;
    let OpportunityCreate { actor_id, content } = body;
    let content = checked(content, "/content")?;
    let (service, access) = (app.clone(), access.clone());
    once.write(app, move |conn, once| {
        access.over(rights::to_actor(conn, access.caller(), actor_id)?)?;
        let id = once.or_make(conn, |conn| {
            let id = OpportunityId::new();
            let lead = [NewActor::lead(actor_id)];
            let now = service.clock.now();
            stored::insert(conn, id, &Standing::draft(), &content, &lead, now)?;
            Ok(id)
        })?;
        Ok(read(conn, id, View::Edit)?)
    })
    .await
}

/// Edits the version that was read.
pub async fn update(
    app: &App,
    access: &Access,
    id: OpportunityId,
    if_match: IfMatch,
    body: OpportunityUpdate,
) -> ApiResult<Wire> {
    let (service, access) = (app.clone(), access.clone());
    app.write(move |conn| {
        access.over(rights::to_opportunity(conn, access.caller(), id)?)?;
        let was = stored::lock(conn, id)?;
        if_match.check(was.version)?;
        let content = checked(edited(&was.content, body), "")?;
        check_edit(&was.standing, &was.content, &content)?;
        if content != was.content {
            let now = service.clock.now();
            if !stored::edit(conn, id, was.version, &content, now)? {
                return Err(ErrorCode::StaleEdit.into());
            }
            if was.standing.is_readable() {
                change::append(conn, Entity::Opportunity(id), Happened::Edited, now)?;
            }
        }
        Ok(read(conn, id, View::Edit)?)
    })
    .await
}
