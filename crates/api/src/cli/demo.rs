//! `goesting demo`

use std::collections::BTreeMap;

use clap::{Args, Subcommand, ValueEnum};
use goesting_core::time::civil::today;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::settings::Settings;
use super::{Outcome, people, say};
use crate::app::App;
use crate::demo::{self, Counts, Loaded, LogIn, Removed};
use crate::error::ApiError;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Load two towns to look around in, and print who one can log in as. Where they are already,
    /// nothing changes but passwords that were no longer the ones printed.
    Load(Load),
    /// Take them out again, with what visitors attached to them.
    Remove,
}

#[derive(Debug, Args)]
pub(super) struct Load {
    /// How to print the log-ins.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    report: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table for people.
    Table,
    /// `{role: {name, email, password}}`.
    Json,
}

pub(super) fn run(settings: Settings, command: &Command) -> Outcome {
    match *command {
        Command::Load(Load { report }) => people::run(settings, async move |app| {
            let loaded = demo::load(&app, bar).await?;
            told(&app, loaded);
            let data = demo::data::read().map_err(ApiError::internal)?;
            let log_ins = demo::log_ins(&data, &app.config.secret);
            match report {
                Format::Table => Ok(table(&log_ins)),
                Format::Json => json(&log_ins),
            }
        }),
        Command::Remove => people::run(settings, async |app| {
            let Removed {
                people,
                actors,
                opportunities,
            } = demo::remove(&app).await?;
            if people == 0 && actors == 0 {
                say("There is no demo here.");
            } else {
                say(&format!(
                    "Took out {people} people, {actors} actors and {opportunities} opportunities."
                ));
            }
            Ok(String::new())
        }),
    }
}

/// A bar of steps on standard error, for people only.
fn bar(what: &'static str, steps: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg:10} [{bar:40}] {pos}/{len} {elapsed}") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(what);
    bar
}

fn told(app: &App, loaded: Loaded) {
    match loaded {
        Loaded::Now(Counts {
            people,
            actors,
            opportunities,
            sessions,
            taken,
            waiting,
            missed: _,
        }) => say(&format!(
            "Loaded {people} people, {actors} actors, {opportunities} opportunities and {sessions} \
             sessions with {taken} places taken and {waiting} people waiting."
        )),
        Loaded::Already { since, renewed } => {
            say(if renewed == 0 {
                "The demo is here already; nothing changed."
            } else {
                "The demo is here already. Passwords that were no longer the one below were set anew."
            });
            let (then, now) = (today(since), today(app.clock.now()));
            if then != now {
                say(
                    "Its days move on like all days. `goesting demo remove` and then `goesting \
                     demo load` begin it again from today.",
                );
            }
        }
    }
}

/// One line per log-in; two spaces or more part the columns.
fn table(log_ins: &[LogIn]) -> String {
    let head = ["role", "name", "e-mail", "password"];
    let rows: Vec<[&str; 4]> = std::iter::once(head)
        .chain(log_ins.iter().map(|one| {
            let LogIn {
                role,
                name,
                email,
                password,
            } = one;
            [role.as_str(), name, email, password]
        }))
        .collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let lines = rows.iter().map(|row| {
        let cells = row.iter().zip(&widths);
        let padded: Vec<_> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        padded.join("  ").trim_end().to_owned() + "\n"
    });
    lines.collect()
}

fn json(log_ins: &[LogIn]) -> Result<String, ApiError> {
    let by_role: BTreeMap<_, _> = log_ins.iter().map(|one| (&one.role, one)).collect();
    let text = serde_json::to_string_pretty(&by_role).map_err(ApiError::internal)?;
    Ok(format!("{text}\n"))
}
