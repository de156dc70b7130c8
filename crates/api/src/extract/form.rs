//! Form bodies, for the one operation whose standard asks for them.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use super::body::unreadable;
use crate::error::ApiError;

/// A form body as `T`, or what is wrong with it: the operation answers in its own words.
#[derive(Debug)]
pub struct Form<T>(pub Result<T, String>);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let typed = request.headers().get(header::CONTENT_TYPE);
        let is_form = typed.is_some_and(|value| {
            value
                .as_bytes()
                .to_ascii_lowercase()
                .starts_with(b"application/x-www-form-urlencoded")
        });
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            if !is_form {
                let wrong = "Send a form: `Content-Type: application/x-www-form-urlencoded`.";
                return Ok(Self(Err(wrong.to_owned())));
            }
            let bytes = bytes.await.map_err(|error| unreadable(&error))?;
            Ok(Self(
                serde_html_form::from_bytes(&bytes).map_err(|error| error.to_string()),
            ))
        })
    }
}
