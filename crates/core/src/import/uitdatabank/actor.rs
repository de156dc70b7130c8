//! Organisers.

use goesting_types::actor::ActorKind;
use goesting_types::lang::Lang;
use serde_json::Value;

use super::{contact, json, place, texts};
use crate::fold::fold_key;
use crate::import::model::{ActorRef, ExternalId, ImportedActor};
use crate::import::words;

const MAX_NAME: usize = 120;
const MAX_ABOUT: usize = 2000;

/// An organiser, when it has a name. `main` is the language of the document around it.
pub(super) fn actor(document: &Value, main: Lang) -> Option<ImportedActor> {
    let main = if json::member(document, "mainLanguage").is_some() {
        texts::main_lang(document)
    } else {
        main
    };
    let name = texts::one(document.get("name"), main, MAX_NAME)?;
    let mut about = texts::paragraphs(document.get("description"), main, &mut Vec::new());
    for text in about.0.values_mut() {
        text.text = words::cut(&text.text, MAX_ABOUT).0;
    }
    let address = place::address(document, main);
    Some(ImportedActor {
        id: json::text_of(document, "@id").and_then(|id| ExternalId::from_address(&id)),
        url: json::text_of(document, "@id").and_then(|id| json::web_address(&id)),
        kind: kind(&name),
        name,
        about,
        territory: address.and_then(|place| place.territory),
        contact: contact::contact(document),
    })
}

/// Who organises, as the document says: one it tells of, one it only refers to, or nobody.
pub(super) fn organiser(document: &Value, main: Lang) -> ActorRef {
    let Some(organiser) = json::one(document, "organizer") else {
        return ActorRef::Unknown;
    };
    let id = json::text_of(organiser, "@id")
        .or_else(|| json::text(Some(organiser)))
        .and_then(|id| ExternalId::from_address(&id))
        .filter(|id| !id.is_nil());
    match (actor(organiser, main), id) {
        (Some(actor), _) => ActorRef::Known(Box::new(actor)),
        (None, Some(id)) => ActorRef::Awaited(id),
        (None, None) => ActorRef::Unknown,
    }
}

/// What the name says beyond doubt. Not schools and companies: what they may see differs (F12),
/// and a guess must not decide that.
fn kind(name: &str) -> ActorKind {
    let key = fold_key(name);
    let words: Vec<&str> = key.split(' ').collect();
    let any = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let begins = |known: &[&str]| words.first().is_some_and(|word| known.contains(word));
    if any(&["bibliotheek", "bib", "bibliotheque"]) {
        ActorKind::Library
    } else if any(&["museum", "musea", "musee"]) {
        ActorKind::Museum
    } else if any(&[
        "jeugdhuis",
        "jeugdclub",
        "chiro",
        "scouts",
        "ksa",
        "klj",
        "speelplein",
    ]) {
        ActorKind::YouthClub
    } else if any(&["gemeentebestuur", "stadsbestuur", "provinciebestuur"])
        || begins(&["stad", "gemeente", "provincie", "ville", "commune"])
    {
        ActorKind::Government
    } else if any(&["vzw", "asbl"]) {
        ActorKind::Association
    } else {
        ActorKind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_organiser_in_new_and_old_shape() {
        let new = actor(
            &json!({
                "@id": "https://io.uitdatabank.be/organizers/50c2e3f1-1f40-4c5d-8e0b-0b6f7b8d1c11",
                "mainLanguage": "fr",
                "name": {"fr": "Atelier L'Aiguille asbl", "nl": "Atelier De Naald vzw"},
                "address": {"nl": {"postalCode": "3000", "addressLocality": "Leuven", "addressCountry": "BE"}},
                "contactPoint": {"email": ["info@naald.be"], "phone": [], "url": []},
                "description": {"nl": "<p>Wij naaien.</p>"},
            }),
            Lang::Nl,
        )
        .unwrap();
        assert_eq!(new.name, "Atelier L'Aiguille asbl");
        assert_eq!(new.kind, ActorKind::Association);
        assert_eq!(new.territory.unwrap().as_str(), "24062");
        assert_eq!(new.about.get(Lang::Nl), Some("Wij naaien."));
        let old = actor(
            &json!({
                "name": "Museum Het Wiel",
                "addresses": [{"postalCode": "3010", "addressLocality": "Kessel-Lo (Leuven)"}],
                "phone": ["016 11 22 33"],
                "url": ["http://wiel.be"],
            }),
            Lang::Nl,
        )
        .unwrap();
        assert_eq!((old.id, old.kind), (None, ActorKind::Museum));
        assert_eq!(old.territory.unwrap().as_str(), "24062");
        assert_eq!(old.contact.url.as_deref(), Some("http://wiel.be"));
        assert!(actor(&json!({"name": {"nl": " "}}), Lang::Nl).is_none());
    }

    #[test]
    fn only_certain_names_tell_the_sort() {
        for (name, expected) in [
            ("Stad Gent", ActorKind::Government),
            ("De Stad in Verhalen", ActorKind::Other),
            ("Bib Aarschot", ActorKind::Library),
            ("Davidsfonds Academie", ActorKind::Other),
            ("Scouts Sint-Jan", ActorKind::YouthClub),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }

    #[test]
    fn an_organiser_is_told_referred_to_or_nobody() {
        let of = |document: Value| organiser(&document, Lang::Nl);
        for nobody in [json!({}), json!({"organizer": {"@id": null, "name": ""}})] {
            assert_eq!(of(nobody), ActorRef::Unknown);
        }
        assert!(matches!(
            of(json!({"organizer": [{"name": "Naald"}]})),
            ActorRef::Known(_)
        ));
        let awaited = of(
            json!({"organizer": {"@id": "http://x/organizers/7481A1F9-D5CB-3BC9-D3C308240015B44D"}}),
        );
        assert!(matches!(awaited, ActorRef::Awaited(id) if id.as_str().starts_with("7481a1f9")));
        assert!(matches!(
            of(json!({"organizer": "http://x/organizers/foo"})),
            ActorRef::Awaited(_)
        ));
    }
}
