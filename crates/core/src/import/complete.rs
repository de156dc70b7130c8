//! What a document says itself, and how the places and organisers it refers to complete that: in one
//! way, whether they are at hand when it is read, come later, or change.

use std::collections::{BTreeSet, HashMap};
use std::mem::discriminant;

use goesting_types::actor::Contact;
use goesting_types::lang::Lang;
use goesting_types::opportunity::OpportunityContent;
use goesting_types::place::{Place, Whereabouts};
use goesting_types::text::LocalizedText;
use serde::{Deserialize, Serialize};

use super::model::{ActorRef, ExternalId, ImportedActor, ImportedOpportunity, ImportedPlace};
use super::words;

const MAX_SUMMARY: usize = 300;

/// Places and organisers by id, for the documents that refer to them.
#[derive(Debug, Default)]
pub struct Index {
    places: HashMap<ExternalId, ImportedPlace>,
    actors: HashMap<ExternalId, ImportedActor>,
}

impl Index {
    /// Adds a place, or replaces the one with the same id.
    pub fn add_place(&mut self, place: ImportedPlace) {
        self.places.insert(place.id.clone(), place);
    }

    /// Adds an organiser, or replaces the one with the same id. One without id cannot be referred
    /// to and is not kept.
    pub fn add_actor(&mut self, actor: ImportedActor) {
        if let Some(id) = actor.id.clone() {
            self.actors.insert(id, actor);
        }
    }

    /// The place with this id.
    pub fn place(&self, id: &ExternalId) -> Option<&ImportedPlace> {
        self.places.get(id)
    }

    /// The organiser with this id.
    pub fn actor(&self, id: &ExternalId) -> Option<&ImportedActor> {
        self.actors.get(id)
    }

    /// Ids of those who run the places.
    pub fn owners(&self) -> impl Iterator<Item = &ExternalId> {
        self.places.values().filter_map(|place| place.owner.id())
    }

    /// Whom a document means: as its own document says, else as it was told.
    fn whom(&self, told: &ActorRef) -> ActorRef {
        match told.id().and_then(|id| self.actor(id)) {
            Some(actor) => ActorRef::Known(Box::new(actor.clone())),
            None => told.clone(),
        }
    }
}

/// How one gets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Access {
    /// With a wheelchair.
    pub wheelchair: bool,
    /// There is an accessible toilet.
    pub accessible_toilet: bool,
}

/// What an event says itself of where it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// Id of the place at the source.
    pub id: Option<ExternalId>,
    /// Name and address.
    pub place: Option<Place>,
    /// Whether it only says in which municipality: the event comes to whoever asks.
    pub stands_in: bool,
    /// Who runs the place.
    pub owner: ActorRef,
    /// How to reach it.
    pub contact: Contact,
    /// How one gets in.
    pub access: Access,
}

/// What a document says itself, where something else may complete it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Where.
    pub location: Option<Location>,
    /// Who organises it.
    pub actor: ActorRef,
    /// How to reach them.
    pub contact: Contact,
    /// How one gets in.
    pub access: Access,
    /// What sort of thing it is, in Dutch, when nothing but that and the place sums it up; may be
    /// empty.
    pub sort: Option<String>,
}

impl ImportedOpportunity {
    /// Completes what it says itself with what these say.
    pub fn complete(&mut self, index: &Index) {
        let Some(told) = self.told.take() else {
            return;
        };
        self.complete_told(&told, index);
        self.told = Some(told);
    }

    fn complete_told(&mut self, told: &Told, index: &Index) {
        let location = told.location.as_ref();
        let known = location.and_then(|location| index.place(location.id.as_ref()?));
        if let Some(location) = location {
            self.happens_at(location, known);
        }
        let owners = [location.map(|at| &at.owner), known.map(|at| &at.owner)];
        let mut actors = std::iter::once(&told.actor).chain(owners.into_iter().flatten());
        self.actor = actors
            .find(|actor| **actor != ActorRef::Unknown)
            .map_or(ActorRef::Unknown, |actor| index.whom(actor));

        // Of what happens online the place says nothing more.
        let there = !matches!(self.content.whereabouts, Whereabouts::Online { .. });
        let (location, known) = (location.filter(|_| there), known.filter(|_| there));
        let contacts = [
            Some(&told.contact),
            match &self.actor {
                ActorRef::Known(actor) => Some(&actor.contact),
                ActorRef::Awaited(_) | ActorRef::Unknown => None,
            },
            known.map(|at| &at.contact),
            location.map(|at| &at.contact),
        ];
        let mut contacts = contacts.into_iter().flatten();
        let content = &mut self.content;
        content.contact = contacts
            .find(|contact| contact.is_reachable())
            .cloned()
            .unwrap_or_default();

        let promises = [
            Some(told.access),
            known.map(|at| at.access),
            location.map(|at| at.access),
        ];
        let any = |promised: fn(Access) -> bool| promises.into_iter().flatten().any(promised);
        content.card.wheelchair = any(|access| access.wheelchair);
        content.card.accessible_toilet = any(|access| access.accessible_toilet);
        if let Some(sort) = &told.sort {
            content.summary = summary(sort, content);
        }
    }

