//! The bytes of a picture file.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt as _;
use futures_util::future::LocalBoxFuture;
use goesting_core::Refusal;
use goesting_types::problem::ErrorCode;

use crate::app::picture::MAX_FILE_BYTES;
use crate::error::ApiError;

/// A file sent as the body, as `image/jpeg`, `image/png` or `image/webp`.
#[derive(Debug)]
pub struct PictureFile(pub Vec<u8>);

impl FromRequest for PictureFile {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let picture = is_picture(request);
        let said = request
            .headers()
            .get(header::CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        let mut payload = payload.take();
        Box::pin(async move {
            if !picture {
                let detail = "Send the file itself as image/jpeg, image/png or image/webp.";
                return Err(Refusal::new(ErrorCode::UnsupportedMediaType, detail).into());
            }
            if said.is_some_and(|length| length > MAX_FILE_BYTES) {
                return Err(too_large());
            }
            let mut file = Vec::new();
            while let Some(chunk) = payload.next().await {
                let chunk = chunk.map_err(|_| {
                    Refusal::new(ErrorCode::UnreadablePicture, "The file broke off.")
                })?;
                if file.len() + chunk.len() > MAX_FILE_BYTES {
                    return Err(too_large());
                }
                file.extend_from_slice(&chunk);
            }
            Ok(Self(file))
        })
    }
}

fn too_large() -> ApiError {
    let detail = format!("At most {MAX_FILE_BYTES} bytes are read.");
    Refusal::new(ErrorCode::TooLarge, detail).into()
}

fn is_picture(request: &HttpRequest) -> bool {
    let typed = request.headers().get(header::CONTENT_TYPE);
    typed
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.split(';').next())
        .is_some_and(|essence| {
            ["image/jpeg", "image/png", "image/webp"]
                .iter()
                .any(|one| essence.trim().eq_ignore_ascii_case(one))
        })
}
