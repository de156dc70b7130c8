//! Settings: flags before environment before the file.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use goesting_store::DatabaseUrl;
use serde::Deserialize;

use super::trouble::MAKE_ROOM;
use crate::auth::Secret;
use crate::config::{Config, Mail, PublicUrl, RateLimits};
use crate::letters::{mail_server, sender};
use crate::network::Network;
use crate::private;

/// The longest that a clock of enrolments may be set to: dates are counted with it.
const MOST_HOURS: u32 = 366 * 24;

/// What can be set; each stands in the file under the name of its flag, with underscores.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    /// Settings file (TOML).
    #[arg(long, global = true, env = "GOESTING_CONFIG")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:8080].
    #[arg(long, global = true, env = "GOESTING_BIND", value_parser = socket)]
    bind: Option<SocketAddr>,
    /// Where `/metrics` listens; nowhere when left out.
    #[arg(long, global = true, env = "GOESTING_METRICS_BIND", value_parser = socket)]
    metrics_bind: Option<SocketAddr>,
    /// `sqlite://path` or `postgres://…` [default: a file in the data directory].
    #[arg(long, global = true, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Database connections, at least 1 [default: 8].
    #[arg(long, global = true, env = "GOESTING_CONNECTIONS")]
    connections: Option<u32>,
    /// Where data is kept [default: ./data].
    #[arg(long, global = true, env = "GOESTING_DATA_DIR")]
    data_dir: Option<PathBuf>,
    /// How browsers reach it [default: the loopback address with the port].
    #[arg(long, global = true, env = "GOESTING_PUBLIC_URL")]
    public_url: Option<String>,
    /// Seals keys and links; at least 32 characters. Made by itself for SQLite.
    #[arg(long, global = true, env = "GOESTING_SECRET", hide_env_values = true)]
    secret: Option<String>,
    /// What to log [default: info].
    #[arg(long, global = true, env = "GOESTING_LOG")]
    log: Option<String>,
    /// Log lines as JSON.
    #[arg(long, global = true, env = "GOESTING_LOG_JSON")]
    log_json: Option<bool>,
    /// `smtp://user:password@host:port`; mails become files in the data directory without it.
    #[arg(long, global = true, env = "GOESTING_SMTP_URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// Sender of mails: `Goesting <hallo@example.be>`.
    #[arg(long, global = true, env = "GOESTING_MAIL_FROM")]
    mail_from: Option<String>,
    /// Requests a minute per address or program; 0 is no limit [default: 600].
    #[arg(long, global = true, env = "GOESTING_RATE_REQUESTS")]
    rate_requests: Option<u32>,
    /// Attempts to log in, register, reset or report a minute per address, at least 1 [default: 20].
    #[arg(long, global = true, env = "GOESTING_RATE_ATTEMPTS")]
    rate_attempts: Option<u32>,
    /// Proxies whose `X-Forwarded-For` is believed: addresses or networks, with commas between.
    #[arg(long, global = true, env = "GOESTING_TRUSTED_PROXIES")]
    trusted_proxies: Option<String>,
    /// Let `goesting token create` work though the server is reached over a network.
    #[arg(long, global = true, env = "GOESTING_TOKENS_BY_COMMAND")]
    tokens_by_command: Option<bool>,
    /// Hours an offered place is kept at most, at least 1 [default: 24].
    #[arg(long, global = true, env = "GOESTING_OFFER_HOURS")]
    offer_hours: Option<u32>,
    /// Hours before the start at which places for newcomers open to everyone [default: 48].
    #[arg(long, global = true, env = "GOESTING_HELD_UNTIL_HOURS")]
    held_until_hours: Option<u32>,
}

impl Settings {
    /// What to log, and whether as JSON.
    pub(super) fn log(&self) -> (String, bool) {
        (
            self.log.clone().unwrap_or_else(|| "info".to_owned()),
            self.log_json.unwrap_or_default(),
        )
    }

