//! Places and organisers as a source tells them, for documents that refer to them.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_core::import::{ExternalId, ImportedActor, ImportedPlace};
use goesting_types::opportunity::OriginKind;
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::CHUNK;
use crate::rows::{document, stamp, value};
use crate::schema::source_reference;

/// What documents refer to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", content = "is", rename_all = "snake_case")]
pub enum Reference {
    /// A place.
    Place(ImportedPlace),
    /// An organiser.
    Actor(ImportedActor),
}

/// What keeping one did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It was not known.
    New,
    /// It said something else.
    Changed,
    /// It said the same.
    Same,
    /// What was read before is newer: nothing.
    Older,
}

/// Keeps a place or organiser, which its source last changed then.
pub fn put(
    conn: &mut Conn,
    kind: OriginKind,
    id: &ExternalId,
    content_hash: &[u8],
    reference: &Reference,
    modified: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Put, StoreError> {
    let key = (kind.as_str(), id.as_str());
    let known: Option<(Vec<u8>, Option<NaiveDateTime>)> = source_reference::table
        .find(key)
        .select((source_reference::content_hash, source_reference::modified))
        .get_result(conn)
        .optional()?;
    let modified = modified.map(stamp);
    let imported = document("source reference", reference)?;
    match known {
        None => {
            diesel::insert_into(source_reference::table)
                .values((
                    source_reference::kind.eq(key.0),
                    source_reference::external_id.eq(key.1),
                    source_reference::content_hash.eq(content_hash),
                    source_reference::imported.eq(imported),
                    source_reference::seen_at.eq(stamp(now)),
                    source_reference::modified.eq(modified),
                ))
                .execute(conn)?;
            Ok(Put::New)
        }
        Some((_, Some(known))) if modified.is_some_and(|modified| modified < known) => {
            Ok(Put::Older)
        }
        Some((known, known_modified)) if known == content_hash => {
            if modified.is_some() && modified != known_modified {
                diesel::update(source_reference::table.find(key))
                    .set(source_reference::modified.eq(modified))
                    .execute(conn)?;
            }
            Ok(Put::Same)
        }
        Some((_, known)) => {
            diesel::update(source_reference::table.find(key))
                .set((
                    source_reference::content_hash.eq(content_hash),
                    source_reference::imported.eq(imported),
                    source_reference::seen_at.eq(stamp(now)),
                    source_reference::modified.eq(modified.or(known)),
                ))
                .execute(conn)?;
            Ok(Put::Changed)
        }
    }
}

/// Those of the ids that are known. One that can no longer be read counts as unknown: its document
/// is read again some day.
pub fn find(
    conn: &mut Conn,
    kind: OriginKind,
    ids: &[&ExternalId],
) -> Result<Vec<Reference>, StoreError> {
    let mut found = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let ids = chunk.iter().map(|id| id.as_str());
        let rows: Vec<String> = source_reference::table
            .filter(source_reference::kind.eq(kind.as_str()))
            .filter(source_reference::external_id.eq_any(ids))
            .order(source_reference::external_id)
            .select(source_reference::imported)
            .load(conn)?;
        found.extend(
            rows.iter()
                .filter_map(|row| value("source reference", row).ok()),
        );
    }
    Ok(found)
}
