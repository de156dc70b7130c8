//! Letters leave the outbox once, in the reader's language, and wait when they cannot.

use chrono::TimeDelta;
use goesting_api::config::Mail;
use goesting_core::letter::Letter;
use goesting_store::outbox;
use goesting_tests::{Backend, Someone, TestApp, on_both};

async fn post(app: &TestApp, to: &Someone) {
    let (email, now) = (to.email.clone(), app.now());
    let letter = Letter::VerifyEmail {
        person_id: to.id,
        token: "t0ken".to_owned(),
    };
    app.app()
        .write(move |conn| Ok(outbox::post(conn, &email, &letter, now)?))
        .await
        .unwrap();
}

async fn waiting(app: &TestApp) -> i64 {
    app.app()
        .read(|conn| Ok(outbox::waiting(conn)?))
        .await
        .unwrap()
}

on_both! {
    async fn a_letter_leaves_once_and_leaves_nothing_behind(app: TestApp) {
        let els = app.someone("Els").await;
        post(app, &els).await;
        assert!(app.run_jobs().await.contains(&"letters"));
        app.advance(TimeDelta::seconds(2));
        app.run_jobs().await;
        let mails = app.mails();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, els.email);
        assert!(mails[0].text.starts_with("Dag Els,"), "{}", mails[0].text);
        assert_eq!(mails[0].token("/verify"), "t0ken");
        assert!(mails[0].html.contains("t0ken"));
        assert_eq!(waiting(app).await, 0);
    }

    async fn two_nodes_do_not_take_the_same_letters(app: TestApp) {
        let els = app.someone("Els").await;
        for _ in 0..30 {
            post(app, &els).await;
        }
        let now = app.now();
        let lease = || {
            let app = app.app().clone();
            async move {
                app.write(move |conn| Ok(outbox::lease(conn, now, now + TimeDelta::minutes(1), 30)?))
                    .await
                    .unwrap()
            }
        };
        let (one, other) = tokio::join!(lease(), lease());
        let mut ids: Vec<_> = one.iter().chain(&other).map(|leased| leased.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((ids.len(), one.len() + other.len()), (30, 30));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_mail_server_is_away_letters_wait_and_then_leave() {
    let app = TestApp::start_with(Backend::Sqlite, |config| {
        config.mail = Mail::Smtp {
            // Nobody listens on the discard port.
            url: goesting_api::auth::Secret::new("smtp://127.0.0.1:9"),
            from: "Goesting <hallo@example.be>".to_owned(),
        };
    })
    .await;
    let els = app.someone("Els").await;
    post(&app, &els).await;
    app.run_jobs().await;
    assert_eq!(waiting(&app).await, 1, "kept");
    let now = app.now();
    let due = |at| {
        let app = app.app().clone();
        async move {
            app.write(move |conn| Ok(outbox::lease(conn, at, at, 10)?))
                .await
                .unwrap()
        }
    };
    assert!(
        due(now + TimeDelta::seconds(5)).await.is_empty(),
        "not again at once"
    );
    let again = due(now + TimeDelta::seconds(11)).await;
    assert_eq!((again.len(), again[0].attempts), (1, 2));
    app.stop().await;
}
