//! What hosts see, and what those who are seen can read of it.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;
use goesting_api::auth::Claims;
use goesting_client::Client;
use goesting_tests::{TestApp, on_both};
use goesting_types::actor::ActorKind;
use goesting_types::auth::Scope;
use goesting_types::enrolment::{
    AgendaQuery, EnrolmentCreate, EnrolmentState, SessionEnrolmentQuery,
};
use goesting_types::ids::{ActorId, ApiClientId, EnrolmentId, PersonId};
use goesting_types::person::ConsentPurpose::{NameToHost, Participation};
use goesting_types::problem::ErrorCode;

use super::stage::{
    FIRST, Plan, another, blocking, change, child_of, code, count, enrol, host, key, myself,
    or_wait, stage, stamp, whole_list,
};

/// How often it was noted that somebody's data was listed.
async fn looks(app: &TestApp, subject: PersonId) -> i64 {
    let store = app.app().store.clone();
    blocking(move || {
        let subject = key(&store, subject);
        count(
            &store,
            &format!(
                "SELECT count(*) FROM audit WHERE subject_id = {subject} AND by_kind = 'member' \
                 AND operation = 'list_session_enrolments'"
            ),
        )
    })
    .await
}

fn program(app: &TestApp, actor: ActorId, scopes: &[Scope]) -> Client {
    let claims = Claims::Client {
        sub: ApiClientId::new(),
        actor,
        scopes: scopes.to_vec(),
    };
    let (token, _) = app
        .app()
        .tokens
        .issue(claims, app.now(), TimeDelta::hours(1))
        .unwrap();
    Client::with_bearer(&app.base(), &token).unwrap()
}

/// The entry somebody has.
async fn look(who: &goesting_tests::Someone) -> EnrolmentId {
    let agenda = who.client.list_my_enrolments(&AgendaQuery::default()).await;
    agenda.unwrap().items[0].id
}

