//! Access tokens: short-lived JWTs (`EdDSA`) for people and programs.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::Refusal;
use goesting_core::policy::{Caller, Client, PersonCaller};
use goesting_types::auth::{Jwks, Scope};
use goesting_types::ids::{ActorId, ApiClientId, PersonId};
use goesting_types::person::AgeBand;
use goesting_types::problem::ErrorCode;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::SigningKey;
use crate::error::{ApiError, ApiResult};

/// How long an access token works.
pub const ACCESS_FOR: TimeDelta = TimeDelta::minutes(10);

/// What a token says, beside issuer, audience and times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Claims {
    /// A person.
    Person {
        /// Who.
        sub: PersonId,
        /// Age in steps.
        band: AgeBand,
        /// Whether the e-mail address is confirmed.
        verified: bool,
    },
    /// A program.
    Client {
        /// Which one.
        sub: ApiClientId,
        /// Its actor.
        actor: ActorId,
        /// What it may do.
        scopes: Vec<Scope>,
    },
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
    #[serde(flatten)]
    claims: Claims,
}

struct Key {
    kid: String,
    decoding: DecodingKey,
}

struct Inner {
    issuer: String,
    signing: EncodingKey,
    header: Header,
    checking: Vec<Key>,
    jwks: Jwks,
}

/// Makes and checks access tokens. Cheap to clone.
#[derive(Clone)]
pub struct Tokens(Arc<Inner>);

const AUDIENCE: &str = "goesting";

impl Tokens {
    /// Signs with the first key, checks with all. `issuer` is the public URL.
    pub fn new(issuer: &str, keys: &[SigningKey]) -> ApiResult<Self> {
        let newest = keys
            .first()
            .ok_or_else(|| ApiError::internal("no signing key"))?;
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(newest.id.to_string());
        let checking = keys
            .iter()
            .map(|key| Key {
                kid: key.id.to_string(),
                decoding: DecodingKey::from_ed_der(key.public()),
            })
            .collect();
        Ok(Self(Arc::new(Inner {
            issuer: issuer.to_owned(),
            signing: EncodingKey::from_ed_der(newest.pkcs8()),
            header,
            checking,
            jwks: Jwks {
                keys: keys.iter().map(SigningKey::jwk).collect(),
            },
        })))
    }

    /// A token that works from `now` for `lasting`; says when it ends.
    pub fn issue(
        &self,
        claims: Claims,
        now: DateTime<Utc>,
        lasting: TimeDelta,
    ) -> ApiResult<(String, DateTime<Utc>)> {
        let expires = now + lasting;
        let envelope = Envelope {
            iss: self.0.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            iat: now.timestamp(),
            exp: expires.timestamp(),
            claims,
        };
        let token = jsonwebtoken::encode(&self.0.header, &envelope, &self.0.signing)
            .map_err(ApiError::internal)?;
        Ok((token, expires))
    }

    /// Who a token speaks for, at `now`.
    pub fn check(&self, token: &str, now: DateTime<Utc>) -> Result<Caller, Refusal> {
        let invalid = || Refusal::from(ErrorCode::InvalidToken);
        let kid = jsonwebtoken::decode_header(token)
            .ok()
            .and_then(|header| header.kid);
        let key = self
            .0
            .checking
            .iter()
            .find(|key| Some(&key.kid) == kid.as_ref())
            .ok_or_else(invalid)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[&self.0.issuer]);
        // The clock is ours to pass in, so the time is checked below.
        validation.validate_exp = false;
        let envelope = jsonwebtoken::decode::<Envelope>(token, &key.decoding, &validation)
            .map_err(|_| invalid())?
            .claims;
        if envelope.exp <= now.timestamp() {
            return Err(invalid());
        }
        Ok(match envelope.claims {
            Claims::Person {
                sub,
                band,
                verified,
            } => Caller::Person(PersonCaller {
                id: sub,
                age_band: band,
                email_verified: verified,
            }),
            Claims::Client { sub, actor, scopes } => Caller::Client(Client {
                id: sub,
                actor_id: actor,
                scopes,
            }),
        })
    }

    /// The public keys.
    pub fn jwks(&self) -> &Jwks {
        &self.0.jwks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Claims {
        Claims::Person {
            sub: PersonId::new(),
            band: AgeBand::Teen,
            verified: true,
        }
    }

    #[test]
    fn a_token_works_until_its_time_and_only_here() {
        let (a, b) = (
            SigningKey::generate().unwrap(),
            SigningKey::generate().unwrap(),
        );
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let tokens = Tokens::new("https://here", std::slice::from_ref(&a)).unwrap();
        let (token, expires) = tokens.issue(claims(), now, ACCESS_FOR).unwrap();
        assert!(matches!(tokens.check(&token, now), Ok(Caller::Person(_))));
        assert!(tokens.check(&token, expires).is_err(), "expired");
        assert!(tokens.check(&format!("{token}x"), now).is_err(), "tampered");
        assert!(tokens.check("", now).is_err() && tokens.check("a.b.c", now).is_err());

        let rotated = Tokens::new("https://here", &[b.clone(), a.clone()]).unwrap();
        assert!(rotated.check(&token, now).is_ok(), "older key still checks");
        let forgotten = Tokens::new("https://here", &[b]).unwrap();
        assert!(forgotten.check(&token, now).is_err(), "unknown key");
        let elsewhere = Tokens::new("https://there", &[a]).unwrap();
        assert!(elsewhere.check(&token, now).is_err(), "other issuer");
    }
}
