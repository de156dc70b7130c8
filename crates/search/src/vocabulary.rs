//! The interest vocabulary as search knows it: every label and synonym, in every language, leads
//! to its interest.

use std::collections::{HashMap, HashSet};

use goesting_core::fold::fold;
use goesting_types::interest::{InterestId, Vocabulary};
use goesting_types::lang::Lang;
use goesting_types::text::LocalizedText;

use crate::analysis::forms::{self, term};
use crate::analysis::kind;
use crate::analysis::stop::{is_soft, is_stop};
use crate::analysis::words::words;

/// An interest or a theme.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its slug.
    pub(crate) id: InterestId,
    /// Its name.
    pub(crate) label: LocalizedText,
    /// Whether it is a theme.
    pub(crate) theme: bool,
    /// Label and synonyms as typed, folded, the label's first.
    pub(crate) names: Vec<String>,
}

/// The vocabulary, ready to be looked up.
#[derive(Debug, Default)]
pub(crate) struct Interests {
    /// Themes and interests.
    pub(crate) entries: Vec<Entry>,
    themes: HashMap<String, String>,
    phrases: Vec<Phrase>,
    /// What is made or taken, of phrases like "kaarsen maken".
    made: Vec<(usize, Lang, String)>,
    /// From a term of a phrase's first word to the phrases.
    starts: HashMap<String, Vec<usize>>,
    /// Folded words of all names.
    words: HashSet<String>,
}

#[derive(Debug)]
struct Phrase {
    entry: usize,
    /// Per word, the terms that count as it.
    words: Vec<Vec<String>>,
}

/// Words of a question that name an interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// How many words, from the first one on.
    pub(crate) words: usize,
    /// The term documents with this interest have.
    pub(crate) term: String,
    /// The term documents have of which it is the first interest.
    pub(crate) lead: Option<String>,
    /// Whether it is a whole theme.
    pub(crate) theme: bool,
}

impl Interests {
    /// Reads the vocabulary.
    pub(crate) fn new(vocabulary: &Vocabulary) -> Self {
        let mut interests = Self::default();
        for theme in &vocabulary.themes {
            interests.add(&theme.id, &theme.label, true, std::iter::empty());
            for interest in &theme.interests {
                interests
                    .themes
                    .insert(interest.id.0.clone(), theme.id.0.clone());
                let synonyms = interest
                    .synonyms
                    .iter()
                    .flat_map(|(lang, words)| words.iter().map(|word| (*lang, word.as_str())));
                interests.add(&interest.id, &interest.label, false, synonyms);
            }
        }
        interests.add_without_making();
        interests
    }

    /// The theme an interest belongs to.
    pub(crate) fn theme_of(&self, interest: &str) -> Option<&str> {
        self.themes.get(interest).map(String::as_str)
    }

