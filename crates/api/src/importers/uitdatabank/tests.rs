//! Real shapes through the whole reader: own fixtures, and all shared documents where present.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use goesting_core::import::{ActorRef, ImportedOpportunity, SkipCode, uitdatabank as uit};
use goesting_core::opportunity::checked;
use goesting_types::lang::Lang;
use goesting_types::opportunity::OpportunityState;
use indicatif::ProgressBar;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::split::Split;
use super::{Mapped, Skipped, Survey, sources};

/// What one run gave.
struct Run {
    survey: Survey,
    opportunities: Vec<ImportedOpportunity>,
    skipped: Vec<Skipped>,
}

impl Run {
    fn of(paths: &[PathBuf], places_too: bool) -> Self {
        let sources = sources(paths).unwrap();
        let bar = ProgressBar::hidden();
        let mut survey = Survey::of(&sources, now(), &bar);
        let mut opportunities = Vec::new();
        let mut skipped = std::mem::take(&mut survey.skipped);
        survey.map(&sources, places_too, now(), &bar, |mapped| {
            match mapped {
                Mapped::Opportunity(opportunity, ..) => opportunities.push(*opportunity),
                Mapped::Skipped(one) => skipped.push(one),
            }
            ControlFlow::Continue(())
        });
        Self {
            survey,
            opportunities,
            skipped,
        }
    }

    fn codes(&self) -> BTreeMap<&'static str, usize> {
        self.skipped.iter().fold(BTreeMap::new(), |mut all, one| {
            *all.entry(one.reason.code.as_str()).or_default() += 1;
            all
        })
    }

    fn titled(&self, title: &str) -> &ImportedOpportunity {
        self.opportunities
            .iter()
            .find(|one| one.content.title.iter().any(|(_, text)| text == title))
            .unwrap_or_else(|| panic!("no {title}"))
    }

    fn assert_all_accounted_for(&self) {
        let known = self.opportunities.len()
            + self.survey.places.len()
            + self.survey.actors.len()
            + self.survey.repeated
            + self.skipped.len();
        assert_eq!(known, self.survey.documents, "{:?}", self.codes());
    }
}

fn now() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/uitdatabank")
}

/// The shared documents, where a checkout has them beside it.
fn shared() -> Option<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .skip(2)
        .take(3)
        .map(|folder| folder.join("shared/data/uitdatabank"))
        .find(|folder| folder.is_dir())
}

#[test]
fn own_fixtures_in_any_order() {
    let run = Run::of(&[fixtures()], false);
    run.assert_all_accounted_for();
    assert_eq!(run.survey.documents, 22);
    assert_eq!((run.survey.places.len(), run.survey.actors.len()), (2, 2));
    assert_eq!(
        run.codes(),
        BTreeMap::from([
            ("audience_education", 1),
            ("deleted", 1),
            ("draft", 1),
            ("malformed", 1),
            ("no_event_type", 1),
            ("no_place", 1),
            ("no_title", 1),
            ("no_valid_date", 1),
            ("placeholder", 1),
            ("reference_only", 1),
            ("superseded", 1),
            ("unknown_kind", 1),
        ])
    );
    assert_eq!(run.opportunities.len(), 6);
    let malformed = run
        .skipped
        .iter()
        .find(|one| one.reason.code == SkipCode::Malformed)
        .unwrap();
    assert!(malformed.position.file.ends_with("regels.jsonl"));
    assert_eq!((malformed.position.index, malformed.position.line), (2, 3));
}

#[test]
fn own_fixtures_keep_what_they_say() {
    let run = Run::of(&[fixtures()], true);
    let bicycles = run.titled("Fietsen herstellen voor beginners");
    assert_eq!(
        bicycles.content.whereabouts.territory().unwrap().as_str(),
        "24062"
    );
    assert!(matches!(&bicycles.actor, ActorRef::Known(actor) if actor.name == "De Werkplaats vzw"));
    assert_eq!(bicycles.sessions[0].remaining, Some(3));
    assert_eq!(bicycles.content.pricing.social_tariff.unwrap().cents, 150);
    assert!(
        !bicycles
            .content
            .description
            .get(Lang::Nl)
            .unwrap()
            .contains("alert")
    );
    let story = run.titled("Vertelavond aan de haard");
    assert_eq!(story.state_at(now()), OpportunityState::Closed);
    assert_eq!(
        story.content.summary.get(Lang::Nl),
        Some("Verhalen van vroeger en van nu & morgen.")
    );
    let stars = run.titled("Kijken in de sterrenwacht");
    assert!(
        matches!(&stars.actor, ActorRef::Known(actor) if actor.name == "Vrienden van Het Oog vzw")
    );
    assert_eq!(
        stars.content.contact.url.as_deref(),
        Some("https://oog.example.org")
    );
    let elsewhere = run.titled("Ergens anders");
    assert_eq!(elsewhere.state_at(now()), OpportunityState::Draft);
    run.titled("Meehelpen in de grote moestuin");
    run.titled("Parler néerlandais à table");
    run.titled("Sterrenwacht Het Oog");
}

