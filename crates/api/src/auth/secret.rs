//! Secrets: never shown, never logged; and what is derived from the server's own.

use aws_lc_rs::aead::{AES_256_GCM, Aad, RandomizedNonceKey};
use aws_lc_rs::{digest, hmac, rand};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::{ApiError, ApiResult};

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Fewest characters the server's secret may have.
    pub const LEAST: usize = 32;

    /// Keeps a text secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// 32 random bytes, base64url: for tokens in mails, links and cookies.
    pub fn random() -> ApiResult<Self> {
        let mut bytes = [0_u8; 32];
        rand::fill(&mut bytes).map_err(|_| ApiError::internal("no random bytes"))?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The text itself: only where it must leave.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Hash of a random token for storage: it has 256 bits of its own, so it needs no salt.
    pub fn hash(token: &str) -> Vec<u8> {
        digest::digest(&digest::SHA256, token.as_bytes())
            .as_ref()
            .to_vec()
    }

    /// Keyed hash of something guessable, apart per `purpose`.
    pub fn keyed_hash(&self, purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_bytes());
        let mut context = hmac::Context::with_key(&key);
        context.update(purpose.as_bytes());
        for part in parts {
            // Lengths keep ("ab", "c") apart from ("a", "bc").
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part);
        }
        context.sign().as_ref().to_vec()
    }

    /// Seals bytes so that only this secret opens them.
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> ApiResult<Vec<u8>> {
        let mut sealed = plain.to_vec();
        let nonce = self
            .sealing_key(purpose)?
            .seal_in_place_append_tag(Aad::from(purpose.as_bytes()), &mut sealed)
            .map_err(|_| ApiError::internal("sealing failed"))?;
        Ok([nonce.as_ref().as_slice(), &sealed].concat())
    }

    /// Opens what [`Self::seal`] made. [`None`] when it was sealed with another secret.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> ApiResult<Option<Vec<u8>>> {
        let Some((nonce, sealed)) = sealed.split_first_chunk::<12>() else {
            return Ok(None);
        };
        let mut bytes = sealed.to_vec();
        let key = self.sealing_key(purpose)?;
        let opened = key.open_in_place(nonce.into(), Aad::from(purpose.as_bytes()), &mut bytes);
        Ok(opened.ok().map(|plain| plain.to_vec()))
    }

    fn sealing_key(&self, purpose: &str) -> ApiResult<RandomizedNonceKey> {
        let key = self.keyed_hash("seal", &[purpose.as_bytes()]);
        RandomizedNonceKey::new(&AES_256_GCM, &key).map_err(ApiError::internal)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_secret_and_purpose_open() {
        let secret = Secret::new("a".repeat(32));
        let sealed = secret.seal("key", b"plain").unwrap();
        assert_eq!(
            secret.open("key", &sealed).unwrap().as_deref(),
            Some(&b"plain"[..])
        );
        assert_eq!(secret.open("other", &sealed).unwrap(), None);
        assert_eq!(
            Secret::new("b".repeat(32)).open("key", &sealed).unwrap(),
            None
        );
        let mut tampered = sealed.clone();
        *tampered.last_mut().unwrap() ^= 1;
        assert_eq!(secret.open("key", &tampered).unwrap(), None);
        assert_eq!(secret.open("key", b"short").unwrap(), None);
    }

    #[test]
    fn parts_do_not_run_together_and_nothing_is_shown() {
        let secret = Secret::new("s3cret");
        assert_ne!(
            secret.keyed_hash("x", &[b"ab", b"c"]),
            secret.keyed_hash("x", &[b"a", b"bc"])
        );
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_ne!(Secret::random().unwrap(), Secret::random().unwrap());
    }
}
