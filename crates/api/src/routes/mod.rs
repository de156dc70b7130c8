//! The routes: one module per resource. A handler takes, asks the app service, and converts.

mod actors;
mod auth;
mod calendars;
mod children;
mod documents;
mod ecosystems;
mod enrolments;
mod interests;
mod me;
mod members;
mod moderation;
mod oauth;
mod operations;
mod opportunities;
mod pictures;
mod saved;
mod search;
mod sessions;
mod territories;

use utoipa_actix_web::service_config::ServiceConfig;

/// Everything below `/api/v1`.
pub fn api(config: &mut ServiceConfig) {
    config
        .configure(territories::routes)
        .configure(interests::routes)
        .configure(search::routes)
        .configure(opportunities::routes)
        .configure(pictures::routes)
        .configure(calendars::routes)
        .configure(sessions::routes)
        .configure(enrolments::routes)
        .configure(ecosystems::routes)
        .configure(actors::routes)
        .configure(members::routes)
        .configure(moderation::routes)
        .configure(me::routes)
        .configure(children::routes)
        .configure(saved::routes)
        .configure(auth::routes)
        .configure(oauth::routes);
}

/// What stands beside the API: health and the like.
pub fn operations(config: &mut ServiceConfig) {
    config
        .configure(operations::routes)
        .configure(oauth::well_known);
}

pub use documents::{documents, get_document};
