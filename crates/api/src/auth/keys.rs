//! The keys that sign access tokens: in the database, sealed with the server's secret.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use goesting_store::{Store, signing_key as stored};
use goesting_types::auth::Jwk;
use goesting_types::ids::SigningKeyId;

use super::Secret;
use crate::error::{ApiError, ApiResult};

const PURPOSE: &str = "signing key";

/// An Ed25519 key; PKCS#8 inside.
#[derive(Clone)]
pub struct SigningKey {
    /// Its `kid`.
    pub id: SigningKeyId,
    pkcs8: Vec<u8>,
    public: Vec<u8>,
}

impl SigningKey {
    /// A new key.
    pub fn generate() -> ApiResult<Self> {
        let pair = Ed25519KeyPair::generate().map_err(ApiError::internal)?;
        let document = pair.to_pkcs8().map_err(ApiError::internal)?;
        Ok(Self {
            id: SigningKeyId::new(),
            pkcs8: document.as_ref().to_vec(),
            public: pair.public_key().as_ref().to_vec(),
        })
    }

    /// All keys that still check tokens, the newest first; makes the first one. A key that this
    /// secret does not open means the secret was changed.
    pub fn load_all(store: &Store, secret: &Secret, now: DateTime<Utc>) -> ApiResult<Vec<Self>> {
        store.write(|conn| {
            let mut rows = stored::all_active(conn)?;
            if rows.is_empty() {
                let key = Self::generate()?;
                let row = stored::StoredKey {
                    id: key.id,
                    sealed_private_key: secret.seal(PURPOSE, &key.pkcs8)?,
                    public_key: key.public,
                };
                stored::insert(conn, &row, now)?;
                rows.push(row);
            }
            rows.into_iter()
                .map(|row| Self::unseal(secret, row))
                .collect()
        })
    }

    /// How many keys there are; an error when this secret does not open one. Makes none.
    pub fn count_opened(store: &Store, secret: &Secret) -> ApiResult<usize> {
        let rows = store.read(stored::all_active)?;
        let count = rows.len();
        for row in rows {
            Self::unseal(secret, row)?;
        }
        Ok(count)
    }

    fn unseal(secret: &Secret, row: stored::StoredKey) -> ApiResult<Self> {
        let stored::StoredKey {
            id,
            public_key,
            sealed_private_key,
        } = row;
        let pkcs8 = secret.open(PURPOSE, &sealed_private_key)?.ok_or_else(|| {
            ApiError::internal(
                "the signing keys in the database were sealed with another GOESTING_SECRET: set \
                 the one this database was made with",
            )
        })?;
        Ok(Self {
            id,
            pkcs8,
            public: public_key,
        })
    }

    /// The private key as PKCS#8.
    pub(super) fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public key, 32 bytes.
    pub(super) fn public(&self) -> &[u8] {
        &self.public
    }

    /// The public key as it is published.
    pub fn jwk(&self) -> Jwk {
        Jwk {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            kid: self.id.to_string(),
            alg: "EdDSA".to_owned(),
            usage: "sig".to_owned(),
            x: URL_SAFE_NO_PAD.encode(&self.public),
        }
    }
}
