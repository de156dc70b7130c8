//! Logs. Bodies, tokens, cookies and query strings never go there.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Starts logging to standard error; `filter` as in `GOESTING_LOG` (`info`, `goesting_api=debug`).
/// A second call changes nothing.
pub fn init(filter: &str, json: bool) {
    let filter = quieted(EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info")));
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

/// Without what is nobody's trouble here: whoever sends bytes that are no HTTP is answered 400, and
/// would fill the log with errors.
fn quieted(filter: EnvFilter) -> EnvFilter {
    match "actix_http::h1::dispatcher=off".parse() {
        Ok(quiet) => filter.add_directive(quiet),
        Err(_) => filter,
    }
}

/// Whether a filter can be read.
pub fn check(filter: &str) -> Result<(), String> {
    match EnvFilter::try_new(filter) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_http_are_no_error_of_ours() {
        let filter = quieted(EnvFilter::new("info")).to_string();
        assert!(
            filter.contains("actix_http::h1::dispatcher=off"),
            "{filter}"
        );
        assert!(filter.contains("info"), "{filter}");
    }
}
