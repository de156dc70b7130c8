//! Opportunities kept for later. They stay, whatever becomes of the opportunity.

use std::collections::{HashMap, HashSet};

use goesting_core::Refusal;
use goesting_core::policy::Access;
use goesting_store::saved::{self as stored, StoredSave};
use goesting_store::{Conn, opportunity};
use goesting_types::ids::{OpportunityId, PersonId};
use goesting_types::page::{Page, PageQuery};
use goesting_types::person::SavedOpportunity;
use serde::{Deserialize, Serialize};

use super::App;
use crate::error::ApiResult;
use crate::http::paging;
use crate::search::documents;

/// Saves an opportunity that everybody can see. One that was saved stays, also when a facilitator
/// hides it later.
pub async fn put(app: &App, access: &Access, id: OpportunityId) -> ApiResult<()> {
    let (me, now) = (access.person()?.id, app.clock.now());
    app.write(move |conn| {
        if !opportunity::find(conn, id)?.standing.is_readable() {
            return Err(Refusal::not_found().into());
        }
        Ok(stored::put(conn, me, id, now)?)
    })
    .await
}

/// No longer saves it.
pub async fn remove(app: &App, access: &Access, id: OpportunityId) -> ApiResult<()> {
    let me = access.person()?.id;
    app.write(move |conn| Ok(stored::remove(conn, me, id)?))
        .await
}

/// Where the list goes on.
#[derive(Serialize, Deserialize)]
struct Place {
    opportunity: OpportunityId,
    at: chrono::DateTime<chrono::Utc>,
}

/// What I saved, the latest first.
pub async fn list(
    app: &App,
    access: &Access,
    query: PageQuery,
) -> ApiResult<Page<SavedOpportunity>> {
    let me = access.person()?.id;
    let limit = paging::limit(query.limit)?;
    let bound = format!("saved {me}");
    let after = paging::read(query.cursor.as_deref(), &bound)?
        .map(|Place { opportunity, at }| StoredSave { opportunity, at });
    let app2 = app.clone();
    app.read(move |conn| {
        let mut saves = stored::page(conn, me, after, limit + 1)?;
        let more = saves.len() > limit;
        saves.truncate(limit);
        let next_cursor = saves.last().filter(|_| more).map(|last| {
            let StoredSave { opportunity, at } = *last;
            paging::write(&Place { opportunity, at }, &bound)
        });
        Ok(Page {
            items: describe(&app2, conn, &saves)?,
            next_cursor,
            total: None,
        })
    })
    .await
}

/// All of it, for an export.
pub(super) fn all(
    app: &App,
    conn: &mut Conn,
    person: PersonId,
) -> ApiResult<Vec<SavedOpportunity>> {
    let saves = stored::page(conn, person, None, usize::MAX)?;
    describe(app, conn, &saves)
}

fn describe(app: &App, conn: &mut Conn, saves: &[StoredSave]) -> ApiResult<Vec<SavedOpportunity>> {
    let now = app.clock.now();
    let ids: Vec<_> = saves.iter().map(|one| one.opportunity).collect();
    let found = opportunity::find_many(conn, &ids)?;
    let states: HashMap<_, _> = found
        .iter()
        .map(|one| (one.id, one.standing.state()))
        .collect();
    let gone: HashSet<_> = opportunity::origins(conn, &ids)?
        .into_iter()
        .filter(|(_, origins)| origins.iter().any(|origin| origin.gone_at.is_some()))
        .map(|(id, _)| id)
        .collect();
    let readable = found
        .into_iter()
        .filter(|one| one.standing.is_readable())
        .collect();
    let mut hits: HashMap<_, _> = documents::of(conn, readable, now)?
        .into_iter()
        .map(|document| (document.id, document.hit(now)))
        .collect();
    Ok(saves
        .iter()
        .filter_map(|one| {
            Some(SavedOpportunity {
                opportunity_id: one.opportunity,
                saved_at: one.at,
                state: *states.get(&one.opportunity)?,
                source_gone: gone.contains(&one.opportunity),
                opportunity: hits.remove(&one.opportunity),
            })
        })
        .collect())
}
