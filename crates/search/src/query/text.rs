//! A question as it is looked up: its words, and the terms that stand for them.

use std::collections::HashMap;
use std::io;

use super::given::weight;
use super::lookup::{Found, Lookup};
use crate::storage::schema::bit;

/// The weight of a word that one in 128 documents has.
const RARE: u32 = 8;

/// A term to look up.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// Where it was found.
    pub(crate) found: Found,
    /// How much it counts, in hundredths.
    pub(crate) weight: u16,
    /// Whether it is only written much alike.
    pub(crate) similar: bool,
}

/// Terms of which any will do.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slot {
    /// Which ones, by term.
    pub(crate) wanted: HashMap<String, Wanted>,
}

/// One word of the question.
#[derive(Debug, Clone)]
pub(crate) struct QueryWord {
    /// Slots that together stand for the word: itself, or its parts. Any of these will do.
    pub(crate) ways: Vec<Vec<usize>>,
    /// How telling it is, 1 to 24: rare words more.
    pub(crate) weight: u32,
    /// Whether a hit may do without it.
    pub(crate) soft: bool,
    /// Whether nobody knows it, no document and no list: a name, or a slip of the finger.
    pub(crate) strange: bool,
    /// The word itself, where its parts are what makes it look known.
    pub(crate) compound: Option<String>,
}

impl QueryWord {
    /// How telling it is beside others: of two rare words neither counts for more.
    pub(crate) fn tells(&self) -> u32 {
        self.weight.min(RARE)
    }
}

/// The words of a question, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    /// What is looked up.
    pub(crate) slots: Vec<Slot>,
    /// What the slots stand for.
    pub(crate) words: Vec<QueryWord>,
    /// Fields that count.
    pub(crate) fields: u8,
}

impl Text {
    /// A question without words, that only asks for terms: used to go through the documents of
    /// some interests instead of through all.
    pub(crate) fn of_terms(
        terms: impl Iterator<Item = String>,
        lookup: Lookup<'_>,
    ) -> io::Result<Self> {
        let mut slot = Slot::default();
        for term in terms {
            slot.add(term, weight::EXACT, false, lookup)?;
        }
        Ok(Self {
            slots: vec![slot],
            words: vec![QueryWord {
                ways: vec![vec![0]],
                weight: 1,
                soft: false,
                strange: false,
                compound: None,
            }],
            fields: bit::ANY,
        })
    }

    /// Whether a word of a text could have one of the terms: it has their first two letters
    /// somewhere. Spares taking apart most words of a text that is shown.
    pub(crate) fn may_match(&self, word: &str) -> bool {
        if !word.is_ascii() {
            return true;
        }
        let word = word.as_bytes();
        self.slots
            .iter()
            .flat_map(|slot| slot.wanted.keys())
            .any(|term| {
                let start = term.as_bytes().get(1..3).unwrap_or_default();
                word.windows(start.len().max(1))
                    .any(|letters| letters.eq_ignore_ascii_case(start))
            })
    }

    /// The words that are not soft and somebody knows: how many, and their weight.
    pub(crate) fn needed(&self) -> (u32, u32) {
        self.weigh(|word| word.weight)
    }

    /// The same words, and how much they tell.
    pub(crate) fn telling(&self) -> (u32, u32) {
        self.weigh(QueryWord::tells)
    }

    fn weigh(&self, weight: impl Fn(&QueryWord) -> u32) -> (u32, u32) {
        self.words
            .iter()
            .filter(|word| !word.soft && !word.strange)
            .fold((0, 0), |(count, sum), word| (count + 1, sum + weight(word)))
    }
}

impl Slot {
    /// Adds a term, when any document has it.
    pub(super) fn add(
        &mut self,
        term: String,
        weight: u16,
        similar: bool,
        lookup: Lookup<'_>,
    ) -> io::Result<()> {
        if let Some(known) = self.wanted.get_mut(&term) {
            known.weight = known.weight.max(weight);
            return Ok(());
        }
        if let Some(found) = lookup.find(&term)? {
            self.wanted.insert(
                term,
                Wanted {
                    found,
                    weight,
                    similar,
                },
            );
        }
        Ok(())
    }

    /// How many documents have one of the terms, at least.
    pub(super) fn documents(&self) -> u32 {
        self.wanted
            .values()
            .map(|wanted| wanted.found.documents)
            .max()
            .unwrap_or(0)
    }
}
