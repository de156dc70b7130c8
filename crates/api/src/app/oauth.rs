//! Logging in, for programs: client credentials (RFC 6749, §4.4).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use goesting_core::policy::Client;
use goesting_store::api_client;
use goesting_types::auth::{Scope, TokenError, TokenRequest, TokenResponse};
use goesting_types::ids::ApiClientId;

use super::App;
use crate::auth::{ACCESS_FOR, Claims, Secret};
use crate::error::ApiError;

/// Why a program got no token.
#[derive(Debug)]
pub enum NoToken {
    /// As the standard says it.
    Told(TokenError),
    /// Credentials that do not hold.
    InvalidClient(TokenError),
    /// As everything else: too often, database away, fault of ours.
    Failed(ApiError),
}

fn told(error: &str, description: &str) -> TokenError {
    TokenError {
        error: error.to_owned(),
        error_description: description.to_owned(),
    }
}

fn no_client() -> NoToken {
    NoToken::InvalidClient(told(
        "invalid_client",
        "No program with this id and secret.",
    ))
}

/// Gives a program an access token for the scopes it asks and has. Credentials come in the form or
/// as HTTP Basic, not both (RFC 6749, §2.3).
pub async fn issue(
    app: &App,
    basic: Option<&str>,
    form: TokenRequest,
) -> Result<TokenResponse, NoToken> {
    let TokenRequest {
        grant_type,
        client_id,
        client_secret,
        scope,
    } = form;
    let (id, secret) = match (basic, client_id, client_secret) {
        (Some(basic), None, None) => decode(basic).ok_or_else(no_client)?,
        (None, Some(id), Some(secret)) => (id, secret),
        (None, _, _) => return Err(no_client()),
        (Some(_), _, _) => {
            let description = "Send id and secret once: in the form or as HTTP Basic.";
            return Err(NoToken::Told(told("invalid_request", description)));
        }
    };
    if grant_type != "client_credentials" {
        let description = "Only `client_credentials` is given here.";
        return Err(NoToken::Told(told("unsupported_grant_type", description)));
    }
    let id: ApiClientId = id.parse().map_err(|_| no_client())?;
    let now = app.clock.now();
    let known = app
        .write(move |conn| {
            Ok(api_client::authenticate(
                conn,
                id,
                &Secret::hash(&secret),
                now,
            )?)
        })
        .await
        .map_err(NoToken::Failed)?;
    let Client {
        id,
        actor_id,
        scopes: has,
    } = known.ok_or_else(no_client)?;
    let scopes = match scope.as_deref().map(str::trim) {
        None | Some("") => has,
        Some(asked) => asked
            .split_whitespace()
            .map(|word| word.parse().ok().filter(|one: &Scope| has.contains(one)))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| {
                let description = "The program does not have one of these scopes.";
                NoToken::Told(told("invalid_scope", description))
            })?,
    };
    let words: Vec<_> = scopes.iter().map(|one| one.as_str()).collect();
    let scope = words.join(" ");
    let claims = Claims::Client {
        sub: id,
        actor: actor_id,
        scopes,
    };
    let (access_token, _) = app
        .tokens
        .issue(claims, now, ACCESS_FOR)
        .map_err(NoToken::Failed)?;
    Ok(TokenResponse {
        access_token,
        token_type: "Bearer".to_owned(),
        expires_in: u64::try_from(ACCESS_FOR.num_seconds()).unwrap_or_default(),
        scope,
    })
}

/// Id and secret from `Basic …`. Ours have no character that would be escaped in it.
fn decode(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    let bytes = STANDARD.decode(encoded.trim()).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (id, secret) = text.split_once(':')?;
    scheme
        .eq_ignore_ascii_case("basic")
        .then(|| (id.to_owned(), secret.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_is_read_and_nothing_else() {
        assert_eq!(
            decode("basic YTpiOmM="),
            Some(("a".to_owned(), "b:c".to_owned()))
        );
        for bad in [
            "",
            "Basic",
            "Basic !",
            "Basic YQ==",
            "Bearer YTpi",
            "Basic gICA",
        ] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
