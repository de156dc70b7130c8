//! Ecosystems, who takes part in them, and claims on actors nobody acts for.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use goesting_client::IdempotencyKey;
use goesting_store::ecosystem as stored;
use goesting_store::letter::{self, About};
use goesting_tests::{LEUVEN, Someone, TestApp, on_both};
use goesting_types::actor::{ActorKind, ActorQuery, ActorState, ClaimDecision, ClaimRequest};
use goesting_types::ecosystem::{
    Participation, ParticipationCreate, ParticipationMove, ParticipationState, ParticipationUpdate,
};
use goesting_types::ids::{ActorId, ClaimId, EcosystemId, ParticipationId};
use goesting_types::page::{PageQuery, View};
use goesting_types::person::MeUpdate;
use goesting_types::problem::ErrorCode;
use goesting_types::territory::TerritoryId;

use ParticipationMove::{Accept, Leave, Pause, Resume};
use ParticipationState::{Active, Invited, Left, Paused, Requested};

type Answer<T> = goesting_client::Result<T>;

async fn ask(who: &Someone, ecosystem: EcosystemId, actor_id: ActorId) -> Answer<Participation> {
    let body = ParticipationCreate { actor_id };
    let key = IdempotencyKey::new();
    who.client.create_participation(ecosystem, &body, key).await
}

async fn step(
    who: &Someone,
    id: ParticipationId,
    step: ParticipationMove,
) -> Answer<Participation> {
    let body = ParticipationUpdate {
        step,
        reason: Some("Bel ons even op.".to_owned()),
    };
    who.client.update_participation(id, &body).await
}

async fn states(who: &Someone, id: EcosystemId, view: View) -> Vec<ParticipationState> {
    let detail = who.client.get_ecosystem(id, view).await.unwrap();
    detail.participations.iter().map(|one| one.state).collect()
}

async fn mailed(app: &TestApp) -> Vec<String> {
    app.advance(TimeDelta::seconds(2));
    app.run_jobs().await;
    app.mails().into_iter().map(|mail| mail.to).collect()
}

async fn claim(who: &Someone, id: ActorId) -> Answer<ClaimId> {
    let body = ClaimRequest {
        message: "Ik ben de voorzitter.".to_owned(),
    };
    let answer = who
        .client
        .claim_actor(id, &body, IdempotencyKey::new())
        .await?;
    Ok(answer.id)
}

async fn decide(who: &Someone, id: ClaimId, grant: bool) -> Answer<()> {
    let reason = (!grant).then(|| "Bel ons even op.".to_owned());
    who.client
        .decide_claim(id, &ClaimDecision { grant, reason })
        .await
}

