//! Logging in, for people and for programs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::PersonId;
use crate::lang::Lang;

request! {
    /// A new account. Under 13 a guardian signs up instead.
    pub struct Register {
        /// First name, 1 to 60 characters.
        pub first_name: String,
        /// E-mail address.
        pub email: String,
        /// Password, 10 to 200 characters, not easy to guess.
        pub password: String,
        /// Year of birth.
        pub birth_year: i32,
        /// Language of screens and mails.
        #[serde(default)]
        pub lang: Lang,
        /// Yes to the terms; 13 to 17 get them in plain words.
        pub accept_terms: bool,
    }
}

request! {
    /// Logs in.
    pub struct Login {
        /// E-mail address.
        pub email: String,
        /// Password.
        pub password: String,
    }
}

response! {
    /// A log-in; the tokens themselves are in HttpOnly cookies.
    pub struct LoggedIn {
        /// Who.
        pub person_id: PersonId,
        /// Until when the access cookie works; refresh before.
        pub access_expires_at: DateTime<Utc>,
    }
}

request! {
    /// The token of a mail.
    pub struct MailToken {
        /// The token.
        pub token: String,
    }
}

request! {
    /// Asks for a mail to set a new password. The answer never says whether the address is known.
    pub struct ForgotPassword {
        /// E-mail address.
        pub email: String,
    }
}

request! {
    /// Sets a new password with the token of the mail.
    pub struct ResetPassword {
        /// The token.
        pub token: String,
        /// Password, 10 to 200 characters, not easy to guess.
        pub password: String,
    }
}

vocabulary! {
    /// What a program may do.
    Scope {
        /// Read all opportunities and sessions of its own actor, drafts too.
        OpportunitiesRead => "opportunities:read",
        /// Write opportunities and sessions of its own actor, and read what it writes.
        OpportunitiesWrite => "opportunities:write",
        /// Numbers of its own actor's sessions; never a name.
        EnrolmentsRead => "enrolments:read",
    }
}

/// Client credentials (RFC 6749 §4.4), sent as a form. The client may also authenticate with HTTP
/// Basic and leave id and secret out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TokenRequest {
    /// `client_credentials`.
    pub grant_type: String,
    /// The client's id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub client_id: Option<String>,
    /// The client's secret.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub client_secret: Option<String>,
    /// Scopes asked for, parted by spaces; all the client has when left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scope: Option<String>,
}

response! {
    /// An access token (RFC 6749 §5.1).
    pub struct TokenResponse {
        /// The token.
        pub access_token: String,
        /// `Bearer`.
        pub token_type: String,
        /// Seconds it works.
        pub expires_in: u64,
        /// Scopes it has, parted by spaces.
        pub scope: String,
    }
}

response! {
    /// A token request that failed (RFC 6749 §5.2).
    pub struct TokenError {
        /// `invalid_client`, `invalid_grant`, `invalid_scope`, `invalid_request` or
        /// `unsupported_grant_type`.
        pub error: String,
        /// For people.
        pub error_description: String,
    }
}

response! {
    /// A public key that checks our tokens (RFC 7517, RFC 8037).
    pub struct Jwk {
        /// `OKP`.
        pub kty: String,
        /// `Ed25519`.
        pub crv: String,
        /// Key id.
        pub kid: String,
        /// `EdDSA`.
        pub alg: String,
        /// `sig`.
        #[serde(rename = "use")]
        pub usage: String,
        /// The public key, base64url.
        pub x: String,
    }
}

response! {
    /// Our public keys.
    pub struct Jwks {
        /// The newest first.
        pub keys: Vec<Jwk>,
    }
}
