//! Keys that sign access tokens, sealed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_types::ids::SigningKeyId;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::stamp;
use crate::schema::signing_key;

/// A key as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// Its id, the `kid` of tokens.
    pub id: SigningKeyId,
    /// 32 bytes.
    pub public_key: Vec<u8>,
    /// Sealed PKCS#8.
    pub sealed_private_key: Vec<u8>,
}

/// Keys that were not retired, the newest first.
pub fn all_active(conn: &mut Conn) -> Result<Vec<StoredKey>, StoreError> {
    let rows: Vec<(Key, Vec<u8>, Vec<u8>)> = signing_key::table
        .select((
            signing_key::id,
            signing_key::public_key,
            signing_key::sealed_private_key,
        ))
        .filter(signing_key::retired_at.is_null())
        .order((signing_key::created_at.desc(), signing_key::id.desc()))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, public_key, sealed_private_key)| StoredKey {
            id: id.into(),
            public_key,
            sealed_private_key,
        })
        .collect())
}

/// Adds a key.
pub fn insert(conn: &mut Conn, key: &StoredKey, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::insert_into(signing_key::table)
        .values((
            signing_key::id.eq(Key::from(key.id)),
            signing_key::public_key.eq(&key.public_key),
            signing_key::sealed_private_key.eq(&key.sealed_private_key),
            signing_key::created_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}
