//! What keeps the program from starting is said in one line, with how to mend it.

use std::path::Path;
use std::process::Command;

use diesel::connection::SimpleConnection as _;
use diesel::sqlite::SqliteConnection;
use diesel::{Connection as _, RunQueryDsl as _};
use goesting_core::letter::Letter;
use goesting_store::{DatabaseUrl, Store, StoreError, StoreOptions, outbox};
use goesting_tests::{Backend, Newcomer};

use super::{Ground, mode, now, on_both_grounds};
use crate::program::{Program, command, run};

/// Runs it; it ends by itself, saying one line that holds each of `words`.
fn refuses(command: &mut Command, words: &[&str]) {
    let said = run(command).badly();
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines.len(), 1, "{said}");
    assert!(lines[0].starts_with("goesting: "), "{said}");
    for word in words {
        assert!(lines[0].contains(word), "{word:?} is not in: {said}");
    }
}

fn serve(ground: &Ground) -> Command {
    let mut command = ground.command(&["serve"]);
    command.env("GOESTING_LOG", "off");
    command
}

on_both_grounds! {
    fn a_newer_schema_is_left_alone(backend: Backend) {
        let ground = Ground::new(backend);
        ground.store().write(|conn| -> Result<(), StoreError> {
            diesel::sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231235959')")
                .execute(conn)?;
            Ok(())
        }).unwrap();
        refuses(&mut serve(&ground), &["29991231235959", "newer version", "goesting restore"]);
    }

    fn who_starts_with_nothing_is_offered_the_demo(backend: Backend) {
        let ground = Ground::new(backend);
        let offered = || {
            let server = Program::start(&ground.database.url, ground.folder.path());
            let offered = server.said.contains("`goesting demo load`");
            server.kill();
            offered
        };
        assert!(offered());
        ground.add("An");
        assert!(!offered());
    }

    fn a_secret_that_does_not_fit_the_database_is_named(backend: Backend) {
        let ground = Ground::new(backend);
        run(&mut ground.command(&["jobs", "run-due"])).well();
        refuses(
            serve(&ground).env("GOESTING_SECRET", "another secret, as long as it has to be"),
            &["GOESTING_SECRET"],
        );
    }
}

#[test]
fn a_used_port_is_named() {
    let ground = Ground::new(Backend::Sqlite);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    refuses(
        serve(&ground).env("GOESTING_BIND", &address),
        &[&address, "listens there already", "GOESTING_BIND"],
    );
    refuses(
        serve(&ground).env("GOESTING_METRICS_BIND", &address),
        &[
            &address,
            "listens there already",
            "with GOESTING_METRICS_BIND",
        ],
    );
}

#[test]
fn a_directory_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    let database = DatabaseUrl::file(&folder.path().join("goesting.sqlite3"));
    for dir in [file.as_path(), "/proc/goesting".as_ref()] {
        refuses(
            &mut command(&database, dir, &["serve"]),
            &[dir.to_str().unwrap(), "GOESTING_DATA_DIR"],
        );
    }
}

#[test]
fn what_is_about_people_is_for_nobody_else_on_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let database = DatabaseUrl::file(&data.join("goesting.sqlite3"));
    run(&mut command(&database, &data, &["migrate", "up"])).well();
    let store = Store::open(&database, StoreOptions::default()).unwrap();
    let an = Newcomer::new("An", 1980, true);
    store.write(|conn| an.insert(conn, now())).unwrap();
    let letter = Letter::AlreadyRegistered { person_id: an.id() };
    let before = now() - chrono::TimeDelta::hours(1);
    store
        .write(|conn| outbox::post(conn, "an@example.be", &letter, before))
        .unwrap();
    run(&mut command(&database, &data, &["jobs", "run-due"])).well();
    let mails = data.join("mails");
    for folder in [&data, &mails] {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
    }
    let inside = |folder: &Path| -> Vec<_> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    };
    let files: Vec<_> = inside(&data)
        .into_iter()
        .filter(|path| path.is_file())
        .chain(inside(&mails))
        .collect();
    let ends = |end: &str| {
        files
            .iter()
            .any(|path| path.to_str().unwrap().ends_with(end))
    };
    assert!(ends("-wal") && ends("-shm") && ends(".eml"), "{files:?}");
    for file in &files {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
}

#[test]
fn a_data_directory_in_use_is_named() {
    let ground = Ground::new(Backend::Sqlite);
    let server = Program::start(&ground.database.url, ground.folder.path());
    refuses(&mut serve(&ground), &["in use by another goesting"]);
    server.kill();
}

