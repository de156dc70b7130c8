//! `goesting backup`, `goesting restore`

use std::path::PathBuf;

use clap::Args;

use super::settings::Settings;
use super::trouble::told;
use super::{Outcome, give, say, search};
use crate::app::App;
use crate::backup::{self, Restore};
use crate::clock::Clock;

/// Where to.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// A file that is not there yet. What comes of PostgreSQL is an archive of `pg_dump`, what
    /// comes of SQLite a SQLite file.
    path: PathBuf,
}

/// Where from.
#[derive(Debug, Args)]
pub(super) struct From {
    /// A file that `goesting backup` made.
    path: PathBuf,
    /// Replace the data that is there.
    #[arg(long)]
    force: bool,
    /// Make new signing keys, when the secret of the backup is lost: everybody logs in again, and
    /// links in mails that were sent no longer work.
    #[arg(long)]
    new_keys: bool,
}

pub(super) fn make(settings: Settings, Backup { path }: Backup) -> Outcome {
    let config = settings.into_config()?;
    let bytes = backup::make(&config, &path).map_err(|error| error.to_string())?;
    give(&format!("{} ({bytes} bytes)\n", path.display()))?;
    say(
        "The secret is not in it. Keep GOESTING_SECRET, or `secret` in the data directory, in \
         another place: without it a restore needs new keys.",
    );
    Ok(())
}

pub(super) fn restore(settings: Settings, from: From) -> Outcome {
    let (filter, json) = settings.log();
    crate::telemetry::init(&filter, json);
    let From {
        path,
        force,
        new_keys,
    } = from;
    let config = settings.into_config()?;
    // Held first: a server on this data directory would follow a stream that is gone.
    let index = crate::search::Search::open(&config.data_dir)
        .map_err(|error| told(&error, &config.database))?;
    backup::restore(&config, &path, Restore { force, new_keys })
        .map_err(|error| error.to_string())?;
    let half = |what: &str, error: &dyn std::fmt::Display| {
        format!(
            "the data is restored, but {what}: {error}. `goesting serve` does this too once that is mended"
        )
    };
    let database = config.database.clone();
    let app = App::open(config, Clock::System, None)
        .map_err(|error| half("it cannot be opened yet", &told(&error, &database)))?;
    let indexed = search::build(&index, &app.store)
        .map_err(|error| half("the search index was not made", &error))?;
    give(&format!(
        "restored {}; {indexed} open opportunities indexed\n",
        path.display()
    ))
}