on_both! {
    async fn ecosystems_are_listed_by_name_and_shown(app: TestApp) {
        let leuven = app.ecosystem("Leuven leert", &[LEUVEN, "24038"]).await;
        app.ecosystem("Antwerpen leert", &["11002"]).await;
        let mut query = PageQuery { cursor: None, limit: Some(1) };
        let first = app.stranger().list_ecosystems(&query).await.unwrap();
        assert_eq!(first.items[0].name, "Antwerpen leert");
        query.cursor = first.next_cursor;
        let second = app.stranger().list_ecosystems(&query).await.unwrap();
        assert_eq!((second.items[0].id, second.next_cursor), (leuven, None));

        let detail = app.stranger().get_ecosystem(leuven, View::Public).await.unwrap();
        let codes: Vec<_> = detail.ecosystem.territories.iter().map(TerritoryId::as_str).collect();
        assert_eq!(codes, ["24038", LEUVEN]);
        assert_eq!(detail.ecosystem.region_radius_m, 25_000);
        let nothing = app.stranger().get_ecosystem(EcosystemId::new(), View::Public).await;
        assert_eq!(nothing.unwrap_err().code(), Some(ErrorCode::NotFound));
        let edit = app.stranger().get_ecosystem(leuven, View::Edit).await;
        assert_eq!(edit.unwrap_err().code(), Some(ErrorCode::NotAuthenticated));
    }

    async fn a_great_many_partners_are_read_in_pages(app: TestApp) {
        let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let (els, ward) = (app.someone("Els").await, app.someone("Ward").await);
        for nr in 0..102 {
            let one = app.actor(&els, ActorKind::Library, &format!("Bib {nr:03}")).await.id;
            app.take_part(id, one).await;
        }
        let last = app.actor(&ward, ActorKind::Museum, "Zilvermuseum").await.id;
        app.take_part(id, last).await;
        app.actor(&ward, ActorKind::Museum, "Bib 050 van elders").await;

        let seen = app.stranger().get_ecosystem(id, View::Public).await.unwrap();
        assert_eq!((seen.participations.len(), seen.ecosystem.active_actors), (100, 103));
        let mut names: Vec<_> = seen.participations.into_iter().map(|one| one.actor.name).collect();
        let mut query = ActorQuery {
            ecosystem: Some(id), cursor: seen.next_cursor, limit: Some(2), ..ActorQuery::default()
        };
        assert!(query.cursor.is_some());
        while query.cursor.is_some() {
            let page = app.stranger().list_actors(&query).await.unwrap();
            names.extend(page.items.into_iter().map(|one| one.name));
            query.cursor = page.next_cursor;
        }
        let expected: Vec<_> = (0..102).map(|nr| format!("Bib {nr:03}"))
            .chain(["Zilvermuseum".to_owned()]).collect();
        assert_eq!(names, expected);
        // Who acts for one sees how it stands, wherever it comes by name.
        let own = ward.client.get_ecosystem(id, View::Edit).await.unwrap();
        assert_eq!(own.participations.len(), 101);
        assert_eq!(own.participations[100].actor.id, last);
    }

    async fn a_steward_asks_and_a_facilitator_lets_in(app: TestApp) {
        let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let fien = app.facilitator(id, "Fien").await;
        let els = app.someone("Els").await;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await;
        let asked = ask(&els, id, bib.id).await.unwrap();
        assert_eq!(asked.state, Requested);
        assert_eq!(mailed(app).await, [fien.email.as_str()]);
        let again = ask(&els, id, bib.id).await.unwrap();
        assert_eq!(again, asked, "asking twice is asking once");

        let own = step(&els, asked.id, Accept).await;
        assert_eq!(own.unwrap_err().code(), Some(ErrorCode::Forbidden));
        assert_eq!(states(&els, id, View::Public).await, []);
        let active = step(&fien, asked.id, Accept).await.unwrap();
        assert_eq!(active.state, Active);
        assert_eq!(mailed(app).await, [fien.email.clone(), els.email.clone()]);
        assert_eq!(step(&fien, asked.id, Accept).await.unwrap(), active);
        let detail = app.stranger().get_ecosystem(id, View::Public).await.unwrap();
        assert_eq!(detail.ecosystem.active_actors, 1);
        assert_eq!(detail.participations, [active]);
    }

    async fn an_invitation_and_a_request_that_meet_are_a_yes(app: TestApp) {
        let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let fien = app.facilitator(id, "Fien").await;
        let els = app.someone("Els").await;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await;
        let club = app.actor(&els, ActorKind::SportsClub, "Club").await;
        let invited = ask(&fien, id, bib.id).await.unwrap();
        assert_eq!(invited.state, Invited);
        let own = step(&fien, invited.id, Accept).await;
        assert_eq!(own.unwrap_err().code(), Some(ErrorCode::Forbidden));
        assert_eq!(ask(&els, id, bib.id).await.unwrap().state, Active);
        let (one, other) = tokio::join!(ask(&els, id, club.id), ask(&fien, id, club.id));
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.id, other.id, "an actor stands once in an ecosystem");
        assert_eq!(states(&els, id, View::Public).await, [Active, Active]);
    }

    async fn many_who_ask_at_once_ask_once(app: TestApp) {
        let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let els = app.someone("Els").await;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await;
        let (a, b, c, d) = tokio::join!(
            ask(&els, id, bib.id), ask(&els, id, bib.id), ask(&els, id, bib.id), ask(&els, id, bib.id),
        );
        let ids: std::collections::BTreeSet<_> =
            [a, b, c, d].into_iter().map(|one| one.unwrap().id).collect();
        assert_eq!(ids.len(), 1);
        assert_eq!(states(&els, id, View::Edit).await, [Requested]);
    }

    async fn letters_are_signed_where_they_belong(app: TestApp) {
        let diest = app.ecosystem("Diest leert", &["24020"]).await;
        let els = app.someone("Els").await;
        let signed = async |about: About| {
            let to = els.email.clone();
            let signature = app.app().read(move |conn| Ok(letter::signature(conn, &to, about)?));
            signature.await.unwrap().map(|one| one.name)
        };
        let (in_diest, in_leuven) = (Some("Diest leert".to_owned()), Some("Leuven leert".to_owned()));
        assert_eq!(signed(About::Reader).await, in_diest, "the only one");

        let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        assert_eq!(signed(About::Reader).await, None, "no stranger");
        let me = els.client.get_me().await.unwrap();
        let home = MeUpdate {
            first_name: None,
            last_name: None,
            lang: None,
            appearance: None,
            territory: Some(LEUVEN.into()),
        };
        els.client.update_me(me.version, &home).await.unwrap();
        assert_eq!(signed(About::Reader).await, in_leuven);

        let bib = app.actor(&els, ActorKind::Library, "Bib").await;
        let elsewhere = app.take_part(diest, bib.id).await;
        assert_eq!(signed(About::Actor(bib.id)).await, in_diest);
        step(&els, elsewhere, Pause).await.unwrap();
        assert_eq!(signed(About::Actor(bib.id)).await, in_diest);
        step(&els, elsewhere, Leave).await.unwrap();
        assert_eq!(signed(About::Actor(bib.id)).await, in_leuven, "who left belongs there no more");

        let fien = app.facilitator(id, "Fien").await;
        ask(&els, id, bib.id).await.unwrap();
        assert_eq!(mailed(app).await, [fien.email.as_str()]);
        let text = app.mails().remove(0).text;
        assert!(text.contains("De mensen van Leuven leert"), "{text}");
    }

    async fn pausing_and_leaving_are_ordinary_and_kept(app: TestApp) {
        let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let fien = app.facilitator(id, "Fien").await;
        let els = app.someone("Els").await;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await;
        let it = app.take_part(id, bib.id).await;
        let pause = step(&fien, it, Pause).await;
        assert_eq!(pause.unwrap_err().code(), Some(ErrorCode::Forbidden));
        assert_eq!(step(&els, it, Pause).await.unwrap().state, Paused);
        assert_eq!(step(&els, it, Pause).await.unwrap().state, Paused);
        assert_eq!(states(&els, id, View::Public).await, []);
        assert_eq!(states(&els, id, View::Edit).await, [Paused]);
        let accept = step(&els, it, Accept).await.unwrap_err();
        assert_eq!(accept.code(), Some(ErrorCode::WrongState));
        assert_eq!(accept.problem().unwrap().state.as_deref(), Some("paused"));
        assert_eq!(step(&els, it, Resume).await.unwrap().state, Active);
        assert_eq!(step(&els, it, Leave).await.unwrap().state, Left);
        assert_eq!(states(&fien, id, View::Edit).await, []);
        let resume = step(&els, it, Resume).await;
        assert_eq!(resume.unwrap_err().code(), Some(ErrorCode::WrongState));
        assert_eq!(ask(&els, id, bib.id).await.unwrap().state, Requested, "welcome back");
        assert_eq!(step(&fien, it, Leave).await.unwrap().state, Left, "declined");
        assert_eq!(mailed(app).await, [fien.email.clone(), els.email.clone()], "asked, answered");
        let history = app
            .app()
            .read(move |conn| Ok(goesting_store::participation::history(conn, it)?))
            .await
            .unwrap();
        let history: Vec<_> = history.into_iter().map(|(state, _)| state).collect();
        assert_eq!(history, [Active, Paused, Active, Left, Requested, Left]);
    }

    async fn who_is_turned_down_reads_why(app: TestApp) {
        let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let fien = app.facilitator(id, "Fien").await;
        let els = app.someone("Els").await;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await;
        let asked = ask(&els, id, bib.id).await.unwrap().id;
        for reason in [None, Some(" nee ".to_owned())] {
            let body = ParticipationUpdate { step: Leave, reason };
            let answer = fien.client.update_participation(asked, &body).await.unwrap_err();
            assert_eq!(answer.problem().unwrap().errors[0].pointer, "/reason");
        }
        step(&fien, asked, Leave).await.unwrap();
        step(&fien, asked, Leave).await.unwrap();
        let mails = |app: &TestApp| {
            app.mails().into_iter().filter(|mail| mail.to == els.email).collect::<Vec<_>>()
        };
        mailed(app).await;
        let told = mails(app);
        assert_eq!(told.len(), 1);
        assert!(told[0].text.contains("Bel ons even op."), "{}", told[0].text);
        assert!(told[0].link("/ecosystems/").ends_with(&id.to_string()));

        // Who asks again before the answer leaves is not told the old one; who withdraws is told nothing.
        ask(&els, id, bib.id).await.unwrap();
        step(&fien, asked, Leave).await.unwrap();
        ask(&els, id, bib.id).await.unwrap();
        step(&els, asked, Leave).await.unwrap();
        mailed(app).await;
        assert_eq!(mails(app).len(), 1);
    }

    async fn others_neither_see_nor_move(app: TestApp) {
        let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let elsewhere = app.ecosystem("Antwerpen leert", &["11002"]).await;
        let foreign = app.facilitator(elsewhere, "Gil").await;
        let els = app.someone("Els").await;
        let ward = app.someone("Ward").await;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await;
        app.actor(&ward, ActorKind::Library, "Andere bib").await;
        let asked = ask(&els, id, bib.id).await.unwrap();
        for who in [&foreign, &ward] {
            assert_eq!(states(who, id, View::Edit).await, []);
            let moved = step(who, asked.id, Leave).await;
            assert_eq!(moved.unwrap_err().code(), Some(ErrorCode::NotFound));
            let asks = ask(who, id, bib.id).await;
            assert_eq!(asks.unwrap_err().code(), Some(ErrorCode::Forbidden));
        }
        assert_eq!(states(&els, id, View::Edit).await, [Requested]);
        let nowhere = ask(&els, EcosystemId::new(), bib.id).await;
        assert_eq!(nowhere.unwrap_err().code(), Some(ErrorCode::NotFound));
        let nobody = ask(&foreign, elsewhere, ActorId::new()).await;
        assert_eq!(nobody.unwrap_err().code(), Some(ErrorCode::NotFound));
        let unclaimed = app.unclaimed("Museum M", Some(LEUVEN)).await;
        let refused = ask(&foreign, elsewhere, unclaimed).await.unwrap_err();
        assert_eq!(refused.code(), Some(ErrorCode::WrongState));
    }

    async fn the_nearest_ecosystem_covers_a_territory(app: TestApp) {
        let country = app.ecosystem("Vlaanderen leert", &["02000"]).await;
        let town = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let territory = |code: &'static str| async move {
            app.app()
                .read(move |conn| Ok(stored::covering(conn, &TerritoryId::from(code))?))
                .await
                .unwrap()
        };
        assert_eq!(territory(LEUVEN).await, [town, country]);
        assert_eq!(territory("11002").await, [country]);
        assert_eq!(territory("21004").await, [], "Brussels is not in Flanders");
        let brussels = TerritoryId::from("21004");
        let places = BTreeSet::from([brussels.clone(), TerritoryId::from("11002")]);
        let (radius, contacts) = app
            .app()
            .read(move |conn| {
                let radius = stored::region_radius_m(conn, &brussels)?;
                Ok((radius, stored::contacts(conn, &places)?))
            })
            .await
            .unwrap();
        assert_eq!(radius, 25_000);
        assert_eq!(contacts.keys().map(TerritoryId::as_str).collect::<Vec<_>>(), ["11002"]);
    }

    async fn a_claim_is_decided_where_the_actor_is(app: TestApp) {
        let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let elsewhere = app.ecosystem("Antwerpen leert", &["11002"]).await;
        let fien = app.facilitator(id, "Fien").await;
        let gil = app.facilitator(elsewhere, "Gil").await;
        let museum = app.unclaimed("Museum M", Some(LEUVEN)).await;
        let els = app.someone("Els").await;
        let ward = app.someone("Ward").await;
        let asked = claim(&els, museum).await.unwrap();
        assert_eq!(claim(&els, museum).await.unwrap(), asked, "asking twice is asking once");
        assert_eq!(mailed(app).await, [fien.email.as_str()]);
        let second = claim(&ward, museum).await.unwrap();
        for who in [&gil, &els] {
            let decided = decide(who, asked, true).await;
            assert_eq!(decided.unwrap_err().code(), Some(ErrorCode::NotFound));
        }
        let owes = ClaimDecision { grant: false, reason: None };
        let owing = fien.client.decide_claim(asked, &owes).await;
        assert_eq!(owing.unwrap_err().code(), Some(ErrorCode::InvalidField));

        decide(&fien, asked, true).await.unwrap();
        decide(&fien, asked, true).await.unwrap();
        assert_eq!(app.stranger().get_actor(museum).await.unwrap().state, ActorState::Claimed);
        assert_eq!(els.client.list_members(museum).await.unwrap().items.len(), 1);
        let turned = decide(&fien, asked, false).await.unwrap_err();
        assert_eq!(turned.problem().unwrap().state.as_deref(), Some("granted"));
        let too_late = decide(&fien, second, true).await.unwrap_err();
        assert_eq!(too_late.problem().unwrap().state.as_deref(), Some("claimed"));
        decide(&fien, second, false).await.unwrap();
        let mails = mailed(app).await;
        assert_eq!(mails.iter().filter(|to| **to == els.email).count(), 1);
        assert_eq!(mails.iter().filter(|to| **to == ward.email).count(), 1);
        let taken = claim(&ward, museum).await.unwrap_err();
        assert_eq!(taken.code(), Some(ErrorCode::WrongState));
    }

    async fn a_claim_no_ecosystem_covers_waits_for_all(app: TestApp) {
        let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let fien = app.facilitator(id, "Fien").await;
        let els = app.someone("Els").await;
        for museum in [
            app.unclaimed("Museum zonder plaats", None).await,
            app.unclaimed("MAS", Some("11002")).await,
        ] {
            let asked = claim(&els, museum).await.unwrap();
            decide(&fien, asked, true).await.unwrap();
        }
    }

    async fn two_claims_granted_at_once_make_one_steward(app: TestApp) {
        let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let fien = app.facilitator(id, "Fien").await;
        let gil = app.facilitator(id, "Gil").await;
        let museum = app.unclaimed("Museum M", Some(LEUVEN)).await;
        let one = claim(&app.someone("Els").await, museum).await.unwrap();
        let other = claim(&app.someone("Ward").await, museum).await.unwrap();
        let (a, b) = tokio::join!(decide(&fien, one, true), decide(&gil, other, true));
        let lost: Vec<_> = [a, b].into_iter().filter_map(Result::err).collect();
        assert_eq!(lost.len(), 1);
        assert_eq!(lost[0].code(), Some(ErrorCode::WrongState));
    }
}
