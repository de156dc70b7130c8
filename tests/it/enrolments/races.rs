//! Five hundred people and fifty places, all at once, over sockets.

use std::sync::Arc;

use chrono::TimeDelta;
use futures_util::future::join_all;
use goesting_client::{Client, IdempotencyKey};
use goesting_tests::{Backend, Someone, TestApp, on_both};
use goesting_types::enrolment::{Enrolment, EnrolmentState, HostEnrolment, PromoteRequest};
use goesting_types::ids::SessionId;
use goesting_types::problem::ErrorCode;
use tokio::sync::Barrier;

use super::stage::{
    Plan, Stage, blocking, check_app, code, count, enrol, host, key, or_wait, stage, state,
    whole_list,
};

const PEOPLE: usize = 500;
const PLACES: u32 = 50;

/// What one person does: enrols; some leave again at once, some ask twice, some are let pass by
/// the host. Nothing but the refusals that belong to it may come.
async fn one(
    index: usize,
    who: &Someone,
    hilde: &Someone,
    session: SessionId,
    start: &Barrier,
) -> Enrolment {
    start.wait().await;
    let entry = enrol(who, session, &or_wait()).await;
    match index % 10 {
        0 => who.client.leave_enrolment(entry.id).await.unwrap(),
        3 if index % 50 == 3 => {
            let body = PromoteRequest {
                reason: "Was er vorige keer niet bij.".to_owned(),
            };
            match hilde.client.promote_enrolment(entry.id, &body).await {
                Ok(_) => assert_eq!(entry.state, EnrolmentState::Waitlisted),
                // Whoever has a place, or an offer by now, has nobody to pass.
                Err(error) => assert_eq!(error.code(), Some(ErrorCode::WrongState), "{error}"),
            }
        }
        5 => {
            let again = who
                .client
                .create_enrolment(session, &or_wait(), IdempotencyKey::new())
                .await
                .unwrap_err();
            assert_eq!(again.code(), Some(ErrorCode::AlreadyEnrolled), "{again}");
        }
        _ => {}
    }
    entry
}

/// Everybody at once; then all offers are taken, and those who follow come in order.
async fn storm(app: &TestApp, at: Stage, crowd: Vec<Someone>, hilde: Someone) {
    let start = Arc::new(Barrier::new(crowd.len()));
    let hilde = Arc::new(hilde);
    let tasks: Vec<_> = crowd
        .into_iter()
        .enumerate()
        .map(|(index, who)| {
            let (start, hilde) = (start.clone(), hilde.clone());
            tokio::spawn(async move {
                let entry = one(index, &who, &hilde, at.session, &start).await;
                (index, who, entry)
            })
        })
        .collect();
    let mut entries = Vec::new();
    for task in tasks {
        entries.push(task.await.unwrap());
    }
    check_app(app, at.session).await;
    nobody_passed(app, at.session).await;

    let (mut taken, mut offers) = (0, 0);
    for (_, who, entry) in &entries {
        match state(who, entry.id).await {
            EnrolmentState::Enrolled => taken += 1,
            EnrolmentState::Offered => {
                who.client.accept_enrolment(entry.id).await.unwrap();
                offers += 1;
            }
            _ => {}
        }
    }
    assert_eq!(
        taken + offers,
        PLACES,
        "exactly as many as there are places"
    );
    let leavers = entries.iter().filter(|(index, ..)| index % 10 == 0).count();
    let waiting = PEOPLE - leavers - PLACES as usize;
    assert_eq!(
        check_app(app, at.session).await,
        (i64::from(PLACES), 0, i64::try_from(waiting).unwrap())
    );
    in_order(app, at.session, &entries, &hilde).await;
}

/// No entry was offered places while one before it, of the same size, was left waiting. Who was
/// let pass by the host is left out: their places in the queue moved.
async fn nobody_passed(app: &TestApp, session: SessionId) {
    let store = app.app().store.clone();
    blocking(move || {
        let id = key(&store, session);
        let of = |what: &str, filter: &str| {
            let query = format!(
                "SELECT {what} FROM enrolment WHERE session_id = {id} AND promoted_because IS NULL \
                 AND {filter}"
            );
            count(&store, &query)
        };
        let last_offered = of("max(position)", "offer_expires_at IS NOT NULL");
        let first_waiting = of("min(position)", "state = 'waitlisted'");
        assert!(
            last_offered < first_waiting,
            "{last_offered} was served before {first_waiting}"
        );
    })
    .await;
}

/// As places come free, the queue is served as the host's list has it.
async fn in_order(
    app: &TestApp,
    session: SessionId,
    entries: &[(usize, Someone, Enrolment)],
    hilde: &Someone,
) {
    let queue = |list: &[HostEnrolment]| -> Vec<_> {
        let waiting = list
            .iter()
            .filter(|item| item.state == EnrolmentState::Waitlisted);
        waiting.map(|item| item.id).collect()
    };
    let before = queue(&whole_list(hilde, session, 100).await);
    let mut freed = 0;
    for (_, who, entry) in entries {
        if freed == 10 {
            break;
        }
        if state(who, entry.id).await == EnrolmentState::Enrolled {
            who.client.leave_enrolment(entry.id).await.unwrap();
            freed += 1;
        }
    }
    let list = whole_list(hilde, session, 100).await;
    let offered: Vec<_> = list
        .iter()
        .filter(|item| item.state == EnrolmentState::Offered)
        .map(|item| item.id)
        .collect();
    assert_eq!(offered, before[..freed]);
    assert_eq!(queue(&list), before[freed..]);
    assert_eq!(check_app(app, session).await.1, 10);
}

