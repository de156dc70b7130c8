//! Is it alive, is it ready.

use actix_web::{HttpResponse, get, web};
use goesting_search::State;
use goesting_store::Schema;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::App;
use crate::blocking::blocking;
use crate::search::Search;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(get_health).service(get_readiness);
}

/// How one part is.
#[derive(Serialize, ToSchema)]
struct Health {
    /// `ok`, or what is wrong.
    status: String,
}

/// Whether the process runs.
#[utoipa::path(
    operation_id = "get_health", tag = "operations",
    responses((status = 200, description = "It runs.", body = Health))
)]
#[get("/healthz")]
async fn get_health() -> HttpResponse {
    HttpResponse::Ok().json(Health {
        status: "ok".to_owned(),
    })
}

/// Whether it can answer: the database is there and migrated, the search index answers.
#[utoipa::path(
    operation_id = "get_readiness", tag = "operations",
    responses(
        (status = 200, description = "It is ready.", body = Health),
        (status = 503, description = "It is not; `status` says why.", body = Health),
    )
)]
#[get("/readyz")]
async fn get_readiness(app: web::Data<App>) -> HttpResponse {
    let store = app.store.clone();
    match blocking(move || Ok(store.schema()?)).await {
        Ok(Schema::Current) => match app.search().map(Search::state) {
            Ok(State::Ready { .. }) => HttpResponse::Ok().json(Health {
                status: "ok".to_owned(),
            }),
            Ok(State::Broken { .. }) | Err(_) => HttpResponse::ServiceUnavailable().json(Health {
                status: "the search index is being made".to_owned(),
            }),
        },
        Ok(Schema::Behind(count)) => HttpResponse::ServiceUnavailable().json(Health {
            status: format!("{count} migrations are still to run"),
        }),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            HttpResponse::ServiceUnavailable().json(Health {
                status: "the database is away".to_owned(),
            })
        }
    }
}
