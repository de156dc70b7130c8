//! `goesting doctor` says what is wrong, and how to mend it; `goesting export` gives what is public.

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;
use goesting_store::StoreError;
use goesting_tests::{Backend, on_both};
use goesting_types::actor::ActorKind;

use super::{Ground, now, on_both_grounds};
use crate::program::{Program, run};

fn line<'a>(said: &'a str, name: &str) -> &'a str {
    said.lines()
        .find(|line| line.split_whitespace().nth(1) == Some(name))
        .unwrap_or_else(|| panic!("no line about {name}: {said}"))
}

on_both_grounds! {
    fn where_all_is_well_it_says_so_with_and_without_a_server(backend: Backend) {
        let ground = Ground::new(backend);
        let said = run(ground.command(&["doctor"]).env("GOESTING_BIND", "127.0.0.1:1")).well();
        for name in ["directory", "room", "database", "schema", "keys", "letters", "index", "clock", "mail", "address"] {
            assert!(!line(&said, name).starts_with("wrong"), "{said}");
        }
        let server = Program::start(&ground.database.url, ground.folder.path());
        let bind = server.base.trim_start_matches("http://").to_owned();
        let said = (0..100).find_map(|_| {
            std::thread::park_timeout(std::time::Duration::from_millis(100));
            let said = run(ground.command(&["doctor"]).env("GOESTING_BIND", &bind));
            said.status.success().then_some(said.out)
        }).unwrap();
        assert!(line(&said, "address").contains("a server answers"), "{said}");
        assert!(line(&said, "index").contains("running server"), "{said}");
        server.kill();
    }

    fn what_is_wrong_is_named_with_how_to_mend_it(backend: Backend) {
        let ground = Ground::new(backend);
        run(&mut ground.command(&["jobs", "run-due"])).well();
        let doctor = |name: &str, value: &str| {
            let said = run(ground.command(&["doctor"]).env("GOESTING_BIND", "127.0.0.1:1").env(name, value));
            assert_eq!(said.status.code(), Some(1), "{said:?}");
            assert!(said.err.contains("wrong"), "{said:?}");
            said.out
        };
        let said = doctor("GOESTING_SECRET", "another secret, as long as it has to be");
        assert!(line(&said, "keys").starts_with("wrong"), "{said}");
        let said = doctor("GOESTING_PUBLIC_URL", "nonsense");
        assert!(line(&said, "settings").starts_with("wrong"), "{said}");
        let said = doctor("DATABASE_URL", "postgres://127.0.0.1:1/goesting");
        assert!(line(&said, "database").contains("To mend it"), "{said}");
        // A letter that should have left long ago.
        let els = ground.add("Els");
        ground.store().write(|conn| {
            let letter = goesting_core::letter::Letter::AlreadyRegistered { person_id: els.id() };
            let before = now() - chrono::TimeDelta::hours(2);
            goesting_store::outbox::post(conn, "els@example.be", &letter, before)
        }).unwrap();
        let said = doctor("GOESTING_LOG", "warn");
        assert!(line(&said, "letters").starts_with("wrong"), "{said}");
        ground.store().write(|conn| -> Result<(), StoreError> {
            diesel::sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231235959')")
                .execute(conn)?;
            Ok(())
        }).unwrap();
        let said = doctor("GOESTING_LOG", "warn");
        assert!(line(&said, "schema").contains("newer version"), "{said}");
    }
}

#[test]
fn postgres_speaks_english_to_who_may_ask_for_it() {
    let ground = Ground::new(Backend::Postgres);
    let write = |sql: &str| {
        let written = ground
            .store()
            .write(|conn| -> Result<_, StoreError> { Ok(diesel::sql_query(sql).execute(conn)?) });
        written.unwrap();
    };
    write(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET lc_messages = %L', \
         current_database(), 'POSIX'); END $$",
    );
    let speaks = ground.store().read(|conn| -> Result<String, StoreError> {
        let setting = diesel::dsl::sql::<Text>("current_setting('lc_messages')");
        Ok(diesel::select(setting).get_result(conn)?)
    });
    assert_eq!(speaks.unwrap(), "C");
}

