//! The sources an opportunity was read from.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use goesting_core::import::merging::over_at;
use goesting_core::import::{ExternalId, ImportedOpportunity, MergeKey};
use goesting_types::ids::OpportunityId;
use goesting_types::opportunity::{OpportunityState, OriginKind};

use crate::StoreError;
use crate::conn::{Conn, execute};
use crate::key::Key;
use crate::rows::{document, instant, stamp, value, word};
use crate::schema::{opportunity, origin, origin_reference};

/// A source as stored.
#[derive(Debug, Clone)]
pub struct StoredOrigin {
    /// Of which opportunity.
    pub opportunity: OpportunityId,
    /// Hash of what it said.
    pub content_hash: Vec<u8>,
    /// What it said; nothing when an older program wrote it so that this one cannot read it.
    pub imported: Option<ImportedOpportunity>,
    /// When it was last read anew.
    pub read_at: DateTime<Utc>,
    /// Since when the source no longer has it.
    pub gone_at: Option<DateTime<Utc>>,
    /// When the source last changed what was read last.
    pub modified: Option<DateTime<Utc>>,
    /// Whether another source told of the opportunity first.
    pub joined: bool,
}

impl StoredOrigin {
    /// Whether a document of this age is older than what was read already.
    pub fn is_newer_than(&self, modified: Option<DateTime<Utc>>) -> bool {
        let both = self.modified.zip(modified);
        both.is_some_and(|(known, read)| read < known)
    }
}

/// What a source says now.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// Which sort of source.
    pub kind: OriginKind,
    /// What it says.
    pub imported: &'a ImportedOpportunity,
    /// Hash of that.
    pub content_hash: &'a [u8],
    /// Equal for the same activity.
    pub merge_key: &'a MergeKey,
    /// When the source last changed it.
    pub modified: Option<DateTime<Utc>>,
    /// When it was read.
    pub now: DateTime<Utc>,
}

type Row = (
    Key,
    Vec<u8>,
    String,
    NaiveDateTime,
    Option<NaiveDateTime>,
    Option<NaiveDateTime>,
    bool,
);

/// A source by its id.
pub fn find(
    conn: &mut Conn,
    kind: OriginKind,
    id: &ExternalId,
) -> Result<Option<StoredOrigin>, StoreError> {
    let row: Option<Row> = origin::table
        .find((kind.as_str(), id.as_str()))
        .select((
            origin::opportunity_id,
            origin::content_hash,
            origin::imported,
            origin::seen_at,
            origin::gone_at,
            origin::modified,
            origin::joined,
        ))
        .get_result(conn)
        .optional()?;
    Ok(row.map(
        |(opportunity, content_hash, imported, seen_at, gone_at, modified, joined)| StoredOrigin {
            opportunity: opportunity.into(),
            content_hash,
            imported: value("imported document", &imported).ok(),
            read_at: instant(seen_at),
            gone_at: gone_at.map(instant),
            modified: modified.map(instant),
            joined,
        },
    ))
}

/// The opportunity that a source still tells of under this key.
pub fn with_merge_key(
    conn: &mut Conn,
    key: &MergeKey,
) -> Result<Option<OpportunityId>, StoreError> {
    let found: Option<Key> = origin::table
        .filter(origin::merge_key.eq(key.as_str()))
        .filter(origin::gone_at.is_null())
        .order((origin::kind, origin::external_id))
        .select(origin::opportunity_id)
        .first(conn)
        .optional()?;
    Ok(found.map(Into::into))
}

/// Adds a source to an opportunity; `joined` when another told of it first.
pub fn add(
    conn: &mut Conn,
    opportunity: OpportunityId,
    reading: Reading<'_>,
    joined: bool,
) -> Result<(), StoreError> {
    diesel::insert_into(origin::table)
        .values((
            origin::kind.eq(reading.kind.as_str()),
            origin::external_id.eq(reading.imported.id.as_str()),
            origin::opportunity_id.eq(Key::from(opportunity)),
            origin::url.eq(reading.imported.url.as_deref()),
            origin::content_hash.eq(reading.content_hash),
            origin::imported.eq(document("imported document", reading.imported)?),
            origin::merge_key.eq(reading.merge_key.as_str()),
            origin::seen_at.eq(stamp(reading.now)),
            origin::modified.eq(reading.modified.map(stamp)),
            origin::joined.eq(joined),
        ))
        .execute(conn)?;
    set_references(conn, reading)
}