on_both! {
    async fn a_host_sees_first_names_companions_and_what_was_told(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(4), ..Plan::default() }).await;
        let hilde = host(app, at.actor, "Hilde").await;
        let (els, mie, jo) = (app.someone("Els").await, app.someone("Mie").await, app.someone("Jo").await);
        let arno = child_of(app, &els, "Arno", &[Participation]).await;
        let cas = child_of(app, &mie, "Cas", &[Participation, NameToHost]).await;
        let dora = child_of(app, &jo, "Dora", &[Participation]).await;
        let with = |children, myself| EnrolmentCreate {
            myself,
            children,
            message: Some("Tot dan".to_owned()),
            ..or_wait()
        };
        enrol(&els, at.session, &with(vec![arno], true)).await;
        enrol(&mie, at.session, &with(vec![cas], false)).await;
        enrol(&jo, at.session, &with(vec![dora], false)).await;
        enrol(&hilde, at.session, &or_wait()).await;
        let list = hilde.client.list_session_enrolments(at.session, &FIRST).await.unwrap();
        let seen: Vec<_> = list.items.iter().map(|item| {
            (item.first_name.as_deref().unwrap(), item.companions, item.places, item.position)
        }).collect();
        assert_eq!(seen, [
            ("Els", 1, 2, None),
            // The child's own name, as its guardian allows; else the guardian's, who brings it.
            ("Cas", 0, 1, None),
            ("Jo", 1, 1, None),
            ("Hilde", 0, 1, Some(1)),
        ]);
        assert_eq!(list.items[0].message.as_deref(), Some("Tot dan"));
        assert_eq!(list.items[3].state, EnrolmentState::Waitlisted);
        let n = &list.numbers;
        assert_eq!((n.capacity, n.enrolled, n.offered, n.waiting, n.head_count), (Some(4), 4, 0, 1, None));
        // Who was seen reads it, once for looks that follow each other.
        hilde.client.list_session_enrolments(at.session, &FIRST).await.unwrap();
        assert_eq!((looks(app, els.id).await, looks(app, cas).await, looks(app, arno).await), (1, 1, 0));
        app.advance(TimeDelta::hours(2));
        hilde.client.list_session_enrolments(at.session, &FIRST).await.unwrap();
        assert_eq!(looks(app, els.id).await, 2);
    }

    async fn schools_and_companies_see_numbers_unless_shared(app: TestApp) {
        for kind in [ActorKind::School, ActorKind::Company] {
            let at = stage(app, Plan { kind, ..Plan::default() }).await;
            let hilde = host(app, at.actor, "Hilde").await;
            let (els, mie) = (app.someone("Els").await, app.someone("Mie").await);
            let told = EnrolmentCreate { message: Some("Els hier".to_owned()), ..myself() };
            enrol(&els, at.session, &told).await;
            enrol(&mie, at.session, &EnrolmentCreate { share_name: true, ..told }).await;
            let list = hilde.client.list_session_enrolments(at.session, &FIRST).await.unwrap();
            let seen: Vec<_> = list.items.iter().map(|item| (item.first_name.as_deref(), item.message.as_deref(), item.places)).collect();
            assert_eq!(seen, [(Some("Mie"), Some("Els hier"), 1)]);
            assert_eq!(list.numbers.enrolled, 2);
            assert_eq!((looks(app, els.id).await, looks(app, mie.id).await), (0, 1));
            // In the queue too, where a place says how many stand before, shared or not.
            enrol(&app.someone("An").await, at.session, &or_wait()).await;
            enrol(&app.someone("Bo").await, at.session, &EnrolmentCreate { share_name: true, ..or_wait() }).await;
            let list = hilde.client.list_session_enrolments(at.session, &FIRST).await.unwrap();
            let seen: Vec<_> = list.items.iter().map(|item| (item.first_name.as_deref(), item.position)).collect();
            assert_eq!(seen, [(Some("Mie"), None), (Some("Bo"), Some(2))]);
            assert_eq!(list.numbers.waiting, 2);
        }
    }

    async fn who_also_acts_for_an_association_sees_names(app: TestApp) {
        let at = stage(app, Plan { kind: ActorKind::School, ..Plan::default() }).await;
        let club = stage(app, Plan::default()).await;
        let (of, with, now) = (at.opportunity, club.actor, app.now());
        change(app, move |store| format!(
            "INSERT INTO opportunity_actor (opportunity_id, actor_id, part, accepted_at) VALUES ({}, {}, 'co_owner', {})",
            key(store, of), key(store, with), stamp(now)
        )).await;
        let (teacher, trainer) = (host(app, at.actor, "Leraar").await, host(app, club.actor, "Trainer").await);
        enrol(&app.someone("Els").await, at.session, &myself()).await;
        let name = |list: goesting_types::enrolment::SessionEnrolments| list.items.first().and_then(|item| item.first_name.clone());
        assert_eq!(name(teacher.client.list_session_enrolments(at.session, &FIRST).await.unwrap()), None);
        assert_eq!(name(trainer.client.list_session_enrolments(at.session, &FIRST).await.unwrap()).as_deref(), Some("Els"));
    }

    async fn programs_see_numbers_and_strangers_nothing(app: TestApp) {
        let at = stage(app, Plan::default()).await;
        let els = app.someone("Els").await;
        enrol(&els, at.session, &EnrolmentCreate { share_name: true, ..myself() }).await;
        let reader = program(app, at.actor, &[Scope::EnrolmentsRead]);
        let list = reader.list_session_enrolments(at.session, &FIRST).await.unwrap();
        assert_eq!((list.items.len(), list.numbers.enrolled), (0, 1));
        assert_eq!(looks(app, els.id).await, 0);
        let unscoped = program(app, at.actor, &[Scope::OpportunitiesRead, Scope::OpportunitiesWrite]);
        assert_eq!(code(unscoped.list_session_enrolments(at.session, &FIRST).await), ErrorCode::MissingScope);
        let other = program(app, ActorId::new(), Scope::ALL);
        assert_eq!(code(other.list_session_enrolments(at.session, &FIRST).await), ErrorCode::NotFound);
        let enrolling = reader.create_enrolment(at.session, &myself(), goesting_client::IdempotencyKey::new()).await;
        assert_eq!(code(enrolling), ErrorCode::Forbidden);
        let outsider = host(app, stage(app, Plan::default()).await.actor, "Buur").await;
        assert_eq!(code(outsider.client.list_session_enrolments(at.session, &FIRST).await), ErrorCode::NotFound);
        assert_eq!(code(els.client.list_session_enrolments(at.session, &FIRST).await), ErrorCode::NotFound);
        assert_eq!(code(app.stranger().list_session_enrolments(at.session, &FIRST).await), ErrorCode::NotAuthenticated);
    }

    async fn a_long_list_comes_in_pages_with_its_places_in_the_queue(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(4), ..Plan::default() }).await;
        let hilde = host(app, at.actor, "Hilde").await;
        let crowd = app.crowd(11).await;
        for one in &crowd {
            enrol(one, at.session, &or_wait()).await;
        }
        // One place is offered now: the list has all three sorts.
        crowd[1].client.leave_enrolment(look(&crowd[1]).await).await.unwrap();
        let whole = hilde.client.list_session_enrolments(at.session, &FIRST).await.unwrap();
        assert_eq!((whole.items.len(), whole.next_cursor), (10, None));
        let queue: Vec<_> = whole.items.iter().filter_map(|one| one.position).collect();
        assert_eq!(queue, [1, 2, 3, 4, 5, 6]);
        for limit in [1, 2, 3, 4, 9, 10, 11] {
            assert_eq!(whole_list(&hilde, at.session, limit).await, whole.items, "by {limit}");
        }
        let few = SessionEnrolmentQuery { limit: Some(3), ..FIRST };
        let page = hilde.client.list_session_enrolments(at.session, &few).await.unwrap();
        assert_eq!((page.items.len(), page.numbers), (3, whole.numbers), "numbers are those of all");
        for odd in [Some(0), Some(101)] {
            let odd = SessionEnrolmentQuery { limit: odd, ..FIRST };
            let outcome = hilde.client.list_session_enrolments(at.session, &odd).await;
            assert_eq!(code(outcome), ErrorCode::InvalidQuery);
        }
        let other = another(app, &at, Plan::default()).await;
        let elsewhere = SessionEnrolmentQuery { cursor: page.next_cursor, ..FIRST };
        let outcome = hilde.client.list_session_enrolments(other, &elsewhere).await;
        assert_eq!(code(outcome), ErrorCode::InvalidCursor);
    }

    async fn a_long_list_takes_as_many_queries_as_a_short_one(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(60), ..Plan::default() }).await;
        let hilde = host(app, at.actor, "Hilde").await;
        let crowd = app.crowd(40).await;
        for one in &crowd {
            enrol(one, at.session, &myself()).await;
        }
        let list = hilde.client.list_session_enrolments(at.session, &FIRST).await.unwrap();
        assert_eq!(list.items.len(), 40);
        let empty = another(app, &at, Plan::default()).await;
        assert!(hilde.client.list_session_enrolments(empty, &FIRST).await.unwrap().items.is_empty());
        // Entries whose people are gone stay in the numbers, without a name.
        let (gone, kept) = (crowd[0].id, crowd[1].id);
        app.app().write(move |conn| {
            let id = match conn {
                goesting_store::Conn::Pg(_) => format!("'{gone}'"),
                goesting_store::Conn::Sqlite(_) => format!("x'{}'", gone.uuid().simple()),
            };
            conn.batch_execute(&format!("DELETE FROM person WHERE id = {id}")).unwrap();
            Ok(())
        }).await.unwrap();
        let list = hilde.client.list_session_enrolments(at.session, &FIRST).await.unwrap();
        assert_eq!((list.numbers.enrolled, list.items.len()), (40, 40));
        assert_eq!(list.items[0].first_name, None);
        assert_eq!((looks(app, kept).await, looks(app, gone).await), (1, 1));
    }
}