    /// The settings with the file's filled in, checked, and what must exist made.
    pub(super) fn into_config(self) -> Result<Config, String> {
        let all = self.with_file()?;
        if let Some(log) = &all.log {
            crate::telemetry::check(log)
                .map_err(|error| format!("GOESTING_LOG={log:?} cannot be read: {error}. `info`, `warn` or `goesting_api=debug` can"))?;
        }
        let bind = all
            .bind
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let data_dir = all.data_dir.unwrap_or_else(|| PathBuf::from("data"));
        make_dir(&data_dir)?;
        let database = match &all.database_url {
            Some(url) => {
                DatabaseUrl::parse(url).map_err(|error| format!("DATABASE_URL: {error}"))?
            }
            None => DatabaseUrl::file(&data_dir.join("goesting.sqlite3")),
        };
        let public_url = all
            .public_url
            .unwrap_or_else(|| format!("http://127.0.0.1:{}", bind.port()));
        let secret = match all.secret {
            Some(secret) if secret.len() < Secret::LEAST => {
                return Err(format!(
                    "GOESTING_SECRET is too short: at least {} characters. `openssl rand -base64 \
                     48` makes a good one",
                    Secret::LEAST
                ));
            }
            Some(secret) => Secret::new(secret),
            None if database.is_postgres() => {
                return Err(
                    "GOESTING_SECRET is needed with PostgreSQL, the same on every node. \
                            `openssl rand -base64 48` makes a good one"
                        .to_owned(),
                );
            }
            None => kept_secret(&data_dir)?,
        };
        let connections = all.connections.unwrap_or(8);
        if connections == 0 {
            return Err(
                "GOESTING_CONNECTIONS=0 would let nobody read or write: at least 1".to_owned(),
            );
        }
        let limits = RateLimits::default();
        let requests = all.rate_requests.unwrap_or(limits.requests);
        let attempts = all.rate_attempts.unwrap_or(limits.attempts);
        if requests > 0 && attempts == 0 {
            return Err(
                "GOESTING_RATE_ATTEMPTS=0 would let nobody log in: at least 1. \
                 GOESTING_RATE_REQUESTS=0 takes all limits away"
                    .to_owned(),
            );
        }
        let hours = |name: &str, hours: u32| {
            if hours > MOST_HOURS {
                return Err(format!(
                    "{name}={hours} is too long: at most {MOST_HOURS}, a year"
                ));
            }
            Ok(Duration::from_hours(u64::from(hours)))
        };
        let offer_hours = all.offer_hours.unwrap_or(24);
        if offer_hours == 0 {
            return Err(
                "GOESTING_OFFER_HOURS=0 gives nobody the time to take an offered place: at least 1"
                    .to_owned(),
            );
        }
        Ok(Config {
            bind,
            metrics_bind: all.metrics_bind,
            database,
            connections: connections.max(2),
            data_dir,
            public_url: PublicUrl::parse(&public_url).map_err(|error| error.to_string())?,
            secret,
            mail: mail(all.smtp_url, all.mail_from)?,
            rate_limits: (requests > 0).then_some(RateLimits { requests, attempts }),
            run_jobs: true,
            trusted_proxies: networks(all.trusted_proxies.as_deref().unwrap_or_default())?,
            tokens_by_command: all.tokens_by_command.unwrap_or_default(),
            offer_for: hours("GOESTING_OFFER_HOURS", offer_hours)?,
            held_until: hours(
                "GOESTING_HELD_UNTIL_HOURS",
                all.held_until_hours.unwrap_or(48),
            )?,
            confirm_within: Duration::from_mins(30),
        })
    }

