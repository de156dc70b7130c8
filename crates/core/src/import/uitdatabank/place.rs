//! Places: documents of their own, and what an event says of where it happens.

use goesting_types::card::LowThresholdCard;
use goesting_types::lang::Lang;
use goesting_types::place::{Place, Point, Whereabouts};
use goesting_types::territory::TerritoryId;
use serde_json::Value;

use super::terms::Terms;
use super::{actor, contact, json, texts};
use crate::import::complete::{Access, Location, nowhere};
use crate::import::html;
use crate::import::model::{ExternalId, ImportedPlace, Note, NoteCode};
use crate::import::skip::{SkipCode, SkipReason};
use crate::import::words;
use crate::opportunity::fill_place;
use crate::reference::places::locate;

const MAX_NAME: usize = 120;
const MAX_STREET: usize = 120;
const MAX_POSTCODE: usize = 16;
const MAX_LOCALITY: usize = 80;

/// Where Belgium lies, roughly: south, north, west, east.
const BELGIUM: [f64; 4] = [49.4, 51.6, 2.4, 6.5];

/// A place document.
pub(super) fn place_document(
    document: &Value,
    id: ExternalId,
) -> Result<ImportedPlace, SkipReason> {
    let main = texts::main_lang(document);
    let place = place(document, main, &mut Vec::new())
        .filter(|place| place.name.is_some())
        .ok_or_else(|| SkipReason::new(SkipCode::NoTitle))?;
    Ok(ImportedPlace {
        id,
        place,
        owner: actor::organiser(document, main),
        contact: contact::contact(document),
        access: access(document),
    })
}

/// Where an event happens, as far as it says so itself. A place that has to be looked up is empty.
pub(super) struct Found {
    pub(super) whereabouts: Whereabouts,
    pub(super) location: Option<Location>,
}

/// Reads `attendanceMode`, `onlineUrl` and `location`.
pub(super) fn whereabouts(
    document: &Value,
    main: Lang,
    notes: &mut Vec<Note>,
) -> Result<Found, SkipReason> {
    let url = json::text_of(document, "onlineUrl").and_then(|url| json::web_address(&url));
    let mode = mode(document);
    let location = location(document, main, notes);
    let place = nowhere();
    let whereabouts = match (mode.as_str(), &location) {
        ("online", _) => Whereabouts::Online { url },
        ("mixed", None) => {
            notes.push(Note {
                code: NoteCode::OnlineOnly,
                found: "mixed".to_owned(),
            });
            Whereabouts::Online { url }
        }
        ("mixed", Some(_)) => Whereabouts::Mixed { place, url },
        (_, Some(_)) => Whereabouts::InPerson { place },
        // It does not say how one takes part; without a place there is one way.
        ("", None) if url.is_some() => Whereabouts::Online { url },
        (_, None) => return Err(SkipReason::new(SkipCode::NoPlace)),
    };
    Ok(Found {
        whereabouts,
        location,
    })
}

/// `online`, `mixed` or `offline`; some write it as schema.org does.
fn mode(document: &Value) -> String {
    let mode = json::text_of(document, "attendanceMode").unwrap_or_default();
    let mode = mode.to_ascii_lowercase();
    let last = mode.rsplit(['/', ':']).next().unwrap_or_default();
    last.trim_end_matches("eventattendancemode").to_owned()
}

/// What the event says of its location; nothing when it neither tells nor refers to one.
fn location(document: &Value, main: Lang, notes: &mut Vec<Note>) -> Option<Location> {
    let location = json::one(document, "location")?;
    let id = json::text_of(location, "@id")
        .or_else(|| json::text(Some(location)))
        .and_then(|id| ExternalId::from_address(&id));
    if id.as_ref().is_some_and(ExternalId::is_nil) {
        return None;
    }
    let place = place(location, main, notes);
    if id.is_none() && place.is_none() {
        return None;
    }
    Some(Location {
        id,
        place,
        stands_in: json::is_true(location, "isDummyPlaceForEducationEvents"),
        owner: actor::organiser(location, main),
        contact: contact::contact(location),
        access: access(location),
    })
}

/// What its facilities promise of the way in.
fn access(document: &Value) -> Access {
    let mut card = LowThresholdCard::default();
    Terms::of(document).mark(&mut card);
    Access {
        wheelchair: card.wheelchair,
        accessible_toilet: card.accessible_toilet,
    }
}

