//! Whole documents: what is kept, and each reason to skip.

use chrono::{DateTime, Utc};
use goesting_types::lang::Lang;
use goesting_types::opportunity::{OpportunityKind, OpportunityState};
use goesting_types::price::Price;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::document::head;
use super::{Document, Index, opportunity, read};
use crate::import::model::{ActorRef, ExternalId, ImportedOpportunity};
use crate::import::{SkipCode, SkipReason, merge_key};

fn now() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn map(document: &Value) -> Result<ImportedOpportunity, SkipReason> {
    map_with(document, &Index::default())
}

fn map_with(document: &Value, index: &Index) -> Result<ImportedOpportunity, SkipReason> {
    let id = head(document, || "hash".to_owned()).id;
    match read(document, &id)? {
        Document::Organiser(_) => panic!("an organiser is no opportunity"),
        Document::Event | Document::Place(_) => opportunity(document, &id, index, now()),
    }
}

fn code(document: &Value) -> Option<SkipCode> {
    map(document).err().map(|reason| reason.code)
}

/// A document with all that is asked for.
fn naaien() -> Value {
    json!({
        "@id": "https://io.uitdatabank.be/event/7438ac58-fb2b-4ddc-bbda-d2d3d61681c5",
        "@context": "/contexts/event",
        "mainLanguage": "nl",
        "name": {"nl": "Naaien voor beginners", "fr": "Couture pour débutants"},
        "description": {"nl": "<p>Je leert een rits zetten. Breng niets mee! Er is koffie.</p><p>Tot dan.</p>"},
        "terms": [
            {"id": "0.3.1.0.0", "domain": "eventtype", "label": "Cursus of workshop"},
            {"id": "1.49.0.0.0", "domain": "theme", "label": "Mode"},
            {"id": "3.23.1.0.0", "domain": "facility"}
        ],
        "location": {
            "@id": "https://io.uitdatabank.be/place/295d19f2-eb53-4d3d-8f5b-1c1f1a1b1c1d",
            "name": {"nl": "Buurthuis De Klos"},
            "address": {"nl": {"streetAddress": "Kerkstraat 1", "postalCode": "9000", "addressLocality": "Gent", "addressCountry": "BE"}},
        },
        "organizer": {"@id": "https://io.uitdatabank.be/organizers/50c2e3f1-1f40-4c5d-8e0b-0b6f7b8d1c11", "name": {"nl": "De Naald vzw"}},
        "calendarType": "multiple",
        "subEvent": [
            {"startDate": "2026-03-10T18:00:00+00:00", "endDate": "2026-03-10T20:00:00+00:00"},
            {"startDate": "2026-03-17T18:00:00+00:00", "endDate": "2026-03-17T20:00:00+00:00"}
        ],
        "typicalAgeRange": "16-",
        "priceInfo": [{"category": "base", "price": 0, "priceCurrency": "EUR"}],
        "contactPoint": {"phone": ["09 123 45 67"]},
        "workflowStatus": "APPROVED",
        "audience": {"audienceType": "everyone"},
        "sameAs": ["http://www.uitinvlaanderen.be/agenda/e/naaien", null],
    })
}

fn with(key: &str, value: Value) -> Value {
    let mut document = naaien();
    document[key] = value;
    document
}

fn without(key: &str) -> Value {
    let mut document = naaien();
    document.as_object_mut().unwrap().remove(key);
    document
}

