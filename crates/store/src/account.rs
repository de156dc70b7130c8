//! Accounts: the way a person logs in.

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use goesting_core::person::Email;
use goesting_types::ids::PersonId;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{instant, stamp};
use crate::schema::account;

/// Stands where a password's hash would until its owner sets one: no password gives it.
pub const NO_PASSWORD: &str = "-";

/// An account as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAccount {
    /// Whose.
    pub person_id: PersonId,
    /// The address, as it was typed.
    pub email: String,
    /// PHC string of the password.
    pub password_hash: String,
    /// When the address was confirmed.
    pub email_verified_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = account)]
struct Row {
    person_id: Key,
    email: String,
    password_hash: String,
    email_verified_at: Option<chrono::NaiveDateTime>,
    created_at: chrono::NaiveDateTime,
}

impl From<Row> for StoredAccount {
    fn from(row: Row) -> Self {
        let Row {
            person_id,
            email,
            password_hash,
            email_verified_at,
            created_at,
        } = row;
        Self {
            person_id: person_id.into(),
            email,
            password_hash,
            email_verified_at: email_verified_at.map(instant),
            created_at: instant(created_at),
        }
    }
}

/// A person's account.
pub fn find(conn: &mut Conn, person: PersonId) -> Result<StoredAccount, StoreError> {
    let row: Row = account::table
        .find(Key::from(person))
        .select(Row::as_select())
        .get_result(conn)?;
    Ok(row.into())
}

/// Whether somebody was given an account and set no password yet.
pub fn is_invited(conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
    let invited = account::table
        .find(Key::from(person))
        .filter(account::password_hash.eq(NO_PASSWORD));
    Ok(diesel::select(exists(invited)).get_result(conn)?)
}

/// The account with an address.
pub fn by_email(conn: &mut Conn, email: &Email) -> Result<Option<StoredAccount>, StoreError> {
    let row: Option<Row> = account::table
        .filter(account::email_key.eq(email.key()))
        .select(Row::as_select())
        .get_result(conn)
        .optional()?;
    Ok(row.map(StoredAccount::from))
}

/// Notes that the address was confirmed; an earlier confirmation stays.
pub fn confirm_email(
    conn: &mut Conn,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let unconfirmed = account::table
        .find(Key::from(person))
        .filter(account::email_verified_at.is_null());
    diesel::update(unconfirmed)
        .set(account::email_verified_at.eq(stamp(now)))
        .execute(conn)?;
    Ok(())
}

/// Whether the address is still unconfirmed; if so it stays that until the end of the unit of work.
pub fn lock_unconfirmed(conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
    let unconfirmed = account::table
        .find(Key::from(person))
        .filter(account::email_verified_at.is_null());
    let locked = diesel::update(unconfirmed)
        .set(account::password_hash.eq(account::password_hash))
        .execute(conn)?;
    Ok(locked == 1)
}

/// Sets a new password.
pub fn set_password(conn: &mut Conn, person: PersonId, hash: &str) -> Result<(), StoreError> {
    diesel::update(account::table.find(Key::from(person)))
        .set(account::password_hash.eq(hash))
        .execute(conn)?;
    Ok(())
}