/// A place with a name or an address; nothing when it has neither.
pub(super) fn place(source: &Value, main: Lang, notes: &mut Vec<Note>) -> Option<Place> {
    let name = texts::one(source.get("name"), main, MAX_NAME);
    let address = address(source, main);
    if name.is_none() && address.is_none() {
        return None;
    }
    let mut place = address.unwrap_or_else(nowhere);
    place.name = name;
    place.point = point(source, &place.country, notes);
    // An address that tells no municipality may have a point that does.
    fill_place(&mut place);
    Some(place)
}

/// The address: per language, or bare in old documents; `addresses` in the oldest.
pub(super) fn address(source: &Value, main: Lang) -> Option<Place> {
    let address = json::member(source, "address")
        .map(|address| localised(address, main))
        .or_else(|| json::list(source, "addresses").into_iter().next())?;
    let part = |key, max| {
        json::text_of(address, key)
            .map(|text| words::cut(&html::to_line(&text), max).0)
            .filter(|text| !text.is_empty())
    };
    let street = part("streetAddress", MAX_STREET);
    let postcode = part("postalCode", MAX_POSTCODE);
    let locality = part("addressLocality", MAX_LOCALITY);
    if street.is_none() && postcode.is_none() && locality.is_none() {
        return None;
    }
    let country = part("addressCountry", 3)
        .map(|code| code.to_ascii_uppercase())
        .filter(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()))
        .unwrap_or_else(|| "BE".to_owned());
    let territory = (country == "BE")
        .then(|| territory(postcode.as_deref(), locality.as_deref()))
        .flatten();
    Some(Place {
        name: None,
        street,
        postcode,
        locality,
        country,
        territory,
        point: None,
    })
}

/// The address in the main language, Dutch, or whichever comes first.
fn localised(address: &Value, main: Lang) -> &Value {
    let Value::Object(members) = address else {
        return address;
    };
    // One that was never filled in says nothing.
    let says = |found: &&Value| {
        let parts = ["streetAddress", "postalCode", "addressLocality"];
        parts
            .iter()
            .any(|part| json::text_of(found, part).is_some())
    };
    let in_lang = |lang: Lang| members.get(lang.as_str()).filter(says);
    in_lang(main)
        .or_else(|| in_lang(Lang::Nl))
        .or_else(|| members.values().find(says))
        .unwrap_or(address)
}

/// The municipality of an address. "Kessel-Lo (Leuven)" is looked up as both.
fn territory(postcode: Option<&str>, locality: Option<&str>) -> Option<TerritoryId> {
    let locality = locality.unwrap_or_default();
    let bare = locality.split('(').next().unwrap_or(locality);
    locate(postcode.unwrap_or_default(), bare)
        .map(|found| TerritoryId::from(found.municipality.code))
}

/// The point, unless it is none, is 0,0, or lies far from where the address says.
fn point(source: &Value, country: &str, notes: &mut Vec<Note>) -> Option<Point> {
    let geo = json::member(source, "geo")?;
    let lat = json::number(geo.get("latitude"));
    let lon = json::number(geo.get("longitude"));
    let point = lat
        .zip(lon)
        .and_then(|(lat, lon)| Point::new(lat, lon).ok())
        .filter(|point| country != "BE" || in_belgium(*point))
        .filter(|point| point.lat.abs() > 0.001 || point.lon.abs() > 0.001);
    if point.is_none() {
        notes.push(Note {
            code: NoteCode::PointLeftOut,
            found: words::cut(&geo.to_string(), 80).0,
        });
    }
    point
}

