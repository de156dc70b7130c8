//! `import uitdatabank`: what comes in, what stays, and what is told.

use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use goesting_api::importers::uitdatabank::run::{Import, Report, run};
use goesting_core::enrolment::Clocks;
use goesting_core::import::ExternalId;
use goesting_core::opportunity::{Opportunity, Stage, Standing};
use goesting_core::session::Session;
use goesting_store::import::{actor, origin};
use goesting_store::session::{Stretch, page};
use goesting_store::{Store, opportunity};
use goesting_tests::{TestApp, on_both};
use goesting_types::lang::Lang;
use goesting_types::opportunity::{OpportunityState, OriginKind};
use goesting_types::session::SessionState;
use indicatif::ProgressBar;
use serde_json::{Value, json};

const KIND: OriginKind = OriginKind::Uitdatabank;
pub const EVENT: &str = "7438ac58-fb2b-4ddc-bbda-d2d3d61681c5";
const PLACE: &str = "295d19f2-eb53-4d3d-8f5b-1c1f1a1b1c1d";
const ORGANISER: &str = "50c2e3f1-1f40-4c5d-8e0b-0b6f7b8d1c11";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/api/tests/fixtures/uitdatabank")
}

fn shared() -> Option<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .skip(1)
        .take(3)
        .map(|folder| folder.join("shared/data/uitdatabank"))
        .find(|folder| folder.is_dir())
}

async fn import_paths(app: &TestApp, paths: Vec<PathBuf>) -> Report {
    let (store, now) = (app.app().store.clone(), app.now());
    let import = Import {
        paths,
        places_as_opportunities: false,
    };
    tokio::task::spawn_blocking(move || {
        run(&store, &import, Clocks::default(), now, |_, _| {
            ProgressBar::hidden()
        })
    })
    .await
    .unwrap()
    .unwrap()
}

pub async fn import(app: &TestApp, documents: &Value) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("documents.json");
    std::fs::write(&path, documents.to_string()).unwrap();
    import_paths(app, vec![path]).await
}

/// What stands in the store of a document.
pub struct Stored {
    pub opportunity: Opportunity,
    pub sessions: Vec<Session>,
    pub lead: String,
}

pub fn stored(store: &Store, id: &str) -> Stored {
    let id = ExternalId::from_stored(id.to_owned());
    store
        .read(|conn| {
            let known = origin::find(conn, KIND, &id)?.unwrap();
            let of = known.opportunity;
            let stretch = Stretch {
                from: chrono::DateTime::UNIX_EPOCH,
                until: None,
                after: None,
            };
            let actors = opportunity::actors(conn, &[of])?;
            Ok::<_, goesting_store::StoreError>(Stored {
                opportunity: opportunity::find(conn, of)?,
                sessions: page(conn, of, stretch, 1000)?,
                lead: actors[&of][0].actor.name.clone(),
            })
        })
        .unwrap()
}

pub fn event(app: &TestApp) -> Value {
    let at = |days: i64| (app.now() + TimeDelta::days(days)).to_rfc3339();
    let end = |days: i64| (app.now() + TimeDelta::days(days) + TimeDelta::hours(2)).to_rfc3339();
    json!({
        "@id": format!("https://io.example.org/event/{EVENT}"),
        "mainLanguage": "nl",
        "name": {"nl": "Naaien voor beginners"},
        "description": {"nl": "Je leert een rits zetten."},
        "terms": [{"id": "0.3.1.0.0", "domain": "eventtype"}, {"id": "1.49.0.0.0", "domain": "theme"}],
        "location": {"@id": format!("https://io.example.org/place/{PLACE}")},
        "organizer": {"@id": format!("https://io.example.org/organizers/{ORGANISER}")},
        "calendarType": "multiple",
        "subEvent": [
            {"startDate": at(7), "endDate": end(7), "bookingAvailability": {"type": "Available", "capacity": 12, "remainingCapacity": 3}},
            {"startDate": at(14), "endDate": end(14), "bookingAvailability": {"type": "Unavailable", "capacity": 12}}
        ],
        "mediaObject": [{"contentUrl": "https://images.example.org/rits.jpg"}],
    })
}

pub fn place() -> Value {
    json!({
        "@id": format!("https://io.example.org/place/{PLACE}"), "@type": "Place",
        "name": {"nl": "Buurthuis De Klos"},
        "address": {"nl": {"streetAddress": "Kerkstraat 1", "postalCode": "9000", "addressLocality": "Gent", "addressCountry": "BE"}},
    })
}

