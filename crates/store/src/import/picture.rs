//! Pictures that came from a source.

use diesel::prelude::*;
use goesting_types::ids::{OpportunityId, PictureId};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::schema::picture;

/// The pictures of an opportunity that came from a source, each with its address there.
pub fn remote(conn: &mut Conn, of: OpportunityId) -> Result<Vec<(PictureId, String)>, StoreError> {
    let rows: Vec<(Key, Option<String>)> = picture::table
        .filter(picture::opportunity_id.eq(Key::from(of)))
        .filter(picture::source_url.is_not_null())
        .order((picture::place, picture::id))
        .select((picture::id, picture::source_url))
        .load(conn)?;
    let with_url = rows
        .into_iter()
        .filter_map(|(id, url)| Some((id.into(), url?)));
    Ok(with_url.collect())
}