#[test]
fn a_full_document_keeps_all_it_says() {
    let read = map(&naaien()).unwrap();
    let content = &read.content;
    assert_eq!(read.id.as_str(), "7438ac58-fb2b-4ddc-bbda-d2d3d61681c5");
    assert_eq!(content.title.get(Lang::Fr), Some("Couture pour débutants"));
    assert_eq!(
        content.summary.get(Lang::Nl),
        Some("Je leert een rits zetten. Breng niets mee!")
    );
    assert_eq!(
        content.description.get(Lang::Nl),
        Some("Je leert een rits zetten. Breng niets mee! Er is koffie.\n\nTot dan.")
    );
    assert_eq!(content.kind, OpportunityKind::Course);
    assert!(content.card.wheelchair);
    assert_eq!(content.ages.from, Some(16));
    assert_eq!(content.pricing.base, Some(Price::Free {}));
    assert_eq!(content.contact.phone.as_deref(), Some("09 123 45 67"));
    assert_eq!(content.whereabouts.territory().unwrap().as_str(), "44021");
    assert!(matches!(&read.actor, ActorRef::Known(actor) if actor.name == "De Naald vzw"));
    assert_eq!(read.sessions.len(), 2);
    assert_eq!(
        read.same_as,
        ["http://www.uitinvlaanderen.be/agenda/e/naaien"]
    );
    assert_eq!(read.state_at(now()), OpportunityState::Open);
    assert_eq!(
        read.state_at("2026-03-17T20:00:00Z".parse().unwrap()),
        OpportunityState::Closed
    );
    assert!(read.notes.is_empty());
}

#[test]
fn what_is_not_asked_for_may_be_missing() {
    for key in [
        "description",
        "organizer",
        "typicalAgeRange",
        "priceInfo",
        "contactPoint",
        "workflowStatus",
        "audience",
        "sameAs",
        "mainLanguage",
        "@context",
        "calendarType",
    ] {
        let read = map(&without(key));
        assert!(read.is_ok(), "{key}: {read:?}");
        let read = map(&with(key, json!(null)));
        assert!(read.is_ok(), "{key} null: {read:?}");
    }
    let read = map(&without("organizer")).unwrap();
    assert_eq!(read.actor, ActorRef::Unknown);
    let read = map(&without("description")).unwrap();
    assert_eq!(
        read.content.summary.get(Lang::Nl),
        Some("Cursus of workshop · Buurthuis De Klos, Gent")
    );
}

/// Every code that mapping can give, with a document for each.
#[test]
fn each_reason_to_skip() {
    let table = [
        (SkipCode::NotAnObject, json!(["x"])),
        (
            SkipCode::Placeholder,
            with("labels", json!(["%{labelname}"])),
        ),
        (
            SkipCode::ReferenceOnly,
            json!({"@id": "http://x/event/1", "@type": "Event"}),
        ),
        (
            SkipCode::UnknownKind,
            json!({"title": "Naaien", "location": "Gent"}),
        ),
        (
            SkipCode::EmptyPage,
            json!({"@type": "PagedCollection", "member": []}),
        ),
        (SkipCode::Draft, with("workflowStatus", json!("DRAFT"))),
        (
            SkipCode::AwaitsValidation,
            with("workflowStatus", json!("READY_FOR_VALIDATION")),
        ),
        (
            SkipCode::Rejected,
            with("workflowStatus", json!("REJECTED")),
        ),
        (SkipCode::Deleted, with("workflowStatus", json!("DELETED"))),
        (
            SkipCode::AudienceEducation,
            with("audience", json!({"audienceType": "education"})),
        ),
        (
            SkipCode::AudienceMembers,
            with("audience", json!({"audienceType": "members"})),
        ),
        (
            SkipCode::AudienceMembers,
            with("audience", json!({"audienceType": "MEMBERS"})),
        ),
        (
            SkipCode::AudienceMembers,
            with("audience", json!("members")),
        ),
        (
            SkipCode::NotYetAvailable,
            with("availableFrom", json!("2032-01-01T11:22:33+01:00")),
        ),
        (SkipCode::NoTitle, with("name", json!({"nl": " <br> "}))),
        (SkipCode::NoTitle, without("name")),
        (
            SkipCode::NoEventType,
            with("terms", json!([{"id": "1.49.0.0.0", "domain": "theme"}])),
        ),
        (SkipCode::NoEventType, without("terms")),
        (SkipCode::NoPlace, without("location")),
        (
            SkipCode::NoValidDate,
            with("subEvent", json!([{"startDate": "500 BC"}])),
        ),
    ];
    for (expected, document) in &table {
        assert_eq!(code(document), Some(*expected), "{document}");
    }
    let by_mapping: Vec<SkipCode> = table.iter().map(|(code, _)| *code).collect();
    let elsewhere = [
        SkipCode::Unreadable,
        SkipCode::Empty,
        SkipCode::TooLarge,
        SkipCode::NotUtf8,
        SkipCode::Malformed,
        SkipCode::Truncated,
        SkipCode::TooDeep,
        SkipCode::Superseded,
        SkipCode::Refused,
    ];
    for code in SkipCode::ALL {
        assert!(
            by_mapping.contains(code) ^ elsewhere.contains(code),
            "{code} has no test"
        );
    }
}

