//! Counts beside the hits.

use std::collections::BTreeMap;

use goesting_core::reference::territories::territories;
use goesting_types::card::CardFlag;
use goesting_types::opportunity::OpportunityKind;
use goesting_types::search::{Day, Daypart, Facet, FacetCount, FacetCounts};
use goesting_types::territory::Ring;
use tantivy::DocId;

use super::filters::{Failed, Verdict, fail};
use super::place::Place;
use crate::storage::facts::Facts;
use crate::storage::view::View;

/// The counts of one facet.
#[derive(Debug)]
pub(crate) struct Tally {
    facet: Facet,
    /// What a document may fail and still count: the facet's own filter, where a value takes
    /// the place of what was chosen.
    pub(crate) own: Failed,
    /// Per value, in the order of its list.
    counts: Vec<u64>,
    /// Per word, for facets whose values every segment numbers by itself.
    words: BTreeMap<String, u64>,
}

impl Tally {
    /// Of this facet, for a question about this place.
    pub(crate) fn new(facet: Facet, place: &Place) -> Self {
        let town = place.area.as_ref().is_some_and(|area| area.municipality);
        let (own, values) = match facet {
            Facet::Interest => (fail::INTEREST, 0),
            Facet::Kind => (fail::KIND, OpportunityKind::ALL.len()),
            // All chosen flags must hold: one more is chosen beside them.
            Facet::Flag => (0, CardFlag::ALL.len()),
            // A wider ring takes the place of a municipality.
            Facet::Ring if town => (fail::EXTENT | fail::AREA, Ring::ALL.len()),
            Facet::Ring => (fail::EXTENT, Ring::ALL.len()),
            Facet::Weekday => (fail::TIME, Day::ALL.len()),
            Facet::Daypart => (fail::TIME, Daypart::ALL.len()),
            Facet::Language => (fail::LANGUAGE, 0),
            Facet::Free => (fail::FREE, 2),
            Facet::Formal => (fail::FORMAL, 2),
            Facet::Territory => (fail::AREA, territories().len()),
        };
        Self {
            facet,
            own,
            counts: vec![0; values],
            words: BTreeMap::new(),
        }
    }

    /// Whether it needs everything about a document's times.
    pub(crate) fn needs_times(&self) -> bool {
        matches!(self.facet, Facet::Weekday | Facet::Daypart)
    }

    /// Whether it needs to know where a document lies.
    pub(crate) fn needs_spot(&self) -> bool {
        matches!(self.facet, Facet::Ring | Facet::Territory)
    }

    /// Gets ready for a segment.
    pub(crate) fn enter(&mut self, view: &View) {
        match self.facet {
            Facet::Interest => self.counts = vec![0; view.interests.names.len()],
            Facet::Language => self.counts = vec![0; view.languages.names.len()],
            _ => {}
        }
    }

    /// Gathers what a segment counted.
    pub(crate) fn leave(&mut self, view: &View) {
        let names = match self.facet {
            Facet::Interest => &view.interests.names,
            Facet::Language => &view.languages.names,
            _ => return,
        };
        for (name, count) in names
            .iter()
            .zip(&self.counts)
            .filter(|(_, count)| **count > 0)
        {
            *self.words.entry(name.clone()).or_default() += count;
        }
        self.counts.clear();
    }

    /// Counts a document, unless it fails more than the facet's own filter.
    pub(crate) fn add(&mut self, verdict: &Verdict, doc: DocId, view: &View, place: &Place) {
        if verdict.failed & !self.own != 0 {
            return;
        }
        let at = doc as usize;
        let facts = view.facts.get(at).copied();
        match self.facet {
            Facet::Interest => view
                .interests
                .of(doc)
                .iter()
                .for_each(|at| self.count(*at as usize)),
            Facet::Language => view
                .languages
                .of(doc)
                .iter()
                .for_each(|at| self.count(*at as usize)),
            Facet::Kind => self.count_some(facts.map(Facts::kind)),
            Facet::Flag => self.count_bits(facts.map_or(0, Facts::flags)),
            Facet::Free => self.count_some(facts.map(|facts| usize::from(facts.free()))),
            Facet::Formal => self.count_some(facts.map(|facts| usize::from(facts.formal()))),
            Facet::Weekday => self.count_bits(u32::from(verdict.times.weekdays)),
            Facet::Daypart => self.count_bits(u32::from(verdict.times.dayparts)),
            Facet::Territory => self.count(usize::from(verdict.spot.municipality)),
            // Up to a ring means the nearer ones too.
            Facet::Ring => {
                let ring = place.ring(verdict.spot, verdict.distance) as usize;
                (ring..Ring::ALL.len()).for_each(|at| self.count(at));
            }
        }
    }

    fn count(&mut self, at: usize) {
        if let Some(count) = self.counts.get_mut(at) {
            *count += 1;
        }
    }

    fn count_some(&mut self, at: Option<usize>) {
        if let Some(at) = at {
            self.count(at);
        }
    }

    fn count_bits(&mut self, mut bits: u32) {
        while bits != 0 {
            self.count(bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
    }

    /// The counts, most first.
    pub(crate) fn finish(self) -> FacetCounts {
        fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<String> {
            all.iter().map(|value| name(*value).to_owned()).collect()
        }
        let truths = || vec!["false".to_owned(), "true".to_owned()];
        let values = match self.facet {
            Facet::Interest | Facet::Language => Vec::new(),
            Facet::Kind => names(OpportunityKind::ALL, OpportunityKind::as_str),
            Facet::Flag => names(CardFlag::ALL, CardFlag::as_str),
            Facet::Ring => names(Ring::ALL, Ring::as_str),
            Facet::Weekday => names(Day::ALL, Day::as_str),
            Facet::Daypart => names(Daypart::ALL, Daypart::as_str),
            Facet::Free | Facet::Formal => truths(),
            Facet::Territory => territories()
                .iter()
                .map(|area| area.code.to_owned())
                .collect(),
        };
        let mut counts: Vec<FacetCount> = values
            .into_iter()
            .zip(self.counts)
            .chain(self.words)
            .filter(|(_, count)| *count > 0)
            .map(|(value, count)| FacetCount { value, count })
            .collect();
        counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        FacetCounts {
            facet: self.facet,
            counts,
        }
    }
}
