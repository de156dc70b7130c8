//! What happens to many entries at once.

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::enrolment::{Clocks, Party};
use goesting_store::enrolment::{self as stored, EnrolError};
use goesting_store::{Conn, StoreError};
use goesting_tests::{TestApp, on_both};
use goesting_types::enrolment::EnrolmentState::{Cancelled, Enrolled, Offered, Waitlisted};
use goesting_types::enrolment::{CancelledBy, EnrolmentCreate};
use goesting_types::ids::SessionId;
use goesting_types::opportunity::OpportunityState;
use goesting_types::person::ConsentPurpose::Participation;

use super::stage::{
    Plan, another, blocking, change, check_app, child_of, count, enrol, key, look, myself,
    opportunity_of, or_wait, session_of, stage, stamp, state,
};

/// Runs a function of the store in a unit of work of its own.
async fn run(
    app: &TestApp,
    work: impl FnOnce(&mut Conn, &Clocks, DateTime<Utc>) -> Result<(), StoreError> + Send + 'static,
) {
    let now = app.now();
    app.app()
        .write(move |conn| Ok(work(conn, &Clocks::default(), now)?))
        .await
        .unwrap();
}

async fn set_places(app: &TestApp, session: SessionId, what: String) {
    change(app, move |store| {
        let id = key(store, session);
        format!("UPDATE session_places SET {what} WHERE session_id = {id}")
    })
    .await;
    run(app, move |conn, clocks, now| {
        stored::session_changed(conn, session, clocks, now)
    })
    .await;
}

