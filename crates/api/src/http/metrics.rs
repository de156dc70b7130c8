//! What is counted of requests, in the text format of Prometheus: by route pattern, method and
//! status, never by address, person or path values.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use actix_web::{App as ActixApp, HttpResponse, HttpServer, web};

/// Upper bounds of the buckets of durations, in seconds.
const BOUNDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0];

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Debug, Default)]
struct Counter {
    count: AtomicU64,
    micros: AtomicU64,
    buckets: [AtomicU64; BOUNDS.len()],
}

/// Counters of requests. Cheap to clone; clones count together.
#[derive(Debug, Clone, Default)]
pub struct Metrics(Arc<RwLock<BTreeMap<Key, Counter>>>);

impl Metrics {
    /// Counts one answer. The number of counters is bounded: routes, methods and statuses are.
    pub fn count(&self, route: &str, method: &str, status: u16, took: Duration) {
        let key = Key {
            route: route.to_owned(),
            method: known_method(method),
            status,
        };
        {
            let counters = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(counter) = counters.get(&key) {
                counter.add(took);
                return;
            }
        }
        let mut counters = self.0.write().unwrap_or_else(PoisonError::into_inner);
        counters.entry(key).or_default().add(took);
    }

    /// All counters, as Prometheus reads them.
    pub fn text(&self) -> String {
        let counters = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::from(
            "# HELP goesting_http_request_duration_seconds Time to answer requests.\n\
             # TYPE goesting_http_request_duration_seconds histogram\n",
        );
        for (key, counter) in counters.iter() {
            // Writing to a string cannot fail.
            let _ = counter.write(&mut text, key);
        }
        text
    }
}

/// A method a client made up would be a label a client made up.
fn known_method(method: &str) -> &'static str {
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        .into_iter()
        .find(|known| *known == method)
        .unwrap_or("OTHER")
}

impl Counter {
    fn add(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        self.count.fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.micros.fetch_add(micros, Ordering::Relaxed);
        let fitting = BOUNDS.iter().zip(&self.buckets);
        if let Some((_, bucket)) = fitting.into_iter().find(|(bound, _)| seconds <= **bound) {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn write(&self, text: &mut String, key: &Key) -> std::fmt::Result {
        const NAME: &str = "goesting_http_request_duration_seconds";
        let Key {
            route,
            method,
            status,
        } = key;
        let route = route.replace('\\', "\\\\").replace('"', "\\\"");
        let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
        let mut so_far = 0;
        for (bound, bucket) in BOUNDS.iter().zip(&self.buckets) {
            so_far += bucket.load(Ordering::Relaxed);
            writeln!(text, "{NAME}_bucket{{{labels},le=\"{bound}\"}} {so_far}")?;
        }
        let count = self.count.load(Ordering::Relaxed);
        writeln!(text, "{NAME}_bucket{{{labels},le=\"+Inf\"}} {count}")?;
        let sum = Duration::from_micros(self.micros.load(Ordering::Relaxed)).as_secs_f64();
        writeln!(text, "{NAME}_sum{{{labels}}} {sum}")?;
        writeln!(text, "{NAME}_count{{{labels}}} {count}")
    }
}

/// A server of its own for `/metrics`: that address is for the operator's network only.
pub fn serve(
    bind: std::net::SocketAddr,
    metrics: Metrics,
) -> std::io::Result<actix_web::dev::Server> {
    let data = web::Data::new(metrics);
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(data.clone())
            .route("/metrics", web::get().to(get_metrics))
    })
    .workers(1)
    .disable_signals()
    .bind(bind)?;
    tracing::info!(addresses = ?server.addrs(), "metrics");
    Ok(server.run())
}

async fn get_metrics(metrics: web::Data<Metrics>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(metrics.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up_and_labels_are_bounded() {
        let metrics = Metrics::default();
        for micros in [500, 2_000, 9_000_000] {
            metrics.count("/me", "GET", 200, Duration::from_micros(micros));
        }
        metrics.count("-", "BREW\"", 405, Duration::ZERO);
        let text = metrics.text();
        let of = |le: &str| {
            format!(
                "goesting_http_request_duration_seconds_bucket{{route=\"/me\",method=\"GET\",\
                 status=\"200\",le=\"{le}\"}}"
            )
        };
        assert!(text.contains(&format!("{} 1\n", of("0.001"))), "{text}");
        assert!(text.contains(&format!("{} 2\n", of("5"))));
        assert!(text.contains(&format!("{} 3\n", of("+Inf"))));
        assert!(text.contains("_sum{route=\"/me\",method=\"GET\",status=\"200\"} 9.0025\n"));
        assert!(text.contains("method=\"OTHER\"") && !text.contains("BREW"));
    }
}
