//! How to reach whoever answers.

use goesting_types::actor::Contact;
use serde_json::Value;

use super::json;
use crate::contact::is_phone;
use crate::import::words;
use crate::person::Email;

/// The contact of a document: where one books goes before where one asks; old documents hold
/// lists, and `telephone`; organisers carry `phone`, `email` and `url` themselves, or a `contact`
/// list of typed values.
pub(super) fn contact(document: &Value) -> Contact {
    let mut sources = bookings(document);
    sources.extend(json::list(document, "contactPoint"));
    let mut contact = sources.into_iter().map(of_one).fold(Contact::default(), or);
    for typed in json::list(document, "contact") {
        let value = json::text_of(typed, "value");
        let one = match json::text_of(typed, "type").as_deref() {
            Some("phone") => Contact {
                phone: value.as_deref().and_then(phone),
                ..Contact::default()
            },
            Some("email") => Contact {
                email: value.as_deref().and_then(email),
                ..Contact::default()
            },
            Some("url") => Contact {
                url: value.as_deref().and_then(json::web_address),
                ..Contact::default()
            },
            _ => continue,
        };
        contact = or(contact, one);
    }
    or(contact, of_one(document))
}

/// How one books, told for all dates and then for some.
fn bookings(document: &Value) -> Vec<&Value> {
    let dates = json::list(document, "subEvent");
    std::iter::once(document)
        .chain(dates)
        .flat_map(|source| json::list(source, "bookingInfo"))
        .collect()
}

/// Whether an event, or one date of it, says how one books.
pub(super) fn books(source: &Value) -> bool {
    let infos = json::list(source, "bookingInfo");
    infos.into_iter().any(|info| of_one(info).is_reachable())
}

/// What the first does not say, the second may.
pub(super) fn or(first: Contact, second: Contact) -> Contact {
    Contact {
        first_name: first.first_name.or(second.first_name),
        phone: first.phone.or(second.phone),
        email: first.email.or(second.email),
        url: first.url.or(second.url),
    }
}

fn of_one(source: &Value) -> Contact {
    let first = |keys: &[&str], read: fn(&str) -> Option<String>| {
        keys.iter()
            .flat_map(|key| json::list(source, key))
            .find_map(|value| read(&json::text(Some(value))?))
    };
    Contact {
        first_name: None,
        phone: first(&["phone", "telephone"], phone),
        email: first(&["email"], email),
        url: first(&["url", "website"], json::web_address),
    }
}

fn phone(text: &str) -> Option<String> {
    Some(words::one_line(text)).filter(|text| is_phone(text))
}

fn email(text: &str) -> Option<String> {
    let email = Email::parse(text.trim().trim_start_matches("mailto:"))?;
    Some(email.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn booking_goes_before_asking() {
        let contact = contact(&json!({
            "contactPoint": {"phone": ["016 10 20 30"], "email": ["info@x.be"], "url": ["https://x.be"]},
            "bookingInfo": {"phone": "string", "email": "boek@x.be", "url": "javascript:1"},
        }));
        assert_eq!(contact.phone.as_deref(), Some("016 10 20 30"));
        assert_eq!(contact.email.as_deref(), Some("boek@x.be"));
        assert_eq!(contact.url.as_deref(), Some("https://x.be"));
    }

    #[test]
    fn one_books_where_there_is_a_way_to() {
        let date = json!({"bookingInfo": {"url": "https://boek.be", "price": 5}});
        assert!(books(&date));
        let event = json!({"subEvent": [{}, date], "contactPoint": {"url": "https://x.be"}});
        assert!(!books(&event));
        assert_eq!(contact(&event).url.as_deref(), Some("https://boek.be"));
        for none in [
            json!(null),
            json!({}),
            json!([{"price": 5}]),
            json!({"url": "x"}),
        ] {
            assert!(!books(&json!({ "bookingInfo": none })));
        }
    }

    #[test]
    fn old_and_odd_shapes() {
        let old = contact(&json!({
            "bookingInfo": [{"price": 5}],
            "contactPoint": [{"contactType": "Reservations", "telephone": ["09 269 92 92"], "email": ["a@b.be"]}]
        }));
        assert_eq!(
            (old.phone.as_deref(), old.email.as_deref()),
            (Some("09 269 92 92"), Some("a@b.be"))
        );
        let typed = contact(
            &json!({"contact": [{"type": "phone", "value": "112"}, {"type": "url", "value": "http://x.be"}]}),
        );
        assert_eq!(
            (typed.phone.as_deref(), typed.url.as_deref()),
            (Some("112"), Some("http://x.be"))
        );
        for nothing in [
            json!({}),
            json!({"contactPoint": null, "bookingInfo": []}),
            json!({"phone": {}, "email": [null, "x@y", "@b.be"]}),
        ] {
            assert_eq!(contact(&nothing), Contact::default());
        }
    }
}
