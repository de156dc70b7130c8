//! Children: guardians only, consent by purpose.

use goesting_client::IdempotencyKey;
use goesting_tests::{Someone, on_both};
use goesting_types::auth::ResetPassword;
use goesting_types::enrolment::{AgendaQuery, EnrolmentCreate};
use goesting_types::ids::PersonId;
use goesting_types::person::{
    AgeBand, AuditActor, Child, ChildAccount, ChildCreate, ChildUpdate, ConsentPurpose,
};
use goesting_types::problem::ErrorCode;

use super::{PASSWORD, code, device};
use crate::enrolments::stage::{Plan, enrol, grown_child, myself, stage};

fn lou() -> ChildCreate {
    ChildCreate {
        first_name: "Lou".to_owned(),
        birth_year: 2018,
        birthday: None,
        consents: vec![ConsentPurpose::Participation],
    }
}

async fn child_of(guardian: &Someone) -> Child {
    guardian
        .client
        .create_child(&lou(), IdempotencyKey::new())
        .await
        .unwrap()
}

on_both! {
    async fn a_guardian_adds_and_changes_a_child(app: TestApp) {
        let els = app.someone("Els").await;
        let key = IdempotencyKey::new();
        let made = els.client.create_child(&lou(), key).await.unwrap();
        assert_eq!((made.age_band, made.release_on.to_string()), (AgeBand::Child, "2037-01-01".to_owned()));
        assert_eq!(els.client.create_child(&lou(), key).await.unwrap().id, made.id, "repeated, not doubled");
        let change = ChildUpdate {
            first_name: Some("Louise".to_owned()),
            birth_year: None,
            birthday: "2018-05-04".parse().ok(),
        };
        let now = els.client.update_child(made.id, made.version, &change).await.unwrap();
        assert_eq!((now.first_name.as_str(), now.release_on.to_string()), ("Louise", "2036-05-04".to_owned()));
        assert_eq!(code(els.client.update_child(made.id, made.version, &change).await), ErrorCode::StaleEdit);
        // A form that sends the year it showed does not put the release off.
        let same = ChildUpdate {
            first_name: Some("Louise".to_owned()),
            birth_year: Some(now.birth_year),
            birthday: None,
        };
        let now = els.client.update_child(made.id, now.version, &same).await.unwrap();
        assert_eq!(now.release_on.to_string(), "2036-05-04");
        assert_eq!(els.client.list_children().await.unwrap().items, [now]);
        els.client.remove_child(made.id).await.unwrap();
        assert!(els.client.list_children().await.unwrap().items.is_empty());
        assert_eq!(code(els.client.remove_child(made.id).await), ErrorCode::NotFound);
    }

    async fn a_child_that_may_decide_gets_an_account_with_all_that_is_its(app: TestApp) {
        let at = stage(app, Plan::default()).await;
        let els = app.someone("Els").await;
        let small = child_of(&els).await.id;
        let lou = grown_child(&els, 2012, None).await.id;
        let alone = EnrolmentCreate { myself: false, children: vec![lou], ..myself() };
        enrol(&els, at.session, &alone).await;
        let account = |email: &str| ChildAccount { email: email.to_owned() };
        let early = els.client.give_child_account(small, &account("mie@example.be")).await;
        assert_eq!(code(early), ErrorCode::WrongState);
        let taken = els.client.give_child_account(lou, &account(&els.email)).await;
        assert_eq!(code(taken), ErrorCode::EmailTaken);
        let odd = els.client.give_child_account(lou, &account("lou")).await;
        assert_eq!(code(odd), ErrorCode::InvalidField);
        els.client.give_child_account(lou, &account("lou@example.be")).await.unwrap();
        assert_eq!(els.client.list_children().await.unwrap().items.len(), 1, "not theirs any more");
        app.run_jobs().await;
        let mail = app.mails().into_iter().find(|mail| mail.to == "lou@example.be").unwrap();
        assert_eq!(mail.subject, "Je hebt een eigen account");
        let first = ResetPassword { token: mail.token("/reset"), password: PASSWORD.to_owned() };
        app.stranger().reset_password(&first).await.unwrap();
        let own = device(app, "lou@example.be", PASSWORD).await.unwrap();
        assert_eq!(own.get_me().await.unwrap().id, lou);
        let agenda = own.list_my_enrolments(&AgendaQuery::default()).await.unwrap();
        assert_eq!(agenda.items.len(), 1);
    }

    async fn consents_are_given_and_taken_back_one_by_one(app: TestApp) {
        let els = app.someone("Els").await;
        let id = child_of(&els).await.id;
        let allowed = async || {
            let child = els.client.list_children().await.unwrap().items.remove(0);
            child.consents.into_iter().map(|one| one.purpose).collect::<Vec<_>>()
        };
        els.client.give_consent(id, ConsentPurpose::Pictures).await.unwrap();
        els.client.give_consent(id, ConsentPurpose::Pictures).await.unwrap();
        assert_eq!(allowed().await, [ConsentPurpose::Participation, ConsentPurpose::Pictures]);
        els.client.withdraw_consent(id, ConsentPurpose::Participation).await.unwrap();
        els.client.withdraw_consent(id, ConsentPurpose::Participation).await.unwrap();
        assert_eq!(allowed().await, [ConsentPurpose::Pictures]);
        let odd = els.raw().send("PUT", &format!("/api/v1/me/children/{id}/consents/everything"), &[], None).await;
        assert_eq!((odd.status, odd.problem().code), (400, ErrorCode::InvalidPath));
    }

    async fn somebody_elses_child_does_not_exist(app: TestApp) {
        let (els, tom) = (app.someone("Els").await, app.someone("Tom").await);
        let child = child_of(&els).await;
        let rename = ChildUpdate { first_name: Some("Mine".to_owned()), birth_year: None, birthday: None };
        for id in [child.id, els.id, tom.id, PersonId::new()] {
            assert_eq!(code(tom.client.update_child(id, 1, &rename).await), ErrorCode::NotFound);
            assert_eq!(code(tom.client.remove_child(id).await), ErrorCode::NotFound);
            assert_eq!(code(tom.client.give_consent(id, ConsentPurpose::Pictures).await), ErrorCode::NotFound);
            assert_eq!(code(tom.client.withdraw_consent(id, ConsentPurpose::Participation).await), ErrorCode::NotFound);
        }
        assert_eq!(els.client.list_children().await.unwrap().items, [child]);
        assert!(tom.client.list_children().await.unwrap().items.is_empty());
    }

    async fn not_everybody_can_be_a_guardian(app: TestApp) {
        let teen = app.somebody("Teen", 2010, true).await;
        assert_eq!(code(teen.client.create_child(&lou(), IdempotencyKey::new()).await), ErrorCode::Forbidden);
        let els = app.someone("Els").await;
        for wrong in [
            ChildCreate { consents: vec![], ..lou() },
            ChildCreate { birth_year: 2000, ..lou() },
            ChildCreate { birth_year: 2012, ..lou() },
            ChildCreate { birthday: "2017-01-01".parse().ok(), ..lou() },
        ] {
            assert_eq!(code(els.client.create_child(&wrong, IdempotencyKey::new()).await), ErrorCode::InvalidField);
        }
        assert!(els.client.list_children().await.unwrap().items.is_empty());
    }

    async fn what_a_guardian_does_stands_with_the_child(app: TestApp) {
        let els = app.someone("Els").await;
        let child = child_of(&els).await;
        let entries = app.app().read(move |conn| Ok(goesting_store::audit::page(conn, child.id, None, 10)?)).await.unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!((&entries[0].by, entries[0].operation.as_str()), (&AuditActor::Guardian, "create_child"));
    }
}