/// Keeps what a known source says now; it is no longer gone.
pub fn refresh(conn: &mut Conn, reading: Reading<'_>) -> Result<(), StoreError> {
    let key = (reading.kind.as_str(), reading.imported.id.as_str());
    diesel::update(origin::table.find(key))
        .set((
            origin::url.eq(reading.imported.url.as_deref()),
            origin::content_hash.eq(reading.content_hash),
            origin::imported.eq(document("imported document", reading.imported)?),
            origin::merge_key.eq(reading.merge_key.as_str()),
            origin::seen_at.eq(stamp(reading.now)),
            origin::gone_at.eq(None::<NaiveDateTime>),
            origin::modified.eq(reading.modified.map(stamp)),
        ))
        .execute(conn)?;
    diesel::delete(
        origin_reference::table
            .filter(origin_reference::kind.eq(key.0))
            .filter(origin_reference::external_id.eq(key.1)),
    )
    .execute(conn)?;
    set_references(conn, reading)
}

/// Keeps when the source last changed what says the same as before.
pub fn set_modified(
    conn: &mut Conn,
    kind: OriginKind,
    id: &ExternalId,
    modified: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(origin::table.find((kind.as_str(), id.as_str())))
        .set(origin::modified.eq(stamp(modified)))
        .execute(conn)?;
    Ok(())
}

/// Marks that the source no longer has it.
pub fn mark_gone(
    conn: &mut Conn,
    kind: OriginKind,
    id: &ExternalId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(origin::table.find((kind.as_str(), id.as_str())))
        .set(origin::gone_at.eq(stamp(now)))
        .execute(conn)?;
    Ok(())
}

/// Another source of the same opportunity.
#[derive(Debug, Clone)]
pub struct Other {
    /// Whether it goes before the one it was asked for.
    pub goes_before: bool,
    /// What it says.
    pub told: ImportedOpportunity,
}

/// The other sources of an opportunity that still tell of it: who told of it first, then the rest,
/// always in the same order. One whose document this program cannot read says nothing.
pub fn others(
    conn: &mut Conn,
    opportunity: OpportunityId,
    kind: OriginKind,
    id: &ExternalId,
    joined: bool,
) -> Result<Vec<Other>, StoreError> {
    let rows: Vec<(bool, String, String, String)> = origin::table
        .filter(origin::opportunity_id.eq(Key::from(opportunity)))
        .filter(origin::gone_at.is_null())
        .order((origin::joined, origin::kind, origin::external_id))
        .select((
            origin::joined,
            origin::kind,
            origin::external_id,
            origin::imported,
        ))
        .load(conn)?;
    let me = (joined, kind.as_str(), id.as_str());
    Ok(rows
        .iter()
        .map(|(joined, kind, id, told)| ((*joined, kind.as_str(), id.as_str()), told))
        .filter(|(other, _)| (other.1, other.2) != (me.1, me.2))
        .filter_map(|(other, told)| {
            Some(Other {
                goes_before: other < me,
                told: value("imported document", told).ok()?,
            })
        })
        .collect())
}

/// How many sources tell of an opportunity, or once did.
pub fn count(conn: &mut Conn, opportunity: OpportunityId) -> Result<i64, StoreError> {
    Ok(origin::table
        .filter(origin::opportunity_id.eq(Key::from(opportunity)))
        .count()
        .get_result(conn)?)
}

/// Takes a draft out with all that hangs on it, its sources too. Its pictures go before.
pub fn remove_draft(conn: &mut Conn, id: OpportunityId) -> Result<(), StoreError> {
    diesel::delete(
        opportunity::table
            .find(Key::from(id))
            .filter(opportunity::state.eq(OpportunityState::Draft.as_str())),
    )
    .execute(conn)?;
    Ok(())
}

/// Whether any source still tells of the opportunity.
pub fn any_left(conn: &mut Conn, opportunity: OpportunityId) -> Result<bool, StoreError> {
    Ok(diesel::select(exists(
        origin::table
            .filter(origin::opportunity_id.eq(Key::from(opportunity)))
            .filter(origin::gone_at.is_null()),
    ))
    .get_result(conn)?)
}

