//! Requests are counted for who sends them.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, HttpRequest, ResponseError as _, web};
use goesting_core::policy::Caller;

use super::caller_of;
use crate::app::App;
use crate::config::Config;
use crate::error::ApiError;
use crate::http::limits::{Counted, address_of};

/// Counts requests to the API, says what is left, and refuses what is over.
pub async fn counted<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let counts = request.path().starts_with("/api/") || request.path().starts_with("/.well-known/");
    let app = request.app_data::<web::Data<App>>().cloned();
    let taken = app.filter(|_| counts).and_then(|app| {
        app.limits
            .request(|| sender(request.request(), &app.config))
    });
    match taken {
        None => Ok(next.call(request).await?.map_into_left_body()),
        Some(Ok(left)) => {
            let mut response = next.call(request).await?;
            left.tell(response.headers_mut());
            Ok(response.map_into_left_body())
        }
        Some(Err((wait, left))) => {
            let mut refused = ApiError::Limited(wait).error_response();
            left.tell(refused.headers_mut());
            Ok(request.into_response(refused).map_into_right_body())
        }
    }
}

/// Who a request is counted for. The caller is kept with the request: it is asked again later.
fn sender(request: &HttpRequest, config: &Config) -> Counted {
    match caller_of(request) {
        Ok(caller) => {
            let who = match &caller {
                Caller::Client(client) => Counted::Client(client.id),
                Caller::Person(person) => Counted::Person(person.id),
                Caller::Anonymous => Counted::Address(address_of(request, config)),
            };
            request.extensions_mut().insert(caller);
            who
        }
        // Tokens that do not hold are free to make.
        Err(_) => Counted::Address(address_of(request, config)),
    }
}
