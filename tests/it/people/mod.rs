//! People: signing up, logging in, and what is theirs.

mod children;
mod edge;
mod gone;
mod kept;
mod leaving;
mod login;
mod mails;
mod me;
mod of_age;
mod operator;
mod programs;
mod refresh;
mod register;

use goesting_client::{Client, ClientError};
use goesting_tests::TestApp;
use goesting_types::auth::{LoggedIn, Login, Register};
use goesting_types::lang::Lang;
use goesting_types::problem::ErrorCode;

/// A password that is good enough.
pub const PASSWORD: &str = "zeven natte otters";

/// A sign-up of an adult.
pub fn form(email: &str) -> Register {
    Register {
        first_name: "Noor".to_owned(),
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        birth_year: 1990,
        lang: Lang::Nl,
        accept_terms: true,
    }
}

/// Somebody who signed up, with cookies.
pub async fn signed_up(app: &TestApp, email: &str) -> (Client, LoggedIn) {
    let client = app.stranger();
    let log_in = client.register(&form(email)).await.unwrap();
    (client, log_in)
}

/// Logs in with cookies of its own: another device.
pub async fn device(app: &TestApp, email: &str, password: &str) -> Result<Client, ClientError> {
    let client = app.stranger();
    let form = Login {
        email: email.to_owned(),
        password: password.to_owned(),
    };
    client.login(&form).await.map(|_| client)
}

/// Why a call was refused.
pub fn code<T: std::fmt::Debug>(outcome: Result<T, ClientError>) -> ErrorCode {
    outcome.unwrap_err().code().unwrap()
}
