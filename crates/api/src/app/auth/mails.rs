//! What goes by mail: confirming an address, setting a new password.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::letter::Letter;
use goesting_core::person::{Email, password_length};
use goesting_core::policy::Access;
use goesting_core::{Check, Refusal};
use goesting_store::account::{self, StoredAccount};
use goesting_store::audit::{self, By};
use goesting_store::mail_token::{self, Purpose, Taken};
use goesting_store::{Conn, enrolment, outbox, person, refresh as families};
use goesting_types::auth::{ForgotPassword, MailToken, ResetPassword};
use goesting_types::problem::ErrorCode;

use super::App;
use crate::app::enrolment::clocks;
use crate::app::me::gone;
use crate::auth::passwords::check_strength;
use crate::auth::{Secret, seal_token};
use crate::blocking::blocking;
use crate::error::ApiResult;

/// How long the link that confirms an address works.
const VERIFY_WITHIN: TimeDelta = TimeDelta::days(7);
/// How long the link that sets a new password works.
const RESET_WITHIN: TimeDelta = TimeDelta::hours(1);
/// The least time an answer takes that must not tell whether an address is known.
const SAME_TIME: Duration = Duration::from_millis(300);

fn expired() -> Refusal {
    Refusal::new(
        ErrorCode::LinkExpired,
        "The link was used, or its time is over. Ask for a new mail.",
    )
}

/// Writes the mail that confirms an address, in the unit of work under way.
pub(in crate::app) fn post_verification(
    app: &App,
    conn: &mut Conn,
    account: &StoredAccount,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    let person_id = account.person_id;
    let token = Secret::random()?.expose().to_owned();
    let (hash, until) = (Secret::hash(&token), now + VERIFY_WITHIN);
    mail_token::insert(conn, &hash, person_id, Purpose::VerifyEmail, until)?;
    let token = seal_token(&app.config.secret, &token)?;
    let letter = Letter::VerifyEmail { person_id, token };
    Ok(outbox::post(conn, &account.email, &letter, now)?)
}

/// Writes the mail that sets a new password, in the unit of work under way. The newest counts.
pub(in crate::app) fn post_reset(
    app: &App,
    conn: &mut Conn,
    account: &StoredAccount,
    lasting: TimeDelta,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    let person_id = account.person_id;
    let token = Secret::random()?.expose().to_owned();
    mail_token::forget(conn, person_id, Purpose::ResetPassword)?;
    let hash = Secret::hash(&token);
    mail_token::insert(
        conn,
        &hash,
        person_id,
        Purpose::ResetPassword,
        now + lasting,
    )?;
    let token = seal_token(&app.config.secret, &token)?;
    let letter = Letter::ResetPassword { person_id, token };
    Ok(outbox::post(conn, &account.email, &letter, now)?)
}

/// Confirms an address with the token of its mail; places taken meanwhile are kept. Twice is as
/// good as once: people click twice.
pub async fn verify_email(app: &App, form: MailToken) -> ApiResult<()> {
    let (now, clocks) = (app.clock.now(), clocks(app));
    app.write(move |conn| {
        let hash = Secret::hash(&form.token);
        match mail_token::take(conn, &hash, Purpose::VerifyEmail, now)? {
            Taken::Now(person) => {
                account::confirm_email(conn, person, now)?;
                enrolment::confirm_all(conn, person, &clocks, now)?;
                Ok(audit::note(
                    conn,
                    person,
                    By::Myself(person),
                    "verify_email",
                    now,
                )?)
            }
            Taken::Before(person) if account::find(conn, person)?.email_verified_at.is_some() => {
                Ok(())
            }
            Taken::Before(_) | Taken::Not => Err(expired().into()),
        }
    })
    .await
}

/// Sends the mail that confirms an address once more, unless it was confirmed.
pub async fn resend_verification(app: &App, access: &Access) -> ApiResult<()> {
    let (id, now) = (access.person()?.id, app.clock.now());
    let app2 = app.clone();
    app.write(move |conn| {
        let account = account::find(conn, id).map_err(gone)?;
        let may_write = || app2.limits.may_write_to(&account.email);
        if account.email_verified_at.is_none() && may_write() {
            post_verification(&app2, conn, &account, now)?;
        }
        Ok(())
    })
    .await
}

/// Sends the mail that sets a new password, if the address has an account. Whether it has is told
/// neither by the answer nor by its time.
pub async fn forgot(app: &App, form: ForgotPassword) -> ApiResult<()> {
    let least = tokio::time::sleep(SAME_TIME);
    let sent = send_reset(app, form);
    let (sent, ()) = futures_util::future::join(sent, least).await;
    sent
}

async fn send_reset(app: &App, form: ForgotPassword) -> ApiResult<()> {
    let Some(email) = Email::parse(&form.email) else {
        return Ok(());
    };
    if !app.limits.may_write_to(email.as_str()) {
        return Ok(());
    }
    let (app2, now) = (app.clone(), app.clock.now());
    app.write(move |conn| match account::by_email(conn, &email)? {
        Some(account) => post_reset(&app2, conn, &account, RESET_WITHIN, now),
        None => Ok(()),
    })
    .await
}

/// Sets a new password with the token of the mail. The mail arrived, so the address is confirmed
/// too; every log-in ends, in case somebody else had the old password.
pub async fn reset(app: &App, form: ResetPassword) -> ApiResult<()> {
    let ResetPassword { token, password } = form;
    let (now, clocks) = (app.clock.now(), clocks(app));
    let hash = Secret::hash(&token);
    // The link is used only when the password is good: a bad one costs no new mail.
    let peeked = hash.clone();
    let about = app
        .read(move |conn| {
            let whose = mail_token::peek(conn, &peeked, Purpose::ResetPassword, now)?;
            let id = whose.ok_or_else(expired)?;
            Ok((person::find(conn, id)?, account::find(conn, id)?))
        })
        .await?;
    let mut check = Check::default();
    password_length(&mut check, &password);
    check.finish()?;
    let typed = password.clone();
    blocking(move || {
        let (person, account) = about;
        let year = person.birth_year.to_string();
        let surname = person.last_name.as_deref().unwrap_or_default();
        let words = [person.first_name.as_str(), surname, &account.email, &year];
        Ok(check_strength(&typed, &words)?)
    })
    .await?;
    let password_hash = app.passwords.hash(&password).await?;
    app.write(move |conn| {
        let taken = mail_token::take(conn, &hash, Purpose::ResetPassword, now)?;
        let Taken::Now(id) = taken else {
            return Err(expired().into());
        };
        account::set_password(conn, id, &password_hash)?;
        account::confirm_email(conn, id, now)?;
        enrolment::confirm_all(conn, id, &clocks, now)?;
        families::end_all(conn, id, now)?;
        Ok(audit::note(
            conn,
            id,
            By::Myself(id),
            "reset_password",
            now,
        )?)
    })
    .await
}
