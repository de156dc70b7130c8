//! Logging in, for people. Tokens travel in cookies that scripts cannot read.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, post, web};
use goesting_core::policy::op;
use goesting_types::auth::{ForgotPassword, LoggedIn, Login, MailToken, Register, ResetPassword};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::App;
use crate::app::auth::{self, LogIn};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Attempt, Body, Needs, Open};
use crate::http::cookies;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(register)
        .service(login)
        .service(refresh)
        .service(logout)
        .service(logout_all)
        .service(verify_email)
        .service(resend_verification)
        .service(forgot_password)
        .service(reset_password);
}

/// Signs up and logs in.
///
/// From the year one is surely 13; who is younger is added by a parent or guardian
/// (`guardian_needed`). A mail goes out to confirm the address; until then places are kept for 30
/// minutes. An address that has an account is `email_taken`, unless the password is its own: then
/// this logs in.
#[utoipa::path(
    operation_id = "register", tag = "auth", request_body = Register,
    responses((status = 201, description = "Signed up and logged in.", body = LoggedIn))
)]
#[post("/auth/register")]
async fn register(
    _: Open<op::Register>,
    _: Attempt,
    app: web::Data<App>,
    Body(form): Body<Register>,
) -> ApiResult<HttpResponse> {
    let log_in = auth::register(&app, form).await?;
    Ok(logged_in(&app, StatusCode::CREATED, &log_in))
}

/// Logs in with e-mail address and password.
#[utoipa::path(
    operation_id = "login", tag = "auth", request_body = Login,
    responses(
        (status = 200, description = "Logged in.", body = LoggedIn),
    )
)]
#[post("/auth/login")]
async fn login(
    _: Open<op::Login>,
    _: Attempt,
    app: web::Data<App>,
    Body(form): Body<Login>,
) -> ApiResult<HttpResponse> {
    let log_in = auth::login(&app, form).await?;
    Ok(logged_in(&app, StatusCode::OK, &log_in))
}

/// Goes on with a log-in.
///
/// Exchanges the refresh cookie for a new one and a new access cookie, which also knows what
/// changed meanwhile, such as a confirmed address. A refresh token works once, and 10 seconds more
/// for tabs that refresh together; when it comes later, the log-in has ended. A refusal takes both
/// cookies away.
#[utoipa::path(
    operation_id = "refresh", tag = "auth",
    responses((status = 200, description = "Goes on.", body = LoggedIn))
)]
#[post("/auth/refresh")]
async fn refresh(
    _: Open<op::Refresh>,
    app: web::Data<App>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    let token = cookies::refresh(&request, &app.config.public_url);
    match auth::refresh(&app, token).await {
        Ok(log_in) => Ok(logged_in(&app, StatusCode::OK, &log_in)),
        Err(error @ ApiError::Refused(_)) => {
            let mut response = HttpResponse::from_error(error);
            forget(&app, &mut response)?;
            Ok(response)
        }
        Err(error) => Err(error),
    }
}

/// Ends this log-in.
#[utoipa::path(
    operation_id = "logout", tag = "auth",
    responses((status = 204, description = "Ended, if there was one."))
)]
#[post("/auth/logout")]
async fn logout(
    _: Open<op::Logout>,
    app: web::Data<App>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    let token = cookies::refresh(&request, &app.config.public_url);
    auth::logout(&app, token).await?;
    logged_out(&app)
}

/// Ends every log-in, on every device.
///
/// Access tokens that are out still work until their ten minutes are over.
#[utoipa::path(
    operation_id = "logout_all", tag = "auth",
    responses((status = 204, description = "Ended."))
)]
#[post("/auth/logout-all")]
async fn logout_all(access: Needs<op::LogoutAll>, app: web::Data<App>) -> ApiResult<HttpResponse> {
    auth::logout_all(&app, &access).await?;
    logged_out(&app)
}

/// Confirms an e-mail address with the token of its mail.
///
/// Places taken before are kept from then on. The next `refresh` gives an access cookie that knows.
#[utoipa::path(
    operation_id = "verify_email", tag = "auth", request_body = MailToken,
    responses((status = 204, description = "Confirmed."))
)]
#[post("/auth/verify-email")]
async fn verify_email(
    _: Open<op::VerifyEmail>,
    _: Attempt,
    app: web::Data<App>,
    Body(form): Body<MailToken>,
) -> ApiResult<HttpResponse> {
    auth::verify_email(&app, form).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends the mail that confirms the address once more.
#[utoipa::path(
    operation_id = "resend_verification", tag = "auth",
    responses((status = 204, description = "Sent, unless it was confirmed."))
)]
#[post("/auth/resend-verification")]
async fn resend_verification(
    access: Needs<op::ResendVerification>,
    app: web::Data<App>,
) -> ApiResult<HttpResponse> {
    auth::resend_verification(&app, &access).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends a mail to set a new password.
///
/// Neither the answer nor its time says whether the address has an account.
#[utoipa::path(
    operation_id = "forgot_password", tag = "auth", request_body = ForgotPassword,
    responses((status = 204, description = "Sent, if the address has an account."))
)]
#[post("/auth/forgot")]
async fn forgot_password(
    _: Open<op::ForgotPassword>,
    _: Attempt,
    app: web::Data<App>,
    Body(form): Body<ForgotPassword>,
) -> ApiResult<HttpResponse> {
    auth::forgot(&app, form).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sets a new password with the token of the mail.
///
/// Every log-in ends; log in with the new password.
#[utoipa::path(
    operation_id = "reset_password", tag = "auth", request_body = ResetPassword,
    responses((status = 204, description = "Set."))
)]
#[post("/auth/reset")]
async fn reset_password(
    _: Open<op::ResetPassword>,
    _: Attempt,
    app: web::Data<App>,
    Body(form): Body<ResetPassword>,
) -> ApiResult<HttpResponse> {
    auth::reset(&app, form).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The answer to a log-in: its cookies, and until when they work.
fn logged_in(app: &App, status: StatusCode, log_in: &LogIn) -> HttpResponse {
    let url = &app.config.public_url;
    let LogIn {
        person_id,
        access,
        access_until,
        refresh: renewal,
        refresh_until,
        at,
    } = log_in;
    HttpResponse::build(status)
        .cookie(cookies::set_access(url, access, *at, *access_until))
        .cookie(cookies::set_refresh(
            url,
            renewal.expose(),
            *at,
            *refresh_until,
        ))
        .insert_header(("Cache-Control", "no-store"))
        .json(LoggedIn {
            person_id: *person_id,
            access_expires_at: *access_until,
        })
}

/// The answer that takes the cookies away.
pub(super) fn logged_out(app: &App) -> ApiResult<HttpResponse> {
    let mut response = HttpResponse::NoContent().finish();
    forget(app, &mut response)?;
    Ok(response)
}

fn forget(app: &App, response: &mut HttpResponse) -> ApiResult<()> {
    for cookie in cookies::clear(&app.config.public_url) {
        response.add_cookie(&cookie).map_err(ApiError::internal)?;
    }
    Ok(())
}
