//! Programs: a school's or app's credentials and scopes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_core::policy::Client;
use goesting_types::auth::Scope;
use goesting_types::ids::{ActorId, ApiClientId};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{stamp, word};
use crate::schema::{actor, api_client};

/// Gives an actor a program; keeps the hash of its secret. An unknown actor is
/// [`StoreError::NotFound`].
pub fn insert(
    conn: &mut Conn,
    actor_id: ActorId,
    name: &str,
    secret_hash: &[u8],
    scopes: &[Scope],
    now: DateTime<Utc>,
) -> Result<ApiClientId, StoreError> {
    let _: Key = actor::table
        .find(Key::from(actor_id))
        .select(actor::id)
        .get_result(conn)?;
    let id = ApiClientId::new();
    let words: Vec<_> = scopes.iter().map(|scope| scope.as_str()).collect();
    diesel::insert_into(api_client::table)
        .values((
            api_client::id.eq(Key::from(id)),
            api_client::actor_id.eq(Key::from(actor_id)),
            api_client::name.eq(name),
            api_client::secret_hash.eq(secret_hash),
            api_client::scopes.eq(words.join(" ")),
            api_client::created_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(id)
}

/// The program with these credentials, unless it was revoked; notes that it was used.
pub fn authenticate(
    conn: &mut Conn,
    id: ApiClientId,
    secret_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Client>, StoreError> {
    let known = api_client::table
        .find(Key::from(id))
        .filter(api_client::secret_hash.eq(secret_hash))
        .filter(api_client::revoked_at.is_null());
    let row: Option<(Key, String)> = diesel::update(known)
        .set(api_client::last_used_at.eq(stamp(now)))
        .returning((api_client::actor_id, api_client::scopes))
        .get_result(conn)
        .optional()?;
    row.map(|(actor_id, scopes)| {
        Ok(Client {
            id,
            actor_id: actor_id.into(),
            scopes: scopes
                .split_whitespace()
                .map(|one| word("scope", one))
                .collect::<Result<_, _>>()?,
        })
    })
    .transpose()
}

/// Lets none of an actor's programs in any more.
pub fn revoke_all(
    conn: &mut Conn,
    actor_id: ActorId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let working = api_client::table
        .filter(api_client::actor_id.eq(Key::from(actor_id)))
        .filter(api_client::revoked_at.is_null());
    diesel::update(working)
        .set(api_client::revoked_at.eq(stamp(now)))
        .execute(conn)?;
    Ok(())
}
