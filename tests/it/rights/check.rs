//! Sends every cell of the table and looks at what came back.

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::RunQueryDsl as _;
use diesel::sql_types::BigInt;
use futures_util::future::join_all;
use goesting_store::StoreError;
use goesting_tests::TestApp;

use super::requests::{Paths, Payload, bare, edits, payload};
use super::table::Row;
use super::things::{Made, PASSWORD, Thing, Workshop};
use super::told::Told;
use super::who::{Asker, Cast, name};

/// Checks these rows on this server.
pub async fn check(app: &TestApp, rows: &[Row]) {
    let cast = Arc::new(Cast::gather(app).await);
    // Until there is an index, the server is not ready.
    app.index().await;
    let stage = Stage {
        workshop: Workshop {
            app: app.app().clone(),
            cast: cast.clone(),
            password_hash: app.app().passwords.hash(PASSWORD).await.unwrap(),
        },
        paths: Paths::read(),
        told: Told::read(),
        http: reqwest::Client::new(),
        base: app.base(),
    };
    stage.workshop.other_child().await;
    let mut wrong = Vec::new();
    let mut done = BTreeMap::new();
    for row in rows {
        for thing in &row.on {
            stage.refused(row, *thing, &mut wrong).await;
            let did = stage.allowed(row, *thing, &mut wrong).await;
            *done.entry(bare(row.operation)).or_insert(false) |= did;
        }
    }
    // An operation that refuses everybody, for whatever reason, proves nothing.
    let never: Vec<_> = done.iter().filter(|(_, did)| !**did).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(never.is_empty(), "nobody got through: {never:?}");
}

struct Stage {
    workshop: Workshop,
    paths: Paths,
    told: Told,
    http: reqwest::Client,
    base: String,
}

impl Stage {
    /// Those who may not: exactly the stated status, and nothing written.
    async fn refused(&self, row: &Row, thing: Thing, wrong: &mut Vec<String>) {
        let askers = &self.workshop.cast.askers;
        let told = |asker: &&Asker| row.told(asker.who).is_some();
        let refused: Vec<_> = askers.iter().filter(told).collect();
        if refused.is_empty() {
            return;
        }
        let made = self.workshop.make(thing, refused[0]).await;
        let before = self.traces().await;
        let asked = refused.iter().map(|asker| self.ask(row, &made, asker));
        for (asker, (status, body)) in refused.iter().zip(join_all(asked).await) {
            let told = row.told(asker.who).unwrap_or_default();
            if status != told {
                wrong.push(cell(row, thing, asker, &format!("{told}"), status, &body));
            }
        }
        if self.traces().await != before {
            wrong.push(format!(
                "{} {thing:?}: a refusal left traces",
                row.operation
            ));
        }
    }

    /// Those who may, each on a thing of their own when it may change. Says whether anybody got
    /// through: a wrong state refuses too.
    async fn allowed(&self, row: &Row, thing: Thing, wrong: &mut Vec<String>) -> bool {
        let askers = self.workshop.cast.askers.iter();
        let allowed: Vec<_> = askers.filter(|one| row.told(one.who).is_none()).collect();
        let asked = allowed.iter().map(|asker| async move {
            let made = self.workshop.make(thing, asker).await;
            self.ask(row, &made, asker).await
        });
        let mut did = false;
        for (asker, (status, body)) in allowed.iter().zip(join_all(asked).await) {
            let fits = match status {
                200..=299 => true,
                409 => !self.paths.only_reads(row.operation),
                // The state it is in came with an edit.
                412 => edits(row.operation),
                // Two credentials in one request are one too many.
                400 => row.operation == "issue_token" && asker.bearer.is_some(),
                _ => false,
            };
            did |= status < 300;
            if !fits {
                wrong.push(cell(row, thing, asker, "allowed", status, &body));
            }
        }
        did
    }

    async fn ask(&self, row: &Row, made: &Made, asker: &Asker) -> (u16, String) {
        let (method, path) = self.paths.address(row.operation, made);
        let method = method.parse().unwrap();
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(token) = made.bearer.as_ref().or(asker.bearer.as_ref()) {
            request = request.bearer_auth(token);
        }
        if let Some(cookie) = &made.cookie {
            request = request.header("cookie", cookie).header("x-goesting", "1");
        }
        if edits(row.operation) {
            request = request.header("if-match", "\"1\"");
        }
        let form = "application/x-www-form-urlencoded";
        let request = match payload(row.operation, made) {
            Payload::Empty => request,
            Payload::Json(body) => request
                .header("content-type", "application/json")
                .body(body.to_string()),
            Payload::Form(body) => request.header("content-type", form).body(body),
            Payload::Png(body) => request.header("content-type", "image/png").body(body),
        };
        let answer = request.send().await.unwrap();
        let (status, operation) = (answer.status().as_u16(), bare(row.operation));
        let untold = self.told.untold(operation, status, answer.headers());
        assert!(
            untold.is_empty(),
            "{operation} {status} carries {untold:?}, and the document does not say so"
        );
        (status, answer.text().await.unwrap())
    }

    /// How much was ever written.
    async fn traces(&self) -> i64 {
        const TABLES: [&str; 14] = [
            "change",
            "outbox",
            "audit",
            "person",
            "consent",
            "actor",
            "actor_member",
            "invitation",
            "claim",
            "participation_step",
            "opportunity",
            "session",
            "enrolment",
            "saved",
        ];
        let counts = TABLES.map(|table| format!("(SELECT count(*) FROM {table})"));
        let query = format!("SELECT {} AS n", counts.join(" + "));
        let counted = self.workshop.app.read(move |conn| {
            let count: Result<Count, _> = diesel::sql_query(query).get_result(conn);
            Ok(count.map_err(StoreError::from)?)
        });
        counted.await.unwrap().n
    }
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn cell(row: &Row, thing: Thing, asker: &Asker, expected: &str, status: u16, body: &str) -> String {
    let said: String = body.chars().take(160).collect();
    let who = name(asker.who);
    format!(
        "{} on {thing:?} as {who}: expected {expected}, told {status} {said}",
        row.operation
    )
}