#[test]
fn deleted_places_and_organisers_are_no_longer_read() {
    let id = ExternalId::from_address("x:1").unwrap();
    for kind in ["Place", "Organizer"] {
        let gone = json!({"@type": kind, "name": {"nl": "Huis"}, "workflowStatus": "DELETED"});
        assert_eq!(read(&gone, &id).unwrap_err().code, SkipCode::Deleted);
        let nameless = json!({"@type": kind, "name": {}, "url": "http://x.be"});
        assert_eq!(read(&nameless, &id).unwrap_err().code, SkipCode::NoTitle);
        let draft = json!({"@type": kind, "name": {"nl": "Huis"}, "workflowStatus": "DRAFT"});
        assert!(read(&draft, &id).is_ok());
    }
}

#[test]
fn places_and_organisers_are_found_by_id() {
    let mut index = Index::default();
    for document in [
        json!({"@id": "http://x/places/295D19F2-eb53-4d3d-8f5b-1c1f1a1b1c1d", "name": {"nl": "De Klos"}, "@type": "Place",
               "address": {"nl": {"postalCode": "3000", "addressLocality": "Leuven"}}, "contactPoint": {"email": ["klos@x.be"]}}),
        json!({"@id": "http://x/organizer/50c2e3f1-1f40-4c5d-8e0b-0b6f7b8d1c11", "name": "De Naald", "url": "http://naald.be"}),
    ] {
        let id = head(&document, String::new).id;
        match read(&document, &id).unwrap() {
            Document::Place(place) => index.add_place(*place),
            Document::Organiser(actor) => index.add_actor(*actor),
            Document::Event => panic!("no event"),
        }
    }
    let mut event = without("contactPoint");
    event["location"] = json!({"@id": "https://other/place/295d19f2-eb53-4d3d-8f5b-1c1f1a1b1c1d"});
    event["organizer"] =
        json!({"@id": "https://other/organizers/50c2e3f1-1f40-4c5d-8e0b-0b6f7b8d1c11"});
    let read = map_with(&event, &index).unwrap();
    assert_eq!(read.awaits_place, None);
    assert_eq!(
        read.content.whereabouts.place().unwrap().name.as_deref(),
        Some("De Klos")
    );
    assert!(matches!(&read.actor, ActorRef::Known(actor) if actor.name == "De Naald"));
    assert_eq!(read.content.contact.url.as_deref(), Some("http://naald.be"));

    let awaiting = map(&event).unwrap();
    assert!(awaiting.awaits_place.is_some());
    assert!(matches!(awaiting.actor, ActorRef::Awaited(_)));
    assert_eq!(awaiting.state_at(now()), OpportunityState::Draft);
    assert_eq!(awaiting.refers(), read.refers());

    // What comes later makes the same of it.
    let mut arrived = awaiting.clone();
    arrived.complete(&index);
    assert_eq!(arrived, read);
    arrived.complete(&Index::default());
    assert_eq!(arrived, awaiting);
}

