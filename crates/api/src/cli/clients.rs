//! `goesting client`

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use goesting_store::api_client::Listed;
use goesting_types::auth::Scope;
use goesting_types::ids::{ActorId, ApiClientId};

use super::settings::Settings;
use super::{Outcome, people};
use crate::app::operator;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Give an actor a program; prints id and secret, once.
    Create(Program),
    /// Every program: when it was made and last asked for a token, and what it may do.
    List,
    /// Let a program in no more. Tokens it still has open nothing of its actor.
    Revoke {
        /// Its id.
        id: ApiClientId,
    },
}

#[derive(Debug, Args)]
pub(super) struct Program {
    /// Id of the actor it belongs to.
    #[arg(long)]
    actor: ActorId,
    /// What it is called.
    #[arg(long)]
    name: String,
    /// What it may do: `--scope opportunities:read opportunities:write enrolments:read`.
    #[arg(long, required = true, num_args = 1..)]
    scope: Vec<Scope>,
}

pub(super) fn run(settings: Settings, command: Command) -> Outcome {
    match command {
        Command::Create(Program { actor, name, scope }) => people::run(settings, async |app| {
            let (id, secret) = operator::create_client(&app, actor, name, scope).await?;
            Ok(format!(
                "client_id={id}\nclient_secret={}\n",
                secret.expose()
            ))
        }),
        Command::List => people::run(settings, async |app| {
            let all = operator::list_clients(&app).await?;
            Ok(all.iter().map(line).collect::<String>())
        }),
        Command::Revoke { id } => people::run(settings, async |app| {
            operator::revoke_client(&app, id).await?;
            Ok(String::new())
        }),
    }
}

/// A program in one line.
fn line(one: &Listed) -> String {
    let Listed {
        id,
        name,
        actor,
        scopes,
        created_at,
        last_used_at,
        revoked_at,
    } = one;
    let used =
        last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("used {}", day(at)));
    let revoked = revoked_at.map_or_else(String::new, |at| format!(", revoked {}", day(at)));
    let made = day(*created_at);
    format!("{id}  {name} of {actor}: {scopes}; made {made}, {used}{revoked}\n")
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_a_program_is_and_when_it_was_used() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let mut one = Listed {
            id: ApiClientId::new(),
            name: "Planner".to_owned(),
            actor: "Sint-Jan".to_owned(),
            scopes: "opportunities:read".to_owned(),
            created_at: at("2026-01-02T10:00:00Z"),
            last_used_at: None,
            revoked_at: None,
        };
        let start = format!(
            "{}  Planner of Sint-Jan: opportunities:read; made 2026-01-02",
            one.id
        );
        assert_eq!(line(&one), format!("{start}, never used\n"));
        one.last_used_at = Some(at("2026-02-03T10:00:00Z"));
        one.revoked_at = Some(at("2026-03-04T10:00:00Z"));
        assert_eq!(
            line(&one),
            format!("{start}, used 2026-02-03, revoked 2026-03-04\n")
        );
    }
}
