//! Rate limits: so many requests a minute for each program, person or address, and fewer attempts
//! at what guesses could open. In memory, per node.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use goesting_core::person::email_key;
use goesting_types::ids::{ApiClientId, PersonId};
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use crate::config::{Config, RateLimits};
use crate::error::{ApiError, ApiResult};

/// Who is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Counted {
    /// A program.
    Client(ApiClientId),
    /// A person who is logged in: people behind one address do not hinder each other.
    Person(PersonId),
    /// An address; of IPv6 the network of one household (/64).
    Address(IpAddr),
    /// The e-mail address of an account, whoever tries it from wherever.
    Account(String),
}

type Limiter =
    RateLimiter<Counted, DefaultKeyedStateStore<Counted>, DefaultClock, StateInformationMiddleware>;

/// What is left after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    limit: u32,
    remaining: u32,
    /// Seconds until all of it is there again.
    reset: u64,
}

impl Left {
    /// Says it.
    pub fn tell(self, headers: &mut HeaderMap) {
        let Self {
            limit,
            remaining,
            reset,
        } = self;
        for (name, value) in [
            ("ratelimit-limit", u64::from(limit)),
            ("ratelimit-remaining", u64::from(remaining)),
            ("ratelimit-reset", reset),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
        }
    }
}

struct Bucket {
    limiter: Limiter,
    quota: Quota,
    clock: DefaultClock,
    checks: AtomicU32,
}

/// Checks between two clean-ups of counters that stand at zero.
const CLEAN_EVERY: u32 = 10_000;

impl Bucket {
    fn new(quota: Quota) -> Self {
        let clock = DefaultClock::default();
        Self {
            limiter: RateLimiter::keyed(quota).with_middleware(),
            quota,
            clock,
            checks: AtomicU32::new(0),
        }
    }

    fn take(&self, who: &Counted) -> Result<Left, Duration> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % CLEAN_EVERY == CLEAN_EVERY - 1 {
            self.limiter.retain_recent();
        }
        match self.limiter.check_key(who) {
            Ok(state) => {
                let limit = self.quota.burst_size().get();
                let remaining = state.remaining_burst_capacity();
                let used = limit.saturating_sub(remaining);
                let reset = self.quota.replenish_interval().saturating_mul(used);
                Ok(Left {
                    limit,
                    remaining,
                    reset: whole_seconds(reset),
                })
            }
            Err(until) => Err(until.wait_time_from(self.clock.now())),
        }
    }

    /// What is left for who has to wait so long.
    fn nothing(&self, wait: Duration) -> Left {
        let limit = self.quota.burst_size().get();
        let others = self.quota.replenish_interval().saturating_mul(limit - 1);
        Left {
            limit,
            remaining: 0,
            reset: whole_seconds(wait.saturating_add(others)),
        }
    }
}

fn at_least_one(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)
}

fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// The limits of a server. Cheap to clone.
#[derive(Clone)]
pub struct Limits(Option<Arc<Buckets>>);

struct Buckets {
    requests: Bucket,
    attempts: Bucket,
    about_account: Bucket,
    about_rest: Bucket,
}

/// Letters that a stranger can make us write to one address an hour: so many about its account, and
/// so many about anything else, so that who asks a lot keeps nobody from a new password.
const LETTERS_AN_HOUR: u32 = 5;

impl Limits {
    /// The limits as they were set; [`None`] is no limit at all.
    pub fn new(limits: Option<RateLimits>) -> Self {
        let letters = || Bucket::new(Quota::per_hour(at_least_one(LETTERS_AN_HOUR)));
        Self(limits.map(|RateLimits { requests, attempts }| {
            Arc::new(Buckets {
                requests: Bucket::new(Quota::per_minute(at_least_one(requests))),
                attempts: Bucket::new(Quota::per_minute(at_least_one(attempts))),
                about_account: letters(),
                about_rest: letters(),
            })
        }))
    }

