//! `goesting search rebuild`

use clap::Subcommand;
use goesting_store::Store;
use indicatif::{ProgressBar, ProgressStyle};

use super::settings::Settings;
use super::trouble::told;
use super::{Outcome, give};
use crate::app::prepare_store;
use crate::clock::Clock;
use crate::search::{Search, rebuild};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build the index anew. Not beside a running server: that one mends its index by itself.
    Rebuild,
}

pub(super) fn run(settings: Settings, Command::Rebuild: Command) -> Outcome {
    let config = settings.into_config()?;
    let store = prepare_store(&config).map_err(|error| told(&error, &config.database))?;
    let search = Search::open(&config.data_dir).map_err(|error| told(&error, &config.database))?;
    let done = build(&search, &store)?;
    give(&format!("{done} open opportunities indexed\n"))
}

/// Builds the index anew, with something to look at meanwhile; gives how many are in it.
pub(super) fn build(search: &Search, store: &Store) -> Result<u64, String> {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} opportunities, {elapsed}") {
        bar.set_style(style);
    }
    let done = rebuild(search, store, &Clock::System, |count| {
        bar.set_position(count);
    })
    .map_err(|error| error.to_string())?;
    bar.finish_and_clear();
    Ok(done)
}
