//! What several documents, readings and sources make of one another.

use chrono::TimeDelta;
use goesting_client::IdempotencyKey;
use goesting_core::import::SkipCode;
use goesting_store::import::actor as source;
use goesting_store::{actor, claim, opportunity};
use goesting_tests::{LEUVEN, TestApp, on_both};
use goesting_types::actor::{ActorState, ClaimDecision, ClaimRequest};
use goesting_types::lang::Lang;
use goesting_types::opportunity::OpportunityState;
use goesting_types::price::Price;
use goesting_types::problem::ErrorCode;
use goesting_types::search::SearchQuery;
use goesting_types::session::SessionState;
use serde_json::{Value, json};

use crate::enrolments::stage::code;
use crate::import::{EVENT, counts, event, import, organiser, place, stored};

/// The event with some members put, or with null taken away.
fn changed(app: &TestApp, changes: &[(&str, Value)]) -> Value {
    let mut document = event(app);
    let members = document.as_object_mut().unwrap();
    for (key, value) in changes {
        if value.is_null() {
            members.remove(*key);
        } else {
            members.insert((*key).to_owned(), value.clone());
        }
    }
    document
}

on_both! {
    async fn nobody_acts_for_the_one_who_stands_in(app: TestApp) {
        let nameless = changed(app, &[("organizer", json!(null))]);
        import(app, &json!([nameless, place()])).await;
        let of = stored(&app.app().store, EVENT).opportunity.id;
        let stand_in = app.app().store.read(|conn| opportunity::lead(conn, of)).unwrap().actor_id;
        let els = app.someone("Els").await;
        let message = "Ik ben de organisator.".to_owned();
        let body = ClaimRequest { message: message.clone() };
        let asked = els.client.claim_actor(stand_in, &body, IdempotencyKey::new()).await;
        assert_eq!(code(asked), ErrorCode::WrongState);

        // One that was asked before is not granted either.
        let ecosystem = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let fien = app.facilitator(ecosystem, "Fien").await;
        let (person, now) = (els.id, app.now());
        let asked = app.app()
            .write(move |conn| Ok(claim::insert(conn, stand_in, person, &message, now)?))
            .await
            .unwrap();
        let grant = ClaimDecision { grant: true, reason: None };
        assert_eq!(code(fien.client.decide_claim(asked, &grant).await), ErrorCode::WrongState);
        let store = &app.app().store;
        assert!(store.read(|conn| source::is_unclaimed(conn, stand_in)).unwrap());

        // Where one was granted in older days, what has an organiser now goes there.
        let (from, to) = (ActorState::Unclaimed, ActorState::Claimed);
        store.write(|conn| actor::set_state(conn, stand_in, from, to)).unwrap();
        import(app, &json!([event(app), organiser()])).await;
        assert_eq!(stored(store, EVENT).lead, "De Naald vzw");
    }

    async fn what_is_older_than_what_was_read_changes_nothing(app: TestApp) {
        let of = |modified: &str, name: &str, status: &str| {
            changed(app, &[
                ("modified", json!(modified)),
                ("name", json!({"nl": name})),
                ("workflowStatus", json!(status)),
            ])
        };
        let (early, late, last) = ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
        let store = &app.app().store;
        let stands = || {
            let ours = stored(store, EVENT).opportunity;
            (ours.content.title.get(Lang::Nl).unwrap().to_owned(), ours.standing.state())
        };
        import(app, &json!([of(late, "Nieuw", "APPROVED"), organiser(), place()])).await;
        for old in [of(early, "Oud", "APPROVED"), of(early, "Oud", "DELETED")] {
            let report = import(app, &old).await;
            assert_eq!(counts(&report), (0, 0, 0, 0, 1));
            assert_eq!(report.skipped[0].code, SkipCode::Superseded);
            assert_eq!(stands(), ("Nieuw".to_owned(), OpportunityState::Open));
        }
        import(app, &of(last, "Nieuw", "DELETED")).await;
        assert_eq!(stands().1, OpportunityState::Closed);
        let report = import(app, &of(late, "Nieuw", "APPROVED")).await;
        assert_eq!(counts(&report), (0, 0, 0, 0, 1), "an old dump does not open it again");
        assert_eq!(stands().1, OpportunityState::Closed);
        assert_eq!(counts(&import(app, &of(last, "Terug", "APPROVED")).await), (0, 1, 0, 0, 0));
        assert_eq!(stands(), ("Terug".to_owned(), OpportunityState::Open));
    }

    async fn an_organiser_told_by_one_event_is_that_of_those_that_waited(app: TestApp) {
        let second = "99999999-fb2b-4ddc-bbda-d2d3d61681c5";
        let organiser = "https://io.example.org/organizers/50c2e3f1-1f40-4c5d-8e0b-0b6f7b8d1c11";
        let embedding = |name: &str| changed(app, &[
            ("@id", json!(format!("https://io.example.org/event/{second}"))),
            ("name", json!({"nl": name})),
            ("organizer", json!({"@id": organiser, "name": {"nl": "De Naald vzw"}})),
        ]);
        import(app, &json!([event(app), place()])).await;
        let store = &app.app().store;
        assert_eq!(stored(store, EVENT).lead, "Onbekende organisator");
        import(app, &embedding("Breien")).await;
        assert_eq!(stored(store, second).lead, "De Naald vzw");
        assert_eq!(stored(store, EVENT).lead, "De Naald vzw");
        assert_eq!(counts(&import(app, &embedding("Breien")).await), (0, 0, 1, 0, 0));
        // Read again as it was, it keeps its organiser.
        import(app, &event(app)).await;
        assert_eq!(stored(store, EVENT).lead, "De Naald vzw");
    }

    async fn what_one_source_drops_and_another_tells_of_takes_place(app: TestApp) {
        let second = "99999999-fb2b-4ddc-bbda-d2d3d61681c5";
        let other = ("@id", json!(format!("https://io.example.org/event/{second}")));
        let twin = |changes: &[(&str, Value)]| changed(app, &[&[other.clone()][..], changes].concat());
        import(app, &json!([event(app), twin(&[]), organiser(), place()])).await;
        let store = &app.app().store;
        let before = stored(store, EVENT);
        assert_eq!(before.opportunity.id, stored(store, second).opportunity.id);
        let states = || {
            let sessions = stored(store, EVENT).sessions;
            sessions.iter().map(|one| (one.slot.starts_at, one.state)).collect::<Vec<_>>()
        };
        let as_before = states();

        let both = event(app)["subEvent"].clone();
        let one = json!([both[0]]);
        import(app, &twin(&[("subEvent", one.clone())])).await;
        assert_eq!(states(), as_before, "the first source still tells of it");
        let mut off = both.clone();
        off[0]["status"] = json!({"type": "Unavailable"});
        import(app, &twin(&[("subEvent", off)])).await;
        assert_eq!(states(), as_before);
        let mut moved = both;
        moved[1]["startDate"] = json!((app.now() + TimeDelta::days(20)).to_rfc3339());
        moved[1]["endDate"] = json!((app.now() + TimeDelta::days(21)).to_rfc3339());
        import(app, &twin(&[("subEvent", moved)])).await;
        assert_eq!(states()[..2], as_before);
        assert_eq!(states().len(), 3);

        // Once no source tells of it any more it ends.
        import(app, &changed(app, &[("subEvent", one)])).await;
        assert_eq!(states()[1].1, SessionState::Cancelled);
    }

    async fn dates_that_only_a_deleted_source_told_of_do_not_take_place(app: TestApp) {
        let second = "99999999-fb2b-4ddc-bbda-d2d3d61681c5";
        let mut both = event(app)["subEvent"].clone();
        let twin = changed(app, &[
            ("@id", json!(format!("https://io.example.org/event/{second}"))),
            ("subEvent", json!([both[0].take()])),
        ]);
        import(app, &json!([event(app), twin, organiser(), place()])).await;
        let store = &app.app().store;
        let states = || -> Vec<_> {
            stored(store, EVENT).sessions.iter().map(|one| one.state).collect()
        };
        assert_eq!(states(), [SessionState::Planned; 2]);
        import(app, &changed(app, &[("workflowStatus", json!("DELETED"))])).await;
        assert_eq!(states(), [SessionState::Planned, SessionState::Cancelled]);
        import(app, &event(app)).await;
        assert_eq!(states(), [SessionState::Planned, SessionState::Changed]);
    }

    async fn what_waited_for_its_place_joins_the_same_activity(app: TestApp) {
        let second = "99999999-fb2b-4ddc-bbda-d2d3d61681c5";
        let told = changed(app, &[
            ("@id", json!(format!("https://io.example.org/event/{second}"))),
            ("location", json!({"name": "De Klos", "address": {"nl": {
                "streetAddress": "Kerkstraat 1", "postalCode": "9000", "addressLocality": "Gent",
            }}})),
        ]);
        let report = import(app, &json!([event(app), told, organiser()])).await;
        assert_eq!(counts(&report), (3, 0, 0, 0, 0), "it does not know yet where the first is");
        let store = &app.app().store;
        let waiting = stored(store, EVENT).opportunity;
        assert_eq!(waiting.standing.state(), OpportunityState::Draft);
        import(app, &place()).await;
        let one = stored(store, second);
        assert_eq!(stored(store, EVENT).opportunity.id, one.opportunity.id);
        assert_eq!((one.sessions.len(), one.opportunity.standing.state()), (2, OpportunityState::Open));
        assert!(store.read(|conn| opportunity::find(conn, waiting.id)).is_err());
        let again = import(app, &json!([event(app), place()])).await;
        assert_eq!(counts(&again), (0, 0, 2, 0, 0));
    }

    async fn what_its_source_shows_later_is_away_until_then(app: TestApp) {
        import(app, &json!([event(app), organiser(), place()])).await;
        let store = &app.app().store;
        let stands = || stored(store, EVENT).opportunity.standing.state();
        let from = (app.now() + TimeDelta::days(3)).to_rfc3339();
        let later = changed(app, &[("availableFrom", json!(from))]);
        assert_eq!(counts(&import(app, &later).await), (0, 1, 0, 0, 0));
        assert_eq!(stands(), OpportunityState::Closed);
        app.advance(TimeDelta::days(4));
        import(app, &later).await;
        assert_eq!(stands(), OpportunityState::Open);
        let states: Vec<_> = stored(store, EVENT).sessions.iter().map(|one| one.state).collect();
        assert_eq!(states, [SessionState::Planned; 2], "its dates still take place");
    }

    async fn events_follow_the_place_they_are_at(app: TestApp) {
        let second = "99999999-fb2b-4ddc-bbda-d2d3d61681c5";
        let copy = place();
        let embedding = changed(app, &[
            ("@id", json!(format!("https://io.example.org/event/{second}"))),
            ("name", json!({"nl": "Breien"})),
            ("location", json!({"@id": copy["@id"], "name": copy["name"], "address": copy["address"]})),
        ]);
        import(app, &json!([event(app), embedding, organiser(), place()])).await;
        let store = &app.app().store;
        let content = |id: &str| stored(store, id).opportunity.content;
        let before = stored(store, EVENT);
        let mut moved = place();
        moved["name"] = json!({"nl": "Buurthuis De Spoel"});
        moved["address"]["nl"] = json!({
            "streetAddress": "Diestsestraat 49", "postalCode": "3000", "addressLocality": "Leuven",
        });
        moved["geo"] = json!({"latitude": 50.88, "longitude": 4.7});
        moved["terms"] = json!([{"id": "3.23.1.0.0", "domain": "facility"}]);
        assert_eq!(counts(&import(app, &moved).await), (0, 1, 0, 0, 0));
        for id in [EVENT, second] {
            let there = content(id);
            let at = there.whereabouts.place().unwrap();
            assert_eq!(at.name.as_deref(), Some("Buurthuis De Spoel"));
            assert_eq!(at.street.as_deref(), Some("Diestsestraat 49"));
            assert_eq!(at.territory.as_ref().unwrap().as_str(), LEUVEN);
            assert!(at.point.is_some() && there.card.wheelchair);
        }
        let after = stored(store, EVENT);
        assert_eq!(after.sessions, before.sessions);
        app.index().await;
        let near = SearchQuery { territory: Some(LEUVEN.into()), ..SearchQuery::default() };
        assert_eq!(app.stranger().search_opportunities(&near).await.unwrap().total, 2);
        let again = json!([event(app), embedding, organiser(), moved]);
        assert_eq!(counts(&import(app, &again).await), (0, 0, 4, 0, 0));

        // Where its host put it, it stays.
        let ours = after.opportunity;
        let mut own = ours.content.clone();
        own.whereabouts = before.opportunity.content.whereabouts;
        let now = app.now();
        store.write(|conn| opportunity::edit(conn, ours.id, ours.version, &own, now)).unwrap();
        moved["name"] = json!({"nl": "Buurthuis De Naald"});
        import(app, &moved).await;
        assert_eq!(content(EVENT).whereabouts, own.whereabouts);
        let name = content(second).whereabouts.place().unwrap().name.clone();
        assert_eq!(name.as_deref(), Some("Buurthuis De Naald"));
    }

    async fn events_follow_the_organiser_and_the_owner_of_their_place(app: TestApp) {
        let nameless = changed(app, &[("organizer", json!(null))]);
        let mut owned = place();
        owned["organizer"] = organiser()["@id"].clone();
        import(app, &json!([nameless, place()])).await;
        let store = &app.app().store;
        assert_eq!(stored(store, EVENT).lead, "Onbekende organisator");
        import(app, &owned).await;
        import(app, &organiser()).await;
        let after = stored(store, EVENT);
        assert_eq!(after.lead, "De Naald vzw");
        assert_eq!(after.opportunity.content.contact.phone.as_deref(), Some("09 123 45 67"));
        let mut reached = organiser();
        reached["contactPoint"]["phone"] = json!(["09 765 43 21"]);
        import(app, &reached).await;
        let contact = stored(store, EVENT).opportunity.content.contact;
        assert_eq!(contact.phone.as_deref(), Some("09 765 43 21"));
        assert_eq!(counts(&import(app, &nameless).await), (0, 0, 1, 0, 0));
    }

    async fn an_older_place_or_organiser_changes_nothing(app: TestApp) {
        let of = |mut document: Value, name: &str, modified: &str| {
            document["name"] = json!({ "nl": name });
            document["modified"] = json!(modified);
            document
        };
        let (early, late) = ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
        let new = json!([event(app), of(place(), "Nieuw", late), of(organiser(), "Nieuwe vzw", late)]);
        import(app, &new).await;
        let store = &app.app().store;
        let old = json!([event(app), of(place(), "Oud", early), of(organiser(), "Oude vzw", early)]);
        let report = import(app, &old).await;
        assert_eq!(counts(&report), (0, 0, 1, 0, 2));
        assert!(report.skipped.iter().all(|one| one.code == SkipCode::Superseded));
        let after = stored(store, EVENT);
        assert_eq!(after.lead, "Nieuwe vzw");
        let name = after.opportunity.content.whereabouts.place().unwrap().name.clone();
        assert_eq!(name.as_deref(), Some("Nieuw"));
    }

    async fn a_renamed_twin_leaves_the_name_of_the_card(app: TestApp) {
        let second = "99999999-fb2b-4ddc-bbda-d2d3d61681c5";
        let twin = |name: &str, price: u32| changed(app, &[
            ("@id", json!(format!("https://io.example.org/event/{second}"))),
            ("name", json!({ "nl": name })),
            ("priceInfo", json!([{"category": "base", "price": price}])),
        ]);
        let named = |name: &str| changed(app, &[("name", json!({ "nl": name }))]);
        let old = "Naaien voor beginners";
        import(app, &json!([event(app), organiser(), place()])).await;
        assert_eq!(counts(&import(app, &twin(old, 5)).await), (0, 0, 0, 1, 0));
        let store = &app.app().store;
        let card = || {
            let content = stored(store, EVENT).opportunity.content;
            (content.title.get(Lang::Nl).unwrap().to_owned(), content.pricing.base)
        };
        let euros = |euros: u32| Some(Price::Amount { cents: euros * 100 });
        assert_eq!(card(), (old.to_owned(), euros(5)));
        assert_eq!(counts(&import(app, &twin("Breien", 8)).await), (0, 1, 0, 0, 0));
        assert_eq!(card(), (old.to_owned(), euros(8)), "what the first leaves open is the twin's");
        import(app, &named("Naaien met An")).await;
        assert_eq!(card(), ("Naaien met An".to_owned(), euros(8)));

        // With the first gone the twin tells all; back again, the first goes before.
        let mut gone = named("Naaien met An");
        gone["workflowStatus"] = json!("DELETED");
        import(app, &gone).await;
        assert_eq!(card().0, "Breien");
        import(app, &twin("Haken", 8)).await;
        assert_eq!(card().0, "Haken");
        import(app, &named("Naaien met An")).await;
        assert_eq!(card(), ("Naaien met An".to_owned(), euros(8)));
        assert_eq!(stored(store, EVENT).opportunity.id, stored(store, second).opportunity.id);
    }

    async fn what_one_source_closes_and_another_leaves_open_stays_open(app: TestApp) {
        let second = "99999999-fb2b-4ddc-bbda-d2d3d61681c5";
        let with = |id: &str, status: &str| changed(app, &[
            ("@id", json!(format!("https://io.example.org/event/{id}"))),
            ("calendarType", json!("permanent")),
            ("subEvent", json!(null)),
            ("status", json!({ "type": status })),
        ]);
        let (open, shut) = ("Available", "Unavailable");
        import(app, &json!([with(EVENT, open), with(second, open), organiser(), place()])).await;
        let store = &app.app().store;
        let stands = || stored(store, EVENT).opportunity.standing.state();
        import(app, &with(second, shut)).await;
        assert_eq!(stands(), OpportunityState::Open);
        import(app, &with(EVENT, shut)).await;
        assert_eq!(stands(), OpportunityState::Closed);
        import(app, &with(second, open)).await;
        assert_eq!(stands(), OpportunityState::Open);
    }
}