on_both! {
    async fn a_cancelled_session_tells_everyone_and_frees_them(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(2), ..Plan::default() }).await;
        let crowd = app.crowd(4).await;
        let mut entries = Vec::new();
        for one in &crowd {
            entries.push(enrol(one, at.session, &or_wait()).await);
        }
        crowd[0].client.leave_enrolment(entries[0].id).await.unwrap();
        assert_eq!(check_app(app, at.session).await, (1, 1, 1));
        let session = at.session;
        change(app, move |store| {
            format!("UPDATE session SET state = 'cancelled' WHERE id = {}", key(store, session))
        }).await;
        run(app, move |conn, _, now| stored::cancel_session_enrolments(conn, &[session], now)).await;
        assert_eq!(check_app(app, at.session).await, (0, 0, 0));
        app.run_jobs().await;
        for (one, entry) in crowd.iter().zip(&entries).skip(1) {
            let ended = look(one, entry.id).await;
            assert_eq!((ended.state, ended.cancelled_by), (Cancelled, Some(CancelledBy::Session)));
            assert_eq!(app.mails().iter().filter(|mail| mail.to == one.email).count(), 1);
        }
        assert_eq!(look(&crowd[0], entries[0].id).await.cancelled_by, Some(CancelledBy::Person));
        // Again changes nothing.
        run(app, move |conn, _, now| stored::cancel_session_enrolments(conn, &[session], now)).await;
    }

    async fn more_people_than_one_statement_names_all_hear_of_it(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(505), ..Plan::default() }).await;
        let people: Vec<_> = app.crowd(515).await.iter().map(|one| one.id).collect();
        let session = at.session;
        run(app, move |conn, clocks, now| {
            let party = Party {
                myself: true,
                children: Vec::new(),
                or_wait: true,
                message: None,
                share_name: false,
            };
            for person in people {
                let seen = stored::look(conn, session, person, &party)?;
                match stored::arrive(conn, session, person, &party, seen, (clocks, now)) {
                    Ok(_) => {}
                    Err(EnrolError::Store(error)) => return Err(error),
                    Err(EnrolError::Refused(refusal)) => panic!("{refusal:?}"),
                }
            }
            Ok(())
        }).await;
        let letters = async || {
            let store = app.app().store.clone();
            blocking(move || count(&store, "SELECT count(*) FROM outbox")).await
        };
        assert_eq!(check_app(app, session).await, (505, 0, 10));
        assert_eq!(letters().await, 515);
        run(app, move |conn, _, now| stored::tell_changed(conn, &[session], now)).await;
        assert_eq!(letters().await, 2 * 515);
        change(app, move |store| {
            format!("UPDATE session SET state = 'cancelled' WHERE id = {}", key(store, session))
        }).await;
        run(app, move |conn, _, now| stored::cancel_session_enrolments(conn, &[session], now)).await;
        assert_eq!(check_app(app, session).await, (0, 0, 0));
        assert_eq!(letters().await, 3 * 515);
    }

    async fn instead_of_a_cancelled_session_others_with_places_are_proposed(app: TestApp) {
        let on_day = |days, capacity| Plan { capacity, starts_in: TimeDelta::days(days), ..Plan::default() };
        let at = stage(app, on_day(10, Some(4))).await;
        let (els, an) = (app.someone("Els").await, app.someone("An").await);
        let arno = child_of(app, &els, "Arno", &[Participation]).await;
        let both = EnrolmentCreate { children: vec![arno], ..myself() };
        enrol(&els, at.session, &both).await;
        // Of the same opportunity: too small by now, no longer open for sign-up, and two that fit.
        let full = another(app, &at, on_day(40, Some(2))).await;
        enrol(&an, full, &myself()).await;
        another(app, &at, Plan { closes_minutes: 60 * 24 * 60, ..on_day(41, Some(5)) }).await;
        another(app, &at, on_day(50, Some(2))).await;
        another(app, &at, Plan { closes_minutes: 60 * 24 * 90, ..on_day(51, None) }).await;
        // Of another opportunity of the same lead: many, and all earlier.
        let (store, now) = (app.app().store.clone(), app.now());
        let other = blocking(move || {
            let other = opportunity_of(&store, now, at.actor, OpportunityState::Open);
            for hour in 0..35 {
                let starts_in = TimeDelta::days(2) + TimeDelta::hours(hour);
                session_of(&store, now, other, &Plan { starts_in, ..Plan::default() });
            }
            other
        }).await;
        let session = at.session;
        change(app, move |store| {
            format!("UPDATE session SET state = 'cancelled' WHERE id = {}", key(store, session))
        }).await;
        run(app, move |conn, _, now| stored::cancel_session_enrolments(conn, &[session], now)).await;
        app.run_jobs().await;
        let text = app.mails().into_iter().find(|mail| mail.text.contains("gaat niet door")).unwrap().text;
        let proposed: Vec<_> = text.lines().filter(|line| line.starts_with("  http")).collect();
        let ids = [at.opportunity, at.opportunity, other].map(|id| id.to_string());
        assert_eq!(proposed.len(), 3, "{text}");
        assert!(proposed.iter().zip(&ids).all(|(url, id)| url.ends_with(id)), "{text}");
    }

    async fn more_room_goes_to_who_waits(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), held: 1, ..Plan::default() }).await;
        let crowd = app.crowd(5).await;
        let mut entries = Vec::new();
        for one in &crowd {
            entries.push(enrol(one, at.session, &or_wait()).await);
        }
        set_places(app, at.session, "capacity = 3".to_owned()).await;
        assert_eq!(check_app(app, at.session).await, (1, 2, 2));
        assert_eq!(state(&crowd[1], entries[1].id).await, Offered);
        assert_eq!(state(&crowd[3], entries[3].id).await, Waitlisted);
        // Drop in from now on: everybody may come.
        set_places(app, at.session, "capacity = NULL, held_for_newcomers = 0".to_owned()).await;
        assert_eq!(check_app(app, at.session).await, (1, 4, 0));
    }

    async fn an_earlier_start_shortens_offers(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let crowd = app.crowd(3).await;
        let first = enrol(&crowd[0], at.session, &myself()).await;
        let second = enrol(&crowd[1], at.session, &or_wait()).await;
        enrol(&crowd[2], at.session, &or_wait()).await;
        crowd[0].client.leave_enrolment(first.id).await.unwrap();
        let (session, now) = (at.session, app.now());
        change(app, move |store| {
            let (id, starts) = (key(store, session), now + TimeDelta::hours(6));
            let (closes, ends) = (starts - TimeDelta::hours(1), starts + TimeDelta::hours(2));
            format!(
                "UPDATE session SET starts_at = {}, sign_up_until = {}, ends_at = {} WHERE id = {id}",
                stamp(starts), stamp(closes), stamp(ends)
            )
        }).await;
        run(app, move |conn, clocks, now| stored::session_changed(conn, session, clocks, now)).await;
        let offer = look(&crowd[1], second.id).await;
        assert_eq!((offer.state, offer.offer_expires_at), (Offered, Some(now + TimeDelta::hours(5))));
        run(app, move |conn, _, now| stored::tell_changed(conn, &[session], now)).await;
        app.run_jobs().await;
        let told = |to: &str| {
            let mails = app.mails().into_iter().filter(|mail| mail.to == to);
            mails.map(|mail| mail.text).find(|text| text.contains("Zo is het nu.")).unwrap()
        };
        let (offered, waits) = (told(&crowd[1].email), told(&crowd[2].email));
        assert!(offered.contains("Je plek bij Leer herstellen blijft van jou."), "{offered}");
        assert!(waits.contains("Je staat nog op de wachtlijst voor Leer herstellen."), "{waits}");
        assert!(waits.contains("Haal mij van de lijst") && !waits.contains("plek"), "{waits}");
    }

    async fn a_group_too_large_for_what_is_free_is_not_due_for_ever(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(3), held: 2, ..Plan::default() }).await;
        let (els, bo) = (app.someone("Els").await, app.someone("Bo").await);
        let due = async || {
            let now = app.now();
            app.app()
                .read(move |conn| Ok(stored::due_sessions(conn, &Clocks::default(), now, 10)?))
                .await
                .unwrap()
        };
        let (arno, lou) = (
            child_of(app, &bo, "Arno", &[Participation]).await,
            child_of(app, &bo, "Lou", &[Participation]).await,
        );
        enrol(&els, at.session, &myself()).await;
        let three = EnrolmentCreate { children: vec![arno, lou], ..or_wait() };
        let waits = enrol(&bo, at.session, &three).await;
        assert_eq!((waits.state, due().await), (Waitlisted, vec![]));
        // What was held is open to everybody by now, and still too little for three.
        app.advance(TimeDelta::days(9));
        assert_eq!(due().await, []);
        set_places(app, at.session, "capacity = 4".to_owned()).await;
        assert_eq!(state(&bo, waits.id).await, Offered);
    }

    async fn a_person_who_goes_frees_what_is_to_come(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(2), ..Plan::default() }).await;
        let (els, bo) = (app.someone("Els").await, app.someone("Bo").await);
        let arno = child_of(app, &els, "Arno", &[Participation]).await;
        let with = EnrolmentCreate { children: vec![arno], ..or_wait() };
        let pair = enrol(&els, at.session, &with).await;
        let waits = enrol(&bo, at.session, &or_wait()).await;
        let other = another(app, &at, Plan { capacity: Some(1), ..Plan::default() }).await;
        let only = enrol(&els, other, &EnrolmentCreate { myself: false, ..with.clone() }).await;
        let begun = another(app, &at, Plan { starts_in: TimeDelta::hours(2), ..Plan::default() }).await;
        let over = enrol(&els, begun, &with).await;
        app.advance(TimeDelta::hours(5));
        // Consent for the child is withdrawn: its seats go, the guardian keeps theirs.
        run(app, move |conn, clocks, now| stored::leave_all_future(conn, &[arno], clocks, now)).await;
        let rest = look(&els, pair.id).await;
        assert_eq!((rest.state, rest.people.len()), (Enrolled, 1));
        assert_eq!(state(&bo, waits.id).await, Offered);
        assert_eq!(state(&els, only.id).await, Cancelled);
        assert_eq!(look(&els, over.id).await.people.len(), 2, "what was stays");
        assert_eq!(check_app(app, at.session).await, (1, 1, 0));
        assert_eq!(check_app(app, other).await, (0, 0, 0));
        // The guardian goes too.
        let id = els.id;
        run(app, move |conn, clocks, now| stored::leave_all_future(conn, &[id], clocks, now)).await;
        assert_eq!(state(&els, pair.id).await, Cancelled);
        assert_eq!(state(&els, over.id).await, Enrolled);
        assert_eq!(check_app(app, at.session).await, (0, 1, 0));
    }
}
