//! Going through the documents of a segment, a window at a time.
//!
//! Each word of the question has its posting lists; a window of documents is filled from all of
//! them before it is judged. That keeps everything in the processor's cache, however many
//! documents there are, and nothing is allocated per document.

use std::io;

use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

use super::text::{QueryWord, Text};
use crate::storage::schema::bit;
use crate::storage::view::View;

/// Documents judged together.
const WINDOW: usize = 4096;
const WINDOW_DOCS: DocId = 4096;
const MASKS: usize = bit::ANY as usize + 1;

/// How much a field counts, in hundredths, by its bit.
const FIELDS: [(u8, u32); 6] = [
    (bit::TITLE, 100),
    (bit::INTEREST, 85),
    (bit::ACTOR, 55),
    (bit::SUMMARY, 45),
    (bit::DESCRIPTION, 25),
    (bit::PLACE, 20),
];

/// What a word is worth at least that is itself in a title or named by an interest: a part of a
/// compound there, or a word elsewhere, is not.
const TELLING: u32 = 600;
/// What it is worth at least when it is such a part, or names the theme of an interest.
const HINTING: u32 = 370;

/// How well a document matches the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    /// Higher is better.
    pub(crate) score: u32,
    /// In which fields, see [`bit`].
    pub(crate) fields: u8,
}

/// How many of the words a hit needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demand {
    /// All that are not soft.
    All,
    /// Most: two at least, and half of their weight. What nobody knows is left aside.
    Most,
    /// One that is telling enough, itself in the title or named by an interest.
    Some,
    /// One that is telling enough, if only as a part of a title's word or as a whole theme.
    Hint,
}

/// What a hit is measured by.
#[derive(Clone, Copy)]
struct Bar {
    demand: Demand,
    /// Words of the question that count, and what they weigh.
    count: u32,
    weight: u32,
    /// The least value of a word that will do alone.
    least: u32,
}

impl Bar {
    fn new(text: &Text, demand: Demand) -> Self {
        let ((count, weight), least) = match demand {
            Demand::All => ((0, 0), u32::MAX),
            Demand::Most => (text.needed(), u32::MAX),
            Demand::Some => (text.telling(), TELLING),
            Demand::Hint => (text.telling(), HINTING),
        };
        Self {
            demand,
            count,
            weight,
            least,
        }
    }

    /// Whether this word will do alone: at least nearly as telling as the others are, and found
    /// where it says what a document is about.
    fn is_reached_by(self, word: &QueryWord, cell: u32) -> bool {
        cell >> 8 >= self.least
            && cell & u32::from(bit::TITLE | bit::INTEREST) != 0
            && word.tells() * self.count * 4 >= self.weight * 3
    }
}

/// Which documents are visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those that match the words.
    Matching,
    /// Every one.
    Every,
}

struct Lane {
    postings: BlockSegmentPostings,
    at: usize,
    slot: usize,
    /// Per combination of fields: value times 256, plus the fields.
    cells: [u32; MASKS],
}

impl Lane {
    fn doc(&self) -> Option<DocId> {
        self.postings.docs().get(self.at).copied()
    }
}

/// The posting lists of a question in one segment.
pub(crate) struct Scan<'t> {
    text: &'t Text,
    lanes: Vec<Lane>,
    max_doc: DocId,
}

impl<'t> Scan<'t> {
    /// Opens the posting lists of the segment at this position.
    pub(crate) fn open(
        text: &'t Text,
        view: &View,
        segment: usize,
        max_doc: DocId,
    ) -> io::Result<Self> {
        let mut lanes = Vec::new();
        for (slot, wanted) in text.slots.iter().enumerate() {
            for wanted in wanted.wanted.values() {
                let Some(info) = wanted.found.infos.get(segment).and_then(Option::as_ref) else {
                    continue;
                };
                lanes.push(Lane {
                    postings: view
                        .words
                        .read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?,
                    at: 0,
                    slot,
                    cells: cells(wanted.weight, wanted.similar, text.fields),
                });
            }
        }
        Ok(Self {
            text,
            lanes,
            max_doc,
        })
    }

    /// Visits documents in their order: each with its match, or with `None` when every one is
    /// asked for and this one does not match. Gives the words that any document had, as bits.
    pub(crate) fn run(
        mut self,
        segment: &SegmentReader,
        demand: Demand,
        reach: Reach,
        mut visit: impl FnMut(DocId, Option<Match>),
    ) -> u32 {
        let bar = Bar::new(self.text, demand);
        let mut met = 0;
        let slots = self.text.slots.len();
        let mut filled = vec![0_u32; slots * WINDOW];
        let mut touched = [0_u64; WINDOW / 64];
        let mut base = 0;
        while base < self.max_doc {
            if reach == Reach::Matching {
                let Some(next) = self.lanes.iter().filter_map(Lane::doc).min() else {
                    return met;
                };
                base = next;
            }
            let end = base.saturating_add(WINDOW_DOCS).min(self.max_doc);
            for lane in &mut self.lanes {
                fill(lane, base, end, &mut filled, &mut touched);
            }
            let mut weigh = |doc: DocId, hit: bool| {
                let offset = (doc - base) as usize;
                let found = hit
                    .then(|| judge(self.text, bar, offset, &mut filled, &mut met))
                    .flatten();
                if (found.is_some() || reach == Reach::Every) && !segment.is_deleted(doc) {
                    visit(doc, found);
                }
            };
            match reach {
                Reach::Every => {
                    for doc in base..end {
                        let offset = (doc - base) as usize;
                        let word = touched.get(offset / 64).copied().unwrap_or(0);
                        weigh(doc, word >> (offset % 64) & 1 != 0);
                    }
                }
                Reach::Matching => {
                    for (first, word) in (base..).step_by(64).zip(touched) {
                        let mut rest = word;
                        while rest != 0 {
                            weigh(first + rest.trailing_zeros(), true);
                            rest &= rest - 1;
                        }
                    }
                }
            }
            touched.fill(0);
            base = end;
        }
        met
    }
}

