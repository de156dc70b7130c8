//! Letters leave the outbox: rendered when they leave, tried again when they cannot.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use goesting_core::letter::Letter;
use goesting_store::outbox::{self, Leased};
use goesting_types::ids::OutboxId;

use crate::app::App;
use crate::error::ApiResult;
use crate::letters;

/// A run takes no other letter after this long; the next run goes on.
const RUN: Duration = Duration::from_secs(30);
/// The longest that sending a letter takes, however slowly the mail server answers.
const SEND: Duration = Duration::from_mins(1);
/// How long a node holds a letter.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// A letter is never somebody else's while it is being sent, nor is the job.
const _: () = {
    let (run, send) = (RUN.as_secs().cast_signed(), SEND.as_secs().cast_signed());
    assert!(send < LEASE.num_seconds());
    assert!(run + send < super::LEASE.num_seconds());
};
/// Tries before a letter is given up: about three days.
const ATTEMPTS: i32 = 12;

/// Sends what is due, one letter at a time: only what is being sent is kept from other nodes. Gives
/// how many left.
pub(super) async fn deliver_due(app: &App) -> ApiResult<usize> {
    let (begun, mut sent) = (Instant::now(), 0);
    while begun.elapsed() < RUN {
        let now = app.clock.now();
        let leased = app
            .write(move |conn| Ok(outbox::lease(conn, now, now + LEASE, 1)?))
            .await?;
        let Some(leased) = leased.into_iter().next() else {
            break;
        };
        sent += usize::from(deliver(app, leased).await?);
    }
    Ok(sent)
}

/// Sends one letter; whether it left.
async fn deliver(app: &App, leased: Leased) -> ApiResult<bool> {
    let Leased {
        id,
        recipient,
        letter,
        attempts,
        posted_at: _,
    } = leased;
    let outcome = match letter {
        Ok(letter) => write_and_send(app, id, recipient, letter).await,
        Err(unreadable) => Err(unreadable),
    };
    let now = app.clock.now();
    match outcome {
        Ok(()) => {
            app.write(move |conn| Ok(outbox::delivered(conn, id, now)?))
                .await?;
            Ok(true)
        }
        Err(error) => {
            let next = (attempts < ATTEMPTS).then(|| now + backoff(attempts));
            tracing::warn!(letter = %id, attempts, gives_up = next.is_none(), %error, "letter waits");
            app.write(move |conn| Ok(outbox::failed(conn, id, &error, next, now)?))
                .await?;
            Ok(false)
        }
    }
}

/// Words a letter and sends it; why it did not leave. What cannot be worded is tried again like what
/// cannot be sent, and given up like that.
async fn write_and_send(
    app: &App,
    id: OutboxId,
    recipient: String,
    letter: Letter,
) -> Result<(), String> {
    let renderer = app.clone();
    let mail = app
        .read(move |conn| letters::render(conn, &renderer, &recipient, &letter))
        .await
        .map_err(|error| error.to_string())?;
    // What it would tell is no longer so: nothing to send.
    let Some(mail) = mail else {
        return Ok(());
    };
    tokio::time::timeout(SEND, letters::send(&app.config, id, mail))
        .await
        .unwrap_or_else(|_| Err("the mail server took too long".to_owned()))
}

/// 10 s, 20 s, 40 s, … at most 12 h.
fn backoff(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts - 1).unwrap_or_default().min(20);
    TimeDelta::seconds(10_i64 << doublings).min(TimeDelta::hours(12))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_up_to_half_a_day() {
        let waits: Vec<_> = (1..=14)
            .map(|attempt| backoff(attempt).num_seconds())
            .collect();
        assert_eq!(waits[..4], [10, 20, 40, 80]);
        assert_eq!(waits[13], 12 * 3600);
        assert_eq!(backoff(i32::MAX).num_seconds(), 12 * 3600);
    }
}