#[test]
fn of_two_with_the_same_id_the_newer_usable_one_counts() {
    let folder = std::env::temp_dir().join(format!("goesting-uit-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let document = |title: &str, modified: &str, location: &str| {
        format!(
            r#"{{"@id":"http://x/event/1","name":"{title}","modified":"{modified}","location":{location},
            "terms":[{{"id":"0.3.2.0.0"}}],"calendarType":"permanent"}}"#
        )
    };
    let here = r#"{"name":"Huis"}"#;
    let of = |name: &str, documents: &[String]| {
        let path = folder.join(name);
        fs::write(&path, documents.join("\n")).unwrap();
        let run = Run::of(&[path], false);
        run.assert_all_accounted_for();
        let title = run.opportunities[0]
            .content
            .title
            .get(Lang::Nl)
            .map(str::to_owned);
        (title.unwrap(), run.codes())
    };
    let (old, new) = ("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
    let superseded = BTreeMap::from([("superseded", 1)]);
    let newer = [document("nieuw", new, here), document("oud", old, here)];
    assert_eq!(
        of("newer.json", &newer),
        ("nieuw".into(), superseded.clone())
    );
    let mut two = [document("een", old, here), document("ander", old, here)];
    let one = of("two.json", &two);
    assert_eq!(one.1, superseded);
    two.reverse();
    assert_eq!(of("turned.json", &two), one, "in any order");
    let usable = [document("heel", old, here), document("nergens", old, "{}")];
    assert_eq!(
        of("usable.json", &usable),
        ("heel".into(), BTreeMap::from([("no_place", 1)]))
    );
    let twice = [document("heel", old, here), document("heel", old, here)];
    assert_eq!(of("twice.json", &twice), ("heel".into(), BTreeMap::new()));
    fs::remove_dir_all(&folder).unwrap();
}