#[test]
fn what_others_on_the_machine_may_read_is_told_with_what_mends_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let ground = Ground::new(Backend::Sqlite);
    let said = || {
        run(ground
            .command(&["doctor"])
            .env("GOESTING_BIND", "127.0.0.1:1"))
        .well()
    };
    // The test itself made the folder and the database, under its own rights.
    let own = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(ground.folder.path(), own).unwrap();
    for file in std::fs::read_dir(ground.folder.path()).unwrap() {
        let tight = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(file.unwrap().path(), tight).unwrap();
    }
    let told = said();
    let told = line(&told, "directory");
    assert!(told.starts_with("ok"), "{told}");
    let wide = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(ground.folder.path(), wide).unwrap();
    let told = said();
    let told = line(&told, "directory");
    assert!(told.starts_with("mind"), "{told}");
    let mend = format!("`chmod -R go= {}`", ground.folder.path().display());
    assert!(told.ends_with(&mend), "{told}");
}

#[test]
fn mail_and_a_strange_listener_are_looked_at() {
    let ground = Ground::new(Backend::Sqlite);
    // Listens, and is no mail server and no goesting: it hangs up.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            drop(stream);
        }
    });
    let said = run(ground
        .command(&["doctor"])
        .env("GOESTING_BIND", "127.0.0.1:1")
        .env("GOESTING_SMTP_URL", format!("smtp://{at}"))
        .env("GOESTING_MAIL_FROM", "Goesting <hallo@example.be>"));
    assert_eq!(said.status.code(), Some(1), "{said:?}");
    assert!(line(&said.out, "mail").starts_with("wrong"), "{said:?}");
}

#[test]
fn a_damaged_file_is_found() {
    let ground = Ground::new(Backend::Sqlite);
    for one in 0..300 {
        ground.add(&format!("P{one}"));
    }
    let path = ground.folder.path().join("goesting.sqlite3");
    let copy = ground.folder.path().join("copy");
    run(&mut ground.command(&["backup", copy.to_str().unwrap()])).well();
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xff);
    let other = tempfile::tempdir().unwrap();
    let damaged = other.path().join("goesting.sqlite3");
    std::fs::write(&damaged, bytes).unwrap();
    assert!(path.exists());
    let said = run(ground
        .command(&["doctor"])
        .env("GOESTING_BIND", "127.0.0.1:1")
        .env("DATABASE_URL", format!("sqlite://{}", damaged.display())));
    assert_eq!(said.status.code(), Some(1), "{said:?}");
    assert!(
        line(&said.out, "database").contains("goesting restore"),
        "{said:?}"
    );
}

on_both! {
    async fn the_export_holds_what_is_public_and_nothing_else(app: TestApp) {
        let eco = app.ecosystem("Leuven leert", &[goesting_tests::LEUVEN]).await;
        let els = app.someone("Els").await;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
        app.take_part(eco, bib).await;
        let open = goesting_core::opportunity::Standing::open(app.now());
        app.opportunity(bib, open, "Voorlezen").await;
        app.opportunity(bib, goesting_core::opportunity::Standing::draft(), "Geheim plan").await;
        let app2 = app.app().clone();
        let text = tokio::task::spawn_blocking(move || {
            let mut out = Vec::new();
            let lines = goesting_api::app::open_data::export(&app2.store, &app2.clock, &mut out, |_| {}).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert_eq!(u64::try_from(text.lines().count()).unwrap(), lines);
            text
        }).await.unwrap();
        let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let kinds: Vec<_> = lines.iter().map(|line| line["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["ecosystem", "participation", "actor", "opportunity"]);
        assert_eq!(lines[3]["item"]["content"]["title"]["nl"]["text"], "Voorlezen");
        for private in ["Geheim", els.email.as_str(), "Els"] {
            assert!(!text.contains(private), "{private}: {text}");
        }
    }
}
