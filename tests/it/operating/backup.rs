//! Backup and restore: whole, or not at all; and who is gone stays gone.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use diesel::RunQueryDsl as _;
use goesting_store::{StoreError, gone, person};
use goesting_tests::Backend;

use super::{Ground, mode, now, on_both_grounds};
use crate::enrolments::stage::{Plan, count, stage_in};
use crate::program::{Program, run};

fn backup_of(ground: &Ground, path: &Path) {
    let path = path.to_str().unwrap();
    run(&mut ground.command(&["backup", path])).well();
}

fn restore(ground: &Ground, path: &Path, more: &[&str]) -> crate::program::Said {
    let mut args = vec!["restore", path.to_str().unwrap()];
    args.extend(more);
    run(&mut ground.command(&args))
}

fn get(base: &str, path: &str) -> (u16, String) {
    let url = format!("{base}{path}");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let answer = reqwest::get(url).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    })
}

/// What a search finds, once the index answers.
fn found(base: &str) -> usize {
    for _ in 0..200 {
        let (status, body) = get(base, "/api/v1/opportunities?q=herstellen");
        if status == 200 {
            let page: serde_json::Value = serde_json::from_str(&body).unwrap();
            return page["items"].as_array().unwrap().len();
        }
        std::thread::park_timeout(Duration::from_millis(50));
    }
    panic!("the index never answered");
}

