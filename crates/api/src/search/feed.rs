//! Keeping the index up with the change feed, and mending it when it broke, while serving.

use std::collections::BTreeSet;
use std::time::Duration;

use goesting_search::{Change, State};
use goesting_store::change::{self, Entity};
use goesting_store::{Store, opportunity};
use goesting_types::opportunity::OpportunityState;
use tokio::sync::watch;

use super::{Search, documents, place, rebuild};
use crate::blocking::blocking;
use crate::clock::Clock;
use crate::error::{ApiError, ApiResult};

/// How often the feed is looked at: a write can be found well within a second.
const PAUSE: Duration = Duration::from_millis(200);
/// How long to wait after something went wrong.
const TROUBLE: Duration = Duration::from_secs(2);
/// Facts read at a time.
const BATCH: i64 = 2_000;

/// Follows the feed as long as the server runs.
pub async fn follow(search: Search, store: Store, clock: Clock, mut stop: watch::Receiver<bool>) {
    loop {
        let (search, store, clock) = (search.clone(), store.clone(), clock.clone());
        let pause = match blocking(move || catch_up(&search, &store, &clock)).await {
            Ok(()) => PAUSE,
            Err(error) => {
                tracing::warn!(%error, "the search index waits");
                TROUBLE
            }
        };
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Brings the index up to the feed; builds it anew when it is missing or broken. Blocks.
pub fn catch_up(search: &Search, store: &Store, clock: &Clock) -> ApiResult<()> {
    let era = store.read(change::era)?;
    let cursor = match search.index().check() {
        State::Ready { cursor, .. } => place::read(&cursor, era.as_deref()),
        State::Broken { reason } => {
            tracing::info!(%reason, "building the search index");
            None
        }
    };
    let Some(mut cursor) = cursor else {
        let documents = rebuild(search, store, clock, |_| {})?;
        tracing::info!(documents, "the search index is built");
        return Ok(());
    };
    loop {
        let (news, changes) = store.read(|conn| {
            let news = change::after(conn, cursor, BATCH)?;
            let mut touched = BTreeSet::new();
            let mut actors = Vec::new();
            for one in &news {
                match one.entity {
                    Entity::Opportunity(id) => {
                        touched.insert(id);
                    }
                    Entity::Actor(id) => actors.push(id),
                    Entity::Ecosystem(_) => {}
                }
            }
            touched.extend(opportunity::ids_of_actors(conn, &actors)?);
            let ids: Vec<_> = touched.iter().copied().collect();
            let mut open = opportunity::find_many(conn, &ids)?;
            open.retain(|one| one.standing.state() == OpportunityState::Open);
            let found = documents::of(conn, open, clock.now())?;
            for document in &found {
                touched.remove(&document.id);
            }
            let gone = touched.into_iter().map(Change::Delete);
            let changes: Vec<_> = found.into_iter().map(Change::Upsert).chain(gone).collect();
            Ok::<_, ApiError>((news, changes))
        })?;
        let Some(last) = news.last() else {
            return Ok(());
        };
        cursor = last.cursor;
        let index = search.index();
        index
            .apply(&changes, &place::write(cursor, era.as_deref()))
            .map_err(ApiError::internal)?;
        index.commit().map_err(ApiError::internal)?;
        if i64::try_from(news.len()).is_ok_and(|read| read < BATCH) {
            return Ok(());
        }
    }
}
