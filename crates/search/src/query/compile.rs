//! From the words of a question to what is looked up for them.

use std::io;

use goesting_core::reference::compounds;
use goesting_types::lang::Lang;

use super::given::{Given, given, name_interests, named_terms, terms_of, weight};
use super::lookup::Lookup;
use super::spelling::{self, Allowed, Correction};
use super::text::{QueryWord, Slot, Text};
use crate::analysis::forms::{self, term};
use crate::analysis::{kind, stop};
use crate::storage::schema::bit;
use crate::vocabulary::{Interests, whole_terms};

/// Slots of a question: words and parts of words.
pub(crate) const MAX_SLOTS: usize = 32;
/// Words a prefix stands for.
const PREFIX_WORDS: usize = 48;
/// The least weight of a head that stands for its compound.
const HEAD: u32 = 4;
/// Letters from which on an unfinished word is completed.
const PREFIX_LETTERS: usize = 2;

/// How the words of a question are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    /// The last word may be unfinished even when it is a word by itself.
    pub(crate) typing: bool,
    /// Fields that count.
    pub(crate) fields: u8,
}

impl Reading {
    /// As a search reads them.
    pub(crate) const SEARCH: Self = Self {
        typing: false,
        fields: bit::ANY,
    };
}

impl Text {
    /// Reads the words of a question. `None` when it has no words at all.
    pub(crate) fn compile(
        question: &str,
        lookup: Lookup<'_>,
        interests: &Interests,
        reading: Reading,
    ) -> io::Result<Option<Self>> {
        let mut given = given(question);
        if given.is_empty() {
            return Ok(None);
        }
        name_interests(&mut given, interests);
        let mut text = Self {
            fields: reading.fields,
            ..Self::default()
        };
        let mut compiler = Compiler {
            text: &mut text,
            lookup,
            interests,
            reading,
        };
        for word in &given {
            compiler.word(word)?;
        }
        if text.words.iter().all(|word| word.soft) {
            // "iets doen voor de buurt": what names an interest is what is asked for.
            let naming = given.iter().any(|given| !given.named.is_empty());
            for (word, given) in text.words.iter_mut().zip(&given) {
                word.soft = naming && given.named.is_empty();
            }
        }
        Ok(Some(text))
    }

    /// Compounds that no document met: what they may be a slip for, else their head, is taken for
    /// them. Tells whether that gave anything.
    pub(crate) fn lean_on_heads(
        &mut self,
        met: u32,
        lookup: Lookup<'_>,
        interests: &Interests,
    ) -> io::Result<bool> {
        let mut any = false;
        for at in 0..self.words.len() {
            let Some(word) = self
                .words
                .get(at)
                .filter(|_| met >> at & 1 == 0)
                .and_then(|word| word.compound.clone())
            else {
                continue;
            };
            let mut compiler = Compiler {
                text: self,
                lookup,
                interests,
                reading: Reading::SEARCH,
            };
            let slot = compiler.instead_of(&word)?;
            let way = compiler.push_way(vec![slot]);
            if let (Some(way), Some(word)) = (way, self.words.get_mut(at)) {
                word.ways.push(way);
                any = true;
            }
        }
        Ok(any)
    }
}

struct Compiler<'c> {
    text: &'c mut Text,
    lookup: Lookup<'c>,
    interests: &'c Interests,
    reading: Reading,
}

