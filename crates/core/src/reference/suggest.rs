//! Places as one types: the beginning of a name in any language, of a word inside it, or of a
//! postcode. "Heverl" gives Leuven because of Heverlee, "3001" too.

use std::collections::HashMap;
use std::sync::OnceLock;

use goesting_types::place::Point;
use goesting_types::territory::TerritoryKind;

use super::places::{PlaceRecord, by_postcode, places, places_with_postcode};
use super::territories::{TerritoryRecord, territories};
use crate::fold::fold_key;

/// A territory that fits what was typed so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suggestion {
    /// The territory.
    pub territory: &'static TerritoryRecord,
    /// The village or quarter in it that fitted, when it was not the territory's own name.
    pub place: Option<&'static PlaceRecord>,
}

impl Suggestion {
    /// The village's point when it is known, else the territory's.
    #[must_use]
    pub fn point(&self) -> Point {
        self.place
            .and_then(|place| place.point)
            .unwrap_or(self.territory.point)
    }
}

/// How well a name fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    WholeName,
    WholePlaceName,
    StartOfName,
    StartOfPlaceName,
    InnerWord,
    InnerPlaceWord,
}

struct Entry {
    key: Box<str>,
    inner: bool,
    territory: &'static TerritoryRecord,
    place: Option<&'static PlaceRecord>,
}

impl Entry {
    fn fit(&self, typed: &str) -> Fit {
        let whole = self.key.len() == typed.len();
        match (self.place.is_some(), self.inner, whole) {
            (false, false, true) => Fit::WholeName,
            (true, false, true) => Fit::WholePlaceName,
            (false, false, false) => Fit::StartOfName,
            (true, false, false) => Fit::StartOfPlaceName,
            (false, true, _) => Fit::InnerWord,
            (true, true, _) => Fit::InnerPlaceWord,
        }
    }
}

/// At most `limit` territories that fit what was typed and that `keep` keeps, best first: whole
/// names before beginnings, names of territories before names of villages in them, large towns
/// before small ones. A territory appears once. Nothing typed, nothing suggested.
#[must_use]
pub fn suggest(
    typed: &str,
    limit: usize,
    keep: impl Fn(&TerritoryRecord) -> bool,
) -> Vec<Suggestion> {
    let typed = Typed::read(typed);
    let mut best: HashMap<&'static str, (Fit, Suggestion)> = HashMap::new();
    let mut offer = |fit: Fit, suggestion: Suggestion| {
        if keep(suggestion.territory) {
            best.entry(suggestion.territory.code)
                .and_modify(|known| {
                    if fit < known.0 {
                        *known = (fit, suggestion);
                    }
                })
                .or_insert((fit, suggestion));
        }
    };
    if typed.names.is_empty() {
        typed
            .postcode
            .iter()
            .for_each(|digits| offer_postcodes(digits, &mut offer));
    }
    for name in &typed.names {
        for entry in starting_with(name) {
            if typed
                .postcode
                .as_deref()
                .is_none_or(|digits| has_postcode(entry, digits))
            {
                let suggestion = Suggestion {
                    territory: entry.territory,
                    place: entry.place,
                };
                offer(entry.fit(name), suggestion);
            }
        }
    }
    let mut found: Vec<_> = best.into_values().collect();
    found.sort_unstable_by_key(|(fit, suggestion)| {
        (
            *fit,
            std::cmp::Reverse(weight(suggestion.territory)),
            suggestion.territory.code,
        )
    });
    found
        .into_iter()
        .take(limit)
        .map(|(_, suggestion)| suggestion)
        .collect()
}

/// A province or region ranks among towns of a hundred thousand.
fn weight(territory: &TerritoryRecord) -> u32 {
    match territory.kind {
        TerritoryKind::Municipality => territory.weight,
        TerritoryKind::Country | TerritoryKind::Region | TerritoryKind::Province => 100_000,
    }
}

/// What was typed: digits are a postcode, the rest is a name.
struct Typed {
    postcode: Option<String>,
    /// Spellings to try.
    names: Vec<String>,
}

