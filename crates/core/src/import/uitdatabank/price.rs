//! Prices: base, tariffs and UiTPAS.

use goesting_types::lang::Lang;
use goesting_types::price::{MAX_CENTS, Price, Pricing, SocialTariff, Tariff};
use goesting_types::text::LocalizedText;
use serde_json::Value;

use super::{json, texts};
use crate::fold::fold_key;
use crate::import::model::{Note, NoteCode};
use crate::import::words;

/// As many further tariffs as pricing holds.
const MAX_TARIFFS: usize = 20;
const MAX_NAME: usize = 80;

/// Words in a tariff's name that say it is for who has less.
const SOCIAL_WORDS: [&str; 6] = [
    "uitpas",
    "kansentarief",
    "sociaal tarief",
    "verhoogde tegemoetkoming",
    "omnio",
    "tarif social",
];

/// `priceInfo`, else the price in old `bookingInfo`.
pub(super) fn pricing(document: &Value, main: Lang, notes: &mut Vec<Note>) -> Pricing {
    let mut pricing = Pricing::default();
    let entries = json::list(document, "priceInfo");
    for entry in &entries {
        add(&mut pricing, entry, main, notes);
    }
    if pricing.base.is_none() && entries.is_empty() {
        pricing.base = json::list(document, "bookingInfo")
            .into_iter()
            .filter(|entry| entry.get("price").is_some())
            .find_map(|entry| cents(entry, notes))
            .map(price);
    }
    pricing
}

fn add(pricing: &mut Pricing, entry: &Value, main: Lang, notes: &mut Vec<Note>) {
    let Some(cents) = cents(entry, notes) else {
        return;
    };
    let mut name = texts::lines(entry.get("name"), main, MAX_NAME, notes);
    let category = json::text_of(entry, "category").map(|word| word.to_ascii_lowercase());
    // A price that does not say whose it is, is everybody's.
    let category = category.or_else(|| says_nothing(&name).then(|| "base".to_owned()));
    // What a whole group pays is nobody's price alone.
    let of_group = json::is_true(entry, "groupPrice");
    if of_group {
        name = of_a_group(name);
    }
    match category.as_deref().filter(|_| !of_group) {
        Some("base") => pricing.base = pricing.base.or(Some(price(cents))),
        Some("uitpas") => lower_social(pricing, cents),
        _ if !of_group && is_social(&name) => lower_social(pricing, cents),
        _ if pricing.tariffs.len() >= MAX_TARIFFS => notes.push(Note {
            code: NoteCode::TooMany,
            found: "priceInfo".to_owned(),
        }),
        _ if name.is_blank() => notes.push(Note {
            code: NoteCode::PriceLeftOut,
            found: "a tariff without a name".to_owned(),
        }),
        _ => pricing.tariffs.push(Tariff { name, cents }),
    }
}

/// Whether a price has no name but that of the base price.
fn says_nothing(name: &LocalizedText) -> bool {
    name.iter()
        .all(|(_, words)| ["basistarief", "basisprijs"].contains(&fold_key(words).as_str()))
}

/// The name of a tariff, saying that it is for a group.
fn of_a_group(mut name: LocalizedText) -> LocalizedText {
    const WORDS: &[(Lang, &str)] = &[
        (Lang::Nl, "Groep"),
        (Lang::En, "Group"),
        (Lang::Fr, "Groupe"),
        (Lang::De, "Gruppe"),
    ];
    if name.is_blank() {
        return WORDS
            .iter()
            .fold(name, |all, (lang, word)| all.with(*lang, *word));
    }
    for (lang, text) in &mut name.0 {
        let word = WORDS.iter().find(|(known, _)| known == lang);
        let word = word.map_or("", |(_, word)| word);
        text.text = words::cut(&format!("{word}: {}", text.text), MAX_NAME).0;
    }
    name
}

/// The lowest of several counts; a card has to be shown for it.
fn lower_social(pricing: &mut Pricing, cents: u32) {
    let lowest = pricing
        .social_tariff
        .map_or(cents, |known| known.cents.min(cents));
    pricing.social_tariff = Some(SocialTariff {
        cents: lowest,
        needs_proof: true,
    });
}

fn is_social(name: &LocalizedText) -> bool {
    name.iter().any(|(_, words)| {
        let words = fold_key(words);
        SOCIAL_WORDS.iter().any(|social| words.contains(social))
    })
}

const fn price(cents: u32) -> Price {
    match cents {
        0 => Price::Free {},
        cents => Price::Amount { cents },
    }
}