#[test]
fn a_wrong_database_url_is_named() {
    let ground = Ground::new(Backend::Sqlite);
    let text = ground.folder.path().join("text");
    std::fs::write(
        &text,
        "this is no database, but a text that goes on for a while",
    )
    .unwrap();
    let missing = ground.folder.path().join("no/such/folder/db");
    for (url, words) in [
        (
            "mysql://x".to_owned(),
            ["DATABASE_URL", "sqlite:// or postgres://"],
        ),
        ("sqlite://".to_owned(), ["DATABASE_URL", "path of a file"]),
        (
            format!("sqlite://{}", text.display()),
            ["DATABASE_URL", "not a database"],
        ),
        (
            format!("sqlite://{}", missing.display()),
            ["DATABASE_URL", "no/such/folder/db"],
        ),
        (
            "postgres://me:s3cret@127.0.0.1:1/goesting".to_owned(),
            ["DATABASE_URL", "postgres://127.0.0.1:1/goesting"],
        ),
    ] {
        let mut command = serve(&ground);
        command.env("DATABASE_URL", &url);
        refuses(&mut command, &words);
        assert!(!run(&mut command).err.contains("s3cret"));
    }
}

#[test]
fn nothing_is_said_before_the_line_that_counts() {
    let ground = Ground::new(Backend::Sqlite);
    let mut command = ground.command(&["serve"]);
    command
        .env("GOESTING_LOG", "error")
        .env("DATABASE_URL", "postgres://127.0.0.1:1/goesting");
    refuses(&mut command, &["postgres://127.0.0.1:1/goesting"]);
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("recipes.sqlite3");
    let mut recipes = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    recipes
        .batch_execute("CREATE TABLE recipe (id INTEGER PRIMARY KEY)")
        .unwrap();
    let database = DatabaseUrl::file(&file);
    for args in [&["serve"][..], &["migrate", "up"]] {
        let mut command = command(&database, folder.path(), args);
        command.env("GOESTING_LOG", "off");
        refuses(&mut command, &["another program", "DATABASE_URL"]);
    }
    let tables: i64 = diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(
        "(SELECT count(*) FROM sqlite_schema)",
    ))
    .get_result(&mut recipes)
    .unwrap();
    assert_eq!(tables, 1);
}

#[test]
fn what_a_command_refuses_is_told_in_words() {
    let ground = Ground::new(Backend::Sqlite);
    let refused = |args: &[&str], words: &[&str]| refuses(&mut ground.command(args), words);
    let nobody = "00000000-0000-7000-8000-000000000001";
    let person = [
        "--email",
        "an@example.be",
        "--first-name",
        "An",
        "--birth-year",
        "1980",
    ];
    let mut create = vec!["user", "create", "--password", "een boot zonder water"];
    create.extend(person);
    run(&mut ground.command(&create)).well();
    refused(&create, &["has an account already", "log in"]);
    refused(
        &["token", "create", "--person", "nobody@example.be"],
        &["nobody has an account", "`goesting user create`"],
    );
    refused(
        &[
            "client",
            "create",
            "--actor",
            nobody,
            "--name",
            "App",
            "--scope",
            "opportunities:read",
        ],
        &["no actor has this id", "/actors/"],
    );
    let mut invite = vec!["facilitator", "invite", "--ecosystem", nobody];
    invite.extend(person);
    refused(&invite, &["no ecosystem has this id", "/ecosystems/"]);
    refused(
        &[
            "ecosystem",
            "create",
            "--name",
            "Leuven",
            "--territory",
            "24062",
        ],
        &["contact: needs a phone number"],
    );
}

#[test]
fn help_says_what_it_is_and_keeps_the_settings_apart() {
    let ground = Ground::new(Backend::Sqlite);
    let help = |args: &[&str]| run(&mut ground.command(args)).well();
    assert!(help(&["--help"]).starts_with("The software of a local learning ecosystem"));
    let said = help(&["token", "create", "--help"]);
    let (own, settings) = said.split_once("\nSettings:\n").unwrap();
    assert!(own.contains("--person") && own.contains("--help"), "{said}");
    assert!(
        !own.contains("--bind") && settings.contains("--bind"),
        "{said}"
    );
}

