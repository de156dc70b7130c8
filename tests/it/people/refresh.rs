//! Going on with a log-in, and what happens to copies.

use chrono::TimeDelta;
use goesting_tests::{Answer, TestApp, on_both};
use goesting_types::problem::ErrorCode;

use super::form;

/// The refresh token an answer sets.
fn token(answer: &Answer) -> String {
    answer
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|value| value.to_str().ok()?.strip_prefix("goesting_refresh="))
        .find_map(|rest| Some(rest.split_once(';')?.0.to_owned()))
        .unwrap()
}

async fn first(app: &TestApp) -> String {
    let body = serde_json::to_string(&form("noor@example.be")).unwrap();
    let answer = app.raw().post("/api/v1/auth/register", &body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    token(&answer)
}

async fn refresh(app: &TestApp, token: &str) -> Answer {
    let cookie = format!("goesting_refresh={token}");
    let headers = [("cookie", cookie.as_str()), ("x-goesting", "1")];
    app.raw()
        .send("POST", "/api/v1/auth/refresh", &headers, None)
        .await
}

on_both! {
    async fn a_token_is_exchanged_for_another(app: TestApp) {
        let one = first(app).await;
        let answer = refresh(app, &one).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let two = token(&answer);
        assert_ne!(one, two);
        assert_eq!(refresh(app, &two).await.status, 200);
    }

    async fn tabs_that_refresh_together_all_go_on(app: TestApp) {
        let one = first(app).await;
        let tabs = futures_util::future::join_all((0..8).map(|_| refresh(app, &one))).await;
        assert!(tabs.iter().all(|tab| tab.status == 200), "{tabs:?}");
        app.advance(TimeDelta::seconds(10));
        let late = refresh(app, &one).await;
        assert_eq!(late.status, 200, "10 seconds are in time");
        for tab in tabs.iter().chain([&late]) {
            assert_eq!(refresh(app, &token(tab)).await.status, 200);
        }
    }

    async fn a_copy_that_comes_later_ends_the_log_in(app: TestApp) {
        let stolen = first(app).await;
        let two = token(&refresh(app, &stolen).await);
        app.advance(TimeDelta::seconds(11));
        let thief = refresh(app, &stolen).await;
        assert_eq!((thief.status, thief.problem().code), (401, ErrorCode::InvalidToken));
        let owner = refresh(app, &two).await;
        assert_eq!(owner.problem().code, ErrorCode::InvalidToken, "nobody goes on");
    }

    async fn a_log_in_that_is_not_used_ends(app: TestApp) {
        let one = first(app).await;
        app.advance(TimeDelta::days(29));
        let two = token(&refresh(app, &one).await);
        app.advance(TimeDelta::days(29));
        let three = token(&refresh(app, &two).await);
        app.advance(TimeDelta::days(30));
        assert_eq!(refresh(app, &three).await.problem().code, ErrorCode::InvalidToken);
    }

    async fn a_log_in_lasts_half_a_year_at_most(app: TestApp) {
        let mut current = first(app).await;
        for _ in 0..8 {
            app.advance(TimeDelta::days(20));
            current = token(&refresh(app, &current).await);
        }
        app.advance(TimeDelta::days(20));
        assert_eq!(refresh(app, &current).await.status, 401);
    }

    async fn what_is_no_token_is_refused(app: TestApp) {
        let one = first(app).await;
        for bad in ["", "x", &one[1..], &format!("{one}x")] {
            assert_eq!(refresh(app, bad).await.status, 401, "{bad}");
        }
        let without = app.raw().send("POST", "/api/v1/auth/refresh", &[], None).await;
        assert_eq!(without.problem().code, ErrorCode::NotAuthenticated);
    }

    async fn both_nodes_know_a_log_in(app: TestApp) {
        let one = first(app).await;
        let other = app.second_node().await;
        let cookie = format!("goesting_refresh={one}");
        let url = format!("http://{}/api/v1/auth/refresh", other.address());
        let request = reqwest::Client::new().post(url).header("cookie", cookie).header("x-goesting", "1");
        assert_eq!(request.send().await.unwrap().status(), 200);
        app.advance(TimeDelta::minutes(1));
        assert_eq!(refresh(app, &one).await.status, 401, "used on the other node");
        other.stop().await.unwrap();
    }
}
