//! `goesting user`, `token` and `facilitator`

use std::future::Future;
use std::io::Read as _;

use chrono::TimeDelta;
use clap::{Args, Subcommand};
use goesting_core::person::{Email, Reference, SignUp};
use goesting_core::time::civil::today;
use goesting_types::auth::Register;
use goesting_types::ids::{EcosystemId, PersonId};
use goesting_types::lang::Lang;

use super::settings::Settings;
use super::{Outcome, give, say, trouble};
use crate::app::App;
use crate::app::operator::{self, Invitee};
use crate::clock::Clock;
use crate::error::ApiResult;

/// `goesting user`
#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Make one whose address counts as confirmed; prints the id.
    Create(Person),
    /// Give somebody without an account, such as a child that came of age, one of their own; a mail
    /// asks to set a password.
    GiveAccount(Known),
}

/// `goesting token`
#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    /// Make a bearer that speaks for a person; prints it.
    Create(Bearer),
}

/// `goesting facilitator`
#[derive(Debug, Subcommand)]
pub(super) enum FacilitatorCommand {
    /// Make somebody facilitator; a mail asks who is new to set a password. Prints the id.
    Invite(Facilitator),
}

#[derive(Debug, Args)]
pub(super) struct Person {
    /// E-mail address.
    #[arg(long)]
    email: String,
    /// First name.
    #[arg(long)]
    first_name: String,
    /// Year of birth.
    #[arg(long)]
    birth_year: i32,
    /// nl, en, fr or de.
    #[arg(long, default_value = "nl")]
    lang: Lang,
    /// Password; read from standard input when left out, where no list of processes shows it.
    #[arg(long, env = "GOESTING_PASSWORD", hide_env_values = true)]
    password: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Known {
    /// Their number, as it stands in the mail to who was guardian (`3F2A-91C0`), or their id.
    #[arg(long, value_parser = whom)]
    person: Whom,
    /// E-mail address.
    #[arg(long)]
    email: String,
}

#[derive(Debug, Args)]
pub(super) struct Bearer {
    /// E-mail address of the person.
    #[arg(long)]
    person: String,
    /// Minutes it works, at most 1440.
    #[arg(long, default_value_t = 60)]
    ttl: u32,
}

#[derive(Debug, Args)]
pub(super) struct Facilitator {
    /// Id of the ecosystem.
    #[arg(long)]
    ecosystem: EcosystemId,
    /// E-mail address.
    #[arg(long)]
    email: String,
    /// First name, for a new account.
    #[arg(long)]
    first_name: String,
    /// Year of birth, for a new account.
    #[arg(long)]
    birth_year: i32,
    /// nl, en, fr or de, for a new account.
    #[arg(long, default_value = "nl")]
    lang: Lang,
}

/// Somebody without an account.
#[derive(Debug, Clone, Copy)]
enum Whom {
    /// By their number.
    Reference(Reference),
    /// By their id.
    Id(PersonId),
}

fn whom(typed: &str) -> Result<Whom, &'static str> {
    let reference = typed.parse().map(Whom::Reference);
    reference
        .or_else(|_| typed.parse().map(Whom::Id))
        .map_err(|_| "a number such as 3F2A-91C0, or an id")
}

pub(super) fn user(settings: Settings, command: UserCommand) -> Outcome {
    match command {
        UserCommand::Create(new) => create_user(settings, new),
        UserCommand::GiveAccount(Known { person, email }) => {
            let email = address(&email)?;
            run(settings, async |app| {
                let person = match person {
                    Whom::Reference(reference) => operator::person_with(&app, reference).await?,
                    Whom::Id(id) => id,
                };
                operator::give_account(&app, person, email).await?;
                Ok(String::new())
            })
        }
    }
}

fn create_user(settings: Settings, new: Person) -> Outcome {
    let Person {
        email,
        first_name,
        birth_year,
        lang,
        password,
    } = new;
    let password = match password {
        Some(password) => password,
        None => read_password()?,
    };
    run(settings, async |app| {
        let form = Register {
            first_name,
            email,
            password: password.clone(),
            birth_year,
            lang,
            accept_terms: true,
        };
        let new = SignUp::check(&form, today(app.clock.now()))?;
        let id = operator::create_user(&app, new, password).await?;
        Ok(format!("{id}\n"))
    })
}

pub(super) fn token(settings: Settings, command: TokenCommand) -> Outcome {
    let TokenCommand::Create(Bearer { person, ttl }) = command;
    let email = address(&person)?;
    run(settings, async |app| {
        let lasting = TimeDelta::minutes(i64::from(ttl));
        let token = operator::create_token(&app, &email, lasting).await?;
        Ok(format!("{token}\n"))
    })
}

pub(super) fn facilitator(settings: Settings, command: FacilitatorCommand) -> Outcome {
    let FacilitatorCommand::Invite(Facilitator {
        ecosystem,
        email,
        first_name,
        birth_year,
        lang,
    }) = command;
    let email = address(&email)?;
    run(settings, async |app| {
        let invitee = Invitee {
            email,
            first_name,
            birth_year,
            lang,
        };
        let id = operator::invite_facilitator(&app, ecosystem, invitee).await?;
        Ok(format!("{id}\n"))
    })
}

/// Opens the database, does the work, and prints what it gives.
pub(super) fn run<F>(settings: Settings, work: impl FnOnce(App) -> F) -> Outcome
where
    F: Future<Output = ApiResult<String>>,
{
    let (filter, json) = settings.log();
    crate::telemetry::init(&filter, json);
    let config = settings.into_config()?;
    let database = config.database.clone();
    let app =
        App::open(config, Clock::System, None).map_err(|error| trouble::told(&error, &database))?;
    let done = actix_web::rt::System::new().block_on(work(app));
    give(&done.map_err(|error| trouble::refused(&error))?)
}

fn address(typed: &str) -> Result<Email, String> {
    Email::parse(typed).ok_or_else(|| format!("{typed:?} is not an e-mail address"))
}

fn read_password() -> Result<String, String> {
    say("Password, then end of input (Ctrl-D):");
    let mut typed = String::new();
    // More than a password can have is refused later all the same.
    std::io::stdin()
        .take(4096)
        .read_to_string(&mut typed)
        .map_err(|error| format!("the password cannot be read: {error}"))?;
    Ok(typed.trim_end_matches(['\r', '\n']).to_owned())
}
