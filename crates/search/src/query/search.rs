//! One search from question to answer.

use std::io;

use chrono::{DateTime, Utc};
use goesting_types::lang::Lang;
use goesting_types::page::{DEFAULT_LIMIT, MAX_LIMIT};
use goesting_types::search::{SearchQuery, SearchResults, Sort};
use tantivy::{DocId, SegmentReader};

use super::collect::{Entry, Order, Top};
use super::compile::Reading;
use super::cursor::{self, Rank};
use super::facets::Tally;
use super::filters::{self, Failed, Filters, Judge, Verdict, fail};
use super::help::HelpTally;
use super::lookup::Lookup;
use super::page::Page;
use super::place::Place;
use super::scan::{self, Demand, Match, Reach, Scan};
use super::text::Text;
use super::when::{Detail, When};
use crate::analysis::forms::term;
use crate::analysis::kind;
use crate::error::SearchError;
use crate::index::{Index, ReadError};
use crate::storage::facts::Facts;
use crate::storage::live::Snapshot;
use crate::storage::schema::bit;
use crate::storage::view::View;
use crate::vocabulary::Interests;

/// How far a region reaches when neither the question nor the ecosystem says.
const REGION_KM: f64 = 25.0;

/// What is not in the question: who asks, and when.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The time it is.
    pub now: DateTime<Utc>,
    /// Language of the reader: highlights come in it where there is a text.
    pub lang: Lang,
    /// How far the ring "region" reaches, in kilometres.
    pub region_km: f64,
}

impl Asked {
    /// Asked at this time, in Dutch, with a region of 25 km.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            now,
            lang: Lang::Nl,
            region_km: REGION_KM,
        }
    }
}

/// The words of a question.
enum Words {
    /// None were asked for.
    Unasked,
    /// Something was, but no word is in it: nothing matches.
    Nothing,
    /// These.
    Asked(Text),
}

impl Words {
    fn read(query: &SearchQuery, lookup: Lookup<'_>, interests: &Interests) -> io::Result<Self> {
        let question = query.q.as_deref().unwrap_or_default().trim();
        if question.is_empty() {
            return Ok(Self::Unasked);
        }
        let text = Text::compile(question, lookup, interests, Reading::SEARCH)?;
        Ok(text.map_or(Self::Nothing, Self::Asked))
    }

    fn text(&self) -> Option<&Text> {
        match self {
            Self::Asked(text) => Some(text),
            Self::Unasked | Self::Nothing => None,
        }
    }
}

impl Index {
    /// Answers a question. Values out of range are the caller's to refuse; a limit is brought
    /// within 1 to 100.
    pub fn search(&self, query: &SearchQuery, asked: &Asked) -> Result<SearchResults, SearchError> {
        self.read(|snapshot| search(self, snapshot, query, asked))
    }
}

fn search(
    index: &Index,
    snapshot: &Snapshot,
    query: &SearchQuery,
    asked: &Asked,
) -> Result<SearchResults, ReadError> {
    let place = Place::new(query, asked.region_km)?;
    let after = query
        .cursor
        .as_deref()
        .map(|text| cursor::read(query, text))
        .transpose()?;
    let lookup = Lookup::new(snapshot);
    let mut words = Words::read(query, lookup, index.interests())?;
    let order = order(query, &words, &place);
    let filters = Filters::new(query, place, When::new(query, asked.now));
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT) as usize;

    let mut pass = Pass::new(query, snapshot, &filters, order, limit + 1, after);
    let mut demand = Demand::All;
    match &mut words {
        Words::Nothing => {}
        Words::Asked(text) => {
            let met = pass.matching(text, demand)?;
            // No document at all has every word: compounds by their heads then, else most words,
            // else one.
            if pass.seen == 0 && text.lean_on_heads(met, lookup, index.interests())? {
                pass.matching(text, demand)?;
            }
            for fewer in [Demand::Most, Demand::Some, Demand::Hint] {
                if pass.seen == 0 && text.words.len() > 1 {
                    demand = fewer;
                    pass.matching(text, demand)?;
                }
            }
        }
        Words::Unasked => pass.without_words(query, lookup)?,
    }

    let help = if pass.total == 0 {
        Some(help(snapshot, query, asked, &filters, &words, demand)?)
    } else {
        None
    };
    let Pass {
        total,
        tallies,
        top,
        ..
    } = pass;
    let mut entries = top.into_entries();
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next_cursor = entries
        .last()
        .filter(|_| more)
        .map(|last| cursor::write(query, last.rank));
    let page = Page {
        snapshot,
        fields: index.fields(),
        filters: &filters,
        text: words.text(),
        lang: asked.lang,
    };
    Ok(SearchResults {
        items: entries
            .iter()
            .map(|entry| page.hit(entry))
            .collect::<Result<_, _>>()?,
        next_cursor,
        total,
        facets: tallies.into_iter().map(Tally::finish).collect(),
        help,
    })
}

