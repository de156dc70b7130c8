//! Words that are written much alike: only for words nobody knows.

use std::io;
use std::sync::{Arc, OnceLock};

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy_fst::Automaton;

use super::lookup::Lookup;
use crate::analysis::forms::{self, term};
use crate::analysis::{dutch, kind};
use crate::vocabulary::Interests;
use goesting_core::reference::compounds;

/// Letters of the longest word there is.
const LONGEST: usize = 40;
/// Corrections that are tried for one word.
const CORRECTIONS: usize = 4;
/// Letters of a word that many others are written like.
const SHORT: usize = 4;

/// A word that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Correction {
    /// The word, folded.
    pub(crate) word: String,
    /// Letters to change, leave out, put in or swap.
    pub(crate) distance: u8,
}

/// How many letters may be wrong in a word of so many.
pub(crate) fn tolerance(letters: usize) -> u8 {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// Tells whether words begin with some letters, of which one may be wrong.
pub(crate) struct Beginning(Alike);

impl Beginning {
    /// `None` for so few letters that a wrong one would change everything, and for so many that
    /// no word begins with them.
    pub(crate) fn new(letters: &str) -> Option<Self> {
        let count = letters.chars().take(LONGEST + 1).count();
        (count > SHORT && count <= LONGEST).then(|| Self(Alike::new(letters, 1, true)))
    }

    /// Whether this word does.
    pub(crate) fn of(&self, word: &str) -> bool {
        self.0.distance(word).is_some()
    }
}

/// Which words are taken for a misspelled one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowed {
    /// Only words that are known to be spelled right.
    pub(crate) known_only: bool,
    /// Words that go on after the letters, too.
    pub(crate) unfinished: bool,
}

/// Whether a folded word is spelled as somebody would: a word of the compound list or the
/// vocabulary, one of their forms, or a compound of them.
pub(crate) fn is_spelled_right(folded: &str, interests: &Interests) -> bool {
    is_listed(folded, interests) || !forms::parts(folded).is_empty()
}

/// Whether it is one of those words itself, not only made of them.
pub(crate) fn is_listed(folded: &str, interests: &Interests) -> bool {
    compounds::base_form(folded).is_some() || dutch::is_form(folded) || interests.knows(folded)
}

/// The words nearest to a folded word, from the index and the vocabulary: those with the fewest
/// wrong letters only.
pub(crate) fn corrections(
    folded: &str,
    lookup: Lookup<'_>,
    interests: &Interests,
    allowed: Allowed,
) -> io::Result<Vec<Correction>> {
    let letters = folded.chars().count();
    let tolerance = if allowed.unfinished {
        tolerance(letters).min(1)
    } else {
        tolerance(letters)
    };
    if tolerance == 0 {
        return Ok(Vec::new());
    }
    // The kind's letter stands in front of every word of the dictionary, and cannot be wrong.
    let automaton = Alike::new(&term(kind::EXACT, folded), tolerance, allowed.unfinished);
    // With four letters too many words are alike: one has to be known to be meant.
    let known_only = allowed.known_only || letters <= SHORT;
    let mut candidates: Vec<(u8, u32, String)> = Vec::new();
    let first = folded.chars().next();
    let mut consider = |word: &str, documents: u32, vocabulary: bool| {
        let Some(distance) = automaton.distance(&term(kind::EXACT, word)) else {
            return;
        };
        let same_start = word.chars().next() == first;
        let plausible = distance > 0
            && (same_start || (distance == 1 && letters >= 5))
            && word.chars().count() >= 3
            && (!known_only || vocabulary || is_spelled_right(word, interests));
        if plausible {
            candidates.push((distance, documents, word.to_owned()));
        }
    };
    for (documents, word) in lookup.accepted(&automaton)? {
        consider(&word, documents, false);
    }
    for word in interests.words() {
        consider(word, 1, true);
    }
    let Some(nearest) = candidates.iter().map(|(distance, _, _)| *distance).min() else {
        return Ok(Vec::new());
    };
    let words = candidates
        .into_iter()
        .filter(|(distance, _, _)| *distance == nearest)
        .map(|(_, documents, word)| (documents, word))
        .collect();
    Ok(super::lookup::most_frequent(words, CORRECTIONS)
        .into_iter()
        .map(|word| Correction {
            word,
            distance: nearest,
        })
        .collect())
}

/// Accepts what is written alike.
#[derive(Clone)]
struct Alike(Arc<DFA>);

impl Alike {
    fn new(word: &str, tolerance: u8, unfinished: bool) -> Self {
        static ONE: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
        static TWO: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
        let builder = if tolerance < 2 {
            ONE.get_or_init(|| LevenshteinAutomatonBuilder::new(1, true))
        } else {
            TWO.get_or_init(|| LevenshteinAutomatonBuilder::new(2, true))
        };
        Self(Arc::new(if unfinished {
            builder.build_prefix_dfa(word)
        } else {
            builder.build_dfa(word)
        }))
    }

    fn distance(&self, word: &str) -> Option<u8> {
        match self.0.eval(word) {
            Distance::Exact(distance) => Some(distance),
            Distance::AtLeast(_) => None,
        }
    }
}

impl Automaton for Alike {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}
