//! Clocks that run out: offers not taken, addresses not confirmed, places held no longer.

use goesting_store::enrolment as stored;

use super::clocks;
use crate::app::App;
use crate::error::ApiResult;

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
    for session in &due {
        let session = *session;
        app.write(move |conn| Ok(stored::settle(conn, session, &clocks, now)?))
            .await?;
    }
    Ok(due.len())
}