fn order(query: &SearchQuery, words: &Words, place: &Place) -> Order {
    match query.sort.unwrap_or(Sort::Relevance) {
        Sort::Distance => Order::Distance,
        Sort::Relevance if !matches!(words, Words::Unasked) => Order::Score,
        Sort::Relevance if place.origin.is_some() => Order::Distance,
        Sort::Relevance | Sort::Date => Order::Date,
    }
}

/// A pass over the documents: what it keeps of them.
struct Pass<'p> {
    snapshot: &'p Snapshot,
    filters: &'p Filters,
    order: Order,
    tolerated: Vec<Failed>,
    reading: filters::Reading,
    tallies: Vec<Tally>,
    top: Top,
    /// Documents that fit.
    total: u64,
    /// Documents that matched the words, whatever they failed besides.
    seen: u64,
}

impl<'p> Pass<'p> {
    fn new(
        query: &SearchQuery,
        snapshot: &'p Snapshot,
        filters: &'p Filters,
        order: Order,
        limit: usize,
        after: Option<Rank>,
    ) -> Self {
        let mut facets = query.facets.clone();
        facets.sort_unstable();
        facets.dedup();
        let tallies: Vec<Tally> = facets
            .into_iter()
            .map(|facet| Tally::new(facet, &filters.place))
            .collect();
        Self {
            snapshot,
            filters,
            order,
            tolerated: tallies.iter().map(|tally| tally.own).collect(),
            reading: filters::Reading {
                times: if tallies.iter().any(Tally::needs_times) {
                    Detail::Days
                } else {
                    Detail::Fit
                },
                spot: tallies.iter().any(Tally::needs_spot),
                next: order == Order::Date,
            },
            tallies,
            top: Top::new(limit, after),
            total: 0,
            seen: 0,
        }
    }

    /// Those that match the words. Gives the words that any document had, as bits.
    fn matching(&mut self, text: &Text, demand: Demand) -> io::Result<u32> {
        let mut met = 0;
        self.segments(|pass, at, segment, view, judge| {
            met |= Scan::open(text, view, at, segment.max_doc())?.run(
                segment,
                demand,
                Reach::Matching,
                |doc, found| pass.take(at, view, judge, doc, found),
            );
            Ok(())
        })?;
        Ok(met)
    }

    /// Every document, or those of the interests asked for when no count needs the others.
    fn without_words(&mut self, query: &SearchQuery, lookup: Lookup<'_>) -> io::Result<()> {
        let narrow = !query.interest.is_empty()
            && !self.tolerated.iter().any(|set| set & fail::INTEREST != 0);
        if narrow {
            let terms = query
                .interest
                .iter()
                .flat_map(|id| [kind::INTEREST, kind::THEME].map(|kind| term(kind, id.as_str())));
            let text = Text::of_terms(terms, lookup)?;
            return self.matching(&text, Demand::All).map(|_| ());
        }
        self.segments(|pass, at, segment, view, judge| {
            scan::every(segment, |doc| pass.take(at, view, judge, doc, None));
            Ok(())
        })
    }

