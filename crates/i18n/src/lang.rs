//! Which language a reader gets.

pub use goesting_types::lang::Lang;

/// Headers longer than this are not read further; browsers send some 40 bytes.
const LONGEST_HEADER: usize = 1_000;

/// The language of ours that an `Accept-Language` header likes best (RFC 9110 §12.5.4), if it
/// names any with a weight above 0. Of equal weights the first one wins. Whatever is not in the
/// grammar is skipped, never refused.
pub fn negotiate(accept_language: &str) -> Option<Lang> {
    let end = accept_language.floor_char_boundary(LONGEST_HEADER);
    let header = accept_language.get(..end).unwrap_or_default();
    let mut best: Option<(u16, Lang)> = None;
    for (weight, lang) in header.split(',').filter_map(preference) {
        if weight > 0 && best.is_none_or(|(highest, _)| weight > highest) {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

/// Reads `nl-BE;q=0.8` as a weight in thousandths and a language. `*` is any: ours is Dutch.
fn preference(item: &str) -> Option<(u16, Lang)> {
    let mut parts = item.split(';').map(str::trim);
    let range = parts.next()?;
    let primary = range.split('-').next()?;
    let lang = if range == "*" {
        Lang::Nl
    } else {
        from_primary(primary)?
    };
    let mut weight = 1_000;
    for parameter in parts {
        let (name, value) = parameter.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("q") {
            weight = thousandths(value.trim())?;
        }
    }
    Some((weight, lang))
}

fn from_primary(primary: &str) -> Option<Lang> {
    Lang::ALL
        .iter()
        .copied()
        .find(|lang| primary.eq_ignore_ascii_case(lang.as_str()))
}

/// A weight: `0` or `1` with at most three decimals, at most 1.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let decimals = format!("{decimals:0<3}").parse::<u16>().ok()?;
    match (whole, decimals) {
        ("0", decimals) => Some(decimals),
        ("1", 0) => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn takes_the_highest_weight_and_of_equals_the_first() {
        assert_eq!(negotiate("nl-BE,nl;q=0.9,en;q=0.8"), Some(Lang::Nl));
        assert_eq!(negotiate("en;q=0.3, fr-BE;q=0.7, nl;q=0.5"), Some(Lang::Fr));
        assert_eq!(negotiate("de,fr"), Some(Lang::De));
        assert_eq!(negotiate("pl, EN-gb;q=0.1"), Some(Lang::En));
        assert_eq!(negotiate("fr; Q = 0.2 ,de ; q=0.25"), Some(Lang::De));
    }

    #[test]
    fn a_weight_of_zero_refuses() {
        assert_eq!(negotiate("nl;q=0, fr;q=0.001"), Some(Lang::Fr));
        assert_eq!(negotiate("nl;q=0.000"), None);
    }

    #[test]
    fn any_language_is_dutch() {
        assert_eq!(negotiate("*"), Some(Lang::Nl));
        assert_eq!(negotiate("*;q=0.1, de;q=0.2"), Some(Lang::De));
    }

    #[test]
    fn garbage_is_skipped() {
        for header in [
            "",
            ",",
            ";;;",
            "q=1",
            "nl;q",
            "nl;q=",
            "nl;q=abc",
            "nl;q=1.5",
            "nl;q=-1",
            "nl;q=0.1234",
            "nl;q=NaN",
            "nl;q=1e3",
            "nlx",
            "neder-land",
            "\u{0}",
            "é",
            "nl;q=٣",
        ] {
            assert_eq!(negotiate(header), None, "{header:?}");
            assert_eq!(
                negotiate(&format!("{header},fr;q=0.5")),
                Some(Lang::Fr),
                "{header:?}"
            );
        }
    }

    #[test]
    fn a_huge_header_is_cut_off() {
        let header = format!("{},nl", "é".repeat(100_000));
        assert_eq!(negotiate(&header), None);
    }

    proptest! {
        #[test]
        fn never_panics(header in "\\PC*") {
            let _ = negotiate(&header);
        }

        #[test]
        fn finds_the_only_one_of_ours(other in "(p[a-m]|x-[a-z]{1,8}|[0-9]{1,4})(;q=[01](\\.[0-9])?)?") {
            prop_assert_eq!(negotiate(&format!("{other}, de;q=0.004,{other}")), Some(Lang::De));
        }
    }
}
