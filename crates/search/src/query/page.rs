//! The hits of a page: the only documents whose stored fields are read.

use goesting_types::actor::{ActorKind, ActorSummary};
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::lang::Lang;
use goesting_types::search::{SearchHit, Why};
use goesting_types::text::LocalizedText;
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, TantivyDocument};
use uuid::Uuid;

use super::collect::Entry;
use super::filters::Filters;
use super::help::whole_metres;
use super::highlight::highlight;
use super::place::{Spot, metres};
use super::text::Text;
use crate::document::next_sessions;
use crate::index::ReadError;
use crate::storage::live::Snapshot;
use crate::storage::moments::Moment;
use crate::storage::schema::{Fields, bit};
use crate::storage::stored::{StoredHit, decode_sessions};

/// What the hits of a page are made with.
pub(crate) struct Page<'p> {
    pub(crate) snapshot: &'p Snapshot,
    pub(crate) fields: &'p Fields,
    pub(crate) filters: &'p Filters,
    pub(crate) text: Option<&'p Text>,
    pub(crate) lang: Lang,
}

impl Page<'_> {
    /// One hit.
    pub(crate) fn hit(&self, entry: &Entry) -> Result<SearchHit, ReadError> {
        let missing = || ReadError::Damaged("a stored hit is missing".to_owned());
        let segment = u32::try_from(entry.segment).map_err(|_| missing())?;
        let row: TantivyDocument = self
            .snapshot
            .searcher
            .doc(DocAddress::new(segment, entry.doc))?;
        let stored: StoredHit =
            serde_json::from_slice(bytes(&row, self.fields.hit).ok_or_else(missing)?)?;
        let sessions = bytes(&row, self.fields.moments).unwrap_or_default();
        let fitting = decode_sessions(sessions).filter(|session| {
            Moment::pack(session).is_some_and(|moment| self.filters.when.suits(moment))
        });
        let (next_session, next_with_room) =
            next_sessions(fitting.map(|session| session.to_next()));
        let (distance, ring) = self.whereabouts(entry);
        let highlight = self.text.and_then(|text| {
            let StoredHit { title, summary, .. } = &stored;
            // The story is long: it is only looked at when nothing shorter has the words.
            let in_story = entry.fields & (bit::TITLE | bit::SUMMARY) == 0;
            let story: LocalizedText = bytes(&row, self.fields.story)
                .filter(|_| in_story)
                .and_then(|story| serde_json::from_slice(story).ok())
                .unwrap_or_default();
            highlight(text, title, summary, &story, self.lang, in_story)
        });
        Ok(SearchHit {
            id: OpportunityId::from_uuid(Uuid::from_u128(entry.rank.id)),
            title: stored.title,
            summary: stored.summary,
            kind: stored.kind,
            formality: stored.formality,
            actor: stored.actors.into_iter().next().unwrap_or_else(nobody),
            interests: stored.interests,
            locality: stored.locality,
            online: stored.online,
            next_session,
            next_with_room,
            opening_hours: stored.opening_hours,
            distance_m: distance.filter(|_| stored.exact),
            ring,
            pricing: stored.pricing,
            flags: stored.flags,
            picture: stored.picture,
            why: why(entry.fields),
            highlight,
        })
    }

    fn whereabouts(&self, entry: &Entry) -> (Option<u32>, Option<goesting_types::territory::Ring>) {
        let place = &self.filters.place;
        let at = entry.doc as usize;
        let spot = self.snapshot.views.get(entry.segment).and_then(|view| {
            Some(Spot {
                sphere: *view.places.get(at)?,
                municipality: *view.municipalities.get(at)?,
                belgium: view.facts.get(at)?.belgium(),
            })
        });
        let (Some(spot), true) = (spot, place.origin.is_some()) else {
            return (None, None);
        };
        let distance = place.distance(spot);
        (
            distance.map(|chord| whole_metres(metres(chord))),
            Some(place.ring(spot, distance)),
        )
    }
}

fn bytes(row: &TantivyDocument, field: Field) -> Option<&[u8]> {
    row.get_first(field)?.as_bytes()
}

/// Stands for an actor when the caller gave none.
pub(crate) fn nobody() -> ActorSummary {
    ActorSummary {
        id: ActorId::from_uuid(Uuid::nil()),
        kind: ActorKind::Other,
        name: String::new(),
    }
}

fn why(fields: u8) -> Vec<Why> {
    [
        (bit::TITLE, Why::Title),
        (bit::INTEREST, Why::Interest),
        (bit::SUMMARY | bit::DESCRIPTION, Why::Text),
        (bit::ACTOR, Why::Actor),
        (bit::PLACE, Why::Place),
        (bit::SIMILAR, Why::Similar),
    ]
    .into_iter()
    .filter(|(bits, _)| fields & bits != 0)
    .map(|(_, why)| why)
    .collect()
}
