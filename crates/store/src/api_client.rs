//! Programs: a school's or app's credentials and scopes.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use goesting_core::policy::Client;
use goesting_types::auth::Scope;
use goesting_types::ids::{ActorId, ApiClientId};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{instant, stamp, word};
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

/// A program, as who runs the server sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Which one.
    pub id: ApiClientId,
    /// What it is called.
    pub name: String,
    /// The name of the actor it belongs to.
    pub actor: String,
    /// What it may do, parted by spaces.
    pub scopes: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last asked for a token.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Since when it is let in no more.
    pub revoked_at: Option<DateTime<Utc>>,
}

type Row = (
    Key,
    String,
    String,
    String,
    NaiveDateTime,
    Option<NaiveDateTime>,
    Option<NaiveDateTime>,
);

/// Every program, by actor.
pub fn list(conn: &mut Conn) -> Result<Vec<Listed>, StoreError> {
    let rows: Vec<Row> = api_client::table
        .inner_join(actor::table)
        .order((actor::name_key, api_client::id))
        .select((
            api_client::id,
            api_client::name,
            actor::name,
            api_client::scopes,
            api_client::created_at,
            api_client::last_used_at,
            api_client::revoked_at,
        ))
        .load(conn)?;
    let listed = |(id, name, actor, scopes, created_at, last_used_at, revoked_at): Row| Listed {
        id: id.into(),
        name,
        actor,
        scopes,
        created_at: instant(created_at),
        last_used_at: last_used_at.map(instant),
        revoked_at: revoked_at.map(instant),
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// Lets a program in no more. Doing it again changes nothing.
pub fn revoke(conn: &mut Conn, id: ApiClientId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let _: Key = api_client::table
        .find(Key::from(id))
        .select(api_client::id)
        .get_result(conn)?;
    let working = api_client::table
        .find(Key::from(id))
        .filter(api_client::revoked_at.is_null());
    diesel::update(working)
        .set(api_client::revoked_at.eq(stamp(now)))
        .execute(conn)?;
    Ok(())
}

/// Whether a program was revoked: what tokens it still has open nothing of its actor.
pub(crate) fn is_revoked(conn: &mut Conn, id: ApiClientId) -> Result<bool, StoreError> {
    let revoked = api_client::table
        .find(Key::from(id))
        .filter(api_client::revoked_at.is_not_null());
    Ok(diesel::select(exists(revoked)).get_result(conn)?)
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
