//! Clocks that run out: offers not taken, addresses not confirmed, places held no longer.

use goesting_store::{StoreError, enrolment as stored};

use super::clocks;
use crate::app::App;
use crate::error::{ApiError, ApiResult};

/// Sessions of one round.
const BATCH: i64 = 200;

/// Ends what lapsed and serves those who wait, session by session; gives how many sessions. Each is
/// its own unit of work, so that nobody waits for all of them.
pub async fn expire_due(app: &App) -> ApiResult<usize> {
    let clocks = clocks(app);
    let now = app.clock.now();
    let due = app
        .read(move |conn| Ok(stored::due_sessions(conn, &clocks, now, BATCH)?))
        .await?;
    let mut broken = None;
    for session in due.iter().copied() {
        let settled = app
            .write(move |conn| Ok(stored::settle(conn, session, &clocks, now)?))
            .await;
        match settled {
            Ok(()) => {}
            // The others would meet the same.
            Err(error @ ApiError::Store(StoreError::Unavailable(_) | StoreError::Full(_))) => {
                return Err(error);
            }
            // One session that cannot be settled holds up no other.
            Err(error) => {
                tracing::error!(%session, %error, "a session cannot be settled");
                broken = Some(error);
            }
        }
    }
    broken.map_or(Ok(due.len()), Err)
}