impl Compiler<'_> {
    fn word(&mut self, word: &Given) -> io::Result<()> {
        let mut whole = Slot::default();
        for (term, weight) in word.terms.iter().chain(&word.named) {
            whole.add(term.clone(), *weight, false, self.lookup)?;
        }
        let mut parts = self.parts(word)?;
        let known = !whole.wanted.is_empty() || parts.iter().any(|slots| all_found(slots));
        let spelled_right = spelling::is_spelled_right(&word.folded, self.interests);
        if word.last && (self.reading.typing || !(known || spelled_right)) {
            self.complete(&word.folded, &mut whole)?;
        }
        let lost = whole.wanted.is_empty() && !known && !spelled_right;
        if lost || (!spelled_right && !known_in_dutch(&whole)) {
            let allowed = Allowed {
                known_only: !lost,
                unfinished: self.reading.typing && word.last,
            };
            let lookup = self.lookup;
            for correction in spelling::corrections(&word.folded, lookup, self.interests, allowed)?
            {
                self.correct(&correction, &mut whole)?;
            }
        }
        let documents = parts
            .iter()
            .map(|slots| slots.iter().map(Slot::documents).min().unwrap_or(0))
            .chain([whole.documents()])
            .max()
            .unwrap_or(0);
        parts.insert(0, vec![whole]);
        for joined in &word.joined {
            let exact = self.lookup.find(&term(kind::EXACT, joined))?;
            if exact.is_some() {
                parts.push(vec![self.slot(joined, weight::STEM, false)?]);
            }
        }
        let ways = parts
            .into_iter()
            .filter_map(|slots| self.push_way(slots))
            .collect();
        self.text.words.push(QueryWord {
            strange: !spelled_right && documents == 0,
            ways,
            weight: telling(documents, self.lookup.documents()),
            soft: is_letter(&word.folded)
                || (!self.reading.typing
                    && (stop::is_all_soft(&word.folded) || stop::is_age(&word.folded))),
            // What names an interest says itself what is meant: "kerststukje" is no *stuk*.
            compound: (spelled_right
                && word.named.is_empty()
                && !spelling::is_listed(&word.folded, self.interests))
            .then(|| word.folded.clone()),
        });
        Ok(())
    }

    fn push_way(&mut self, slots: Vec<Slot>) -> Option<Vec<usize>> {
        let at = self.text.slots.len();
        if at + slots.len() > MAX_SLOTS || !all_found(&slots) {
            return None;
        }
        let way = (at..at + slots.len()).collect();
        self.text.slots.extend(slots);
        Some(way)
    }

    /// The ways in which a word stands for several: pieces of a joined word, parts of a compound.
    fn parts(&self, word: &Given) -> io::Result<Vec<Vec<Slot>>> {
        let mut ways = Vec::new();
        if !word.pieces.is_empty() {
            ways.push(self.slots(word.pieces.iter().map(String::as_str), weight::STEM)?);
        }
        let parts = forms::parts(&word.folded);
        let telling: Vec<&str> = parts
            .iter()
            .copied()
            .filter(|part| !stop::is_soft(part))
            .collect();
        if parts.len() >= 2 && !telling.is_empty() {
            ways.push(self.slots(telling.iter().copied(), weight::PART)?);
        }
        // "pottenbakcursus": what stands before the course is a word by itself.
        if let Some(before) = parts
            .last()
            .filter(|last| stop::is_soft(last))
            .and_then(|last| before_head(&word.folded, last))
        {
            ways.push(self.slots([before].into_iter(), weight::PART)?);
        }
        Ok(ways)
    }

    fn slots<'w>(
        &self,
        words: impl Iterator<Item = &'w str>,
        at_most: u16,
    ) -> io::Result<Vec<Slot>> {
        words.map(|word| self.slot(word, at_most, false)).collect()
    }

    /// A slot for a word that was not typed as such.
    fn slot(&self, lower: &str, at_most: u16, similar: bool) -> io::Result<Slot> {
        let mut slot = Slot::default();
        let scale = |weight: u16| weight * at_most / 100;
        for (term, weight) in terms_of(lower) {
            slot.add(term, scale(weight), similar, self.lookup)?;
        }
        let whole: Vec<String> = Lang::ALL
            .iter()
            .flat_map(|lang| whole_terms(lower, *lang))
            .collect();
        for named in self.interests.named(&[whole.as_slice()]) {
            for (term, weight) in named_terms(&named) {
                slot.add(term, scale(weight), similar, self.lookup)?;
            }
        }
        Ok(slot)
    }

    /// What stands for a compound that no document has: a listed word of which one letter is
    /// wrong ("kokerellen"), else its last part ("slaapliedje" is a *lied*).
    fn instead_of(&self, compound: &str) -> io::Result<Slot> {
        let allowed = Allowed {
            known_only: true,
            unfinished: false,
        };
        let mut slot = Slot::default();
        for correction in spelling::corrections(compound, self.lookup, self.interests, allowed)? {
            if correction.distance < 2 && spelling::is_listed(&correction.word, self.interests) {
                self.correct(&correction, &mut slot)?;
            }
        }
        let parts = forms::parts(compound);
        match parts.last().filter(|head| !stop::is_soft(head)) {
            Some(head) if slot.wanted.is_empty() => {
                let whole = self.slot(head, weight::ONE_LETTER, true)?;
                // "haakwerk" is no *werk* when every eighth document has that.
                let telling = telling(whole.documents(), self.lookup.documents()) >= HEAD;
                Ok(if telling { whole } else { slot })
            }
            _ => Ok(slot),
        }
    }

    fn complete(&self, letters: &str, whole: &mut Slot) -> io::Result<()> {
        if is_letter(letters) {
            return Ok(());
        }
        for word in self.lookup.beginning_with(letters, PREFIX_WORDS)? {
            whole.add(term(kind::EXACT, &word), weight::PREFIX, false, self.lookup)?;
        }
        if letters.chars().count() > PREFIX_LETTERS {
            for term in self.interests.beginning_with(letters) {
                whole.add(term, weight::PREFIX, false, self.lookup)?;
            }
        }
        Ok(())
    }

    fn correct(&self, correction: &Correction, whole: &mut Slot) -> io::Result<()> {
        let at_most = if correction.distance < 2 {
            weight::ONE_LETTER
        } else {
            weight::TWO_LETTERS
        };
        for (term, wanted) in self.slot(&correction.word, at_most, true)?.wanted {
            whole.wanted.entry(term).or_insert(wanted);
        }
        Ok(())
    }
}

/// A single letter: of a name, of a licence, or of a word that is being typed.
fn is_letter(folded: &str) -> bool {
    folded.chars().count() < PREFIX_LETTERS
}

fn all_found(slots: &[Slot]) -> bool {
    !slots.is_empty() && slots.iter().all(|slot| !slot.wanted.is_empty())
}

/// Whether a word was found otherwise than in a text of another language.
fn known_in_dutch(whole: &Slot) -> bool {
    whole.wanted.is_empty()
        || whole
            .wanted
            .keys()
            .any(|term| term.starts_with([kind::DUTCH, kind::PART, kind::INTEREST, kind::THEME]))
}

/// What stands before the last part of a compound.
fn before_head<'w>(folded: &'w str, head: &str) -> Option<&'w str> {
    (compounds::MIN_PART..=folded.len().saturating_sub(compounds::MIN_PART))
        .filter_map(|at| folded.split_at_checked(at))
        .find(|(_, end)| compounds::base_form(end) == Some(head))
        .map(|(before, _)| before)
}

/// How telling a word is that so many of all documents have: 1 to 24. One that nobody has tells
/// no more than one that a single document has.
fn telling(documents: u32, all: u64) -> u32 {
    let ratio = (all + 1) / (u64::from(documents.max(1)) + 1);
    ratio.max(1).ilog2() + 1
}