impl Typed {
    fn read(typed: &str) -> Self {
        let key = fold_key(typed);
        let is_postcode = |word: &&str| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
        let postcode = key
            .split(' ')
            .find(|word| !word.is_empty() && is_postcode(word));
        let words: Vec<&str> = key.split(' ').filter(|word| !is_postcode(word)).collect();
        let name = words.join(" ");
        let mut names = match words.split_first() {
            Some((&"st", rest)) if !rest.is_empty() => ["sint", "saint", "sankt"]
                .map(|saint| format!("{saint} {}", rest.join(" ")))
                .to_vec(),
            Some((&"ste", rest)) if !rest.is_empty() => vec![format!("sainte {}", rest.join(" "))],
            _ => Vec::new(),
        };
        if !name.is_empty() {
            names.push(name);
        }
        Self {
            postcode: postcode.map(str::to_owned),
            names,
        }
    }
}

fn has_postcode(entry: &Entry, digits: &str) -> bool {
    match entry.place {
        Some(place) => place.postcode.starts_with(digits),
        None => entry
            .territory
            .postcodes
            .iter()
            .any(|postcode| postcode.starts_with(digits)),
    }
}

fn offer_postcodes(digits: &str, offer: &mut impl FnMut(Fit, Suggestion)) {
    let served = by_postcode();
    let first = served.partition_point(|(postcode, _)| *postcode < digits);
    let fitting = served
        .iter()
        .skip(first)
        .take_while(|(postcode, _)| postcode.starts_with(digits));
    for (postcode, territory) in fitting {
        // A whole postcode that belongs to one village names it.
        let whole = *postcode == digits;
        let village = match places_with_postcode(postcode) {
            [only] if whole && only.municipality.code == territory.code => territory
                .postcodes
                .first()
                .filter(|main| *main != postcode)
                .map(|_| only),
            _ => None,
        };
        let fit = if whole {
            Fit::WholeName
        } else {
            Fit::StartOfName
        };
        offer(
            fit,
            Suggestion {
                territory,
                place: village,
            },
        );
    }
}

fn starting_with(key: &str) -> impl Iterator<Item = &'static Entry> {
    let index = index();
    let first = index.partition_point(|entry| *entry.key < *key);
    index
        .iter()
        .skip(first)
        .take_while(move |entry| entry.key.starts_with(key))
}

/// Every name, its inner words, and the name in one word, sorted.
fn index() -> &'static [Entry] {
    static INDEX: OnceLock<Vec<Entry>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut all = Vec::new();
        for territory in territories() {
            for (_, name) in territory.names.iter() {
                add(&mut all, name, territory, None);
            }
        }
        for place in places() {
            add(&mut all, place.name, place.municipality, Some(place));
        }
        all.sort_by(|a, b| {
            (&a.key, a.inner, a.territory.code).cmp(&(&b.key, b.inner, b.territory.code))
        });
        all.dedup_by(|a, b| {
            a.key == b.key
                && a.territory.code == b.territory.code
                && a.place.is_none()
                && b.place.is_none()
        });
        all
    })
}

