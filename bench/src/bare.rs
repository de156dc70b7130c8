//! The bare detail page: one row by its key, and as many bytes.

use std::net::SocketAddr;

use actix_web::{App, HttpResponse, HttpServer, get, web};
use anyhow::Context as _;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool};
use diesel::sql_types::{Binary, Text};
use diesel::sqlite::SqliteConnection;
use serde::{Deserialize, Serialize};

/// The first argument that makes this process the bare server.
const WORD: &str = "bare-detail-page";

/// What the bare server is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Arguments {
    /// Where it listens.
    pub address: SocketAddr,
    /// The SQLite file.
    pub database: String,
    /// Bytes of an answer.
    pub bytes: usize,
}

impl Arguments {
    /// What this process was told, if it is to be the bare server.
    pub fn of_this_process() -> Option<Self> {
        let mut words = std::env::args().skip(1);
        let first = words.next()?;
        (first == WORD).then(|| serde_json::from_str(&words.next()?).ok())?
    }

    /// This program again, as the bare server.
    pub fn command(&self) -> anyhow::Result<std::process::Command> {
        let mut command = std::process::Command::new(std::env::current_exe()?);
        command.arg(WORD).arg(serde_json::to_string(self)?);
        Ok(command)
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    content: String,
}

struct Served {
    pool: Pool<ConnectionManager<SqliteConnection>>,
    bytes: usize,
}

#[get("/row/{id}")]
async fn one_row(served: web::Data<Served>, id: web::Path<uuid::Uuid>) -> HttpResponse {
    let (pool, key) = (served.pool.clone(), id.into_bytes());
    let found = web::block(move || -> anyhow::Result<String> {
        let mut conn = pool.get()?;
        let found: Row = diesel::sql_query("SELECT content FROM opportunity WHERE id = ?")
            .bind::<Binary, _>(&key[..])
            .get_result(&mut *conn)?;
        Ok(found.content)
    })
    .await;
    match found {
        Ok(Ok(mut content)) => {
            let missing = served.bytes.saturating_sub(content.len());
            content.extend(std::iter::repeat_n(' ', missing));
            content.truncate(served.bytes);
            HttpResponse::Ok()
                .content_type("application/json")
                .body(content.into_bytes())
        }
        _ => HttpResponse::InternalServerError().finish(),
    }
}

#[get("/ready")]
async fn ready() -> HttpResponse {
    HttpResponse::Ok().finish()
}

/// Serves until it is killed.
pub fn serve(arguments: &Arguments) -> anyhow::Result<()> {
    let pool = Pool::builder()
        .max_size(8)
        .build(ConnectionManager::<SqliteConnection>::new(
            &arguments.database,
        ))
        .context("opening the database")?;
    let served = web::Data::new(Served {
        pool,
        bytes: arguments.bytes,
    });
    actix_web::rt::System::new().block_on(
        HttpServer::new(move || {
            App::new()
                .app_data(served.clone())
                .service(one_row)
                .service(ready)
        })
        .bind(arguments.address)?
        .run(),
    )?;
    Ok(())
}