on_both_grounds! {
    fn a_backup_taken_while_serving_comes_back_whole_elsewhere(backend: Backend) {
        let here = Ground::new(backend);
        here.add("An");
        let staged = stage_in(&here.store(), now(), &Plan::default());
        let server = Program::start(&here.database.url, here.folder.path());
        let path = here.folder.path().join("copy.backup");
        backup_of(&here, &path);
        assert_eq!(mode(&path), 0o600, "nobody else reads it");
        here.add("Later");
        server.kill();

        let there = Ground::new(backend);
        let said = restore(&there, &path, &[]).well();
        assert!(said.contains("1 open opportunities indexed"), "{said}");
        assert_eq!(there.everybody(), ["An"]);
        let server = Program::start(&there.database.url, there.folder.path());
        assert_eq!(get(&server.base, "/readyz").0, 200);
        let one = format!("/api/v1/opportunities/{}", staged.opportunity);
        assert_eq!(get(&server.base, &one).0, 200);
        assert_eq!(found(&server.base), 1);
        // The stream goes on: what is written after a restore is found too.
        stage_in(&there.store(), now(), &Plan::default());
        let store = there.store();
        for id in ids(&store) {
            store.write(|conn| {
                use goesting_store::change::{Entity, Happened, append};
                append(conn, Entity::Opportunity(id), Happened::Edited, now())
            }).unwrap();
        }
        let grown = (0..200).any(|_| {
            std::thread::park_timeout(Duration::from_millis(50));
            found(&server.base) == 2
        });
        assert!(grown, "the index follows the new stream");
        server.kill();
    }

    fn data_is_replaced_only_when_asked_and_who_is_gone_stays_gone(backend: Backend) {
        let ground = Ground::new(backend);
        let an = ground.add("An");
        ground.add("Bo");
        stage_in(&ground.store(), now(), &Plan::default());
        // An index of the time before, further in a stream that will be gone.
        let server = Program::start(&ground.database.url, ground.folder.path());
        assert_eq!(found(&server.base), 1);
        let path = ground.folder.path().join("copy.backup");
        backup_of(&ground, &path);
        let said = restore(&ground, &path, &["--force"]).badly();
        assert!(said.contains("in use"), "{said}");
        server.kill();

        ground.store().write(|conn| person::delete(conn, an.id(), now())).unwrap();
        ground.add("Cas");
        let said = restore(&ground, &path, &[]).badly();
        assert!(said.contains("--force"), "{said}");
        assert_eq!(ground.everybody(), ["Bo", "Cas"]);
        for _ in 0..2 {
            restore(&ground, &path, &["--force"]).well();
            assert_eq!(ground.everybody(), ["Bo"], "An was deleted, Cas came later");
            let noted = ground.store().read(gone::all).unwrap();
            assert_eq!(noted, [an.id()]);
        }
        assert_eq!(count(&ground.store(), "SELECT count(*) FROM setting WHERE name = 'gone_since_backup'"), 0);
        let server = Program::start(&ground.database.url, ground.folder.path());
        assert_eq!(found(&server.base), 1);
        server.kill();
    }

    fn killed_anywhere_a_restore_leaves_the_old_or_the_new(backend: Backend) {
        let ground = Ground::new(backend);
        for one in 0..200 {
            ground.add(&format!("Old{one:03}"));
        }
        let path = ground.folder.path().join("copy.backup");
        backup_of(&ground, &path);
        let old = ground.everybody();
        // What comes after the backup tells the two apart.
        ground.add("Young");
        let mut with_young = old.clone();
        with_young.push("Young".to_owned());
        let args = ["restore", path.to_str().unwrap(), "--force"];
        let mut broken_off = 0;
        for wait in 0..30 {
            let mut child = ground
                .command(&args)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::park_timeout(Duration::from_millis(wait * 7));
            child.kill().unwrap();
            broken_off += u32::from(!child.wait().unwrap().success());
            let left = settled(&ground);
            assert!(left == old || left == with_young, "{left:?}");
            if left == old {
                break;
            }
        }
        assert!(broken_off > 0, "at least one was killed in time");
        // Broken off or not, the next one goes through, and nothing of the others lies about.
        settled(&ground);
        restore(&ground, &path, &["--force"]).well();
        assert_eq!(ground.everybody(), old);
        let left: Vec<_> = std::fs::read_dir(ground.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains("restoring") || name.contains("partial"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }

    fn what_is_no_backup_is_refused_and_changes_nothing(backend: Backend) {
        let ground = Ground::new(backend);
        ground.add("An");
        let at = |name: &str| ground.folder.path().join(name);
        std::fs::write(at("text"), "not a backup").unwrap();
        let said = restore(&ground, &at("text"), &["--force"]).badly();
        assert!(said.contains("no backup"), "{said}");
        let said = restore(&ground, &at("nothing"), &["--force"]).badly();
        assert!(said.contains("nothing"), "{said}");

        // Cut short on its way.
        backup_of(&ground, &at("whole"));
        let bytes = std::fs::read(at("whole")).unwrap();
        std::fs::write(at("half"), &bytes[..bytes.len() / 2]).unwrap();
        let said = restore(&ground, &at("half"), &["--force"]).badly();
        assert!(said.contains("nothing was changed"), "{said}");
        assert_eq!(said.contains("half is damaged"), backend == Backend::Sqlite, "{said}");
        assert_eq!(ground.everybody(), ["An"]);

        // Of a version to come.
        ground.store().write(|conn| -> Result<(), StoreError> {
            diesel::sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231235959')")
                .execute(conn)?;
            Ok(())
        }).unwrap();
        backup_of(&ground, &at("newer"));
        let other = Ground::new(backend);
        other.add("Bo");
        let said = restore(&other, &at("newer"), &["--force"]).badly();
        assert!(said.contains("newer version"), "{said}");
        assert_eq!(other.everybody(), ["Bo"]);

        // A backup never overwrites one.
        let said = run(&mut ground.command(&["backup", at("whole").to_str().unwrap()])).badly();
        assert!(said.contains("exists already"), "{said}");
        assert_eq!(std::fs::read(at("whole")).unwrap(), bytes);
    }

    fn with_another_secret_new_keys_are_made_when_asked(backend: Backend) {
        let here = Ground::new(backend);
        here.add("An");
        run(&mut here.command(&["jobs", "run-due"])).well();
        let path = here.folder.path().join("copy.backup");
        backup_of(&here, &path);
        let there = Ground::new(backend);
        let path = path.to_str().unwrap();
        let with_other = |args: &[&str]| {
            let mut command = there.command(args);
            command.env("GOESTING_SECRET", "another secret, as long as it has to be");
            run(&mut command)
        };
        let said = with_other(&["restore", path]).badly();
        assert!(said.contains("GOESTING_SECRET"), "{said}");
        with_other(&["restore", path, "--force", "--new-keys"]).well();
        assert_eq!(there.everybody(), ["An"]);
        with_other(&["jobs", "run-due"]).well();
    }
}

fn ids(store: &goesting_store::Store) -> Vec<goesting_types::ids::OpportunityId> {
    let open = store
        .read(|conn| goesting_store::opportunity::open_after(conn, None, 100))
        .unwrap();
    open.iter().map(|one| one.id).collect()
}

/// Who is there once nobody is busy any more: a program of PostgreSQL may outlive ours by a moment.
fn settled(ground: &Ground) -> Vec<String> {
    if ground.database.url.is_postgres() {
        for _ in 0..200 {
            let store = ground.store();
            if store.read(goesting_store::backup::others_inside).unwrap() == 0 {
                break;
            }
            std::thread::park_timeout(Duration::from_millis(20));
        }
    }
    ground.everybody()
}

#[test]
fn a_backup_of_the_other_database_is_refused() {
    let (sqlite, postgres) = (Ground::new(Backend::Sqlite), Ground::new(Backend::Postgres));
    for (from, to) in [(&sqlite, &postgres), (&postgres, &sqlite)] {
        let path = from.folder.path().join("copy.backup");
        backup_of(from, &path);
        let said = restore(to, &path, &[]).badly();
        assert!(said.contains("DATABASE_URL names"), "{said}");
    }
}