#[test]
fn who_stops_listening_is_no_fault() {
    let ground = Ground::new(Backend::Sqlite);
    let mut command = ground.command(&["migrate", "status"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ended = command.stdout(writer).output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    assert!(ended.stderr.is_empty(), "{ended:?}");
}

#[test]
fn a_log_that_nobody_looks_at_on_a_screen_has_no_colours() {
    let folder = tempfile::tempdir().unwrap();
    let database = DatabaseUrl::file(&folder.path().join("goesting.sqlite3"));
    let said =
        run(command(&database, folder.path(), &["jobs", "run-due"]).env("GOESTING_LOG", "info"));
    assert!(said.err.contains("migrated"), "{said:?}");
    assert!(!said.err.contains('\u{1b}'), "{said:?}");
}

#[test]
fn a_wrong_setting_is_named() {
    let ground = Ground::new(Backend::Sqlite);
    let file = ground.folder.path().join("settings.toml");
    std::fs::write(&file, "bindd = \"127.0.0.1:0\"\n").unwrap();
    let file = file.to_str().unwrap();
    for (name, value, words) in [
        ("GOESTING_BIND", "nowhere", ["--bind", "127.0.0.1:8080"]),
        ("GOESTING_LOG_JSON", "1", ["--log-json", "true, false"]),
        ("GOESTING_CONNECTIONS", "many", ["many", "--connections"]),
        (
            "GOESTING_CONNECTIONS",
            "0",
            ["GOESTING_CONNECTIONS", "at least 1"],
        ),
        ("GOESTING_MAIL_FROM", "x", ["GOESTING_MAIL_FROM", "hallo@"]),
        (
            "GOESTING_PUBLIC_URL",
            "http://goesting.example",
            ["http://goesting.example", "https"],
        ),
        ("GOESTING_SECRET", "short", ["GOESTING_SECRET", "32"]),
        (
            "GOESTING_LOG",
            "goesting=loud=very",
            ["GOESTING_LOG", "info"],
        ),
        (
            "GOESTING_TRUSTED_PROXIES",
            "10.0.0.0/99",
            ["GOESTING_TRUSTED_PROXIES", "10.0.0.0/99"],
        ),
        (
            "GOESTING_SMTP_URL",
            "smtp://localhost",
            ["GOESTING_MAIL_FROM", "GOESTING_SMTP_URL"],
        ),
        (
            "GOESTING_OFFER_HOURS",
            "0",
            ["GOESTING_OFFER_HOURS", "at least 1"],
        ),
        ("GOESTING_CONFIG", file, ["settings.toml", "bindd"]),
        (
            "GOESTING_CONFIG",
            "/no/such/file",
            ["/no/such/file", "cannot be read"],
        ),
    ] {
        refuses(ground.command(&["serve"]).env(name, value), &words);
    }
}

#[test]
fn flags_come_before_the_environment_and_that_before_the_file() {
    let ground = Ground::new(Backend::Sqlite);
    let file = ground.folder.path().join("settings.toml");
    std::fs::write(&file, "public_url = \"http://file.example\"\n").unwrap();
    let flag = ["serve", "--public-url", "http://flag.example"];
    // Each is refused by its name, so it is seen which one counts.
    for (args, variable, counts) in [
        (&flag[..1], None, "http://file.example"),
        (&flag[..1], Some("http://env.example"), "http://env.example"),
        (&flag[..], Some("http://env.example"), "http://flag.example"),
        (&flag[..], None, "http://flag.example"),
    ] {
        let mut command = ground.command(args);
        command
            .env("GOESTING_CONFIG", &file)
            .env_remove("GOESTING_PUBLIC_URL");
        if let Some(variable) = variable {
            command.env("GOESTING_PUBLIC_URL", variable);
        }
        refuses(&mut command, &[counts]);
    }
}

#[test]
fn mail_that_could_never_leave_is_named() {
    let ground = Ground::new(Backend::Sqlite);
    let sender = "Goesting <hallo@example.be>";
    for (url, from, word) in [
        ("foo", sender, "smtp://user:password@host:port"),
        ("https://example.be", sender, "GOESTING_SMTP_URL"),
        ("smtp://localhost", "x", "GOESTING_MAIL_FROM"),
    ] {
        let mut command = serve(&ground);
        command
            .env("GOESTING_SMTP_URL", url)
            .env("GOESTING_MAIL_FROM", from);
        refuses(&mut command, &[word]);
    }
}

#[test]
fn a_limit_that_keeps_everybody_out_is_named() {
    let ground = Ground::new(Backend::Sqlite);
    let mut command = serve(&ground);
    command
        .env("GOESTING_RATE_REQUESTS", "600")
        .env("GOESTING_RATE_ATTEMPTS", "0");
    refuses(&mut command, &["GOESTING_RATE_ATTEMPTS", "at least 1"]);
}
