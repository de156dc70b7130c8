//! What clocks end: offers not taken, addresses not confirmed.

use chrono::TimeDelta;
use goesting_api::auth::Secret;
use goesting_client::IdempotencyKey;
use goesting_core::enrolment::Clocks;
use goesting_store::mail_token;
use goesting_tests::on_both;
use goesting_types::auth::MailToken;
use goesting_types::enrolment::EnrolmentCreate;
use goesting_types::enrolment::EnrolmentState::{Enrolled, Expired, Offered, Waitlisted};
use goesting_types::person::{ChildCreate, ConsentPurpose};
use goesting_types::problem::ErrorCode;

use super::stage::{
    Plan, another, change, check_app, code, enrol, key, look, myself, or_wait, refused, stage,
    stamp, state,
};

on_both! {
    async fn an_offer_lapses_and_the_next_gets_it(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let (an, bo, cis) = (app.someone("An").await, app.someone("Bo").await, app.someone("Cis").await);
        let first = enrol(&an, at.session, &myself()).await;
        let second = enrol(&bo, at.session, &or_wait()).await;
        let third = enrol(&cis, at.session, &or_wait()).await;
        an.client.leave_enrolment(first.id).await.unwrap();
        app.advance(TimeDelta::hours(24) - TimeDelta::microseconds(1));
        app.run_jobs().await;
        assert_eq!(state(&bo, second.id).await, Offered);
        app.advance(TimeDelta::microseconds(1));
        assert_eq!(state(&bo, second.id).await, Expired, "told before any job comes by");
        app.advance(TimeDelta::seconds(15));
        app.run_jobs().await;
        assert_eq!(state(&cis, third.id).await, Offered);
        assert_eq!(check_app(app, at.session).await, (0, 1, 0));
        assert_eq!(code(bo.client.accept_enrolment(second.id).await), ErrorCode::OfferExpired);
        app.advance(TimeDelta::seconds(2));
        app.run_jobs().await;
        let lost = app.mails().into_iter().filter(|mail| mail.to == bo.email).count();
        assert!(lost >= 1, "told that the turn is over");
        // Waiting again puts last.
        assert_eq!(enrol(&bo, at.session, &or_wait()).await.ahead, Some(0));
    }

    async fn a_late_yes_ends_the_offer_and_serves_the_next_without_a_job(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let (an, bo, cis) = (app.someone("An").await, app.someone("Bo").await, app.someone("Cis").await);
        let first = enrol(&an, at.session, &myself()).await;
        let second = enrol(&bo, at.session, &or_wait()).await;
        let third = enrol(&cis, at.session, &or_wait()).await;
        an.client.leave_enrolment(first.id).await.unwrap();
        app.advance(TimeDelta::hours(25));
        assert_eq!(code(bo.client.accept_enrolment(second.id).await), ErrorCode::OfferExpired);
        assert_eq!(state(&cis, third.id).await, Offered, "the refusal kept what the clock ended");
        assert_eq!(check_app(app, at.session).await, (0, 1, 0));
    }

    async fn whoever_comes_by_finds_a_lapsed_place(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let (an, bo) = (app.someone("An").await, app.someone("Bo").await);
        let first = enrol(&an, at.session, &myself()).await;
        enrol(&bo, at.session, &or_wait()).await;
        an.client.leave_enrolment(first.id).await.unwrap();
        app.advance(TimeDelta::hours(25));
        let back = enrol(&bo, at.session, &myself()).await;
        assert_eq!(back.state, Enrolled, "an own lapsed entry is in nobody's way");
        assert_eq!(check_app(app, at.session).await, (1, 0, 0));
    }

    async fn offers_are_shorter_near_the_start(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), starts_in: TimeDelta::hours(5), ..Plan::default() }).await;
        let (an, bo) = (app.someone("An").await, app.someone("Bo").await);
        let first = enrol(&an, at.session, &myself()).await;
        let second = enrol(&bo, at.session, &or_wait()).await;
        an.client.leave_enrolment(first.id).await.unwrap();
        let offer = look(&bo, second.id).await;
        assert_eq!(offer.offer_expires_at, Some(app.now() + TimeDelta::hours(2)), "half of what is left");
        // Past sign-up a freed place goes to nobody.
        bo.client.accept_enrolment(second.id).await.unwrap();
        let waits = enrol(&an, at.session, &or_wait()).await;
        app.advance(TimeDelta::hours(4));
        bo.client.leave_enrolment(second.id).await.unwrap();
        assert_eq!(state(&an, waits.id).await, Waitlisted);
    }

    async fn an_unconfirmed_address_keeps_its_place_half_an_hour(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let new = app.somebody("Nieuw", 1990, false).await;
        let bo = app.someone("Bo").await;
        let first = enrol(&new, at.session, &myself()).await;
        assert_eq!(first.confirm_until, Some(app.now() + TimeDelta::minutes(30)));
        let second = enrol(&bo, at.session, &or_wait()).await;
        app.run_jobs().await;
        let told: Vec<_> = app.mails().into_iter().map(|mail| mail.to).collect();
        assert_eq!(told, [bo.email.as_str()], "nothing to an address nobody confirmed");
        app.advance(TimeDelta::minutes(30) - TimeDelta::seconds(1));
        app.run_jobs().await;
        assert_eq!(state(&new, first.id).await, Enrolled);
        app.advance(TimeDelta::seconds(16));
        app.run_jobs().await;
        assert_eq!(state(&new, first.id).await, Expired);
        assert_eq!(state(&bo, second.id).await, Offered);
        assert_eq!(check_app(app, at.session).await, (0, 1, 0));
        assert_eq!(refused(&new, at.session, &myself()).await, ErrorCode::SessionFull);
        // Waiting without a confirmed address ends too.
        let waits = enrol(&new, at.session, &or_wait()).await;
        app.advance(TimeDelta::minutes(31));
        app.run_jobs().await;
        assert_eq!(state(&new, waits.id).await, Expired);
        check_app(app, at.session).await;
    }

    async fn a_guardian_who_is_new_takes_a_place_for_a_child_at_once(app: TestApp) {
        let at = stage(app, Plan::default()).await;
        let new = app.somebody("Nieuw", 1984, false).await;
        let lou = ChildCreate {
            first_name: "Lou".to_owned(),
            birth_year: 2018,
            birthday: None,
            consents: vec![ConsentPurpose::Participation],
        };
        let lou = new.client.create_child(&lou, IdempotencyKey::new()).await.unwrap().id;
        let alone = EnrolmentCreate { myself: false, children: vec![lou], ..myself() };
        let taken = enrol(&new, at.session, &alone).await;
        assert_eq!(taken.confirm_until, Some(app.now() + TimeDelta::minutes(30)));
        app.advance(TimeDelta::minutes(31));
        app.run_jobs().await;
        assert_eq!(state(&new, taken.id).await, Expired);
        assert_eq!(check_app(app, at.session).await, (0, 0, 0));
    }

    async fn the_mail_to_confirm_says_until_when_the_place_is_held(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let new = app.somebody("Nieuw", 1990, false).await;
        let says = || app.mails().iter().any(|mail| mail.text.contains("houden we je plek bij"));
        new.client.resend_verification().await.unwrap();
        app.run_jobs().await;
        assert!(!says(), "there is none");
        enrol(&new, at.session, &myself()).await;
        app.advance(TimeDelta::minutes(2));
        new.client.resend_verification().await.unwrap();
        app.run_jobs().await;
        assert_eq!(app.mails().len(), 2);
        assert!(says());
    }

    async fn confirming_too_late_brings_nothing_back_and_the_next_gets_it(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let fresh = another(app, &at, Plan::default()).await;
        let new = app.somebody("Nieuw", 1990, false).await;
        let bo = app.someone("Bo").await;
        let lapsed = enrol(&new, at.session, &myself()).await;
        let next = enrol(&bo, at.session, &or_wait()).await;
        let (id, now) = (new.id, app.now());
        app.app().write(move |conn| {
            let (hash, until) = (Secret::hash("t0ken"), now + TimeDelta::days(7));
            Ok(mail_token::insert(conn, &hash, id, mail_token::Purpose::VerifyEmail, until)?)
        }).await.unwrap();
        app.advance(TimeDelta::minutes(31));
        let kept = enrol(&new, fresh, &myself()).await;
        // No job came by meanwhile.
        app.stranger().verify_email(&MailToken { token: "t0ken".to_owned() }).await.unwrap();
        assert_eq!(state(&new, lapsed.id).await, Expired);
        assert_eq!(state(&bo, next.id).await, Offered);
        assert_eq!(check_app(app, at.session).await, (0, 1, 0));
        let kept = look(&new, kept.id).await;
        assert_eq!((kept.state, kept.confirm_until), (Enrolled, None));
        check_app(app, fresh).await;
        app.run_jobs().await;
        let told = |to: &str| app.mails().iter().filter(|mail| mail.to == to).count();
        assert_eq!(told(&new.email), 1, "of the place that was kept");
        assert_eq!(told(&bo.email), 1, "only of the offer: the turn came before the first letter left");
    }

    async fn confirming_the_address_keeps_the_place_and_sends_the_letter(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let new = app.somebody("Nieuw", 1990, false).await;
        let first = enrol(&new, at.session, &myself()).await;
        let (id, now) = (new.id, app.now());
        change(app, move |store| {
            let (id, now) = (key(store, id), stamp(now));
            format!("UPDATE account SET email_verified_at = {now} WHERE person_id = {id}")
        }).await;
        app.app().write(move |conn| {
            Ok(goesting_store::enrolment::confirm_all(conn, id, &Clocks::default(), now)?)
        }).await.unwrap();
        app.advance(TimeDelta::hours(1));
        app.run_jobs().await;
        let kept = look(&new, first.id).await;
        assert_eq!((kept.state, kept.confirm_until), (Enrolled, None));
        assert!(app.mails().iter().any(|mail| mail.to == new.email));
        check_app(app, at.session).await;
    }
}
