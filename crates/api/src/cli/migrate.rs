//! `goesting migrate up|down|status`

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
        Command::Down { steps } => lines("down", &store.migrate_down(steps).map_err(told)?),
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
