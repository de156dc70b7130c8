//! What was measured, as a table and as JSON.

use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use crate::load::Outcome;

/// One figure.
#[derive(Debug, Serialize)]
struct Figure {
    /// What was measured.
    what: String,
    value: f64,
    unit: &'static str,
    /// The aim, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    aim: Option<Aim>,
}

/// What a figure should be.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
}

impl Aim {
    fn met(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }

    fn words(self) -> String {
        match self {
            Self::AtMost(most) => format!("≤ {most}"),
            Self::AtLeast(least) => format!("≥ {least}"),
        }
    }
}

/// The machine it ran on.
#[derive(Debug, Serialize)]
struct Machine {
    cores: usize,
    processor: String,
    memory: String,
    /// Other work of the machine when it ended: load averages of 1, 5 and 15 minutes.
    load: String,
}

impl Machine {
    fn this() -> Self {
        let line = |path: &str, start: &str| {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            let found = text.lines().find(|line| line.starts_with(start));
            found
                .and_then(|line| line.split_once(':'))
                .map(|(_, value)| value.trim().to_owned())
                .unwrap_or_default()
        };
        Self {
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            processor: line("/proc/cpuinfo", "model name"),
            memory: line("/proc/meminfo", "MemTotal"),
            load: std::fs::read_to_string("/proc/loadavg")
                .unwrap_or_default()
                .trim()
                .to_owned(),
        }
    }
}

/// Says what goes on.
pub fn say(words: &str) {
    println!("— {words}");
}

/// All that was measured in this run.
#[derive(Debug, Default)]
pub struct Report {
    figures: Vec<Figure>,
}

impl Report {
    /// Adds a figure and shows it.
    pub fn add(
        &mut self,
        what: impl Into<String>,
        value: f64,
        unit: &'static str,
        aim: Option<Aim>,
    ) {
        let what = what.into();
        let verdict = aim.map_or(String::new(), |aim| {
            let word = if aim.met(value) { "met" } else { "MISSED" };
            format!("  aim {} {word}", aim.words())
        });
        println!("{what:<72} {value:>12.2} {unit}{verdict}");
        self.figures.push(Figure {
            what,
            value,
            unit,
            aim,
        });
    }

    /// Adds a time in milliseconds.
    pub fn time(&mut self, what: impl Into<String>, time: Duration, aim: Option<Aim>) {
        self.add(what, time.as_secs_f64() * 1_000.0, "ms", aim);
    }

    /// Adds what came of a load.
    pub fn outcome(&mut self, what: &str, outcome: &Outcome, p95: Option<Aim>) {
        self.add(format!("{what}: answers"), outcome.rate, "/s", None);
        self.time(format!("{what}: p50"), outcome.p50, None);
        self.time(format!("{what}: p95"), outcome.p95, p95);
        self.time(format!("{what}: p99"), outcome.p99, None);
    }

    /// Writes all of it down.
    pub fn write(&self, to: &Path) -> anyhow::Result<()> {
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let all = serde_json::json!({
            "at": chrono::Utc::now(),
            "machine": Machine::this(),
            "load": "server, clients and databases share the cores; rate limits are off",
            "figures": self.figures,
        });
        std::fs::write(to, serde_json::to_vec_pretty(&all)?)?;
        println!("written to {}", to.display());
        Ok(())
    }
}
