//! The OpenAPI document and Swagger UI, both offline.

use actix_web::http::header;
use actix_web::middleware::DefaultHeaders;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::http::{BASE, cache, headers};

/// `/api/v1/openapi.json` and `/api/docs`.
pub fn documents(config: &mut ServiceConfig, document: &web::Data<OpenApi>) {
    let ui = SwaggerUi::new("/{_:.*}").config(Config::new([format!("{BASE}/openapi.json")]));
    config
        .app_data(document.clone())
        .route(&format!("{BASE}/openapi.json"), web::get().to(get_document))
        .route("/api/docs", web::get().to(to_docs))
        .service(
            web::scope("/api/docs")
                .wrap(
                    DefaultHeaders::new().add((header::CONTENT_SECURITY_POLICY, headers::DOCS_CSP)),
                )
                .service(ui),
        );
}

/// The document itself; it stands inside the API's scope, which would shadow it elsewhere.
pub async fn get_document(request: HttpRequest, document: web::Data<OpenApi>) -> HttpResponse {
    cache::public_json(&request, 300, document.get_ref())
}

async fn to_docs() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, "/api/docs/"))
        .finish()
}
