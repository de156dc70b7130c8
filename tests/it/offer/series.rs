//! Series: making, moving and cancelling what follows, going on by themselves.

use super::stage::{at, code, enrol, open, plan, pointers, terms, town};
use LeftOutReason::{Exception, SchoolHoliday};
use SessionState::{Changed, Planned};
use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta, Weekday};
use goesting_api::app::session::extend_series;
use goesting_client::IdempotencyKey;
use goesting_tests::{Someone, TestApp, on_both};
use goesting_types::enrolment::{AgendaQuery, EnrolmentState};
use goesting_types::ids::{OpportunityId, SessionId};
use goesting_types::problem::ErrorCode;
use goesting_types::session::{
    LeftOutReason, Recurrence, SeriesReach, SeriesRule, Session, SessionCancel, SessionCreate,
    SessionQuery, SessionState, SessionUpdate, SessionWhen,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn wednesdays() -> SeriesRule {
    SeriesRule {
        first: day("2026-12-02"),
        start: NaiveTime::from_hms_opt(14, 0, 0).unwrap(),
        duration_minutes: 120,
        zone: "Europe/Brussels".to_owned(),
        recurrence: Recurrence::Week {
            interval: 1,
            weekdays: vec![Weekday::Wed],
        },
        until: Some(day("2027-01-27")),
        except: vec![day("2027-01-20")],
        not_in_school_holidays: true,
        not_on_public_holidays: false,
    }
}

fn asked(rule: SeriesRule) -> SessionCreate {
    SessionCreate {
        when: SessionWhen::Series { rule },
        terms: terms(Some(2)),
        dry_run: false,
    }
}

fn following() -> SessionUpdate {
    SessionUpdate {
        reach: SeriesReach::Following,
        start: None,
        end: None,
        terms: None,
        message: None,
    }
}

async fn make(by: &Someone, of: OpportunityId, rule: SeriesRule) -> Vec<SessionId> {
    let made = plan(by, of, &asked(rule)).await.unwrap();
    made.sessions.iter().map(|one| one.id.unwrap()).collect()
}

async fn all(app: &TestApp, of: OpportunityId) -> Vec<Session> {
    let query = SessionQuery {
        limit: Some(100),
        ..SessionQuery::default()
    };
    let page = app.stranger().list_sessions(of, &query).await.unwrap();
    assert_eq!(page.next_cursor, None);
    page.items
}

on_both! {
    async fn what_is_shown_first_is_what_is_made(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let mut dry = asked(wednesdays());
        dry.dry_run = true;
        let shown = plan(&town.els, id, &dry).await.unwrap();
        assert_eq!(all(app, id).await.len(), 0);
        let key = IdempotencyKey::new();
        let els = &town.els.client;
        let made = els.create_sessions(id, &asked(wednesdays()), key).await.unwrap();
        let starts = |sessions: &[goesting_types::session::PlannedSession]| {
            sessions.iter().map(|one| one.local_start).collect::<Vec<_>>()
        };
        assert_eq!(starts(&shown.sessions), starts(&made.sessions));
        assert_eq!(shown.left_out, made.left_out);
        assert_eq!(
            starts(&made.sessions),
            ["2026-12-02", "2026-12-09", "2026-12-16", "2027-01-06", "2027-01-13", "2027-01-27"]
                .map(|date| at(&format!("{date} 14:00")))
        );
        let reasons: Vec<_> = made.left_out.iter().map(|one| one.reason).collect();
        assert_eq!(reasons, [SchoolHoliday, SchoolHoliday, Exception]);
        let again = els.create_sessions(id, &asked(wednesdays()), key).await.unwrap();
        assert_eq!(again, made);
        assert_eq!(all(app, id).await.len(), 6);
    }

    async fn rules_that_make_no_sense_are_refused(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let wrong = |change: fn(&mut SeriesRule)| {
            let mut rule = wednesdays();
            change(&mut rule);
            let (els, body) = (town.els.client.clone(), asked(rule));
            async move {
                pointers(els.create_sessions(id, &body, IdempotencyKey::new()).await)
            }
        };
        assert_eq!(wrong(|r| r.until = Some(day("2026-12-01"))).await, ["/when/rule/until"]);
        assert_eq!(wrong(|r| r.duration_minutes = 1).await, ["/when/rule/duration_minutes"]);
        assert_eq!(wrong(|r| r.first = day("2030-01-01")).await.first().unwrap(), "/when/rule/first");
        assert_eq!(wrong(|r| "x".clone_into(&mut r.zone)).await, ["/when/rule/zone"]);
        // All its days are left out.
        assert_eq!(wrong(|r| {
            r.until = Some(r.first);
            r.except = vec![r.first];
        }).await, ["/when/rule"]);
        assert_eq!(all(app, id).await.len(), 0);
    }

    async fn this_and_following_move_alike_over_a_clock_change(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let mut rule = wednesdays();
        rule.first = day("2027-03-17");
        rule.until = Some(day("2027-04-14"));
        rule.not_in_school_holidays = false;
        let ids = make(&town.els, id, rule).await;
        assert_eq!(ids.len(), 5);
        let ward = app.someone("Ward").await;
        enrol(&ward, ids[4]).await;
        let later = SessionUpdate { start: Some(at("2027-03-25 09:30")), ..following() };
        let now = town.els.client.update_session(ids[1], 1, &later).await.unwrap();
        assert_eq!(now.local_start, at("2027-03-25 09:30"));
        let starts: Vec<_> = all(app, id).await.into_iter()
            .map(|one| (one.local_start, one.state)).collect();
        assert_eq!(starts, [
            (at("2027-03-17 14:00"), Planned),
            (at("2027-03-25 09:30"), Changed),
            (at("2027-04-01 09:30"), Changed),
            (at("2027-04-08 09:30"), Changed),
            (at("2027-04-15 09:30"), Changed),
        ]);
        app.advance(TimeDelta::seconds(5));
        app.run_jobs().await;
        let told = app.mails().iter().filter(|mail| mail.to == ward.email).count();
        assert_eq!(told, 2, "enrolled, then moved");
    }

    async fn one_that_cannot_follow_keeps_all_where_they_are(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let mut rule = wednesdays();
        rule.first = day("2027-03-17");
        rule.until = Some(day("2027-04-14"));
        rule.not_in_school_holidays = false;
        let ids = make(&town.els, id, rule).await;
        let els = &town.els.client;
        // Sunday 28 March 2027, 02:30 does not exist.
        let into_the_gap = SessionUpdate { start: Some(at("2027-03-21 02:30")), ..following() };
        let outcome = els.update_session(ids[0], 1, &into_the_gap).await;
        assert_eq!(code(outcome), ErrorCode::NonexistentLocalTime);
        for who in app.crowd(2).await {
            enrol(&who, ids[3]).await;
        }
        let fewer = SessionUpdate { terms: Some(terms(Some(1))), ..following() };
        let outcome = els.update_session(ids[0], 1, &fewer).await;
        assert_eq!(code(outcome), ErrorCode::CapacityBelowTaken);
        for one in all(app, id).await {
            assert_eq!((one.version, one.terms.capacity), (1, Some(2)));
            assert_eq!(one.local_start.weekday(), Weekday::Wed);
        }
    }

    async fn this_one_moves_alone(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let ids = make(&town.els, id, wednesdays()).await;
        let alone = SessionUpdate {
            reach: SeriesReach::This, start: Some(at("2026-12-10 14:00")), ..following()
        };
        town.els.client.update_session(ids[1], 1, &alone).await.unwrap();
        let moved = all(app, id).await.iter().filter(|one| one.version == 2).count();
        assert_eq!(moved, 1);
    }

    async fn cancelling_what_follows_ends_the_series(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let mut rule = wednesdays();
        rule.until = None;
        rule.not_in_school_holidays = false;
        let ids = make(&town.els, id, rule).await;
        let ward = app.someone("Ward").await;
        enrol(&ward, ids[5]).await;
        let rest = SessionCancel { reach: SeriesReach::Following, message: None };
        town.els.client.cancel_session(ids[2], &rest).await.unwrap();
        let coming = all(app, id).await.into_iter()
            .filter(|one| one.state != SessionState::Cancelled).count();
        assert_eq!(coming, 2);
        let agenda = ward.client.list_my_enrolments(&AgendaQuery::default()).await.unwrap();
        assert_eq!(agenda.items[0].state, EnrolmentState::Cancelled);
        app.advance(TimeDelta::days(60));
        assert_eq!(extend_series(app.app(), app.now()).await.unwrap(), 0);
    }

    async fn a_series_without_end_goes_on_as_it_was_last_changed(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let mut rule = wednesdays();
        rule.until = None;
        rule.not_in_school_holidays = false;
        let ids = make(&town.els, id, rule).await;
        let last = app.stranger().get_session(*ids.last().unwrap()).await.unwrap();
        assert_eq!(last.local_start, at("2027-11-24 14:00"));
        let change = SessionUpdate {
            start: Some(at("2026-12-10 15:00")), terms: Some(terms(Some(5))), ..following()
        };
        town.els.client.update_session(ids[1], 1, &change).await.unwrap();
        assert_eq!(extend_series(app.app(), app.now()).await.unwrap(), 0, "it is made far enough");
        app.advance(TimeDelta::days(28));
        assert_eq!(extend_series(app.app(), app.now()).await.unwrap(), 3);
        assert_eq!(extend_series(app.app(), app.now()).await.unwrap(), 0, "nothing twice");
        let sessions = all(app, id).await;
        let newest = sessions.last().unwrap();
        // A day later and an hour later than the rule said at first.
        assert_eq!(newest.local_start, at("2027-12-16 15:00"));
        assert_eq!(newest.terms.capacity, Some(5));
        let dates: Vec<_> = sessions.iter().map(|one| one.local_start.date()).collect();
        assert!(dates.windows(2).all(|pair| pair[0] < pair[1]), "{dates:?}");
    }

    async fn a_series_that_moved_to_a_later_day_keeps_its_last_session(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let mut rule = wednesdays();
        rule.until = Some(day("2027-12-15"));
        rule.not_in_school_holidays = false;
        let ids = make(&town.els, id, rule).await;
        let thursdays = SessionUpdate { start: Some(at("2026-12-03 14:00")), ..following() };
        town.els.client.update_session(ids[0], 1, &thursdays).await.unwrap();
        for _ in 0..30 {
            app.advance(TimeDelta::days(1));
            extend_series(app.app(), app.now()).await.unwrap();
        }
        let dates: Vec<_> = all(app, id).await.iter().map(|one| one.local_start.date()).collect();
        assert_eq!(dates.last(), Some(&day("2027-12-16")));
        assert!(dates.iter().all(|date| date.weekday() == Weekday::Thu), "{dates:?}");
        assert!(dates.windows(2).all(|pair| pair[0] < pair[1]), "{dates:?}");
    }

    async fn two_nodes_extend_it_once(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let mut rule = wednesdays();
        rule.until = None;
        rule.not_in_school_holidays = false;
        let made = make(&town.els, id, rule).await.len();
        app.advance(TimeDelta::days(14));
        let now = app.now();
        let (one, two) = tokio::join!(
            extend_series(app.app(), now),
            extend_series(app.app(), now),
        );
        assert_eq!(one.unwrap() + two.unwrap(), 2);
        let query = SessionQuery {
            from: Some(app.now() - TimeDelta::days(30)), limit: Some(100), ..SessionQuery::default()
        };
        let page = app.stranger().list_sessions(id, &query).await.unwrap();
        assert_eq!(page.items.len(), made + 2);
    }
}
