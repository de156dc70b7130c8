//! Single sessions: making, listing, counting heads.

use super::stage::{code, draft, enrol, once, open, plan, pointers, terms, town, wednesday};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use goesting_api::http::paging;
use goesting_client::IdempotencyKey;
use goesting_store::session;
use goesting_tests::on_both;
use goesting_types::ids::SessionId;
use goesting_types::problem::ErrorCode;
use goesting_types::session::{HeadCount, SessionQuery, SessionState, SessionWhen};

on_both! {
    async fn a_session_is_seen_by_all_with_its_places(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let session = wednesday(&town.els, id, Some(3)).await;
        let seen = app.stranger().get_session(session).await.unwrap();
        assert_eq!(seen.starts_at.to_rfc3339(), "2026-12-09T13:00:00+00:00");
        assert_eq!((seen.state, seen.places_left), (SessionState::Planned, Some(3)));
        enrol(&app.someone("Ward").await, session).await;
        let seen = app.stranger().get_session(session).await.unwrap();
        assert_eq!((seen.places_left, seen.version), (Some(2), 1), "enrolling is no edit");
    }

    async fn the_sessions_of_a_draft_are_for_its_hosts(app: TestApp) {
        let town = town(app).await;
        let made = draft(&town.els, town.bib, "Nog niet").await;
        let session = wednesday(&town.els, made.id, None).await;
        assert_eq!(code(app.stranger().get_session(session).await), ErrorCode::NotFound);
        let query = SessionQuery::default();
        let list = app.stranger().list_sessions(made.id, &query).await;
        assert_eq!(code(list), ErrorCode::NotFound);
        let ward = app.someone("Ward").await;
        assert_eq!(code(ward.client.get_session(session).await), ErrorCode::NotFound);
        assert!(town.els.client.get_session(session).await.is_ok());
        assert_eq!(town.fien.client.list_sessions(made.id, &query).await.unwrap().items.len(), 1);
        let answer = town.els.raw().get(&format!("/api/v1/sessions/{session}")).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }

    async fn what_is_edited_is_read_with_its_version(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let session = wednesday(&town.els, id, Some(3)).await;
        let raw = town.els.raw();
        for (path, body) in [
            (format!("/api/v1/opportunities/{id}"), "{}"),
            (format!("/api/v1/sessions/{session}"), r#"{"message":"Neem een schaar mee"}"#),
            (format!("/api/v1/actors/{}", town.bib), "{}"),
        ] {
            // What everybody sees has a tag that is no version.
            let public = raw.get(&path).await;
            let weak = public.header("etag").unwrap();
            assert!(weak.starts_with("W/"), "{path} {weak}");
            let answer = raw.send("PATCH", &path, &[("if-match", weak)], Some(body)).await;
            let problem = answer.problem();
            assert_eq!((answer.status, problem.code), (428, ErrorCode::PreconditionRequired), "{path}");
            assert!(problem.detail.unwrap().contains("view=edit"), "{path}");

            let edit = raw.get(&format!("{path}?view=edit")).await;
            assert_eq!(edit.header("cache-control"), Some("no-store"), "{path}");
            let strong = edit.header("etag").unwrap();
            assert_eq!(strong, format!("\"{}\"", edit.json()["version"]), "{path}");
            for right in [strong, "*"] {
                let answer = raw.send("PATCH", &path, &[("if-match", right)], Some(body)).await;
                assert_eq!(answer.status, 200, "{path} {right}");
            }
            let stale = raw.send("PATCH", &path, &[("if-match", "\"0\"")], Some(body)).await;
            assert_eq!((stale.status, stale.problem().code), (412, ErrorCode::StaleEdit), "{path}");
        }
    }

    async fn times_that_cannot_be_are_refused(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let attempt = |start: &str, end: &str| {
            let body = once(start, end, Some(3));
            let els = town.els.client.clone();
            async move { els.create_sessions(id, &body, IdempotencyKey::new()).await }
        };
        for (start, end, expected) in [
            ("2027-03-28 02:30", "2027-03-28 04:00", ErrorCode::NonexistentLocalTime),
            ("2027-03-28 01:00", "2027-03-28 02:30", ErrorCode::NonexistentLocalTime),
            ("2026-12-09 16:00", "2026-12-09 14:00", ErrorCode::EndBeforeStart),
            ("2026-12-09 14:00", "2026-12-09 14:00", ErrorCode::EndBeforeStart),
            ("2026-11-24 08:59", "2026-11-24 10:00", ErrorCode::InvalidField),
            ("2036-12-09 14:00", "2036-12-09 16:00", ErrorCode::InvalidField),
            ("2026-12-09 14:00", "2028-12-09 16:00", ErrorCode::InvalidField),
        ] {
            assert_eq!(code(attempt(start, end).await), expected, "{start} {end}");
        }
        // What comes twice is the first of both.
        let twice = attempt("2027-10-31 02:30", "2027-10-31 05:00").await.unwrap();
        assert_eq!(twice.sessions[0].starts_at.to_rfc3339(), "2027-10-31T00:30:00+00:00");
        let path = format!("/api/v1/opportunities/{id}/sessions");
        for impossible in ["2026-02-30T14:00:00", "2026-12-09T25:00:00", "morgen"] {
            let body = format!(
                r#"{{"when":{{"repeat":"once","start":"{impossible}","end":"2026-12-09T16:00:00"}},"terms":{{}}}}"#
            );
            let answer = town.els.raw().post(&path, &body).await;
            let problem = answer.problem();
            assert_eq!(problem.code, ErrorCode::InvalidBody, "{impossible}");
            assert_eq!(problem.errors[0].pointer, "/when/start", "{impossible}");
        }
    }

    async fn terms_have_limits(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let mut body = once("2026-12-09 14:00", "2026-12-09 16:00", Some(0));
        assert_eq!(pointers(plan(&town.els, id, &body).await), ["/terms/capacity"]);
        body.terms = terms(Some(10_001));
        assert_eq!(pointers(plan(&town.els, id, &body).await), ["/terms/capacity"]);
        body.terms = terms(Some(3));
        body.terms.held_for_newcomers = 4;
        assert_eq!(pointers(plan(&town.els, id, &body).await), ["/terms/held_for_newcomers"]);
        let SessionWhen::Once { start, end, .. } = body.when else { panic!() };
        body.when = SessionWhen::Once { start, end, zone: "Mars/Olympus".to_owned() };
        body.terms = terms(None);
        assert_eq!(pointers(plan(&town.els, id, &body).await), ["/when/zone"]);
    }

    async fn a_dry_run_makes_nothing_and_a_repeat_makes_one(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let mut body = once("2026-12-09 14:00", "2026-12-09 16:00", Some(3));
        body.dry_run = true;
        let shown = plan(&town.els, id, &body).await.unwrap();
        assert_eq!((shown.sessions.len(), shown.sessions[0].id), (1, None));
        let list = || async {
            app.stranger().list_sessions(id, &SessionQuery::default()).await.unwrap().items
        };
        assert_eq!(list().await.len(), 0);
        body.dry_run = false;
        let key = IdempotencyKey::new();
        let els = &town.els.client;
        let (one, two) = tokio::join!(
            els.create_sessions(id, &body, key),
            els.create_sessions(id, &body, key),
        );
        assert_eq!(one.unwrap(), two.unwrap());
        assert_eq!(list().await.len(), 1);
    }

    async fn only_hosts_plan_and_nothing_is_planned_for_what_is_closed(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let mut body = once("2026-12-09 14:00", "2026-12-09 16:00", Some(3));
        let ward = app.someone("Ward").await;
        assert_eq!(code(plan(&ward, id, &body).await), ErrorCode::NotFound);
        assert_eq!(code(plan(&town.fien, id, &body).await), ErrorCode::NotFound);
        town.els.client.close_opportunity(id).await.unwrap();
        for dry_run in [true, false] {
            body.dry_run = dry_run;
            assert_eq!(code(plan(&town.els, id, &body).await), ErrorCode::WrongState);
        }
    }

    async fn lists_go_by_pages_and_begin_now(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        for day in [3, 1, 2, 2, 4] {
            let (start, end) = (format!("2026-12-0{day} 14:00"), format!("2026-12-0{day} 15:00"));
            plan(&town.els, id, &once(&start, &end, None)).await.unwrap();
        }
        let stranger = app.stranger();
        let mut query = SessionQuery { limit: Some(2), ..SessionQuery::default() };
        let mut starts = Vec::new();
        loop {
            let page = stranger.list_sessions(id, &query).await.unwrap();
            starts.extend(page.items.iter().map(|one| (one.starts_at, one.id)));
            let Some(next) = page.next_cursor else { break };
            query.cursor = Some(next);
        }
        assert_eq!(starts.len(), 5);
        assert!(starts.is_sorted());
        let from = starts[1].0;
        let until = Some(starts[4].0);
        let some = SessionQuery { from: Some(from), until, ..SessionQuery::default() };
        assert_eq!(stranger.list_sessions(id, &some).await.unwrap().items.len(), 3);
        let odd = SessionQuery { cursor: query.cursor, ..some };
        assert_eq!(code(stranger.list_sessions(id, &odd).await), ErrorCode::InvalidCursor);
        app.advance(TimeDelta::days(8));
        let rest = stranger.list_sessions(id, &SessionQuery::default()).await.unwrap();
        assert_eq!(rest.items.len(), 4);
    }

    async fn instants_nobody_means_are_pointed_at(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        for at in ["-9999-01-01T00:00:00Z", "%2B262142-12-31T23:59:59Z", "1899-12-31T23:59:59Z"] {
            for name in ["from", "until"] {
                let path = format!("/api/v1/opportunities/{id}/sessions?{name}={at}");
                let answer = app.raw().get(&path).await;
                assert_eq!(answer.status, 400, "{path}: {}", answer.body);
                let problem = answer.problem();
                assert_eq!((problem.code, problem.errors[0].pointer.as_str()), (ErrorCode::InvalidQuery, name));
            }
        }
        // A cursor that somebody made up gives a page or a refusal, and nothing breaks.
        for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let cursor = paging::write(&(at, SessionId::new()), &format!("{id} None None"));
            let query = SessionQuery { cursor: Some(cursor), ..SessionQuery::default() };
            assert!(app.stranger().list_sessions(id, &query).await.unwrap().items.is_empty());
        }
        for never in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
            let mut body = once("2026-12-09 14:00", "2026-12-09 16:00", None);
            let zone = "Europe/Brussels".to_owned();
            body.when = SessionWhen::Once { start: never, end: never, zone };
            assert_eq!(pointers(plan(&town.els, id, &body).await), ["/when/start"]);
        }
    }

    async fn heads_are_counted_once_it_has_begun(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let session = wednesday(&town.els, id, Some(3)).await;
        let els = &town.els.client;
        let count = HeadCount { count: 7 };
        assert_eq!(code(els.set_head_count(session, &count).await), ErrorCode::WrongState);
        app.advance(TimeDelta::days(16));
        let numbers = els.set_head_count(session, &count).await.unwrap();
        assert_eq!(numbers.head_count, Some(7));
        let most = HeadCount { count: 100_001 };
        assert_eq!(pointers(els.set_head_count(session, &most).await), ["/count"]);
        let ward = app.someone("Ward").await;
        assert_eq!(code(ward.client.set_head_count(session, &count).await), ErrorCode::NotFound);
    }

    async fn what_is_over_is_done(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let session = wednesday(&town.els, id, None).await;
        app.advance(TimeDelta::days(15) + TimeDelta::hours(6));
        app.run_jobs().await;
        let seen = app.stranger().get_session(session).await.unwrap();
        assert_eq!(seen.state, SessionState::Planned, "it goes on for an hour");
        app.advance(TimeDelta::hours(1));
        app.run_jobs().await;
        let seen = app.stranger().get_session(session).await.unwrap();
        assert_eq!(seen.state, SessionState::Done);
    }
    async fn what_is_over_is_done_some_at_a_time(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        for day in ["2026-12-02", "2026-12-09", "2026-12-16"] {
            let body = once(&format!("{day} 14:00"), &format!("{day} 16:00"), None);
            plan(&town.els, id, &body).await.unwrap();
        }
        let coming = app.app().clock.now();
        let over = coming + TimeDelta::days(30);
        let mut done = Vec::new();
        for now in [coming, over, over, over] {
            let some = app.app().write(move |conn| Ok(session::finish_past(conn, now, 2)?));
            done.push(some.await.unwrap());
        }
        assert_eq!(done, [0, 2, 1, 0]);
    }
}
