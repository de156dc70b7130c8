//! What is kept for a time only is forgotten.

use chrono::TimeDelta;
use goesting_store::{idempotency, invitation, mail_token, outbox, refresh, report};

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

/// Forgets; gives how many things.
pub(super) async fn forget(app: &App) -> ApiResult<usize> {
    let now = app.clock.now();
    app.write(move |conn| {
        Ok(idempotency::forget(conn, now - IDEMPOTENCY)?
            + mail_token::forget_expired(conn, now - ENDED)?
            + refresh::forget(conn, now - ENDED)?
            + outbox::forget(conn, now - LOOKED_INTO)?
            + invitation::forget(conn, now - LOOKED_INTO)?
            + report::forget_addresses(conn, now - LOOKED_INTO)?)
    })
    .await
}
