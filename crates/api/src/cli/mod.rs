//! The command line: one module per command.

mod backup;
mod clients;
mod demo;
mod doctor;
mod ecosystem;
mod export;
mod import;
mod jobs;
mod migrate;
mod openapi;
mod people;
mod search;
mod serve;
mod settings;
mod trouble;

use std::io::Write as _;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use settings::Settings;

/// The software of a local learning ecosystem: people find a learning opportunity near them and
/// take a place.
#[derive(Debug, Parser)]
#[command(name = "goesting", version)]
struct Cli {
    #[command(flatten, next_help_heading = "Settings")]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the web app.
    Serve,
    /// The demo: two towns to look around in.
    Demo {
        #[command(subcommand)]
        command: demo::Command,
    },
    /// Ecosystems.
    Ecosystem {
        #[command(subcommand)]
        command: ecosystem::Command,
    },
    /// People.
    User {
        #[command(subcommand)]
        command: people::UserCommand,
    },
    /// Programs.
    Client {
        #[command(subcommand)]
        command: clients::Command,
    },
    /// Bearers that speak for a person, for tours and tests.
    Token {
        #[command(subcommand)]
        command: people::TokenCommand,
    },
    /// Who facilitates an ecosystem.
    Facilitator {
        #[command(subcommand)]
        command: people::FacilitatorCommand,
    },
    /// Migrations of the database.
    Migrate {
        #[command(subcommand)]
        command: migrate::Command,
    },
    /// The search index.
    Search {
        #[command(subcommand)]
        command: search::Command,
    },
    /// What happens by itself.
    Jobs {
        #[command(subcommand)]
        command: jobs::Command,
    },
    /// Say what is wrong with this installation, and how to mend it; ends with an error when
    /// something is.
    Doctor,
    /// Write what everybody may read (ecosystems, actors, opportunities, sessions to come) as lines
    /// of JSON, `{"kind": …, "item": …}`, each item as the public API gives it.
    Export(export::Export),
    /// Copy all data to a file, while the server runs.
    Backup(backup::Backup),
    /// Put a backup in the place of the data. Stop every server on it first.
    Restore(backup::From),
    /// Bring in documents of another source.
    #[command(subcommand)]
    Import(import::Command),
    /// Print the OpenAPI document.
    Openapi,
}

/// Why a command did not work: one line for a person, with what to do.
type Outcome = Result<(), String>;

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::ValueValidation | ErrorKind::InvalidValue
            ) =>
        {
            // A wrong value may come from the environment: one line says which, no usage.
            let text = error.to_string();
            let lines = text.lines().map(str::trim);
            let told: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
            let told = told.join(" ");
            say(&format!("goesting: {}", told.trim_start_matches("error: ")));
            return ExitCode::FAILURE;
        }
        Err(error) => error.exit(),
    };
    let outcome = match cli.command {
        Command::Serve => serve::run(cli.settings),
        Command::Demo { command } => demo::run(cli.settings, &command),
        Command::Ecosystem { command } => ecosystem::run(cli.settings, command),
        Command::User { command } => people::user(cli.settings, command),
        Command::Client { command } => clients::run(cli.settings, command),
        Command::Token { command } => people::token(cli.settings, command),
        Command::Facilitator { command } => people::facilitator(cli.settings, command),
        Command::Migrate { command } => migrate::run(cli.settings, command),
        Command::Search { command } => search::run(cli.settings, command),
        Command::Jobs { command } => jobs::run(cli.settings, command),
        Command::Doctor => doctor::run(cli.settings),
        Command::Export(to) => export::run(cli.settings, to),
        Command::Backup(to) => backup::make(cli.settings, to),
        Command::Restore(from) => backup::restore(cli.settings, from),
        Command::Import(command) => import::run(cli.settings, command),
        Command::Openapi => openapi::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say(&format!("goesting: {message}"));
            ExitCode::FAILURE
        }
    }
}

/// Says something to the person at the terminal, if anybody listens.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Gives a result to the next program. One that no longer listens heard enough.
fn give(text: &str) -> Outcome {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(format!("what it gives cannot be written: {error}"))
        }
        _ => Ok(()),
    }
}
