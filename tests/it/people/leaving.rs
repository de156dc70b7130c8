//! What happens to places and to what was saved when a person goes, or takes a permission back.

use goesting_api::error::ApiError;
use goesting_client::IdempotencyKey;
use goesting_core::enrolment::{Clocks, Party};
use goesting_store::{child, enrolment};
use goesting_tests::{Someone, on_both, while_others_come};
use goesting_types::auth::MailToken;
use goesting_types::enrolment::{AgendaPart, AgendaQuery, EnrolmentCreate, EnrolmentState};
use goesting_types::ids::{OpportunityId, PersonId, SessionId};
use goesting_types::opportunity::OpportunityState;
use goesting_types::page::PageQuery;
use goesting_types::person::{ChildCreate, ConsentPurpose, ExportFormat, MeDelete};
use goesting_types::problem::ErrorCode;

use super::{PASSWORD, code, signed_up};
use crate::enrolments::stage::{Plan, change, check_app, child_of, key, stage};

fn one_place() -> Plan {
    Plan {
        capacity: Some(1),
        ..Plan::default()
    }
}

fn entry(myself: bool, children: Vec<PersonId>) -> EnrolmentCreate {
    EnrolmentCreate {
        myself,
        children,
        or_wait: true,
        message: None,
        share_name: false,
    }
}

async fn takes(
    client: &goesting_client::Client,
    session: SessionId,
    entry: EnrolmentCreate,
) -> EnrolmentState {
    let key = IdempotencyKey::new();
    client
        .create_enrolment(session, &entry, key)
        .await
        .unwrap()
        .state
}

async fn state_of(who: &Someone) -> EnrolmentState {
    let query = AgendaQuery::default();
    let page = who.client.list_my_enrolments(&query).await.unwrap();
    page.items[0].state
}