    /// A number that changes when an interest moves to another theme (FNV-1a).
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut pairs: Vec<_> = self.themes.iter().collect();
        pairs.sort_unstable();
        pairs
            .iter()
            .flat_map(|(interest, theme)| interest.bytes().chain(theme.bytes()))
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            })
    }

    /// Whether a folded word stands in a name of the vocabulary.
    pub(crate) fn knows(&self, folded: &str) -> bool {
        self.words.contains(folded)
    }

    /// Folded words of all names.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// What the words from the first on name. Each word is given as the terms it may stand for.
    pub(crate) fn named(&self, words: &[&[String]]) -> Vec<Named> {
        let Some(first) = words.first() else {
            return Vec::new();
        };
        let mut found: Vec<Named> = Vec::new();
        for at in first
            .iter()
            .filter_map(|term| self.starts.get(term))
            .flatten()
        {
            let Some(phrase) = self.phrases.get(*at) else {
                continue;
            };
            let matches = phrase.words.len() <= words.len()
                && phrase
                    .words
                    .iter()
                    .zip(words)
                    .all(|(wanted, given)| given.iter().any(|term| wanted.contains(term)));
            let Some(entry) = self.entries.get(phrase.entry).filter(|_| matches) else {
                continue;
            };
            let named = Named {
                words: phrase.words.len(),
                term: entry.term(),
                lead: (!entry.theme).then(|| term(kind::LEAD, entry.id.as_str())),
                theme: entry.theme,
            };
            if !found.contains(&named) {
                found.push(named);
            }
        }
        found
    }

    /// The terms of interests of which a name begins with these folded letters.
    pub(crate) fn beginning_with<'s>(
        &'s self,
        letters: &'s str,
    ) -> impl Iterator<Item = String> + 's {
        self.entries
            .iter()
            .filter(move |entry| entry.names.iter().any(|name| name.starts_with(letters)))
            .map(Entry::term)
    }

    fn add<'v>(
        &mut self,
        id: &InterestId,
        label: &'v LocalizedText,
        theme: bool,
        synonyms: impl Iterator<Item = (Lang, &'v str)>,
    ) {
        let at = self.entries.len();
        let mut names = Vec::new();
        for (lang, name) in label.iter().chain(synonyms) {
            let folded = fold(name);
            self.words.extend(
                words(&folded)
                    .map(|word| word.lower())
                    .filter(|word| !is_stop(word, lang)),
            );
            if !names.contains(&folded) {
                names.push(folded);
            }
            self.add_phrase(at, lang, name);
            if let Some(made) = without_making(name).filter(|_| !theme) {
                self.made.push((at, lang, made.to_owned()));
            }
            // "Keramiek & boetseren" is either; a theme is meant as a whole.
            if !theme {
                for either in name
                    .split(['&', ',', '/'])
                    .filter(|part| part.len() < name.len())
                {
                    self.add_phrase(at, lang, either);
                }
            }
        }
        self.entries.push(Entry {
            id: id.clone(),
            label: label.clone(),
            theme,
            names,
        });
    }

    /// What is made says enough, where no other interest is called so: "animatiefilm" is
    /// "animatiefilm maken", but "kaarten" is a game before it is something to make.
    fn add_without_making(&mut self) {
        for (entry, lang, name) in std::mem::take(&mut self.made) {
            let folded = fold(&name);
            let elsewhere = self
                .entries
                .iter()
                .enumerate()
                .any(|(at, other)| at != entry && other.names.contains(&folded));
            let telling = words(&folded).any(|word| !is_soft(word.text));
            if telling && !elsewhere {
                self.add_phrase(entry, lang, &name);
            }
        }
    }

    fn add_phrase(&mut self, entry: usize, lang: Lang, name: &str) {
        let words: Vec<Vec<String>> = words(name)
            .map(|word| word.lower())
            .filter(|word| !is_stop(&fold(word), lang))
            .map(|word| whole_terms(&word, lang))
            .collect();
        let Some(first) = words.first() else {
            return;
        };
        let at = self.phrases.len();
        for term in first {
            self.starts.entry(term.clone()).or_default().push(at);
        }
        self.phrases.push(Phrase { entry, words });
    }
}

impl Entry {
    /// The term documents with this interest have.
    pub(crate) fn term(&self) -> String {
        let kind = if self.theme {
            kind::THEME
        } else {
            kind::INTEREST
        };
        term(kind, self.id.as_str())
    }
}

/// What comes before the verb of making or taking.
fn without_making(name: &str) -> Option<&str> {
    [" maken", " nemen", " making", " machen"]
        .iter()
        .find_map(|verb| name.strip_suffix(verb))
}

/// The terms of a word as a whole: not the parts of a compound.
pub(crate) fn whole_terms(lower: &str, lang: Lang) -> Vec<String> {
    let mut terms = Vec::new();
    forms::terms(lower, lang, |term| {
        if !term.starts_with(kind::PART) {
            terms.push(term);
        }
    });
    terms
}
