//! Logging in and out, and where a log-in may come from.

use goesting_tests::on_both;
use goesting_types::auth::Login;
use goesting_types::problem::ErrorCode;

use super::{PASSWORD, code, device, signed_up};

/// Name and value of each cookie that an answer sets, with its flags.
fn cookies(answer: &goesting_tests::Answer) -> Vec<(String, String, String)> {
    answer
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .filter_map(|value| {
            let (pair, flags) = value.split_once(';')?;
            let (name, value) = pair.split_once('=')?;
            Some((name.to_owned(), value.to_owned(), flags.to_owned()))
        })
        .collect()
}

const LOGIN: &str = "/api/v1/auth/login";

fn login_body(email: &str) -> String {
    let form = Login {
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
    };
    serde_json::to_string(&form).unwrap()
}

on_both! {
    async fn only_the_right_password_logs_in(app: TestApp) {
        let (_, log_in) = signed_up(app, "noor@example.be").await;
        let noor = device(app, " NOOR@example.be", PASSWORD).await.unwrap();
        assert_eq!(noor.get_me().await.unwrap().id, log_in.person_id);
        for (email, password) in [
            ("noor@example.be", "zeven natte otter"),
            ("noor@example.be", ""),
            ("nobody@example.be", PASSWORD),
            ("no address", PASSWORD),
        ] {
            assert_eq!(code(device(app, email, password).await), ErrorCode::WrongCredentials, "{email}");
        }
    }

    async fn tokens_are_in_cookies_that_scripts_and_other_sites_cannot_use(app: TestApp) {
        signed_up(app, "noor@example.be").await;
        let answer = app.raw().post(LOGIN, &login_body("noor@example.be")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let cookies = cookies(&answer);
        assert_eq!(cookies.len(), 2);
        for (name, value, flags) in &cookies {
            assert!(flags.contains("HttpOnly") && flags.contains("SameSite=Strict") && flags.contains("Path=/"), "{name}: {flags}");
            assert!(!answer.body.contains(value.as_str()), "{name} is not in the body");
        }
        let cookie = cookies.iter().map(|(name, value, _)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let me = app.raw().send("GET", "/api/v1/me", &[("cookie", &cookie)], None).await;
        assert_eq!(me.status, 200);

        let unsafe_with = |headers: Vec<(&'static str, String)>| {
            let (raw, cookie) = (app.raw(), cookie.clone());
            async move {
                let mut all = vec![("cookie", cookie.as_str())];
                all.extend(headers.iter().map(|(name, value)| (*name, value.as_str())));
                raw.send("POST", "/api/v1/auth/logout-all", &all, None).await
            }
        };
        let own = app.app().config.public_url.as_str().to_owned();
        for headers in [
            vec![],
            vec![("x-goesting", "1".to_owned()), ("origin", "https://evil.example".to_owned())],
            vec![("x-goesting", "1".to_owned()), ("origin", "null".to_owned())],
            vec![("x-goesting", "1".to_owned()), ("sec-fetch-site", "cross-site".to_owned())],
            vec![("x-goesting", "1".to_owned()), ("sec-fetch-site", "same-site".to_owned())],
            vec![("origin", own.clone())],
        ] {
            let answer = unsafe_with(headers.clone()).await;
            assert_eq!((answer.status, answer.problem().code), (403, ErrorCode::CrossSite), "{headers:?}");
        }
        let good = vec![("x-goesting", "1".to_owned()), ("origin", own), ("sec-fetch-site", "same-origin".to_owned())];
        assert_eq!(unsafe_with(good).await.status, 204);
        // Also where one need not be logged in: another site cannot log anybody out.
        let logout = app.raw().send("POST", "/api/v1/auth/logout", &[("cookie", &cookie)], None).await;
        assert_eq!(logout.problem().code, ErrorCode::CrossSite);
    }

    async fn cookie_and_bearer_together_are_refused(app: TestApp) {
        let els = app.someone("Els").await;
        let cookie = format!("goesting_access={}", els.token);
        let both = els.raw().send("GET", "/api/v1/me", &[("cookie", &cookie)], None).await;
        assert_eq!((both.status, both.problem().code), (400, ErrorCode::AmbiguousCredentials));
    }

    async fn tokens_that_do_not_hold_open_nothing(app: TestApp) {
        let els = app.someone("Els").await;
        let mut tampered = els.token.clone();
        let last = tampered.pop().unwrap();
        tampered.push(if last == 'A' { 'B' } else { 'A' });
        let (head, rest) = els.token.split_once('.').unwrap();
        let (_, signature) = rest.split_once('.').unwrap();
        let none = format!("eyJhbGciOiJub25lIn0.{}.", rest.split_once('.').unwrap().0);
        for token in [&tampered, &format!("{head}.e30.{signature}"), &none, &String::new(), &"x".repeat(5000)] {
            let header = format!("Bearer {token}");
            let answer = app.raw().send("GET", "/api/v1/me", &[("authorization", &header)], None).await;
            assert_eq!((answer.status, answer.problem().code), (401, ErrorCode::InvalidToken));
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        }
        app.advance(chrono::TimeDelta::days(367));
        let late = els.raw().get("/api/v1/me").await;
        assert_eq!(late.problem().code, ErrorCode::InvalidToken);
    }

    async fn an_old_access_cookie_does_not_keep_one_from_logging_in(app: TestApp) {
        signed_up(app, "noor@example.be").await;
        let stale = [("cookie", "goesting_access=old; goesting_refresh=older"), ("x-goesting", "1")];
        let refused = app.raw().send("POST", "/api/v1/auth/refresh", &stale, None).await;
        assert_eq!(refused.problem().code, ErrorCode::InvalidToken);
        let gone = cookies(&refused);
        assert_eq!(gone.len(), 2, "a refusal takes the cookies away");
        assert!(gone.iter().all(|(_, value, flags)| value.is_empty() && flags.contains("Max-Age=0")), "{gone:?}");
        let answer = app.raw().send("POST", LOGIN, &stale, Some(&login_body("noor@example.be"))).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    async fn logging_out_ends_this_log_in_only(app: TestApp) {
        let (here, _) = signed_up(app, "noor@example.be").await;
        let there = device(app, "noor@example.be", PASSWORD).await.unwrap();
        here.logout().await.unwrap();
        assert_eq!(code(here.get_me().await), ErrorCode::NotAuthenticated);
        assert_eq!(code(here.refresh().await), ErrorCode::NotAuthenticated);
        there.refresh().await.unwrap();
        here.logout().await.unwrap();
    }

    async fn logging_out_everywhere_ends_all(app: TestApp) {
        let (here, _) = signed_up(app, "noor@example.be").await;
        let there = device(app, "noor@example.be", PASSWORD).await.unwrap();
        let (els, _) = signed_up(app, "els@example.be").await;
        here.logout_all().await.unwrap();
        assert_eq!(code(there.refresh().await), ErrorCode::InvalidToken);
        assert_eq!(code(here.refresh().await), ErrorCode::NotAuthenticated);
        els.refresh().await.unwrap();
        device(app, "noor@example.be", PASSWORD).await.unwrap();
    }
}
