//! What it costs.

use crate::Lang;
use crate::number::{decimal, grouped};

/// An amount in euro cents: `€ 3`, `€ 3,50`, `€ 1.250`. Whole euros have no decimals. The space
/// does not break.
pub fn money(lang: Lang, cents: u32) -> String {
    let euros = grouped(lang, u64::from(cents / 100));
    let amount = match cents % 100 {
        0 => euros,
        rest => format!("{euros}{}{rest:02}", decimal(lang)),
    };
    match lang {
        Lang::Nl => format!("€\u{a0}{amount}"),
        Lang::En => format!("€{amount}"),
        Lang::Fr | Lang::De => format!("{amount}\u{a0}€"),
    }
}

/// A price in euro cents, where nothing is `gratis`.
pub fn price(lang: Lang, cents: u32) -> String {
    match (cents, lang) {
        (0, Lang::Nl) => "gratis".to_owned(),
        (0, Lang::En) => "free".to_owned(),
        (0, Lang::Fr) => "gratuit".to_owned(),
        (0, Lang::De) => "kostenlos".to_owned(),
        _ => money(lang, cents),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(lang: Lang, cents: u32) -> String {
        price(lang, cents).replace(['\u{a0}', '\u{202f}'], " ")
    }

    #[test]
    fn nothing_is_a_word() {
        assert_eq!(said(Lang::Nl, 0), "gratis");
        assert_eq!(said(Lang::En, 0), "free");
        assert_eq!(said(Lang::Fr, 0), "gratuit");
        assert_eq!(said(Lang::De, 0), "kostenlos");
        assert_eq!(money(Lang::Nl, 0), "€\u{a0}0");
    }

    #[test]
    fn cents_show_only_when_there_are_any() {
        assert_eq!(said(Lang::Nl, 300), "€ 3");
        assert_eq!(said(Lang::Nl, 350), "€ 3,50");
        assert_eq!(said(Lang::Nl, 5), "€ 0,05");
        assert_eq!(said(Lang::Nl, 99), "€ 0,99");
        assert_eq!(said(Lang::En, 125_050), "€1,250.50");
        assert_eq!(said(Lang::Fr, 125_050), "1 250,50 €");
        assert_eq!(said(Lang::De, 125_000), "1.250 €");
        assert_eq!(said(Lang::Nl, u32::MAX), "€ 42.949.672,95");
    }
}