/// An amount in euro as cents, when it is one.
fn cents(entry: &Value, notes: &mut Vec<Note>) -> Option<u32> {
    let currency =
        json::text_of(entry, "priceCurrency").or_else(|| json::text_of(entry, "currency"));
    let in_euro = currency.is_none_or(|code| code.eq_ignore_ascii_case("EUR"));
    let euros = json::number(entry.get("price"));
    let cents = euros.map(|euros| (euros * 100.0).round());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to lie between zero and the highest price"
    )]
    let read = cents
        .filter(|cents| in_euro && (0.0..=f64::from(MAX_CENTS)).contains(cents))
        .map(|cents| cents as u32);
    if read.is_none() {
        notes.push(Note {
            code: NoteCode::PriceLeftOut,
            found: words::cut(&entry.to_string(), 80).0,
        });
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(document: &Value) -> (Pricing, usize) {
        let mut notes = Vec::new();
        let pricing = pricing(document, Lang::Nl, &mut notes);
        (pricing, notes.len())
    }

    #[test]
    fn base_tariffs_and_uitpas() {
        let (pricing, notes) = read(&json!({"priceInfo": [
            {"category": "base", "name": "Basistarief", "price": 19.99, "priceCurrency": "EUR"},
            {"category": "tariff", "name": {"nl": "Studenten", "fr": "Étudiants"}, "price": "14,99"},
            {"category": "uitpas", "name": {"nl": "Kansentarief met UiTPAS Leuven"}, "price": 4},
            {"category": "uitpas", "name": {"nl": "UiTPAS Aalst"}, "price": 3},
            {"category": "tariff", "name": "Verhoogde tegemoetkoming", "price": 5},
        ]}));
        assert_eq!(notes, 0);
        assert_eq!(pricing.base, Some(Price::Amount { cents: 1999 }));
        assert_eq!(pricing.tariffs.len(), 1);
        assert_eq!(pricing.tariffs[0].cents, 1499);
        assert_eq!(pricing.tariffs[0].name.get(Lang::Fr), Some("Étudiants"));
        assert_eq!(
            pricing.social_tariff,
            Some(SocialTariff {
                cents: 300,
                needs_proof: true
            })
        );
    }

    #[test]
    fn what_a_group_pays_is_a_tariff_of_its_own() {
        let (pricing, notes) = read(&json!({"priceInfo": [
            {"category": "base", "name": {"nl": "Basistarief"}, "price": 150, "groupPrice": true},
            {"category": "base", "price": 8, "groupPrice": false},
            {"category": "tariff", "name": {"nl": "Kansentarief"}, "price": 60, "groupPrice": true},
            {"category": "tariff", "price": 90, "groupPrice": true},
        ]}));
        assert_eq!(
            (pricing.base, notes),
            (Some(Price::Amount { cents: 800 }), 0)
        );
        assert_eq!(pricing.social_tariff, None);
        let tariffs: Vec<_> = pricing
            .tariffs
            .iter()
            .map(|tariff| (tariff.name.get(Lang::Nl).unwrap(), tariff.cents))
            .collect();
        assert_eq!(
            tariffs,
            [
                ("Groep: Basistarief", 15_000),
                ("Groep: Kansentarief", 6000),
                ("Groep", 9000)
            ]
        );
    }

    #[test]
    fn a_price_without_category_is_the_base_price() {
        for entry in [
            json!({"price": 5}),
            json!({"name": {"nl": "Basistarief"}, "price": "5"}),
            json!({"category": "BASE", "price": 5}),
        ] {
            let (pricing, notes) = read(&json!({"priceInfo": {"0": entry}}));
            let five = Some(Price::Amount { cents: 500 });
            assert_eq!((pricing.base, notes), (five, 0), "{entry}");
        }
        let (pricing, _) = read(&json!({"priceInfo": [{"name": "Studenten", "price": 5}]}));
        assert_eq!((pricing.base, pricing.tariffs.len()), (None, 1));
    }

    #[test]
    fn nothing_is_free_and_unknown_is_not() {
        let (pricing, _) = read(&json!({"priceInfo": [{"category": "base", "price": 0}]}));
        assert_eq!(pricing.base, Some(Price::Free {}));
        assert_eq!(read(&json!({"priceInfo": []})).0.base, None);
        assert_eq!(read(&json!({"priceInfo": null})).0, Pricing::default());
    }

    #[test]
    fn amounts_that_are_none_are_left_out_with_a_note() {
        for price in [
            json!(-1),
            json!("gratis"),
            json!(1e9),
            json!(null),
            json!([5]),
        ] {
            let (pricing, notes) =
                read(&json!({"priceInfo": [{"category": "base", "price": price}]}));
            assert_eq!((pricing.base, notes), (None, 1), "{price}");
        }
        let dollars =
            json!({"priceInfo": [{"category": "base", "price": 3, "priceCurrency": "USD"}]});
        assert_eq!(read(&dollars), (Pricing::default(), 1));
        let nameless = json!({"priceInfo": [{"category": "tariff", "price": 3}]});
        assert_eq!(read(&nameless), (Pricing::default(), 1));
    }

    #[test]
    fn old_booking_info_tells_a_price() {
        let old =
            json!({"bookingInfo": [{"description": "kassa", "price": 18, "currency": "EUR"}]});
        assert_eq!(read(&old).0.base, Some(Price::Amount { cents: 1800 }));
        assert_eq!(
            read(&json!({"bookingInfo": {"phone": "016"}})),
            (Pricing::default(), 0)
        );
    }

    #[test]
    fn no_more_tariffs_than_pricing_holds() {
        let many: Vec<_> = (0..30)
            .map(|n| json!({"category": "tariff", "name": format!("Groep {n}"), "price": n}))
            .collect();
        let (pricing, notes) = read(&json!({ "priceInfo": many }));
        assert_eq!((pricing.tariffs.len(), notes), (20, 10));
    }
}
