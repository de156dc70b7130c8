//! The filters of a question, one bit each for what a document fails.

use std::sync::Arc;

use goesting_types::opportunity::OpportunityKind;
use goesting_types::search::SearchQuery;
use tantivy::DocId;

use super::place::{Place, Spot};
use super::when::{ByDay, Detail, Known, Times, When};
use crate::storage::facts::{UNKNOWN_PRICE, flag_bits};
use crate::storage::moments::Opening;
use crate::storage::view::{Labels, NO_START, View};

/// What a document fails, as bits.
pub(crate) type Failed = u16;

/// The bits of [`Failed`].
pub(crate) mod fail {
    use super::Failed;
    pub(crate) const TEXT: Failed = 1;
    pub(crate) const INTEREST: Failed = 1 << 1;
    pub(crate) const ACTOR: Failed = 1 << 2;
    pub(crate) const KIND: Failed = 1 << 3;
    pub(crate) const AREA: Failed = 1 << 4;
    pub(crate) const EXTENT: Failed = 1 << 5;
    pub(crate) const AGE: Failed = 1 << 6;
    pub(crate) const TIME: Failed = 1 << 7;
    pub(crate) const PRICE: Failed = 1 << 8;
    pub(crate) const FREE: Failed = 1 << 9;
    pub(crate) const SOCIAL: Failed = 1 << 10;
    pub(crate) const LANGUAGE: Failed = 1 << 11;
    pub(crate) const FORMAL: Failed = 1 << 12;
    pub(crate) const FLAG: Failed = 1 << 13;
}

/// The filters of a question.
#[derive(Debug, Clone)]
pub(crate) struct Filters {
    /// About place.
    pub(crate) place: Place,
    /// About time.
    pub(crate) when: When,
    interests: Vec<String>,
    actor: Option<String>,
    kinds: u32,
    age: Option<u8>,
    price_max: Option<u32>,
    free: Option<bool>,
    social: Option<bool>,
    languages: Vec<String>,
    formal: Option<bool>,
    flags: u32,
}

impl Filters {
    /// Reads the question.
    pub(crate) fn new(query: &SearchQuery, place: Place, when: When) -> Self {
        let kind_bit = |kind: &OpportunityKind| 1_u32 << *kind as u32;
        Self {
            place,
            when,
            interests: query.interest.iter().map(|id| id.0.clone()).collect(),
            actor: query.actor.map(|id| id.to_string()),
            kinds: query.kind.iter().map(kind_bit).fold(0, |a, b| a | b),
            age: query.age,
            price_max: query.price_max,
            free: query.free,
            social: query.social_tariff,
            languages: query
                .language
                .iter()
                .map(|code| code.to_ascii_lowercase())
                .collect(),
            formal: query.formal,
            flags: flag_bits(&query.flag),
        }
    }

    /// Whether any filter is set.
    fn ask(&self) -> bool {
        self.place.asks()
            || self.when.asks()
            || !self.interests.is_empty()
            || !self.languages.is_empty()
            || self.actor.is_some()
            || self.age.is_some()
            || self.price_max.is_some()
            || self.free.is_some()
            || self.social.is_some()
            || self.formal.is_some()
            || self.kinds != 0
            || self.flags != 0
    }

    /// The filters in one segment.
    pub(crate) fn in_segment<'f>(
        &'f self,
        view: &'f View,
        tolerated: &'f [Failed],
        reading: Reading,
    ) -> Judge<'f> {
        let positions = |labels: &Labels, names: &[String]| {
            names
                .iter()
                .filter_map(|name| labels.position(name))
                .collect()
        };
        Judge {
            interests: positions(&view.interests, &self.interests),
            languages: positions(&view.languages, &self.languages),
            actors: positions(&view.actors, self.actor.as_slice()),
            by_day: (self.when.asks() || reading.times == Detail::Days).then(|| {
                let calendar = view.calendar(self.when.now(), self.when.today());
                self.when.by_day(calendar)
            }),
            upcoming: (reading.next && !self.when.asks()).then(|| view.upcoming(self.when.now())),
            takes_all: !reading.spot && reading.times == Detail::Fit && !self.ask(),
            filters: self,
            view,
            tolerable: tolerated.iter().fold(0, |all, set| all | set),
            tolerated,
            reading,
        }
    }
}

/// What is worked out of a document beyond what the filters ask.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    /// Of its times.
    pub(crate) times: Detail,
    /// Where it lies, even when no filter asks.
    pub(crate) spot: bool,
    /// Whether the next session decides the order.
    pub(crate) next: bool,
}

/// The filters against the columns of one segment.
pub(crate) struct Judge<'f> {
    filters: &'f Filters,
    view: &'f View,
    interests: Vec<u32>,
    languages: Vec<u32>,
    actors: Vec<u32>,
    by_day: Option<ByDay>,
    upcoming: Option<Arc<Vec<u32>>>,
    /// Whether nothing is asked of a document at all.
    takes_all: bool,
    /// Sets of failures that still matter: to a hit, a facet or what would help.
    tolerated: &'f [Failed],
    /// All of them together.
    tolerable: Failed,
    reading: Reading,
}

