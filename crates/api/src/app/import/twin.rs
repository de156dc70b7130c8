//! An activity whose first source still waited for its place when a second one told of it: once
//! the place is known, both are one.

use goesting_core::import::MergeKey;
use goesting_core::opportunity::Stage;
use goesting_store::Conn;
use goesting_store::import::origin::{self, StoredOrigin};
use goesting_store::import::picture::remote;
use goesting_store::opportunity as stored;
use goesting_store::picture::remove;
use goesting_types::ids::OpportunityId;

use crate::error::ApiResult;

/// The other opportunity that a document turns out to tell of: its own waited, was never opened,
/// is as its only source left it, and so nobody misses it.
pub(super) fn other(
    conn: &mut Conn,
    known: &StoredOrigin,
    key: &MergeKey,
) -> ApiResult<Option<OpportunityId>> {
    let waited = known
        .imported
        .as_ref()
        .filter(|base| base.awaits_place.is_some());
    let Some(base) = waited else {
        return Ok(None);
    };
    let id = known.opportunity;
    let Some(other) = origin::with_merge_key(conn, key)?.filter(|other| *other != id) else {
        return Ok(None);
    };
    let ours = stored::lock(conn, id)?;
    let as_it_came = Stage::Draft {
        returned_because: None,
    };
    let untouched = ours.standing.stage == as_it_came
        && ours.standing.opened_at.is_none()
        && ours.content == base.content
        && origin::count(conn, id)? == 1;
    Ok(untouched.then_some(other))
}

/// Takes such a draft out, with its pictures.
pub(super) fn take_out(conn: &mut Conn, id: OpportunityId) -> ApiResult<()> {
    for (picture, _) in remote(conn, id)? {
        remove(conn, id, picture)?;
    }
    Ok(origin::remove_draft(conn, id)?)
}
