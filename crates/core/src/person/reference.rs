//! A number that names somebody over the phone.

use std::fmt;
use std::str::FromStr;

use goesting_types::ids::PersonId;

/// The last eight digits of somebody's id, in two groups: `3F2A-91C0`. Short enough to read out,
/// and telling enough among those who have no account yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference(u32);

impl Reference {
    /// The number of this person.
    #[must_use]
    pub const fn of(id: PersonId) -> Self {
        let [.., a, b, c, d] = id.uuid().into_bytes();
        Self(u32::from_be_bytes([a, b, c, d]))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}-{:04X}", self.0 >> 16, self.0 & 0xffff)
    }
}

/// No number of this form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAReference;

impl FromStr for Reference {
    type Err = NotAReference;

    /// As it was read out or typed: in any case, with or without the dash, with spaces.
    fn from_str(typed: &str) -> Result<Self, NotAReference> {
        let is_digit = |c: &char| !c.is_whitespace() && *c != '-';
        let digits: String = typed.chars().filter(is_digit).collect();
        let all_digits = digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let number = u32::from_str_radix(&digits, 16).ok().filter(|_| all_digits);
        number.map(Self).ok_or(NotAReference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_short_and_read_as_people_say_it() {
        let id: PersonId = "019ab1c2-0000-7000-8000-00000a2b91c0".parse().unwrap();
        let reference = Reference::of(id);
        assert_eq!(reference.to_string(), "0A2B-91C0");
        for typed in ["0A2B-91C0", "0a2b91c0", " 0a2b 91c0 ", "0A-2B-91-C0"] {
            assert_eq!(typed.parse(), Ok(reference), "{typed}");
        }
        for odd in [
            "",
            "0A2B",
            "0A2B-91C0-1",
            "0A2B-91CZ",
            "+A2B-91C0",
            &id.to_string(),
        ] {
            assert_eq!(odd.parse::<Reference>(), Err(NotAReference), "{odd}");
        }
    }
}
