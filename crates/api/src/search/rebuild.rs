//! Building the index anew from the store.

use goesting_search::WriteError;
use goesting_store::{Store, change, opportunity};

use super::{Search, documents, place};
use crate::clock::Clock;
use crate::error::{ApiError, ApiResult};

/// Opportunities read at a time.
const BATCH: i64 = 500;

/// Builds the index anew while the old one, if any, goes on answering. Tells how many are done
/// after each batch. Blocks.
pub fn rebuild(
    search: &Search,
    store: &Store,
    clock: &Clock,
    mut progress: impl FnMut(u64),
) -> ApiResult<u64> {
    // Before the first row is read: what changes meanwhile is read again from the feed.
    let (era, cursor) = store.read(|conn| {
        let era = change::era(conn)?;
        Ok::<_, ApiError>((era, change::head(conn)?))
    })?;
    let mut rebuild = search.index().rebuild().map_err(broken)?;
    let mut after = None;
    loop {
        let batch = store.read(|conn| {
            let open = opportunity::open_after(conn, after, BATCH)?;
            after = open.last().map(|one| one.id);
            documents::of(conn, open, clock.now())
        })?;
        if batch.is_empty() {
            break;
        }
        for document in &batch {
            rebuild.add(document).map_err(broken)?;
        }
        progress(rebuild.documents());
    }
    let documents = rebuild.documents();
    rebuild
        .finish(&place::write(cursor, era.as_deref()))
        .map_err(broken)?;
    Ok(documents)
}

fn broken(error: WriteError) -> ApiError {
    ApiError::internal(error)
}
