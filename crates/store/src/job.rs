//! Jobs that repeat: one node at a time runs one, and not more often than it asks.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::prelude::*;

use crate::StoreError;
use crate::conn::{Conn, execute};
use crate::rows::stamp;
use crate::schema::job;

/// Takes the job for `lease`, when it last ran at least `every` ago and nobody holds it.
pub fn take(
    conn: &mut Conn,
    name: &str,
    every: TimeDelta,
    lease: TimeDelta,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let free = job::leased_until
        .is_null()
        .or(job::leased_until.le(stamp(now)));
    // A run after now was by a clock that was ahead: waiting for it could take for ever.
    let due = job::last_run_at
        .is_null()
        .or(job::last_run_at.le(stamp(now - every)))
        .or(job::last_run_at.gt(stamp(now)));
    let taken = diesel::update(job::table.find(name).filter(free).filter(due))
        .set(job::leased_until.eq(stamp(now + lease)))
        .execute(conn)?;
    Ok(taken == 1)
}

/// Gives it back after it ran, taken at `now` for `lease`. Whoever ran longer than that gives back
/// nothing: another node may hold it.
pub fn finished(
    conn: &mut Conn,
    name: &str,
    lease: TimeDelta,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ours = job::table
        .find(name)
        .filter(job::leased_until.eq(stamp(now + lease)));
    diesel::update(ours)
        .set((
            job::leased_until.eq(None::<NaiveDateTime>),
            job::last_run_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Makes the rows of these jobs where they are missing.
pub fn register(conn: &mut Conn, names: &[&str]) -> Result<(), StoreError> {
    let known: Vec<String> = job::table.select(job::name).load(conn)?;
    for name in names
        .iter()
        .filter(|name| known.iter().all(|one| one != *name))
    {
        // Another node may have been quicker.
        let insert = diesel::insert_into(job::table)
            .values(job::name.eq(*name))
            .on_conflict_do_nothing();
        execute!(conn, insert)?;
    }
    Ok(())
}
