//! Starting and stopping a server.

use std::net::SocketAddr;

use actix_web::dev::ServerHandle;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as ActixApp, HttpRequest, HttpResponse, HttpServer, ResponseError as _, web};
use goesting_core::Refusal;
use goesting_types::problem::ErrorCode;
use tokio::sync::watch;
use utoipa_actix_web::AppExt as _;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::{ApiError, ApiResult};
use crate::http::{BASE, cors, headers, metrics, problems, request_id};
use crate::search::{self, Search};
use crate::{extract, jobs, openapi, routes, spa};

/// A server that runs.
pub struct Handle {
    address: SocketAddr,
    server: ServerHandle,
    metrics: Option<ServerHandle>,
    running: tokio::task::JoinHandle<std::io::Result<()>>,
    background: Background,
    /// What it serves with, for tests and jobs.
    pub app: App,
}

impl Handle {
    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops taking requests, finishes those under way, and ends.
    pub async fn stop(self) -> std::io::Result<()> {
        self.server.stop(true).await;
        if let Some(metrics) = &self.metrics {
            metrics.stop(false).await;
        }
        self.wait().await
    }

    /// Waits until it ends by itself (a signal), then lets its background work finish.
    pub async fn wait(self) -> std::io::Result<()> {
        let outcome = self.running.await;
        self.background.stop().await;
        match outcome {
            Ok(outcome) => outcome,
            Err(error) => Err(std::io::Error::other(error)),
        }
    }
}

/// Work beside the requests.
struct Background {
    stop: watch::Sender<bool>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Background {
    /// Starts what the settings ask for.
    fn start(app: &App) -> Self {
        let (stop, stopping) = watch::channel(false);
        let mut tasks = Vec::new();
        if app.config.run_jobs {
            if let Some(index) = app.search.clone() {
                let following = search::follow(
                    index,
                    app.store.clone(),
                    app.clock.clone(),
                    stopping.clone(),
                );
                tasks.push(tokio::spawn(following));
            }
            tasks.push(tokio::spawn(jobs::run_forever(app.clone(), stopping)));
        }
        Self { stop, tasks }
    }

    /// Tells all to stop and waits until they did.
    async fn stop(self) {
        let _ = self.stop.send(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "background work broke off");
            }
        }
    }
}

/// Starts a server: binds, and answers from then on.
pub fn start(config: Config, clock: Clock) -> ApiResult<Handle> {
    let search = Search::open(&config.data_dir)?;
    let app = App::open(config, clock, Some(search))?;
    let config = app.config.clone();
    let document = web::Data::new(openapi::document());
    let whole = app.clone();
    let https = config.public_url.is_https();
    let server = HttpServer::new(move || {
        ActixApp::new()
            .into_utoipa_app()
            .app_data(web::Data::new(whole.for_worker()))
            .app_data(web::Data::new(whole.metrics.clone()))
            .app_data(extract::path_config())
            .app_data(web::PayloadConfig::new(extract::MAX_BODY_BYTES))
            .service(
                utoipa_actix_web::scope(BASE)
                    .route("/openapi.json", web::get().to(routes::get_document))
                    .configure(routes::api),
            )
            .configure(routes::operations)
            .map(|app| {
                app.configure(|config| routes::documents(config, &document))
                    .default_service(web::to(fallback))
                    .wrap(from_fn(extract::counted))
                    .wrap(from_fn(cors::middleware))
                    .wrap(Compress::default())
                    .wrap(from_fn(problems::middleware))
                    .wrap(headers::defaults(https))
                    .wrap(from_fn(request_id::middleware))
            })
            .into_app()
    })
    .client_request_timeout(std::time::Duration::from_secs(10))
    .worker_max_blocking_threads(config.blocking_threads())
    .shutdown_timeout(20)
    .bind(config.bind)
    .map_err(|error| cannot_bind(config.bind, "GOESTING_BIND", &error))?;
    let address = server
        .addrs()
        .first()
        .copied()
        .ok_or_else(|| ApiError::internal("no address bound"))?;
    let metrics = config
        .metrics_bind
        .map(|bind| {
            metrics::serve(bind, app.metrics.clone())
                .map_err(|error| cannot_bind(bind, "GOESTING_METRICS_BIND", &error))
        })
        .transpose()?
        .map(|server| {
            let handle = server.handle();
            tokio::spawn(server);
            handle
        });
    let server = server.run();
    let handle = server.handle();
    let background = Background::start(&app);
    Ok(Handle {
        address,
        server: handle,
        metrics,
        running: tokio::spawn(server),
        background,
        app,
    })
}

fn cannot_bind(address: SocketAddr, setting: &str, error: &std::io::Error) -> ApiError {
    let advice = match error.kind() {
        std::io::ErrorKind::AddrInUse => "something listens there already: stop it, or",
        std::io::ErrorKind::PermissionDenied => "ports below 1024 need rights:",
        std::io::ErrorKind::AddrNotAvailable => "this machine has no such address:",
        _ => "it cannot be used:",
    };
    ApiError::internal(format!(
        "cannot listen on {address}: {advice} choose another with {setting} ({error})"
    ))
}

/// How pages are asked for.
const PAGE_METHODS: [Method; 2] = [Method::GET, Method::HEAD];

/// What paths for programs begin with: no page does.
const FOR_PROGRAMS: [&str; 6] = [
    ".well-known",
    "api",
    "healthz",
    "metrics",
    "problems",
    "readyz",
];

fn is_for_programs(path: &str) -> bool {
    path.split('/')
        .nth(1)
        .is_some_and(|first| FOR_PROGRAMS.contains(&first))
}

/// Tells which methods there are, instead of the one that was asked with.
fn only(methods: &[Method]) -> HttpResponse {
    let mut refused = ApiError::from(ErrorCode::MethodNotAllowed).error_response();
    let names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    if let Ok(names) = HeaderValue::from_str(&names.join(", ")) {
        refused.headers_mut().insert(header::ALLOW, names);
    }
    refused
}

/// What no route took: pages for browsers, problems for programs.
async fn fallback(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    if is_for_programs(request.path()) {
        return match openapi::methods_of(request.path()) {
            Some(methods) if !methods.contains(request.method()) => Ok(only(methods)),
            _ => Err(ErrorCode::NotFound.into()),
        };
    }
    if !PAGE_METHODS.contains(request.method()) {
        return Ok(only(&PAGE_METHODS));
    }
    spa::serve(&request).ok_or_else(|| {
        if spa::is_built() {
            return ErrorCode::NotFound.into();
        }
        let detail = "The web app was not built into this server.";
        Refusal::new(ErrorCode::NotFound, detail).into()
    })
}
