//! Taking the demo out again, with what visitors attached to it; nothing else.

use std::collections::BTreeSet;

use goesting_store::change::{self, Entity, Happened};
use goesting_store::{
    audit, demo as stored, enrolment, gone, member, opportunity, person, picture,
};

use crate::app::App;
use crate::app::enrolment::clocks;
use crate::error::ApiResult;

/// What was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Removed {
    /// People, children among them.
    pub people: usize,
    /// Actors.
    pub actors: usize,
    /// Opportunities, those that visitors made for the demo's actors among them.
    pub opportunities: usize,
}

/// Takes the demo out in one unit of work. Where it is not, nothing happens.
pub async fn remove(app: &App) -> ApiResult<Removed> {
    let (now, clocks) = (app.clock.now(), clocks(app));
    app.write(move |conn| {
        let opportunities = stored::opportunities(conn)?;
        let (people, actors) = (stored::people(conn)?, stored::actors(conn)?);
        let ecosystems = stored::ecosystems(conn)?;
        for (of, pictures) in picture::of(conn, &opportunities)? {
            for one in pictures {
                picture::remove(conn, of, one.id)?;
            }
        }
        // What others made with an actor of the demo goes on without it.
        let gone: BTreeSet<_> = opportunities.iter().copied().collect();
        let mut shared = opportunity::ids_of_actors(conn, &actors)?;
        shared.retain(|id| !gone.contains(id));
        stored::delete_opportunities(conn, &opportunities)?;
        for id in opportunities.iter().copied() {
            change::append(conn, Entity::Opportunity(id), Happened::Moved, now)?;
        }
        stored::delete_actors(conn, &actors)?;
        for id in shared {
            opportunity::touch(conn, id)?;
            change::append(conn, Entity::Opportunity(id), Happened::Edited, now)?;
        }
        // Like everybody who goes, they leave what they were in, and others move up.
        enrolment::leave_all_future(conn, &people, &clocks, now)?;
        for id in people.iter().copied() {
            for orphan in member::withdraw(conn, id)? {
                change::append(conn, Entity::Actor(orphan), Happened::Moved, now)?;
            }
            person::delete(conn, id, now)?;
        }
        // Nobody real: they may come back, and a backup may bring them.
        gone::forget_these(conn, &people)?;
        audit::forget_invented(conn, &people)?;
        stored::delete_ecosystems(conn, &ecosystems)?;
        for id in ecosystems {
            change::append(conn, Entity::Ecosystem(id), Happened::Moved, now)?;
        }
        Ok(Removed {
            people: people.len(),
            actors: actors.len(),
            opportunities: opportunities.len(),
        })
    })
    .await
}
