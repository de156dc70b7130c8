//! Pictures a source shows: a job fetches them, none is linked to.

use chrono::{DateTime, Utc};
use goesting_core::import::RemotePicture;
use goesting_core::opportunity::MAX_PICTURES;
use goesting_store::Conn;
use goesting_store::import::picture::remote;
use goesting_store::picture::{NewPicture, count, insert_remote, remove};
use goesting_types::ids::{OpportunityId, PictureId};

use crate::error::ApiResult;

/// Brings the pictures of a new opportunity in.
pub(super) fn add(
    conn: &mut Conn,
    id: OpportunityId,
    pictures: &[RemotePicture],
    now: DateTime<Utc>,
) -> ApiResult<bool> {
    if pictures.is_empty() {
        return Ok(false);
    }
    let known = remote(conn, id)?;
    let mut room = MAX_PICTURES.saturating_sub(count(conn, id)?);
    let mut any = false;
    for one in pictures {
        if room == 0 || known.iter().any(|(_, url)| *url == one.url) {
            continue;
        }
        let new = NewPicture {
            id: PictureId::new(),
            opportunity_id: id,
            alt: one.alt.clone(),
            credit: one.credit.clone(),
        };
        insert_remote(conn, &new, &one.url, now)?;
        room -= 1;
        any = true;
    }
    Ok(any)
}

/// Takes away what the source no longer shows, and adds what it newly shows.
pub(super) fn update(
    conn: &mut Conn,
    id: OpportunityId,
    base: &[RemotePicture],
    theirs: &[RemotePicture],
    now: DateTime<Utc>,
) -> ApiResult<bool> {
    let shown = |url: &str| theirs.iter().any(|one| one.url == url);
    let mut any = false;
    if base.iter().any(|one| !shown(&one.url)) {
        let was_theirs = |url: &str| base.iter().any(|one| one.url == url);
        for (picture, url) in remote(conn, id)? {
            if was_theirs(&url) && !shown(&url) {
                any |= remove(conn, id, picture)?;
            }
        }
    }
    let new: Vec<RemotePicture> = theirs
        .iter()
        .filter(|one| !base.contains(one))
        .cloned()
        .collect();
    Ok(add(conn, id, &new, now)? || any)
}
