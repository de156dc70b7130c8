//! Who comes of age has what was done in their name.

use chrono::TimeDelta;
use goesting_api::app::operator;
use goesting_client::Client;
use goesting_core::person::Email;
use goesting_store::letter;
use goesting_tests::{TestApp, on_both};
use goesting_types::enrolment::{
    AgendaQuery, Enrolment, EnrolmentCreate, EnrolmentState, LeaveByToken,
};
use goesting_types::ids::SessionId;
use goesting_types::person::ExportFormat;
use goesting_types::problem::ErrorCode;

use super::form;
use crate::enrolments::stage::{
    Plan, another, check_app, code, enrol, grown_child, myself, or_wait, stage,
};

/// Somebody with this address, who logs in now.
async fn logged_in(app: &TestApp, email: &str) -> Client {
    let email = Email::parse(email).unwrap();
    let token = operator::create_token(app.app(), &email, TimeDelta::hours(1)).await;
    Client::with_bearer(&app.base(), &token.unwrap()).unwrap()
}

/// The sessions somebody has entries in, and for how many each.
async fn agenda(of: &Client) -> Vec<(SessionId, usize)> {
    let page = of
        .list_my_enrolments(&AgendaQuery::default())
        .await
        .unwrap();
    let entries = page.items.into_iter();
    entries
        .map(|one| (one.session.id, one.people.len()))
        .collect()
}

/// The only entry somebody has.
async fn entry(of: &Client) -> Enrolment {
    let page = of.list_my_enrolments(&AgendaQuery::default()).await;
    page.unwrap().items.remove(0)
}

on_both! {
    async fn places_taken_by_a_guardian_become_ones_own(app: TestApp) {
        let in_days = |days| Plan { capacity: Some(3), starts_in: TimeDelta::days(days), ..Plan::default() };
        let at = stage(app, in_days(500)).await;
        let together = another(app, &at, in_days(490)).await;
        let els = app.someone("Els").await;
        let lou = grown_child(&els, 2009, None).await.id;
        let alone = EnrolmentCreate { myself: false, children: vec![lou], ..myself() };
        let own = enrol(&els, at.session, &alone).await.id;
        enrol(&els, together, &EnrolmentCreate { myself: true, ..alone.clone() }).await;
        app.run_jobs().await;
        let mails = app.mails();
        let token = mails.iter().find(|mail| mail.to == els.email).unwrap().token("/leave");
        app.advance(TimeDelta::days(410));
        app.run_jobs().await;
        let email = Email::parse("lou@example.be").unwrap();
        operator::give_account(app.app(), lou, email).await.unwrap();
        let grown = logged_in(app, "lou@example.be").await;
        let parent = logged_in(app, &els.email).await;
        assert_eq!(agenda(&grown).await, [(at.session, 1), (together, 1)]);
        assert_eq!(agenda(&parent).await, [(together, 1)], "theirs no more");
        let told = async |email: String| {
            let facts = app.app().read(move |conn| Ok(letter::enrolment_facts(conn, own, &email)?));
            facts.await.unwrap().is_some()
        };
        assert!(told("lou@example.be".to_owned()).await && !told(els.email.clone()).await);
        let old_mail = app.stranger().leave_by_token(&LeaveByToken { token }).await;
        assert_eq!(code(old_mail), ErrorCode::LinkExpired);
        for session in [at.session, together] {
            check_app(app, session).await;
        }
        let export = grown.export_me(ExportFormat::Json).await.unwrap();
        assert!(export.contains(&together.to_string()), "{export}");
        let page = grown.list_my_enrolments(&AgendaQuery::default()).await.unwrap();
        for entry in page.items {
            assert_eq!(entry.state, EnrolmentState::Enrolled);
            grown.leave_enrolment(entry.id).await.unwrap();
        }
        assert_eq!(check_app(app, at.session).await, (0, 0, 0));
        assert_eq!(check_app(app, together).await, (1, 0, 0), "the parent keeps theirs");
    }

    async fn an_account_that_waits_for_its_owner_gives_way_to_nobody(app: TestApp) {
        let els = app.someone("Els").await;
        let lou = grown_child(&els, 2009, None).await.id;
        app.advance(TimeDelta::days(410));
        app.run_jobs().await;
        let email = Email::parse("lou@example.be").unwrap();
        operator::give_account(app.app(), lou, email).await.unwrap();
        app.advance(TimeDelta::days(2));
        let stranger = app.stranger().register(&form("lou@example.be")).await;
        assert_eq!(code(stranger), ErrorCode::EmailTaken);
        let grown = logged_in(app, "lou@example.be").await;
        assert_eq!(grown.get_me().await.unwrap().id, lou, "all of theirs is still there");
    }

    async fn who_waits_with_a_family_keeps_their_turn(app: TestApp) {
        let in_days = Plan { starts_in: TimeDelta::days(500), ..Plan::default() };
        let session = stage(app, in_days).await.session;
        let (tom, an) = (app.someone("Tom").await, app.someone("An").await);
        let (els, mie) = (app.someone("Els").await, app.someone("Mie").await);
        for who in [&tom, &an] {
            enrol(who, session, &myself()).await;
        }
        let lou = grown_child(&els, 2009, None).await.id;
        enrol(&els, session, &EnrolmentCreate { children: vec![lou], ..or_wait() }).await;
        enrol(&mie, session, &or_wait()).await;
        app.advance(TimeDelta::days(410));
        app.run_jobs().await;
        let email = Email::parse("lou@example.be").unwrap();
        operator::give_account(app.app(), lou, email).await.unwrap();
        let grown = logged_in(app, "lou@example.be").await;
        let parent = logged_in(app, &els.email).await;
        assert_eq!((agenda(&grown).await, agenda(&parent).await), (vec![(session, 1)], vec![(session, 1)]));
        assert_eq!(check_app(app, session).await, (2, 0, 3));
        // The parent stood first; who came behind the family is still behind both.
        for (leaves, next) in [(&tom, &parent), (&an, &grown)] {
            let leaves = logged_in(app, &leaves.email).await;
            let place = entry(&leaves).await.id;
            leaves.leave_enrolment(place).await.unwrap();
            assert_eq!(entry(next).await.state, EnrolmentState::Offered);
        }
        assert_eq!(check_app(app, session).await, (0, 2, 1));
    }
}
