//! Sharing an opportunity with another actor.

use chrono::TimeDelta;

use super::stage::{code, draft, open, pointers, town};
use goesting_api::auth::Claims;
use goesting_client::Client;
use goesting_store::member;
use goesting_tests::{TestApp, on_both};
use goesting_types::actor::{ActorKind, MemberRole};
use goesting_types::auth::Scope;
use goesting_types::ids::{ActorId, ApiClientId, OpportunityId};
use goesting_types::opportunity::{
    ActorOpportunityQuery, ActorPart, CoOwnerInvite, OpportunityUpdate,
};
use goesting_types::page::View;
use goesting_types::problem::ErrorCode;

fn ask(actor_id: ActorId, part: ActorPart) -> CoOwnerInvite {
    CoOwnerInvite {
        actor_id,
        part,
        credit: Some("met het museum".to_owned()),
    }
}

/// A program of an actor with every scope.
fn program(app: &TestApp, actor: ActorId) -> Client {
    let claims = Claims::Client {
        sub: ApiClientId::new(),
        actor,
        scopes: Scope::ALL.to_vec(),
    };
    let tokens = &app.app().tokens;
    let (token, _) = tokens
        .issue(claims, app.now(), TimeDelta::hours(1))
        .unwrap();
    Client::with_bearer(&app.base(), &token).unwrap()
}

