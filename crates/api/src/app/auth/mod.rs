//! Logging in, for people.

mod login;
mod mails;
mod register;

pub use login::{login, logout, logout_all, refresh};
pub(super) use mails::post_reset;
pub use mails::{forgot, resend_verification, reset, verify_email};
pub use register::register;
pub(super) use register::{
    INVITED_FOR, check_password, give_own_account, insert as insert_account,
};

use chrono::{DateTime, Utc};
use goesting_core::person::age_band;
use goesting_core::time::civil::today;
use goesting_store::account::StoredAccount;
use goesting_store::person::StoredPerson;
use goesting_store::{Conn, person, refresh as families};
use goesting_types::ids::PersonId;

use super::App;
use crate::auth::{ACCESS_FOR, Claims, Secret};
use crate::error::ApiResult;

/// A log-in, with what goes into its cookies.
#[derive(Debug)]
pub struct LogIn {
    /// Who.
    pub person_id: PersonId,
    /// The access token.
    pub access: String,
    /// Until when it works.
    pub access_until: DateTime<Utc>,
    /// The refresh token.
    pub refresh: Secret,
    /// Until when it works.
    pub refresh_until: DateTime<Utc>,
    /// When this was.
    pub at: DateTime<Utc>,
}

/// What an access token says of a person.
pub(super) fn claims(person: &StoredPerson, verified: bool, now: DateTime<Utc>) -> Claims {
    Claims::Person {
        sub: person.id,
        band: age_band(person.birth_year, today(now)),
        verified,
    }
}

/// Begins a log-in, in the unit of work under way.
fn begin(
    app: &App,
    conn: &mut Conn,
    account: &StoredAccount,
    now: DateTime<Utc>,
) -> ApiResult<LogIn> {
    let refresh = Secret::random()?;
    let hash = Secret::hash(refresh.expose());
    let refresh_until = families::begin(conn, account.person_id, &hash, now)?;
    log_in(app, conn, account, refresh, refresh_until, now)
}

/// The log-in that goes on with this refresh token.
fn log_in(
    app: &App,
    conn: &mut Conn,
    account: &StoredAccount,
    refresh: Secret,
    refresh_until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> ApiResult<LogIn> {
    let person = person::find(conn, account.person_id)?;
    let claims = claims(&person, account.email_verified_at.is_some(), now);
    let (access, access_until) = app.tokens.issue(claims, now, ACCESS_FOR)?;
    Ok(LogIn {
        person_id: person.id,
        access,
        access_until,
        refresh,
        refresh_until,
        at: now,
    })
}
