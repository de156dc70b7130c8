//! Pictures of imported opportunities: fetched once, kept here, never linked to.

use chrono::{DateTime, TimeDelta, Utc};
use goesting_store::opportunity;
use goesting_store::picture::{self as stored, Due};

use super::keep::{rendered, shown};
use super::render::MAX_FILE_BYTES;
use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::outbound::{Fetcher, Trouble};

/// Pictures that one run fetches.
const BATCH: i64 = 8;
/// How often one is tried.
const ATTEMPTS: u32 = 6;

/// Fetches the pictures that are due at `now`. Gives how many came.
pub async fn fetch_due(app: &App, outbound: &Fetcher, now: DateTime<Utc>) -> ApiResult<usize> {
    let due = app
        .read(move |conn| Ok(stored::due(conn, now, BATCH)?))
        .await?;
    let mut came = 0;
    for one in due {
        came += usize::from(fetch(app, outbound, one, now).await?);
    }
    Ok(came)
}

async fn fetch(app: &App, outbound: &Fetcher, due: Due, now: DateTime<Utc>) -> ApiResult<bool> {
    let Due {
        id,
        opportunity_id,
        url,
        attempts,
    } = due;
    let retry = match outbound.get(&url, MAX_FILE_BYTES).await {
        Ok(file) => match rendered(file).await {
            Ok(sizes) => {
                let service = app.clone();
                return app
                    .write(move |conn| {
                        let of = opportunity::lock(conn, opportunity_id)?;
                        let there = stored::fetched(conn, id, &sizes)?;
                        if there {
                            shown(conn, &service, of.id, of.standing.is_readable())?;
                        }
                        Ok(there)
                    })
                    .await;
            }
            // Not a picture, and it will not become one.
            Err(ApiError::Refused(refusal)) => {
                tracing::info!(%url, ?refusal, "not a picture");
                false
            }
            // What the decoder breaks on, it breaks on again: others are still to be fetched.
            Err(ApiError::Internal(why)) => {
                tracing::error!(%url, %why, "a picture broke its decoder");
                false
            }
            Err(error) => return Err(error),
        },
        Err(trouble) => {
            tracing::info!(%url, %trouble, "picture not fetched");
            trouble == Trouble::Passing
        }
    };
    let next = (retry && attempts + 1 < ATTEMPTS).then(|| now + pause(attempts));
    app.write(move |conn| Ok(stored::not_fetched(conn, id, next)?))
        .await?;
    Ok(false)
}

/// Ten minutes, then six times as long each time.
fn pause(attempts: u32) -> TimeDelta {
    TimeDelta::minutes(10 * 6_i64.pow(attempts.min(ATTEMPTS)))
}
