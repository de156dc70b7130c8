//! What happens by itself, run by hand; what is forgotten, and who comes of age.

use std::sync::Barrier;

use chrono::TimeDelta;
use goesting_api::app::operator;
use goesting_core::person::{Email, Reference};
use goesting_store::{audit, child, job, mail_token, outbox};
use goesting_tests::{Backend, on_both};
use goesting_types::auth::ResetPassword;
use goesting_types::person::ConsentPurpose;
use goesting_types::problem::ErrorCode;

use super::{Ground, now, on_both_grounds};
use crate::enrolments::stage::grown_child;
use crate::people::{PASSWORD, code, device};
use crate::program::run;

on_both_grounds! {
    fn run_due_says_what_each_job_did_and_then_that_nothing_is_due(backend: Backend) {
        let ground = Ground::new(backend);
        let at = ["jobs", "run-due", "--at", "2026-11-24T08:00:00Z"];
        let said = run(&mut ground.command(&at)).well();
        for job in ["letters", "enrolments", "sessions", "series", "pictures", "growing_up", "forgetting"] {
            assert!(said.lines().any(|line| line.starts_with(job)), "{job}: {said}");
        }
        assert_eq!(run(&mut ground.command(&at)).well(), "nothing is due\n");
        // A clock that was ahead does not stop the jobs for as long.
        let before = ["jobs", "run-due", "--at", "2026-01-01T08:00:00Z"];
        assert!(run(&mut ground.command(&before)).well().contains("letters"));
    }

    fn two_nodes_that_start_at_once_both_find_the_jobs(backend: Backend) {
        let ground = Ground::new(backend);
        let nodes = [ground.store(), ground.store()];
        for round in 0..20 {
            let names = [0, 1, 2].map(|job| format!("job {round} {job}"));
            let names = names.each_ref().map(String::as_str);
            let start = Barrier::new(nodes.len());
            std::thread::scope(|scope| {
                for node in &nodes {
                    scope.spawn(|| {
                        start.wait();
                        node.write(|conn| job::register(conn, &names)).unwrap();
                    });
                }
            });
            let known = nodes[0].write(|conn| job::take(conn, names[2], TimeDelta::zero(), TimeDelta::zero(), now()));
            assert!(known.unwrap());
        }
    }
}

on_both! {
    async fn on_the_day_a_guardianship_ends_and_all_stays_the_persons(app: TestApp) {
        let els = app.someone("Els").await;
        let lou = grown_child(&els, 2008, "2008-11-26".parse().ok()).await;
        assert_eq!(lou.release_on.to_string(), "2026-11-26");
        // The day before, still at night in Brussels.
        app.advance(TimeDelta::hours(38) + TimeDelta::minutes(30));
        app.run_jobs().await;
        assert_eq!(els.client.list_children().await.unwrap().items.len(), 1);
        let minor = operator::person_with(app.app(), Reference::of(lou.id)).await.unwrap_err();
        assert_eq!(minor.refusal().code, ErrorCode::NotFound);
        let early = operator::give_account(app.app(), lou.id, Email::parse("lou@example.be").unwrap()).await;
        assert_eq!(early.unwrap_err().refusal().code, ErrorCode::Forbidden);

        app.advance(TimeDelta::hours(1));
        app.run_jobs().await;
        assert!(els.client.list_children().await.unwrap().items.is_empty());
        assert_eq!(code(els.client.remove_child(lou.id).await), ErrorCode::NotFound);
        let consent = app.app().write(move |conn| {
            Ok(child::withdraw_consent(conn, lou.id, ConsentPurpose::Participation)?)
        }).await.unwrap();
        assert!(!consent, "what the guardian allowed ended");
        app.advance(TimeDelta::seconds(2));
        app.run_jobs().await;
        let mails = app.mails();
        assert_eq!(mails.len(), 1, "once");
        assert_eq!(mails[0].to, els.email);
        let number = Reference::of(lou.id);
        assert!(mails[0].text.contains(&number.to_string()), "{}", mails[0].text);
        assert!(!mails[0].text.contains(&lou.id.to_string()), "{}", mails[0].text);
        // Whoever answers the phone finds them by it.
        assert_eq!(operator::person_with(app.app(), number).await.unwrap(), lou.id);

        // Lou goes on with an account of their own, and reads what was done in their name.
        operator::give_account(app.app(), lou.id, Email::parse("lou@example.be").unwrap()).await.unwrap();
        app.advance(TimeDelta::seconds(2));
        app.run_jobs().await;
        let reset = ResetPassword { token: app.mails()[1].token("/reset"), password: PASSWORD.to_owned() };
        app.stranger().reset_password(&reset).await.unwrap();
        let own = device(app, "lou@example.be", PASSWORD).await.unwrap();
        assert_eq!(own.get_me().await.unwrap().id, lou.id);
        let done: Vec<_> = own.list_audit(&goesting_types::page::PageQuery::default()).await.unwrap()
            .items.into_iter().map(|one| one.operation).collect();
        assert!(done.contains(&"create_child".to_owned()), "{done:?}");
        assert!(done.contains(&"end_guardianship".to_owned()), "{done:?}");
        let gone = operator::person_with(app.app(), number).await.unwrap_err();
        assert_eq!(gone.refusal().code, ErrorCode::NotFound, "who has an account is not looked up");
        let twice = operator::give_account(app.app(), lou.id, Email::parse("lou2@example.be").unwrap()).await;
        assert_eq!(twice.unwrap_err().refusal().code, ErrorCode::Forbidden);
    }

    async fn what_is_kept_for_a_time_is_forgotten_after_it(app: TestApp) {
        let els = app.someone("Els").await;
        let (id, email, now) = (els.id, els.email.clone(), app.now());
        app.app().write(move |conn| {
            mail_token::insert(conn, &[1; 32], id, mail_token::Purpose::ResetPassword, now + TimeDelta::hours(1))?;
            goesting_store::refresh::begin(conn, id, &[2; 32], now)?;
            let letter = goesting_core::letter::Letter::AlreadyRegistered { person_id: id };
            outbox::post(conn, &email, &letter, now)?;
            audit::note(conn, id, audit::By::Myself(id), "login", now)?;
            Ok(())
        }).await.unwrap();
        app.run_jobs().await;
        let counted = async || {
            let store = app.app().store.clone();
            let of = move |table: &str| crate::enrolments::stage::count(&store, &format!("SELECT count(*) FROM {table}"));
            tokio::task::spawn_blocking(move || (of("mail_token"), of("refresh_family"), of("outbox"), of("audit"))).await.unwrap()
        };
        assert_eq!(counted().await, (1, 1, 1, 1));
        // The link is over; the letter is of the last month, the log-in not idle for long enough.
        app.advance(TimeDelta::days(8));
        app.run_jobs().await;
        assert_eq!(counted().await, (0, 1, 1, 1));
        app.advance(TimeDelta::days(30));
        app.run_jobs().await;
        assert_eq!(counted().await, (0, 0, 0, 1), "audit stays");
    }
}
