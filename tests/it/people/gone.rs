//! What is left of somebody who deleted their account: nothing that says who it was.

use goesting_client::IdempotencyKey;
use goesting_core::opportunity::Standing;
use goesting_tests::{Someone, TestApp, on_both};
use goesting_types::actor::{ActorKind, ClaimRequest, Contact};
use goesting_types::enrolment::EnrolmentState;
use goesting_types::person::MeDelete;
use goesting_types::problem::ErrorCode;

use super::{PASSWORD, code};
use crate::enrolments::stage::{change, key, look, stamp};
use crate::offer::stage::{enrol, wednesday};

/// Gives somebody a password, and takes their account away with it.
async fn goes(app: &TestApp, who: &Someone) {
    let hash = app.app().passwords.hash(PASSWORD).await.unwrap();
    let id = who.id;
    change(app, move |store| {
        let id = key(store, id);
        format!("UPDATE account SET password_hash = '{hash}' WHERE person_id = {id}")
    })
    .await;
    let password = PASSWORD.to_owned();
    who.client.delete_me(&MeDelete { password }).await.unwrap();
}

on_both! {
    async fn of_a_citizen_who_goes_nothing_public_stays(app: TestApp) {
        let ilse = app.someone("Ilse").await;
        let own = app.actor(&ilse, ActorKind::Citizen, "Ilse Janssens").await.id;
        let id = app.opportunity(own, Standing::open(app.now()), "Samen bakken").await;
        let session = wednesday(&ilse, id, Some(5)).await;
        let dora = app.someone("Dora").await;
        let place = enrol(&dora, session).await.id;
        goes(app, &ilse).await;
        let seen = app.stranger().get_actor(own).await.unwrap();
        assert_eq!(seen.name, "Iemand die hier weg is");
        assert_eq!((seen.contact, seen.territory, seen.open_opportunities), (Contact::default(), None, 0));
        let page = app.raw().get(&format!("/api/v1/opportunities/{id}")).await;
        assert_eq!(page.status, 404, "nobody can go there any more");
        assert_eq!(look(&dora, place).await.state, EnrolmentState::Cancelled);
        app.run_jobs().await;
        let mails = app.mails();
        let told: Vec<_> = mails.iter().filter(|mail| mail.to == dora.email).collect();
        assert_eq!(told.len(), 1);
        assert!(told[0].text.contains("Samen bakken"), "{}", told[0].text);
        let tom = app.someone("Tom").await;
        let claim = ClaimRequest { message: "Dat ben ik.".to_owned() };
        let claimed = tom.client.claim_actor(own, &claim, IdempotencyKey::new()).await;
        assert_eq!(code(claimed), ErrorCode::WrongState, "nobody becomes somebody else");
    }

    async fn who_made_it_with_them_goes_on(app: TestApp) {
        let (ilse, els) = (app.someone("Ilse").await, app.someone("Els").await);
        let own = app.actor(&ilse, ActorKind::Citizen, "Ilse Janssens").await.id;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
        let id = app.opportunity(own, Standing::open(app.now()), "Samen bakken").await;
        let now = app.now();
        change(app, move |store| format!(
            "INSERT INTO opportunity_actor (opportunity_id, actor_id, part, accepted_at) VALUES ({}, {}, 'co_owner', {})",
            key(store, id), key(store, bib), stamp(now)
        )).await;
        let session = wednesday(&ilse, id, Some(5)).await;
        let dora = app.someone("Dora").await;
        let place = enrol(&dora, session).await.id;
        goes(app, &ilse).await;
        assert_eq!(look(&dora, place).await.state, EnrolmentState::Enrolled);
        let page = app.raw().get(&format!("/api/v1/opportunities/{id}")).await;
        let words = page.json().to_string();
        assert!(words.contains("Bib") && !words.contains("Ilse"), "{words}");
        assert!(words.contains("\"lead\""), "{words}");
    }
}
