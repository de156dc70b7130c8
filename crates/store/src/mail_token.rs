//! Tokens that travel by mail. Only their hash is kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_types::ids::PersonId;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::stamp;
use crate::schema::mail_token;

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Confirming an address.
    VerifyEmail,
    /// Setting a new password.
    ResetPassword,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
        }
    }
}

/// Keeps a token until `expires`.
pub fn insert(
    conn: &mut Conn,
    hash: &[u8],
    person: PersonId,
    purpose: Purpose,
    expires: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(mail_token::table)
        .values((
            mail_token::token_hash.eq(hash),
            mail_token::person_id.eq(Key::from(person)),
            mail_token::purpose.eq(purpose.as_str()),
            mail_token::expires_at.eq(stamp(expires)),
        ))
        .execute(conn)?;
    Ok(())
}

/// What became of a token that somebody came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was good, and is used now.
    Now(PersonId),
    /// It was good, and had been used before.
    Before(PersonId),
    /// It is not ours, for something else, or its time is over.
    Not,
}

/// Uses a token: once, also when two come at the same time.
pub fn take(
    conn: &mut Conn,
    hash: &[u8],
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Taken, StoreError> {
    let live = mail_token::table
        .find(hash)
        .filter(mail_token::purpose.eq(purpose.as_str()))
        .filter(mail_token::expires_at.gt(stamp(now)));
    let fresh: Option<Key> = diesel::update(live.filter(mail_token::used_at.is_null()))
        .set(mail_token::used_at.eq(stamp(now)))
        .returning(mail_token::person_id)
        .get_result(conn)
        .optional()?;
    if let Some(person) = fresh {
        return Ok(Taken::Now(person.into()));
    }
    let used: Option<Key> = live
        .select(mail_token::person_id)
        .get_result(conn)
        .optional()?;
    Ok(used.map_or(Taken::Not, |person| Taken::Before(person.into())))
}

/// Whose a token is that was not used yet; it stays unused.
pub fn peek(
    conn: &mut Conn,
    hash: &[u8],
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Option<PersonId>, StoreError> {
    let person: Option<Key> = mail_token::table
        .find(hash)
        .filter(mail_token::purpose.eq(purpose.as_str()))
        .filter(mail_token::expires_at.gt(stamp(now)))
        .filter(mail_token::used_at.is_null())
        .select(mail_token::person_id)
        .get_result(conn)
        .optional()?;
    Ok(person.map(PersonId::from))
}

/// Forgets a person's tokens of one purpose: the newest mail is the one that counts.
pub fn forget(conn: &mut Conn, person: PersonId, purpose: Purpose) -> Result<(), StoreError> {
    let theirs = mail_token::table
        .filter(mail_token::person_id.eq(Key::from(person)))
        .filter(mail_token::purpose.eq(purpose.as_str()));
    diesel::delete(theirs).execute(conn)?;
    Ok(())
}

/// Forgets tokens whose time was over before `before`, at most so many.
pub fn forget_expired(
    conn: &mut Conn,
    before: DateTime<Utc>,
    most: i64,
) -> Result<usize, StoreError> {
    let old: Vec<Vec<u8>> = mail_token::table
        .filter(mail_token::expires_at.lt(stamp(before)))
        .limit(most)
        .select(mail_token::token_hash)
        .load(conn)?;
    let old = mail_token::table.filter(mail_token::token_hash.eq_any(old));
    Ok(diesel::delete(old).execute(conn)?)
}