#[test]
fn a_summary_of_sort_and_place_follows_the_place() {
    let mut event = without("description");
    let id = "http://x/place/295d19f2-eb53-4d3d-8f5b-1c1f1a1b1c1d";
    event["location"] = json!({ "@id": id });
    let mut read = map(&event).unwrap();
    for (name, summary) in [
        ("De Klos", "Cursus of workshop · De Klos, Gent"),
        ("De Spoel", "Cursus of workshop · De Spoel, Gent"),
    ] {
        let place = json!({"@id": id, "@type": "Place", "name": {"nl": name},
            "address": {"nl": {"postalCode": "9000", "addressLocality": "Gent"}}});
        let mut index = Index::default();
        match super::read(&place, &head(&place, String::new).id).unwrap() {
            Document::Place(place) => index.add_place(*place),
            other => panic!("{other:?}"),
        }
        read.complete(&index);
        assert_eq!(read.content.summary.get(Lang::Nl), Some(summary));
    }
}

#[test]
fn a_place_worth_a_visit_can_be_an_opportunity() {
    let library = json!({
        "@id": "http://x/place/295d19f2-eb53-4d3d-8f5b-1c1f1a1b1c1d", "@type": "Place",
        "name": {"nl": "Bibliotheek Tweebronnen"},
        "terms": [{"id": "kI7uAyn2uUu9VV6Z3uWZTA", "domain": "eventtype"}],
        "address": {"nl": {"postalCode": "3000", "addressLocality": "Leuven", "streetAddress": "Diestsestraat 49"}},
        "calendarType": "permanent",
        "openingHours": [{"opens": "10:00", "closes": "17:00", "dayOfWeek": ["saturday"]}],
        "status": {"type": "TemporarilyUnavailable"},
    });
    let read = map(&library).unwrap();
    assert!(
        matches!(&read.actor, ActorRef::Known(actor) if actor.name == "Bibliotheek Tweebronnen")
    );
    assert_eq!(read.content.opening_hours.as_ref().unwrap().spans.len(), 1);
    assert_eq!(read.state_at(now()), OpportunityState::Paused);
    let mut cafe = library.clone();
    cafe["terms"][0]["id"] = json!("ekdc4ATGoUitCa0e6me6xA");
    assert_eq!(code(&cafe), Some(SkipCode::NoEventType));
    let mut lost = library;
    lost["address"] = json!(null);
    assert_eq!(code(&lost), Some(SkipCode::NoPlace));
}

#[test]
fn the_end_of_publication_closes_what_has_no_more_dates() {
    let course = with("availableTo", json!("2026-03-10T18:00:00+00:00"));
    let read = map(&course).unwrap();
    let at = |instant: &str| read.state_at(instant.parse().unwrap());
    assert_eq!(at("2026-03-10T18:00:00Z"), OpportunityState::Open);
    assert_eq!(at("2026-03-17T20:00:00Z"), OpportunityState::Closed);
    let mut permanent = course;
    permanent["calendarType"] = json!("permanent");
    assert_eq!(
        map(&permanent)
            .unwrap()
            .state_at("2026-03-10T18:00:00Z".parse().unwrap()),
        OpportunityState::Closed
    );
    let unreadable = map(&with("availableTo", json!("24/04/2017"))).unwrap();
    assert_eq!(unreadable.state_at(now()), OpportunityState::Open);
    assert_eq!(unreadable.notes.len(), 1);
}

#[test]
fn a_cancelled_event_stays_to_be_found_until_it_is_over() {
    let read = map(&with("status", json!({"type": "Unavailable"}))).unwrap();
    assert_eq!(read.state_at(now()), OpportunityState::Open);
    let mut permanent = with("status", json!({"type": "Unavailable"}));
    permanent["calendarType"] = json!("permanent");
    assert_eq!(
        map(&permanent).unwrap().state_at(now()),
        OpportunityState::Closed
    );
}

