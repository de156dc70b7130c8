//! What an operator does from the command line: people, programs, facilitators, bearers for tours
//! and tests. All of it is noted as done by the system.

use chrono::TimeDelta;
use goesting_core::person::{Email, Reference, SignUp};
use goesting_core::{Check, Refusal};
use goesting_store::audit::{self, By};
use goesting_store::{StoreError, account, api_client, child, ecosystem, person};
use goesting_types::auth::Scope;
use goesting_types::ids::{ActorId, ApiClientId, EcosystemId, PersonId};
use goesting_types::lang::Lang;
use goesting_types::problem::{ErrorCode, FieldCode};

use super::App;
use super::auth::{
    INVITED_FOR, check_password, claims, give_own_account, insert_account, post_reset,
};
use crate::auth::Secret;
use crate::error::ApiResult;

/// The longest a bearer from the command line works.
const LONGEST_TOKEN: TimeDelta = TimeDelta::hours(24);

/// What was looked for; says in words that it is not there.
fn known<T>(found: Result<T, StoreError>, detail: &'static str) -> ApiResult<T> {
    match found {
        Err(StoreError::NotFound) => Err(Refusal::new(ErrorCode::NotFound, detail).into()),
        other => Ok(other?),
    }
}

/// Makes a person with an account whose address counts as confirmed: the operator knows them.
pub async fn create_user(app: &App, new: SignUp, password: String) -> ApiResult<PersonId> {
    check_password(&new, &password).await?;
    let hash = app.passwords.hash(&password).await?;
    let now = app.clock.now();
    app.write(move |conn| {
        if account::by_email(conn, &new.email)?.is_some() {
            let detail = "this address has an account already: who lost its password asks for a \
                          new one on the page to log in";
            return Err(Refusal::new(ErrorCode::EmailTaken, detail).into());
        }
        let made = insert_account(conn, &new, hash, Some(now), now)?;
        audit::note(conn, made.person_id, By::System, "user_create", now)?;
        Ok(made.person_id)
    })
    .await
}

/// Gives an actor a program; the secret is shown once.
pub async fn create_client(
    app: &App,
    actor: ActorId,
    name: String,
    scopes: Vec<Scope>,
) -> ApiResult<(ApiClientId, Secret)> {
    let mut check = Check::default();
    check.text("name", &name, 2, 120);
    check.reject(
        scopes.is_empty(),
        "scope",
        FieldCode::Required,
        "at least one scope",
    );
    check.finish()?;
    let secret = Secret::random()?;
    let hash = Secret::hash(secret.expose());
    let now = app.clock.now();
    let id = app
        .write(move |conn| {
            known(
                api_client::insert(conn, actor, &name, &hash, &scopes, now),
                "no actor has this id: it stands in the address of an actor's page, after /actors/",
            )
        })
        .await?;
    Ok((id, secret))
}

/// Every program, with its last use.
pub async fn list_clients(app: &App) -> ApiResult<Vec<api_client::Listed>> {
    app.read(|conn| Ok(api_client::list(conn)?)).await
}

/// Lets a program in no more; tokens it still has open nothing of its actor.
pub async fn revoke_client(app: &App, id: ApiClientId) -> ApiResult<()> {
    let now = app.clock.now();
    app.write(move |conn| Ok(api_client::revoke(conn, id, now)?))
        .await
}

/// A bearer that speaks for a person, for a while. Only where the server is reached from this
/// machine, unless it was switched on; the person can read that it was made.
pub async fn create_token(app: &App, email: &Email, lasting: TimeDelta) -> ApiResult<String> {
    if !app.config.public_url.is_loopback() && !app.config.tokens_by_command {
        let detail = "this server is reached over a network: switch it on with \
                      GOESTING_TOKENS_BY_COMMAND=true if you must";
        return Err(Refusal::new(ErrorCode::Forbidden, detail).into());
    }
    if lasting <= TimeDelta::zero() || lasting > LONGEST_TOKEN {
        let detail = "from one minute to 24 hours";
        return Err(Refusal::field("ttl", FieldCode::OutOfRange, detail).into());
    }
    let (email, now, tokens) = (email.clone(), app.clock.now(), app.tokens.clone());
    app.write(move |conn| {
        let account = account::by_email(conn, &email)?.ok_or_else(|| {
            let detail =
                "nobody has an account with this address: `goesting user create` makes one";
            Refusal::new(ErrorCode::NotFound, detail)
        })?;
        let person = person::find(conn, account.person_id)?;
        audit::note(conn, person.id, By::System, "token_create", now)?;
        let claims = claims(&person, account.email_verified_at.is_some(), now);
        let (token, _) = tokens.issue(claims, now, lasting)?;
        Ok(token)
    })
    .await
}

/// Who is invited to facilitate.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// Their address.
    pub email: Email,
    /// Their first name, for a new account.
    pub first_name: String,
    /// Their year of birth, for a new account.
    pub birth_year: i32,
    /// Their language, for a new account.
    pub lang: Lang,
}

/// Makes somebody facilitator of an ecosystem. Who has no account gets one, and a mail to set a
/// password.
pub async fn invite_facilitator(
    app: &App,
    of: EcosystemId,
    invitee: Invitee,
) -> ApiResult<PersonId> {
    let (app2, now) = (app.clone(), app.clock.now());
    app.write(move |conn| {
        known(
            ecosystem::find(conn, of),
            "no ecosystem has this id: it stands in the address of its page, after /ecosystems/",
        )?;
        let there = account::by_email(conn, &invitee.email)?;
        let id = if let Some(account) = there {
            account.person_id
        } else {
            let Invitee {
                email,
                first_name,
                birth_year,
                lang,
            } = invitee;
            let new = SignUp {
                first_name,
                email,
                birth_year,
                lang,
            };
            let made = insert_account(conn, &new, account::NO_PASSWORD.to_owned(), None, now)?;
            post_reset(&app2, conn, &made, INVITED_FOR, now)?;
            made.person_id
        };
        if person::make_facilitator(conn, id, of, now)? {
            audit::note(conn, id, By::System, "facilitator_invite", now)?;
        }
        Ok(id)
    })
    .await
}

/// Whoever has this number, of those who may get an account: who was their guardian has it by mail.
pub async fn person_with(app: &App, reference: Reference) -> ApiResult<PersonId> {
    app.read(move |conn| {
        let mut found = person::without_account(conn)?;
        found.retain(|id| Reference::of(*id) == reference);
        match found.as_slice() {
            [one] => Ok(*one),
            [] => {
                let detail = "nobody who came of age and has no account yet has this number";
                Err(Refusal::new(ErrorCode::NotFound, detail).into())
            }
            several => {
                let ids: Vec<_> = several.iter().map(ToString::to_string).collect();
                let detail = format!("several have this number, give the id: {}", ids.join(", "));
                Err(Refusal::new(ErrorCode::Forbidden, detail).into())
            }
        }
    })
    .await
}

/// Gives somebody who is known here and has no account, such as a child that came of age, an account
/// of their own: a mail asks to set a password. What is known of them is theirs then.
pub async fn give_account(app: &App, id: PersonId, email: Email) -> ApiResult<()> {
    let (app2, now) = (app.clone(), app.clock.now());
    app.write(move |conn| {
        known(person::find(conn, id), "nobody has this id")?;
        if child::guardians(conn, id)? > 0 {
            let detail = "a guardian still acts for them";
            return Err(Refusal::new(ErrorCode::Forbidden, detail).into());
        }
        give_own_account(&app2, conn, id, &email, now)?;
        Ok(audit::note(conn, id, By::System, "give_account", now)?)
    })
    .await
}
