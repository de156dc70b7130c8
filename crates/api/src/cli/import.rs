//! `goesting import …`

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use goesting_core::import::SkipCode;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::settings::Settings;
use super::trouble::told;
use super::{Outcome, give, say};
use crate::app::enrolment::clocks_of;
use crate::clock::Clock;
use crate::importers::uitdatabank::run::{Import, ImportError, Report, run as import};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Events, places and organisers of UiTdatabank, in any order.
    Uitdatabank(Uitdatabank),
}

#[derive(Debug, Args)]
pub(super) struct Uitdatabank {
    /// Files (JSON documents, lists, lines, pages) and folders of them.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Make an opportunity of each place that is worth a visit by itself (a museum, a library);
    /// without it places only are locations.
    #[arg(long)]
    places_as_opportunities: bool,
    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    report: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table for people.
    Table,
    /// `{created, updated, unchanged, merged, skipped: [{file, index, line, reason, code}]}`.
    Json,
}

pub(super) fn run(settings: Settings, command: Command) -> Outcome {
    let (filter, json) = settings.log();
    crate::telemetry::init(&filter, json);
    let Command::Uitdatabank(Uitdatabank {
        paths,
        places_as_opportunities,
        report,
    }) = command;
    let config = settings.into_config()?;
    let store =
        crate::app::prepare_store(&config).map_err(|error| told(&error, &config.database))?;
    let what = Import {
        paths,
        places_as_opportunities,
    };
    let clocks = clocks_of(&config);
    let done =
        import(&store, &what, clocks, Clock::System.now(), bar).map_err(|error| match error {
            ImportError::Path(_) => error.to_string(),
            ImportError::Store(_) => {
                format!("the import stopped: {error}. Running it again goes on")
            }
        })?;
    match report {
        Format::Table => table(&done),
        Format::Json => {
            let text = serde_json::to_string_pretty(&done).map_err(|error| error.to_string())?;
            give(&format!("{text}\n"))
        }
    }
}

/// A bar of bytes on standard error, for people only.
fn bar(what: &'static str, bytes: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template(
        "{msg:10} [{bar:40}] {bytes}/{total_bytes} {elapsed} (about {eta} to go)",
    );
    if let Ok(style) = style {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(what);
    bar
}

fn table(report: &Report) -> Outcome {
    let mut codes: BTreeMap<SkipCode, usize> = BTreeMap::new();
    for line in &report.skipped {
        *codes.entry(line.code).or_default() += 1;
    }
    let row = |count: usize, what: &str| format!("{count:>9}  {what}\n");
    let mut text = row(report.documents(), "documents read");
    text += &row(report.created, "created");
    text += &row(report.updated, "updated");
    text += &row(report.unchanged, "unchanged");
    text += &row(
        report.merged,
        "merged with the same activity from another source",
    );
    text += &row(report.skipped.len(), "skipped");
    for (code, count) in &codes {
        text += &row(*count, &format!("    {code}: {}", code.sentence()));
    }
    give(&text)?;
    if !report.skipped.is_empty() {
        say("`--report json` tells of each skipped document where it stands and why.");
    }
    Ok(())
}
