//! Ecosystems: finding them, and making one from the command line.

use goesting_core::ecosystem::NewEcosystem;
use goesting_core::policy::{Access, Caller, Relation};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::ecosystem::{self as stored, After};
use goesting_store::{Store, participation, person, rights};
use goesting_types::actor::MemberRole;
use goesting_types::ecosystem::{Ecosystem, EcosystemDetail, ParticipationState};
use goesting_types::ids::{ActorId, EcosystemId};
use goesting_types::opportunity::View;
use goesting_types::page::{Page, PageQuery};
use serde::{Deserialize, Serialize};

use super::App;
use crate::clock::Clock;
use crate::error::ApiResult;
use crate::http::paging;

use ParticipationState::{Active, Invited, Paused, Requested};

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
        let relations = rights::to_ecosystem(conn, &caller, id)?;
        let participations = if relations.has(Relation::Facilitator) {
            participation::list(conn, id, &[Active, Paused, Requested, Invited], None)?
        } else {
            let mut seen = participation::list(conn, id, &[Active], None)?;
            if let Some(me) = caller.person() {
                let own: Vec<ActorId> = person::acts_for(conn, me.id)?
                    .into_iter()
                    .filter(|one| one.role == MemberRole::Steward)
                    .map(|one| one.actor.id)
                    .collect();
                let states = [Paused, Requested, Invited];
                seen.extend(participation::list(conn, id, &states, Some(&own))?);
            }
            seen
        };
        Ok(EcosystemDetail {
            ecosystem,
            participations,
        })
    })
    .await
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
