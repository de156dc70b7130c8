//! A fresh database per test.

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection, RunQueryDsl as _};
use goesting_store::{DatabaseUrl, Store, StoreOptions};

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file in a temporary folder.
    Sqlite,
    /// A database of its own in the test cluster.
    Postgres,
}

/// A database that goes away with the test.
pub struct TestDatabase {
    /// Where it is.
    pub url: DatabaseUrl,
    made: Option<Made>,
}

struct Made {
    cluster: String,
    name: String,
}

/// Guards the making of the template among test processes.
const TEMPLATE_LOCK: i64 = 4_201;

impl TestDatabase {
    /// Makes one in `dir` (SQLite) or in the cluster. There it is a copy of a migrated template:
    /// quicker than migrating for every test.
    pub fn create(backend: Backend, dir: &std::path::Path) -> Self {
        match backend {
            Backend::Sqlite => Self::file(dir),
            Backend::Postgres => Self::in_cluster(template),
        }
    }

    /// Makes one in which nothing ran yet.
    pub fn empty(backend: Backend, dir: &std::path::Path) -> Self {
        match backend {
            Backend::Sqlite => Self::file(dir),
            Backend::Postgres => Self::in_cluster(|_, _| "template0".to_owned()),
        }
    }

    fn file(dir: &std::path::Path) -> Self {
        Self {
            url: DatabaseUrl::file(&dir.join("goesting.sqlite3")),
            made: None,
        }
    }

    fn in_cluster(template: impl FnOnce(&mut PgConnection, &str) -> String) -> Self {
        let cluster = std::env::var("GOESTING_TEST_POSTGRES_URL").expect(
            "GOESTING_TEST_POSTGRES_URL names a PostgreSQL cluster for tests: `make test` and \
             `tools/test.sh WORD…` bring one",
        );
        let mut admin = PgConnection::establish(&cluster).expect("the test cluster answers");
        let template = template(&mut admin, &cluster);
        let name = format!("goesting_{}", uuid::Uuid::new_v4().simple());
        admin
            .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
            .expect("a database for the test");
        let url = DatabaseUrl::parse(&with_database(&cluster, &name)).unwrap();
        Self {
            url,
            made: Some(Made { cluster, name }),
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // A failed test leaves its database behind to look at.
        if std::thread::panicking() {
            return;
        }
        if let Some(Made { cluster, name }) = &self.made
            && let Ok(mut admin) = PgConnection::establish(cluster)
        {
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// The template for the migrations as they are now; made by whoever comes first.
fn template(admin: &mut PgConnection, cluster: &str) -> String {
    let name = format!("goesting_template_{}", env!("GOESTING_MIGRATIONS"));
    diesel::sql_query(format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})"))
        .execute(admin)
        .unwrap();
    let exists: i64 = diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(&format!(
        "(SELECT count(*) FROM pg_database WHERE datname = '{name}')"
    )))
    .get_result(admin)
    .unwrap();
    if exists == 0 {
        let making = format!("{name}_making");
        admin
            .batch_execute(&format!("DROP DATABASE IF EXISTS {making} WITH (FORCE); "))
            .unwrap();
        admin
            .batch_execute(&format!("CREATE DATABASE {making}"))
            .unwrap();
        let url = DatabaseUrl::parse(&with_database(cluster, &making)).unwrap();
        let store = Store::open(
            &url,
            StoreOptions {
                connections: 1,
                ..StoreOptions::default()
            },
        )
        .unwrap();
        store.migrate_up().unwrap();
        drop(store);
        // The pool closes its connection in its own time; a rename needs nobody inside.
        admin
            .batch_execute(&format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{making}'"
            ))
            .unwrap();
        admin
            .batch_execute(&format!("ALTER DATABASE {making} RENAME TO {name}"))
            .unwrap();
    }
    diesel::sql_query(format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})"))
        .execute(admin)
        .unwrap();
    name
}

/// The cluster's URL with another database name.
fn with_database(cluster: &str, name: &str) -> String {
    let (base, query) = cluster.split_once('?').unwrap_or((cluster, ""));
    let base = match base.splitn(4, '/').collect::<Vec<_>>()[..] {
        [scheme, empty, host, _] => [scheme, empty, host, name].join("/"),
        _ => format!("{base}/{name}"),
    };
    if query.is_empty() {
        base
    } else {
        format!("{base}?{query}")
    }
}
