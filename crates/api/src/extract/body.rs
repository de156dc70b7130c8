//! JSON bodies: limited, strict, and with a pointer to what is wrong.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use goesting_core::Refusal;
use goesting_types::problem::{ErrorCode, FieldCode, FieldError};
use serde::de::DeserializeOwned;

use super::wrong::wrong;
use crate::error::ApiError;

/// Most bytes of a JSON body.
pub const MAX_BYTES: usize = 256 * 1024;

/// A JSON body of shape `T`.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let json = is_json(request);
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            if !json {
                let detail = "Send JSON with `Content-Type: application/json`.";
                return Err(Refusal::new(ErrorCode::UnsupportedMediaType, detail).into());
            }
            let bytes = bytes.await.map_err(|error| unreadable(&error))?;
            parse(&bytes).map(Self).map_err(ApiError::from)
        })
    }
}

fn is_json(request: &HttpRequest) -> bool {
    let Some(value) = request.headers().get(header::CONTENT_TYPE) else {
        return false;
    };
    let essence = value
        .to_str()
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    essence.eq_ignore_ascii_case("application/json")
        || essence.eq_ignore_ascii_case("application/merge-patch+json")
}

/// What to say of a payload that could not be read: mostly that it is too large.
pub fn unreadable(error: &actix_web::Error) -> ApiError {
    match error.as_response_error().status_code().as_u16() {
        413 => {
            let detail = format!("At most {MAX_BYTES} bytes are read.");
            Refusal::new(ErrorCode::TooLarge, detail).into()
        }
        _ => Refusal::new(ErrorCode::MalformedJson, "The body broke off.").into(),
    }
}

/// Reads strict JSON; says where it is wrong.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        match inner.classify() {
            serde_json::error::Category::Data => Refusal {
                errors: vec![fault(pointer, inner.to_string())],
                ..ErrorCode::InvalidBody.into()
            },
            _ => malformed(&inner),
        }
    })?;
    deserializer.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

fn malformed(error: &serde_json::Error) -> Refusal {
    Refusal::new(ErrorCode::MalformedJson, error.to_string())
}

/// What is wrong with which field. Serde says it in words only.
fn fault(mut pointer: String, detail: String) -> FieldError {
    let named = |what: &str| {
        let (field, _) = detail.strip_prefix(what)?.split_once('`')?;
        Some(format!("/{}", escaped(field)))
    };
    if let Some(field) = named("missing field `") {
        pointer.push_str(&field);
        return FieldError {
            pointer,
            code: FieldCode::Required,
            detail,
        };
    }
    // The path leads to it already, unless serde read ahead to see which variant it is.
    if let Some(field) = named("unknown field `")
        && !pointer.ends_with(&field)
    {
        pointer.push_str(&field);
    }
    wrong(pointer, detail)
}

/// A name as a part of an RFC 6901 pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A path as an RFC 6901 pointer.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", escaped(key))),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use goesting_types::price::Pricing;

    #[test]
    fn what_is_wrong_is_pointed_at() {
        let refusal =
            parse::<Pricing>(br#"{"social_tariff":{"cents":-5,"needs_proof":true}}"#).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::InvalidBody);
        assert_eq!(refusal.errors[0].pointer, "/social_tariff/cents");
        assert_eq!(
            parse::<Pricing>(b"{").unwrap_err().code,
            ErrorCode::MalformedJson
        );
        assert_eq!(
            parse::<Pricing>(b"{} {}").unwrap_err().code,
            ErrorCode::MalformedJson
        );
        assert_eq!(
            parse::<Pricing>(br#"{"x":1}"#).unwrap_err().code,
            ErrorCode::InvalidBody
        );
        assert_eq!(parse::<Pricing>(b"{}"), Ok(Pricing::default()));
    }

    #[test]
    fn a_field_that_misses_or_that_nobody_knows_is_named() {
        let told = |body: &str| {
            let refusal = parse::<Pricing>(body.as_bytes()).unwrap_err();
            let [fault] = refusal.errors.as_slice() else {
                panic!("{refusal:?}");
            };
            (fault.pointer.clone(), fault.code)
        };
        for (body, pointer, code) in [
            (
                r#"{"social_tariff":{"cents":5}}"#,
                "/social_tariff/needs_proof",
                FieldCode::Required,
            ),
            (r#"{"a/b~c":1}"#, "/a~1b~0c", FieldCode::Unknown),
            (
                r#"{"social_tariff":{"cents":5,"needs_proof":true,"x":1}}"#,
                "/social_tariff/x",
                FieldCode::Unknown,
            ),
            // What is read ahead to see which variant it is.
            (r#"{"base":{}}"#, "/base/kind", FieldCode::Required),
            (
                r#"{"base":{"kind":"amount"}}"#,
                "/base/cents",
                FieldCode::Required,
            ),
            (
                r#"{"base":{"kind":"free","cents":1}}"#,
                "/base/cents",
                FieldCode::Unknown,
            ),
            (
                r#"{"base":{"kind":"band","band":"huge"}}"#,
                "/base",
                FieldCode::Unknown,
            ),
            (
                r#"{"social_tariff":{"cents":"5"}}"#,
                "/social_tariff/cents",
                FieldCode::Malformed,
            ),
            ("5", "", FieldCode::Malformed),
        ] {
            assert_eq!(told(body), (pointer.to_owned(), code), "{body}");
        }
    }
}