on_both! {
    async fn a_host_asks_and_a_steward_says_yes(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let ward = app.someone("Ward").await;
        let museum = app.actor(&ward, ActorKind::Museum, "Museum").await.id;
        let body = ask(museum, ActorPart::CoOwner);
        // Before being asked, Ward cannot join by himself.
        let pushy = ward.client.share_opportunity(id, &body).await;
        assert_eq!(code(pushy), ErrorCode::NotFound);

        for _ in 0..2 {
            let asked = town.els.client.share_opportunity(id, &body).await.unwrap();
            assert!(!asked.accepted);
        }
        let public = || async { app.stranger().get_opportunity(id, View::Public).await.unwrap() };
        assert_eq!(public().await.actors.len(), 1, "who did not say yes is not named");
        // Ward can look at what he is asked, and finds it among his own.
        let seen = ward.client.get_opportunity(id, View::Edit).await.unwrap();
        assert_eq!(seen.actors.len(), 2);
        let list = ward.client
            .list_actor_opportunities(museum, &ActorOpportunityQuery::default()).await.unwrap();
        assert_eq!(list.items[0].id, id);
        let rename = OpportunityUpdate::default();
        let early = ward.client.update_opportunity(id, 1, &rename).await;
        assert_eq!(code(early), ErrorCode::NotFound);

        for _ in 0..2 {
            let accepted = ward.client.share_opportunity(id, &body).await.unwrap();
            assert!(accepted.accepted);
        }
        let actors = public().await.actors;
        let parts: Vec<_> = actors.iter().map(|one| one.part).collect();
        assert_eq!(parts, [ActorPart::Lead, ActorPart::CoOwner]);
        assert_eq!(actors[1].credit.as_deref(), Some("met het museum"));
        assert!(ward.client.update_opportunity(id, 1, &rename).await.is_ok());
    }

    async fn the_stewards_hear_that_they_are_asked(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let ward = app.someone("Ward").await;
        let museum = app.actor(&ward, ActorKind::Museum, "Museum").await.id;
        let club = app.actor(&ward, ActorKind::SportsClub, "Club").await.id;
        let unclaimed = app.unclaimed("MAS", None).await;
        for asked in [museum, museum, club, unclaimed] {
            let body = ask(asked, ActorPart::CoOwner);
            town.els.client.share_opportunity(id, &body).await.unwrap();
        }
        // One is answered before the letter leaves.
        ward.client.share_opportunity(id, &ask(club, ActorPart::CoOwner)).await.unwrap();
        app.advance(TimeDelta::seconds(5));
        app.run_jobs().await;
        let mails = app.mails();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, ward.email);
        assert_eq!(mails[0].subject, "Bib wil Samen naaien samen met jullie doen");
        assert!(mails[0].text.contains("Museum"), "{}", mails[0].text);
        assert!(mails[0].link("/partner/opportunities/").ends_with(&id.to_string()));
    }

    async fn who_was_asked_says_no_and_who_shares_steps_out(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let (ward, hugo) = (app.someone("Ward").await, app.someone("Hugo").await);
        let museum = app.actor(&ward, ActorKind::Museum, "Museum").await.id;
        let club = app.actor(&hugo, ActorKind::SportsClub, "Club").await.id;
        let (els, ward, hugo) = (&town.els.client, &ward.client, &hugo.client);
        let parts = || async {
            let seen = els.get_opportunity(id, View::Edit).await.unwrap().actors;
            seen.into_iter().map(|one| one.actor.id).collect::<Vec<_>>()
        };
        let body = ask(museum, ActorPart::CoOwner);
        els.share_opportunity(id, &body).await.unwrap();
        for _ in 0..2 {
            ward.unshare_opportunity(id, museum).await.unwrap();
        }
        assert_eq!(parts().await, [town.bib]);
        assert_eq!(code(ward.get_opportunity(id, View::Edit).await), ErrorCode::NotFound);
        assert_eq!(code(ward.share_opportunity(id, &body).await), ErrorCode::NotFound, "no is no");
        // The letter had not left yet.
        app.advance(TimeDelta::seconds(5));
        app.run_jobs().await;
        assert!(app.mails().is_empty(), "{:?}", app.mails());

        // One that shares steps out; everybody sees it, and it has no say any more.
        els.share_opportunity(id, &body).await.unwrap();
        ward.share_opportunity(id, &body).await.unwrap();
        els.share_opportunity(id, &ask(club, ActorPart::Supports)).await.unwrap();
        hugo.share_opportunity(id, &ask(club, ActorPart::Supports)).await.unwrap();
        assert_eq!(code(ward.unshare_opportunity(id, club).await), ErrorCode::NotFound, "not theirs");
        assert_eq!(code(ward.unshare_opportunity(id, town.bib).await), ErrorCode::NotFound);
        ward.unshare_opportunity(id, museum).await.unwrap();
        let public = app.stranger().get_opportunity(id, View::Public).await.unwrap();
        assert_eq!(public.actors.len(), 2);
        let late = ward.update_opportunity(id, 1, &OpportunityUpdate::default()).await;
        assert_eq!(code(late), ErrorCode::NotFound);

        // The lead parts with who is left, and stays itself.
        els.unshare_opportunity(id, club).await.unwrap();
        assert_eq!(parts().await, [town.bib]);
        assert_eq!(code(els.unshare_opportunity(id, town.bib).await), ErrorCode::WrongState);
        assert_eq!(parts().await, [town.bib]);
        // Saying no to what is not there tells nothing.
        hugo.unshare_opportunity(OpportunityId::new(), club).await.unwrap();
        assert_eq!(code(hugo.unshare_opportunity(OpportunityId::new(), museum).await), ErrorCode::NotFound);
    }

    async fn being_asked_gives_no_say_over_others(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let ward = app.someone("Ward").await;
        let museum = app.actor(&ward, ActorKind::Museum, "Museum").await.id;
        let club = app.actor(&ward, ActorKind::SportsClub, "Club").await.id;
        town.els.client.share_opportunity(id, &ask(museum, ActorPart::Supports)).await.unwrap();
        let outcome = ward.client.share_opportunity(id, &ask(club, ActorPart::CoOwner)).await;
        assert_eq!(code(outcome), ErrorCode::NotFound);
        // Who supports does not act for it either.
        ward.client.share_opportunity(id, &ask(museum, ActorPart::Supports)).await.unwrap();
        let outcome = ward.client.update_opportunity(id, 1, &OpportunityUpdate::default()).await;
        assert_eq!(code(outcome), ErrorCode::NotFound);
    }

    async fn the_list_of_an_actor_shows_what_its_people_may_open(app: TestApp) {
        let town = town(app).await;
        let asked = draft(&town.els, town.bib, "Nog geheim").await.id;
        let shared = open(&town, "Samen naaien").await;
        let supported = draft(&town.els, town.bib, "Nog een plan").await.id;
        let (ward, hugo) = (app.someone("Ward").await, app.someone("Hugo").await);
        let museum = app.actor(&ward, ActorKind::Museum, "Museum").await.id;
        let (host, now) = (hugo.id, app.now());
        app.app()
            .write(move |conn| Ok(member::add(conn, museum, host, MemberRole::Host, now)?))
            .await
            .unwrap();
        for (id, part) in [
            (asked, ActorPart::CoOwner), (shared, ActorPart::CoOwner), (supported, ActorPart::Supports),
        ] {
            town.els.client.share_opportunity(id, &ask(museum, part)).await.unwrap();
        }
        for (id, part) in [(shared, ActorPart::CoOwner), (supported, ActorPart::Supports)] {
            ward.client.share_opportunity(id, &ask(museum, part)).await.unwrap();
        }
        let program = program(app, museum);
        for (client, expected) in [
            (&ward.client, vec![shared, asked]), (&hugo.client, vec![shared]), (&program, vec![shared]),
        ] {
            let list = client
                .list_actor_opportunities(museum, &ActorOpportunityQuery::default()).await.unwrap();
            let ids: Vec<_> = list.items.iter().map(|one| one.id).collect();
            assert_eq!(ids, expected);
            for id in [asked, shared, supported] {
                let opens = client.get_opportunity(id, View::Edit).await.is_ok();
                assert_eq!(opens, expected.contains(&id), "{id}");
            }
        }
    }

    async fn there_is_one_lead_and_the_actor_exists(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let els = &town.els.client;
        let outcome = els.share_opportunity(id, &ask(ActorId::new(), ActorPart::CoOwner)).await;
        assert_eq!(pointers(outcome), ["/actor_id"]);
        let outcome = els.share_opportunity(id, &ask(town.bib, ActorPart::Lead)).await;
        assert_eq!(pointers(outcome), ["/part"]);
        // The lead is there already.
        let lead = els.share_opportunity(id, &ask(town.bib, ActorPart::CoOwner)).await.unwrap();
        assert_eq!(lead.part, ActorPart::Lead);
        els.close_opportunity(id).await.unwrap();
        let museum = app.actor(&town.els, ActorKind::Museum, "Museum").await.id;
        let outcome = els.share_opportunity(id, &ask(museum, ActorPart::CoOwner)).await;
        assert_eq!(code(outcome), ErrorCode::WrongState);
    }

    async fn for_ones_own_other_actor_one_says_yes_at_once(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let museum = app.actor(&town.els, ActorKind::Museum, "Museum").await.id;
        let body = ask(museum, ActorPart::CoOwner);
        assert!(town.els.client.share_opportunity(id, &body).await.unwrap().accepted);
    }
}
