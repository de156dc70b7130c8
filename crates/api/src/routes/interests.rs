//! The interest vocabulary.

use actix_web::{HttpRequest, HttpResponse, get};
use goesting_core::policy::op;
use goesting_types::interest::Vocabulary;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::interest::vocabulary;
use crate::extract::Needs;
use crate::http::cache;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(list_interests);
}

/// Themes and the interests in them.
///
/// Each has its name and other words for it in four languages. The whole list in one answer.
#[utoipa::path(
    operation_id = "list_interests", tag = "vocabulary",
    responses((status = 200, description = "The whole vocabulary.", body = Vocabulary))
)]
#[get("/interests")]
async fn list_interests(_: Needs<op::ListInterests>, request: HttpRequest) -> HttpResponse {
    cache::public_json(&request, 3600, vocabulary())
}
