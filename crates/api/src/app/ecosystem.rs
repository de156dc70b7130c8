//! Ecosystems: finding them, and making one from the command line.

use goesting_core::ecosystem::NewEcosystem;
use goesting_core::fold::fold_key;
use goesting_core::policy::{Access, Caller, Relation};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::ecosystem::{self as stored, After};
use goesting_store::{Conn, Store, participation, person, rights};
use goesting_types::actor::MemberRole;
use goesting_types::ecosystem::{Ecosystem, EcosystemDetail, Participation, ParticipationState};
use goesting_types::ids::EcosystemId;
use goesting_types::page::{Page, PageQuery, View};
use serde::{Deserialize, Serialize};

use super::App;
use super::actor::cursor_after;
use crate::clock::Clock;
use crate::error::ApiResult;
use crate::http::paging;

use ParticipationState::{Active, Invited, Paused, Requested};

/// Most of those who take part that stand in the answer about an ecosystem.
const MOST: usize = 100;

/// Where a page of ecosystems goes on, as its cursor holds it.
#[derive(Serialize, Deserialize)]
struct Place {
    name: String,
    id: EcosystemId,
}

/// A page of ecosystems by name.
pub async fn list(app: &App, query: PageQuery) -> ApiResult<Page<Ecosystem>> {
    const BOUND: &str = "ecosystems";
    let limit = paging::limit(query.limit)?;
    let after = paging::read::<Place>(query.cursor.as_deref(), BOUND)?
        .map(|Place { name, id }| After { name, id });
    let (items, next) = app
        .read(move |conn| Ok(stored::list(conn, after.as_ref(), limit)?))
        .await?;
    Ok(Page {
        items,
        next_cursor: next.map(|After { name, id }| paging::write(&Place { name, id }, BOUND)),
        total: None,
    })
}

/// One ecosystem with who takes part. The edit view is for who is logged in: facilitators also see
/// requests, invitations and pauses, stewards those of their own actors.
pub async fn get(
    app: &App,
    access: &Access,
    id: EcosystemId,
    view: View,
) -> ApiResult<EcosystemDetail> {
    let caller = match view {
        View::Public => Caller::Anonymous,
        View::Edit => Caller::Person(*access.person()?),
    };
    app.read(move |conn| {
        let ecosystem = stored::find(conn, id)?;
        let most = i64::try_from(MOST.saturating_add(1)).unwrap_or(i64::MAX);
        let mut shown = participation::list(conn, id, &[Active], None, most)?;
        let more = shown.len() > MOST;
        shown.truncate(MOST);
        let last = shown.last().filter(|_| more);
        let next_cursor = last.map(|last| cursor_after(&last.actor, id));
        for one in private(conn, &caller, id)? {
            if shown.iter().all(|known| known.id != one.id) {
                shown.push(one);
            }
        }
        shown.sort_by_cached_key(|one| (fold_key(&one.actor.name), one.actor.id));
        Ok(EcosystemDetail {
            ecosystem,
            participations: shown,
            next_cursor,
        })
    })
    .await
}

/// What the caller sees besides what everybody does: how their own actors stand, and for
/// facilitators who is about to take part or takes a break.
fn private(conn: &mut Conn, caller: &Caller, id: EcosystemId) -> ApiResult<Vec<Participation>> {
    const ABOUT_TO: [ParticipationState; 3] = [Paused, Requested, Invited];
    let Some(me) = caller.person() else {
        return Ok(Vec::new());
    };
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let (mut own, mut stewarded) = (Vec::new(), Vec::new());
    for one in person::acts_for(conn, me.id)? {
        own.push(one.actor.id);
        if one.role == MemberRole::Steward {
            stewarded.push(one.actor.id);
        }
    }
    let mut seen = participation::list(conn, id, &[Active], Some(&own), most)?;
    seen.extend(participation::list(
        conn,
        id,
        &ABOUT_TO,
        Some(&stewarded),
        most,
    )?);
    if rights::to_ecosystem(conn, caller, id)?.has(Relation::Facilitator) {
        seen.extend(participation::list(conn, id, &ABOUT_TO, None, most)?);
    }
    Ok(seen)
}

/// Makes an ecosystem, for an operator at the command line.
pub fn create(store: &Store, clock: &Clock, new: NewEcosystem) -> ApiResult<Ecosystem> {
    let new = new.parse()?;
    let now = clock.now();
    store.write(|conn| {
        let id = stored::insert(conn, &new, now)?;
        change::append(conn, Entity::Ecosystem(id), Happened::Edited, now)?;
        Ok(stored::find(conn, id)?)
    })
}
