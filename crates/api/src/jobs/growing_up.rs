//! Guardianships end on their day: from then on the person decides.

use goesting_core::letter::Letter;
use goesting_core::time::civil::today;
use goesting_store::audit::{self, By};
use goesting_store::{Conn, StoreError, account, child, enrolment, outbox};

use crate::app::App;
use crate::app::enrolment::clocks;
use crate::error::ApiResult;

/// Guardianships of one round.
const BATCH: i64 = 100;

/// Ends the guardianships whose day has come; gives how many. What the guardian allowed ends with
/// them, all that is kept stays the person's, their places too, and who was guardian hears it.
pub(super) async fn release_due(app: &App) -> ApiResult<usize> {
    let mut ended = 0;
    loop {
        let (now, clocks) = (app.clock.now(), clocks(app));
        let some = app
            .write(move |conn| {
                let due = child::to_release(conn, today(now), BATCH)?;
                for one in &due {
                    child::part(conn, one.guardian, one.child, now)?;
                    if child::guardians(conn, one.child)? == 0 {
                        enrolment::hand_over(conn, one.child, one.child, &clocks, now)?;
                    }
                    audit::note(conn, one.child, By::System, "end_guardianship", now)?;
                    tell(conn, *one, now)?;
                }
                Ok(due.len())
            })
            .await?;
        ended += some;
        if some == 0 {
            return Ok(ended);
        }
    }
}

fn tell(
    conn: &mut Conn,
    child::Release { guardian, child }: child::Release,
    now: chrono::DateTime<chrono::Utc>,
) -> ApiResult<()> {
    let email = match account::find(conn, guardian) {
        Ok(account) => account.email,
        // Nobody to tell by mail.
        Err(StoreError::NotFound) => return Ok(()),
        Err(other) => return Err(other.into()),
    };
    let letter = Letter::Released { person_id: child };
    Ok(outbox::post(conn, &email, &letter, now)?)
}
