//! Imported opportunities that are over close by themselves, whether or not anybody reads their
//! source again.

use chrono::{DateTime, Utc};
use goesting_core::import::merging::is_over;
use goesting_store::import::origin;
use goesting_store::{Conn, opportunity, session};
use goesting_types::ids::OpportunityId;
use goesting_types::opportunity::OpportunityState;

use crate::app::App;
use crate::app::opportunity::advance;
use crate::error::ApiResult;

/// Opportunities that are looked at together.
const BATCH: i64 = 100;

/// Closes the imported opportunities that are over; gives how many. What people here made, or let
/// go on longer than its source, stays open.
pub async fn close_ended(app: &App, now: DateTime<Utc>) -> ApiResult<usize> {
    let (mut closed, mut after) = (0, None);
    loop {
        let batch = app
            .read(move |conn| Ok(origin::over(conn, after, BATCH, now)?))
            .await?;
        let Some(last) = batch.last() else {
            return Ok(closed);
        };
        after = Some(*last);
        closed += app
            .write(move |conn| {
                let mut closed = 0;
                for id in batch {
                    closed += usize::from(close(conn, id, now)?);
                }
                Ok(closed)
            })
            .await?;
    }
}

fn close(conn: &mut Conn, id: OpportunityId, now: DateTime<Utc>) -> ApiResult<bool> {
    let was = opportunity::lock(conn, id)?;
    let over_at = origin::over_of(conn, id)?;
    let comes = !session::coming_ids(conn, id, now)?.is_empty();
    let hours = was.content.opening_hours.as_ref();
    if was.standing.state() != OpportunityState::Open || !is_over(over_at, hours, comes, now) {
        return Ok(false);
    }
    advance(conn, &was, &was.standing.close(), now)?;
    Ok(true)
}
