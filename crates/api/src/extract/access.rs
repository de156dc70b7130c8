//! Who asks: the caller of a request, past the door of its operation.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use goesting_core::Refusal;
use goesting_core::policy::{Access, Caller, Marker, Operation};
use goesting_types::problem::ErrorCode;

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::http::cookies;
use crate::http::limits::{Counted, address_of};

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
        let known = request.extensions().get::<Caller>().cloned();
        let access = known
            .map_or_else(|| caller_of(request), Ok)
            .and_then(|caller| Access::ask(caller, O::OPERATION).map_err(ApiError::from));
        ready(access.map(|access| Self {
            access,
            operation: PhantomData,
        }))
    }
}

/// Operation `O`, which is open to everyone and does not look at who asks: logging in and out has
/// to work with an access token that no longer holds. With cookies it has to come from our pages.
#[derive(Debug)]
pub struct Open<O>(PhantomData<O>);

impl<O: Marker> FromRequest for Open<O> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(open(request, O::OPERATION).map(|()| Self(PhantomData)))
    }
}

fn open(request: &HttpRequest, operation: Operation) -> ApiResult<()> {
    Access::ask(Caller::Anonymous, operation)?;
    let app = app_of(request)?;
    let url = &app.config.public_url;
    if cookies::access(request, url).is_some() || cookies::refresh(request, url).is_some() {
        cookies::check_same_site(request, url)?;
    }
    Ok(())
}

/// One attempt at something that guesses could open, or that writes to people, counted for the
/// address it comes from.
#[derive(Debug)]
pub struct Attempt;

impl FromRequest for Attempt {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let counted = app_of(request).and_then(|app| {
            let who = Counted::Address(address_of(request, &app.config));
            app.limits.attempt(&who)
        });
        ready(counted.map(|()| Self))
    }
}

fn app_of(request: &HttpRequest) -> ApiResult<&web::Data<App>> {
    request
        .app_data::<web::Data<App>>()
        .ok_or_else(|| ApiError::internal("no app data"))
}

/// Who sent a request: a bearer token, the access cookie, or nobody. A token that does not hold is
/// refused, never taken for nobody.
pub fn caller_of(request: &HttpRequest) -> ApiResult<Caller> {
    let app = app_of(request)?;
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
