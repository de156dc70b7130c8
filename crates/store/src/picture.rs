//! Pictures of opportunities: three sizes each, kept by the hash of their bytes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;
use diesel::sql_types::{Binary, Text};
use goesting_types::ids::{OpportunityId, PictureId};
use goesting_types::text::LocalizedText;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::{CHUNK, Key, keys};
use crate::rows::{document, stamp, value};
use crate::schema::{picture, picture_blob};

const ALT: &str = "alt text";

/// The bytes of one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// SHA-256 of the bytes.
    pub hash: Vec<u8>,
    /// What they are.
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A picture's three sizes, small to large. Small pictures have the same bytes in several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes<T> {
    /// At most 320 pixels wide.
    pub small: T,
    /// At most 800 pixels wide.
    pub medium: T,
    /// At most 1600 pixels wide.
    pub large: T,
}

impl<T> Sizes<T> {
    /// The same of each.
    pub fn map<U>(self, of: impl Fn(T) -> U) -> Sizes<U> {
        Sizes {
            small: of(self.small),
            medium: of(self.medium),
            large: of(self.large),
        }
    }

    /// Small to large.
    pub fn into_array(self) -> [T; 3] {
        [self.small, self.medium, self.large]
    }
}

/// A picture as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPicture {
    /// Its id.
    pub id: PictureId,
    /// What one sees.
    pub alt: LocalizedText,
    /// Who made it.
    pub credit: Option<String>,
    /// The hashes of its sizes; none while it is being fetched.
    pub sizes: Option<Sizes<Vec<u8>>>,
}

/// A picture to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPicture {
    /// Its id.
    pub id: PictureId,
    /// Of which opportunity.
    pub opportunity_id: OpportunityId,
    /// What one sees.
    pub alt: LocalizedText,
    /// Who made it.
    pub credit: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = picture)]
struct Row {
    id: Key,
    opportunity_id: Key,
    alt: String,
    credit: Option<String>,
    small: Option<Vec<u8>>,
    medium: Option<Vec<u8>>,
    large: Option<Vec<u8>>,
}

impl TryFrom<Row> for StoredPicture {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row {
            id,
            opportunity_id: _,
            alt,
            credit,
            small,
            medium,
            large,
        } = row;
        let sizes = match (small, medium, large) {
            (Some(small), Some(medium), Some(large)) => Some(Sizes {
                small,
                medium,
                large,
            }),
            _ => None,
        };
        Ok(Self {
            id: id.into(),
            alt: value(ALT, &alt)?,
            credit,
            sizes,
        })
    }
}

/// The pictures of these opportunities, in their order.
pub fn of(
    conn: &mut Conn,
    ids: &[OpportunityId],
) -> Result<HashMap<OpportunityId, Vec<StoredPicture>>, StoreError> {
    let mut found: HashMap<OpportunityId, Vec<StoredPicture>> = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<Row> = picture::table
            .filter(picture::opportunity_id.eq_any(keys(ids)))
            .order((picture::opportunity_id, picture::place, picture::id))
            .select(Row::as_select())
            .load(conn)?;
        for row in rows {
            let of = row.opportunity_id.into();
            found.entry(of).or_default().push(row.try_into()?);
        }
    }
    Ok(found)
}

/// One picture of an opportunity.
pub fn find(
    conn: &mut Conn,
    of: OpportunityId,
    id: PictureId,
) -> Result<StoredPicture, StoreError> {
    picture::table
        .find(Key::from(id))
        .filter(picture::opportunity_id.eq(Key::from(of)))
        .select(Row::as_select())
        .get_result::<Row>(conn)?
        .try_into()
}

