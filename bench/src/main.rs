//! `make bench`: what a running server does, beside the bare minimum of the same work, in one run.
//!
//! Everything shares the machine's cores: the server, the load and, for PostgreSQL, the database.
//! Rate limits are off. Any answer that is wrong, a refusal included, fails the run.
#![allow(clippy::print_stdout, reason = "a bench prints")]

mod bare;
mod detail;
mod dice;
mod enrol;
mod fill;
mod import;
mod load;
mod node;
mod report;
mod search;
mod web;
mod world;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, ValueEnum};

use report::Report;

/// Measures a built `goesting`.
#[derive(Debug, Parser)]
struct Arguments {
    /// The server's binary, as it ships.
    #[arg(long)]
    goesting: PathBuf,
    /// Where the report goes.
    #[arg(long, default_value = "target/bench/report.json")]
    report: PathBuf,
    /// Only these; all when left out.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// Opportunities in the database.
    #[arg(long, default_value_t = 100_000)]
    opportunities: u64,
    /// Opportunities in the large index; 0 leaves it out.
    #[arg(long, default_value_t = 1_000_000)]
    large: u64,
    /// Seconds per load.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Enrolments per kind.
    #[arg(long, default_value_t = 4_000)]
    enrolments: usize,
    /// Documents to import.
    #[arg(long, default_value_t = 5_000)]
    documents: usize,
    /// The built web app.
    #[arg(long, default_value = "frontend/dist")]
    web: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Search,
    Large,
    Detail,
    Enrolments,
    Import,
    Web,
}

fn main() -> anyhow::Result<()> {
    if let Some(arguments) = bare::Arguments::of_this_process() {
        return bare::serve(&arguments);
    }
    let arguments = Arguments::parse();
    let mut report = Report::default();
    let wants = |part| arguments.only.is_empty() || arguments.only.contains(&part);
    let time = Duration::from_secs(arguments.seconds);

    if wants(Part::Search) || wants(Part::Detail) {
        let place = fill::database(&arguments.goesting, arguments.opportunities, &mut report)?;
        if wants(Part::Search) {
            search::measure(&arguments.goesting, &place, time, &mut report)?;
        }
        if wants(Part::Detail) {
            detail::measure(&arguments.goesting, &place, time, &mut report)?;
        }
    }
    if wants(Part::Large) && arguments.large > 0 {
        let place = fill::index(arguments.large)?;
        search::measure(&arguments.goesting, &place, time, &mut report)?;
    }
    if wants(Part::Enrolments) {
        enrol::measure(&arguments.goesting, arguments.enrolments, &mut report)?;
    }
    if wants(Part::Import) {
        import::measure(&arguments.goesting, arguments.documents, &mut report)?;
    }
    if wants(Part::Web) {
        web::measure(&arguments.goesting, &arguments.web, &mut report)?;
    }
    report.write(&arguments.report)
}
