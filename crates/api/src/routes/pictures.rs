//! Pictures.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use goesting_core::policy::op;
use goesting_types::ids::{OpportunityId, PictureId};
use goesting_types::opportunity::{Picture, PictureQuery};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::{App, picture};
use crate::error::ApiResult;
use crate::extract::{IdempotencyKey, Needs, PictureFile, Query};
use crate::http::cache;

/// Bytes under a hash never change.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// A drawing shows itself and does nothing else.
const PICTURE_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(add_picture)
        .service(remove_picture)
        .service(get_picture);
}

/// A file, in documents only.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes the body")]
struct File(Vec<u8>);

/// Adds a picture.
///
/// The file itself is the body; what one sees on it is said in `alt`. Three sizes are kept, turned
/// upright, without the place and time a phone writes into them.
#[utoipa::path(
    operation_id = "add_picture", tag = "opportunities",
    params(
        ("id" = OpportunityId, Path, description = "The opportunity."),
        PictureQuery,
        ("Idempotency-Key" = Option<String>, Header,
            description = "The same key and file again give the first answer."),
    ),
    request_body(
        content((File = "image/jpeg"), (File = "image/png"), (File = "image/webp")),
        description = "At most 8 MiB and 60 megapixels.",
    ),
    responses((status = 201, description = "The picture.", body = Picture))
)]
#[post("/opportunities/{id}/pictures")]
async fn add_picture(
    access: Needs<op::AddPicture>,
    app: web::Data<App>,
    id: web::Path<OpportunityId>,
    Query(query): Query<PictureQuery>,
    key: IdempotencyKey,
    PictureFile(file): PictureFile,
) -> ApiResult<HttpResponse> {
    let made = picture::add(&app, &access, *id, &key, query, file).await?;
    Ok(cache::created(&made))
}

/// Removes a picture.
///
/// Doing it again changes nothing.
#[utoipa::path(
    operation_id = "remove_picture", tag = "opportunities",
    params(
        ("id" = OpportunityId, Path, description = "The opportunity."),
        ("picture_id" = PictureId, Path, description = "The picture."),
    ),
    responses((status = 204, description = "It is gone."))
)]
#[delete("/opportunities/{id}/pictures/{picture_id}")]
async fn remove_picture(
    access: Needs<op::RemovePicture>,
    app: web::Data<App>,
    path: web::Path<(OpportunityId, PictureId)>,
) -> ApiResult<HttpResponse> {
    let (id, picture_id) = path.into_inner();
    picture::remove(&app, &access, id, picture_id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The bytes of one size of a picture.
#[utoipa::path(
    operation_id = "get_picture", tag = "opportunities",
    params(("hash" = String, Path, description = "As its address says.")),
    responses(
        (status = 200, description = "The picture.", body = File, content_type = "image/jpeg"),
        (status = 304, description = "The one you have: it never changes."),
    )
)]
#[get("/pictures/{hash}")]
async fn get_picture(
    _: Needs<op::GetPicture>,
    app: web::Data<App>,
    request: HttpRequest,
    hash: web::Path<String>,
) -> ApiResult<HttpResponse> {
    let tag = format!("\"{hash}\"");
    if cache::is_fresh(&request, &hash) {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::ETAG, tag))
            .insert_header((header::CACHE_CONTROL, FOREVER))
            .finish());
    }
    let blob = picture::find(&app, &hash).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, FOREVER))
        .insert_header((header::ETAG, tag))
        .insert_header((header::CONTENT_SECURITY_POLICY, PICTURE_CSP))
        .content_type(blob.media_type)
        .body(blob.bytes))
}
