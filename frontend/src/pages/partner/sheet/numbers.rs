//! Numbers and amounts as people type them.

use std::str::FromStr;

use goesting_types::problem::FieldCode;

use super::Fault;

/// A whole number; nothing typed is none.
pub fn number<T: FromStr>(
    at: &'static str,
    typed: Option<&String>,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let read = typed?.trim().parse().ok();
    if read.is_none() {
        faults.push((at, FieldCode::OutOfRange));
    }
    read
}

/// An amount in euro; nothing typed is none.
pub fn cents(at: &'static str, typed: Option<&String>, faults: &mut Vec<Fault>) -> Option<u32> {
    let read = read_cents(typed?);
    if read.is_none() {
        faults.push((at, FieldCode::Malformed));
    }
    read
}

/// `3`, `3,5`, `3.50` and `€ 3,50` in cents.
fn read_cents(typed: &str) -> Option<u32> {
    let typed = typed.trim().trim_start_matches('€').trim();
    let (euro, rest) = typed.split_once([',', '.']).unwrap_or((typed, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if euro.is_empty() || !all_digits(euro) || !all_digits(rest) || rest.len() > 2 {
        return None;
    }
    let euro: u32 = euro.parse().ok()?;
    let rest: u32 = format!("{rest:0<2}").parse().ok()?;
    euro.checked_mul(100)?.checked_add(rest)
}

/// Cents as one would type them: `3`, `3,50`.
pub fn show_cents(cents: u32) -> String {
    match (cents / 100, cents % 100) {
        (euro, 0) => euro.to_string(),
        (euro, rest) => format!("{euro},{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (typed, cents) in [
            ("3", 300),
            ("3,5", 350),
            ("3.50", 350),
            (" € 12,05 ", 1205),
            ("0", 0),
        ] {
            assert_eq!(read_cents(typed), Some(cents), "{typed}");
            assert_eq!(read_cents(&show_cents(cents)), Some(cents), "{typed}");
        }
        for typed in [
            "",
            "€",
            "-3",
            "3,505",
            "drie",
            "1.000,50",
            ",5",
            "99999999999",
        ] {
            assert_eq!(read_cents(typed), None, "{typed}");
        }
    }

    #[test]
    fn nothing_typed_is_no_fault_and_nonsense_is() {
        let mut faults = Vec::new();
        assert_eq!(number::<u8>("/a", None, &mut faults), None);
        assert_eq!(
            number::<u8>("/a", Some(&"12 ".to_owned()), &mut faults),
            Some(12)
        );
        assert!(faults.is_empty());
        assert_eq!(
            number::<u8>("/a", Some(&"300".to_owned()), &mut faults),
            None
        );
        assert_eq!(faults, [("/a", FieldCode::OutOfRange)]);
    }
}
