//! Calendar files.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, get, web};
use goesting_core::policy::op;
use goesting_types::ids::OpportunityId;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::{App, calendar};
use crate::error::ApiResult;
use crate::extract::Needs;
use crate::http::{cache, problems};

const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(get_opportunity_calendar)
        .service(get_calendar);
}

/// The sessions of an opportunity as a calendar.
#[utoipa::path(
    operation_id = "get_opportunity_calendar", tag = "opportunities",
    params(("id" = OpportunityId, Path, description = "The opportunity")),
    responses(
        (status = 200, description = "An iCalendar file.", body = String, content_type = "text/calendar"),
        (status = 304, description = "The one you have is still the same."),
    )
)]
#[get("/opportunities/{id}/calendar.ics")]
async fn get_opportunity_calendar(
    _: Needs<op::GetOpportunityCalendar>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<OpportunityId>,
) -> ApiResult<HttpResponse> {
    let text = calendar::of_opportunity(&app, *id, problems::reader_lang(&request)).await?;
    let mut response = cache::public_bytes(&request, 300, MEDIA_TYPE, text.into_bytes());
    let by_language = HeaderValue::from_static("Accept-Language");
    response.headers_mut().insert(header::VARY, by_language);
    Ok(response)
}

/// A person's agenda, behind its secret address.
///
/// The secret is the right: it is made at `POST /me/calendar-link`, and taken back there.
#[utoipa::path(
    operation_id = "get_calendar", tag = "me",
    params(("secret" = String, Path, description = "The secret of the calendar link")),
    responses((status = 200, description = "An iCalendar file.", body = String, content_type = "text/calendar"))
)]
#[get("/calendars/{secret}.ics")]
async fn get_calendar(
    _: Needs<op::GetCalendar>,
    app: web::Data<App>,
    secret: web::Path<String>,
) -> ApiResult<HttpResponse> {
    let text = calendar::of_person(&app, &secret).await?;
    Ok(HttpResponse::Ok()
        .content_type(MEDIA_TYPE)
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header(("X-Robots-Tag", "noindex"))
        .body(text))
}