fn in_belgium(point: Point) -> bool {
    let [south, north, west, east] = BELGIUM;
    (south..=north).contains(&point.lat) && (west..=east).contains(&point.lon)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::complete::Index;
    use crate::import::model::{ActorRef, ImportedOpportunity};
    use crate::import::uitdatabank::opportunity;
    use serde_json::json;

    const ID: &str = "https://io.uitdatabank.be/place/295d19f2-eb53-4d3d-8f5b-1c1f1a1b1c1d";

    fn index() -> Index {
        let document = json!({
            "@id": ID, "@type": "Place", "name": {"nl": "Huis 12"},
            "address": {"nl": {"streetAddress": "Kerkstraat 1", "postalCode": "9000", "addressLocality": "Gent", "addressCountry": "BE"}},
            "geo": {"latitude": 51.05, "longitude": "3.72"},
            "organizer": {"name": "Huis 12 vzw"},
        });
        let mut index = Index::default();
        let id = ExternalId::from_address(ID).unwrap();
        index.add_place(place_document(&document, id).unwrap());
        index
    }

    /// An event there, and what was read otherwise than it stood.
    fn found(there: &Value) -> (Result<ImportedOpportunity, SkipCode>, Vec<NoteCode>) {
        let mut document = json!({
            "@type": "Event", "name": {"nl": "Naaien"}, "terms": [{"id": "0.3.1.0.0"}],
            "calendarType": "permanent",
        });
        for (key, value) in there.as_object().unwrap() {
            document[key] = value.clone();
        }
        let id = ExternalId::from_address("x:1").unwrap();
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        match opportunity(&document, &id, &index(), now) {
            Ok(event) => {
                let notes = event.notes.iter().map(|note| note.code).collect();
                (Ok(event), notes)
            }
            Err(reason) => (Err(reason.code), Vec::new()),
        }
    }

    fn at(document: &Value) -> Place {
        found(document)
            .0
            .unwrap()
            .content
            .whereabouts
            .place()
            .unwrap()
            .clone()
    }

    #[test]
    fn a_location_told_in_full() {
        let place = at(&json!({"location": {
            "name": {"nl": "Hongaria", "fr": "Hongarie"},
            "address": {"fr": {"postalCode": "1060", "addressLocality": "Saint-Gilles", "streetAddress": "Rue du Fort 5"}, "nl": {"postalCode": "1060", "addressLocality": "Sint-Gillis", "streetAddress": "Fortstraat 5"}},
            "geo": {"latitude": 50.83, "longitude": 4.34},
        }}));
        assert_eq!(place.name.as_deref(), Some("Hongaria"));
        assert_eq!(place.street.as_deref(), Some("Fortstraat 5"));
        assert_eq!(place.territory.unwrap().as_str(), "21013");
        assert!(place.point.is_some());
    }

    #[test]
    fn an_address_that_is_empty_in_one_language_is_that_of_another() {
        let place = at(&json!({"location": {"name": "CC", "address": {
            "nl": {"addressCountry": "BE", "postalCode": ""},
            "fr": {"postalCode": "1060", "addressLocality": "Saint-Gilles"},
        }}}));
        assert_eq!(place.territory.unwrap().as_str(), "21013");
    }

    #[test]
    fn a_location_in_a_list_is_one() {
        let known = at(&json!({"location": [{"@id": ID}]}));
        assert_eq!(known.name.as_deref(), Some("Huis 12"));
    }

    #[test]
    fn old_addresses_have_no_language() {
        let place = at(
            &json!({"location": {"name": "CC", "address": {"addressCountry": "BE", "addressLocality": "Tienen", "postalCode": "3300", "streetAddress": "Sint-Jorisplein 20 "}}}),
        );
        assert_eq!(place.street.as_deref(), Some("Sint-Jorisplein 20"));
        assert_eq!(place.territory.unwrap().as_str(), "24107");
    }

    #[test]
    fn a_reference_is_looked_up_completed_or_awaited() {
        let known = at(&json!({"location": {"@id": ID}}));
        assert_eq!(
            (known.name.as_deref(), known.locality.as_deref()),
            (Some("Huis 12"), Some("Gent"))
        );
        let copy = json!({"@id": ID, "name": {"nl": "Huis Twaalf"}, "address": {"nl": {"postalCode": "3000", "addressLocality": "Leuven"}}, "geo": {"latitude": 50.88, "longitude": 4.7}});
        assert_eq!(
            at(&json!({ "location": copy })),
            known,
            "its own document says it best"
        );
        let owned = found(&json!({"location": {"@id": ID}})).0.unwrap();
        assert!(matches!(owned.actor, ActorRef::Known(actor) if actor.name == "Huis 12 vzw"));
        let (awaited, _) = found(
            &json!({"location": {"@id": "https://x/place/c90bc8d5-11c5-4ae3-9bf9-cce0969fdc56"}}),
        );
        assert_eq!(
            awaited.unwrap().awaits_place.unwrap().as_str(),
            "c90bc8d5-11c5-4ae3-9bf9-cce0969fdc56"
        );
    }

    #[test]
    fn where_a_wheelchair_gets_in_at_the_place_it_does_at_its_events() {
        let facilities = json!([{"id": "3.23.1.0.0", "domain": "facility"}]);
        let location = json!({"@id": ID, "terms": facilities});
        let card = |there: Value| found(&there).0.unwrap().content.card;
        assert!(card(json!({ "location": location })).wheelchair);
        assert!(!card(json!({"location": {"@id": ID}})).wheelchair);
        let online = json!({"attendanceMode": "online", "location": location});
        assert!(!card(online).wheelchair);
    }

    #[test]
    fn online_and_mixed() {
        let nil = "https://x/place/00000000-0000-0000-0000-000000000000";
        let mode = |mode: &str, location: Value| {
            found(
                &json!({"attendanceMode": mode, "onlineUrl": "https://meet.be", "location": location}),
            )
        };
        let url = Some("https://meet.be".to_owned());
        for location in [json!(null), json!({"@id": nil}), json!({"@id": ID})] {
            let (online, notes) = mode("online", location);
            assert_eq!(
                online.unwrap().content.whereabouts,
                Whereabouts::Online { url: url.clone() }
            );
            assert!(notes.is_empty());
        }
        assert!(matches!(
            mode("mixed", json!({"@id": ID}))
                .0
                .unwrap()
                .content
                .whereabouts,
            Whereabouts::Mixed { url: Some(_), .. }
        ));
        let (only, notes) = mode("mixed", json!({"@id": nil}));
        assert_eq!(
            only.unwrap().content.whereabouts,
            Whereabouts::Online { url }
        );
        assert_eq!(notes, [NoteCode::OnlineOnly]);
        assert_eq!(
            mode("offline", json!({"@id": nil})).0.err(),
            Some(SkipCode::NoPlace)
        );
        assert!(matches!(
            mode("ONLINE", json!({"@id": ID}))
                .0
                .unwrap()
                .content
                .whereabouts,
            Whereabouts::Online { url: Some(_) }
        ));
        let schema = mode("https://schema.org/OnlineEventAttendanceMode", json!(null));
        assert!(matches!(
            schema.0.unwrap().content.whereabouts,
            Whereabouts::Online { url: Some(_) }
        ));
        assert!(matches!(
            mode("", json!(null)).0.unwrap().content.whereabouts,
            Whereabouts::Online { url: Some(_) }
        ));
        assert!(matches!(
            mode("offline", json!({"@id": ID}))
                .0
                .unwrap()
                .content
                .whereabouts,
            Whereabouts::InPerson { .. }
        ));
    }

    #[test]
    fn nowhere_is_no_place() {
        for location in [
            json!(null),
            json!({}),
            json!({"@type": "Place"}),
            json!({"@id": null, "address": {}}),
            json!([]),
            json!([null]),
        ] {
            assert_eq!(
                found(&json!({ "location": location })).0.err(),
                Some(SkipCode::NoPlace),
                "{location}"
            );
        }
    }

    #[test]
    fn a_stand_in_for_schools_is_on_request() {
        let location = json!({"isDummyPlaceForEducationEvents": true, "address": {"nl": {"postalCode": "3300", "addressLocality": "Tienen"}}});
        let (request, _) = found(&json!({ "location": location }));
        assert!(
            matches!(request.unwrap().content.whereabouts, Whereabouts::OnRequest { territory } if territory.as_str() == "24107")
        );
    }

    #[test]
    fn points_that_cannot_be_are_left_out() {
        for (lat, lon) in [
            (json!(4.7), json!(50.8)),
            (json!(0), json!(0)),
            (json!("x"), json!(4)),
            (json!(95), json!(4)),
        ] {
            let location = json!({"name": "Huis", "geo": {"latitude": lat, "longitude": lon}});
            let (place, notes) = found(&json!({ "location": location }));
            assert_eq!(
                place.unwrap().content.whereabouts.place().unwrap().point,
                None
            );
            assert_eq!(notes, [NoteCode::PointLeftOut]);
        }
    }

    #[test]
    fn abroad_has_no_municipality() {
        let place = at(
            &json!({"location": {"name": "Huis", "address": {"nl": {"postalCode": "1012 AB", "addressLocality": "Amsterdam", "addressCountry": "nl"}}, "geo": {"latitude": 52.37, "longitude": 4.89}}}),
        );
        assert_eq!((place.country.as_str(), place.territory), ("NL", None));
        assert!(place.point.is_some());
    }
}
