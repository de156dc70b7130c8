//! Ways to reach somebody: e-mail addresses, phone numbers, web addresses.

use goesting_types::actor::Contact;
use goesting_types::problem::FieldCode;

use crate::Check;
use crate::person::Email;
use crate::texts::one_line;

/// Longest phone number, with the words beside it.
pub const MAX_PHONE: usize = 40;
/// Longest web address.
pub const MAX_URL: usize = 2000;
/// Longest first name.
pub const MAX_FIRST_NAME: usize = 60;

/// Whether somebody must be reachable, or may be later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reachable {
    /// There must be a phone number, an e-mail address or a web page.
    Now,
    /// It may still be empty, as in a draft.
    Later,
}

/// The contact with its texts tidied and what is empty left out.
#[must_use]
pub fn tidied(contact: Contact) -> Contact {
    let Contact {
        first_name,
        phone,
        email,
        url,
    } = contact;
    let tidy = |text: Option<String>| {
        text.map(|text| one_line(&text))
            .filter(|text| !text.is_empty())
    };
    Contact {
        first_name: tidy(first_name),
        phone: tidy(phone),
        email: tidy(email),
        url: tidy(url),
    }
}

/// Notes what is not right with a tidied contact that stands at `pointer`.
pub fn check(check: &mut Check, pointer: &str, contact: &Contact, reachable: Reachable) {
    let Contact {
        first_name,
        phone,
        email,
        url,
    } = contact;
    check.reject(
        reachable == Reachable::Now && !contact.is_reachable(),
        pointer,
        FieldCode::Required,
        "needs a phone number, an e-mail address or a web page",
    );
    if let Some(name) = first_name {
        check.text(&format!("{pointer}/first_name"), name, 1, MAX_FIRST_NAME);
    }
    check.reject(
        phone.as_deref().is_some_and(|phone| !is_phone(phone)),
        format!("{pointer}/phone"),
        FieldCode::Malformed,
        format!("a number one can dial, at most {MAX_PHONE} characters"),
    );
    check.reject(
        email
            .as_deref()
            .is_some_and(|email| Email::parse(email).is_none()),
        format!("{pointer}/email"),
        FieldCode::Malformed,
        "not the form of an e-mail address",
    );
    check.reject(
        url.as_deref().is_some_and(|url| !is_web_address(url)),
        format!("{pointer}/url"),
        FieldCode::Malformed,
        "an address that begins with https:// or http://",
    );
}

/// Something one can dial: short, with at least three digits (`112`). Words beside them are fine
/// ("na 18 uur").
#[must_use]
pub fn is_phone(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 3 && text.chars().count() <= MAX_PHONE
}

/// An `http` or `https` address with a host, without a user name in it.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| {
        let (begin, rest) = text.split_at_checked(scheme.len())?;
        begin.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    let Some(rest) = rest else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    text.len() <= MAX_URL
        && !text.contains(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`')
        })
        && is_host(host)
        && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}

/// Labels of letters, digits and hyphens between dots; letters of every script.
fn is_host(host: &str) -> bool {
    host.len() <= 253
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_lead_to_the_web() {
        for fine in [
            "https://x.be",
            "HTTP://buurthuis.be:8080/pad?x=1#y",
            "https://café.brussels/ü",
            "http://localhost",
        ] {
            assert!(is_web_address(fine), "{fine}");
        }
        for wrong in [
            "",
            "x.be",
            "javascript:alert(1)",
            "javascript://x.be/%0aalert(1)",
            "ftp://x.be",
            "https://",
            "https:///pad",
            "https://a b.be",
            "https://user@x.be",
            "https://user:geheim@x.be",
            "https://x.be:0",
            "https://x.be:99999",
            "https://x.be/\"><script>",
            "//x.be",
            "é",
        ] {
            assert!(!is_web_address(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn a_contact_says_all_that_is_wrong() {
        let contact = tidied(Contact {
            first_name: Some("x".repeat(61)),
            phone: Some("bel me".to_owned()),
            email: Some("an".to_owned()),
            url: Some("www.x.be".to_owned()),
        });
        let mut wrong = Check::default();
        check(&mut wrong, "/contact", &contact, Reachable::Now);
        let errors = wrong.finish().unwrap_err().errors;
        let pointers: Vec<_> = errors.iter().map(|e| e.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            [
                "/contact/first_name",
                "/contact/phone",
                "/contact/email",
                "/contact/url"
            ]
        );
    }

    #[test]
    fn blanks_do_not_make_anybody_reachable() {
        let contact = tidied(Contact {
            phone: Some("  ".to_owned()),
            ..Contact::default()
        });
        let of = |reachable| {
            let mut found = Check::default();
            check(&mut found, "/contact", &contact, reachable);
            found.finish()
        };
        assert_eq!(
            of(Reachable::Now).unwrap_err().errors[0].code,
            FieldCode::Required
        );
        assert!(of(Reachable::Later).is_ok());
    }
}
