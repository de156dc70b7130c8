//! What a document is, and the places and organisers of one import.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{actor, json, place, texts, time};
use crate::import::model::{ExternalId, ImportedActor, ImportedPlace};
use crate::import::skip::{SkipCode, SkipReason};
use crate::import::words;

/// What a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// An event.
    Event,
    /// A place.
    Place,
    /// An organiser.
    Organiser,
    /// A page of documents (`member`, `hydra:member`).
    Page,
}

/// A document that was told apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Document {
    /// An event, to be mapped by [`super::opportunity`] once all places and organisers are known.
    Event,
    /// A place.
    Place(Box<ImportedPlace>),
    /// An organiser.
    Organiser(Box<ImportedActor>),
}

/// Id and age of a document: what decides which of two with the same id counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its id; from its content when it has none.
    pub id: ExternalId,
    /// When the source last changed it.
    pub modified: Option<DateTime<Utc>>,
}

/// Id and age. `content_hash` serves a document that has no id.
pub fn head(document: &Value, content_hash: impl FnOnce() -> String) -> Head {
    let id = json::text_of(document, "@id")
        .and_then(|id| ExternalId::from_address(&id))
        .unwrap_or_else(|| ExternalId::from_content_hash(&content_hash()));
    let modified = ["modified", "created"]
        .iter()
        .find_map(|key| time::moment(&json::text_of(document, key)?))
        .map(|moment| moment.utc);
    Head { id, modified }
}

/// Ids of the place and the organisers a document refers to.
pub fn references(document: &Value) -> impl Iterator<Item = ExternalId> {
    let location = json::one(document, "location");
    let organisers = [Some(document), location].into_iter().flatten();
    location
        .into_iter()
        .chain(organisers.filter_map(|source| json::one(source, "organizer")))
        .filter_map(|source| json::text_of(source, "@id").or_else(|| json::text(Some(source))))
        .filter_map(|id| ExternalId::from_address(&id))
        .filter(|id| !id.is_nil())
}

/// Tells what a document is; reads places and organisers whole. Refuses what is not filled in,
/// only refers to a document, or is none.
pub fn read(document: &Value, id: &ExternalId) -> Result<Document, SkipReason> {
    match checked_kind(document)? {
        DocumentKind::Event => Ok(Document::Event),
        DocumentKind::Page => Err(SkipReason::new(SkipCode::EmptyPage)),
        DocumentKind::Place => {
            not_deleted(document)?;
            place::place_document(document, id.clone())
                .map(|place| Document::Place(Box::new(place)))
        }
        DocumentKind::Organiser => {
            not_deleted(document)?;
            let mut actor = actor::actor(document, texts::main_lang(document))
                .ok_or_else(|| SkipReason::new(SkipCode::NoTitle))?;
            actor.id = Some(id.clone());
            Ok(Document::Organiser(Box::new(actor)))
        }
    }
}

/// The kind of a document that holds something and was filled in.
pub(super) fn checked_kind(document: &Value) -> Result<DocumentKind, SkipReason> {
    if !document.is_object() {
        return Err(SkipReason::new(SkipCode::NotAnObject));
    }
    if let Some(placeholder) = placeholder(document) {
        return Err(SkipReason::with(SkipCode::Placeholder, placeholder));
    }
    let kind = kind_of(document).ok_or_else(|| SkipReason::new(SkipCode::UnknownKind))?;
    let holds_something = [
        "name",
        "terms",
        "location",
        "address",
        "calendarType",
        "description",
    ]
    .iter()
    .any(|key| document.get(key).is_some());
    // An organiser that only says how it is reached is one without a name.
    let is_reached = kind == DocumentKind::Organiser
        && ["url", "website", "contactPoint", "contact", "addresses"]
            .iter()
            .any(|key| document.get(key).is_some());
    let holds_something = holds_something || is_reached;
    if kind != DocumentKind::Page && !holds_something {
        let id = json::text_of(document, "@id").unwrap_or_default();
        return Err(SkipReason::with(
            SkipCode::ReferenceOnly,
            words::cut(&id, 120).0,
        ));
    }
    Ok(kind)
}

fn not_deleted(document: &Value) -> Result<(), SkipReason> {
    match json::text_of(document, "workflowStatus") {
        Some(status) if status.eq_ignore_ascii_case("DELETED") => {
            Err(SkipReason::new(SkipCode::Deleted))
        }
        _ => Ok(()),
    }
}

/// The kind: by its type, its address, its context, else its shape; requests as sent to the source
/// say none of the first three.
#[must_use]
pub fn kind_of(document: &Value) -> Option<DocumentKind> {
    let object = document.as_object()?;
    let said = ["@type", "@id", "@context"].iter().find_map(|key| {
        let text = json::text_of(document, key)?.to_ascii_lowercase();
        let last = text.rsplit([':', '/']).next().unwrap_or_default();
        let by = |word: &str| match *key {
            "@type" => last == word,
            "@id" => text.contains(&format!("/{word}/")) || text.contains(&format!("/{word}s/")),
            _ => last.starts_with(word),
        };
        if by("event") {
            Some(DocumentKind::Event)
        } else if by("place") {
            Some(DocumentKind::Place)
        } else if by("organizer") || by("organisation") || by("organization") {
            Some(DocumentKind::Organiser)
        } else if *key == "@type" && last.ends_with("collection") {
            Some(DocumentKind::Page)
        } else {
            None
        }
    });
    said.or_else(|| by_shape(object))
}