/// Works out anew when the sources that still tell of an opportunity say that it is over. One whose
/// document an older program wrote so that this one cannot read it counts as permanent.
pub fn set_over(conn: &mut Conn, id: OpportunityId) -> Result<(), StoreError> {
    let told: Vec<String> = origin::table
        .filter(origin::opportunity_id.eq(Key::from(id)))
        .filter(origin::gone_at.is_null())
        .select(origin::imported)
        .load(conn)?;
    let told: Option<Vec<ImportedOpportunity>> = told
        .iter()
        .map(|one| value("imported document", one).ok())
        .collect();
    let over = told.and_then(|told| over_at(told.iter()));
    diesel::update(opportunity::table.find(Key::from(id)))
        .set(opportunity::over_at.eq(over.map(stamp)))
        .execute(conn)?;
    Ok(())
}

/// A page of open opportunities whose sources say that they are over, by id.
pub fn over(
    conn: &mut Conn,
    after: Option<OpportunityId>,
    limit: i64,
    now: DateTime<Utc>,
) -> Result<Vec<OpportunityId>, StoreError> {
    let mut query = opportunity::table
        .filter(opportunity::state.eq(OpportunityState::Open.as_str()))
        .filter(opportunity::over_at.le(stamp(now)))
        .order(opportunity::id)
        .limit(limit)
        .select(opportunity::id)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(opportunity::id.gt(Key::from(after)));
    }
    let ids: Vec<Key> = query.load(conn)?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// When the sources of an opportunity say that it is over.
pub fn over_of(conn: &mut Conn, id: OpportunityId) -> Result<Option<DateTime<Utc>>, StoreError> {
    let over: Option<NaiveDateTime> = opportunity::table
        .find(Key::from(id))
        .select(opportunity::over_at)
        .get_result(conn)?;
    Ok(over.map(instant))
}

/// Remembers where an opportunity stood when its last source took it back.
pub fn set_withdrawn_from(
    conn: &mut Conn,
    id: OpportunityId,
    stood: Option<OpportunityState>,
) -> Result<(), StoreError> {
    diesel::update(opportunity::table.find(Key::from(id)))
        .set(opportunity::withdrawn_from.eq(stood.map(OpportunityState::as_str)))
        .execute(conn)?;
    Ok(())
}

/// Where it stood when its last source took it back; from now on nothing is remembered of that.
pub fn take_withdrawn_from(
    conn: &mut Conn,
    id: OpportunityId,
) -> Result<Option<OpportunityState>, StoreError> {
    let stood: Option<String> = opportunity::table
        .find(Key::from(id))
        .select(opportunity::withdrawn_from)
        .get_result(conn)?;
    if stood.is_some() {
        set_withdrawn_from(conn, id, None)?;
    }
    stood
        .map(|stood| word("opportunity state", &stood))
        .transpose()
}

/// What a document said, and when its source had last changed it.
pub type Told = (ImportedOpportunity, Option<DateTime<Utc>>);

/// What the documents said that refer to a place or organiser. Those that their source took back
/// do not come back because of it; those that this program cannot read are read again some day.
pub fn referring(
    conn: &mut Conn,
    kind: OriginKind,
    id: &ExternalId,
) -> Result<Vec<Told>, StoreError> {
    let same = origin::kind
        .eq(origin_reference::kind)
        .and(origin::external_id.eq(origin_reference::external_id));
    let rows: Vec<(String, Option<NaiveDateTime>)> = origin_reference::table
        .inner_join(origin::table.on(same))
        .filter(origin_reference::kind.eq(kind.as_str()))
        .filter(origin_reference::reference_id.eq(id.as_str()))
        .filter(origin::gone_at.is_null())
        .order(origin::external_id)
        .select((origin::imported, origin::modified))
        .load(conn)?;
    Ok(rows
        .iter()
        .filter_map(|(told, modified)| {
            let told = value("imported document", told).ok()?;
            Some((told, modified.map(instant)))
        })
        .collect())
}

#[derive(Insertable)]
#[diesel(table_name = origin_reference)]
struct ReferenceRow<'a> {
    kind: &'a str,
    external_id: &'a str,
    reference_id: &'a str,
}

fn set_references(conn: &mut Conn, reading: Reading<'_>) -> Result<(), StoreError> {
    let refers = reading.imported.refers();
    let rows: Vec<ReferenceRow<'_>> = refers
        .into_iter()
        .map(|id| ReferenceRow {
            kind: reading.kind.as_str(),
            external_id: reading.imported.id.as_str(),
            reference_id: id.as_str(),
        })
        .collect();
    if !rows.is_empty() {
        // Many rows at once is the one statement that the common connection type cannot say.
        execute!(
            conn,
            diesel::insert_into(origin_reference::table).values(rows)
        )?;
    }
    Ok(())
}
