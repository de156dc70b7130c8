//! After a restore: who is gone stays gone.

use goesting_store::audit::By;
use goesting_store::{gone, person};

use super::{App, me};
use crate::error::ApiResult;

/// Takes away whom a backup brought back though they are gone. Whoever opens the database first
/// after a restore does it, so that one that was broken off is finished too. Blocks.
pub(super) fn finish(app: &App) -> ApiResult<()> {
    let now = app.clock.now();
    if app.store.read(gone::pending)?.is_none() {
        return Ok(());
    }
    app.store.write(|conn| {
        // Read again: another node may have been quicker.
        let back = gone::pending(conn)?.unwrap_or_default();
        for id in &back {
            // A child may have gone with its guardian.
            if !person::find_all(conn, &[*id])?.is_empty() {
                me::erase(app, conn, *id, By::System, now)?;
            }
        }
        gone::settle(conn, now)?;
        tracing::info!(
            gone = back.len(),
            "the restore is finished: who was deleted since the backup is gone again"
        );
        Ok(())
    })
}
