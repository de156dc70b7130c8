//! Who one can log in as.

use super::data::{Demo, Person};
use crate::auth::Secret;

/// One way in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LogIn {
    /// As what: `citizen`, `guardian`, `steward-library`…
    pub role: String,
    /// First name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Password, the same for all.
    pub password: String,
}

/// The log-ins that are worth a try, in the order of the data. The password comes from the server's
/// secret: it can be told again, and is another one on every server.
pub fn log_ins(demo: &Demo, secret: &Secret) -> Vec<LogIn> {
    let password = password(secret);
    demo.people
        .iter()
        .filter_map(|person| {
            Some(LogIn {
                role: person.log_in.clone()?,
                name: person.first_name.clone(),
                email: address(person),
                password: password.clone(),
            })
        })
        .collect()
}

/// The address of somebody of the demo: nobody's, by the domain.
pub(super) fn address(person: &Person) -> String {
    format!("{}@demo.example", person.key)
}

/// Ten syllables of 64, five words: sixty bits that can be read out loud.
pub(super) fn password(secret: &Secret) -> String {
    const CONSONANTS: &[u8; 16] = b"bdfghjklmnprstvz";
    const VOWELS: &[u8; 4] = b"aeio";
    let bytes = secret.keyed_hash("the demo's password", &[]);
    let letter = |letters: &[u8], nr: u8| {
        let at = usize::from(nr) % letters.len();
        letters.get(at).copied().map_or('a', char::from)
    };
    let words: Vec<String> = bytes
        .chunks_exact(2)
        .take(5)
        .map(|pair| {
            pair.iter()
                .flat_map(|byte| [letter(CONSONANTS, byte & 15), letter(VOWELS, byte >> 4)])
                .collect()
        })
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::passwords::check_strength;

    #[test]
    fn the_password_is_the_servers_own_and_hard_to_guess() {
        let (one, other) = (Secret::new("a".repeat(32)), Secret::new("b".repeat(32)));
        assert_eq!(password(&one), password(&one));
        assert_ne!(password(&one), password(&other));
        assert_eq!(password(&one).len(), 24);
        assert!(check_strength(&password(&one), &["demo", "example"]).is_ok());
    }
}
