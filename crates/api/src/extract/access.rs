//! Who asks: the caller of a request, past the door of its operation.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use goesting_core::Refusal;
use goesting_core::policy::{Access, Caller, Marker};
use goesting_types::problem::ErrorCode;

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::http::cookies;

/// The caller, who may ask for operation `O`: written in the handler's signature as
/// `Needs<op::CreateEnrolment>`.
#[derive(Debug)]
pub struct Needs<O> {
    access: Access,
    operation: PhantomData<O>,
}

impl<O> Needs<O> {
    /// The access itself, to pass on.
    pub fn into_inner(self) -> Access {
        self.access
    }
}

impl<O> Deref for Needs<O> {
    type Target = Access;

    fn deref(&self) -> &Access {
        &self.access
    }
}

impl<O: Marker> FromRequest for Needs<O> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let access = caller_of(request)
            .and_then(|caller| Access::ask(caller, O::OPERATION).map_err(ApiError::from));
        ready(access.map(|access| Self {
            access,
            operation: PhantomData,
        }))
    }
}

/// Who sent a request: a bearer token, the access cookie, or nobody. A token that does not hold is
/// refused, never taken for nobody.
pub fn caller_of(request: &HttpRequest) -> ApiResult<Caller> {
    let app = request
        .app_data::<web::Data<App>>()
        .ok_or_else(|| ApiError::internal("no app data"))?;
    let bearer = bearer_of(request)?;
    let cookie = cookies::access(request, &app.config.public_url);
    let token = match (bearer, cookie) {
        (Some(_), Some(_)) => return Err(ErrorCode::AmbiguousCredentials.into()),
        (None, None) => return Ok(Caller::Anonymous),
        (Some(bearer), None) => bearer.to_owned(),
        (None, Some(cookie)) => {
            cookies::check_same_site(request, &app.config.public_url)?;
            cookie
        }
    };
    Ok(app.tokens.check(&token, app.clock.now())?)
}

fn bearer_of(request: &HttpRequest) -> Result<Option<&str>, Refusal> {
    let Some(value) = request.headers().get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let invalid = || {
        Refusal::new(
            ErrorCode::InvalidToken,
            "Send `Authorization: Bearer <token>`.",
        )
    };
    let text = value.to_str().map_err(|_| invalid())?;
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim())),
        _ => Err(invalid()),
    }
}
