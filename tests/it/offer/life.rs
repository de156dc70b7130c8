//! Publishing, reviewing, pausing, closing.

use super::stage::{FREELY, code, draft, enrol, open, pointers, town, wednesday};
use chrono::TimeDelta;
use goesting_tests::on_both;
use goesting_types::actor::ActorKind;
use goesting_types::enrolment::{AgendaQuery, EnrolmentState};
use goesting_types::opportunity::{
    OpportunityState, OpportunityUpdate, PublishRequest, ReviewRequest, ReviewVerdict,
};
use goesting_types::page::View;
use goesting_types::problem::ErrorCode;
use goesting_types::session::SessionState;

const APPROVE: ReviewRequest = ReviewRequest {
    verdict: ReviewVerdict::Approve,
    reason: None,
};

fn give_back(reason: &str) -> ReviewRequest {
    ReviewRequest {
        verdict: ReviewVerdict::Return,
        reason: Some(reason.to_owned()),
    }
}

on_both! {
    async fn an_actor_that_opened_before_opens_at_once(app: TestApp) {
        let town = town(app).await;
        let made = draft(&town.els, town.bib, "Samen naaien").await;
        let els = &town.els.client;
        let now = els.publish_opportunity(made.id, &FREELY).await.unwrap();
        assert_eq!(now.state, OpportunityState::Open);
        // The state is not an edit: whoever has the form open can still save it.
        assert_eq!(now.version, 1);
        let again = els.publish_opportunity(made.id, &FREELY).await.unwrap();
        assert_eq!(again.state, OpportunityState::Open);
        let seen = app.stranger().get_opportunity(made.id, View::Public).await.unwrap();
        assert_eq!(seen.state, OpportunityState::Open);
    }

    async fn a_first_offer_and_a_citizens_pass_a_review(app: TestApp) {
        let town = town(app).await;
        let ward = app.someone("Ward").await;
        for (kind, reviewed_again) in [(ActorKind::Citizen, true), (ActorKind::Museum, false)] {
            let actor = app.actor(&ward, kind, "Ward").await.id;
            app.take_part(town.id, actor).await;
            for (nr, reviewed) in [(1, true), (2, reviewed_again)] {
                let made = draft(&ward, actor, &format!("{kind} {nr}")).await;
                let now = ward.client.publish_opportunity(made.id, &FREELY).await.unwrap();
                let expected = if reviewed { OpportunityState::InReview } else { OpportunityState::Open };
                assert_eq!(now.state, expected, "{kind} {nr}");
                let hidden = app.stranger().get_opportunity(made.id, View::Public).await;
                assert_eq!(hidden.is_err(), reviewed);
                if reviewed {
                    let outcome = ward.client.review_opportunity(made.id, &APPROVE).await;
                    assert_eq!(code(outcome), ErrorCode::NotFound, "nobody approves their own");
                    let now = town.fien.client.review_opportunity(made.id, &APPROVE).await.unwrap();
                    assert_eq!(now.state, OpportunityState::Open);
                }
            }
        }
        app.advance(TimeDelta::seconds(5));
        app.run_jobs().await;
        let told = app.mails().into_iter().filter(|mail| mail.to == ward.email).count();
        assert_eq!(told, 3);
        // What was opened already when the letter left need not be looked at any more.
        assert!(app.mails().iter().all(|mail| mail.to == ward.email));
        let citizen = app.actor(&ward, ActorKind::Citizen, "Ward zelf").await.id;
        app.take_part(town.id, citizen).await;
        let made = draft(&ward, citizen, "Fluiten").await;
        for _ in 0..2 {
            ward.client.publish_opportunity(made.id, &FREELY).await.unwrap();
        }
        app.advance(TimeDelta::seconds(5));
        app.run_jobs().await;
        let asked: Vec<_> = app.mails().into_iter().filter(|mail| mail.to == town.fien.email).collect();
        assert_eq!(asked.len(), 1);
        assert!(asked[0].link("/facilitator/opportunities/").ends_with(&made.id.to_string()));
    }

    async fn what_lacks_is_named(app: TestApp) {
        let town = town(app).await;
        let made = draft(&town.els, town.bib, "Samen naaien").await;
        let els = &town.els.client;
        let bare = OpportunityUpdate {
            summary: Some(goesting_types::text::LocalizedText::default()),
            interests: Some(Vec::new()),
            contact: Some(goesting_types::actor::Contact::default()),
            ..OpportunityUpdate::default()
        };
        els.update_opportunity(made.id, 1, &bare).await.unwrap();
        let outcome = els.publish_opportunity(made.id, &FREELY).await;
        assert_eq!(
            pointers(outcome),
            ["/content/summary/nl", "/content/interests", "/content/contact"]
        );
        let state = els.get_opportunity(made.id, View::Edit).await.unwrap().state;
        assert_eq!(state, OpportunityState::Draft);
    }

    async fn nobody_is_made_to_come(app: TestApp) {
        let town = town(app).await;
        let made = draft(&town.els, town.bib, "Verplicht").await;
        let outcome = town.els.client
            .publish_opportunity(made.id, &PublishRequest { compulsory: true }).await;
        assert_eq!(code(outcome), ErrorCode::Compulsory);
    }

    async fn the_lead_takes_part_in_an_ecosystem(app: TestApp) {
        let ward = app.someone("Ward").await;
        let museum = app.actor(&ward, ActorKind::Museum, "Museum").await.id;
        let made = draft(&ward, museum, "Rondleiding").await;
        let outcome = ward.client.publish_opportunity(made.id, &FREELY).await;
        assert_eq!(code(outcome), ErrorCode::ActorNotActive);
    }

    async fn a_review_can_give_it_back_with_a_reason(app: TestApp) {
        let town = town(app).await;
        let ward = app.someone("Ward").await;
        let museum = app.actor(&ward, ActorKind::Museum, "Museum").await.id;
        app.take_part(town.id, museum).await;
        let made = draft(&ward, museum, "Rondleiding").await;
        let review = |body: ReviewRequest| {
            let fien = town.fien.client.clone();
            async move { fien.review_opportunity(made.id, &body).await }
        };
        assert_eq!(code(review(APPROVE).await), ErrorCode::WrongState);
        ward.client.publish_opportunity(made.id, &FREELY).await.unwrap();
        for no_reason in [give_back(" "), give_back(&"x".repeat(1001)),
            ReviewRequest { verdict: ReviewVerdict::Return, reason: None }] {
            assert_eq!(pointers(review(no_reason).await), ["/reason"]);
        }
        let now = review(give_back("Zeg waar de deur is.")).await.unwrap();
        assert_eq!(now.state, OpportunityState::Draft);
        assert_eq!(now.returned_because.as_deref(), Some("Zeg waar de deur is."));
        // The same decision twice is one; another one does not fit any more.
        assert!(review(give_back("Zeg waar de deur is.")).await.is_ok());
        let late = review(APPROVE).await.unwrap_err();
        assert_eq!(late.problem().unwrap().state.as_deref(), Some("draft"));
        app.advance(TimeDelta::seconds(5));
        app.run_jobs().await;
        let mails: Vec<_> = app.mails().into_iter().filter(|mail| mail.to == ward.email).collect();
        assert_eq!(mails.len(), 1);
        assert!(mails[0].text.contains("Zeg waar de deur is."), "{}", mails[0].text);
        // Publishing again asks again, and forgets the reason.
        let again = ward.client.publish_opportunity(made.id, &FREELY).await.unwrap();
        assert_eq!((again.state, again.returned_because), (OpportunityState::InReview, None));
    }

    async fn a_host_pauses_and_opens_again(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let els = &town.els.client;
        for _ in 0..2 {
            let now = els.pause_opportunity(id).await.unwrap();
            assert_eq!(now.state, OpportunityState::Paused);
        }
        // Whoever has the address is told that it pauses.
        let seen = app.stranger().get_opportunity(id, View::Public).await.unwrap();
        assert_eq!(seen.state, OpportunityState::Paused);
        let now = els.publish_opportunity(id, &FREELY).await.unwrap();
        assert_eq!(now.state, OpportunityState::Open);
        let made = draft(&town.els, town.bib, "Nog niet").await;
        assert_eq!(code(els.pause_opportunity(made.id).await), ErrorCode::WrongState);
    }

    async fn what_a_facilitator_pauses_is_gone_until_a_facilitator_opens_it(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        town.fien.client.pause_opportunity(id).await.unwrap();
        let gone = app.stranger().get_opportunity(id, View::Public).await;
        assert_eq!(code(gone), ErrorCode::NotFound);
        let now = town.els.client.publish_opportunity(id, &FREELY).await.unwrap();
        assert_eq!(now.state, OpportunityState::InReview);
        // Nor does the host open it alone once it was given back.
        town.fien.client.review_opportunity(id, &give_back("De prijs klopt niet.")).await.unwrap();
        let now = town.els.client.publish_opportunity(id, &FREELY).await.unwrap();
        assert_eq!(now.state, OpportunityState::InReview);
        let gone = app.stranger().get_opportunity(id, View::Public).await;
        assert_eq!(code(gone), ErrorCode::NotFound);
        let now = town.fien.client.review_opportunity(id, &APPROVE).await.unwrap();
        assert_eq!(now.state, OpportunityState::Open);
        assert!(app.stranger().get_opportunity(id, View::Public).await.is_ok());
    }

    async fn closing_ends_it_and_tells_who_enrolled(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let session = wednesday(&town.els, id, Some(3)).await;
        let ward = app.someone("Ward").await;
        enrol(&ward, session).await;
        let els = &town.els.client;
        for _ in 0..2 {
            let now = els.close_opportunity(id).await.unwrap();
            assert_eq!(now.state, OpportunityState::Closed);
        }
        let seen = app.stranger().get_opportunity(id, View::Public).await.unwrap();
        assert_eq!(seen.state, OpportunityState::Closed);
        let session = app.stranger().get_session(session).await.unwrap();
        assert_eq!(session.state, SessionState::Cancelled);
        let agenda = ward.client.list_my_enrolments(&AgendaQuery::default()).await.unwrap();
        assert_eq!(agenda.items[0].state, EnrolmentState::Cancelled);
        let late = els.publish_opportunity(id, &FREELY).await.unwrap_err();
        assert_eq!(late.problem().unwrap().state.as_deref(), Some("closed"));
        // A draft that is thrown away was never there for anybody.
        let made = draft(&town.els, town.bib, "Toch niet").await;
        els.close_opportunity(made.id).await.unwrap();
        let never = app.stranger().get_opportunity(made.id, View::Public).await;
        assert_eq!(code(never), ErrorCode::NotFound);
    }

    async fn strangers_learn_nothing_from_commands(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let ward = app.someone("Ward").await;
        let client = &ward.client;
        assert_eq!(code(client.publish_opportunity(id, &FREELY).await), ErrorCode::NotFound);
        assert_eq!(code(client.pause_opportunity(id).await), ErrorCode::NotFound);
        assert_eq!(code(client.close_opportunity(id).await), ErrorCode::NotFound);
        assert_eq!(code(client.review_opportunity(id, &APPROVE).await), ErrorCode::NotFound);
        assert_eq!(code(town.fien.client.close_opportunity(id).await), ErrorCode::NotFound);
    }
}
