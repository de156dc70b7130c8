//! The words of a question as typed, with the terms each may stand for.

use goesting_core::fold::fold;
use goesting_types::lang::Lang;

use crate::analysis::forms::{self, term};
use crate::analysis::words::words;
use crate::analysis::{dutch, kind, stop};
use crate::vocabulary::{Interests, Named, whole_terms};

/// Words of a question that are read; people do not type more.
const MAX_WORDS: usize = 16;

/// How much a way of matching counts, in hundredths.
pub(crate) mod weight {
    pub(crate) const EXACT: u16 = 100;
    pub(crate) const STEM: u16 = 92;
    pub(crate) const FOREIGN: u16 = 88;
    pub(crate) const PART: u16 = 70;
    pub(crate) const THEME: u16 = 55;
    pub(crate) const PREFIX: u16 = 60;
    /// What a correction keeps of the weight of the word it stands for.
    pub(crate) const ONE_LETTER: u16 = 17;
    pub(crate) const TWO_LETTERS: u16 = 12;
}

/// A word of the question with the terms that may stand for it.
pub(crate) struct Given {
    /// Folded.
    pub(crate) folded: String,
    /// The pieces of a joined word.
    pub(crate) pieces: Vec<String>,
    /// The terms of the word, and how much each counts.
    pub(crate) terms: Vec<(String, u16)>,
    /// Terms of it as a whole, for the vocabulary.
    whole: Vec<String>,
    /// The terms of the interests it names, alone or with its neighbours.
    pub(crate) named: Vec<(String, u16)>,
    /// The word and the next one as one: "break dance".
    pub(crate) joined: Vec<String>,
    /// Whether it is the last one.
    pub(crate) last: bool,
}

/// Reads a question. Words that carry no meaning are left out, unless there are no others.
pub(crate) fn given(question: &str) -> Vec<Given> {
    let mut all: Vec<Given> = words(question)
        .take(MAX_WORDS)
        .map(|word| {
            let lower = word.lower();
            Given {
                folded: fold(&lower),
                pieces: word.pieces().collect(),
                terms: terms_of(&lower),
                whole: Lang::ALL
                    .iter()
                    .flat_map(|lang| whole_terms(&lower, *lang))
                    .collect(),
                named: Vec::new(),
                joined: Vec::new(),
                last: false,
            }
        })
        .collect();
    if let Some(last) = all.last_mut() {
        last.last = true;
    }
    let telling = all.iter().any(|word| !stop::is_stop_anywhere(&word.folded));
    if telling {
        all.retain(|word| !stop::is_stop_anywhere(&word.folded));
    }
    join_neighbours(&mut all);
    all
}

/// Two words next to each other may be one that others write together.
fn join_neighbours(all: &mut [Given]) {
    for at in 1..all.len() {
        if let Some([one, other]) = all.get_mut(at - 1..=at) {
            let joined = format!("{}{}", one.folded, other.folded);
            one.joined.push(joined.clone());
            other.joined.push(joined);
        }
    }
}

/// The terms a word of unknown language may stand for.
pub(crate) fn terms_of(lower: &str) -> Vec<(String, u16)> {
    let mut terms = vec![(term(kind::EXACT, &fold(lower)), weight::EXACT)];
    for stem in dutch::stems(lower) {
        terms.push((term(kind::DUTCH, &stem), weight::STEM));
        terms.push((term(kind::PART, &stem), weight::PART));
    }
    for lang in [Lang::En, Lang::Fr, Lang::De] {
        terms.push((forms::foreign(lower, lang), weight::FOREIGN));
    }
    terms
}

/// Gives every word that names an interest, alone or with its neighbours, the interest's term.
pub(crate) fn name_interests(given: &mut [Given], interests: &Interests) {
    let mut found = Vec::new();
    let whole: Vec<&[String]> = given.iter().map(|word| word.whole.as_slice()).collect();
    for start in 0..whole.len() {
        for named in interests.named(whole.get(start..).unwrap_or_default()) {
            found.push((start, named));
        }
    }
    for (start, named) in found {
        for word in given.iter_mut().skip(start).take(named.words) {
            word.named.extend(named_terms(&named));
        }
    }
}

/// The terms of a named interest. A document whose first interest it is says it best.
pub(crate) fn named_terms(named: &Named) -> impl Iterator<Item = (String, u16)> {
    let lead = named.lead.clone().map(|lead| (lead, weight::EXACT));
    let weight = if named.theme {
        weight::THEME
    } else {
        weight::STEM
    };
    [(named.term.clone(), weight)].into_iter().chain(lead)
}
