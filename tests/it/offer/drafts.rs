//! Making and editing drafts.

use super::stage::{code, content, draft, open, pointers, town};
use chrono::TimeDelta;
use goesting_client::IdempotencyKey;
use goesting_tests::on_both;
use goesting_types::actor::ActorKind;
use goesting_types::lang::Lang;
use goesting_types::opportunity::{
    ActorOpportunityQuery, OpportunityCreate, OpportunityState, OpportunityUpdate,
};
use goesting_types::page::View;
use goesting_types::place::Whereabouts;
use goesting_types::problem::ErrorCode;
use goesting_types::text::LocalizedText;

fn retitled(title: &str) -> OpportunityUpdate {
    OpportunityUpdate {
        title: Some(LocalizedText::own(Lang::Nl, title)),
        ..OpportunityUpdate::default()
    }
}

on_both! {
    async fn a_draft_is_for_its_hosts_only(app: TestApp) {
        let town = town(app).await;
        let made = draft(&town.els, town.bib, "Samen naaien").await;
        assert_eq!((made.state, made.version), (OpportunityState::Draft, 1));
        assert_eq!(made.content.whereabouts.territory(), Some(&"24062".into()));
        assert!(made.flags.contains(&goesting_types::card::CardFlag::Phone));

        let read = |who: goesting_client::Client, view| async move {
            who.get_opportunity(made.id, view).await
        };
        assert_eq!(code(read(app.stranger(), View::Public).await), ErrorCode::NotFound);
        assert_eq!(code(read(town.els.client.clone(), View::Public).await), ErrorCode::NotFound);
        assert_eq!(code(read(app.stranger(), View::Edit).await), ErrorCode::NotAuthenticated);
        let ward = app.someone("Ward").await;
        assert_eq!(code(read(ward.client.clone(), View::Edit).await), ErrorCode::NotFound);
        let seen = read(town.els.client.clone(), View::Edit).await.unwrap();
        assert_eq!(seen.id, made.id);
        assert!(read(town.fien.client.clone(), View::Edit).await.is_ok());
    }

    async fn only_who_acts_for_an_actor_makes_its_drafts(app: TestApp) {
        let town = town(app).await;
        let ward = app.someone("Ward").await;
        let body = OpportunityCreate { actor_id: town.bib, content: content("x") };
        let outcome = ward.client.create_opportunity(&body, IdempotencyKey::new()).await;
        assert_eq!(code(outcome), ErrorCode::Forbidden);
        let outcome = app.stranger().create_opportunity(&body, IdempotencyKey::new()).await;
        assert_eq!(code(outcome), ErrorCode::NotAuthenticated);
        let nobody = OpportunityCreate { actor_id: goesting_types::ids::ActorId::new(), ..body };
        let outcome = town.els.client.create_opportunity(&nobody, IdempotencyKey::new()).await;
        assert_eq!(code(outcome), ErrorCode::Forbidden);
    }

    async fn the_same_key_makes_one_draft(app: TestApp) {
        let town = town(app).await;
        let body = OpportunityCreate { actor_id: town.bib, content: content("Eenmaal") };
        let key = IdempotencyKey::new();
        let els = &town.els.client;
        let (one, two) = tokio::join!(
            els.create_opportunity(&body, key),
            els.create_opportunity(&body, key),
        );
        assert_eq!(one.unwrap().id, two.unwrap().id);
        let other = OpportunityCreate { content: content("Anders"), ..body };
        let outcome = els.create_opportunity(&other, key).await;
        assert_eq!(code(outcome), ErrorCode::IdempotencyMismatch);
    }

    async fn what_is_wrong_is_all_told_and_nothing_is_kept(app: TestApp) {
        let town = town(app).await;
        let mut wrong = content(&"x".repeat(121));
        wrong.interests = vec!["zzz".into()];
        wrong.contact.url = Some("javascript:alert(1)".to_owned());
        let body = OpportunityCreate { actor_id: town.bib, content: wrong };
        let outcome = town.els.client.create_opportunity(&body, IdempotencyKey::new()).await;
        assert_eq!(
            pointers(outcome),
            ["/content/title/nl/text", "/content/interests/0", "/content/contact/url"]
        );
        let mut unknown = content("x");
        unknown.whereabouts = Whereabouts::OnRequest { territory: "99999".into() };
        let body = OpportunityCreate { actor_id: town.bib, content: unknown };
        let outcome = town.els.client.create_opportunity(&body, IdempotencyKey::new()).await;
        assert_eq!(code(outcome), ErrorCode::UnknownTerritory);
        let mut unknown = content("x");
        unknown.interests = vec!["zzz".into()];
        let body = OpportunityCreate { actor_id: town.bib, content: unknown };
        let outcome = town.els.client.create_opportunity(&body, IdempotencyKey::new()).await;
        assert_eq!(code(outcome), ErrorCode::UnknownInterest);
        let raw = town.els.raw();
        for (body, expected) in [
            ("{", ErrorCode::MalformedJson),
            ("{}", ErrorCode::InvalidBody),
            (r#"{"actor_id":"x"}"#, ErrorCode::InvalidBody),
        ] {
            let answer = raw.post("/api/v1/opportunities", body).await;
            assert_eq!(answer.problem().code, expected, "{body}");
        }
        // A price below nothing cannot be said.
        let mut json = serde_json::to_value(OpportunityCreate {
            actor_id: town.bib, content: content("x"),
        }).unwrap();
        json["content"]["pricing"] = serde_json::json!({"base": {"kind": "amount", "cents": -1}});
        let answer = raw.post("/api/v1/opportunities", &json.to_string()).await;
        assert_eq!(answer.problem().code, ErrorCode::InvalidBody);
        let page = town.els.client
            .list_actor_opportunities(town.bib, &ActorOpportunityQuery {
                state: Some(OpportunityState::Draft), ..ActorOpportunityQuery::default()
            }).await.unwrap();
        assert_eq!(page.items.len(), 0);
    }

    async fn an_edit_needs_the_version_that_was_read(app: TestApp) {
        let town = town(app).await;
        let made = draft(&town.els, town.bib, "Samen naaien").await;
        let els = &town.els.client;
        let now = els.update_opportunity(made.id, 1, &retitled(" Samen  breien ")).await.unwrap();
        assert_eq!((now.version, now.content.title.get(Lang::Nl)), (2, Some("Samen breien")));
        assert_eq!(now.content.summary, made.content.summary);
        let stale = els.update_opportunity(made.id, 1, &retitled("Haken")).await;
        assert_eq!(code(stale), ErrorCode::StaleEdit);
        let path = format!("/api/v1/opportunities/{}", made.id);
        let raw = town.els.raw();
        let answer = raw.send("PATCH", &path, &[], Some("{}")).await;
        assert_eq!(answer.problem().code, ErrorCode::PreconditionRequired);
        for odd in ["2", "\"x\"", "\"1\", \"3\"", ""] {
            let answer = raw.send("PATCH", &path, &[("if-match", odd)], Some("{}")).await;
            assert_eq!(answer.problem().code, ErrorCode::StaleEdit, "{odd}");
        }
        for right in ["*", "\"1\", \"2\""] {
            let answer = raw.send("PATCH", &path, &[("if-match", right)], Some("{}")).await;
            assert_eq!((answer.status, answer.header("etag")), (200, Some("\"2\"")), "{right}");
        }
        // Nothing changed: the version stays.
        let same = els.update_opportunity(made.id, 2, &retitled("Samen breien")).await.unwrap();
        assert_eq!(same.version, 2);
        let ward = app.someone("Ward").await;
        let outcome = ward.client.update_opportunity(made.id, 2, &retitled("x")).await;
        assert_eq!(code(outcome), ErrorCode::NotFound);
        // A facilitator reads, and does not write.
        let outcome = town.fien.client.update_opportunity(made.id, 2, &retitled("x")).await;
        assert_eq!(code(outcome), ErrorCode::NotFound);
    }

    async fn of_two_edits_at_once_one_wins(app: TestApp) {
        let town = town(app).await;
        let made = draft(&town.els, town.bib, "Samen naaien").await;
        let els = &town.els.client;
        let (ann, bob) = (retitled("Ann"), retitled("Bob"));
        let (one, two) = tokio::join!(
            els.update_opportunity(made.id, 1, &ann),
            els.update_opportunity(made.id, 1, &bob),
        );
        let lost = match (one, two) {
            (Ok(_), Err(lost)) | (Err(lost), Ok(_)) => lost,
            outcome => panic!("{outcome:?}"),
        };
        assert_eq!(lost.code(), Some(ErrorCode::StaleEdit));
    }

    async fn what_is_open_keeps_what_publishing_asked_for(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let bare = OpportunityUpdate { interests: Some(Vec::new()), ..OpportunityUpdate::default() };
        let outcome = town.els.client.update_opportunity(id, 1, &bare).await;
        assert_eq!(pointers(outcome), ["/interests"]);
        town.els.client.close_opportunity(id).await.unwrap();
        let outcome = town.els.client.update_opportunity(id, 1, &retitled("x")).await;
        assert_eq!(code(outcome), ErrorCode::WrongState);
    }

    async fn an_actors_list_has_all_of_them_in_pages(app: TestApp) {
        let town = town(app).await;
        // Made later on another node whose clock is behind: the order is that of the times, not of
        // the ids.
        let mut made = Vec::new();
        app.advance(TimeDelta::minutes(6));
        for nr in 0..5 {
            app.advance(TimeDelta::minutes(-1));
            made.push(draft(&town.els, town.bib, &format!("Nr {nr}")).await.id);
        }
        let els = &town.els.client;
        let mut query = ActorOpportunityQuery { limit: Some(2), ..ActorOpportunityQuery::default() };
        let mut seen = Vec::new();
        loop {
            let page = els.list_actor_opportunities(town.bib, &query).await.unwrap();
            seen.extend(page.items.iter().map(|one| one.id));
            let Some(next) = page.next_cursor else { break };
            query.cursor = Some(next);
        }
        // The newest first, and the one of the stage at the end.
        assert_eq!(seen.len(), 6);
        seen.truncate(5);
        assert_eq!(seen, made);
        query.state = Some(OpportunityState::Draft);
        let outcome = els.list_actor_opportunities(town.bib, &query).await;
        assert_eq!(code(outcome), ErrorCode::InvalidCursor);
        let ward = app.someone("Ward").await;
        app.actor(&ward, ActorKind::Museum, "Museum").await;
        let outcome = ward.client
            .list_actor_opportunities(town.bib, &ActorOpportunityQuery::default()).await;
        assert_eq!(code(outcome), ErrorCode::Forbidden);
    }
}
