//! Letters leave the outbox once, in the reader's language, and wait when they cannot.

use chrono::TimeDelta;
use diesel::RunQueryDsl as _;
use goesting_api::config::{Config, Mail};
use goesting_api::jobs;
use goesting_core::letter::Letter;
use goesting_store::{StoreError, outbox};
use goesting_tests::{Backend, MailServer, Someone, TestApp, on_both, until};

use crate::enrolments::stage::{blocking, change, count, stamp};

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

    async fn a_letter_that_this_program_cannot_read_holds_up_no_other(app: TestApp) {
        let els = app.someone("Els").await;
        post(app, &els).await;
        app.app()
            .write(|conn| {
                let newer = r#"UPDATE outbox SET content = '{"letter":"of_a_later_version"}'"#;
                Ok(diesel::sql_query(newer).execute(conn).map_err(StoreError::from)?)
            })
            .await
            .unwrap();
        app.advance(TimeDelta::seconds(1));
        post(app, &els).await;
        app.run_jobs().await;
        assert_eq!((app.mails().len(), waiting(app).await), (1, 1));
        // It is tried later, by a program that may know it, and in the end given up.
        for _ in 0..40 {
            app.advance(TimeDelta::hours(13));
            app.run_jobs().await;
        }
        assert_eq!((app.mails().len(), waiting(app).await), (1, 0));
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

/// Lets letters leave through a mail server.
fn through(url: &str, config: &mut Config) {
    config.mail = Mail::Smtp {
        url: goesting_api::auth::Secret::new(url),
        from: "Goesting <hallo@example.be>".to_owned(),
    };
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_mail_server_is_away_letters_wait_and_then_leave() {
    // Nobody listens on the discard port.
    let app = TestApp::start_with(Backend::Sqlite, |config| {
        through("smtp://127.0.0.1:9", config);
    });
    let app = app.await;
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

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_hangs_holds_up_letters_and_nothing_else() {
    let server = MailServer::start();
    let app = TestApp::start_with(Backend::Sqlite, |config| {
        through(&server.url(), config);
        config.run_jobs = true;
    })
    .await;
    let els = app.someone("Els").await;
    post(&app, &els).await;
    // The clock stands still, and the jobs may have run before.
    app.advance(TimeDelta::minutes(1));
    server.holds_one();
    app.advance(TimeDelta::hours(1));
    let (store, now) = (app.app().store.clone(), app.now());
    let waits = move || {
        let since = stamp(now);
        let query = format!(
            "SELECT count(*) FROM job WHERE name IN ('enrolments', 'sessions', 'series', \
             'growing_up', 'forgetting', 'pictures') AND last_run_at >= {since}"
        );
        count(&store, &query)
    };
    let all_ran = until(async || blocking(waits.clone()).await == 6).await;
    assert!(all_ran, "they wait for the mail server");
    assert_eq!((server.taken().len(), waiting(&app).await), (0, 1));
    server.let_go();
    app.stop().await;
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_never_send_the_same_letter_and_wait_for_none_of_each_other() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let server = MailServer::start();
        let app = TestApp::start_with(backend, |config| through(&server.url(), config)).await;
        let second = app.second_node().await;
        let els = app.someone("Els").await;
        for _ in 0..4 {
            post(&app, &els).await;
        }
        jobs::register(app.app()).await.unwrap();
        let first = app.app().clone();
        let first = tokio::spawn(async move { jobs::run_due(&first).await.unwrap() });
        server.holds_one();
        // The other node takes the job as if its clock were ahead.
        let free = "UPDATE job SET leased_until = NULL WHERE name = 'letters'";
        change(&app, |_| free.to_owned()).await;
        app.advance(TimeDelta::seconds(5));
        jobs::run_due(&second.app).await.unwrap();
        assert_eq!(
            server.taken().len(),
            3,
            "all but the one that is being sent"
        );
        server.let_go();
        first.await.unwrap();
        app.advance(TimeDelta::minutes(10));
        jobs::run_due(&second.app).await.unwrap();
        let mut taken = server.taken();
        taken.sort_unstable();
        taken.dedup();
        assert_eq!((taken.len(), server.taken().len()), (4, 4), "each once");
        assert_eq!(waiting(&app).await, 0);
        second.stop().await.unwrap();
        app.stop().await;
    }
}
