//! What is proposed instead of a session that does not take place.

use chrono::TimeDelta;
use goesting_i18n::format;
use goesting_store::change::{Entity, Happened};
use goesting_store::enrolment as stored;
use goesting_tests::{TestApp, on_both};
use goesting_types::enrolment::EnrolmentCreate;
use goesting_types::ids::SessionId;
use goesting_types::lang::Lang;
use goesting_types::opportunity::OpportunityState;
use goesting_types::person::ConsentPurpose::Participation;

use super::stage::{
    Plan, another, blocking, change, child_of, enrol, key, myself, opportunity_of, session_of, sql,
    stage,
};

/// The day and hour of a session, as a mail says them.
async fn when(app: &TestApp, session: SessionId) -> String {
    let found = app.stranger().get_session(session).await.unwrap();
    format::date_and_time(Lang::Nl, found.local_start)
}

/// Lets a session not take place.
async fn cancel(app: &TestApp, session: SessionId) {
    let now = app.now();
    app.app()
        .write(move |conn| Ok(stored::cancel_session_enrolments(conn, &[session], now)?))
        .await
        .unwrap();
    change(app, move |store| {
        let id = key(store, session);
        format!("UPDATE session SET state = 'cancelled' WHERE id = {id}")
    })
    .await;
}

fn in_days(days: i64) -> Plan {
    Plan {
        capacity: Some(3),
        starts_in: TimeDelta::days(days),
        ..Plan::default()
    }
}

on_both! {
    async fn only_what_they_can_take_is_proposed(app: TestApp) {
        let at = stage(app, in_days(10)).await;
        let els = app.someone("Els").await;
        let lou = child_of(app, &els, "Lou", &[Participation]).await;
        let family = EnrolmentCreate { children: vec![lou], ..myself() };
        enrol(&els, at.session, &family).await;
        let held = another(app, &at, Plan { held: 2, ..in_days(11) }).await;
        let inside = another(app, &at, in_days(12)).await;
        enrol(&els, inside, &myself()).await;
        let small = another(app, &at, Plan { capacity: Some(1), ..in_days(13) }).await;
        let free = another(app, &at, in_days(14)).await;
        let (store, now) = (app.app().store.clone(), app.now());
        let (older, young) = blocking(move || {
            let other = |title: &str, from: u8, days| {
                let id = opportunity_of(&store, now, at.actor, OpportunityState::Open);
                sql(&store, &format!(
                    r#"UPDATE opportunity SET content = replace(replace(content, 'Leer herstellen',
                    '{title}'), '"ages":{{}}', '"ages":{{"from":{from}}}') WHERE id = {}"#,
                    key(&store, id)
                ));
                session_of(&store, now, id, &in_days(days))
            };
            (other("Samen tuinieren", 60, 15), other("Samen naaien", 6, 16))
        }).await;
        cancel(app, at.session).await;
        app.run_jobs().await;
        let mails = app.mails();
        let mail = mails.iter().find(|mail| mail.subject.contains("gaat niet door")).unwrap();
        for (session, proposed) in [
            (held, false), (inside, false), (small, false), (free, true), (older, false), (young, true),
        ] {
            let when = when(app, session).await;
            assert_eq!(mail.text.contains(&when), proposed, "{when}: {}", mail.text);
        }
        assert!(mail.text.contains("Samen naaien") && !mail.text.contains("Samen tuinieren"));
    }

    async fn what_is_nearest_in_time_comes_first_then_what_is_near_of_others(app: TestApp) {
        let at = stage(app, in_days(60)).await;
        let els = app.someone("Els").await;
        enrol(&els, at.session, &myself()).await;
        let early = another(app, &at, in_days(10)).await;
        let before = another(app, &at, in_days(58)).await;
        let after = another(app, &at, in_days(61)).await;
        let elsewhere = stage(app, in_days(62)).await;
        let other = stage(app, in_days(59)).await;
        let content = |title: &str, interest: &str| format!(
            r#"{{"title":{{"nl":{{"text":"{title}"}}}},"kind":"do_along","interests":["{interest}"],
            "whereabouts":{{"mode":"on_request","territory":"24062"}},"formality":"non_formal",
            "recognition":"none"}}"#
        );
        for (of, title, interest) in [
            (at, "Leer herstellen", "sewing"),
            (elsewhere, "Samen stikken", "sewing"),
            (other, "Samen zingen", "singing"),
        ] {
            let content = content(title, interest);
            change(app, move |store| format!(
                "UPDATE opportunity SET content = '{content}' WHERE id = {}", key(store, of.opportunity)
            )).await;
            let now = app.now();
            app.app().write(move |conn| {
                let entity = Entity::Opportunity(of.opportunity);
                Ok(goesting_store::change::append(conn, entity, Happened::Edited, now)?)
            }).await.unwrap();
        }
        app.index().await;
        cancel(app, at.session).await;
        app.run_jobs().await;
        let mails = app.mails();
        let mail = mails.iter().find(|mail| mail.subject.contains("gaat niet door")).unwrap();
        for (session, proposed) in [
            (after, true), (before, true), (early, false), (elsewhere.session, true), (other.session, false),
        ] {
            let when = when(app, session).await;
            assert_eq!(mail.text.contains(&when), proposed, "{when}: {}", mail.text);
        }
        let (after, before) = (when(app, after).await, when(app, before).await);
        assert!(mail.text.find(&after) < mail.text.find(&before), "{}", mail.text);
        assert!(mail.text.contains("Samen stikken"), "{}", mail.text);
    }

    async fn where_nobody_acts_for_it_any_more_nothing_is_proposed(app: TestApp) {
        let at = stage(app, in_days(10)).await;
        let els = app.someone("Els").await;
        enrol(&els, at.session, &myself()).await;
        let free = another(app, &at, in_days(14)).await;
        cancel(app, at.session).await;
        change(app, move |store| format!(
            "UPDATE actor SET state = 'unclaimed' WHERE id = {}", key(store, at.actor)
        )).await;
        app.run_jobs().await;
        let mails = app.mails();
        let mail = mails.iter().find(|mail| mail.subject.contains("gaat niet door")).unwrap();
        let when = when(app, free).await;
        assert!(!mail.text.contains(&when), "{}", mail.text);
    }
}
