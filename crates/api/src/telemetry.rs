//! Logs. Bodies, tokens, cookies and query strings never go there.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Starts logging to standard error; `filter` as in `GOESTING_LOG` (`info`, `goesting_api=debug`).
/// A second call changes nothing.
pub fn init(filter: &str, json: bool) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // Only the first subscriber counts; tests start many servers.
    let _ = if json {
        log.json().finish().try_init()
    } else {
        log.compact().finish().try_init()
    };
}

/// Whether a filter can be read.
pub fn check(filter: &str) -> Result<(), String> {
    match EnvFilter::try_new(filter) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}