    fn with_file(self) -> Result<Self, String> {
        let Some(path) = &self.config else {
            return Ok(self);
        };
        let shown = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("the settings file {shown} cannot be read: {error}"))?;
        let file: Self = toml::from_str(&text).map_err(|error| {
            let before = error.span().and_then(|at| text.get(..at.start));
            let line = before.map_or(1, |before| before.lines().count().max(1));
            let what = error.message();
            format!("the settings file {shown} is not right, line {line}: {what}")
        })?;
        Ok(Self {
            config: self.config,
            bind: self.bind.or(file.bind),
            metrics_bind: self.metrics_bind.or(file.metrics_bind),
            database_url: self.database_url.or(file.database_url),
            connections: self.connections.or(file.connections),
            data_dir: self.data_dir.or(file.data_dir),
            public_url: self.public_url.or(file.public_url),
            secret: self.secret.or(file.secret),
            log: self.log.or(file.log),
            log_json: self.log_json.or(file.log_json),
            smtp_url: self.smtp_url.or(file.smtp_url),
            mail_from: self.mail_from.or(file.mail_from),
            rate_requests: self.rate_requests.or(file.rate_requests),
            rate_attempts: self.rate_attempts.or(file.rate_attempts),
            trusted_proxies: self.trusted_proxies.or(file.trusted_proxies),
            tokens_by_command: self.tokens_by_command.or(file.tokens_by_command),
            offer_hours: self.offer_hours.or(file.offer_hours),
            held_until_hours: self.held_until_hours.or(file.held_until_hours),
        })
    }
}

fn socket(typed: &str) -> Result<SocketAddr, &'static str> {
    typed
        .parse()
        .map_err(|_| "an IP address and a port, such as 127.0.0.1:8080")
}

/// How mails leave.
fn mail(smtp_url: Option<String>, from: Option<String>) -> Result<Mail, String> {
    if let Some(from) = &from {
        sender(from)?;
    }
    match (smtp_url.map(Secret::new), from) {
        (None, _) => Ok(Mail::Files),
        (Some(url), Some(from)) => {
            mail_server(&url)?;
            Ok(Mail::Smtp { url, from })
        }
        (Some(_), None) => Err("GOESTING_MAIL_FROM is needed with GOESTING_SMTP_URL".to_owned()),
    }
}

fn networks(list: &str) -> Result<Vec<Network>, String> {
    list.split(',')
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(|one| {
            one.parse()
                .map_err(|error| format!("GOESTING_TRUSTED_PROXIES: {error}"))
        })
        .collect()
}

fn make_dir(path: &Path) -> Result<(), String> {
    private::folder(path).map_err(|error| unusable(path, "made", &error))
}

fn unusable(data_dir: &Path, verb: &str, error: &std::io::Error) -> String {
    let advice = match error.kind() {
        ErrorKind::StorageFull => MAKE_ROOM,
        _ => "Mend its rights, or choose another with GOESTING_DATA_DIR",
    };
    let shown = data_dir.display();
    format!("the data directory {shown} cannot be {verb}: {error}. {advice}")
}

/// The secret in the data directory; made the first time, readable for its owner only.
fn kept_secret(data_dir: &Path) -> Result<Secret, String> {
    use std::io::Write as _;
    let path = data_dir.join("secret");
    let unwritten = |error: std::io::Error| unusable(data_dir, "written", &error);
    match std::fs::read_to_string(&path) {
        Ok(text) if text.trim().len() >= Secret::LEAST => Ok(Secret::new(text.trim())),
        Ok(_) => Err(format!(
            "{} holds no secret of 32 characters or more",
            path.display()
        )),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let secret = Secret::random().map_err(|error| error.to_string())?;
            let mut file = private::new_file(&path).map_err(unwritten)?;
            let written = file
                .write_all(secret.expose().as_bytes())
                .and_then(|()| file.sync_all());
            if let Err(error) = written {
                // Half a secret would be in the way of the next start.
                let _ = std::fs::remove_file(&path);
                return Err(unwritten(error));
            }
            Ok(secret)
        }
        Err(error) => Err(unwritten(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_no_matter_of_rights() {
        let told = |kind: ErrorKind| unusable(Path::new("data"), "written", &kind.into());
        assert!(told(ErrorKind::StorageFull).ends_with(MAKE_ROOM));
        assert!(told(ErrorKind::PermissionDenied).contains("rights"));
    }
}
