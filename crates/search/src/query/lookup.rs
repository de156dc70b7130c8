//! The dictionaries of all segments as one.

use std::io;

use tantivy::postings::TermInfo;

use crate::analysis::forms::term;
use crate::analysis::kind;
use crate::storage::live::Snapshot;

/// Terms that are looked at for one prefix before the most frequent ones are taken.
const PREFIX_LOOKED_AT: usize = 2_000;

/// A term found: in which segments, and how often in all.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Per segment.
    pub(crate) infos: Vec<Option<TermInfo>>,
    /// Documents with it, deleted ones included.
    pub(crate) documents: u32,
}

/// The dictionaries of all segments.
#[derive(Clone, Copy)]
pub(crate) struct Lookup<'s> {
    snapshot: &'s Snapshot,
}

impl<'s> Lookup<'s> {
    /// Over what a search sees.
    pub(crate) fn new(snapshot: &'s Snapshot) -> Self {
        Self { snapshot }
    }

    /// Documents in all.
    pub(crate) fn documents(self) -> u64 {
        self.snapshot.documents()
    }

    /// The term, when any document has it.
    pub(crate) fn find(self, term: &str) -> io::Result<Option<Found>> {
        let mut found = Found {
            infos: Vec::with_capacity(self.snapshot.views.len()),
            documents: 0,
        };
        for view in &self.snapshot.views {
            let info = view.words.terms().get(term.as_bytes())?;
            found.documents += info.as_ref().map_or(0, |info| info.doc_freq);
            found.infos.push(info);
        }
        Ok((found.documents > 0).then_some(found))
    }

    /// The most frequent words that begin with these folded letters, at most `limit`.
    pub(crate) fn beginning_with(self, letters: &str, limit: usize) -> io::Result<Vec<String>> {
        let first = term(kind::EXACT, letters);
        let mut words: Vec<(u32, String)> = Vec::new();
        for view in &self.snapshot.views {
            let mut stream = view
                .words
                .terms()
                .range()
                .ge(first.as_bytes())
                .into_stream()?;
            let mut looked_at = 0;
            while looked_at < PREFIX_LOOKED_AT && stream.advance() {
                if !stream.key().starts_with(first.as_bytes()) {
                    break;
                }
                looked_at += 1;
                if let Some(word) = std::str::from_utf8(stream.key())
                    .ok()
                    .and_then(|key| key.get(1..))
                {
                    words.push((stream.value().doc_freq, word.to_owned()));
                }
            }
        }
        Ok(most_frequent(words, limit))
    }

    /// All words of the dictionaries that an automaton accepts, with how often they occur. The
    /// automaton sees the letter of the kind first.
    pub(crate) fn accepted<A>(self, automaton: &A) -> io::Result<Vec<(u32, String)>>
    where
        A: tantivy_fst::Automaton + Clone,
        A::State: Clone,
    {
        let mut words = Vec::new();
        let (from, to) = (
            term(kind::EXACT, ""),
            term(char::from(kind::EXACT as u8 + 1), ""),
        );
        for view in &self.snapshot.views {
            let mut stream = view
                .words
                .terms()
                .search(automaton.clone())
                .ge(from.as_bytes())
                .lt(to.as_bytes())
                .into_stream()?;
            while stream.advance() {
                if let Some(word) = std::str::from_utf8(stream.key())
                    .ok()
                    .and_then(|key| key.get(1..))
                {
                    words.push((stream.value().doc_freq, word.to_owned()));
                }
            }
        }
        Ok(words)
    }
}

/// The words with the highest sums, most frequent first.
pub(crate) fn most_frequent(mut words: Vec<(u32, String)>, limit: usize) -> Vec<String> {
    words.sort_by(|a, b| a.1.cmp(&b.1));
    words.dedup_by(|later, kept| {
        let same = later.1 == kept.1;
        if same {
            kept.0 += later.0;
        }
        same
    });
    words.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    words
        .into_iter()
        .take(limit)
        .map(|(_, word)| word)
        .collect()
}
