//! Reading JSON that is not quite what its schema says: nulls, numbers as texts, one instead of a
//! list.

use serde_json::Value;

use crate::contact::is_web_address;

/// The member, unless it is missing or null.
pub(super) fn member<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    value.get(key).filter(|found| !found.is_null())
}

/// A text, or a number as text; trimmed, not empty.
pub(super) fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The member as [`text`].
pub(super) fn text_of(value: &Value, key: &str) -> Option<String> {
    text(value.get(key))
}

/// A finite number, also when written as text, with a decimal point or comma.
pub(super) fn number(value: Option<&Value>) -> Option<f64> {
    let number = match value? {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => {
            let text = text.trim().trim_start_matches('€').trim();
            text.replace(',', ".").parse().ok()?
        }
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// A count of zero or more, also when written as text.
pub(super) fn count(value: Option<&Value>) -> Option<u32> {
    let number = number(value)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to lie in range and to be whole"
    )]
    (number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0)
        .then_some(number as u32)
}

/// The elements of a list; one thing that is no list counts as a list of it, and an object with
/// nothing but numbers for names is a list of which some were taken out. Nulls are left out.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> Vec<&'a Value> {
    let mut found = match member(value, key) {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => numbered(one).unwrap_or_else(|| vec![one]),
        None => Vec::new(),
    };
    found.retain(|item| !item.is_null());
    found
}

/// What is numbered, in that order; nothing when it is not.
fn numbered(value: &Value) -> Option<Vec<&Value>> {
    let members = value.as_object().filter(|members| !members.is_empty())?;
    let numbers = members
        .iter()
        .map(|(name, value)| Some((name.parse::<u32>().ok()?, value)));
    let mut numbers = numbers.collect::<Option<Vec<_>>>()?;
    numbers.sort_by_key(|(number, _)| *number);
    Some(numbers.into_iter().map(|(_, value)| value).collect())
}

/// The thing, or those of a list.
pub(super) fn each(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}

/// Whether the thing, or one of a list, has this member.
pub(super) fn one_has(value: &Value, key: &str) -> bool {
    each(value).iter().any(|one| one.get(key).is_some())
}

/// One thing, also when written as a list of it.
pub(super) fn one<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    list(value, key).into_iter().next()
}

/// Whether the member is `true`, also when written as text.
pub(super) fn is_true(value: &Value, key: &str) -> bool {
    match value.get(key) {
        Some(Value::Bool(is)) => *is,
        Some(Value::String(text)) => text.trim().eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// A word of the source's vocabulary in lower case; in some exports it stands bare where an object
/// holds it under `key`.
pub(super) fn word(value: &Value, key: &str) -> Option<String> {
    let word = text_of(value, key).or_else(|| text(Some(value)))?;
    Some(word.to_ascii_lowercase())
}

/// A web address that may be stored and shown; `//host/path` gets https.
pub(super) fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    let address = match text.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => text.to_owned(),
    };
    is_web_address(&address).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_may_be_texts() {
        let read = |value: Value| number(Some(&value));
        assert_eq!(read(json!("12,50")), Some(12.5));
        assert_eq!(read(json!("€ 3")), Some(3.0));
        assert_eq!(read(json!(-1)), Some(-1.0));
        assert_eq!(read(json!("NaN")), None);
        assert_eq!(read(json!("gratis")), None);
        assert_eq!(count(Some(&json!("42"))), Some(42));
        assert_eq!(count(Some(&json!(-1))), None);
        assert_eq!(count(Some(&json!(1.5))), None);
        assert_eq!(count(Some(&json!(1e12))), None);
    }

    #[test]
    fn words_stand_bare_or_in_an_object_in_any_case() {
        for value in [json!({"type": "Unavailable"}), json!("UNAVAILABLE ")] {
            assert_eq!(word(&value, "type").as_deref(), Some("unavailable"));
        }
        assert_eq!(word(&json!({"type": null}), "type"), None);
        assert!(is_true(&json!({"is": "True"}), "is") && is_true(&json!({"is": true}), "is"));
        assert!(!is_true(&json!({"is": "false"}), "is") && !is_true(&json!({"is": 1}), "is"));
    }

    #[test]
    fn a_list_may_be_one_thing_or_numbered() {
        let numbers: Vec<_> = (0..12).map(|n| (n.to_string(), json!(n))).collect();
        let numbered = Value::Object(numbers.into_iter().collect());
        let document = json!({"n": numbered, "one": {"a": 1}, "none": {}, "gap": [null, 2]});
        let found: Vec<_> = list(&document, "n").into_iter().cloned().collect();
        assert_eq!(json!(found), json!((0..12).collect::<Vec<_>>()));
        assert_eq!(list(&document, "one"), [&json!({"a": 1})]);
        assert_eq!(list(&document, "none"), [&json!({})]);
        assert_eq!(one(&document, "gap"), Some(&json!(2)));
        assert_eq!(one(&document, "other"), None);
    }

    #[test]
    fn only_web_addresses_pass() {
        assert_eq!(
            web_address("//x.be/a.jpg").as_deref(),
            Some("https://x.be/a.jpg")
        );
        assert_eq!(web_address(" HTTP://x.be ").as_deref(), Some("HTTP://x.be"));
        for bad in [
            "javascript:alert(1)",
            "https://",
            "http:///x",
            "x.be",
            "http://a b",
            "",
            "é",
        ] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }
}
