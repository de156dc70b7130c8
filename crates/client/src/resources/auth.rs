//! Logging in, for people and for programs.

use goesting_types::auth::{
    ForgotPassword, Jwks, LoggedIn, Login, MailToken, Register, ResetPassword, TokenRequest,
    TokenResponse,
};

use crate::call::Call;
use crate::{Client, Result};

impl Client {
    /// `POST /auth/register`: makes an account and logs in.
    pub async fn register(&self, body: &Register) -> Result<LoggedIn> {
        let call = Call::post("/auth/register").without_refresh();
        self.json(call.json(body)?).await
    }

    /// `POST /auth/login`.
    pub async fn login(&self, body: &Login) -> Result<LoggedIn> {
        let call = Call::post("/auth/login").without_refresh();
        self.json(call.json(body)?).await
    }

    /// `POST /auth/refresh`. Calls that run out do this by themselves.
    pub async fn refresh(&self) -> Result<LoggedIn> {
        self.json(Call::post("/auth/refresh").without_refresh())
            .await
    }

    /// `POST /auth/logout`: here.
    pub async fn logout(&self) -> Result<()> {
        self.done(Call::post("/auth/logout").without_refresh())
            .await
    }

    /// `POST /auth/logout-all`: on every device.
    pub async fn logout_all(&self) -> Result<()> {
        self.done(Call::post("/auth/logout-all")).await
    }

    /// `POST /auth/verify-email`: with the token of the mail.
    pub async fn verify_email(&self, body: &MailToken) -> Result<()> {
        let call = Call::post("/auth/verify-email").without_refresh();
        self.done(call.json(body)?).await
    }

    /// `POST /auth/resend-verification`: the mail that confirms the address, once more.
    pub async fn resend_verification(&self) -> Result<()> {
        self.done(Call::post("/auth/resend-verification")).await
    }

    /// `POST /auth/forgot`: the answer never says whether the address is known.
    pub async fn forgot_password(&self, body: &ForgotPassword) -> Result<()> {
        let call = Call::post("/auth/forgot").without_refresh();
        self.done(call.json(body)?).await
    }

    /// `POST /auth/reset`: with the token of the mail.
    pub async fn reset_password(&self, body: &ResetPassword) -> Result<()> {
        let call = Call::post("/auth/reset").without_refresh();
        self.done(call.json(body)?).await
    }

    /// `POST /oauth/token`: client credentials (RFC 6749 §4.4), sent as a form.
    pub async fn issue_token(&self, body: &TokenRequest) -> Result<TokenResponse> {
        let call = Call::post("/oauth/token").without_refresh();
        self.json(call.form(body)?).await
    }

    /// `GET /.well-known/jwks.json`: the keys that check our tokens.
    pub async fn get_jwks(&self) -> Result<Jwks> {
        self.json(Call::at_root("/.well-known/jwks.json")).await
    }
}
