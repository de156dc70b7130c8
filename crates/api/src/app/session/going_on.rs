//! What goes on by itself: series are made further, what is over is done.

use chrono::{DateTime, Utc};
use goesting_core::series::horizon;
use goesting_core::session::next_day;
use goesting_core::time::Zone;
use goesting_store::series::{self, StoredSeries};
use goesting_store::{Conn, opportunity, session as stored};
use goesting_types::opportunity::OpportunityState;

use super::make::make;
use crate::app::App;
use crate::error::ApiResult;

/// Series that are looked at together.
const BATCH: i64 = 100;
/// Sessions that are done together: after a long stop there are many, and others want to write.
const DONE: i64 = 500;

/// Makes every series that goes on twelve months ahead of `now`. Gives how many sessions were made.
/// Each series is a unit of work of its own; running it again makes nothing twice.
pub async fn extend_series(app: &App, now: DateTime<Utc>) -> ApiResult<usize> {
    let day = horizon(Zone::BRUSSELS.local(now).date());
    let mut made = 0;
    let mut after = None;
    loop {
        let batch = app
            .read(move |conn| Ok(series::behind(conn, day, after, BATCH)?))
            .await?;
        let Some(last) = batch.last() else {
            return Ok(made);
        };
        after = Some(last.id);
        for one in batch {
            made += app.write(move |conn| extend(conn, &one, now)).await?;
        }
    }
}

fn extend(conn: &mut Conn, stored: &StoredSeries, now: DateTime<Utc>) -> ApiResult<usize> {
    let zone = stored.series.zone();
    let to = horizon(zone.local(now).date());
    let opportunity = opportunity::lock(conn, stored.opportunity_id)?;
    // Somebody may have closed, ended, moved or extended it since it was listed.
    if opportunity.standing.state() == OpportunityState::Closed {
        return Ok(0);
    }
    if to <= stored.made_until || !series::made(conn, stored.id, stored.made_until, to)? {
        return Ok(0);
    }
    let fresh = series::lock(conn, stored.id)?;
    let plan = fresh
        .series
        .plan(next_day(stored.made_until), to)
        .after(now, zone);
    if fresh.series.is_over_after(to) {
        series::end(conn, fresh.id, now)?;
    }
    let (of, id) = (fresh.opportunity_id, Some(fresh.id));
    Ok(make(conn, of, id, &plan.slots, &fresh.terms, now)?.len())
}

/// What is over is done. Gives how many sessions.
pub async fn finish_past(app: &App, now: DateTime<Utc>) -> ApiResult<usize> {
    let mut done = 0;
    loop {
        let some = app
            .write(move |conn| Ok(stored::finish_past(conn, now, DONE)?))
            .await?;
        done += some;
        if some == 0 {
            return Ok(done);
        }
    }
}