    /// Puts it where its location says, or lets it wait for the place.
    fn happens_at(&mut self, location: &Location, known: Option<&ImportedPlace>) {
        let place = location.completed(known);
        let territory = place.as_ref().and_then(|place| place.territory.clone());
        let territory = territory.filter(|_| location.stands_in);
        match (&mut self.content.whereabouts, territory) {
            (Whereabouts::Online { .. }, _) => return,
            (whereabouts, Some(territory)) => *whereabouts = Whereabouts::OnRequest { territory },
            (Whereabouts::InPerson { place: at } | Whereabouts::Mixed { place: at, .. }, None) => {
                *at = place.clone().unwrap_or_else(nowhere);
            }
            (Whereabouts::OnRequest { .. }, None) => {}
        }
        // A bare name says less than the document that is still to come, but says enough.
        self.awaits_place = location.id.clone().filter(|_| place.is_none());
    }

    /// Ids of the places and organisers that complete it, whether or not they are known.
    pub fn refers(&self) -> BTreeSet<&ExternalId> {
        let told = self.told.as_ref();
        let place = told.and_then(|told| told.location.as_ref()?.id.as_ref());
        let ids = [
            place,
            self.awaits_place.as_ref(),
            told.and_then(|told| told.actor.id()),
            self.actor.id(),
        ];
        ids.into_iter()
            .flatten()
            .filter(|id| !id.is_nil())
            .collect()
    }

    /// Whether it says the same of itself and names the same organiser, known or awaited.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.content == other.content
            && self.awaits_place == other.awaits_place
            && discriminant(&self.actor) == discriminant(&other.actor)
            && self.actor.id() == other.actor.id()
    }
}

impl Location {
    /// The place: as its own document says, which the event fills where it leaves something open.
    fn completed(&self, known: Option<&ImportedPlace>) -> Option<Place> {
        match (known, &self.place) {
            (Some(known), Some(told)) => Some(filled(&known.place, told)),
            (Some(known), None) => Some(known.place.clone()),
            (None, told) => told.clone(),
        }
    }
}

/// Address parts go together: half of one and half of the other would be nowhere.
fn filled(known: &Place, told: &Place) -> Place {
    let address = |place: &Place| {
        let Place {
            street,
            postcode,
            locality,
            ..
        } = place;
        [street, postcode, locality].map(Option::clone)
    };
    let ours = address(known);
    if ours.iter().all(Option::is_none) {
        return Place {
            name: known.name.clone().or_else(|| told.name.clone()),
            point: known.point.or(told.point),
            ..told.clone()
        };
    }
    // What the event says of another address is not of this one.
    let told = Some(told).filter(|told| address(told) == ours);
    Place {
        point: known.point.or_else(|| told?.point),
        territory: known.territory.clone().or_else(|| told?.territory.clone()),
        ..known.clone()
    }
}

/// A place of which nothing is known yet.
pub(super) fn nowhere() -> Place {
    Place {
        name: None,
        street: None,
        postcode: None,
        locality: None,
        country: "BE".to_owned(),
        territory: None,
        point: None,
    }
}

/// What sort of thing it is and where, else its title.
fn summary(sort: &str, content: &OpportunityContent) -> LocalizedText {
    let place = match content.whereabouts.place() {
        Some(place) => [&place.name, &place.locality]
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(", "),
        None if content.whereabouts.is_online() => "online".to_owned(),
        None => String::new(),
    };
    let parts: Vec<&str> = [sort, place.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let summary = words::cut(&parts.join(" · "), MAX_SUMMARY).0;
    if summary.is_empty() {
        return content.title.clone();
    }
    // The labels of types are Dutch.
    LocalizedText::own(Lang::Nl, summary)
}