on_both! {
    async fn the_place_of_who_goes_is_offered_to_who_waits(app: TestApp) {
        let session = stage(app, one_place()).await.session;
        let (noor, _) = signed_up(app, "noor@example.be").await;
        assert_eq!(takes(&noor, session, entry(true, vec![])).await, EnrolmentState::Enrolled);
        let els = app.someone("Els").await;
        assert_eq!(takes(&els.client, session, entry(true, vec![])).await, EnrolmentState::Waitlisted);
        noor.delete_me(&MeDelete { password: PASSWORD.to_owned() }).await.unwrap();
        assert_eq!(state_of(&els).await, EnrolmentState::Offered);
    }

    async fn without_consent_a_child_leaves_what_is_to_come(app: TestApp) {
        let session = stage(app, one_place()).await.session;
        let els = app.someone("Els").await;
        let lou = ChildCreate {
            first_name: "Lou".to_owned(),
            birth_year: 2018,
            birthday: None,
            consents: vec![ConsentPurpose::Participation, ConsentPurpose::Pictures],
        };
        let lou = els.client.create_child(&lou, IdempotencyKey::new()).await.unwrap().id;
        takes(&els.client, session, entry(false, vec![lou])).await;
        let tom = app.someone("Tom").await;
        takes(&tom.client, session, entry(true, vec![])).await;
        els.client.withdraw_consent(lou, ConsentPurpose::Pictures).await.unwrap();
        assert_eq!(state_of(&tom).await, EnrolmentState::Waitlisted, "pictures do not matter");
        els.client.withdraw_consent(lou, ConsentPurpose::Participation).await.unwrap();
        assert_eq!(state_of(&els).await, EnrolmentState::Cancelled);
        assert_eq!(state_of(&tom).await, EnrolmentState::Offered);
    }

    async fn the_guardian_who_stays_has_the_places(app: TestApp) {
        let session = stage(app, Plan { capacity: Some(4), ..Plan::default() }).await.session;
        let (els, tom) = (app.someone("Els").await, app.someone("Tom").await);
        let lou = child_of(app, &els, "Lou", &[ConsentPurpose::Participation]).await;
        let other = tom.id;
        change(app, move |store| {
            let (lou, other) = (key(store, lou), key(store, other));
            format!(
                "INSERT INTO guardianship (guardian_id, child_id, since, release_on) SELECT {other}, \
                 child_id, since, release_on FROM guardianship WHERE child_id = {lou}"
            )
        }).await;
        takes(&els.client, session, entry(true, vec![lou])).await;
        els.client.remove_child(lou).await.unwrap();
        let people = async |who: &Someone| {
            let page = who.client.list_my_enrolments(&AgendaQuery::default()).await.unwrap();
            let people = page.items.into_iter().flat_map(|one| one.people);
            people.map(|one| one.first_name).collect::<Vec<_>>()
        };
        assert_eq!((people(&els).await, people(&tom).await), (vec!["Els".to_owned()], vec!["Lou".to_owned()]));
        assert_eq!(check_app(app, session).await, (2, 0, 0));
    }

    async fn a_permission_taken_back_after_the_look_lets_no_child_in(app: TestApp) {
        let session = stage(app, one_place()).await.session;
        let els = app.someone("Els").await;
        let lou = child_of(app, &els, "Lou", &[ConsentPurpose::Participation]).await;
        let party = Party::check(&entry(false, vec![lou])).unwrap();
        let (store, me, now, looking) = (app.app().store.clone(), els.id, app.now(), party.clone());
        let taken = app.app().look_then_write(
            move |conn| {
                let seen = enrolment::look(conn, session, me, &looking)?;
                store.write(|conn| child::withdraw_consent(conn, lou, ConsentPurpose::Participation))?;
                Ok(seen)
            },
            move |conn, seen| {
                let clocks = (&Clocks::default(), now);
                Ok(enrolment::arrive(conn, session, me, &party, seen, clocks)?)
            },
        ).await;
        match taken {
            Err(ApiError::Refused(refusal)) => assert_eq!(refusal.code, ErrorCode::InvalidField),
            other => panic!("{other:?}"),
        }
        assert_eq!(check_app(app, session).await, (0, 0, 0));
    }

    async fn a_child_that_just_came_in_leaves_with_the_permission(app: TestApp) {
        let session = stage(app, one_place()).await.session;
        let els = app.someone("Els").await;
        let lou = child_of(app, &els, "Lou", &[ConsentPurpose::Participation]).await;
        let (me, now) = (els.id, app.now());
        let (entered, waits) = tokio::sync::oneshot::channel();
        let enrolling = app.app().write(move |conn| {
            let party = Party::check(&entry(false, vec![lou]))?;
            let seen = enrolment::look(conn, session, me, &party)?;
            let clocks = (&Clocks::default(), now);
            enrolment::arrive(conn, session, me, &party, seen, clocks)?;
            entered.send(()).unwrap();
            // Who takes the permission back comes by before this is kept.
            while_others_come();
            Ok(())
        });
        let withdrawing = async {
            waits.await.unwrap();
            els.client.withdraw_consent(lou, ConsentPurpose::Participation).await.unwrap();
        };
        let (enrolled, ()) = tokio::join!(enrolling, withdrawing);
        enrolled.unwrap();
        assert_eq!(state_of(&els).await, EnrolmentState::Cancelled);
        assert_eq!(check_app(app, session).await, (0, 0, 0));
    }

    async fn a_confirmed_address_keeps_the_place(app: TestApp) {
        let session = stage(app, one_place()).await.session;
        let (noor, _) = signed_up(app, "noor@example.be").await;
        takes(&noor, session, entry(true, vec![])).await;
        let query = AgendaQuery { part: Some(AgendaPart::Coming), ..AgendaQuery::default() };
        let held = noor.list_my_enrolments(&query).await.unwrap();
        assert!(held.items[0].confirm_until.is_some());
        app.run_jobs().await;
        let mails = app.mails();
        let token = mails.iter().find(|mail| mail.text.contains("/verify")).unwrap().token("/verify");
        app.stranger().verify_email(&MailToken { token }).await.unwrap();
        app.advance(chrono::TimeDelta::minutes(31));
        app.run_jobs().await;
        let kept = noor.list_my_enrolments(&query).await.unwrap();
        assert_eq!((kept.items[0].state, kept.items[0].confirm_until), (EnrolmentState::Enrolled, None));
    }

    async fn what_is_saved_stays_whatever_becomes_of_it(app: TestApp) {
        let staged = stage(app, Plan::default()).await;
        let els = app.someone("Els").await;
        let id = staged.opportunity;
        els.client.save_opportunity(id).await.unwrap();
        els.client.save_opportunity(id).await.unwrap();
        let saved = els.client.list_saved(&PageQuery::default()).await.unwrap().items;
        assert_eq!((saved.len(), saved[0].state, saved[0].source_gone), (1, OpportunityState::Open, false));
        assert_eq!(saved[0].opportunity_id, id);
        let shown = saved[0].opportunity.as_ref().unwrap();
        assert_eq!(shown.next_session.as_ref().map(|one| one.id), Some(staged.session));
        change(app, move |store| format!("UPDATE opportunity SET state = 'closed' WHERE id = {}", key(store, id))).await;
        let saved = els.client.list_saved(&PageQuery::default()).await.unwrap().items;
        assert_eq!(saved[0].state, OpportunityState::Closed);
        assert!(saved[0].opportunity.is_some(), "its page is still there");
        // What not everybody may read is not told of here either.
        for (state, hidden) in [("draft", "1 = 0"), ("paused", "1 = 1"), ("closed", "1 = 1")] {
            change(app, move |store| format!(
                "UPDATE opportunity SET hidden = ({hidden}), state = '{state}' WHERE id = {}", key(store, id)
            )).await;
            let saved = els.client.list_saved(&PageQuery::default()).await.unwrap().items;
            assert_eq!((saved[0].opportunity_id, saved[0].state.as_str()), (id, state));
            assert_eq!(saved[0].opportunity, None, "{state}");
            let export = els.client.export_me(ExportFormat::Json).await.unwrap();
            assert!(!export.contains("Leer herstellen"), "{export}");
            let page = els.client.export_me(ExportFormat::Html).await.unwrap();
            assert!(page.contains("Dit is nu niet te zien."), "{page}");
        }
        let tom = app.someone("Tom").await;
        assert!(tom.client.list_saved(&PageQuery::default()).await.unwrap().items.is_empty());
        els.client.unsave_opportunity(id).await.unwrap();
        els.client.unsave_opportunity(id).await.unwrap();
        assert!(els.client.list_saved(&PageQuery::default()).await.unwrap().items.is_empty());
        assert_eq!(code(els.client.save_opportunity(OpportunityId::new()).await), ErrorCode::NotFound);
        change(app, move |store| format!("UPDATE opportunity SET state = 'draft' WHERE id = {}", key(store, id))).await;
        assert_eq!(code(els.client.save_opportunity(id).await), ErrorCode::NotFound, "nobody sees a draft");
    }
}
