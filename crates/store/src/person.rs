//! People, and their way to log in.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_types::ids::PersonId;
use goesting_types::lang::Lang;
use goesting_types::person::Appearance;
use goesting_types::territory::TerritoryId;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::stamp;
use crate::schema::{account, person};

/// A person to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// Their id.
    pub id: PersonId,
    /// First name.
    pub first_name: String,
    /// Surname, if given.
    pub last_name: Option<String>,
    /// Year of birth.
    pub birth_year: i32,
    /// Language of screens and mails.
    pub lang: Lang,
    /// Light or dark.
    pub appearance: Appearance,
    /// Their municipality.
    pub territory: Option<TerritoryId>,
}

/// A way to log in to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Address, as written.
    pub email: String,
    /// Argon2id, PHC string.
    pub password_hash: String,
    /// When the address was confirmed.
    pub email_verified_at: Option<DateTime<Utc>>,
}

/// Adds a person.
pub fn insert(conn: &mut Conn, new: &NewPerson, now: DateTime<Utc>) -> Result<(), StoreError> {
    let NewPerson {
        id,
        first_name,
        last_name,
        birth_year,
        lang,
        appearance,
        territory,
    } = new;
    diesel::insert_into(person::table)
        .values((
            person::id.eq(Key::from(*id)),
            person::first_name.eq(first_name),
            person::last_name.eq(last_name),
            person::birth_year.eq(birth_year),
            person::lang.eq(lang.as_str()),
            person::appearance.eq(appearance.as_str()),
            person::territory.eq(territory.as_ref().map(TerritoryId::as_str)),
            person::version.eq(1_i64),
            person::created_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds a way to log in. [`StoreError::Exists`] when the address has one.
pub fn insert_account(
    conn: &mut Conn,
    id: PersonId,
    new: &NewAccount,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let NewAccount {
        email,
        password_hash,
        email_verified_at,
    } = new;
    diesel::insert_into(account::table)
        .values((
            account::person_id.eq(Key::from(id)),
            account::email.eq(email),
            account::email_key.eq(email_key(email)),
            account::password_hash.eq(password_hash),
            account::email_verified_at.eq(email_verified_at.map(stamp)),
            account::created_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// An address as it is looked up: case does not matter.
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}