fn add(
    index: &mut Vec<Entry>,
    name: &str,
    territory: &'static TerritoryRecord,
    place: Option<&'static PlaceRecord>,
) {
    let key = fold_key(name);
    let mut push = |key: &str, inner| {
        index.push(Entry {
            key: key.into(),
            inner,
            territory,
            place,
        });
    };
    push(&key, false);
    if key.contains(' ') {
        push(&key.replace(' ', ""), false);
    }
    for (space, _) in key.match_indices(' ') {
        if let Some(rest) = key.get(space + 1..) {
            push(rest, true);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(typed: &str) -> Vec<&'static str> {
        suggest(typed, 10, |_| true)
            .iter()
            .map(|found| found.territory.names.nl)
            .collect()
    }

    fn first(typed: &str) -> Suggestion {
        *suggest(typed, 1, |_| true).first().unwrap()
    }

    #[test]
    fn names_are_found_as_they_are_typed() {
        assert_eq!(first("leu").territory.names.nl, "Leuven");
        assert_eq!(first("LOUVAIN").territory.names.nl, "Leuven");
        assert_eq!(first("lowen").territory.names.nl, "Leuven");
        assert_eq!(first("liege").territory.names.nl, "Luik");
        assert_eq!(first("Lièg").territory.names.nl, "Luik");
        assert_eq!(first("antwerp").territory.code, "11002");
        assert_eq!(
            first("Antwerpen").territory.kind,
            TerritoryKind::Municipality
        );
        assert!(names("antwerpen").contains(&"Provincie Antwerpen"));
        assert_eq!(first("vlaanderen").territory.code, "02000");
        assert_eq!(first("br").territory.names.nl, "Brussel");
    }

    #[test]
    fn saints_hyphens_and_inner_words_do_not_matter() {
        for typed in [
            "sint niklaas",
            "Sint-Niklaas",
            "st niklaas",
            "St.-Niklaas",
            "sintniklaas",
        ] {
            assert_eq!(first(typed).territory.names.nl, "Sint-Niklaas", "{typed}");
        }
        assert!(names("woluwe").contains(&"Sint-Pieters-Woluwe"));
        assert!(names("st gillis").contains(&"Sint-Gillis"));
        assert_eq!(first("ste ode").territory.names.fr, "Sainte-Ode");
        assert_eq!(
            first("s gravenbrakel").territory.names.fr,
            "Braine-le-Comte"
        );
    }

    #[test]
    fn villages_lead_to_their_municipality() {
        for (typed, municipality, village) in [
            ("Heverlee", "Leuven", "Heverlee"),
            ("heverl", "Leuven", "Heverlee"),
            ("hever", "Boortmeerbeek", "Hever"),
            ("3001 hev", "Leuven", "Heverlee"),
            ("Laken", "Brussel", "Laken"),
            ("Stokkel", "Sint-Pieters-Woluwe", "Stokkel"),
            ("Merelbeke", "Merelbeke-Melle", ""),
            ("kessel lo", "Leuven", "Kessel-Lo"),
            ("gooik", "Pajottegem", "Gooik"),
        ] {
            let found = first(typed);
            assert_eq!(found.territory.names.nl, municipality, "{typed}");
            if !village.is_empty() {
                assert_eq!(found.place.unwrap().name, village, "{typed}");
            }
        }
        let heverlee = first("Heverlee");
        assert_ne!(heverlee.point(), heverlee.territory.point);
    }

    #[test]
    fn postcodes_lead_there_too() {
        let found = first("3001");
        assert_eq!(
            (found.territory.names.nl, found.place.unwrap().name),
            ("Leuven", "Heverlee")
        );
        assert_eq!(first("9000").territory.names.nl, "Gent");
        assert_eq!(first("9000").place, None);
        assert_eq!(names("1050"), ["Brussel", "Elsene"]);
        assert!(names("90").contains(&"Gent") && names("90").contains(&"Zelzate"));
        assert_eq!(first("leuven 3000").territory.names.nl, "Leuven");
        assert!(names("9000 leuven").is_empty());
        assert!(names("99999").is_empty());
    }

    #[test]
    fn nothing_typed_gives_nothing_and_the_limits_hold() {
        assert!(names("").is_empty() && names(" -'").is_empty() && names("xyzzy").is_empty());
        assert_eq!(suggest("a", 3, |_| true).len(), 3);
        assert!(suggest("a", 0, |_| true).is_empty());
        let provinces = suggest("limburg", 9, |found| found.kind == TerritoryKind::Province);
        assert_eq!(provinces.len(), 1);
        assert_eq!(provinces.first().unwrap().territory.code, "70000");
    }

    proptest! {
        #[test]
        fn any_beginning_of_any_name_finds_it(at in 0_usize..579, length in 1_usize..30) {
            let territory = territories().get(at).unwrap();
            for (_, name) in territory.names.iter() {
                let typed: String = name.chars().take(length).collect();
                let found = suggest(&typed, usize::MAX, |_| true);
                let has = found.iter().any(|one| one.territory.code == territory.code);
                prop_assert!(has || fold_key(&typed).is_empty(), "{typed:?} does not find {name}");
            }
        }

        #[test]
        fn no_text_brings_it_down(typed in "\\PC{0,40}") {
            prop_assert!(suggest(&typed, 5, |_| true).len() <= 5);
        }
    }
}
