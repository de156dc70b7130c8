//! The program is killed in the middle of writing, twenty times. What it had answered is there
//! afterwards, and nothing is half done.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{TimeDelta, Utc};
use goesting_api::auth::{Secret, SigningKey, Tokens};
use goesting_client::{ClientError, IdempotencyKey};
use goesting_store::{Store, StoreError, StoreOptions};
use goesting_tests::{Backend, Newcomer, Someone, TestDatabase};
use goesting_types::enrolment::{AgendaQuery, Enrolment, EnrolmentState};
use goesting_types::ids::{EnrolmentId, SessionId};
use tokio::sync::Notify;

use crate::program::{PUBLIC_URL, Program, SECRET};

use super::stage::{Plan, check, count, or_wait, session_of, stage_in};

const ROUNDS: usize = 20;
const WRITERS: usize = 12;
/// What one person was told, and what they had asked when the answer did not come.
#[derive(Debug, Default)]
struct Told {
    /// Entries with the last state that was answered.
    entries: Vec<(EnrolmentId, EnrolmentState)>,
    /// The last request was not answered.
    asked: Option<Asked>,
}

#[derive(Debug, PartialEq)]
enum Asked {
    Enrol,
    Leave(EnrolmentId),
}

/// Enrols and leaves until no answer comes.
async fn write_on(
    who: Someone,
    sessions: Vec<SessionId>,
    answers: Arc<AtomicUsize>,
    enough: Arc<Notify>,
    kill_after: usize,
) -> (Someone, Told) {
    let mut told = Told::default();
    for turn in 0.. {
        let session = sessions[turn % sessions.len()];
        told.asked = Some(Asked::Enrol);
        let key = IdempotencyKey::new();
        let entry = match who.client.create_enrolment(session, &or_wait(), key).await {
            Ok(entry) => entry,
            Err(error) => return (who, cut_off(told, &error)),
        };
        told.entries.push((entry.id, entry.state));
        told.asked = None;
        if answers.fetch_add(1, Ordering::SeqCst) + 1 == kill_after {
            enough.notify_one();
        }
        if turn % 3 == 2 {
            continue;
        }
        told.asked = Some(Asked::Leave(entry.id));
        if let Err(error) = who.client.leave_enrolment(entry.id).await {
            return (who, cut_off(told, &error));
        }
        if let Some(last) = told.entries.last_mut() {
            last.1 = EnrolmentState::Cancelled;
        }
        told.asked = None;
    }
    (who, told)
}

/// Only silence ends it; a problem would be a fault.
fn cut_off(told: Told, error: &ClientError) -> Told {
    assert!(
        matches!(error, ClientError::Network(_) | ClientError::Decode { .. }),
        "{error}"
    );
    told
}

async fn agenda(who: &Someone) -> Vec<Enrolment> {
    let mut all = Vec::new();
    let mut query = AgendaQuery {
        limit: Some(100),
        ..AgendaQuery::default()
    };
    loop {
        let page = who.client.list_my_enrolments(&query).await.unwrap();
        all.extend(page.items);
        match page.next_cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => return all,
        }
    }
}

/// What was answered is there; what was asked without an answer is there whole, or not at all.
async fn compare(who: &Someone, told: &Told) {
    let found = agenda(who).await;
    for (id, state) in &told.entries {
        let now = found.iter().find(|one| one.id == *id);
        let now = now
            .unwrap_or_else(|| panic!("{id} was answered and is gone"))
            .state;
        let left = told.asked == Some(Asked::Leave(*id)) && now == EnrolmentState::Cancelled;
        // Others leave, so who waited may have been offered a place since.
        let moved_up = *state == EnrolmentState::Waitlisted && now == EnrolmentState::Offered;
        assert!(
            now == *state || left || moved_up,
            "{id}: {state} became {now}"
        );
    }
    let unknown = found.len() - told.entries.len();
    assert!(
        unknown == 0 || (unknown == 1 && told.asked == Some(Asked::Enrol)),
        "{unknown} entries nobody asked for"
    );
}