/// What some documents in a file of this name give.
fn of_documents(name: &str, documents: &[Value]) -> Run {
    let folder = std::env::temp_dir().join(format!("goesting-uit-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, Value::from(documents).to_string()).unwrap();
    let run = Run::of(&[path], true);
    fs::remove_dir_all(&folder).unwrap();
    run.assert_all_accounted_for();
    run
}

#[test]
fn an_event_and_a_place_may_have_the_same_id() {
    let id = "7438ac58-fb2b-4ddc-bbda-d2d3d61681c5";
    let event = json!({
        "@id": format!("http://x/event/{id}"), "name": "Naaien", "terms": [{"id": "0.3.2.0.0"}],
        "calendarType": "permanent", "location": {"@id": format!("http://x/place/{id}")},
    });
    let place = json!({
        "@id": format!("http://x/place/{id}"), "@type": "Place", "name": "De Klos",
        "address": {"postalCode": "9000", "addressLocality": "Gent"},
    });
    for documents in [[event.clone(), place.clone()], [place, event]] {
        let run = of_documents("zelfde.json", &documents);
        assert_eq!(run.codes(), BTreeMap::new());
        let [(place, of)] = run.survey.places.as_slice() else {
            panic!("one place")
        };
        assert_eq!((run.opportunities.len(), place.id.as_str()), (1, id));
        let at = documents
            .iter()
            .position(|one| one["@type"] == "Place")
            .unwrap();
        assert_eq!((of.position.index, of.position.line), (at, 1));
        assert!(of.position.file.ends_with("zelfde.json"));
    }
}

/// What is imported keeps to the rules of what people write, so that its hosts can edit it: only
/// the municipality may be missing.
#[test]
fn imported_content_keeps_to_the_rules_for_content() {
    let paths: Vec<PathBuf> = [Some(fixtures()), shared()].into_iter().flatten().collect();
    let run = Run::of(&paths, true);
    assert!(run.opportunities.len() >= 6);
    for one in run.opportunities {
        if let Err(refusal) = checked(one.content.clone(), "") {
            let pointers: Vec<_> = refusal.errors.iter().map(|e| e.pointer.as_str()).collect();
            assert!(
                pointers
                    .iter()
                    .all(|pointer| pointer.ends_with("/territory")),
                "{}: {pointers:?}",
                one.id
            );
        }
    }
}

/// Every string of a document with its placeholders filled in; two of them with what they ask for.
fn fill_in(text: &str, place: &str, organiser: &str) -> String {
    let known = [
        ("%{placeUrl}", place),
        ("%{organizerUrl}", organiser),
        ("%{variableTypicalAgeRange}", "6-12"),
        ("%{opens}", "10:00"),
        ("%{closes}", "17:00"),
        ("%{childcareStart}", "08:00"),
        ("%{childcareEnd}", "18:00"),
        ("%{calendarStartDate}", "2026-01-01T00:00:00+01:00"),
        ("%{calendarEndDate}", "2026-12-31T00:00:00+01:00"),
        ("%{adjustedStartDate}", "2026-04-01"),
        ("%{adjustedEndDate}", "2026-04-02"),
        ("%{baseUrl}", "https://io.example.org"),
        ("%{placeId}", "295d19f2-eb53-4d3d-8f5b-1c1f1a1b1c1d"),
        ("%{placeId_citadel}", "295d19f2-eb53-4d3d-8f5b-1c1f1a1b1c1d"),
    ];
    let mut text = known
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    while let Some(at) = text.find("%{") {
        let Some(end) = text[at..].find('}') else {
            break;
        };
        text.replace_range(at..=at + end, "ingevuld");
    }
    text
}

#[test]
fn all_shared_documents_are_read_or_skipped_for_a_reason() {
    let Some(folder) = shared() else {
        let run = Run::of(&[fixtures()], false);
        println!(
            "no shared documents here; {} fixtures read",
            run.survey.documents
        );
        assert!(run.survey.documents > 0);
        return;
    };
    let run = Run::of(std::slice::from_ref(&folder), false);
    println!(
        "{} documents read: {} opportunities, {} places, {} organisers, {} skipped {:?}",
        run.survey.documents,
        run.opportunities.len(),
        run.survey.places.len(),
        run.survey.actors.len(),
        run.skipped.len(),
        run.codes(),
    );
    run.assert_all_accounted_for();
    assert!(run.survey.documents > 300);
    for one in &run.skipped {
        let file = fs::read_to_string(&one.position.file).unwrap();
        let fits = match one.reason.code {
            SkipCode::Placeholder => file.contains("%{"),
            SkipCode::Draft => file.contains("\"DRAFT\""),
            SkipCode::AwaitsValidation => file.contains("\"READY_FOR_VALIDATION\""),
            SkipCode::Deleted => file.contains("\"DELETED\""),
            SkipCode::ReferenceOnly | SkipCode::Superseded => file.contains("\"@id\""),
            SkipCode::NoPlace => {
                !file.contains("\"location\"")
                    || !file.contains("\"streetAddress\"")
                    || file.contains("00000000-0000")
            }
            SkipCode::NoValidDate => file.contains("500 BC"),
            SkipCode::NoEventType => !file.contains("\"eventtype\""),
            SkipCode::NoTitle => !file.contains("\"name\""),
            SkipCode::UnknownKind => ["taxonomy", "cultuurkuur", "erfgoeddag"]
                .iter()
                .any(|name| one.position.file.contains(name)),
            _ => false,
        };
        assert!(
            fits,
            "{} {}: {}",
            one.position.file, one.position.line, one.reason
        );
    }
}

#[test]
fn shared_documents_with_their_placeholders_filled_in_are_read() {
    let Some(folder) = shared() else {
        return;
    };
    let place = "https://io.example.org/place/295d19f2-eb53-4d3d-8f5b-1c1f1a1b1c1d";
    let organiser = "https://io.example.org/organizers/c76db023-ef6d-49d9-8d15-5ddc3e6eb0a9";
    let mut filled = 0;
    let mut codes: BTreeMap<SkipCode, Vec<String>> = BTreeMap::new();
    for source in sources(&[folder.join("entry-api")]).unwrap() {
        let text = fs::read_to_string(&source.name).unwrap();
        if !text.contains("%{") {
            continue;
        }
        filled += 1;
        let text = fill_in(&text, place, organiser);
        let document: Value = serde_json::from_str(&text).unwrap();
        let id = uit::head(&document, || source.name.clone()).id;
        let result = uit::read(&document, &id).and_then(|read| match read {
            uit::Document::Event => {
                uit::opportunity(&document, &id, &uit::Index::default(), now()).map(|_| ())
            }
            uit::Document::Place(_) | uit::Document::Organiser(_) => Ok(()),
        });
        if let Err(reason) = result {
            codes.entry(reason.code).or_default().push(source.name);
        }
    }
    println!("{filled} documents filled in; skipped {codes:#?}");
    assert!(filled > 100);
    let rightly = [
        SkipCode::AwaitsValidation,
        SkipCode::Deleted,
        SkipCode::AudienceEducation,
        SkipCode::AudienceMembers,
        SkipCode::NoTitle,
    ];
    assert!(codes.keys().all(|code| rightly.contains(code)), "{codes:?}");
    assert_eq!(
        codes.get(&SkipCode::NoTitle).map(Vec::len),
        Some(1),
        "a bare calendar"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Cut, overwritten and doubled anywhere, a file is read to its end and its documents map or
    /// are skipped.
    #[test]
    fn damaged_files_never_panic(
        which in 0usize..6,
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, prop::collection::vec(any::<u8>(), 0..6)), 0..4),
    ) {
        let names = ["lijst.json", "regels.jsonl", "pages/pagina.json", "events/workshop-met-uitpas.json", "events/oude-vorm.json", "events/online.json"];
        let mut bytes = fs::read(fixtures().join(names[which])).unwrap();
        for (at, length, by) in cuts {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, by);
        }
        for piece in Split::new(bytes.as_slice(), 1) {
            if let Ok(document) = piece.content {
                let id = uit::head(&document, || "x".to_owned()).id;
                let _ = uit::read(&document, &id);
                let _ = uit::opportunity(&document, &id, &uit::Index::default(), now());
            }
        }
    }
}
