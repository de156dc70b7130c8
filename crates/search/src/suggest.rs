//! Suggestions while somebody types.

use std::io;

use goesting_core::fold::fold;
use goesting_core::reference::suggest as places;
use goesting_types::actor::ActorSummary;
use goesting_types::lang::Lang;
use goesting_types::search::{SearchQuery, SuggestQuery, Suggestion, Suggestions};
use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};
use uuid::Uuid;

use crate::analysis::words::words;
use crate::error::SearchError;
use crate::index::{Index, ReadError};
use crate::query::collect::{Entry, Order, Top};
use crate::query::compile::Reading;
use crate::query::cursor::Rank;
use crate::query::lookup::Lookup;
use crate::query::place::{Place, Spot};
use crate::query::scan::{Demand, Reach, Scan};
use crate::query::spelling;
use crate::query::text::Text;
use crate::storage::live::Snapshot;
use crate::storage::schema::bit;
use crate::storage::stored::StoredHit;
use crate::vocabulary::{Entry as Interest, whole_terms};

/// Suggestions in all.
const MOST: usize = 10;
const INTERESTS: usize = 4;
const ACTORS: usize = 3;
/// Hits looked at for their actors.
const ACTOR_HITS: usize = 40;

impl Index {
    /// Suggests interests, opportunities and actors for letters typed so far: at most ten. The
    /// last word may be unfinished, and one letter of it wrong.
    pub fn suggest(&self, query: &SuggestQuery) -> Result<Suggestions, SearchError> {
        self.read(|snapshot| {
            let lang = query.lang.unwrap_or_default();
            let mut items = interests(self, &query.q, lang);
            if items.is_empty() && !is_known(self, snapshot, &query.q)? {
                items = interests_alike(self, &query.q, lang);
            }
            let actors = actors(self, snapshot, query)?;
            let room = MOST.saturating_sub(items.len() + actors.len());
            items.extend(opportunities(self, snapshot, query, room)?);
            items.extend(actors);
            Ok(Suggestions { items })
        })
    }
}

fn interests(index: &Index, typed: &str, lang: Lang) -> Vec<Suggestion> {
    let letters = letters(typed).join(" ");
    if letters.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u8, &Interest)> = index
        .interests()
        .entries
        .iter()
        .filter_map(|entry| Some((closeness(entry, &letters, lang)?, entry)))
        .collect();
    found.sort_by_key(|(closeness, _)| *closeness);
    found
        .into_iter()
        .take(INTERESTS)
        .map(|(_, entry)| suggested(entry))
        .collect()
}

/// Interests with a word that begins so but for one letter, those first that are called so in the
/// reader's language.
fn interests_alike(index: &Index, typed: &str, lang: Lang) -> Vec<Suggestion> {
    let Some(beginning) = spelling::Beginning::new(&letters(typed).join(" ")) else {
        return Vec::new();
    };
    let is_alike = |name: &str| words(name).any(|word| beginning.of(word.text));
    let mut found: Vec<&Interest> = index
        .interests()
        .entries
        .iter()
        .filter(|entry| entry.names.iter().any(|name| is_alike(name)))
        .collect();
    found.sort_by_key(|entry| !is_alike(&fold(entry.label.get(lang).unwrap_or_default())));
    found.into_iter().take(INTERESTS).map(suggested).collect()
}

fn suggested(entry: &Interest) -> Suggestion {
    Suggestion::Interest {
        id: entry.id.clone(),
        label: entry.label.clone(),
    }
}

fn letters(typed: &str) -> Vec<String> {
    words(typed).map(|word| fold(&word.lower())).collect()
}

