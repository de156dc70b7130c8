//! The edge: limits, other people's pages, metrics.

use goesting_api::config::RateLimits;
use goesting_tests::{Backend, TestApp, on_both};
use goesting_types::problem::ErrorCode;

use super::{PASSWORD, code, device, signed_up};

async fn limited(requests: u32, attempts: u32, trusted: &[&str]) -> TestApp {
    TestApp::start_with(Backend::Sqlite, |config| {
        config.rate_limits = Some(RateLimits { requests, attempts });
        config.trusted_proxies = trusted.iter().map(|one| one.parse().unwrap()).collect();
    })
    .await
}

const PATH: &str = "/api/v1/territories/24062";

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_often_waits_and_is_told_how_long() {
    let app = limited(3, 20, &[]).await;
    for left in ["2", "1", "0"] {
        let answer = app.raw().get(PATH).await;
        assert_eq!(
            (answer.status, answer.header("ratelimit-remaining")),
            (200, Some(left))
        );
        assert_eq!(answer.header("ratelimit-limit"), Some("3"));
        let reset: u64 = answer.header("ratelimit-reset").unwrap().parse().unwrap();
        assert!((1..=60).contains(&reset), "{reset}");
    }
    let over = app.raw().get(PATH).await;
    assert_eq!(
        (over.status, over.problem().code),
        (429, ErrorCode::RateLimited)
    );
    let wait: u64 = over.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=21).contains(&wait), "{wait}");
    assert_eq!(over.header("ratelimit-limit"), Some("3"));
    assert_eq!(over.header("ratelimit-remaining"), Some("0"));
    let reset: u64 = over.header("ratelimit-reset").unwrap().parse().unwrap();
    assert!((41..=61).contains(&reset), "{reset}");
    // Pages and health are not counted; a person who is logged in is counted apart.
    assert_eq!(app.raw().get("/healthz").await.status, 200);
    let els = app.someone("Els").await;
    els.client.get_me().await.unwrap();
    // Tokens that do not hold do not help.
    let garbage = [("authorization", "Bearer made.up.now")];
    assert_eq!(
        app.raw().send("GET", PATH, &garbage, None).await.status,
        429
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_address_counts_when_a_proxy_of_ours_says_it() {
    let app = limited(1, 20, &["127.0.0.0/8", "10.0.0.0/8"]).await;
    let from = |chain: &'static str| {
        let raw = app.raw();
        async move {
            raw.send("GET", PATH, &[("x-forwarded-for", chain)], None)
                .await
                .status
        }
    };
    assert_eq!(from("192.0.2.1").await, 200);
    assert_eq!(from("192.0.2.1").await, 429);
    assert_eq!(from("192.0.2.2, 10.0.0.7").await, 200);
    // What the client put before it itself does not count.
    assert_eq!(from("198.51.100.9, 192.0.2.1").await, 429);
    app.stop().await;

    let app = limited(1, 20, &[]).await;
    let from = |chain: &'static str| {
        let raw = app.raw();
        async move {
            raw.send("GET", PATH, &[("x-forwarded-for", chain)], None)
                .await
                .status
        }
    };
    assert_eq!(from("192.0.2.1").await, 200);
    assert_eq!(from("192.0.2.2").await, 429, "nobody is trusted");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_cannot_be_tried_without_end() {
    let app = limited(1000, 5, &[]).await;
    signed_up(&app, "noor@example.be").await;
    let mut last = ErrorCode::WrongCredentials;
    for _ in 0..5 {
        last = code(device(&app, "noor@example.be", "wrong").await);
    }
    assert_eq!(last, ErrorCode::RateLimited);
    let right = device(&app, "noor@example.be", PASSWORD).await;
    assert_eq!(code(right), ErrorCode::RateLimited);
    app.stop().await;
}

on_both! {
    async fn other_pages_read_what_is_public_and_nothing_else(app: TestApp) {
        let origin = ("origin", "https://planner.example");
        let open = app.raw().send("GET", PATH, &[origin], None).await;
        assert_eq!(open.header("access-control-allow-origin"), Some("*"));
        assert_eq!(open.header("access-control-allow-credentials"), None);
        let preflight = |method: &'static str| {
            let raw = app.raw();
            async move {
                raw.send("OPTIONS", "/api/v1/me", &[origin, ("access-control-request-method", method)], None).await
            }
        };
        let reading = preflight("GET").await;
        assert_eq!(reading.header("access-control-allow-origin"), Some("*"));
        assert!(!reading.header("access-control-allow-headers").unwrap().to_lowercase().contains("authorization"));
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            assert_eq!(preflight(method).await.header("access-control-allow-origin"), None, "{method}");
        }
        let els = app.someone("Els").await;
        let me = els.raw().send("GET", "/api/v1/me", &[origin], None).await;
        assert_eq!((me.status, me.header("access-control-allow-origin")), (200, None));
        let posted = app.raw().send("POST", "/api/v1/auth/login", &[origin], Some("{}")).await;
        assert_eq!(posted.header("access-control-allow-origin"), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_name_routes_and_nobody() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let app = TestApp::start_with(Backend::Sqlite, |config| config.metrics_bind = Some(port)).await;
    app.raw()
        .get("/api/v1/territories/24062?near=50.88,4.7")
        .await;
    let url = format!("http://{port}/metrics");
    let text = reqwest::get(url).await.unwrap().text().await.unwrap();
    assert!(
        text.contains("_count{route=\"/api/v1/territories/{id}\",method=\"GET\",status="),
        "{text}"
    );
    assert!(!text.contains("24062") && !text.contains("50.88"));
    let hidden = app.raw().get("/metrics").await;
    assert_eq!(hidden.problem().code, ErrorCode::NotFound);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_programs_is_never_answered_with_a_page() {
    let app = TestApp::start_with(Backend::Sqlite, |_| {}).await;
    for path in ["/healthz", "/.well-known/jwks.json"] {
        let answer = app.raw().get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        answer.json();
        let posted = app.raw().post(path, "{}").await;
        assert_eq!(
            (posted.status, posted.problem().code),
            (405, ErrorCode::MethodNotAllowed),
            "{path}"
        );
    }
    for path in [
        "/api",
        "/api/v2/opportunities",
        "/metrics",
        "/metrics/",
        "/healthz/deep",
        "/problems",
        "/problems/nothing",
        "/.well-known/security.txt",
    ] {
        let answer = app.raw().get(path).await;
        assert_eq!(
            (answer.status, answer.problem().code),
            (404, ErrorCode::NotFound),
            "{path}"
        );
    }
    app.stop().await;
}
