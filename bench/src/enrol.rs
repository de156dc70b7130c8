//! Taking places over HTTP, beside the bare transaction that writes the same rows.

mod bare;
mod stage;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use bytes::Bytes;
use goesting_store::{DatabaseUrl, Store, StoreOptions};
use http_body_util::Full;
use hyper::{Request, StatusCode};

use crate::load::{self, Question, Until};
use crate::node::Node;
use crate::report::{Aim, Report, say};
use stage::{Stage, Visitor};

/// Clients at once.
const CLIENTS: usize = 32;

/// Measures both databases; PostgreSQL in the cluster that `GOESTING_TEST_POSTGRES_URL` names.
pub fn measure(goesting: &Path, n: usize, report: &mut Report) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("goesting.sqlite3");
    on(
        goesting,
        &DatabaseUrl::file(&file),
        &file.display().to_string(),
        n,
        "SQLite",
        report,
    )?;
    let cluster = std::env::var("GOESTING_TEST_POSTGRES_URL")
        .context("GOESTING_TEST_POSTGRES_URL is not set: run `make bench`")?;
    let database = bare::Database::create(&cluster)?;
    let url = DatabaseUrl::parse(&database.url)?;
    on(goesting, &url, &database.url, n, "PostgreSQL", report)
}

fn on(
    goesting: &Path,
    url: &DatabaseUrl,
    plain: &str,
    n: usize,
    name: &str,
    report: &mut Report,
) -> anyhow::Result<()> {
    say(&format!("{n} people on {name}"));
    let store = Store::open(url, StoreOptions::default())?;
    store.migrate_up()?;
    let set = Stage::set(&store, n)?;
    drop(store);

    let data = tempfile::tempdir()?;
    let database = match url {
        DatabaseUrl::Sqlite(_) => format!("sqlite://{plain}"),
        DatabaseUrl::Postgres(_) => plain.to_owned(),
    };
    let server = Node::start(goesting, data.path(), Some(&database))?;
    let mut rates = Vec::new();
    for (kind, sessions) in [
        ("one session", set.hot.get(..1).unwrap_or_default()),
        ("1 000 sessions", &set.spread[..]),
    ] {
        let questions = questions(&set.people, sessions)?;
        let outcome = load::run(server.address, &Arc::new(questions), CLIENTS, Until::Once)?;
        report.outcome(
            &format!("enrolments over HTTP, {name}, {kind}"),
            &outcome,
            None,
        );
        rates.push(outcome.rate);
    }
    drop(server);

    let bare = [
        ("one session", set.hot.get(1..).unwrap_or_default()),
        ("1 000 sessions", &set.spread_bare[..]),
    ];
    for ((kind, sessions), over_http) in bare.into_iter().zip(rates) {
        let time: Duration = bare::run(url, plain, &set, sessions)?;
        let rate = load::rate(set.people.len(), time);
        report.add(
            format!("bare transaction, {name}, {kind}"),
            rate,
            "/s",
            None,
        );
        report.add(
            format!("  of the bare transaction, {name}, {kind}"),
            100.0 * over_http / rate,
            "%",
            Some(Aim::AtLeast(50.0)),
        );
    }
    Ok(())
}

/// One request for each person, over these sessions in turn.
fn questions(people: &[Visitor], sessions: &[uuid::Uuid]) -> anyhow::Result<Vec<Question>> {
    let body = Bytes::from_static(br#"{"myself":true}"#);
    people
        .iter()
        .zip(sessions.iter().cycle())
        .map(|(person, session)| {
            Ok(Question {
                request: Request::post(format!("/api/v1/sessions/{session}/enrolments"))
                    .header("Host", "localhost")
                    .header("Authorization", format!("Bearer {}", person.token))
                    .header("Content-Type", "application/json")
                    .body(Full::new(body.clone()))?,
                status: StatusCode::CREATED,
                contains: Some("\"state\":\"enrolled\"".to_owned()),
            })
        })
        .collect()
}
