//! The command line: one module per command.

mod demo;
mod ecosystem;
mod import;
mod migrate;
mod openapi;
mod people;
mod search;
mod serve;
mod settings;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use settings::Settings;

/// Goesting: the software of a local learning ecosystem.
#[derive(Debug, Parser)]
#[command(name = "goesting", version, about)]
struct Cli {
    #[command(flatten)]
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
        command: people::ClientCommand,
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
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Serve => serve::run(cli.settings),
        Command::Demo { command } => demo::run(cli.settings, &command),
        Command::Ecosystem { command } => ecosystem::run(cli.settings, command),
        Command::User { command } => people::user(cli.settings, command),
        Command::Client { command } => people::client(cli.settings, command),
        Command::Token { command } => people::token(cli.settings, command),
        Command::Facilitator { command } => people::facilitator(cli.settings, command),
        Command::Migrate { command } => migrate::run(cli.settings, command),
        Command::Search { command } => search::run(cli.settings, command),
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

/// Says something to the person at the terminal.
#[expect(
    clippy::print_stderr,
    reason = "a command line program talks on standard error"
)]
fn say(line: &str) {
    eprintln!("{line}");
}

/// Gives a result to the next program.
#[expect(
    clippy::print_stdout,
    reason = "a command's result goes to standard output"
)]
fn give(text: &str) {
    print!("{text}");
}
