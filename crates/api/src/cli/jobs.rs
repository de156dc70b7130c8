//! `goesting jobs run-due`

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

use super::settings::Settings;
use super::trouble::told;
use super::{Outcome, give};
use crate::app::App;
use crate::clock::Clock;
use crate::jobs::{self, Ran};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run every job that is due once, and say what each did. A server does this by itself; this is
    /// for looking, and for a server that stands still.
    RunDue(RunDue),
}

#[derive(Debug, Args)]
pub(super) struct RunDue {
    /// As if it were this moment: `2026-11-24T08:00:00Z` [default: now].
    #[arg(long)]
    at: Option<DateTime<Utc>>,
}

pub(super) fn run(settings: Settings, Command::RunDue(RunDue { at }): Command) -> Outcome {
    let (filter, json) = settings.log();
    crate::telemetry::init(&filter, json);
    let config = settings.into_config()?;
    let clock = at.map_or(Clock::System, Clock::manual);
    let database = config.database.clone();
    let app = App::open(config, clock, None).map_err(|error| told(&error, &database))?;
    let ran = actix_web::rt::System::new().block_on(async {
        jobs::register(&app).await?;
        jobs::run_due(&app).await
    });
    let ran = ran.map_err(|error| error.to_string())?;
    if ran.is_empty() {
        give("nothing is due\n")?;
    }
    let mut broken = Vec::new();
    for Ran { job, outcome } in ran {
        let name = job.name();
        match outcome {
            Ok(done) => give(&format!("{name:<11} {done:>6} {}\n", job.about()))?,
            Err(error) => {
                give(&format!("{name:<11} broke off: {error}\n"))?;
                broken.push(name);
            }
        }
    }
    if broken.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "{} broke off and will be tried again; run `goesting doctor` to see what is wrong",
            broken.join(", ")
        ))
    }
}