async fn kill_and_compare(backend: Backend) {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_owned();
    let blocking = tokio::task::spawn_blocking(move || {
        let database = TestDatabase::create(backend, &dir);
        let store = Store::open(&database.url, StoreOptions::default()).unwrap();
        store.migrate_up().unwrap();
        let keys = SigningKey::load_all(&store, &Secret::new(SECRET), Utc::now()).unwrap();
        let tokens = Tokens::new(PUBLIC_URL, &keys).unwrap();
        (database, store, tokens)
    });
    let (database, store, tokens) = blocking.await.unwrap();
    let mut history: Vec<(Newcomer, Told)> = Vec::new();
    let mut all_sessions = Vec::new();
    for round in 0..ROUNDS {
        let sessions = new_sessions(&store);
        all_sessions.extend(sessions.iter().copied());
        let people: Vec<_> = (0..WRITERS)
            .map(|one| Newcomer::new(&format!("P{round}x{one}"), 1980, true))
            .collect();
        let (now, new) = (Utc::now(), people.clone());
        store
            .write(|conn| -> Result<(), StoreError> {
                new.iter().try_for_each(|one| one.insert(conn, now))
            })
            .unwrap();
        let program = Program::start(&database.url, folder.path());
        // Everything answered in the round before is there, as the next start finds it.
        for (who, told) in history.iter().rev().take(WRITERS) {
            compare(&who.log_in(&tokens, &program.base, now), told).await;
        }
        let (answers, enough) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        let kill_after = 15 + round * 7;
        let tasks: Vec<_> = people
            .iter()
            .map(|one| {
                let who = one.log_in(&tokens, &program.base, now);
                let (sessions, answers, enough) =
                    (sessions.clone(), answers.clone(), enough.clone());
                tokio::spawn(write_on(who, sessions, answers, enough, kill_after))
            })
            .collect();
        enough.notified().await;
        program.kill();
        for (one, task) in people.into_iter().zip(tasks) {
            let (_, told) = task.await.unwrap();
            history.push((one, told));
        }
        for session in &sessions {
            check(&store, *session);
        }
        whole(&store);
    }
    let program = Program::start(&database.url, folder.path());
    for (who, told) in &history {
        compare(&who.log_in(&tokens, &program.base, Utc::now()), told).await;
    }
    for session in &all_sessions {
        check(&store, *session);
    }
    let answered: usize = history.iter().map(|(_, told)| told.entries.len()).sum();
    assert!(answered >= ROUNDS * 15, "a load worth the name: {answered}");
    program.kill();
    drop(store);
    tokio::task::spawn_blocking(move || drop((database, folder)))
        .await
        .unwrap();
}

fn new_sessions(store: &Store) -> Vec<SessionId> {
    let plan = Plan {
        capacity: Some(4),
        starts_in: TimeDelta::days(30),
        ..Plan::default()
    };
    let at = stage_in(store, Utc::now(), &plan);
    let mut sessions = vec![at.session];
    while sessions.len() < 40 {
        sessions.push(session_of(store, Utc::now(), at.opportunity, &plan));
    }
    sessions
}

/// Each entry came with its change and its letter, or not at all.
fn whole(store: &Store) {
    let entries = count(store, "SELECT count(*) FROM enrolment");
    let letters = count(store, "SELECT count(*) FROM outbox");
    let changes = count(store, "SELECT count(*) FROM change");
    let keys = count(store, "SELECT count(*) FROM idempotency");
    assert_eq!(keys, entries, "an entry for each key");
    assert!(
        letters >= entries,
        "{letters} letters for {entries} entries"
    );
    assert!(
        changes >= entries,
        "{changes} changes for {entries} entries"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_twenty_times_on_sqlite_nothing_answered_is_lost() {
    kill_and_compare(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_twenty_times_on_postgres_nothing_answered_is_lost() {
    kill_and_compare(Backend::Postgres).await;
}
