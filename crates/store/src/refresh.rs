//! Refresh tokens: opaque, hashed, exchanged for a new one at each use. All that come from one
//! log-in are a family; a token that comes twice means that it was stolen, and ends its family.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use goesting_types::ids::{PersonId, RefreshFamilyId};
use goesting_types::person::LogInKept;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{instant, stamp};
use crate::schema::{refresh_family, refresh_token};

/// How long a log-in lasts without being used.
pub const IDLE: TimeDelta = TimeDelta::days(30);
/// How long a log-in lasts at most.
pub const LONGEST: TimeDelta = TimeDelta::days(180);
/// How long a token that was exchanged still works: tabs refresh at the same moment, and answers
/// get lost on the way.
pub const GRACE: TimeDelta = TimeDelta::seconds(10);

/// Begins a family with its first token; gives when it ends.
pub fn begin(
    conn: &mut Conn,
    person: PersonId,
    hash: &[u8],
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, StoreError> {
    let family = Key::from(RefreshFamilyId::new());
    let expires = now + IDLE;
    diesel::insert_into(refresh_family::table)
        .values((
            refresh_family::id.eq(family),
            refresh_family::person_id.eq(Key::from(person)),
            refresh_family::created_at.eq(stamp(now)),
            refresh_family::expires_at.eq(stamp(expires)),
        ))
        .execute(conn)?;
    add(conn, family, hash, now)?;
    Ok(expires)
}

/// What became of a token that somebody came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// It was good: the new one takes its place.
    Rotated {
        /// Whose it is.
        person: PersonId,
        /// When the log-in ends if it is not used again.
        expires: DateTime<Utc>,
    },
    /// It had been exchanged longer ago than [`GRACE`]: somebody has a copy. The family has ended.
    Reused {
        /// Whose it was.
        person: PersonId,
    },
    /// It is not ours, or its family has ended.
    Unknown,
}

/// Exchanges a token for the one with hash `new`. Whatever this says must be committed.
pub fn rotate(
    conn: &mut Conn,
    hash: &[u8],
    new: &[u8],
    now: DateTime<Utc>,
) -> Result<Rotation, StoreError> {
    // The one statement that two at once cannot both win.
    let unused = refresh_token::table
        .find(hash)
        .filter(refresh_token::rotated_at.is_null());
    let won: Option<Key> = diesel::update(unused)
        .set(refresh_token::rotated_at.eq(stamp(now)))
        .returning(refresh_token::family_id)
        .get_result(conn)
        .optional()?;
    let (family, in_time) = if let Some(family) = won {
        (family, true)
    } else {
        let used: Option<(Key, Option<chrono::NaiveDateTime>)> = refresh_token::table
            .find(hash)
            .select((refresh_token::family_id, refresh_token::rotated_at))
            .get_result(conn)
            .optional()?;
        let Some((family, rotated_at)) = used else {
            return Ok(Rotation::Unknown);
        };
        let in_time = rotated_at.is_some_and(|at| now - instant(at) <= GRACE);
        (family, in_time)
    };
    let live: Option<(Key, chrono::NaiveDateTime)> = refresh_family::table
        .find(family)
        .filter(refresh_family::revoked_at.is_null())
        .filter(refresh_family::expires_at.gt(stamp(now)))
        .select((refresh_family::person_id, refresh_family::created_at))
        .get_result(conn)
        .optional()?;
    let Some((person, created_at)) = live else {
        return Ok(Rotation::Unknown);
    };
    if !in_time {
        revoke(conn, family, now)?;
        return Ok(Rotation::Reused {
            person: person.into(),
        });
    }
    let expires = (now + IDLE).min(instant(created_at) + LONGEST);
    diesel::update(refresh_family::table.find(family))
        .set(refresh_family::expires_at.eq(stamp(expires)))
        .execute(conn)?;
    add(conn, family, new, now)?;
    Ok(Rotation::Rotated {
        person: person.into(),
        expires,
    })
}

/// Ends the family of a token, if it is ours.
pub fn end(conn: &mut Conn, hash: &[u8], now: DateTime<Utc>) -> Result<(), StoreError> {
    let family: Option<Key> = refresh_token::table
        .find(hash)
        .select(refresh_token::family_id)
        .get_result(conn)
        .optional()?;
    family.map_or(Ok(()), |family| revoke(conn, family, now))
}

/// Ends every family of a person: logged out everywhere.
pub fn end_all(conn: &mut Conn, person: PersonId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let live = refresh_family::table
        .filter(refresh_family::person_id.eq(Key::from(person)))
        .filter(refresh_family::revoked_at.is_null());
    diesel::update(live)
        .set(refresh_family::revoked_at.eq(stamp(now)))
        .execute(conn)?;
    Ok(())
}

/// Where a person is logged in, the latest first.
pub fn live_of(
    conn: &mut Conn,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<LogInKept>, StoreError> {
    let rows: Vec<(chrono::NaiveDateTime, chrono::NaiveDateTime)> = refresh_family::table
        .filter(refresh_family::person_id.eq(Key::from(person)))
        .filter(refresh_family::revoked_at.is_null())
        .filter(refresh_family::expires_at.gt(stamp(now)))
        .order(refresh_family::created_at.desc())
        .select((refresh_family::created_at, refresh_family::expires_at))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(since, until)| LogInKept {
            since: instant(since),
            until: instant(until),
        })
        .collect())
}

/// Forgets families that ended before `before`, with their tokens, at most so many.
pub fn forget(conn: &mut Conn, before: DateTime<Utc>, most: i64) -> Result<usize, StoreError> {
    let before = stamp(before);
    let over: Vec<Key> = refresh_family::table
        .filter(
            refresh_family::expires_at
                .lt(before)
                .or(refresh_family::revoked_at.lt(before)),
        )
        .limit(most)
        .select(refresh_family::id)
        .load(conn)?;
    let over = refresh_family::table.filter(refresh_family::id.eq_any(over));
    Ok(diesel::delete(over).execute(conn)?)
}

fn add(conn: &mut Conn, family: Key, hash: &[u8], now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::insert_into(refresh_token::table)
        .values((
            refresh_token::token_hash.eq(hash),
            refresh_token::family_id.eq(family),
            refresh_token::issued_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}

fn revoke(conn: &mut Conn, family: Key, now: DateTime<Utc>) -> Result<(), StoreError> {
    let live = refresh_family::table
        .find(family)
        .filter(refresh_family::revoked_at.is_null());
    diesel::update(live)
        .set(refresh_family::revoked_at.eq(stamp(now)))
        .execute(conn)?;
    Ok(())
}
