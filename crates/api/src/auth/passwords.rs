//! Passwords: Argon2id, a few at a time, and a check that they are hard to guess.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use goesting_core::Refusal;
use goesting_types::problem::{ErrorCode, FieldCode, FieldError};
use tokio::sync::Semaphore;
use zxcvbn::Score;

use crate::blocking::blocking;
use crate::error::{ApiError, ApiResult};

/// Hashes and checks passwords. Each costs 19 MiB and tens of milliseconds of one core, so as many
/// run at once as there are cores; the rest waits. Cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    gate: Arc<Semaphore>,
    /// Hash of a password nobody has: checked for addresses nobody has, so that both take as long.
    nobody: Arc<str>,
}

impl Passwords {
    /// Makes the hash of nobody's password: takes as long as one check.
    pub fn new() -> ApiResult<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            gate: Arc::new(Semaphore::new(cores)),
            nobody: hash(super::Secret::random()?.expose())?.into(),
        })
    }

    /// The hash of a password, as a PHC string.
    pub async fn hash(&self, password: &str) -> ApiResult<String> {
        let _turn = self.gate.acquire().await.map_err(ApiError::internal)?;
        let password = password.to_owned();
        blocking(move || hash(&password)).await
    }

    /// Whether a password goes with a hash. Without one it never does, and takes as long.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> ApiResult<bool> {
        let _turn = self.gate.acquire().await.map_err(ApiError::internal)?;
        let password = password.to_owned();
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.nobody).to_owned();
        blocking(move || Ok(verify(&password, &hash) && known)).await
    }
}

fn hash(password: &str) -> ApiResult<String> {
    let hash: PasswordHash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(ApiError::internal)?;
    Ok(hash.to_string())
}

/// An account whose hash is no hash, such as one that was invited and has no password yet, has no
/// password that fits.
fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

/// Refuses a password that is easy to guess, by somebody who knows these words about its owner.
/// Blocks for some milliseconds.
pub fn check_strength(password: &str, about: &[&str]) -> Result<(), Refusal> {
    let parts: Vec<&str> = about
        .iter()
        .flat_map(|word| word.split(['@', '.', ' ', '-', '_', '+']).chain([*word]))
        .chain(["goesting"])
        .filter(|part| part.len() > 2)
        .collect();
    let entropy = zxcvbn::zxcvbn(password, &parts);
    if entropy.score() >= Score::Three {
        return Ok(());
    }
    let advice = entropy
        .feedback()
        .and_then(|feedback| feedback.warning().map(|warning| warning.to_string()))
        .unwrap_or_else(|| "Several uncommon words together are good.".to_owned());
    Err(Refusal {
        errors: vec![FieldError {
            pointer: "/password".to_owned(),
            code: FieldCode::TooEasy,
            detail: advice,
        }],
        ..ErrorCode::WeakPassword.into()
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_password_fits() {
        let one = hash("appels en peren 7").unwrap();
        assert!(one.starts_with("$argon2id$"));
        assert!(verify("appels en peren 7", &one));
        assert!(!verify("appels en peren 8", &one));
        assert_ne!(one, hash("appels en peren 7").unwrap(), "salted");
        for none in ["", "-", "$argon2id$", "appels en peren 7"] {
            assert!(!verify("appels en peren 7", none), "{none}");
        }
    }

    #[test]
    fn ones_own_words_are_easy_to_guess() {
        let about = ["Noor", "noor.desmet@example.be", "1999"];
        for weak in [
            "1234567890",
            "wachtwoord",
            "wachtwoord123",
            "passwordpassword",
            "desmet1999",
            "goesting1999",
        ] {
            let refused = check_strength(weak, &about).unwrap_err();
            assert_eq!(refused.code, ErrorCode::WeakPassword, "{weak}");
            assert_eq!(refused.errors[0].code, FieldCode::TooEasy, "{weak}");
        }
        assert!(check_strength("appels en peren 7", &about).is_ok());
    }
}
