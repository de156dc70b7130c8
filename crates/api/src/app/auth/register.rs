//! Signing up.

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::Refusal;
use goesting_core::letter::Letter;
use goesting_core::person::{Email, SignUp};
use goesting_core::time::civil::today;
use goesting_store::account::{self, StoredAccount};
use goesting_store::audit::{self, By};
use goesting_store::person::{NewAccount, NewPerson};
use goesting_store::{Conn, StoreError, outbox, person};
use goesting_types::auth::Register;
use goesting_types::ids::PersonId;
use goesting_types::person::Appearance;
use goesting_types::problem::ErrorCode;

use super::login::come_in;
use super::mails::{post_reset, post_verification};
use super::{App, LogIn, begin};
use crate::auth::passwords::check_strength;
use crate::blocking::blocking;
use crate::error::{ApiError, ApiResult};
use crate::http::limits::Counted;

/// An account whose address was not confirmed for so long gives way to whoever signs up with that
/// address next: nobody can keep another's address by signing up with it first. One that an operator
/// made for somebody does not: there may be years of theirs in it.
const UNCONFIRMED_KEEPS: TimeDelta = TimeDelta::hours(24);

/// How long somebody who was invited has to set a password.
pub(in crate::app) const INVITED_FOR: TimeDelta = TimeDelta::days(14);

/// Signs up and logs in at once, so that one goes on where one was. The address is confirmed by
/// mail later.
///
/// An address with an account is refused with [`ErrorCode::EmailTaken`], unless the password is
/// that account's: then it is a log-in. This tells a stranger who tries addresses that one has an
/// account. It is chosen knowingly: the other way (an answer that looks the same, and a mail)
/// leaves people who forgot that they signed up before with a second account that cannot keep
/// their place. Attempts are counted per address of the network and per e-mail address, and the
/// owner is written to.
pub async fn register(app: &App, form: Register) -> ApiResult<LogIn> {
    let now = app.clock.now();
    let new = SignUp::check(&form, today(now))?;
    let Register { password, .. } = form;
    app.limits.attempt(&Counted::Account(new.email.key()))?;
    check_password(&new, &password).await?;
    let email = new.email.clone();
    let existing = app
        .read(move |conn| Ok(account::by_email(conn, &email)?))
        .await?;
    let gives_way = |account: &StoredAccount| {
        account.email_verified_at.is_none()
            && account.password_hash != account::NO_PASSWORD
            && account.created_at + UNCONFIRMED_KEEPS < now
    };
    match existing {
        Some(account) if gives_way(&account) => {
            create(app, new, &password, Some(account.person_id), now).await
        }
        Some(account) => taken(app, account, &password, now).await,
        None => create(app, new, &password, None, now).await,
    }
}

/// Refuses a password that is easy to guess for who knows this person.
pub(in crate::app) async fn check_password(new: &SignUp, password: &str) -> ApiResult<()> {
    let (words, typed) = (new.clone(), password.to_owned());
    blocking(move || {
        let year = words.birth_year.to_string();
        let about = [words.first_name.as_str(), words.email.as_str(), &year];
        Ok(check_strength(&typed, &about)?)
    })
    .await
}

/// Makes person and account, instead of an unconfirmed one.
async fn create(
    app: &App,
    new: SignUp,
    password: &str,
    instead_of: Option<PersonId>,
    now: DateTime<Utc>,
) -> ApiResult<LogIn> {
    let password_hash = app.passwords.hash(password).await?;
    let app2 = app.clone();
    let made = app
        .write(move |conn| {
            if let Some(id) = instead_of {
                // Its owner may have confirmed it while the password was hashed.
                if !account::lock_unconfirmed(conn, id)? {
                    return Err(ErrorCode::EmailTaken.into());
                }
                crate::app::me::erase(&app2, conn, id, By::Myself(id), now)?;
            }
            let account = insert(conn, &new, password_hash, None, now)?;
            // Always sent, and counted among those that others can make us write.
            let _ = app2.limits.may_write_to(new.email.as_str());
            post_verification(&app2, conn, &account, now)?;
            audit::note(
                conn,
                account.person_id,
                By::Myself(account.person_id),
                "register",
                now,
            )?;
            begin(&app2, conn, &account, now)
        })
        .await;
    match made {
        // Somebody else was first, just now.
        Err(ApiError::Store(StoreError::Exists(_))) => Err(ErrorCode::EmailTaken.into()),
        other => other,
    }
}

/// Adds person and account, in the unit of work under way.
pub(in crate::app) fn insert(
    conn: &mut Conn,
    new: &SignUp,
    password_hash: String,
    email_verified_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> ApiResult<StoredAccount> {
    let SignUp {
        first_name,
        email,
        birth_year,
        lang,
    } = new;
    let id = PersonId::new();
    let row = NewPerson {
        id,
        first_name: first_name.clone(),
        last_name: None,
        birth_year: *birth_year,
        lang: *lang,
        appearance: Appearance::System,
        territory: None,
    };
    person::insert(conn, &row, now)?;
    let account = NewAccount {
        email: email.as_str().to_owned(),
        password_hash,
        email_verified_at,
    };
    person::insert_account(conn, id, &account, now)?;
    Ok(account::find(conn, id)?)
}

/// Gives somebody who is known here and has no account one of their own: a mail asks to set a
/// password. What is known of them is theirs then.
pub(in crate::app) fn give_own_account(
    app: &App,
    conn: &mut Conn,
    id: PersonId,
    email: &Email,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    if account::by_email(conn, email)?.is_some() {
        return Err(ErrorCode::EmailTaken.into());
    }
    let new = NewAccount {
        email: email.as_str().to_owned(),
        password_hash: account::NO_PASSWORD.to_owned(),
        email_verified_at: None,
    };
    match person::insert_account(conn, id, &new, now) {
        Err(StoreError::Exists(_)) => {
            let detail = "they have an account: they can ask for a new password";
            return Err(Refusal::new(ErrorCode::Forbidden, detail).into());
        }
        other => other?,
    }
    let account = account::find(conn, id)?;
    post_reset(app, conn, &account, INVITED_FOR, now)
}

/// Somebody signs up with an address that has an account: its owner, who knows the password, or
/// who forgot, or somebody else. Only the owner is told more.
async fn taken(
    app: &App,
    account: StoredAccount,
    password: &str,
    now: DateTime<Utc>,
) -> ApiResult<LogIn> {
    let hash = Some(account.password_hash.as_str());
    if app.passwords.verify(password, hash).await? {
        return come_in(app, account).await;
    }
    if app.limits.may_write_to(&account.email) {
        app.write(move |conn| {
            let letter = Letter::AlreadyRegistered {
                person_id: account.person_id,
            };
            Ok(outbox::post(conn, &account.email, &letter, now)?)
        })
        .await?;
    }
    Err(Refusal::new(
        ErrorCode::EmailTaken,
        "Log in with it, or set a new password by mail.",
    )
    .into())
}