    fn segments(
        &mut self,
        mut visit: impl FnMut(&mut Self, usize, &SegmentReader, &View, &Judge<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let filters = self.filters;
        let tolerated = self.tolerated.clone();
        let snapshot = self.snapshot;
        for (at, segment, view) in snapshot.segments() {
            let judge = filters.in_segment(view, &tolerated, self.reading);
            self.tallies.iter_mut().for_each(|tally| tally.enter(view));
            visit(self, at, segment, view, &judge)?;
            self.tallies.iter_mut().for_each(|tally| tally.leave(view));
        }
        Ok(())
    }

    fn take(
        &mut self,
        segment: usize,
        view: &View,
        judge: &Judge<'_>,
        doc: DocId,
        found: Option<Match>,
    ) {
        self.seen += 1;
        let Some(verdict) = judge.judge(doc, 0) else {
            return;
        };
        for tally in &mut self.tallies {
            tally.add(&verdict, doc, view, &self.filters.place);
        }
        if verdict.failed == 0 {
            self.total += 1;
            self.offer(segment, view, judge, doc, found, &verdict);
        }
    }

    fn offer(
        &mut self,
        segment: usize,
        view: &View,
        judge: &Judge<'_>,
        doc: DocId,
        found: Option<Match>,
        verdict: &Verdict,
    ) {
        let found = found.map(|found| favour_short_titles(found, view, doc));
        let next = match self.order {
            Order::Date => {
                let late = verdict.times.next.is_none()
                    && judge
                        .soonest(doc)
                        .is_some_and(|soonest| self.top.is_full_before(soonest));
                if late {
                    return;
                }
                verdict.times.next.or_else(|| judge.next(doc))
            }
            // Only those that may get in are worth looking up a start for.
            Order::Score if self.filters.place.origin.is_none() => {
                let [soonest, never] =
                    [Some(0), None].map(|next| self.order.key(found, None, next));
                if !self.top.wants_between(soonest, never) {
                    return;
                }
                verdict.times.next.or_else(|| judge.next(doc))
            }
            Order::Score | Order::Distance => None,
        };
        let key = self.order.key(found, verdict.distance, next);
        if !self.top.wants(key) {
            return;
        }
        let id = view.ids.get(doc as usize).copied().unwrap_or_default();
        self.top.offer(Entry {
            rank: Rank { key, id },
            segment,
            doc,
            fields: found.map_or(0, |found| found.fields),
        });
    }
}

/// A title that says little else says it best.
fn favour_short_titles(found: Match, view: &View, doc: DocId) -> Match {
    let words = view
        .facts
        .get(doc as usize)
        .copied()
        .map(Facts::title_words);
    match words.filter(|_| found.fields & bit::TITLE != 0) {
        Some(words) => Match {
            score: found.score + found.score / (4 + 4 * words),
            ..found
        },
        None => found,
    }
}

/// Goes over every document once more, for what would help.
fn help(
    snapshot: &Snapshot,
    query: &SearchQuery,
    asked: &Asked,
    filters: &Filters,
    words: &Words,
    demand: Demand,
) -> io::Result<goesting_types::search::Help> {
    let mut tally = HelpTally::new(query, &filters.when, asked.region_km);
    let tolerated = tally.tolerated();
    let reading = filters::Reading {
        times: if filters.when.asks() {
            Detail::Parts
        } else {
            Detail::Fit
        },
        spot: true,
        next: false,
    };
    for (at, segment, view) in snapshot.segments() {
        let judge = filters.in_segment(view, &tolerated, reading);
        let mut take = |doc, failed| {
            if let Some(verdict) = judge.judge(doc, failed) {
                tally.add(&verdict, &filters.place);
            }
        };
        match words {
            Words::Unasked => scan::every(segment, |doc| take(doc, 0)),
            Words::Nothing => scan::every(segment, |doc| take(doc, fail::TEXT)),
            Words::Asked(text) => {
                Scan::open(text, view, at, segment.max_doc())?.run(
                    segment,
                    demand,
                    Reach::Every,
                    |doc, found| take(doc, if found.is_some() { 0 } else { fail::TEXT }),
                );
            }
        }
    }
    Ok(tally.finish(&filters.place))
}
