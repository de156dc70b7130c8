//! Logging in and out, and going on.

use goesting_core::Refusal;
use goesting_core::person::Email;
use goesting_core::policy::Access;
use goesting_store::account::{self, StoredAccount};
use goesting_store::audit::{self, By};
use goesting_store::refresh::{self as families, Rotation};
use goesting_types::auth::Login;
use goesting_types::problem::ErrorCode;

use super::{App, LogIn, begin, log_in};
use crate::auth::Secret;
use crate::error::ApiResult;
use crate::http::limits::Counted;

/// Logs in. An address nobody has is answered like a wrong password, and takes as long. Attempts
/// are also counted per account, whatever address they come from.
pub async fn login(app: &App, form: Login) -> ApiResult<LogIn> {
    let Login { email, password } = form;
    let email = Email::parse(&email);
    let account = match &email {
        Some(email) => {
            app.limits.attempt(&Counted::Account(email.key()))?;
            let email = email.clone();
            app.read(move |conn| Ok(account::by_email(conn, &email)?))
                .await?
        }
        None => None,
    };
    let hash = account.as_ref().map(|one| one.password_hash.as_str());
    let fits = app.passwords.verify(&password, hash).await?;
    let Some(account) = account.filter(|_| fits) else {
        return Err(ErrorCode::WrongCredentials.into());
    };
    come_in(app, account).await
}

/// Logs in whoever knew the password of this account.
pub(super) async fn come_in(app: &App, account: StoredAccount) -> ApiResult<LogIn> {
    let (app2, now) = (app.clone(), app.clock.now());
    app.write(move |conn| {
        let id = account.person_id;
        audit::note(conn, id, By::Myself(id), "login", now)?;
        begin(&app2, conn, &account, now)
    })
    .await
}

/// Goes on with a log-in: exchanges its refresh token for a new one and an access token. A token
/// that was exchanged before ends the log-in, since somebody has a copy; for 10 seconds after an
/// exchange the old one still works, for tabs that refresh together.
pub async fn refresh(app: &App, token: Option<String>) -> ApiResult<LogIn> {
    let token = token.ok_or(ErrorCode::NotAuthenticated)?;
    let (app2, now) = (app.clone(), app.clock.now());
    let gone_on = app
        .write(move |conn| {
            let new = Secret::random()?;
            let rotation = families::rotate(
                conn,
                &Secret::hash(&token),
                &Secret::hash(new.expose()),
                now,
            )?;
            // An error would take back the end of the family, so both ends are a value here.
            match rotation {
                Rotation::Rotated { person, expires } => {
                    let account = account::find(conn, person)?;
                    log_in(&app2, conn, &account, new, expires, now).map(Some)
                }
                Rotation::Reused { person } => {
                    tracing::warn!("a refresh token came twice; its log-in was ended");
                    audit::note(conn, person, By::System, "end_copied_login", now)?;
                    Ok(None)
                }
                Rotation::Unknown => Ok(None),
            }
        })
        .await?;
    gone_on.ok_or_else(|| {
        Refusal::new(
            ErrorCode::InvalidToken,
            "This log-in has ended. Log in again.",
        )
        .into()
    })
}

/// Ends the log-in of this refresh token, if there is one.
pub async fn logout(app: &App, token: Option<String>) -> ApiResult<()> {
    let Some(token) = token else {
        return Ok(());
    };
    let now = app.clock.now();
    app.write(move |conn| Ok(families::end(conn, &Secret::hash(&token), now)?))
        .await
}

/// Ends every log-in of the person: access tokens that are out still work for their ten minutes.
pub async fn logout_all(app: &App, access: &Access) -> ApiResult<()> {
    let (person, now) = (access.person()?.id, app.clock.now());
    app.write(move |conn| {
        crate::app::still_known(conn, person)?;
        families::end_all(conn, person, now)?;
        Ok(audit::note(
            conn,
            person,
            By::Myself(person),
            "logout_all",
            now,
        )?)
    })
    .await
}
