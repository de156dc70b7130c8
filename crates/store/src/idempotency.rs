//! Repeats of POSTs that create. Only hashes and the id of what was made are kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_types::ids::Id;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::stamp;
use crate::schema::idempotency;

/// What is known of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen<K> {
    /// Nothing: go on, and [`remember`] what was made.
    New,
    /// The same request made this.
    Same(Id<K>),
    /// Another request came with this key.
    Other,
}

/// Looks a key up. Both hashes are keyed with the server's secret.
pub fn look_up<K>(
    conn: &mut Conn,
    key_hash: &[u8],
    body_hash: &[u8],
) -> Result<Seen<K>, StoreError> {
    let row: Option<(Vec<u8>, Key)> = idempotency::table
        .find(key_hash)
        .select((idempotency::body_hash, idempotency::resource_id))
        .get_result(conn)
        .optional()?;
    Ok(match row {
        None => Seen::New,
        Some((body, id)) if body == body_hash => Seen::Same(id.into()),
        Some(_) => Seen::Other,
    })
}

/// Whether anything came with a key before.
pub fn is_known(conn: &mut Conn, key_hash: &[u8]) -> Result<bool, StoreError> {
    Ok(diesel::select(diesel::dsl::exists(idempotency::table.find(key_hash))).get_result(conn)?)
}

/// Keeps what a key made. Two at once: the second is [`StoreError::Exists`] and its transaction
/// ends.
pub fn remember<K>(
    conn: &mut Conn,
    key_hash: &[u8],
    body_hash: &[u8],
    made: Id<K>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(idempotency::table)
        .values((
            idempotency::key_hash.eq(key_hash),
            idempotency::body_hash.eq(body_hash),
            idempotency::resource_id.eq(Key::from(made)),
            idempotency::created_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets keys from before `before`, at most so many.
pub fn forget(conn: &mut Conn, before: DateTime<Utc>, most: i64) -> Result<usize, StoreError> {
    let old: Vec<Vec<u8>> = idempotency::table
        .filter(idempotency::created_at.lt(stamp(before)))
        .limit(most)
        .select(idempotency::key_hash)
        .load(conn)?;
    let old = idempotency::table.filter(idempotency::key_hash.eq_any(old));
    Ok(diesel::delete(old).execute(conn)?)
}
