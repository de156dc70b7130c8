//! One's own agenda, and what one remembers of it.

use chrono::TimeDelta;
use goesting_tests::{Someone, on_both};
use goesting_types::enrolment::{
    AgendaPart, AgendaQuery, EnrolmentCreate, EnrolmentState, WasThere,
};
use goesting_types::ids::{EnrolmentId, PersonId};
use goesting_types::person::ConsentPurpose::Participation;
use goesting_types::problem::ErrorCode;
use goesting_types::session::{SeriesReach, SessionCancel};

use super::stage::{Plan, another, child_of, code, enrol, host, look, myself, or_wait, stage};

/// All pages of a part, `limit` at a time.
async fn pages(who: &Someone, part: Option<AgendaPart>, limit: u32) -> Vec<EnrolmentId> {
    let mut ids = Vec::new();
    let mut cursor = None;
    loop {
        let query = AgendaQuery {
            part,
            cursor,
            limit: Some(limit),
        };
        let page = who.client.list_my_enrolments(&query).await.unwrap();
        assert!(page.items.len() <= limit as usize);
        ids.extend(page.items.iter().map(|one| one.id));
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return ids,
        }
    }
}

on_both! {
    async fn parts_and_pages_hold_each_entry_once(app: TestApp) {
        let days = |days| Plan { capacity: Some(1), starts_in: TimeDelta::days(days), ..Plan::default() };
        let at = stage(app, days(5)).await;
        let (els, an) = (app.someone("Els").await, app.someone("An").await);
        let mut coming = vec![(5, enrol(&els, at.session, &myself()).await.id)];
        let mut waiting = Vec::new();
        let mut past = Vec::new();
        // Two on the same day: the page's edge falls between equals.
        for day in [1, 3, 3, 3, 2, 9, 8] {
            let session = another(app, &at, days(day)).await;
            coming.push((day, enrol(&els, session, &myself()).await.id));
        }
        for day in [4, 6, 2] {
            let session = another(app, &at, days(day)).await;
            enrol(&an, session, &myself()).await;
            waiting.push((day, enrol(&els, session, &or_wait()).await.id));
        }
        for day in [7, 2] {
            let session = another(app, &at, days(day)).await;
            let left = enrol(&els, session, &myself()).await.id;
            els.client.leave_enrolment(left).await.unwrap();
            past.push((day, left));
        }
        let ids = |mut of: Vec<(i64, EnrolmentId)>, latest_first: bool| -> Vec<EnrolmentId> {
            of.sort_unstable();
            if latest_first {
                of.reverse();
            }
            of.into_iter().map(|(_, id)| id).collect()
        };
        let all: Vec<_> = coming.iter().chain(&waiting).chain(&past).copied().collect();
        for limit in [1, 2, 3, 100] {
            assert_eq!(pages(&els, Some(AgendaPart::Coming), limit).await, ids(coming.clone(), false));
            assert_eq!(pages(&els, Some(AgendaPart::Waiting), limit).await, ids(waiting.clone(), false));
            assert_eq!(pages(&els, Some(AgendaPart::Past), limit).await, ids(past.clone(), true));
            assert_eq!(pages(&els, None, limit).await, ids(all.clone(), true));
        }
        // What is over moves to the past.
        app.advance(TimeDelta::days(3) + TimeDelta::hours(2));
        let over = |day: i64| day <= 3;
        past.extend(coming.iter().chain(&waiting).filter(|(day, _)| over(*day)));
        coming.retain(|(day, _)| !over(*day));
        waiting.retain(|(day, _)| !over(*day));
        assert_eq!(pages(&els, Some(AgendaPart::Coming), 3).await, ids(coming, false));
        assert_eq!(pages(&els, Some(AgendaPart::Waiting), 3).await, ids(waiting, false));
        assert_eq!(pages(&els, Some(AgendaPart::Past), 3).await, ids(past, true));
        // A cursor belongs to its part, and to its person.
        let query = |part| AgendaQuery { part: Some(part), cursor: None, limit: Some(1) };
        let page = els.client.list_my_enrolments(&query(AgendaPart::Coming)).await.unwrap();
        for (who, part) in [(&els, AgendaPart::Past), (&an, AgendaPart::Coming)] {
            let stray = AgendaQuery { cursor: page.next_cursor.clone(), ..query(part) };
            assert_eq!(code(who.client.list_my_enrolments(&stray).await), ErrorCode::InvalidCursor);
        }
        let too_many = AgendaQuery { limit: Some(101), ..AgendaQuery::default() };
        assert_eq!(code(els.client.list_my_enrolments(&too_many).await), ErrorCode::InvalidQuery);
    }

    async fn a_lapsed_offer_is_past_before_any_job_comes_by(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let (an, els) = (app.someone("An").await, app.someone("Els").await);
        let first = enrol(&an, at.session, &myself()).await;
        let id = enrol(&els, at.session, &or_wait()).await.id;
        an.client.leave_enrolment(first.id).await.unwrap();
        assert_eq!(pages(&els, Some(AgendaPart::Coming), 5).await, [id]);
        app.advance(TimeDelta::hours(24));
        assert!(pages(&els, Some(AgendaPart::Coming), 5).await.is_empty());
        assert_eq!(pages(&els, Some(AgendaPart::Past), 5).await, [id]);
    }

    async fn what_others_called_off_stays_with_what_comes_until_it_would_begin(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let hilde = host(app, at.actor, "Hilde").await;
        let (els, an) = (app.someone("Els").await, app.someone("An").await);
        let off = enrol(&els, at.session, &myself()).await.id;
        let waits = enrol(&an, at.session, &or_wait()).await.id;
        let taken_off = enrol(&els, another(app, &at, Plan::default()).await, &myself()).await.id;
        let left = enrol(&els, another(app, &at, Plan::default()).await, &myself()).await.id;
        els.client.leave_enrolment(left).await.unwrap();
        hilde.client.leave_enrolment(taken_off).await.unwrap();
        let cancel = SessionCancel { reach: SeriesReach::This, message: Some("Ziek.".to_owned()) };
        hilde.client.cancel_session(at.session, &cancel).await.unwrap();
        let link = els.client.create_calendar_link().await.unwrap().url;
        let link = link.split_once("8080").unwrap().1;
        let mut called_off = [off, taken_off];
        called_off.sort_unstable();
        for limit in [1, 10] {
            let mut coming = pages(&els, Some(AgendaPart::Coming), limit).await;
            coming.sort_unstable();
            assert_eq!(coming, called_off);
            assert_eq!(pages(&els, Some(AgendaPart::Past), limit).await, [left]);
            assert_eq!(pages(&an, Some(AgendaPart::Coming), limit).await, [waits]);
            assert!(pages(&an, Some(AgendaPart::Waiting), limit).await.is_empty());
        }
        let feed = app.raw().get(link).await.body;
        assert_eq!(feed.matches("BEGIN:VEVENT").count(), 2, "{feed}");
        assert_eq!(feed.matches("STATUS:CANCELLED").count(), 2, "{feed}");
        assert!(!feed.contains("/leave?token="), "{feed}");
        app.advance(TimeDelta::days(10));
        assert!(pages(&els, Some(AgendaPart::Coming), 10).await.is_empty());
        assert_eq!(pages(&els, Some(AgendaPart::Past), 10).await.len(), 3);
        assert!(!app.raw().get(link).await.body.contains("BEGIN:VEVENT"));
    }

    async fn only_the_person_says_whether_they_were_there(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(5), ..Plan::default() }).await;
        let (els, mie) = (app.someone("Els").await, app.someone("Mie").await);
        let arno = child_of(app, &els, "Arno", &[Participation]).await;
        let with = EnrolmentCreate { children: vec![arno], ..myself() };
        let id = enrol(&els, at.session, &with).await.id;
        let say = |person_id: PersonId, was_there| WasThere { person_id, was_there };
        let early = els.client.set_was_there(id, &say(els.id, Some(true))).await;
        assert_eq!(code(early), ErrorCode::WrongState);
        app.advance(TimeDelta::days(11));
        let said = els.client.set_was_there(id, &say(els.id, Some(true))).await.unwrap();
        let of = |entry: &goesting_types::enrolment::Enrolment, person| {
            entry.people.iter().find(|one| one.person_id == person).unwrap().was_there
        };
        assert_eq!((of(&said, els.id), of(&said, arno)), (Some(true), None));
        els.client.set_was_there(id, &say(arno, Some(false))).await.unwrap();
        assert_eq!(of(&look(&els, id).await, arno), Some(false));
        els.client.set_was_there(id, &say(arno, None)).await.unwrap();
        assert_eq!(of(&look(&els, id).await, arno), None);
        assert_eq!(code(mie.client.set_was_there(id, &say(mie.id, Some(true))).await), ErrorCode::NotFound);
        assert_eq!(code(els.client.set_was_there(id, &say(mie.id, Some(true))).await), ErrorCode::NotFound);
        let other = child_of(app, &els, "Bente", &[Participation]).await;
        assert_eq!(code(els.client.set_was_there(id, &say(other, Some(true))).await), ErrorCode::InvalidField);
        // Who had no place was not there.
        let late = stage(app, Plan::default()).await;
        let left = enrol(&els, late.session, &myself()).await.id;
        els.client.leave_enrolment(left).await.unwrap();
        app.advance(TimeDelta::days(11));
        assert_eq!(look(&els, left).await.state, EnrolmentState::Cancelled);
        assert_eq!(code(els.client.set_was_there(left, &say(els.id, Some(true))).await), ErrorCode::WrongState);
    }
}
