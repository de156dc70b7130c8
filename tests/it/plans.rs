//! What happens by itself finds what it is about by an index: on SQLite everybody who writes waits
//! for it.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl as _, sql_query};
use goesting_core::enrolment::Clocks;
use goesting_store::{Conn, StoreError, enrolment};
use goesting_tests::{Backend, TestApp};

use crate::offer::stage::{enrol, open, town, wednesday};

/// Statements sent since they were taken; each test has a process of its own.
static ASKED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

#[allow(clippy::unnecessary_wraps, reason = "the type diesel asks for")]
fn note() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(|event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let query = query.to_string();
            let (sql, _) = query
                .split_once(" -- binds: ")
                .unwrap_or((query.as_str(), ""));
            if ["SELECT ", "UPDATE ", "DELETE "]
                .iter()
                .any(|verb| sql.starts_with(verb))
            {
                let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
                asked.insert(sql.to_owned());
            }
        }
    }))
}

fn take() -> BTreeSet<String> {
    std::mem::take(&mut *ASKED.lock().unwrap_or_else(PoisonError::into_inner))
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// Tables that grow with what is offered and who comes.
const LARGE: [&str; 5] = [
    "session",
    "session_places",
    "enrolment",
    "enrolment_seat",
    "opportunity",
];

/// Whether a step goes through all rows of a large table, or through all sessions that come.
fn walks(step: &str) -> bool {
    let scanned = step
        .strip_prefix("SCAN ")
        .and_then(|rest| rest.split(' ').next());
    let all = scanned.is_some_and(|table| LARGE.contains(&table));
    (all && !step.contains("session_places_waiting")) || step.contains("session_coming (state=?)")
}

fn long_ways(conn: &mut Conn, asked: &BTreeSet<String>) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for sql in asked {
        let plan: Vec<Step> = sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(conn)?;
        let steps = plan.into_iter().map(|step| step.detail);
        found.extend(
            steps
                .filter(|step| walks(step))
                .map(|step| format!("{step}: {sql}")),
        );
    }
    Ok(found)
}

/// What was asked since the last time, about sessions, and by a long way.
async fn seen(app: &TestApp) -> (bool, Vec<String>) {
    let asked = take();
    let sessions = asked.iter().any(|sql| sql.contains("`session`"));
    let found = app
        .app()
        .read(move |conn| Ok(long_ways(conn, &asked)?))
        .await;
    (sessions, found.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_happens_by_itself_goes_through_all_sessions() {
    set_default_instrumentation(note).unwrap();
    let app = TestApp::start(Backend::Sqlite).await;
    let town = town(&app).await;
    let mie = app.someone("Mie").await;
    let (done, closed) = (open(&town, "Naaien").await, open(&town, "Breien").await);
    // More than SQLite looks up one by one when it thinks that there is a shorter way.
    for _ in 0..30 {
        let session = wednesday(&town.els, done, Some(3)).await;
        wednesday(&town.els, closed, Some(3)).await;
        enrol(&mie, session).await;
    }
    let (id, now) = (mie.id, app.now());
    take();

    town.els.client.close_opportunity(closed).await.unwrap();
    assert_eq!(seen(&app).await, (true, Vec::new()), "closing");

    let left = app.app().write(move |conn| {
        Ok(enrolment::leave_all_future(
            conn,
            &[id],
            &Clocks::default(),
            now,
        )?)
    });
    left.await.unwrap();
    assert_eq!(seen(&app).await, (true, Vec::new()), "leaving");

    app.advance(TimeDelta::days(30));
    app.run_jobs().await;
    assert_eq!(seen(&app).await, (true, Vec::new()), "jobs");
    app.stop().await;
}
