//! Who was deleted: ids only. A backup from before brings nobody back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_types::ids::PersonId;

use crate::StoreError;
use crate::conn::{Conn, execute};
use crate::key::{CHUNK, Key, keys};
use crate::rows::{stamp, value};
use crate::schema::{gone, person, setting};

/// The setting in which a restore leaves the ids of who is gone, as a JSON list.
const PENDING: &str = "gone_since_backup";

/// Notes that somebody is gone.
pub(crate) fn note(conn: &mut Conn, id: PersonId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let insert = diesel::insert_into(gone::table)
        .values((gone::person_id.eq(Key::from(id)), gone::at.eq(stamp(now))))
        .on_conflict_do_nothing();
    execute!(conn, insert)?;
    Ok(())
}

/// Everybody who is gone.
pub fn all(conn: &mut Conn) -> Result<Vec<PersonId>, StoreError> {
    let ids: Vec<Key> = gone::table
        .order(gone::person_id)
        .select(gone::person_id)
        .load(conn)?;
    Ok(ids.into_iter().map(PersonId::from).collect())
}

/// Who a restore brought back though they are gone; [`None`] when no restore is to be finished.
pub fn pending(conn: &mut Conn) -> Result<Option<Vec<PersonId>>, StoreError> {
    let left: Option<String> = setting::table
        .find(PENDING)
        .select(setting::value)
        .get_result(conn)
        .optional()?;
    let Some(left) = left else { return Ok(None) };
    let ids: Vec<PersonId> = value("ids of who is gone", &left)?;
    let mut back = Vec::new();
    for some in ids.chunks(CHUNK) {
        let here: Vec<Key> = person::table
            .filter(person::id.eq_any(keys(some)))
            .select(person::id)
            .load(conn)?;
        back.extend(here.into_iter().map(PersonId::from));
    }
    Ok(Some(back))
}

/// The restore is finished: notes who is gone, for the next one.
pub fn settle(conn: &mut Conn, now: DateTime<Utc>) -> Result<(), StoreError> {
    let left: Option<String> = setting::table
        .find(PENDING)
        .select(setting::value)
        .get_result(conn)
        .optional()?;
    if let Some(left) = left {
        let ids: Vec<PersonId> = value("ids of who is gone", &left)?;
        for id in ids {
            note(conn, id, now)?;
        }
        diesel::delete(setting::table.find(PENDING)).execute(conn)?;
    }
    Ok(())
}

/// Takes back that these people went: they were invented, and may come again under the same ids.
pub fn forget_these(conn: &mut Conn, people: &[PersonId]) -> Result<(), StoreError> {
    for people in people.chunks(CHUNK) {
        diesel::delete(gone::table.filter(gone::person_id.eq_any(keys(people)))).execute(conn)?;
    }
    Ok(())
}
