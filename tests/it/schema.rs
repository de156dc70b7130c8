//! Both migration trees make the tables that the code has, and each step can be taken back.

use std::collections::BTreeMap;
use std::path::Path;

use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types::Text};
use goesting_store::{Conn, Schema, StoreError};
use goesting_tests::{Backend, TestApp, on_both};

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    nullable: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

type Tables = BTreeMap<String, BTreeMap<String, (String, String)>>;

const SQLITE: &str = "SELECT m.name AS table_name, p.name AS name, \
     CASE WHEN p.\"notnull\" = 1 OR p.pk > 0 THEN 'NO' ELSE 'YES' END AS nullable, p.type AS kind \
     FROM sqlite_schema m JOIN pragma_table_info(m.name) p \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'";
const POSTGRES: &str = "SELECT table_name::text, column_name::text AS name, is_nullable::text AS nullable, \
     data_type::text AS kind FROM information_schema.columns \
     WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'";

fn tables(conn: &mut Conn) -> Result<Tables, StoreError> {
    let query = match conn {
        Conn::Pg(_) => POSTGRES,
        Conn::Sqlite(_) => SQLITE,
    };
    let columns: Vec<Column> = sql_query(query).load(conn)?;
    let mut tables = Tables::new();
    for Column {
        table_name,
        name,
        nullable,
        kind,
    } in columns
    {
        let kind = match kind.as_str() {
            "uuid" | "bytea" => "BLOB",
            "integer" | "bigint" | "boolean" => "INTEGER",
            "text" | "timestamp without time zone" | "date" => "TEXT",
            other => other,
        };
        tables
            .entry(table_name)
            .or_default()
            .insert(name, (nullable, kind.to_owned()));
    }
    Ok(tables)
}

/// Tables that this release no longer uses, and the one before it does.
const LEFT_FOR_OLDER_PROGRAMS: [&str; 1] = ["origin_awaits"];

/// The tables as the code has them.
fn declared() -> Tables {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/store/src/schema");
    let mut tables = Tables::new();
    for file in std::fs::read_dir(root).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let mut table = String::new();
        let lines = text.lines().map(str::trim);
        for line in lines.filter(|line| !line.starts_with("diesel::")) {
            if let Some((name, kind)) = line.split_once(" -> ") {
                let kind = kind.trim_end_matches(',');
                let inner = kind
                    .strip_prefix("Nullable<")
                    .and_then(|rest| rest.strip_suffix('>'));
                let family = match inner.unwrap_or(kind) {
                    "Uid" | "Binary" => "BLOB",
                    "Bool" | "Integer" | "BigInt" => "INTEGER",
                    "Text" | "Timestamp" | "Date" => "TEXT",
                    other => panic!("{table}.{name}: {other}"),
                };
                let nullable = if inner.is_some() { "YES" } else { "NO" };
                tables
                    .entry(table.clone())
                    .or_default()
                    .insert(name.to_owned(), (nullable.to_owned(), family.to_owned()));
            } else if let Some((name, _)) = line.split_once(" (") {
                name.clone_into(&mut table);
            }
        }
    }
    tables
}

#[derive(QueryableByName)]
struct Made {
    #[diesel(sql_type = Text)]
    made: String,
}

const ALL_OF_SQLITE: &str =
    "SELECT name || ': ' || sql AS made FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY made";
const ALL_OF_POSTGRES: &str = "SELECT table_name::text || '.' || column_name::text || ': ' || data_type::text || ' ' \
     || is_nullable::text || ' ' || coalesce(column_default::text, '') AS made \
     FROM information_schema.columns WHERE table_schema = 'public' \
     UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' \
     UNION ALL SELECT conrelid::regclass::text || ': ' || conname::text || ' ' || pg_get_constraintdef(oid) \
     FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY made";

/// Columns, indexes and constraints, as the database tells them.
fn whole(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let query = match conn {
        Conn::Pg(_) => ALL_OF_POSTGRES,
        Conn::Sqlite(_) => ALL_OF_SQLITE,
    };
    let made: Vec<Made> = sql_query(query).load(conn)?;
    Ok(made.into_iter().map(|Made { made }| made).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn both_trees_make_the_tables_of_the_code() {
    let sqlite = TestApp::start(Backend::Sqlite).await;
    let postgres = TestApp::start(Backend::Postgres).await;
    let mut one = sqlite.app().read(|conn| Ok(tables(conn)?)).await.unwrap();
    let other = postgres.app().read(|conn| Ok(tables(conn)?)).await.unwrap();
    let code = declared();
    assert!(code.len() > 30, "{} tables", code.len());
    assert_eq!(one, other);
    for table in LEFT_FOR_OLDER_PROGRAMS {
        assert!(one.remove(table).is_some(), "{table}");
    }
    assert_eq!(one, code);
    sqlite.stop().await;
    postgres.stop().await;
}

on_both! {
    async fn migrations_go_down_and_up_again(app: TestApp) {
        let store = app.app().store.clone();
        tokio::task::spawn_blocking(move || {
            let before = store.read(tables).unwrap();
            let count = store.migration_status().unwrap().len();
            let taken_back = store.migrate_down(count).unwrap();
            assert_eq!(taken_back.len(), count);
            assert!(store.read(tables).unwrap().is_empty());
            assert_eq!(store.schema().unwrap(), Schema::Behind(count));
            assert_eq!(store.migrate_up().unwrap().len(), count);
            assert_eq!(store.schema().unwrap(), Schema::Current);
            assert_eq!(store.read(tables).unwrap(), before);
        })
        .await
        .unwrap();
    }

    async fn each_migration_goes_down_and_up_again(app: TestApp) {
        let store = app.app().store.clone();
        tokio::task::spawn_blocking(move || {
            let before = store.read(whole).unwrap();
            for steps in 1..=store.migration_status().unwrap().len() {
                let taken_back = store.migrate_down(steps).unwrap();
                assert_ne!(store.read(whole).unwrap(), before, "{taken_back:?}");
                assert_eq!(store.migrate_up().unwrap().len(), steps);
                assert_eq!(store.read(whole).unwrap(), before, "{taken_back:?}");
            }
        })
        .await
        .unwrap();
    }

    async fn a_newer_schema_is_recognised(app: TestApp) {
        let store = app.app().store.clone();
        tokio::task::spawn_blocking(move || {
            store
                .write(|conn| -> Result<(), StoreError> {
                    sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231235959')")
                        .execute(conn)?;
                    Ok(())
                })
                .unwrap();
            assert!(matches!(store.schema(), Err(StoreError::NewerSchema(_))));
            assert!(matches!(store.migrate_up(), Err(StoreError::NewerSchema(_))));
        })
        .await
        .unwrap();
    }
}