/// Visits every document that is not deleted.
pub(crate) fn every(segment: &SegmentReader, mut visit: impl FnMut(DocId)) {
    match segment.alive_bitset() {
        None => (0..segment.max_doc()).for_each(visit),
        Some(alive) => alive.iter_alive().for_each(&mut visit),
    }
}

fn cells(weight: u16, similar: bool, allowed: u8) -> [u32; MASKS] {
    let mut cells = [0; MASKS];
    for (mask, cell) in (0_u8..).zip(&mut cells) {
        let mask = mask & allowed;
        let present = FIELDS
            .iter()
            .filter(|(bit, _)| mask & bit != 0)
            .map(|(_, value)| *value);
        let (best, sum) = present.fold((0, 0), |(best, sum), value| (value.max(best), sum + value));
        // The best field counts, the others a little.
        let value = u32::from(weight) * (8 * best + (sum - best)) / 100;
        let fields = if similar { bit::SIMILAR } else { mask };
        if mask != 0 {
            *cell = value.max(1) << 8 | u32::from(fields);
        }
    }
    cells
}

fn fill(lane: &mut Lane, base: DocId, end: DocId, filled: &mut [u32], touched: &mut [u64]) {
    let Some(slot) = filled.get_mut(lane.slot * WINDOW..(lane.slot + 1) * WINDOW) else {
        return;
    };
    loop {
        let docs = lane.postings.docs().get(lane.at..).unwrap_or_default();
        let freqs = lane.postings.freqs().get(lane.at..).unwrap_or_default();
        if docs.is_empty() {
            return;
        }
        for (taken, (doc, freq)) in docs.iter().zip(freqs).enumerate() {
            if *doc >= end {
                lane.at += taken;
                return;
            }
            let cell = lane.cells.get(*freq as usize).copied().unwrap_or(0);
            let offset = (*doc - base) as usize;
            if cell != 0
                && let Some(now) = slot.get_mut(offset)
                && let Some(word) = touched.get_mut(offset / 64)
            {
                *now = merge(*now, cell);
                *word |= 1 << (offset % 64);
            }
        }
        lane.postings.advance();
        lane.at = 0;
    }
}

/// The higher value, and the fields of both; what is only alike tells no field beside a real one.
fn merge(one: u32, other: u32) -> u32 {
    let similar = u32::from(bit::SIMILAR);
    let value = (one >> 8).max(other >> 8);
    let fields = (one | other) & 0xff;
    let fields = if fields == similar {
        fields
    } else {
        fields & !similar
    };
    value << 8 | fields
}

/// Weighs a document of the window, and clears its cells.
fn judge(text: &Text, bar: Bar, offset: usize, filled: &mut [u32], met: &mut u32) -> Option<Match> {
    let mut score = 0;
    let mut fields = 0;
    let mut matched = (0, 0);
    let mut all = true;
    let mut telling = false;
    for (at, word) in text.words.iter().enumerate() {
        let cell = best(word, offset, filled);
        if cell == 0 {
            all &= word.soft;
            continue;
        }
        *met |= 1 << at;
        score += word.weight * (cell >> 8);
        fields |= cell & 0xff;
        if !word.soft {
            matched = (matched.0 + 1, matched.1 + word.weight);
            telling |= bar.is_reached_by(word, cell);
        }
    }
    for slot in 0..text.slots.len() {
        if let Some(cell) = filled.get_mut(slot * WINDOW + offset) {
            *cell = 0;
        }
    }
    let enough = match bar.demand {
        Demand::All => all,
        Demand::Most => matched.0 >= bar.count.clamp(1, 2) && matched.1 * 2 >= bar.weight,
        Demand::Some | Demand::Hint => telling,
    };
    (enough && score > 0).then_some(Match {
        score,
        fields: u8::try_from(fields).unwrap_or(bit::ANY),
    })
}

fn best(word: &QueryWord, offset: usize, filled: &[u32]) -> u32 {
    let cell = |slot: &usize| filled.get(slot * WINDOW + offset).copied().unwrap_or(0);
    word.ways
        .iter()
        .map(|way| match way.as_slice() {
            [slot] => cell(slot),
            slots => {
                let cells = slots.iter().map(cell);
                let fields = cells.clone().fold(0, |fields, cell| fields | (cell & 0xff));
                let shared = cells
                    .clone()
                    .fold(u32::MAX, |fields, cell| fields & about(cell));
                match cells.map(|cell| cell >> 8).min() {
                    Some(value) if value > 0 && shared != 0 => value << 8 | fields,
                    _ => 0,
                }
            }
        })
        .max()
        .unwrap_or(0)
}

/// The fields in which parts of a word stand together: a description is too long for that, and
/// title and interests say as one what it is about.
fn about(cell: u32) -> u32 {
    let gist = u32::from(bit::TITLE | bit::INTEREST);
    let fields = cell & u32::from(bit::ANY & !bit::DESCRIPTION);
    if fields & gist == 0 {
        fields
    } else {
        fields | gist
    }
}