    /// Counts a request: what is left, or how long to wait; nothing where there is no limit.
    pub fn request(&self, who: impl FnOnce() -> Counted) -> Option<Result<Left, (Duration, Left)>> {
        let requests = &self.0.as_ref()?.requests;
        let taken = requests.take(&who());
        Some(taken.map_err(|wait| (wait, requests.nothing(wait))))
    }

    /// Counts an attempt at something that guesses could open, or that writes to people.
    pub fn attempt(&self, who: &Counted) -> ApiResult<()> {
        let Some(buckets) = &self.0 else {
            return Ok(());
        };
        let taken = buckets.attempts.take(who);
        taken.map(|_| ()).map_err(ApiError::Limited)
    }

    /// Whether one more letter about its account may go to this address on a stranger's word.
    pub fn may_write_to(&self, address: &str) -> bool {
        self.0.as_ref().is_none_or(|buckets| {
            let who = Counted::Account(email_key(address));
            buckets.about_account.take(&who).is_ok()
        })
    }

    /// Counts a letter about anything but its account that goes to this address on somebody's word:
    /// an invitation, a question, a report.
    pub fn letter_to(&self, address: &str) -> ApiResult<()> {
        let Some(buckets) = &self.0 else {
            return Ok(());
        };
        let taken = buckets
            .about_rest
            .take(&Counted::Account(email_key(address)));
        taken.map(|_| ()).map_err(ApiError::Limited)
    }
}

/// The address a request comes from. `X-Forwarded-For` counts only as far as proxies of ours wrote
/// it: the last one in it that is no proxy of ours.
pub fn address_of(request: &HttpRequest, config: &Config) -> IpAddr {
    let peer = request
        .peer_addr()
        .map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |peer| peer.ip());
    let ours = |ip: &IpAddr| config.trusted_proxies.iter().any(|net| net.has(*ip));
    if !ours(&peer) {
        return household(peer);
    }
    let forwarded = request.headers().get_all("x-forwarded-for");
    let mut hops: Vec<IpAddr> = Vec::new();
    for hop in forwarded
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
    {
        match hop.trim().parse() {
            Ok(ip) => hops.push(ip),
            // What stands before something unreadable cannot be trusted.
            Err(_) => hops.clear(),
        }
    }
    let client = hops.into_iter().rev().find(|ip| !ours(ip));
    household(client.unwrap_or(peer))
}

fn household(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(ip) => IpAddr::V4(ip),
        IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_waits_and_others_do_not() {
        let limits = Limits::new(Some(RateLimits {
            requests: 100,
            attempts: 2,
        }));
        let one = Counted::Address("192.0.2.1".parse().unwrap());
        let other = Counted::Address("192.0.2.2".parse().unwrap());
        assert!(limits.attempt(&one).is_ok() && limits.attempt(&one).is_ok());
        let Err(ApiError::Limited(wait)) = limits.attempt(&one) else {
            unreachable!("the third is over");
        };
        assert!(wait > Duration::from_secs(1) && wait <= Duration::from_secs(30));
        assert!(limits.attempt(&other).is_ok());
        assert!((0..1000).all(|_| Limits::new(None).attempt(&one).is_ok()));
    }

    #[test]
    fn letters_about_an_account_and_others_are_counted_apart() {
        let limits = Limits::new(Some(RateLimits {
            requests: 100,
            attempts: 2,
        }));
        let (els, an) = ("els@example.be", "an@example.be");
        assert!((0..5).all(|_| limits.letter_to(els).is_ok()));
        let Err(ApiError::Limited(wait)) = limits.letter_to(els) else {
            unreachable!("the sixth is over");
        };
        assert!(wait <= Duration::from_mins(12), "{wait:?}");
        assert!(limits.letter_to(an).is_ok());
        assert!((0..5).all(|_| limits.may_write_to(els)), "a new password");
        assert!(!limits.may_write_to(els));
        assert!((0..100).all(|_| Limits::new(None).letter_to(els).is_ok()));
    }

    #[test]
    fn a_household_is_one() {
        let of = |text: &str| household(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
