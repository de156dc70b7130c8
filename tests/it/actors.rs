//! Actors: making, finding and editing them.

use goesting_client::IdempotencyKey;
use goesting_tests::{LEUVEN, TestApp, by_phone, on_both};
use goesting_types::actor::{
    ActorCreate, ActorKind, ActorQuery, ActorState, ActorUpdate, ExternalCodes,
};
use goesting_types::ids::ActorId;
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::territory::TerritoryId;
use goesting_types::text::LocalizedText;

fn written(name: &str, territory: &str) -> ActorCreate {
    ActorCreate {
        kind: ActorKind::Association,
        name: name.to_owned(),
        about: LocalizedText::default(),
        territory: TerritoryId::from(territory),
        contact: by_phone(),
        codes: ExternalCodes::default(),
    }
}

fn rename(name: &str) -> ActorUpdate {
    ActorUpdate {
        name: Some(name.to_owned()),
        about: None,
        territory: None,
        contact: None,
        codes: None,
    }
}

async fn found(app: &TestApp, query: ActorQuery) -> Vec<String> {
    let page = app.stranger().list_actors(&query).await.unwrap();
    page.items.into_iter().map(|one| one.name).collect()
}

on_both! {
    async fn who_makes_an_actor_is_its_first_steward(app: TestApp) {
        let els = app.someone("Els").await;
        let made = app.actor(&els, ActorKind::YouthClub, "  Jeugdhuis\n De Kelder ").await;
        assert_eq!(made.name, "Jeugdhuis De Kelder");
        assert_eq!((made.state, made.version), (ActorState::Claimed, 1));
        let members = els.client.list_members(made.id).await.unwrap();
        assert_eq!(members.items.len(), 1);
        assert_eq!(members.items[0].person_id, els.id);
        let seen = app.stranger().get_actor(made.id).await.unwrap();
        assert_eq!(seen, made);
    }

    async fn only_who_confirmed_their_address_makes_one(app: TestApp) {
        let key = IdempotencyKey::new();
        let made = app.stranger().create_actor(&written("Klos", LEUVEN), key).await;
        assert_eq!(made.unwrap_err().code(), Some(ErrorCode::NotAuthenticated));
        let new = app.somebody("Nieuw", 1990, false).await;
        let made = new.client.create_actor(&written("Klos", LEUVEN), key).await;
        assert_eq!(made.unwrap_err().code(), Some(ErrorCode::EmailNotVerified));
    }

    async fn the_same_key_makes_one_actor(app: TestApp) {
        let els = app.someone("Els").await;
        let key = IdempotencyKey::new();
        let one = els.client.create_actor(&written("De Klos", LEUVEN), key).await.unwrap();
        let same = els.client.create_actor(&written("De Klos", LEUVEN), key).await.unwrap();
        assert_eq!(one.id, same.id);
        let other = els.client.create_actor(&written("De Klap", LEUVEN), key).await;
        assert_eq!(other.unwrap_err().code(), Some(ErrorCode::IdempotencyMismatch));
        assert_eq!(found(app, ActorQuery::default()).await, ["De Klos"]);
    }

    async fn what_cannot_be_is_pointed_at(app: TestApp) {
        let els = app.someone("Els").await.raw();
        let answer = els.post("/api/v1/actors", r#"{"kind":"library","name":"x",
            "territory":"24062","contact":{"url":"javascript:alert(1)"},
            "codes":{"kbo":"0202239952"}}"#).await;
        let problem = answer.problem();
        assert_eq!((answer.status, problem.code), (422, ErrorCode::InvalidField));
        let pointers: Vec<_> = problem.errors.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/contact/url", "/codes/kbo"]);

        let answer = els.post("/api/v1/actors", r#"{"kind":"library","name":"Bib",
            "territory":"99999","contact":{"phone":"016 12 34 56"}}"#).await;
        assert_eq!(answer.problem().code, ErrorCode::UnknownTerritory);
        let answer = els.post("/api/v1/actors", r#"{"kind":"planet"}"#).await;
        assert_eq!(answer.problem().code, ErrorCode::InvalidBody);
        for (body, pointer, code) in [
            (r#"{"kind":"library"}"#, "/name", FieldCode::Required),
            (r#"{"kind":"library","size":3}"#, "/size", FieldCode::Unknown),
        ] {
            let problem = els.post("/api/v1/actors", body).await.problem();
            assert_eq!((problem.code, problem.errors.len()), (ErrorCode::InvalidBody, 1), "{body}");
            let fault = &problem.errors[0];
            assert_eq!((fault.pointer.as_str(), fault.code), (pointer, code), "{body}");
        }
    }

    async fn actors_are_found_by_words_sort_and_place(app: TestApp) {
        let els = app.someone("Els").await.client;
        for (name, territory) in [
            ("Repair Café Kessel-Lo", LEUVEN),
            ("Bibliotheek Tweebronnen", LEUVEN),
            ("Café Herman", "24038"),
            ("100% Natuur", "11002"),
        ] {
            els.create_actor(&written(name, territory), IdempotencyKey::new()).await.unwrap();
        }
        app.unclaimed("Zonder plaats", None).await;
        let q = |q: &str| ActorQuery { q: Some(q.to_owned()), ..ActorQuery::default() };
        assert_eq!(found(app, q("cafe")).await, ["Café Herman", "Repair Café Kessel-Lo"]);
        assert_eq!(found(app, q("LO rep")).await, ["Repair Café Kessel-Lo"]);
        assert_eq!(found(app, q("afé")).await, [""; 0], "words begin with it");
        assert_eq!(found(app, q("100%")).await, ["100% Natuur"]);
        assert_eq!(found(app, q("%")).await, [""; 0]);
        let within = |code: &str| ActorQuery {
            territory: Some(TerritoryId::from(code)),
            ..ActorQuery::default()
        };
        assert_eq!(found(app, within("24038")).await, ["Café Herman"]);
        assert_eq!(found(app, within("20001")).await.len(), 3, "in Flemish Brabant");
        assert_eq!(found(app, within("01000")).await.len(), 4);
        assert_eq!(found(app, ActorQuery::default()).await.len(), 5);
        let leuven = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let taking_part = ActorQuery { ecosystem: Some(leuven), ..ActorQuery::default() };
        assert_eq!(found(app, taking_part.clone()).await, [""; 0]);
        let page = app.stranger().list_actors(&q("Café Herman")).await.unwrap();
        app.take_part(leuven, page.items[0].id).await;
        assert_eq!(found(app, taking_part.clone()).await, ["Café Herman"]);
        assert_eq!(found(app, ActorQuery { q: Some("bib".to_owned()), ..taking_part }).await, [""; 0]);
        let library = ActorQuery { kind: Some(ActorKind::Library), ..ActorQuery::default() };
        assert_eq!(found(app, library).await, [""; 0]);
        let nowhere = app.stranger().list_actors(&within("99999")).await;
        assert_eq!(nowhere.unwrap_err().code(), Some(ErrorCode::UnknownTerritory));
    }

    async fn pages_go_by_name_without_gap_or_repeat(app: TestApp) {
        let els = app.someone("Els").await.client;
        for _ in 0..3 {
            for name in ["Gelijk", "gélijk", "Ander"] {
                els.create_actor(&written(name, LEUVEN), IdempotencyKey::new()).await.unwrap();
            }
        }
        let mut query = ActorQuery { limit: Some(2), ..ActorQuery::default() };
        let mut seen = Vec::new();
        loop {
            let page = app.stranger().list_actors(&query).await.unwrap();
            seen.extend(page.items.into_iter().map(|one| (one.name.to_lowercase(), one.id)));
            match page.next_cursor {
                Some(cursor) => query.cursor = Some(cursor),
                None => break,
            }
        }
        let mut ids: Vec<ActorId> = seen.iter().map(|(_, id)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((seen.len(), ids.len()), (9, 9));
        assert!(seen[..3].iter().all(|(name, _)| name == "ander"), "{seen:?}");
        let elsewhere = ActorQuery { q: Some("ander".to_owned()), cursor: query.cursor, ..query };
        let answer = app.stranger().list_actors(&elsewhere).await;
        assert_eq!(answer.unwrap_err().code(), Some(ErrorCode::InvalidCursor));
    }

    async fn an_edit_is_for_its_stewards_and_of_what_they_read(app: TestApp) {
        let els = app.someone("Els").await;
        let other = app.someone("Ward").await;
        let made = app.actor(&els, ActorKind::Library, "Bib").await;
        app.actor(&other, ActorKind::Library, "Bib van Ward").await;
        let path = format!("/api/v1/actors/{}", made.id);
        let answer = els.raw().send("PATCH", &path, &[], Some("{}")).await;
        assert_eq!(answer.problem().code, ErrorCode::PreconditionRequired);

        let foreign = other.client.update_actor(made.id, 1, &rename("Van mij")).await;
        assert_eq!(foreign.unwrap_err().code(), Some(ErrorCode::Forbidden));
        let now = els.client.update_actor(made.id, 1, &rename("Bib Leuven")).await.unwrap();
        assert_eq!((now.name.as_str(), now.version), ("Bib Leuven", 2));
        assert_eq!(now.contact, made.contact, "what was left out stays");
        let same = els.client.update_actor(made.id, 2, &rename("Bib Leuven")).await.unwrap();
        assert_eq!(same.version, 2, "nothing changed");
        let stale = els.client.update_actor(made.id, 1, &rename("Bib")).await;
        assert_eq!(stale.unwrap_err().code(), Some(ErrorCode::StaleEdit));
        let bad = els.client.update_actor(made.id, 2, &rename("?")).await;
        assert_eq!(bad.unwrap_err().code(), Some(ErrorCode::InvalidField));
        let nobody = els.client.update_actor(ActorId::new(), 1, &rename("Bib")).await;
        assert_eq!(nobody.unwrap_err().code(), Some(ErrorCode::NotFound));
        assert_eq!(app.stranger().get_actor(made.id).await.unwrap().name, "Bib Leuven");
    }

    async fn of_two_edits_at_once_one_wins(app: TestApp) {
        let els = app.someone("Els").await;
        let made = app.actor(&els, ActorKind::Library, "Bib").await;
        let (a, b) = (rename("Bib A"), rename("Bib B"));
        let (one, other) = tokio::join!(
            els.client.update_actor(made.id, 1, &a),
            els.client.update_actor(made.id, 1, &b),
        );
        let lost: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
        assert_eq!(lost.len(), 1);
        assert_eq!(lost[0].code(), Some(ErrorCode::StaleEdit));
    }

    async fn what_has_not_changed_is_not_sent_again(app: TestApp) {
        let els = app.someone("Els").await;
        let made = app.actor(&els, ActorKind::Library, "Bib").await;
        let path = format!("/api/v1/actors/{}", made.id);
        let first = app.raw().get(&path).await;
        let tag = first.header("etag").unwrap().to_owned();
        let same = [("if-none-match", tag.as_str())];
        assert_eq!(app.raw().send("GET", &path, &same, None).await.status, 304);
        els.client.update_actor(made.id, 1, &rename("Bib Leuven")).await.unwrap();
        assert_eq!(app.raw().send("GET", &path, &same, None).await.status, 200);
        let unknown = app.raw().get(&format!("/api/v1/actors/{}", ActorId::new())).await;
        assert_eq!(unknown.problem().code, ErrorCode::NotFound);
        let none = app.raw().get("/api/v1/actors/x").await;
        assert_eq!(none.problem().code, ErrorCode::InvalidPath);
    }
}