#[test]
fn questions_and_differing_days_end_the_description() {
    let mut document = naaien();
    document["calendarType"] = json!("permanent");
    document["faqs"] = json!([{"nl": {"question": "Hoe geraak ik er?", "answer": "Met de <b>bus</b>."}, "en": {"question": "How?", "answer": "By bus."}}]);
    document["openingHoursClosedDays"] = json!([{"startDate": "2026-04-06", "endDate": "2026-04-06", "description": {"nl": "Paasmaandag"}}]);
    let read = map(&document).unwrap();
    let description = read.content.description.get(Lang::Nl).unwrap();
    assert!(
        description.ends_with(
            "Tot dan.\n\nHoe geraak ik er?\nMet de bus.\n\nGesloten: 06/04/2026 (Paasmaandag)"
        ),
        "{description}"
    );
    document["description"] = json!(null);
    let read = map(&document).unwrap();
    assert!(
        read.content
            .description
            .get(Lang::Nl)
            .unwrap()
            .starts_with("Hoe geraak")
    );
    assert_eq!(
        read.content.summary.get(Lang::Nl),
        Some("Cursus of workshop · Buurthuis De Klos, Gent")
    );
}

#[test]
fn the_same_activity_from_two_sources_has_one_key() {
    let one = merge_key(&map(&naaien()).unwrap());
    let mut other = naaien();
    other["@id"] = json!("https://elsewhere.be/event/99999999-fb2b-4ddc-bbda-d2d3d61681c5");
    other["name"] = json!({"nl": "NAAIEN, voor beginners!"});
    other["organizer"] = json!({"name": "De Naald"});
    other["location"]["name"] = json!("De Klos (buurthuis)");
    other["subEvent"][0]["startDate"] = json!("2026-03-10T19:00:00+01:00");
    assert_eq!(merge_key(&map(&other).unwrap()), one);
    for (key, value) in [
        ("name", json!("Breien")),
        ("organizer", json!({"name": "De Spoel"})),
        ("subEvent", json!([{"startDate": "2026-03-11T18:00:00Z"}])),
        (
            "location",
            json!({"name": "x", "address": {"postalCode": "9000", "streetAddress": "Kerkstraat 2"}}),
        ),
    ] {
        let mut different = other.clone();
        different[key] = value;
        assert_ne!(merge_key(&map(&different).unwrap()), one, "{key}");
    }
}

/// Anything that JSON can hold.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![
            "2026-02-30",
            "0-",
            "-",
            "%{x}",
            "24:00",
            "EUR",
            "monday",
            "https://x",
            "2026-03-10T18:00:00Z"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(
                "(nl|id|type|startDate|price|name|@id|closes|[a-z]{1,4})",
                inner,
                0..4
            )
            .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Replaces the nth value of a document, counted in reading order.
fn mutate(value: &mut Value, nth: &mut usize, by: &Value) {
    if *nth == 0 {
        *value = by.clone();
        *nth = usize::MAX;
        return;
    }
    *nth = nth.saturating_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| mutate(item, nth, by)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| mutate(member, nth, by)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_document_with_anything_in_it_maps_or_is_skipped(
        changes in prop::collection::vec((0usize..90, any_json()), 1..4)
    ) {
        let mut document = naaien();
        document["openingHours"] = json!([{"opens": "10:00", "closes": "17:00", "dayOfWeek": ["monday"]}]);
        document["birthdateRange"] = json!({"from": "2010-01-01", "to": "2012-01-01"});
        document["mediaObject"] = json!([{"contentUrl": "https://x/a.jpg", "description": "a"}]);
        for (nth, by) in &changes {
            mutate(&mut document, &mut nth.clone(), by);
        }
        if document.get("@type").is_none() && let Ok(read) = map_any(&document) {
            prop_assert!(!read.content.title.is_blank());
            prop_assert!(read.content.title.iter().all(|(_, t)| t.chars().count() <= 120));
            prop_assert!(read.sessions.iter().all(|s| s.ends_at > s.starts_at));
            prop_assert!(merge_key(&read).as_str().chars().count() <= crate::import::MergeKey::MAX_CHARS);
            prop_assert!(!serde_json::to_string(&read).unwrap().contains("\\u0000"));
        }
    }
}

fn map_any(document: &Value) -> Result<ImportedOpportunity, SkipReason> {
    let id = head(document, || "hash".to_owned()).id;
    read(document, &id)?;
    opportunity(document, &id, &Index::default(), now())
}