/// How many an opportunity has.
pub fn count(conn: &mut Conn, of: OpportunityId) -> Result<usize, StoreError> {
    let count: i64 = picture::table
        .filter(picture::opportunity_id.eq(Key::from(of)))
        .count()
        .get_result(conn)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Adds a picture after those that are there.
pub fn insert(conn: &mut Conn, new: &NewPicture, sizes: &Sizes<Blob>) -> Result<(), StoreError> {
    keep(conn, sizes)?;
    let place = next_place(conn, new.opportunity_id)?;
    diesel::insert_into(picture::table)
        .values((
            picture::id.eq(Key::from(new.id)),
            picture::opportunity_id.eq(Key::from(new.opportunity_id)),
            picture::place.eq(place),
            picture::alt.eq(document(ALT, &new.alt)?),
            picture::credit.eq(new.credit.as_deref()),
            picture::small.eq(&sizes.small.hash),
            picture::medium.eq(&sizes.medium.hash),
            picture::large.eq(&sizes.large.hash),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds a picture that a job is to fetch.
pub fn insert_remote(
    conn: &mut Conn,
    new: &NewPicture,
    url: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let place = next_place(conn, new.opportunity_id)?;
    diesel::insert_into(picture::table)
        .values((
            picture::id.eq(Key::from(new.id)),
            picture::opportunity_id.eq(Key::from(new.opportunity_id)),
            picture::place.eq(place),
            picture::alt.eq(document(ALT, &new.alt)?),
            picture::credit.eq(new.credit.as_deref()),
            picture::source_url.eq(url),
            picture::fetch_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}

fn next_place(conn: &mut Conn, of: OpportunityId) -> Result<i32, StoreError> {
    let last: Option<i32> = picture::table
        .filter(picture::opportunity_id.eq(Key::from(of)))
        .select(max(picture::place))
        .get_result(conn)?;
    Ok(last.map_or(0, |last| last.saturating_add(1)))
}

/// Keeps the bytes; those that are there already stay.
fn keep(conn: &mut Conn, sizes: &Sizes<Blob>) -> Result<(), StoreError> {
    for blob in [&sizes.small, &sizes.medium, &sizes.large] {
        diesel::sql_query(
            "INSERT INTO picture_blob (hash, media_type, bytes) VALUES ($1, $2, $3) \
             ON CONFLICT (hash) DO NOTHING",
        )
        .bind::<Binary, _>(&blob.hash)
        .bind::<Text, _>(&blob.media_type)
        .bind::<Binary, _>(&blob.bytes)
        .execute(conn)?;
    }
    Ok(())
}

/// Removes a picture, and its bytes when no other picture has them. False when there was none.
pub fn remove(conn: &mut Conn, of: OpportunityId, id: PictureId) -> Result<bool, StoreError> {
    let Some(stored) = find(conn, of, id).map(Some).or_else(missing)? else {
        return Ok(false);
    };
    diesel::delete(picture::table.find(Key::from(id))).execute(conn)?;
    if let Some(sizes) = stored.sizes {
        let used = exists(
            picture::table.filter(
                picture::small
                    .eq(picture_blob::hash.nullable())
                    .or(picture::medium.eq(picture_blob::hash.nullable()))
                    .or(picture::large.eq(picture_blob::hash.nullable())),
            ),
        );
        diesel::delete(
            picture_blob::table
                .filter(picture_blob::hash.eq_any(sizes.into_array()))
                .filter(not(used)),
        )
        .execute(conn)?;
    }
    Ok(true)
}

fn missing<T>(error: StoreError) -> Result<Option<T>, StoreError> {
    match error {
        StoreError::NotFound => Ok(None),
        other => Err(other),
    }
}

/// The bytes with this hash.
pub fn blob(conn: &mut Conn, hash: &[u8]) -> Result<Blob, StoreError> {
    let (media_type, bytes): (String, Vec<u8>) = picture_blob::table
        .find(hash)
        .select((picture_blob::media_type, picture_blob::bytes))
        .get_result(conn)?;
    Ok(Blob {
        hash: hash.to_vec(),
        media_type,
        bytes,
    })
}

/// A picture that is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub id: PictureId,
    /// Of which opportunity.
    pub opportunity_id: OpportunityId,
    /// From where.
    pub url: String,
    /// How often it was tried.
    pub attempts: u32,
}

/// Pictures that are due to be fetched, the longest waiting first.
pub fn due(conn: &mut Conn, now: DateTime<Utc>, limit: i64) -> Result<Vec<Due>, StoreError> {
    let rows: Vec<(Key, Key, Option<String>, i32)> = picture::table
        .filter(picture::fetch_at.le(stamp(now)))
        .order((picture::fetch_at, picture::id))
        .limit(limit)
        .select((
            picture::id,
            picture::opportunity_id,
            picture::source_url,
            picture::attempts,
        ))
        .load(conn)?;
    let due = rows.into_iter().filter_map(|(id, of, url, attempts)| {
        Some(Due {
            id: id.into(),
            opportunity_id: of.into(),
            url: url?,
            attempts: u32::try_from(attempts).unwrap_or(0),
        })
    });
    Ok(due.collect())
}

/// A picture was fetched. False when it is gone meanwhile.
pub fn fetched(conn: &mut Conn, id: PictureId, sizes: &Sizes<Blob>) -> Result<bool, StoreError> {
    keep(conn, sizes)?;
    let written = diesel::update(picture::table.find(Key::from(id)))
        .set((
            picture::small.eq(&sizes.small.hash),
            picture::medium.eq(&sizes.medium.hash),
            picture::large.eq(&sizes.large.hash),
            picture::fetch_at.eq(None::<chrono::NaiveDateTime>),
        ))
        .execute(conn)?;
    Ok(written == 1)
}

/// A picture could not be fetched; it is tried again at `next`, or given up.
pub fn not_fetched(
    conn: &mut Conn,
    id: PictureId,
    next: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    diesel::update(picture::table.find(Key::from(id)))
        .set((
            picture::attempts.eq(picture::attempts + 1),
            picture::fetch_at.eq(next.map(stamp)),
        ))
        .execute(conn)?;
    Ok(())
}
