//! Moving, changing and cancelling a session.

use super::stage::{at, code, draft, enrol, open, pointers, terms, town, wednesday};
use EnrolmentState::{Enrolled, Offered, Waitlisted};
use chrono::{NaiveDateTime, TimeDelta};
use goesting_tests::on_both;
use goesting_types::enrolment::{AgendaQuery, EnrolmentState};
use goesting_types::problem::ErrorCode;
use goesting_types::session::{SeriesReach, SessionCancel, SessionState, SessionUpdate};

fn edit() -> SessionUpdate {
    SessionUpdate {
        reach: SeriesReach::This,
        start: None,
        end: None,
        terms: None,
        message: None,
    }
}

const CANCEL: SessionCancel = SessionCancel {
    reach: SeriesReach::This,
    message: None,
};

on_both! {
    async fn another_time_is_told_to_who_enrolled(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let session = wednesday(&town.els, id, Some(1)).await;
        let (ward, jef) = (app.someone("Ward").await, app.someone("Jef").await);
        enrol(&ward, session).await;
        enrol(&jef, session).await;
        let later = SessionUpdate {
            start: Some(at("2026-12-10 15:00")),
            message: Some("De zaal was bezet.".to_owned()),
            ..edit()
        };
        let els = &town.els.client;
        let now = els.update_session(session, 1, &later).await.unwrap();
        assert_eq!((now.state, now.version), (SessionState::Changed, 2));
        assert_eq!(now.local_end, at("2026-12-10 17:00"), "it lasts as long as it did");
        assert_eq!(now.message.as_deref(), Some("De zaal was bezet."));
        assert_eq!(code(els.update_session(session, 1, &later).await), ErrorCode::StaleEdit);
        app.advance(TimeDelta::seconds(5));
        app.run_jobs().await;
        for who in [&ward, &jef] {
            let mails = app.mails();
            let last = mails.iter().rfind(|mail| mail.to == who.email).unwrap();
            assert!(last.text.contains("De zaal was bezet."), "{}", last.text);
        }
    }

    async fn more_places_go_to_who_waits_and_fewer_than_taken_are_refused(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let session = wednesday(&town.els, id, Some(2)).await;
        let people = app.crowd(4).await;
        for who in &people {
            enrol(who, session).await;
        }
        let els = &town.els.client;
        let capacity = |places| SessionUpdate { terms: Some(terms(places)), ..edit() };
        for too_few in [Some(1), None] {
            let outcome = els.update_session(session, 1, &capacity(too_few)).await;
            assert_eq!(code(outcome), ErrorCode::CapacityBelowTaken);
        }
        let now = els.update_session(session, 1, &capacity(Some(3))).await.unwrap();
        assert_eq!((now.state, now.places_left, now.waiting), (SessionState::Planned, Some(0), 1));
        let mut states = Vec::new();
        for who in &people {
            let agenda = who.client.list_my_enrolments(&AgendaQuery::default()).await.unwrap();
            states.push(agenda.items[0].state);
        }
        assert_eq!(states, [Enrolled, Enrolled, Offered, Waitlisted]);
        // What is offered counts as taken.
        let outcome = els.update_session(session, 2, &capacity(Some(2))).await;
        assert_eq!(code(outcome), ErrorCode::CapacityBelowTaken);
    }

    async fn an_edit_is_checked_like_a_new_one(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let session = wednesday(&town.els, id, Some(2)).await;
        let els = &town.els.client;
        let attempt = |body: SessionUpdate| async move { els.update_session(session, 1, &body).await };
        let start = |text| SessionUpdate { start: Some(at(text)), ..edit() };
        assert_eq!(code(attempt(edit()).await), ErrorCode::InvalidField);
        assert_eq!(code(attempt(start("2027-03-28 02:30")).await), ErrorCode::NonexistentLocalTime);
        assert_eq!(pointers(attempt(start("2026-11-01 14:00")).await), ["/start"]);
        let early_end = SessionUpdate { end: Some(at("2026-12-09 13:00")), ..edit() };
        assert_eq!(code(attempt(early_end).await), ErrorCode::EndBeforeStart);
        for never in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
            let start = SessionUpdate { start: Some(never), ..edit() };
            assert_eq!(pointers(attempt(start).await), ["/start"]);
            let end = SessionUpdate { end: Some(never), ..edit() };
            assert_eq!(pointers(attempt(end).await), ["/end"]);
        }
        let long = SessionUpdate { message: Some("x".repeat(501)), ..edit() };
        assert_eq!(pointers(attempt(long).await), ["/message"]);
        let path = format!("/api/v1/sessions/{session}");
        let answer = town.els.raw().send("PATCH", &path, &[], Some("{}")).await;
        assert_eq!(answer.problem().code, ErrorCode::PreconditionRequired);
        let ward = app.someone("Ward").await;
        let outcome = ward.client.update_session(session, 1, &start("2026-12-10 14:00")).await;
        assert_eq!(code(outcome), ErrorCode::NotFound);
        app.advance(TimeDelta::days(20));
        let late = attempt(start("2026-12-30 14:00")).await.unwrap_err();
        assert_eq!(late.problem().unwrap().state.as_deref(), Some("done"));
    }

    async fn cancelling_ends_every_entry_once(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let session = wednesday(&town.els, id, Some(1)).await;
        let (ward, jef) = (app.someone("Ward").await, app.someone("Jef").await);
        enrol(&ward, session).await;
        enrol(&jef, session).await;
        let els = &town.els.client;
        let word = SessionCancel { message: Some("Ziek.".to_owned()), ..CANCEL };
        let now = els.cancel_session(session, &word).await.unwrap();
        assert_eq!((now.state, now.waiting), (SessionState::Cancelled, 0));
        let again = els.cancel_session(session, &CANCEL).await.unwrap();
        assert_eq!((again.message.as_deref(), again.version), (Some("Ziek."), now.version));
        for who in [&ward, &jef] {
            let agenda = who.client.list_my_enrolments(&AgendaQuery::default()).await.unwrap();
            assert_eq!(agenda.items[0].state, EnrolmentState::Cancelled);
        }
        app.advance(TimeDelta::seconds(5));
        app.run_jobs().await;
        let told = app.mails().iter().filter(|mail| mail.text.contains("Ziek.")).count();
        assert_eq!(told, 2);
        let body = SessionUpdate { start: Some(at("2026-12-10 14:00")), ..edit() };
        let late = els.update_session(session, now.version, &body).await.unwrap_err();
        assert_eq!(late.problem().unwrap().state.as_deref(), Some("cancelled"));
        let ward_tries = ward.client.cancel_session(session, &CANCEL).await;
        assert_eq!(code(ward_tries), ErrorCode::NotFound);
    }

    async fn the_calendar_is_sent_anew_only_when_something_changed(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let session = wednesday(&town.els, id, Some(3)).await;
        let path = format!("/api/v1/opportunities/{id}/calendar.ics");
        let ask = |tag: String| {
            let (raw, path) = (app.raw(), path.clone());
            async move { raw.send("GET", &path, &[("if-none-match", &tag)], None).await }
        };
        let tag = |answer: &goesting_tests::Answer| {
            assert!(answer.header("vary").unwrap().to_lowercase().contains("accept-language"));
            assert!(answer.header("cache-control").unwrap().starts_with("public, max-age=300"));
            answer.header("etag").unwrap().to_owned()
        };
        let first = ask("\"none\"".to_owned()).await;
        assert_eq!((first.status, first.header("content-type")), (200, Some("text/calendar; charset=utf-8")));
        // Neither time nor people who enrol change it.
        app.advance(TimeDelta::hours(30));
        enrol(&app.someone("Ward").await, session).await;
        let same = ask(tag(&first)).await;
        assert_eq!((same.status, same.body.as_str(), tag(&same)), (304, "", tag(&first)));
        let body = SessionUpdate { start: Some(at("2026-12-10 15:00")), ..edit() };
        town.els.client.update_session(session, 1, &body).await.unwrap();
        let moved = ask(tag(&first)).await;
        assert_eq!(moved.status, 200);
        assert!(moved.body.contains("DTSTART:20261210T140000Z") && moved.body.contains("SEQUENCE:2"), "{}", moved.body);
        let stamp = |at: chrono::DateTime<chrono::Utc>| format!("DTSTAMP:{}", at.format("%Y%m%dT%H%M%SZ"));
        assert!(moved.body.contains(&stamp(app.now())) && !first.body.contains(&stamp(app.now())), "{}", moved.body);
        assert_eq!(ask(tag(&moved)).await.status, 304);
    }

    async fn a_calendar_outlives_pausing_and_closing_but_not_being_hidden(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        wednesday(&town.els, id, Some(3)).await;
        let els = &town.els.client;
        let path = |id| format!("/api/v1/opportunities/{id}/calendar.ics");
        els.pause_opportunity(id).await.unwrap();
        let paused = app.raw().get(&path(id)).await;
        assert_eq!(paused.status, 200);
        assert!(paused.body.contains("STATUS:CONFIRMED"), "{}", paused.body);
        els.close_opportunity(id).await.unwrap();
        let closed = app.raw().get(&path(id)).await;
        assert_eq!(closed.status, 200);
        assert_eq!(closed.body.matches("STATUS:CANCELLED").count(), 1, "{}", closed.body);
        assert!(!closed.body.contains("STATUS:CONFIRMED"), "{}", closed.body);
        let other = open(&town, "Samen koken").await;
        town.fien.client.pause_opportunity(other).await.unwrap();
        assert_eq!(app.raw().get(&path(other)).await.status, 404, "hidden");
        let made = draft(&town.els, town.bib, "Nog niet").await;
        assert_eq!(app.raw().get(&path(made.id)).await.status, 404, "a draft");
    }

    async fn what_is_over_cannot_be_cancelled(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let session = wednesday(&town.els, id, None).await;
        app.advance(TimeDelta::days(20));
        let outcome = town.els.client.cancel_session(session, &CANCEL).await;
        assert_eq!(code(outcome), ErrorCode::WrongState);
    }
}
