//! Searching over HTTP: who is searched, how far, and what can still be joined.

use std::collections::BTreeSet;

use goesting_core::ecosystem::NewEcosystem;
use goesting_core::opportunity::Standing;
use goesting_store::{change, ecosystem, opportunity};
use goesting_tests::{LEUVEN, TestApp, by_phone, on_both};
use goesting_types::actor::ActorKind;
use goesting_types::ids::OpportunityId;
use goesting_types::interest::InterestId;
use goesting_types::opportunity::{ActorPart, CoOwnerInvite};
use goesting_types::problem::ErrorCode;
use goesting_types::search::{SearchQuery, Why};
use goesting_types::session::SessionTerms;
use goesting_types::territory::{Ring, TerritoryId};
use goesting_types::text::LocalizedText;

use crate::offer::stage::{FREELY, draft, once, open, plan, town};

async fn ask(app: &TestApp, query: &SearchQuery) -> Vec<OpportunityId> {
    app.index().await;
    let found = app.stranger().search_opportunities(query).await.unwrap();
    found.items.into_iter().map(|hit| hit.id).collect()
}

/// An open opportunity in Antwerpen, some 40 km from Leuven.
async fn in_antwerp(app: &TestApp) -> OpportunityId {
    let els = app.someone("Els").await;
    let mas = app.actor(&els, ActorKind::Museum, "MAS").await.id;
    let id = app
        .opportunity(mas, Standing::open(app.now()), "Haven")
        .await;
    let now = app.now();
    app.app()
        .write(move |conn| {
            let mut content = opportunity::find(conn, id)?.content;
            content.whereabouts = goesting_types::place::Whereabouts::OnRequest {
                territory: TerritoryId::from("11002"),
            };
            opportunity::edit(conn, id, 1, &content, now)?;
            let entity = change::Entity::Opportunity(id);
            Ok(change::append(conn, entity, change::Happened::Edited, now)?)
        })
        .await
        .unwrap();
    id
}

on_both! {
    async fn who_did_not_say_yes_is_not_searched(app: TestApp) {
        let town = town(app).await;
        let ward = app.someone("Ward").await;
        let museum = app.actor(&ward, ActorKind::Museum, "Kwikstaart").await.id;
        let id = draft(&town.els, town.bib, "Samen naaien").await.id;
        let body = CoOwnerInvite { actor_id: museum, part: ActorPart::CoOwner, credit: None };
        town.els.client.share_opportunity(id, &body).await.unwrap();
        town.els.client.publish_opportunity(id, &FREELY).await.unwrap();
        let of_museum = SearchQuery { actor: Some(museum), ..SearchQuery::default() };
        let by_name = SearchQuery { q: Some("Kwikstaart".to_owned()), ..SearchQuery::default() };
        let of_bib = SearchQuery { actor: Some(town.bib), ..SearchQuery::default() };
        assert!(ask(app, &of_bib).await.contains(&id));
        assert_eq!(ask(app, &of_museum).await, []);
        assert_eq!(ask(app, &by_name).await, []);

        ward.client.share_opportunity(id, &body).await.unwrap();
        assert_eq!(ask(app, &of_museum).await, [id]);
        let found = app.stranger().search_opportunities(&by_name).await.unwrap();
        assert_eq!((found.items[0].id, &found.items[0].why[..]), (id, &[Why::Actor][..]));
    }

    async fn an_interest_that_is_none_is_not_found_in_silence(app: TestApp) {
        let of = |slugs: &[&str]| SearchQuery {
            interest: slugs.iter().map(|slug| InterestId::from(*slug)).collect(), ..SearchQuery::default()
        };
        // A theme is one too.
        assert_eq!(ask(app, &of(&["sewing", "making"])).await, []);
        let unknown = app.stranger().search_opportunities(&of(&["sewing", "sowing"])).await;
        assert_eq!(unknown.unwrap_err().code(), Some(ErrorCode::UnknownInterest));
    }

    async fn the_region_reaches_as_far_as_the_ecosystem_says(app: TestApp) {
        let id = in_antwerp(app).await;
        let seen_from = |ring| SearchQuery {
            territory: Some(TerritoryId::from(LEUVEN)), ring: Some(ring), ..SearchQuery::default()
        };
        let by_point = SearchQuery {
            near: Some(goesting_types::place::Point { lat: 50.8796, lon: 4.7009 }),
            ring: Some(Ring::Region), ..SearchQuery::default()
        };
        assert_eq!(ask(app, &seen_from(Ring::Country)).await, [id]);
        assert_eq!(ask(app, &seen_from(Ring::Region)).await, []);
        assert_eq!(ask(app, &by_point).await, []);
        let new = NewEcosystem {
            name: "Leuven leert".to_owned(),
            about: LocalizedText::default(),
            territories: BTreeSet::from([TerritoryId::from(LEUVEN)]),
            contact: by_phone(),
            region_radius_m: 60_000,
        };
        let now = app.now();
        app.app().write(move |conn| Ok(ecosystem::insert(conn, &new, now)?)).await.unwrap();
        assert_eq!(ask(app, &seen_from(Ring::Region)).await, [id]);
        assert_eq!(ask(app, &by_point).await, [id]);
        let near = SearchQuery { radius_km: Some(25.0), ..seen_from(Ring::Region) };
        assert_eq!(ask(app, &near).await, [], "who asks says it better");
        let elsewhere = SearchQuery {
            territory: Some(TerritoryId::from("44021")), ..seen_from(Ring::Region)
        };
        assert_eq!(ask(app, &elsewhere).await, [], "only what the ecosystem covers");
    }

    async fn what_takes_no_sign_ups_any_more_is_not_offered(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let mut body = once("2026-11-26 14:00", "2026-11-26 16:00", Some(5));
        body.terms = SessionTerms { sign_up_closes_minutes: 3 * 24 * 60, ..body.terms };
        let over = plan(&town.els, id, &body).await;
        assert_eq!(over.unwrap_err().code(), Some(ErrorCode::InvalidField), "over before it began");
        body.terms.sign_up_closes_minutes = 2 * 24 * 60;
        plan(&town.els, id, &body).await.unwrap();
        app.advance(chrono::TimeDelta::hours(6));
        let roomy = SearchQuery { places_left: Some(1), ..SearchQuery::default() };
        assert_eq!(ask(app, &roomy).await, []);
        plan(&town.els, id, &once("2026-11-27 14:00", "2026-11-27 16:00", Some(5))).await.unwrap();
        assert_eq!(ask(app, &roomy).await, [id]);
        let found = app.stranger().search_opportunities(&roomy).await.unwrap();
        let next = found.items[0].next_session.as_ref().unwrap();
        assert_eq!(next.local_start.date().to_string(), "2026-11-27");
    }
}
