//! `goesting migrate up|down|status`

use std::collections::BTreeMap;

use clap::Subcommand;
use goesting_store::{Store, StoreError, StoreOptions};

use super::settings::Settings;
use super::trouble::of_store;
use super::{Outcome, give};

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum Command {
    /// Run the migrations that have not run yet.
    Up,
    /// Take back the last ones.
    Down {
        /// How many.
        #[arg(long, default_value_t = 1)]
        steps: usize,
        /// Also where that loses what is kept in the database.
        #[arg(long)]
        force: bool,
    },
    /// Say which ones ran.
    Status,
}

pub(super) fn run(settings: Settings, command: Command) -> Outcome {
    let config = settings.into_config()?;
    let options = StoreOptions {
        connections: 1,
        ..StoreOptions::default()
    };
    let told = |error: StoreError| of_store(&error, &config.database);
    let store = Store::open(&config.database, options).map_err(told)?;
    let text = match command {
        Command::Up => lines("up", &store.migrate_up().map_err(told)?),
        Command::Down { steps, force } => {
            if !force {
                let lost = store.lost_by_down(steps).map_err(told)?;
                if !lost.is_empty() {
                    return Err(refused(&lost));
                }
            }
            lines("down", &store.migrate_down(steps).map_err(told)?)
        }
        Command::Status => {
            let all = store.migration_status().map_err(told)?;
            let mark = |applied| if applied { "ran    " } else { "to run " };
            let lines: Vec<_> = all
                .iter()
                .map(|one| format!("{} {}\n", mark(one.applied), one.name))
                .collect();
            lines.concat()
        }
    };
    give(&text)
}

fn refused(lost: &BTreeMap<String, i64>) -> String {
    let lost: Vec<_> = lost
        .iter()
        .map(|(table, rows)| format!("{rows} of {table}"))
        .collect();
    format!(
        "this would lose rows: {}. `goesting backup` keeps them, and `--force` goes on; nothing was \
         changed",
        lost.join(", ")
    )
}

fn lines(direction: &str, names: &[String]) -> String {
    if names.is_empty() {
        return "nothing to do\n".to_owned();
    }
    let lines: Vec<_> = names
        .iter()
        .map(|name| format!("{direction} {name}\n"))
        .collect();
    lines.concat()
}
