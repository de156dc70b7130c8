//! Addressed deliveries. A letter is put here in the transaction of what it tells, and leaves later.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_core::letter::Letter;
use goesting_types::ids::OutboxId;

use crate::StoreError;
use crate::conn::{Conn, execute};
use crate::key::{CHUNK, Key};
use crate::query::{self, Insert};
use crate::rows::{document, instant, stamp, value};
use crate::schema::outbox;

const LETTER: &str = "letter";

/// Puts a letter to `recipient`, an e-mail address, in the outbox.
pub fn post(
    conn: &mut Conn,
    recipient: &str,
    letter: &Letter,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    query::insert(conn, &[posting(recipient.to_owned(), letter, now)?])
}

/// What posts a letter.
pub(crate) fn posting(
    recipient: String,
    letter: &Letter,
    now: DateTime<Utc>,
) -> Result<Insert, StoreError> {
    Ok(Box::new(diesel::insert_into(outbox::table).values((
        outbox::id.eq(Key::from(OutboxId::new())),
        outbox::kind.eq(LETTER),
        outbox::recipient.eq(recipient),
        outbox::content.eq(document(LETTER, letter)?),
        outbox::created_at.eq(stamp(now)),
        outbox::next_at.eq(stamp(now)),
    ))))
}

/// A delivery that is leased to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leased {
    /// Its id.
    pub id: OutboxId,
    /// An e-mail address.
    pub recipient: String,
    /// What it says; or why that cannot be read, as when a newer version of the program posted it.
    pub letter: Result<Letter, String>,
    /// How often it was tried, this time included.
    pub attempts: i32,
    /// When it was posted.
    pub posted_at: DateTime<Utc>,
}

/// Id, recipient, content, attempts, when it was posted.
type Row = (
    Key,
    Option<String>,
    Option<String>,
    i32,
    chrono::NaiveDateTime,
);

/// Takes up to `limit` letters that are due, so that no other node sends them until `until`.
pub fn lease(
    conn: &mut Conn,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Leased>, StoreError> {
    let free = || {
        outbox::leased_until
            .is_null()
            .or(outbox::leased_until.lt(stamp(now)))
    };
    let due: Vec<Key> = outbox::table
        .select(outbox::id)
        .filter(outbox::delivered_at.is_null())
        .filter(outbox::dead_at.is_null())
        .filter(outbox::next_at.le(stamp(now)))
        .filter(free())
        .order(outbox::next_at)
        .limit(limit)
        .load(conn)?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    // Another node may have been quicker: the condition decides, not what was read.
    let rows: Vec<Row> =
        diesel::update(outbox::table.filter(outbox::id.eq_any(due)).filter(free()))
            .set((
                outbox::leased_until.eq(stamp(until)),
                outbox::attempts.eq(outbox::attempts + 1),
            ))
            .returning((
                outbox::id,
                outbox::recipient,
                outbox::content,
                outbox::attempts,
                outbox::created_at,
            ))
            .get_results(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, recipient, content, attempts, created_at)| Leased {
            id: id.into(),
            recipient: recipient.unwrap_or_default(),
            // One that cannot be read holds up no other.
            letter: value(LETTER, content.as_deref().unwrap_or_default())
                .map_err(|why: StoreError| why.to_string()),
            attempts,
            posted_at: instant(created_at),
        })
        .collect())
}

/// It was delivered: its content and address go.
pub fn delivered(conn: &mut Conn, id: OutboxId, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(outbox::table.find(Key::from(id)))
        .set((
            outbox::delivered_at.eq(stamp(now)),
            outbox::leased_until.eq(None::<chrono::NaiveDateTime>),
            outbox::recipient.eq(None::<String>),
            outbox::content.eq(None::<String>),
            outbox::last_error.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(())
}

/// It could not be delivered: tried again at `next`, or given up when that is [`None`].
pub fn failed(
    conn: &mut Conn,
    id: OutboxId,
    error: &str,
    next: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(outbox::table.find(Key::from(id)))
        .set((
            outbox::leased_until.eq(None::<chrono::NaiveDateTime>),
            outbox::last_error.eq(error),
            outbox::next_at.eq(stamp(next.unwrap_or(now))),
            outbox::dead_at.eq(if next.is_none() {
                Some(stamp(now))
            } else {
                None
            }),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets what left, or was given up, and was posted before `before`, at most so many: a letter
/// that never left holds an address.
pub fn forget(conn: &mut Conn, before: DateTime<Utc>, most: i64) -> Result<usize, StoreError> {
    let over: Vec<Key> = outbox::table
        .filter(outbox::created_at.lt(stamp(before)))
        .filter(
            outbox::delivered_at
                .is_not_null()
                .or(outbox::dead_at.is_not_null()),
        )
        .limit(most)
        .select(outbox::id)
        .load(conn)?;
    Ok(diesel::delete(outbox::table.filter(outbox::id.eq_any(over))).execute(conn)?)
}

/// How many letters wait to leave.
pub fn waiting(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(outbox::table
        .filter(outbox::delivered_at.is_null())
        .filter(outbox::dead_at.is_null())
        .count()
        .get_result(conn)?)
}

/// How many letters wait that were posted before `before`.
pub fn waiting_since(conn: &mut Conn, before: DateTime<Utc>) -> Result<i64, StoreError> {
    Ok(outbox::table
        .filter(outbox::delivered_at.is_null())
        .filter(outbox::dead_at.is_null())
        .filter(outbox::created_at.lt(stamp(before)))
        .count()
        .get_result(conn)?)
}

/// How many letters were given up and are not forgotten yet.
pub fn given_up(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(outbox::table
        .filter(outbox::dead_at.is_not_null())
        .count()
        .get_result(conn)?)
}

/// Puts many letters in the outbox, each to its own address.
pub fn post_all(
    conn: &mut Conn,
    letters: &[(String, Letter)],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    // One at a time is a statement that is prepared once; many are not.
    if let [(recipient, letter)] = letters {
        return post(conn, recipient, letter, now);
    }
    for some in letters.chunks(CHUNK) {
        let rows = some
            .iter()
            .map(|(recipient, letter)| {
                Ok((
                    outbox::id.eq(Key::from(OutboxId::new())),
                    outbox::kind.eq(LETTER),
                    outbox::recipient.eq(recipient),
                    outbox::content.eq(document(LETTER, letter)?),
                    outbox::created_at.eq(stamp(now)),
                    outbox::next_at.eq(stamp(now)),
                ))
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        let insert = diesel::insert_into(outbox::table).values(&rows);
        execute!(conn, insert)?;
    }
    Ok(())
}
