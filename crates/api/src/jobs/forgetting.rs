//! What is kept for a time only is forgotten.

use chrono::{DateTime, TimeDelta, Utc};
use goesting_store::{
    Conn, StoreError, idempotency, invitation, mail_token, outbox, refresh, report,
};

use crate::app::App;
use crate::error::ApiResult;

/// How long the answer to an `Idempotency-Key` is remembered.
const IDEMPOTENCY: TimeDelta = TimeDelta::hours(24);
/// How long ended log-ins and used links are remembered: a stolen token that comes late is still
/// known for what it is.
const ENDED: TimeDelta = TimeDelta::days(7);
/// How long is kept what might have to be looked into: letters that never left, invitations nobody
/// answered, addresses answers went to.
const LOOKED_INTO: TimeDelta = TimeDelta::days(30);

/// Things that are forgotten together: after a long stop there are many, and others want to write.
const BATCH: i64 = 500;

/// Forgets at most so many things of a kind from before an instant; gives how many.
type Forget = fn(&mut Conn, DateTime<Utc>, i64) -> Result<usize, StoreError>;

/// Every kind, and how long it is kept.
const KEPT: [(Forget, TimeDelta); 6] = [
    (idempotency::forget, IDEMPOTENCY),
    (mail_token::forget_expired, ENDED),
    (refresh::forget, ENDED),
    (outbox::forget, LOOKED_INTO),
    (invitation::forget, LOOKED_INTO),
    (report::forget_addresses, LOOKED_INTO),
];

/// Forgets; gives how many things.
pub(super) async fn forget(app: &App) -> ApiResult<usize> {
    let now = app.clock.now();
    let mut forgotten = 0;
    for (forget, kept) in KEPT {
        loop {
            let some = app
                .write(move |conn| Ok(forget(conn, now - kept, BATCH)?))
                .await?;
            forgotten += some;
            if some == 0 {
                break;
            }
        }
    }
    Ok(forgotten)
}
