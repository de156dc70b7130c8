//! Refusals become problem details (RFC 9457), in the reader's language.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse};
use goesting_core::Refusal;
use goesting_i18n::{Catalogue, Label as _};
use goesting_types::lang::Lang;
use goesting_types::problem::{ErrorCode, Problem};

use super::request_id::{self, RequestId};

/// The longest an answer may take, reading the request included.
const DEADLINE: std::time::Duration = std::time::Duration::from_secs(30);

/// Writes the body of every refused request, also of those that actix refused itself.
pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // Read before: the request may not be shared while it is routed.
    let reader = Reader {
        lang: reader_lang(request.request()),
        request_id: request_id::of(request.request()),
    };
    let Ok(response) = tokio::time::timeout(DEADLINE, next.call(request)).await else {
        let late = Refusal::new(
            ErrorCode::Unavailable,
            "It took too long. What was asked may have been done: look before asking again.",
        );
        let problem = reader.write(&late, &header::HeaderMap::new());
        return Err(InternalError::from_response("too late", problem).into());
    };
    let response = response?;
    let refusal = match response.response().extensions().get::<Refusal>() {
        Some(refusal) => Some(refusal.clone()),
        None => made_by_actix(response.response()),
    };
    Ok(match refusal {
        Some(refusal) => {
            let problem = reader.write(&refusal, response.response().headers());
            response.into_response(problem)
        }
        None => response.map_into_boxed_body(),
    })
}

/// A refusal of actix's own: an error in plain text.
fn made_by_actix<B>(response: &HttpResponse<B>) -> Option<Refusal> {
    let status = response.status();
    let error = status.is_client_error() || status.is_server_error();
    let typed = response.headers().get(header::CONTENT_TYPE);
    let plain = typed.is_none_or(|value| value.as_bytes().starts_with(b"text/plain"));
    (error && plain).then(|| of_status(status))
}

/// What to say of an error that actix made itself.
fn of_status(status: StatusCode) -> Refusal {
    match status.as_u16() {
        413 => ErrorCode::TooLarge,
        415 => ErrorCode::UnsupportedMediaType,
        404 => ErrorCode::NotFound,
        405 => ErrorCode::MethodNotAllowed,
        400..=499 => ErrorCode::InvalidBody,
        _ => ErrorCode::Internal,
    }
    .into()
}

/// Who reads the problem.
struct Reader {
    lang: Lang,
    request_id: RequestId,
}

impl Reader {
    fn write(&self, refusal: &Refusal, kept: &header::HeaderMap) -> HttpResponse {
        let lang = self.lang;
        let code = refusal.code;
        let problem = Problem {
            kind: format!("/problems/{code}"),
            title: title(code, lang),
            status: code.status(),
            code,
            detail: refusal.detail.as_deref().map(str::to_owned),
            instance: self.request_id.0.to_string(),
            errors: refusal.errors.clone(),
            state: refusal.state.map(str::to_owned),
        };
        let status =
            StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponse::build(status);
        response
            .content_type("application/problem+json")
            .insert_header((header::CONTENT_LANGUAGE, lang.as_str()))
            .insert_header((header::VARY, "Accept-Language"))
            .insert_header((header::CACHE_CONTROL, "no-store"));
        match code {
            ErrorCode::Unavailable => {
                response.insert_header((header::RETRY_AFTER, "2"));
            }
            ErrorCode::NotAuthenticated | ErrorCode::InvalidToken => {
                response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
            }
            _ => {}
        }
        for (name, value) in kept {
            if name != header::CONTENT_LENGTH && name != header::CONTENT_TYPE {
                response.append_header((name.clone(), value.clone()));
            }
        }
        response.json(problem)
    }
}

/// The language the reader asks for.
pub fn reader_lang(request: &HttpRequest) -> Lang {
    let header = request.headers().get(header::ACCEPT_LANGUAGE);
    header
        .and_then(|value: &HeaderValue| value.to_str().ok())
        .and_then(goesting_i18n::negotiate)
        .unwrap_or_default()
}

/// The title of a code in a language.
pub fn title(code: ErrorCode, lang: Lang) -> String {
    code.label().resolve(Catalogue::embedded(lang)).into_owned()
}
