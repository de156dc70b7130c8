//! Confirming an address and setting a new password.

use chrono::TimeDelta;
use goesting_tests::{TestApp, on_both};
use goesting_types::auth::{ForgotPassword, MailToken, ResetPassword};
use goesting_types::problem::ErrorCode;

use super::{PASSWORD, code, device, signed_up};
use crate::enrolments::stage::{blocking, count};

const NEW: &str = "acht droge otters";

/// The token in the last mail that has a link to this page.
async fn token(app: &TestApp, page: &str) -> String {
    app.advance(TimeDelta::seconds(2));
    app.run_jobs().await;
    app.mails().last().unwrap().token(page)
}

fn mail_token(token: &str) -> MailToken {
    MailToken {
        token: token.to_owned(),
    }
}

fn new_password(token: &str, password: &str) -> ResetPassword {
    ResetPassword {
        token: token.to_owned(),
        password: password.to_owned(),
    }
}

async fn forgot(app: &TestApp, email: &str) {
    let form = ForgotPassword {
        email: email.to_owned(),
    };
    app.stranger().forgot_password(&form).await.unwrap();
}

on_both! {
    async fn the_link_confirms_the_address(app: TestApp) {
        let (noor, _) = signed_up(app, "noor@example.be").await;
        let link = mail_token(&token(app, "/verify").await);
        let elsewhere = app.stranger();
        elsewhere.verify_email(&link).await.unwrap();
        assert!(noor.get_me().await.unwrap().email_verified);
        elsewhere.verify_email(&link).await.unwrap();
        noor.resend_verification().await.unwrap();
        app.run_jobs().await;
        assert_eq!(app.mails().len(), 1, "no mail for what is confirmed");
    }

    async fn a_letter_that_waits_holds_no_token_in_the_clear(app: TestApp) {
        signed_up(app, "noor@example.be").await;
        app.advance(TimeDelta::seconds(1));
        forgot(app, "noor@example.be").await;
        let store = app.app().store.clone();
        let found = blocking(move || {
            ["%\"token\":\"sealed:%", "%\"token\":%"].map(|like| {
                count(&store, &format!("SELECT count(*) FROM outbox WHERE content LIKE '{like}'"))
            })
        });
        assert_eq!(found.await, [2, 2], "sealed, of all with a token");
        let link = token(app, "/reset").await;
        app.stranger().reset_password(&new_password(&link, NEW)).await.unwrap();
        device(app, "noor@example.be", NEW).await.unwrap();
    }

    async fn a_link_that_is_not_right_confirms_nothing(app: TestApp) {
        let (noor, _) = signed_up(app, "noor@example.be").await;
        let good = token(app, "/verify").await;
        let refused = app.stranger().verify_email(&mail_token("x")).await;
        assert_eq!(code(refused), ErrorCode::LinkExpired);
        let for_something_else = app.stranger().reset_password(&new_password(&good, NEW)).await;
        assert_eq!(code(for_something_else), ErrorCode::LinkExpired);
        noor.refresh().await.unwrap();
        app.advance(TimeDelta::days(7));
        assert_eq!(code(app.stranger().verify_email(&mail_token(&good)).await), ErrorCode::LinkExpired);
        noor.refresh().await.unwrap();
        noor.resend_verification().await.unwrap();
        let again = token(app, "/verify").await;
        app.stranger().verify_email(&mail_token(&again)).await.unwrap();
        assert!(noor.get_me().await.unwrap().email_verified);
    }

    async fn the_link_sets_a_new_password_and_ends_every_log_in(app: TestApp) {
        let (noor, _) = signed_up(app, "noor@example.be").await;
        forgot(app, "Noor@example.be").await;
        let link = token(app, "/reset").await;
        let weak = app.stranger().reset_password(&new_password(&link, "example1990")).await;
        assert_eq!(code(weak), ErrorCode::WeakPassword);
        app.stranger().reset_password(&new_password(&link, NEW)).await.unwrap();
        assert_eq!(code(noor.refresh().await), ErrorCode::InvalidToken);
        assert_eq!(code(device(app, "noor@example.be", PASSWORD).await), ErrorCode::WrongCredentials);
        let back = device(app, "noor@example.be", NEW).await.unwrap();
        assert!(back.get_me().await.unwrap().email_verified, "the mail arrived");
        let again = app.stranger().reset_password(&new_password(&link, PASSWORD)).await;
        assert_eq!(code(again), ErrorCode::LinkExpired);
    }

    async fn the_newest_link_counts_for_an_hour(app: TestApp) {
        signed_up(app, "noor@example.be").await;
        forgot(app, "noor@example.be").await;
        let older = token(app, "/reset").await;
        forgot(app, "noor@example.be").await;
        let newer = token(app, "/reset").await;
        let refused = app.stranger().reset_password(&new_password(&older, NEW)).await;
        assert_eq!(code(refused), ErrorCode::LinkExpired);
        app.advance(TimeDelta::hours(1));
        let late = app.stranger().reset_password(&new_password(&newer, NEW)).await;
        assert_eq!(code(late), ErrorCode::LinkExpired);
    }

    async fn nobody_learns_whether_an_address_is_known(app: TestApp) {
        signed_up(app, "noor@example.be").await;
        app.run_jobs().await;
        let before = app.mails().len();
        for email in ["nobody@example.be", "no address"] {
            let begun = std::time::Instant::now();
            forgot(app, email).await;
            assert!(begun.elapsed() >= std::time::Duration::from_millis(300));
        }
        app.run_jobs().await;
        assert_eq!(app.mails().len(), before);
    }
}