pub fn organiser() -> Value {
    json!({
        "@id": format!("https://io.example.org/organizers/{ORGANISER}"), "@type": "Organizer",
        "name": {"nl": "De Naald vzw"}, "contactPoint": {"phone": ["09 123 45 67"]},
    })
}

/// Tests say how many documents they read.
#[allow(clippy::print_stdout, reason = "for whoever reads the test's output")]
fn told(report: &Report) {
    println!(
        "{} documents read: {:?}",
        report.documents(),
        counts(report)
    );
}

pub fn counts(report: &Report) -> (usize, usize, usize, usize, usize) {
    let Report {
        created,
        updated,
        unchanged,
        merged,
        skipped,
    } = report;
    (*created, *updated, *unchanged, *merged, skipped.len())
}

on_both! {
    async fn documents_come_in_once(app: TestApp) {
        let mut paths = vec![fixtures()];
        paths.extend(shared());
        let first = import_paths(app, paths.clone()).await;
        told(&first);
        assert!(first.documents() >= 22);
        assert!(first.created > 5);
        let second = import_paths(app, paths).await;
        assert_eq!((second.created, second.updated, second.merged), (0, 0, 0));
        assert_eq!(second.unchanged, first.created + first.merged + first.unchanged);
        assert_eq!(second.skipped, first.skipped);
    }

    async fn an_opportunity_with_all_that_belongs_to_it(app: TestApp) {
        let report = import(app, &json!([event(app), organiser(), place()])).await;
        assert_eq!(counts(&report), (3, 0, 0, 0, 0));
        let Stored { opportunity, sessions, lead } = stored(&app.app().store, EVENT);
        assert_eq!(opportunity.standing.state(), OpportunityState::Open);
        assert_eq!(lead, "De Naald vzw");
        assert_eq!(opportunity.content.whereabouts.territory().unwrap().as_str(), "44021");
        assert_eq!(opportunity.content.contact.phone.as_deref(), Some("09 123 45 67"));
        let places: Vec<_> = sessions.iter().map(goesting_core::session::Session::places_left).collect();
        assert_eq!(places, [Some(3), Some(0)]);
    }

    async fn what_a_document_waits_for_may_come_later(app: TestApp) {
        import(app, &event(app)).await;
        let waiting = stored(&app.app().store, EVENT);
        assert_eq!(waiting.opportunity.standing.state(), OpportunityState::Draft);
        import(app, &place()).await;
        import(app, &organiser()).await;
        let complete = stored(&app.app().store, EVENT);
        assert_eq!(complete.opportunity.standing.state(), OpportunityState::Open);
        assert_eq!(complete.lead, "De Naald vzw");
        let again = import(app, &event(app)).await;
        assert_eq!(counts(&again), (0, 0, 1, 0, 0));
    }

    async fn what_was_changed_here_stays(app: TestApp) {
        import(app, &json!([event(app), organiser(), place()])).await;
        let store = &app.app().store;
        let ours = stored(store, EVENT).opportunity;
        let mut content = ours.content.clone();
        content.card.buddy = true;
        content.summary = content.summary.with(Lang::Nl, "Iedereen kan een rits zetten.");
        let now = app.now();
        store.write(|conn| opportunity::edit(conn, ours.id, ours.version, &content, now)).unwrap();

        let mut news = event(app);
        news["name"]["fr"] = json!("Couture pour débutants");
        news["description"]["nl"] = json!("Je leert twee ritsen zetten.");
        let report = import(app, &json!([news, organiser(), place()])).await;
        assert_eq!(counts(&report), (0, 1, 2, 0, 0));
        let content = stored(store, EVENT).opportunity.content;
        assert!(content.card.buddy);
        assert_eq!(content.summary.get(Lang::Nl), Some("Iedereen kan een rits zetten."));
        assert_eq!(content.description.get(Lang::Nl), Some("Je leert twee ritsen zetten."));
        assert_eq!(content.title.get(Lang::Fr), Some("Couture pour débutants"));
    }

    async fn what_a_facilitator_took_away_stays_away(app: TestApp) {
        import(app, &json!([event(app), organiser(), place()])).await;
        let store = &app.app().store;
        let ours = stored(store, EVENT).opportunity;
        let hidden = Standing { stage: Stage::Paused { hidden: true }, opened_at: ours.standing.opened_at };
        store.write(|conn| opportunity::advance(conn, ours.id, &ours.standing, &hidden)).unwrap();
        let mut news = event(app);
        news["name"]["nl"] = json!("Naaien voor iedereen");
        import(app, &json!([news, organiser(), place()])).await;
        assert_eq!(stored(store, EVENT).opportunity.standing, hidden);
    }

    async fn two_sources_of_one_activity_make_one_card(app: TestApp) {
        let mut other = event(app);
        other["@id"] = json!("https://elsewhere.example.org/event/99999999-fb2b-4ddc-bbda-d2d3d61681c5");
        other["name"] = json!({"nl": "NAAIEN (voor beginners)", "en": "Sewing"});
        let report = import(app, &json!([organiser(), place(), event(app), other])).await;
        assert_eq!(counts(&report), (3, 0, 0, 1, 0));
        let one = stored(&app.app().store, EVENT);
        let same = stored(&app.app().store, "99999999-fb2b-4ddc-bbda-d2d3d61681c5");
        assert_eq!(one.opportunity.id, same.opportunity.id);
        assert_eq!(one.sessions.len(), 2);
        assert_eq!(one.opportunity.content.title.get(Lang::En), Some("Sewing"));
        assert_eq!(one.opportunity.content.title.get(Lang::Nl), Some("Naaien voor beginners"));
        let id = one.opportunity.id;
        let origins = app.app().store.read(|conn| opportunity::origins(conn, &[id])).unwrap();
        assert_eq!(origins[&id].len(), 2);

        // One source takes it back: the other still tells of it.
        let mut gone = event(app);
        gone["workflowStatus"] = json!("DELETED");
        let report = import(app, &json!([gone])).await;
        assert_eq!(counts(&report), (0, 1, 0, 0, 0));
        assert_eq!(stored(&app.app().store, EVENT).opportunity.standing.state(), OpportunityState::Open);
    }

    async fn a_deleted_event_closes_and_comes_back(app: TestApp) {
        import(app, &json!([event(app), organiser(), place()])).await;
        let mut gone = event(app);
        gone["workflowStatus"] = json!("DELETED");
        assert_eq!(counts(&import(app, &gone).await), (0, 1, 0, 0, 0));
        let closed = stored(&app.app().store, EVENT);
        assert_eq!(closed.opportunity.standing.state(), OpportunityState::Closed);
        let states: Vec<_> = closed.sessions.iter().map(|one| one.state).collect();
        assert_eq!(states, [SessionState::Cancelled; 2]);
        assert_eq!(counts(&import(app, &gone).await), (0, 0, 1, 0, 0));
        let unknown = json!({"@type": "Event", "name": {"nl": "Weg"}, "workflowStatus": "DELETED"});
        assert_eq!(counts(&import(app, &unknown).await), (0, 0, 0, 0, 1));
        assert_eq!(counts(&import(app, &event(app)).await), (0, 1, 0, 0, 0));
        let back = stored(&app.app().store, EVENT);
        assert_eq!(back.opportunity.standing.state(), OpportunityState::Open);
        let again: Vec<_> = back.sessions.iter().map(|one| (one.id, one.state)).collect();
        let before: Vec<_> = closed.sessions.iter().map(|one| (one.id, SessionState::Changed)).collect();
        assert_eq!(again, before);
        let places: Vec<_> = back.sessions.iter().map(Session::places_left).collect();
        assert_eq!(places, [Some(3), Some(0)]);

        // Those of which the time is past in the meantime do not take place after all.
        let there = event(app);
        import(app, &gone).await;
        app.advance(TimeDelta::days(10));
        import(app, &there).await;
        let late = stored(&app.app().store, EVENT).sessions;
        let states: Vec<_> = late.iter().map(|one| one.state).collect();
        assert_eq!(states, [SessionState::Cancelled, SessionState::Changed]);
    }

    async fn sessions_move_come_and_go(app: TestApp) {
        let documents = |event: Value| json!([event, organiser(), place()]);
        import(app, &documents(event(app))).await;
        let first = stored(&app.app().store, EVENT).sessions;
        let mut news = event(app);
        let moved = (app.now() + TimeDelta::days(15)).to_rfc3339();
        let end = (app.now() + TimeDelta::days(16)).to_rfc3339();
        news["subEvent"][1]["startDate"] = json!(moved);
        news["subEvent"][1]["endDate"] = json!(end);
        news["subEvent"][1]["bookingAvailability"] = json!({"type": "Available", "remainingCapacity": 4});
        news["subEvent"][0]["status"] = json!({"type": "Unavailable", "reason": {"nl": "De lesgever is ziek"}});
        import(app, &documents(news.clone())).await;
        let second = stored(&app.app().store, EVENT).sessions;
        assert_eq!(second.iter().map(|s| s.id).collect::<Vec<_>>(), first.iter().map(|s| s.id).collect::<Vec<_>>());
        assert_eq!(second[0].state, SessionState::Cancelled);
        assert_eq!(second[0].message.as_deref(), Some("De lesgever is ziek"));
        assert_eq!((second[1].state, second[1].places_left()), (SessionState::Changed, Some(4)));
        news["subEvent"].as_array_mut().unwrap().pop();
        import(app, &documents(news)).await;
        let third = stored(&app.app().store, EVENT).sessions;
        assert_eq!(third[1].state, SessionState::Cancelled);
    }

    async fn what_is_over_closes_even_when_nothing_was_said(app: TestApp) {
        let documents = json!([event(app), organiser(), place()]);
        import(app, &documents).await;
        app.advance(TimeDelta::days(30));
        assert_eq!(counts(&import(app, &documents).await), (0, 1, 2, 0, 0));
        assert_eq!(stored(&app.app().store, EVENT).opportunity.standing.state(), OpportunityState::Closed);
    }

    async fn a_place_and_an_organiser_are_kept_up_to_date(app: TestApp) {
        import(app, &json!([event(app), organiser(), place()])).await;
        let mut renamed = organiser();
        renamed["name"]["nl"] = json!("Naaiatelier De Naald");
        assert_eq!(counts(&import(app, &renamed).await), (0, 1, 0, 0, 0));
        assert_eq!(stored(&app.app().store, EVENT).lead, "Naaiatelier De Naald");
        let id = ExternalId::from_stored(ORGANISER.to_owned());
        let found = app.app().store.read(|conn| actor::find(conn, KIND, &id)).unwrap();
        assert!(found.is_some());
    }

    async fn two_imports_at_once_both_end(app: TestApp) {
        let named = |name: &str| -> Vec<Value> {
            (0..60)
                .map(|n| {
                    let mut one = event(app);
                    one["@id"] = json!(format!("https://io.example.org/event/{n:08x}-fb2b-4ddc-bbda-d2d3d61681c5"));
                    one["name"] = json!({"nl": format!("{name} {n}")});
                    one
                })
                .collect()
        };
        for name in ["Naaien", "Breien"] {
            let forth = [named(name), vec![organiser(), place()]].concat();
            let back: Vec<Value> = forth.iter().rev().cloned().collect();
            let (forth, back) = (json!(forth), json!(back));
            let (one, other) = tokio::join!(import(app, &forth), import(app, &back));
            assert_eq!((one.skipped, other.skipped), (Vec::new(), Vec::new()));
            for n in 0..60 {
                let id = format!("{n:08x}-fb2b-4ddc-bbda-d2d3d61681c5");
                let Stored { opportunity, sessions, lead } = stored(&app.app().store, &id);
                let title = opportunity.content.title.get(Lang::Nl).map(str::to_owned);
                assert_eq!(title, Some(format!("{name} {n}")));
                assert_eq!((sessions.len(), lead.as_str()), (2, "De Naald vzw"));
            }
        }
    }

    async fn one_that_cannot_be_stored_costs_itself(app: TestApp) {
        // A batch of a hundred and a bit, with what no reader could know in the middle.
        let mut documents: Vec<Value> = (0..130)
            .map(|n| {
                let mut one = event(app);
                one["@id"] = json!(format!("https://io.example.org/event/{n:08x}-fb2b-4ddc-bbda-d2d3d61681c5"));
                one["name"] = json!({"nl": format!("Naaien {n}")});
                one
            })
            .collect();
        documents.insert(60, json!({"@type": "Event", "name": "\u{0}\u{0}"}));
        documents.extend([organiser(), place()]);
        let report = import(app, &json!(documents)).await;
        assert_eq!(counts(&report), (132, 0, 0, 0, 1));
    }
}

#[test]
fn the_report_has_the_shape_that_programs_read() {
    let report = Report {
        created: 1,
        skipped: vec![goesting_api::importers::uitdatabank::run::Line {
            position: goesting_api::importers::uitdatabank::Position {
                file: "a.json".into(),
                index: 2,
                line: 3,
            },
            reason: "the document is not valid JSON".into(),
            code: goesting_core::import::SkipCode::Malformed,
        }],
        ..Report::default()
    };
    assert_eq!(
        serde_json::to_value(&report).unwrap(),
        json!({
            "created": 1, "updated": 0, "unchanged": 0, "merged": 0,
            "skipped": [{"file": "a.json", "index": 2, "line": 3, "reason": "the document is not valid JSON", "code": "malformed"}]
        })
    );
}
