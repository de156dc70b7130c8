//! Files of UiTdatabank documents.

use goesting_api::importers::uitdatabank::lines::Lines;
use goesting_api::importers::uitdatabank::split::{Piece, Split};
use goesting_core::contact::{self, Reachable, is_web_address};
use goesting_core::import::sessions::new_session;
use goesting_core::import::uitdatabank::{Document, Index, head, opportunity, read};
use goesting_core::import::{
    ActorRef, ImportedActor, ImportedOpportunity, ImportedPlace, ImportedSession, MergeKey,
    RemotePicture, merge_key,
};
use goesting_core::opportunity::{MAX_PICTURES, check_place, checked};
use goesting_core::session::MAX_CAPACITY;
use goesting_core::time::Zone;
use goesting_core::{Check, Refusal};
use goesting_types::actor::Contact;
use goesting_types::ids::OpportunityId;
use goesting_types::lang::Lang;
use goesting_types::text::LocalizedText;
use serde_json::Value;

use crate::now;

/// Reads a file of documents, as a whole and line by line, and maps them as an import does.
///
/// # Panics
/// When what comes out breaks a limit of its own.
pub fn uitdatabank(bytes: &[u8]) {
    map(bytes.len(), Split::new(bytes, 1).collect());
    map(bytes.len(), Lines::new(bytes).collect());
}

/// The opportunities of a file.
pub(crate) fn opportunities(bytes: &[u8]) -> Vec<ImportedOpportunity> {
    map(bytes.len(), Split::new(bytes, 1).collect())
}

fn map(size: usize, pieces: Vec<Piece>) -> Vec<ImportedOpportunity> {
    assert!(pieces.len() <= size + 1, "each piece has bytes of its own");
    assert!(pieces.is_sorted_by_key(|piece| piece.line));
    let contents = pieces.into_iter().filter_map(|piece| piece.content.ok());
    let documents: Vec<Value> = contents.collect();
    let heads = documents.iter().map(|one| head(one, || "0".repeat(32)));
    let ids: Vec<_> = heads.map(|head| head.id).collect();
    let mut index = Index::default();
    for (document, id) in documents.iter().zip(&ids) {
        match read(document, id) {
            Ok(Document::Place(place)) => {
                place_holds(&place);
                index.add_place(*place);
            }
            Ok(Document::Organiser(actor)) => {
                actor_holds(&actor);
                index.add_actor(*actor);
            }
            Ok(Document::Event) | Err(_) => {}
        }
    }
    let documents = documents.iter().zip(&ids);
    let mapped = documents.filter_map(|(one, id)| opportunity(one, id, &index, now()).ok());
    mapped.inspect(opportunity_holds).collect()
}

fn opportunity_holds(one: &ImportedOpportunity) {
    let ImportedOpportunity {
        id: _,
        url,
        same_as,
        main_lang,
        content,
        told: _,
        awaits_place: _,
        actor,
        availability: _,
        sessions,
        over_at,
        pictures,
        notes: _,
    } = one;
    assert!(!content.title.is_blank());
    // Whoever takes it over can save it as it is.
    within(checked(content.clone(), "").map(|_| ()));
    let mut addresses = url.iter().chain(same_as);
    assert!(addresses.all(|address| is_web_address(address)), "{one:?}");
    ref_holds(actor);
    assert!(sessions.len() <= 1000 && pictures.len() <= MAX_PICTURES);
    assert!(sessions.is_sorted_by_key(|session| session.starts_at));
    assert!(sessions.is_empty() || over_at.is_some());
    for session in sessions {
        session_holds(session, *main_lang);
    }
    for RemotePicture { url, alt, credit } in pictures {
        assert!(is_web_address(url), "{url:?}");
        text_holds(alt, 300);
        assert!(credit.iter().all(|credit| credit.chars().count() <= 120));
    }
    assert!(merge_key(one).as_str().chars().count() <= MergeKey::MAX_CHARS);
    // What is stored of it can be read again, on both databases.
    let stored = serde_json::to_string(one).unwrap_or_default();
    assert!(!stored.contains("\\u0000"), "{stored}");
    let again = serde_json::from_str::<ImportedOpportunity>(&stored);
    assert!(again.is_ok(), "{again:?}");
    let _ = one.state_at(now());
}

fn session_holds(session: &ImportedSession, lang: Lang) {
    let local = |at| Zone::BRUSSELS.local(at);
    assert!(session.ends_at > session.starts_at, "{session:?}");
    assert_eq!(local(session.starts_at), session.local_start);
    assert_eq!(local(session.ends_at), session.local_end);
    let ours = new_session(session, OpportunityId::new(), lang);
    if let Some(capacity) = ours.terms.capacity {
        assert!((1..=MAX_CAPACITY).contains(&capacity), "{session:?}");
        assert!(ours.taken.places() <= capacity, "{session:?}");
    }
    let mut words = ours.message.iter();
    assert!(words.all(|words| words.chars().count() <= 500));
}

fn place_holds(place: &ImportedPlace) {
    let mut check = Check::default();
    check_place(&mut check, "/whereabouts/place", &mut place.place.clone());
    within(check.finish());
    contact_holds(&place.contact);
    ref_holds(&place.owner);
}

fn actor_holds(actor: &ImportedActor) {
    assert!((1..=120).contains(&actor.name.chars().count()), "{actor:?}");
    assert!(actor.url.as_deref().is_none_or(is_web_address), "{actor:?}");
    text_holds(&actor.about, 2000);
    contact_holds(&actor.contact);
}

fn ref_holds(actor: &ActorRef) {
    match actor {
        ActorRef::Known(actor) => actor_holds(actor),
        ActorRef::Awaited(_) | ActorRef::Unknown => {}
    }
}

fn contact_holds(contact: &Contact) {
    let mut check = Check::default();
    contact::check(&mut check, "/contact", contact, Reachable::Later);
    within(check.finish());
}

fn text_holds(text: &LocalizedText, most: usize) {
    let mut lengths = text.iter().map(|(_, words)| words.chars().count());
    assert!(
        lengths.all(|length| (1..=most).contains(&length)),
        "{text:?}"
    );
}

/// Within the limits of what people write themselves; only the municipality may be missing, where
/// the address does not tell it.
fn within(checked: Result<(), Refusal>) {
    if let Err(refusal) = checked {
        let mut others = refusal.errors.iter();
        let odd = others.find(|error| error.pointer != "/whereabouts/place/territory");
        assert!(odd.is_none(), "{odd:?}");
    }
}
