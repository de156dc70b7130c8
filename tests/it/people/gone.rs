//! What is left of somebody who deleted their account: nothing that says who it was.

use goesting_client::IdempotencyKey;
use goesting_core::enrolment::{Clocks, Party};
use goesting_core::opportunity::Standing;
use goesting_store::enrolment;
use goesting_tests::{LEUVEN, Someone, TestApp, on_both, while_others_come};
use goesting_types::actor::{
    ActorKind, ClaimDecision, ClaimRequest, Contact, MemberInvite, MemberRole,
};
use goesting_types::enrolment::{EnrolmentCreate, EnrolmentState};
use goesting_types::opportunity::ReportCreate;
use goesting_types::person::{ConsentPurpose, MeDelete};
use goesting_types::problem::ErrorCode;

use super::{PASSWORD, code};
use crate::enrolments::stage::{
    self, Plan, blocking, change, child_of, count, key, look, myself, stage, stamp,
};
use crate::offer::stage::{enrol, wednesday};

/// Gives somebody a password.
async fn with_password(app: &TestApp, who: &Someone) {
    let hash = app.app().passwords.hash(PASSWORD).await.unwrap();
    let id = who.id;
    change(app, move |store| {
        let id = key(store, id);
        format!("UPDATE account SET password_hash = '{hash}' WHERE person_id = {id}")
    })
    .await;
}

/// Gives somebody a password, and takes their account away with it.
async fn goes(app: &TestApp, who: &Someone) {
    with_password(app, who).await;
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

    async fn a_place_taken_while_one_goes_is_free_again(app: TestApp) {
        let at = stage(app, Plan::default()).await;
        let els = app.someone("Els").await;
        with_password(app, &els).await;
        let (me, now) = (els.id, app.now());
        let (entered, waits) = tokio::sync::oneshot::channel();
        let enrolling = app.app().write(move |conn| {
            let party = Party::check(&myself())?;
            let seen = enrolment::look(conn, at.session, me, &party)?;
            let clocks = (&Clocks::default(), now);
            enrolment::arrive(conn, at.session, me, &party, seen, clocks)?;
            entered.send(()).unwrap();
            // Who goes comes by before this is kept.
            while_others_come();
            Ok(())
        });
        let going = async {
            waits.await.unwrap();
            let password = PASSWORD.to_owned();
            els.client.delete_me(&MeDelete { password }).await.unwrap();
        };
        let (enrolled, ()) = tokio::join!(enrolling, going);
        enrolled.unwrap();
        // Its seat went with the person.
        let store = app.app().store.clone();
        let taken = blocking(move || {
            let id = key(&store, at.session);
            count(&store, &format!("SELECT enrolled + offered + waiting FROM session_places WHERE session_id = {id}"))
        });
        assert_eq!(taken.await, 0);
    }

    async fn for_an_organisation_left_alone_a_steward_is_looked_for(app: TestApp) {
        let town = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let fien = app.facilitator(town, "Fien").await;
        let (els, tom) = (app.someone("Els").await, app.someone("Tom").await);
        let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
        app.take_part(town, bib).await;
        let needing = async || {
            let queue = fien.client.list_reviews(town).await.unwrap();
            queue.without_steward.into_iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(needing().await, []);
        goes(app, &els).await;
        assert_eq!(needing().await, [bib]);
        app.run_jobs().await;
        let mails = app.mails();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, fien.email);
        assert!(mails[0].subject.contains("Bib"), "{}", mails[0].subject);
        assert!(!mails[0].text.contains("Els") && !mails[0].text.contains(&els.email), "{}", mails[0].text);
        let claim = ClaimRequest { message: "Ik neem het over.".to_owned() };
        let claim = tom.client.claim_actor(bib, &claim, IdempotencyKey::new()).await.unwrap().id;
        let granted = ClaimDecision { grant: true, reason: None };
        fien.client.decide_claim(claim, &granted).await.unwrap();
        assert_eq!(needing().await, []);
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

    async fn nothing_kept_beside_the_account_stays(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(4), ..Plan::default() }).await;
        let (els, tom) = (app.someone("Els").await, app.someone("Tom").await);
        let lou = child_of(app, &els, "Lou", &[ConsentPurpose::Participation]).await;
        let both = EnrolmentCreate {
            children: vec![lou],
            message: Some("Lou komt met krukken".to_owned()),
            share_name: true,
            ..myself()
        };
        stage::enrol(&els, at.session, &both).await;
        let complaint = ReportCreate {
            message: "De deur was dicht.".to_owned(),
            email: Some(els.email.to_uppercase()),
        };
        els.client.report_opportunity(at.opportunity, &complaint, IdempotencyKey::new()).await.unwrap();
        for (from, to) in [(&tom, els.email.to_uppercase()), (&els, "mie@example.be".to_owned())] {
            let bib = app.actor(from, ActorKind::Library, "Bib").await.id;
            let invite = MemberInvite { email: to, role: MemberRole::Host };
            from.client.invite_member(bib, &invite, IdempotencyKey::new()).await.unwrap();
        }
        let left = |app: &TestApp| {
            let (store, els, email) = (app.app().store.clone(), els.id, els.email.clone());
            blocking(move || {
                let (els, lou) = (key(&store, els), key(&store, lou));
                [
                    "enrolment WHERE message IS NOT NULL OR share_name".to_owned(),
                    "report WHERE email IS NOT NULL".to_owned(),
                    "invitation".to_owned(),
                    format!("outbox WHERE lower(recipient) = lower('{email}')"),
                    format!("audit WHERE subject_id IN ({els}, {lou}) OR by_id = {els}"),
                ]
                .map(|rows| count(&store, &format!("SELECT count(*) FROM {rows}")))
            })
        };
        let before = left(app).await;
        assert!(before.iter().all(|rows| *rows > 0), "{before:?}");
        goes(app, &els).await;
        assert_eq!(left(app).await, [0; 5]);
        // Their bearer works for some minutes more: it leaves no new trace.
        assert_eq!(code(els.client.logout_all().await), ErrorCode::InvalidToken);
        assert_eq!(code(els.client.resend_verification().await), ErrorCode::InvalidToken);
        assert_eq!(left(app).await, [0; 5]);
        let store = app.app().store.clone();
        let query = "SELECT count(*) FROM audit WHERE operation = 'delete_me' AND by_kind = 'guardian'";
        assert_eq!(blocking(move || count(&store, query)).await, 1, "the child's, by its guardian");
    }
}
