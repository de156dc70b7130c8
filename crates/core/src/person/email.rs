//! E-mail addresses: a small check that lets through what mail servers deliver.

use goesting_types::problem::FieldCode;

use crate::Check;

/// Most characters of an address (RFC 5321, §4.5.3.1.3).
const MOST: usize = 254;
const LOCAL_MOST: usize = 64;
const LABEL_MOST: usize = 63;

/// An e-mail address that can be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Reads an address: a local part of plain characters, and a domain of at least two labels.
    /// Quoted local parts, comments and bare hosts are refused: nobody's address, many people's
    /// typos. Letters beyond ASCII are too: many servers cannot deliver to them.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let (local, domain) = typed.rsplit_once('@')?;
        let good = typed.len() <= MOST && is_local(local) && is_domain(domain);
        good.then(|| Self(typed.to_owned()))
    }

    /// Reads an address, or notes that it is none.
    pub(super) fn check(check: &mut Check, pointer: &str, typed: &str) -> Option<Self> {
        let email = Self::parse(typed);
        let code = if typed.trim().is_empty() {
            FieldCode::Required
        } else {
            FieldCode::Malformed
        };
        check.reject(email.is_none(), pointer, code, "not an e-mail address");
        email
    }

    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// [`email_key`] of it.
    pub fn key(&self) -> String {
        email_key(&self.0)
    }
}

/// What the same address always gives: lower case. Servers that tell `A@x` from `a@x` are not known
/// to exist, people who type both are.
pub fn email_key(address: &str) -> String {
    address.trim().to_ascii_lowercase()
}

fn is_local(local: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    (1..=LOCAL_MOST).contains(&local.len())
        && local.chars().all(plain)
        && local.split('.').all(|part| !part.is_empty())
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LABEL_MOST).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit_once('.').map(|(_, top)| top);
    // No top-level domain is a number: that would be an IP address.
    let top_ok =
        top.is_some_and(|top| top.len() >= 2 && top.contains(|c: char| c.is_ascii_alphabetic()));
    top_ok && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_people_have_are_addresses() {
        for good in [
            "a@b.be",
            "noor.de-smet+goesting@mail.example.museum",
            "o'hara@example.com",
            "x_y@xn--bcher-kva.example",
            " spaced@example.be ",
            "1@2.example",
        ] {
            assert!(Email::parse(good).is_some(), "{good}");
        }
    }

    #[test]
    fn typos_are_not() {
        let long = format!("{}@example.be", "a".repeat(65));
        let longer = format!("a@{}be", "abcdefghij.".repeat(30));
        for bad in [
            "",
            "@",
            "a",
            "a@",
            "@b.be",
            "a@b",
            "a@@b.be",
            "a b@c.be",
            "a@b..be",
            ".a@b.be",
            "a.@b.be",
            "a..b@c.be",
            "a@-b.be",
            "a@b-.be",
            "a@b.b",
            "a@1.2.3.4",
            "a@[1.2.3.4]",
            "a@b.be,c@d.be",
            "a@b.be\r\nBcc: c@d.be",
            "\"a b\"@c.be",
            "a<b@c.be>",
            "é@b.be",
            "a@bé.be",
            &long,
            &longer,
        ] {
            assert!(Email::parse(bad).is_none(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_could_leave_a_header_gets_through(typed in "[ -~\\r\\n\\t@.]{0,40}") {
            if let Some(email) = Email::parse(&typed) {
                prop_assert!(!email.as_str().contains(|c: char| c.is_whitespace() || c.is_control()));
                prop_assert_eq!(email.as_str().matches('@').count(), 1);
                prop_assert_eq!(Email::parse(&email.key()).unwrap().key(), email.key());
            }
        }
    }
}