/// Whether what was typed begins the name of a place, or every word of it one that is
/// spelled right or that documents have: then it is no slip for something else.
fn is_known(index: &Index, snapshot: &Snapshot, typed: &str) -> io::Result<bool> {
    if !places::suggest(typed, 1, |_| true).is_empty() {
        return Ok(true);
    }
    let lookup = Lookup::new(snapshot);
    for word in letters(typed) {
        let right = spelling::is_spelled_right(&word, index.interests());
        if !right && lookup.beginning_with(&word, 1)?.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How well the letters begin a name of an interest: lower is better.
fn closeness(entry: &Interest, letters: &str, lang: Lang) -> Option<u8> {
    let label = fold(entry.label.get(lang).unwrap_or_default());
    let inside = |name: &str| words(name).any(|word| word.text.starts_with(letters));
    let theme = u8::from(entry.theme);
    if label.starts_with(letters) {
        Some(theme)
    } else if entry.names.iter().any(|name| name.starts_with(letters)) {
        Some(2 + theme)
    } else if inside(&label) {
        Some(4 + theme)
    } else {
        // One or two letters begin too many words to say anything.
        (letters.len() > 2 && entry.names.iter().any(|name| inside(name))).then_some(6 + theme)
    }
}

fn opportunities(
    index: &Index,
    snapshot: &Snapshot,
    query: &SuggestQuery,
    room: usize,
) -> Result<Vec<Suggestion>, ReadError> {
    let Some((_, entries)) = best(index, snapshot, query, bit::TITLE, room)? else {
        return Ok(Vec::new());
    };
    entries
        .iter()
        .map(|entry| {
            let hit = stored(index, snapshot, entry)?;
            Ok(Suggestion::Opportunity {
                id: goesting_types::ids::OpportunityId::from_uuid(Uuid::from_u128(entry.rank.id)),
                title: hit.title,
                locality: hit.locality,
            })
        })
        .collect()
}

fn actors(
    index: &Index,
    snapshot: &Snapshot,
    query: &SuggestQuery,
) -> Result<Vec<Suggestion>, ReadError> {
    let Some((text, entries)) = best(index, snapshot, query, bit::ACTOR, ACTOR_HITS)? else {
        return Ok(Vec::new());
    };
    let mut found: Vec<ActorSummary> = Vec::new();
    for entry in &entries {
        for actor in stored(index, snapshot, entry)?.actors {
            if !found.iter().any(|known| known.id == actor.id) && is_named(&text, &actor.name) {
                found.push(actor);
            }
        }
        if found.len() >= ACTORS {
            break;
        }
    }
    found.truncate(ACTORS);
    Ok(found
        .into_iter()
        .map(|actor| Suggestion::Actor {
            id: actor.id,
            name: actor.name,
            actor_kind: actor.kind,
        })
        .collect())
}

/// Whether a name has a word of the question.
fn is_named(text: &Text, name: &str) -> bool {
    words(name).any(|word| {
        whole_terms(&word.lower(), Lang::Nl)
            .iter()
            .any(|term| text.slots.iter().any(|slot| slot.wanted.contains_key(term)))
    })
}

/// The best hits in some fields, the nearest first among equals.
fn best(
    index: &Index,
    snapshot: &Snapshot,
    query: &SuggestQuery,
    fields: u8,
    limit: usize,
) -> Result<Option<(Text, Vec<Entry>)>, ReadError> {
    let reading = Reading {
        typing: true,
        fields,
    };
    let Some(text) = Text::compile(&query.q, Lookup::new(snapshot), index.interests(), reading)?
    else {
        return Ok(None);
    };
    let near = SearchQuery {
        near: query.near,
        ..SearchQuery::default()
    };
    let place = Place::new(&near, 0.0)?;
    let mut top = Top::new(limit, None);
    if limit > 0 {
        scan(snapshot, &text, &place, &mut top)?;
    }
    Ok(Some((text, top.into_entries())))
}

fn scan(snapshot: &Snapshot, text: &Text, place: &Place, top: &mut Top) -> io::Result<()> {
    for (at, segment, view) in snapshot.segments() {
        let scan = Scan::open(text, view, at, segment.max_doc())?;
        scan.run(segment, Demand::All, Reach::Matching, |doc, found| {
            let row = doc as usize;
            let distance = view.places.get(row).and_then(|sphere| {
                place.distance(Spot {
                    sphere: *sphere,
                    municipality: 0,
                    belgium: true,
                })
            });
            let key = Order::Score.key(found, distance, None);
            if top.wants(key) {
                top.offer(Entry {
                    rank: Rank {
                        key,
                        id: view.ids.get(row).copied().unwrap_or_default(),
                    },
                    segment: at,
                    doc,
                    fields: 0,
                });
            }
        });
    }
    Ok(())
}

fn stored(index: &Index, snapshot: &Snapshot, entry: &Entry) -> Result<StoredHit, ReadError> {
    let missing = || ReadError::Damaged("a stored hit is missing".to_owned());
    let segment = u32::try_from(entry.segment).map_err(|_| missing())?;
    let row: TantivyDocument = snapshot.searcher.doc(DocAddress::new(segment, entry.doc))?;
    let bytes = row
        .get_first(index.fields().hit)
        .and_then(|value| value.as_bytes())
        .ok_or_else(missing)?;
    Ok(serde_json::from_slice(bytes)?)
}
