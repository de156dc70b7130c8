//! The terms a word leaves.

use frostem::{Algorithm, Stemmer};
use goesting_core::fold::fold;
use goesting_core::reference::compounds;
use goesting_types::lang::Lang;

use super::{dutch, kind};

/// Compounds whose first part no longer means what it says: they are never split.
const OPAQUE: &[&str] = &[
    "bankhang",
    "handdoek",
    "kunstbloem",
    "kunstgebit",
    "kunstgras",
    "kunstleer",
    "kunstlicht",
    "kunstmatig",
    "kunstmest",
    "kunststof",
    "kunststuk",
    "landschap",
    "luisterrijk",
    "maandag",
    "speelgoed",
    "stamboom",
    "tekort",
    "vleermuis",
    "voetbal",
    "vrijdag",
    "zakdoek",
    "zakgeld",
    "zeehond",
    "zondag",
    "zeeleeuw",
];

/// One kind letter and a word, as it stands in the dictionary.
pub(crate) fn term(kind: char, word: &str) -> String {
    let mut term = String::with_capacity(word.len() + 1);
    term.push(kind);
    term.push_str(word);
    term
}

/// The terms of a lower-case word in a text of `lang`, each once, most alike first.
pub(crate) fn terms(lower: &str, lang: Lang, mut emit: impl FnMut(String)) {
    emit(term(kind::EXACT, &fold(lower)));
    match lang {
        Lang::Nl => {
            for stem in dutch::stems(lower) {
                emit(term(kind::DUTCH, &stem));
            }
            for stem in parts(&fold(lower))
                .iter()
                .flat_map(|part| dutch::stems(part))
            {
                emit(term(kind::PART, &stem));
            }
        }
        Lang::En | Lang::Fr | Lang::De => emit(foreign(lower, lang)),
    }
}

/// The stem of a word in a language other than Dutch, as a term.
pub(crate) fn foreign(lower: &str, lang: Lang) -> String {
    let (letter, algorithm) = match lang {
        Lang::Nl => (kind::DUTCH, Algorithm::Dutch),
        Lang::En => (kind::ENGLISH, Algorithm::English),
        Lang::Fr => (kind::FRENCH, Algorithm::French),
        Lang::De => (kind::GERMAN, Algorithm::German),
    };
    term(letter, &fold(&Stemmer::new(algorithm).stem(lower)))
}

/// The parts of a folded Dutch compound; none when it is none or when its parts mislead. What
/// must stay whole stays so in a longer word, too: "kunstgrasveld" is *kunstgras* and *veld*.
pub(crate) fn parts(folded: &str) -> Vec<&'static str> {
    let opaque = OPAQUE
        .iter()
        .filter_map(|word| Some((*word, folded.strip_prefix(word)?)))
        .max_by_key(|(word, _)| word.len());
    match opaque {
        None => compounds::split(folded),
        Some((_, ending)) if is_ending(ending) => Vec::new(),
        Some((word, rest)) => {
            let rest = rest
                .strip_prefix('s')
                .filter(|rest| is_word(rest))
                .unwrap_or(rest);
            let mut parts = vec![word];
            match compounds::base_form(rest) {
                Some(base) => parts.push(base),
                None => parts.extend(compounds::split(rest)),
            }
            if parts.len() > 1 { parts } else { Vec::new() }
        }
    }
}

fn is_ending(ending: &str) -> bool {
    matches!(
        ending,
        "" | "s" | "en" | "je" | "jes" | "er" | "ers" | "pen" | "fen" | "ten"
    )
}

fn is_word(rest: &str) -> bool {
    compounds::base_form(rest).is_some() || !compounds::split(rest).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(word: &str, lang: Lang) -> Vec<String> {
        let mut found = Vec::new();
        terms(word, lang, |term| found.push(term));
        found
    }

    #[test]
    fn a_dutch_word_leaves_itself_its_stem_and_its_parts() {
        assert_eq!(
            all("naaiateliers", Lang::Nl),
            [
                "wnaaiateliers",
                "nnaaiateliers",
                "nnaaiatelier",
                "cnaai",
                "catelier"
            ]
        );
        assert_eq!(all("céramique", Lang::Fr), ["wceramique", "fceram"]);
    }

    #[test]
    fn a_misleading_compound_stays_whole() {
        assert!(parts("kunstgras").is_empty() && parts("bankhangen").is_empty());
        assert_eq!(parts("kunstgrasveld"), ["kunstgras", "veld"]);
        assert_eq!(parts("kunstatelier"), ["kunst", "atelier"]);
    }
}
