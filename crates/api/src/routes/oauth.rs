//! Logging in, for programs, and the keys that check our tokens.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use goesting_core::policy::op;
use goesting_types::auth::{Jwks, TokenError, TokenRequest, TokenResponse};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::App;
use crate::app::oauth::{self, NoToken};
use crate::error::ApiResult;
use crate::extract::{Attempt, Form, Open};
use crate::http::cache;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(issue_token);
}

pub(super) fn well_known(config: &mut ServiceConfig) {
    config.service(get_jwks);
}

/// Gives a program an access token.
///
/// Client credentials (RFC 6749, §4.4). Id and secret come in the form or as HTTP Basic. Errors are
/// those of the standard.
#[utoipa::path(
    operation_id = "issue_token", tag = "auth",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "A token.", body = TokenResponse),
        (status = 400, description = "The request is not right.", body = TokenError),
        (status = 401, description = "Not a program of ours.", body = TokenError),
    )
)]
#[post("/oauth/token")]
async fn issue_token(
    _: Open<op::IssueToken>,
    _: Attempt,
    app: web::Data<App>,
    request: HttpRequest,
    form: Form<TokenRequest>,
) -> ApiResult<HttpResponse> {
    let (mut response, body) = match form.0 {
        Err(error_description) => {
            let error = "invalid_request".to_owned();
            (
                HttpResponse::BadRequest(),
                Err(TokenError {
                    error,
                    error_description,
                }),
            )
        }
        Ok(form) => {
            let basic = request
                .headers()
                .get(header::AUTHORIZATION)
                .map(|value| value.to_str().unwrap_or_default());
            match oauth::issue(&app, basic, form).await {
                Ok(token) => (HttpResponse::Ok(), Ok(token)),
                Err(NoToken::Told(error)) => (HttpResponse::BadRequest(), Err(error)),
                Err(NoToken::InvalidClient(error)) => {
                    let mut response = HttpResponse::Unauthorized();
                    response.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"goesting\""));
                    (response, Err(error))
                }
                Err(NoToken::Failed(error)) => return Err(error),
            }
        }
    };
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(match body {
        Ok(token) => response.json(token),
        Err(error) => response.json(error),
    })
}

/// The public keys that check our access tokens (RFC 7517).
#[utoipa::path(
    operation_id = "get_jwks", tag = "auth",
    responses((status = 200, description = "The keys, the newest first.", body = Jwks))
)]
#[get("/.well-known/jwks.json")]
async fn get_jwks(_: Open<op::GetJwks>, app: web::Data<App>, request: HttpRequest) -> HttpResponse {
    cache::public_json(&request, 300, app.tokens.jwks())
}