fn plan() -> Plan {
    Plan {
        capacity: Some(PLACES),
        held: 5,
        ..Plan::default()
    }
}

on_both! {
    async fn exactly_fifty_of_five_hundred_get_in_and_the_queue_holds(app: TestApp) {
        let at = stage(app, plan()).await;
        let hilde = host(app, at.actor, "Hilde").await;
        let crowd = app.crowd(PEOPLE).await;
        storm(app, at, crowd, hilde).await;
    }

    async fn the_last_place_goes_to_one(app: TestApp) {
        for _ in 0..10 {
            let at = stage(app, Plan { capacity: Some(1), waiting_list: false, ..Plan::default() }).await;
            let start = Arc::new(Barrier::new(8));
            let tasks: Vec<_> = app.crowd(8).await.into_iter().map(|who| {
                let start = start.clone();
                tokio::spawn(async move {
                    start.wait().await;
                    let key = IdempotencyKey::new();
                    who.client.create_enrolment(at.session, &or_wait(), key).await
                })
            }).collect();
            let mut winners = 0;
            for task in tasks {
                match task.await.unwrap() {
                    Ok(_) => winners += 1,
                    Err(error) => assert_eq!(error.code(), Some(ErrorCode::SessionFull)),
                }
            }
            assert_eq!(winners, 1);
            check_app(app, at.session).await;
        }
    }

    async fn leaving_accepting_and_lapsing_at_once_count_once(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(5), ..Plan::default() }).await;
        let crowd = app.crowd(10).await;
        let mut entries = Vec::new();
        for who in &crowd {
            entries.push(enrol(who, at.session, &or_wait()).await.id);
        }
        for (who, id) in crowd.iter().zip(&entries).take(5) {
            who.client.leave_enrolment(*id).await.unwrap();
        }
        assert_eq!(check_app(app, at.session).await, (0, 5, 0));
        let offered: Vec<_> = crowd.iter().zip(entries).skip(5).collect();
        let (answering, silent) = offered.split_at(3);
        let start = Arc::new(Barrier::new(9));
        let mut tasks = Vec::new();
        for (who, id) in answering {
            for act in 0..3 {
                let (start, client, id) = (start.clone(), who.client.clone(), *id);
                tasks.push(tokio::spawn(async move {
                    start.wait().await;
                    match act {
                        0 => client.accept_enrolment(id).await.map(|_| ()),
                        1 => client.decline_enrolment(id).await.map(|_| ()),
                        _ => client.leave_enrolment(id).await,
                    }
                }));
            }
        }
        let mut outcomes = Vec::new();
        for task in tasks {
            let outcome = task.await.unwrap();
            if let Err(error) = &outcome {
                assert_eq!(error.code(), Some(ErrorCode::WrongState), "{error}");
            }
            outcomes.push(outcome.is_ok());
        }
        for ((who, id), outcomes) in answering.iter().zip(outcomes.chunks(3)) {
            let (yes, no, left) = (outcomes[0], outcomes[1], outcomes[2]);
            assert!(left && !(yes && no), "yes {yes}, no {no}, left {left}");
            let end = if no { EnrolmentState::Declined } else { EnrolmentState::Cancelled };
            assert_eq!(state(who, *id).await, end);
        }
        assert_eq!(check_app(app, at.session).await, (0, 2, 0));

        app.advance(TimeDelta::hours(25));
        let late = silent.iter().map(|(who, id)| who.client.accept_enrolment(*id));
        let (_, lapsed, late) = tokio::join!(
            app.run_jobs(),
            goesting_api::app::enrolment::expire_due(app.app()),
            join_all(late),
        );
        lapsed.unwrap();
        for outcome in late {
            assert_eq!(code(outcome), ErrorCode::OfferExpired);
        }
        for (who, id) in silent {
            assert_eq!(state(who, *id).await, EnrolmentState::Expired);
        }
        assert_eq!(check_app(app, at.session).await, (0, 0, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_on_one_database_keep_one_queue() {
    let app = TestApp::start(Backend::Postgres).await;
    let second = app.second_node().await;
    let other = format!("http://{}", second.address());
    let at = stage(&app, plan()).await;
    let hilde = host(&app, at.actor, "Hilde").await;
    let mut crowd = app.crowd(PEOPLE).await;
    for who in crowd.iter_mut().skip(1).step_by(2) {
        who.client = Client::with_bearer(&other, &who.token).unwrap();
    }
    storm(&app, at, crowd, hilde).await;
    second.stop().await.unwrap();
    app.stop().await;
}
