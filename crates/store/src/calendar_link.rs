//! The secret address of a person's calendar; only its hash is kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_types::ids::PersonId;

use crate::StoreError;
use crate::conn::{Conn, execute};
use crate::key::Key;
use crate::rows::stamp;
use crate::schema::calendar_link;

/// Gives a person a new secret; an earlier one stops working.
pub fn set(
    conn: &mut Conn,
    person: PersonId,
    secret_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let fresh = (
        calendar_link::secret_hash.eq(secret_hash),
        calendar_link::created_at.eq(stamp(now)),
    );
    let insert = diesel::insert_into(calendar_link::table)
        .values((calendar_link::person_id.eq(Key::from(person)), fresh))
        .on_conflict(calendar_link::person_id)
        .do_update()
        .set(fresh);
    execute!(conn, insert)?;
    Ok(())
}

/// Takes a person's secret away; says whether there was one.
pub fn remove(conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
    let secret = calendar_link::table.find(Key::from(person));
    Ok(diesel::delete(secret).execute(conn)? == 1)
}

/// Whether a person has a secret.
pub fn exists(conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
    Ok(diesel::select(diesel::dsl::exists(
        calendar_link::table.find(Key::from(person)),
    ))
    .get_result(conn)?)
}

/// Whose calendar a secret opens.
pub fn owner(conn: &mut Conn, secret_hash: &[u8]) -> Result<PersonId, StoreError> {
    let person: Key = calendar_link::table
        .filter(calendar_link::secret_hash.eq(secret_hash))
        .select(calendar_link::person_id)
        .get_result(conn)?;
    Ok(person.into())
}
