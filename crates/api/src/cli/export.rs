//! `goesting export`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::settings::Settings;
use super::trouble::told;
use super::{Outcome, say};
use crate::app::open_data::export;
use crate::app::prepare_store;
use crate::clock::Clock;

/// Where to.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// A file that is not there yet [default: standard output].
    #[arg(long)]
    output: Option<PathBuf>,
}

pub(super) fn run(settings: Settings, Export { output }: Export) -> Outcome {
    let (filter, json) = settings.log();
    crate::telemetry::init(&filter, json);
    let config = settings.into_config()?;
    let store = prepare_store(&config).map_err(|error| told(&error, &config.database))?;
    let mut out: Box<dyn Write> = match &output {
        None => Box::new(BufWriter::new(std::io::stdout().lock())),
        Some(path) => {
            let file = File::create_new(path)
                .map_err(|error| format!("{} cannot be made: {error}", path.display()))?;
            Box::new(BufWriter::new(file))
        }
    };
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} lines, {elapsed}") {
        bar.set_style(style);
    }
    let lines = export(&store, &Clock::System, &mut *out, |lines| {
        bar.set_position(lines);
    })
    .map_err(|error| error.to_string())?;
    bar.finish_and_clear();
    say(&format!("{lines} lines"));
    Ok(())
}
