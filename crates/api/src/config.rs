//! How a server is set up: flags before environment before file.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use goesting_store::DatabaseUrl;

use crate::auth::Secret;
use crate::network::Network;

/// How a server is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens; port 0 takes a free one.
    pub bind: SocketAddr,
    /// Where `/metrics` listens; none: nowhere.
    pub metrics_bind: Option<SocketAddr>,
    /// The database.
    pub database: DatabaseUrl,
    /// Database connections.
    pub connections: u32,
    /// Where the search index, mails and, by default, the database are.
    pub data_dir: PathBuf,
    /// How browsers reach it, without a slash at the end.
    pub public_url: PublicUrl,
    /// What seals keys and link secrets.
    pub secret: Secret,
    /// How mails leave.
    pub mail: Mail,
    /// Requests a minute for each address or program; [`None`] is no limit.
    pub rate_limits: Option<RateLimits>,
    /// Whether this node runs jobs and follows the change feed; tests do both by hand.
    pub run_jobs: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Whether `goesting token create` works when the server is reached over a network.
    pub tokens_by_command: bool,
    /// How long an offered place is kept at most.
    pub offer_for: Duration,
    /// How long before the start places held for newcomers open to everyone.
    pub held_until: Duration,
    /// How long an account with an unconfirmed address keeps its places.
    pub confirm_within: Duration,
}

impl Config {
    /// Threads of each worker for what blocks.
    pub fn blocking_threads(&self) -> usize {
        usize::try_from(self.connections).unwrap_or(8).max(4)
    }

    /// How many of them may be busy with writing: who reads waits for nobody who waits to write.
    pub fn writing_threads(&self) -> usize {
        self.blocking_threads().saturating_sub(2)
    }
}

/// How mails leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mail {
    /// As files in `mails/` of the data directory.
    Files,
    /// Through an SMTP server (`smtp://user:password@host:port`).
    Smtp {
        /// The server's address.
        url: Secret,
        /// The sender: `Goesting <hallo@example.be>`.
        from: String,
    },
}

/// Requests a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// For each address or program, all requests.
    pub requests: u32,
    /// For each address, attempts to log in, register or reset.
    pub attempts: u32,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            requests: 600,
            attempts: 20,
        }
    }
}

/// How browsers reach the server. Cookies follow its scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    https: bool,
    loopback: bool,
}

/// Why an address cannot be the public one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPublicUrl {
    /// Not an origin.
    #[error(
        "the public URL {0:?} is not of the form https://host or http://localhost:port, without a path"
    )]
    Malformed(String),
    /// http over a network.
    #[error(
        "the public URL {0:?} is http: log-in cookies would travel in the clear. Use https, or http on localhost only"
    )]
    Insecure(String),
}

impl PublicUrl {
    /// Reads an origin: `https://host[:port]`, or `http://` on a loopback host.
    pub fn parse(text: &str) -> Result<Self, BadPublicUrl> {
        let text = text.trim_end_matches('/');
        let malformed = || BadPublicUrl::Malformed(text.to_owned());
        let (scheme, authority) = text.split_once("://").ok_or_else(malformed)?;
        let odd = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '@' | '\\' | '"');
        if authority.is_empty() || authority.contains(odd) {
            return Err(malformed());
        }
        let https = match scheme {
            "https" => true,
            "http" => false,
            _ => return Err(malformed()),
        };
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if port.parse::<u16>().is_ok() => host,
            Some(_) if authority.ends_with(']') => authority,
            Some(_) => return Err(malformed()),
            None => authority,
        };
        let loopback = matches!(host, "localhost" | "[::1]")
            || host
                .parse::<std::net::Ipv4Addr>()
                .is_ok_and(|ip| ip.is_loopback());
        if !https && !loopback {
            return Err(BadPublicUrl::Insecure(text.to_owned()));
        }
        Ok(Self {
            text: text.to_owned(),
            https,
            loopback,
        })
    }

    /// The origin, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether browsers come over https.
    pub const fn is_https(&self) -> bool {
        self.https
    }

    /// Whether only this machine reaches it.
    pub const fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// An address below it; `path` begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_is_for_loopback_only() {
        for good in [
            "https://goesting.example",
            "https://goesting.example:8443/",
            "http://127.0.0.1:8080",
            "http://localhost",
            "http://[::1]:8080",
            "http://127.8.9.1",
        ] {
            assert!(PublicUrl::parse(good).is_ok(), "{good}");
        }
        for insecure in [
            "http://goesting.example",
            "http://10.0.0.1:80",
            "http://localhost.evil",
        ] {
            assert!(
                matches!(PublicUrl::parse(insecure), Err(BadPublicUrl::Insecure(_))),
                "{insecure}"
            );
        }
        for bad in [
            "",
            "goesting",
            "ftp://x",
            "https://",
            "https://a/b",
            "https://a@b",
            "https://a:b",
        ] {
            assert!(
                matches!(PublicUrl::parse(bad), Err(BadPublicUrl::Malformed(_))),
                "{bad}"
            );
        }
    }
}
