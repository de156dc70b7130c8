//! Fetching from addresses that others wrote down, without being sent to our own house: names are
//! resolved here, every address they give must be public, the connection goes to exactly those
//! addresses, redirects are not followed, and size and time have limits (SSRF).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use reqwest::redirect::Policy;
use reqwest::{StatusCode, Url};

/// How long a fetch may take in all.
const WITHIN: Duration = Duration::from_secs(10);
/// How long connecting may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// Finds the addresses of a host.
pub trait Resolve: Send + Sync {
    /// The addresses of `host`, with this port.
    fn resolve<'a>(
        &'a self,
        host: &'a str,
        port: u16,
    ) -> BoxFuture<'a, std::io::Result<Vec<SocketAddr>>>;
}

/// The resolver of the machine.
struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve<'a>(
        &'a self,
        host: &'a str,
        port: u16,
    ) -> BoxFuture<'a, std::io::Result<Vec<SocketAddr>>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((host, port)).await?.collect()) })
    }
}

/// Why nothing came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The address is none we fetch from: another scheme or port, a name or password in it.
    #[error("not an address to fetch from")]
    BadAddress,
    /// It leads to a machine that is not public.
    #[error("it leads to an address that is not public")]
    NotPublic,
    /// It points elsewhere, and elsewhere is not followed.
    #[error("it redirects")]
    Redirects,
    /// There is no such thing there, or not for us.
    #[error("it is not there")]
    NotThere,
    /// It is larger than asked for.
    #[error("it is too large")]
    TooLarge,
    /// Trying again later may help: no answer, a slow one, a server at fault.
    #[error("no answer, or a fault over there")]
    Passing,
}

/// Fetches from public addresses.
#[derive(Clone)]
pub struct Fetcher {
    resolver: Arc<dyn Resolve>,
    may_reach: fn(SocketAddr) -> bool,
}

impl Fetcher {
    /// From anywhere that is public, at the usual ports.
    pub fn public() -> Self {
        Self::with(Arc::new(SystemResolver), |address| {
            is_public(address.ip()) && matches!(address.port(), 80 | 443)
        })
    }

    /// With another resolver and another idea of what may be reached, for tests.
    pub fn with(resolver: Arc<dyn Resolve>, may_reach: fn(SocketAddr) -> bool) -> Self {
        Self {
            resolver,
            may_reach,
        }
    }

    /// The bytes at this address, at most `most`.
    pub async fn get(&self, address: &str, most: usize) -> Result<Vec<u8>, Trouble> {
        let url = Url::parse(address).map_err(|_| Trouble::BadAddress)?;
        if !matches!(url.scheme(), "http" | "https")
            || !url.username().is_empty()
            || url.password().is_some()
        {
            return Err(Trouble::BadAddress);
        }
        let host = url.host_str().ok_or(Trouble::BadAddress)?;
        let port = url.port_or_known_default().ok_or(Trouble::BadAddress)?;
        let addresses = self.addresses(host, port).await?;
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .resolve_to_addrs(host, &addresses)
            .connect_timeout(CONNECT_WITHIN)
            .timeout(WITHIN)
            .user_agent(concat!("goesting/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| Trouble::Passing)?;
        let mut response = client.get(url).send().await.map_err(|_| Trouble::Passing)?;
        check_status(response.status())?;
        let too_large = |length: u64| usize::try_from(length).map_or(true, |length| length > most);
        if response.content_length().is_some_and(too_large) {
            return Err(Trouble::TooLarge);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| Trouble::Passing)? {
            if bytes.len() + chunk.len() > most {
                return Err(Trouble::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// The addresses of a host, when all of them may be reached: one that may not spoils the rest,
    /// since nobody with good intent gives such a list.
    async fn addresses(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Trouble> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let addresses = match bare.parse::<IpAddr>() {
            Ok(ip) => vec![SocketAddr::new(ip, port)],
            Err(_) => self
                .resolver
                .resolve(bare, port)
                .await
                .map_err(|_| Trouble::Passing)?,
        };
        if addresses.is_empty() {
            Err(Trouble::Passing)
        } else if addresses.iter().copied().all(self.may_reach) {
            Ok(addresses)
        } else {
            Err(Trouble::NotPublic)
        }
    }
}

fn check_status(status: StatusCode) -> Result<(), Trouble> {
    if status == StatusCode::OK {
        Ok(())
    } else if status.is_redirection() {
        Err(Trouble::Redirects)
    } else if status.is_server_error()
        || status == StatusCode::TOO_MANY_REQUESTS
        || status == StatusCode::REQUEST_TIMEOUT
    {
        Err(Trouble::Passing)
    } else {
        Err(Trouble::NotThere)
    }
}

/// Whether an address is of the public internet (IANA special-purpose registries, RFC 6890).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        // Shared between a provider and its customers, RFC 6598.
        || (a == 100 && (64..128).contains(&b))
        // Protocol assignments, 6to4 relays, benchmarks.
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b)))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // An IPv4 address in disguise is judged as what it is: mapped, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            inner(high, low)
        }
        [0x2002, high, low, ..] => inner(high, low),
        // Protocol assignments (Teredo among them) and documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        // All that is handed out so far.
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests;