fn by_shape(object: &serde_json::Map<String, Value>) -> Option<DocumentKind> {
    let has = |keys: &[&str]| keys.iter().any(|key| object.contains_key(*key));
    if ["member", "hydra:member"]
        .iter()
        .any(|key| object.get(*key).is_some_and(Value::is_array))
    {
        return Some(DocumentKind::Page);
    }
    let scheduled = has(&["calendarType", "subEvent"]);
    let located = object.get("location").is_some_and(Value::is_object);
    if scheduled && (located || has(&["attendanceMode", "audience", "onlineUrl"])) {
        return Some(DocumentKind::Event);
    }
    if !has(&["name"]) {
        return scheduled.then_some(DocumentKind::Event);
    }
    if located || has(&["attendanceMode", "audience"]) {
        Some(DocumentKind::Event)
    } else if has(&["terms"]) && has(&["address"]) {
        Some(DocumentKind::Place)
    } else if scheduled || has(&["terms"]) {
        Some(DocumentKind::Event)
    } else if has(&[
        "url",
        "website",
        "contactPoint",
        "contact",
        "addresses",
        "address",
    ]) {
        Some(DocumentKind::Organiser)
    } else {
        None
    }
}

/// The first placeholder of a template: `%{word}`, in any text or key.
fn placeholder(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => placeholder_in(text),
        Value::Array(items) => items.iter().find_map(placeholder),
        Value::Object(members) => members
            .iter()
            .find_map(|(key, value)| placeholder_in(key).or_else(|| placeholder(value))),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn placeholder_in(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(at) = rest.find("%{") {
        let from = rest.get(at..)?;
        let inside = from.get(2..)?;
        let end = inside.find('}')?;
        let word = inside.get(..end)?;
        let is_word = !word.is_empty()
            && word.len() <= 60
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if is_word {
            return from.get(..end + 3);
        }
        rest = inside;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn kinds_by_what_they_say_and_by_shape() {
        use DocumentKind::{Event, Organiser, Page, Place};
        for (document, kind) in [
            (json!({"@type": "udb:Event"}), Some(Event)),
            (
                json!({"@type": "Place", "@id": "http://x/event/1"}),
                Some(Place),
            ),
            (
                json!({"@id": "http://x/organizers/1", "name": "a"}),
                Some(Organiser),
            ),
            (
                json!({"@id": "http://x/entity/1", "@context": "/api/1.0/event.jsonld"}),
                Some(Event),
            ),
            (
                json!({"@context": {"udb": "x"}, "name": "a", "location": {}}),
                Some(Event),
            ),
            (
                json!({"@type": "PagedCollection", "member": []}),
                Some(Page),
            ),
            (json!({"hydra:member": []}), Some(Page)),
            (
                json!({"name": {}, "terms": [], "location": {}, "calendarType": "permanent"}),
                Some(Event),
            ),
            (
                json!({"name": {}, "terms": [], "address": {}, "calendarType": "permanent"}),
                Some(Place),
            ),
            (
                json!({"name": {}, "terms": [], "attendanceMode": "online", "calendarType": "permanent"}),
                Some(Event),
            ),
            (json!({"name": {}, "url": "https://x.be"}), Some(Organiser)),
            (json!({"calendarType": "periodic"}), Some(Event)),
            (json!({"title": "x", "location": "Gent"}), None),
            (json!({"name": "x"}), None),
            (json!({"terms": []}), None),
            (json!([]), None),
        ] {
            assert_eq!(kind_of(&document), kind, "{document}");
        }
    }

    #[test]
    fn placeholders_are_found_anywhere_but_not_everywhere() {
        let code = |document: &Value| checked_kind(document).err().map(|reason| reason.code);
        assert_eq!(
            code(&json!({"a": [{"b": "x %{name}"}]})),
            Some(SkipCode::Placeholder)
        );
        assert_eq!(code(&json!({"%{key}": 1})), Some(SkipCode::Placeholder));
        let fine = json!({"@type": "Event", "name": "100%{ } %{een zin} 50%{"});
        assert_eq!(code(&fine), None);
        let late = json!({"@type": "Event", "name": "%{ } %{b}"});
        assert_eq!(code(&late), Some(SkipCode::Placeholder));
    }

    #[test]
    fn an_organiser_that_says_how_it_is_reached_is_more_than_a_reference() {
        let id = ExternalId::from_address("x:1").unwrap();
        let code = |document: Value| read(&document, &id).unwrap_err().code;
        let nameless = json!({"@type": "Organizer", "url": "http://x.be"});
        assert_eq!(code(nameless), SkipCode::NoTitle);
        let bare = json!({"@type": "Organizer", "@id": "http://x/organizers/1"});
        assert_eq!(code(bare), SkipCode::ReferenceOnly);
    }

    #[test]
    fn heads() {
        let id = |document: &Value| head(document, || "abc".to_owned());
        assert_eq!(id(&json!({})).id.as_str(), "content:abc");
        let full = id(
            &json!({"@id": "http://x/event/e1", "created": "2020-01-01T00:00:00Z", "modified": "x"}),
        );
        assert_eq!(full.id.as_str(), "http://x/event/e1");
        assert_eq!(
            full.modified.unwrap().to_rfc3339(),
            "2020-01-01T00:00:00+00:00"
        );
    }
}
