//! The database goes away and comes back, the disk fills up and is emptied: nothing is half done,
//! and nothing has to be started again.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::BigInt;
use diesel::sqlite::SqliteConnection;
use diesel::{Connection as _, RunQueryDsl as _};
use futures_util::future::join_all;
use goesting_api::app::App;
use goesting_store::{DatabaseUrl, Store, StoreError, StoreOptions};
use goesting_tests::{Backend, Raw, TestApp, until};
use goesting_types::problem::ErrorCode;
use serde_json::json;

use crate::program::Program;

/// A cluster that this test may stop.
struct Cluster {
    home: PathBuf,
    url: DatabaseUrl,
}

impl Cluster {
    fn start() -> Self {
        let home = std::env::temp_dir().join(format!("goesting-away-{}", std::process::id()));
        let said = tool(&home, "start");
        let url = said.trim().split_once('=').unwrap().1.to_owned();
        Self {
            home,
            url: DatabaseUrl::parse(&url).unwrap(),
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        tool(&self.home, "stop");
    }
}

fn tool(home: &Path, what: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/postgres.sh");
    let output = Command::new(script)
        .arg(what)
        .env("GOESTING_PG_HOME", home)
        .output()
        .unwrap();
    assert!(output.status.success(), "{what}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn registration(name: &str) -> String {
    json!({
        "first_name": name, "email": format!("{name}@example.be"), "password": "zeven natte otters",
        "birth_year": 1990, "lang": "nl", "accept_terms": true,
    })
    .to_string()
}

/// A session that is not there.
const SESSION: &str = "/api/v1/sessions/00000000-0000-0000-0000-000000000000";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_stops_and_starts_and_the_server_goes_on() {
    let cluster = tokio::task::spawn_blocking(Cluster::start).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (url, dir) = (cluster.url.clone(), folder.path().to_owned());
    let server = tokio::task::spawn_blocking(move || Program::start(&url, &dir))
        .await
        .unwrap();
    let raw = Raw::at(&server.base);
    assert!(until(async || raw.get("/readyz").await.status == 200).await);
    let register = "/api/v1/auth/register";
    assert_eq!(raw.post(register, &registration("an")).await.status, 201);

    tool(&cluster.home, "pause");
    // Many at once, so that some of the connections have not been asked anything before, and so
    // that they would wait behind each other.
    let begun = Instant::now();
    for answer in join_all((0..100).map(|_| raw.get(SESSION))).await {
        assert_eq!(answer.problem().code, ErrorCode::Unavailable, "{answer:?}");
    }
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(15), "{took:?}");
    // Connections that were open break, and no new ones can be made: both are the same to callers.
    for name in ["bo", "bo", "cas"] {
        let answer = raw.post(register, &registration(name)).await;
        let problem = answer.problem();
        assert_eq!((answer.status, problem.code), (503, ErrorCode::Unavailable));
        assert!(answer.header("retry-after").is_some(), "{answer:?}");
        assert!(!answer.body.contains("127.0.0.1"), "{}", answer.body);
    }
    let ready = raw.get("/readyz").await;
    assert_eq!(ready.status, 503);
    assert!(ready.body.contains("database is away"), "{}", ready.body);
    assert_eq!(raw.get("/healthz").await.status, 200);
    // What needs no database is answered.
    assert_eq!(raw.get("/api/v1/interests").await.status, 200);

    tool(&cluster.home, "resume");
    assert!(until(async || raw.get("/readyz").await.status == 200).await);
    assert_eq!(raw.post(register, &registration("bo")).await.status, 201);
    let (url, home) = (cluster.url.clone(), folder);
    let people = tokio::task::spawn_blocking(move || {
        let store = Store::open(&url, StoreOptions::default()).unwrap();
        let names = super::names(&store);
        drop((store, home));
        names
    })
    .await
    .unwrap();
    assert_eq!(people, ["an", "bo"], "once each, and nobody half");
    server.kill();
    tokio::task::spawn_blocking(move || drop(cluster))
        .await
        .unwrap();
}

#[derive(diesel::QueryableByName)]
struct Pages {
    #[diesel(sql_type = BigInt)]
    page_count: i64,
}

/// Lets the file grow to so many pages, or without end; gives how many it has.
async fn limit(app: &App, pages: Option<i64>) -> i64 {
    app.write(move |conn| {
        let Pages { page_count } = diesel::sql_query("SELECT page_count FROM pragma_page_count")
            .get_result(conn)
            .map_err(StoreError::from)?;
        let most = pages.unwrap_or(1 << 30);
        diesel::sql_query(format!("PRAGMA max_page_count = {most}"))
            .execute(conn)
            .map_err(StoreError::from)?;
        Ok(page_count)
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_and_forgotten_when_there_is_room() {
    let app = TestApp::start(Backend::Sqlite).await;
    let raw = app.raw();
    let register = "/api/v1/auth/register";
    let pages = limit(app.app(), None).await;
    limit(app.app(), Some(pages)).await;
    // What fits in half-filled pages still goes; then it is full.
    let mut made = 0;
    let full = loop {
        let answer = raw.post(register, &registration(&format!("p{made}"))).await;
        if answer.status != 201 {
            break answer;
        }
        made += 1;
        assert!(made < 100, "it never got full");
    };
    assert_eq!(
        (full.status, full.problem().code),
        (507, ErrorCode::StorageFull)
    );
    // Reading goes on, and who is there is there whole.
    assert_eq!(raw.get("/api/v1/ecosystems").await.status, 200);
    let store = app.app().store.clone();
    let counts = tokio::task::spawn_blocking(move || {
        let of = |what: &str| crate::enrolments::stage::count(&store, what);
        [
            of("SELECT count(*) FROM person"),
            of("SELECT count(*) FROM account"),
            of("SELECT count(*) FROM mail_token"),
            of("SELECT count(*) FROM outbox"),
            of("SELECT count(*) FROM refresh_family"),
        ]
    })
    .await
    .unwrap();
    assert_eq!(counts, [made; 5]);
    limit(app.app(), None).await;
    let again = raw.post(register, &registration(&format!("p{made}"))).await;
    assert_eq!(again.status, 201, "{again:?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_reads_does_not_wait_for_those_who_wait_to_write() {
    let app = TestApp::start(Backend::Sqlite).await;
    let (els, raw) = (app.someone("Els").await, app.raw());
    let DatabaseUrl::Sqlite(path) = app.app().store.url() else {
        unreachable!("it was asked for");
    };
    let mut other = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let els = els.raw();
    let writes = (0..100).map(|_| els.send("POST", "/api/v1/auth/logout-all", &[], None));
    let reading = async {
        let mut longest = Duration::ZERO;
        for _ in 0..200 {
            let begun = Instant::now();
            assert_eq!(raw.get(SESSION).await.status, 404);
            longest = longest.max(begun.elapsed());
        }
        // Nobody who writes has to be refused.
        other.batch_execute("ROLLBACK").unwrap();
        longest
    };
    let (written, longest) = tokio::join!(join_all(writes), reading);
    assert!(longest < Duration::from_secs(3), "{longest:?}");
    for answer in written {
        assert!([204, 503].contains(&answer.status), "{answer:?}");
    }
    app.stop().await;
}