/// What a document comes to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verdict {
    /// What it fails.
    pub(crate) failed: Failed,
    /// Where it lies.
    pub(crate) spot: Spot,
    /// How far, as a squared chord.
    pub(crate) distance: Option<f64>,
    /// Its times, when they were looked at.
    pub(crate) times: Times,
}

impl Verdict {
    /// Nothing was asked, and nothing looked up.
    const FITS: Self = Self {
        failed: 0,
        spot: Spot::NOWHERE,
        distance: None,
        times: Times::FIT,
    };
}

impl Judge<'_> {
    /// Holds a document against every filter; `None` as soon as it matters to nothing any more.
    pub(crate) fn judge(&self, doc: DocId, mut failed: Failed) -> Option<Verdict> {
        let filters = self.filters;
        if self.takes_all && failed == 0 {
            return Some(Verdict::FITS);
        }
        let at = doc as usize;
        let facts = *self.view.facts.get(at)?;
        let mut fail = |fails: bool, bit: Failed| {
            if fails {
                failed |= bit;
            }
        };
        fail(
            filters.kinds != 0 && filters.kinds & (1 << facts.kind()) == 0,
            fail::KIND,
        );
        fail(filters.flags & !facts.flags() != 0, fail::FLAG);
        fail(filters.age.is_some_and(|age| !facts.fits(age)), fail::AGE);
        fail(
            filters.free.is_some_and(|free| free != facts.free()),
            fail::FREE,
        );
        fail(
            filters
                .social
                .is_some_and(|social| social != facts.social()),
            fail::SOCIAL,
        );
        fail(
            filters
                .formal
                .is_some_and(|formal| formal != facts.formal()),
            fail::FORMAL,
        );
        if let Some(most) = filters.price_max {
            let price = self.view.prices.get(at).copied().unwrap_or(UNKNOWN_PRICE);
            fail(price > u64::from(most), fail::PRICE);
        }
        if !self.matters(failed) {
            return None;
        }
        let lacks = |asked: bool, labels: &Labels, wanted: &[u32]| {
            asked && !labels.of(doc).iter().any(|has| wanted.contains(has))
        };
        if lacks(
            !filters.interests.is_empty(),
            &self.view.interests,
            &self.interests,
        ) {
            failed |= fail::INTEREST;
        }
        if lacks(filters.actor.is_some(), &self.view.actors, &self.actors) {
            failed |= fail::ACTOR;
        }
        if lacks(
            !filters.languages.is_empty(),
            &self.view.languages,
            &self.languages,
        ) {
            failed |= fail::LANGUAGE;
        }
        let mut spot = Spot::NOWHERE;
        let mut distance = None;
        if self.reading.spot || filters.place.asks() {
            spot = Spot {
                sphere: self.view.places.get(at).copied()?,
                municipality: self.view.municipalities.get(at).copied()?,
                belgium: facts.belgium(),
            };
            distance = filters.place.distance(spot);
            if !filters.place.holds(spot) {
                failed |= fail::AREA;
            }
            if !filters.place.reaches(spot, distance) {
                failed |= fail::EXTENT;
            }
            if !self.matters(failed) {
                return None;
            }
        }
        let mut times = Times::FIT;
        if filters.when.asks() || self.reading.times != Detail::Fit {
            let detail = self.reading.times;
            let known = self.by_day.as_ref().map_or(Known::default(), |by_day| {
                by_day.known(doc, detail == Detail::Days)
            });
            let sessions = self.view.sessions.of(doc);
            times = filters
                .when
                .times(sessions, self.opening(at), detail, known);
        }
        if !times.fits {
            failed |= fail::TIME;
        }
        self.matters(failed).then_some(Verdict {
            failed,
            spot,
            distance,
            times,
        })
    }

    /// Start of the next session that fits, in minutes since 1970.
    pub(crate) fn next(&self, doc: DocId) -> Option<i64> {
        let when = &self.filters.when;
        let known = self
            .upcoming
            .as_ref()
            .and_then(|starts| starts.get(doc as usize));
        match known {
            Some(&NO_START) => None,
            Some(start) if i64::from(*start) > when.now() => Some(i64::from(*start)),
            _ => when.next(self.view.sessions.of(doc)),
        }
    }

    /// No session of a document that fits starts before, in minutes since 1970; `None` when that is
    /// no quicker to tell than the next one.
    pub(crate) fn soonest(&self, doc: DocId) -> Option<i64> {
        let asked = self.by_day.as_ref().filter(|_| self.filters.when.asks());
        asked.and_then(|by_day| by_day.soonest(doc))
    }

    fn opening(&self, at: usize) -> Opening {
        self.view
            .openings
            .get(at)
            .copied()
            .unwrap_or(Opening::NEVER)
    }

    fn matters(&self, failed: Failed) -> bool {
        failed == 0
            || (failed & !self.tolerable == 0
                && self.tolerated.iter().any(|set| failed & !set == 0))
    }
}
