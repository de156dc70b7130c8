//! Digits as each language writes them.

use crate::Lang;

/// Between thousands. French uses a narrow no-break space.
pub const fn thousands(lang: Lang) -> char {
    match lang {
        Lang::Nl | Lang::De => '.',
        Lang::En => ',',
        Lang::Fr => '\u{202f}',
    }
}

/// Before decimals.
#[cfg(feature = "format")]
pub const fn decimal(lang: Lang) -> char {
    match lang {
        Lang::Nl | Lang::Fr | Lang::De => ',',
        Lang::En => '.',
    }
}

/// A whole number with its thousands set apart.
pub fn grouped(lang: Lang, number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(thousands(lang));
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_by_three() {
        assert_eq!(grouped(Lang::Nl, 0), "0");
        assert_eq!(grouped(Lang::Nl, 999), "999");
        assert_eq!(grouped(Lang::Nl, 1_000), "1.000");
        assert_eq!(grouped(Lang::En, 12_345), "12,345");
        assert_eq!(grouped(Lang::Fr, 123_456), "123\u{202f}456");
        assert_eq!(grouped(Lang::De, u64::MAX), "18.446.744.073.709.551.615");
    }
}
