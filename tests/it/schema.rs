//! Both migration trees make the same tables, and can be taken back.

use std::collections::BTreeMap;

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

#[tokio::test(flavor = "multi_thread")]
async fn both_trees_make_the_same_tables() {
    let sqlite = TestApp::start(Backend::Sqlite).await;
    let postgres = TestApp::start(Backend::Postgres).await;
    let one = sqlite.app().read(|conn| Ok(tables(conn)?)).await.unwrap();
    let other = postgres.app().read(|conn| Ok(tables(conn)?)).await.unwrap();
    assert!(one.len() > 30, "{} tables", one.len());
    assert_eq!(one, other);
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
