//! Taking a place: for whom, when, and when not.

use chrono::TimeDelta;
use goesting_client::IdempotencyKey;
use goesting_tests::on_both;
use goesting_types::enrolment::{EnrolmentCreate, EnrolmentState};
use goesting_types::ids::{PersonId, SessionId};
use goesting_types::opportunity::OpportunityState;
use goesting_types::person::ConsentPurpose::{NameToHost, Participation};
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::session::{SessionQuery, SessionState};

use super::stage::{
    Plan, another, blocking, check_app, child_of, code, enrol, look, myself, opportunity_of,
    or_wait, refused, session_of, stage, state,
};

on_both! {
    async fn a_place_is_taken_and_told(app: TestApp) {
        let at = stage(app, Plan::default()).await;
        let els = app.someone("Els").await;
        let taken = enrol(&els, at.session, &EnrolmentCreate {
            message: Some("  Ik kom met de bus. ".to_owned()),
            ..myself()
        }).await;
        assert_eq!(taken.state, EnrolmentState::Enrolled);
        assert_eq!(taken.opportunity_id, at.opportunity);
        assert_eq!(taken.title.0.values().next().unwrap().text, "Leer herstellen");
        assert_eq!(taken.message.as_deref(), Some("Ik kom met de bus."));
        assert_eq!(taken.people.len(), 1);
        assert_eq!(taken.people[0].first_name, "Els");
        assert_eq!((taken.session.places_left, taken.session.waiting), (Some(1), 0));
        assert_eq!((taken.ahead, taken.confirm_until, taken.offer_expires_at), (None, None, None));
        assert_eq!(look(&els, taken.id).await, taken, "the agenda says the same");
        assert_eq!(check_app(app, at.session).await, (1, 0, 0));
        app.run_jobs().await;
        let mails = app.mails();
        assert_eq!((mails.len(), mails[0].to.as_str()), (1, els.email.as_str()));
        assert!(mails[0].text.contains("Leer herstellen"), "{}", mails[0].text);
    }

    async fn full_is_full_and_who_wants_to_wait_waits(app: TestApp) {
        let at = stage(app, Plan::default()).await;
        for name in ["An", "Bo"] {
            enrol(&app.someone(name).await, at.session, &myself()).await;
        }
        let (cis, dirk) = (app.someone("Cis").await, app.someone("Dirk").await);
        assert_eq!(refused(&cis, at.session, &myself()).await, ErrorCode::SessionFull);
        let waits = enrol(&cis, at.session, &or_wait()).await;
        assert_eq!((waits.state, waits.ahead), (EnrolmentState::Waitlisted, Some(0)));
        let behind = enrol(&dirk, at.session, &or_wait()).await;
        assert_eq!(behind.ahead, Some(1));
        assert_eq!(look(&dirk, behind.id).await.ahead, Some(1));
        assert_eq!((behind.session.places_left, behind.session.waiting), (Some(0), 2));
        assert_eq!(check_app(app, at.session).await, (2, 0, 2));

        let short = another(app, &at, Plan { capacity: Some(1), waiting_list: false, ..Plan::default() }).await;
        enrol(&cis, short, &or_wait()).await;
        assert_eq!(refused(&dirk, short, &or_wait()).await, ErrorCode::SessionFull);
    }

    async fn closed_doors_say_why(app: TestApp) {
        let els = app.someone("Els").await;
        let doors = [
            (Plan { capacity: None, ..Plan::default() }, ErrorCode::DropIn),
            (Plan { starts_in: TimeDelta::minutes(59), ..Plan::default() }, ErrorCode::SignUpClosed),
            (Plan { starts_in: TimeDelta::minutes(60), ..Plan::default() }, ErrorCode::SignUpClosed),
            (Plan { starts_in: TimeDelta::hours(-1), closes_minutes: 0, ..Plan::default() }, ErrorCode::SignUpClosed),
            (Plan { state: SessionState::Cancelled, ..Plan::default() }, ErrorCode::SignUpClosed),
            (Plan { state: SessionState::Done, ..Plan::default() }, ErrorCode::SignUpClosed),
            (Plan { opportunity: OpportunityState::Paused, ..Plan::default() }, ErrorCode::WrongState),
            (Plan { opportunity: OpportunityState::Closed, ..Plan::default() }, ErrorCode::WrongState),
            (Plan { opportunity: OpportunityState::Draft, ..Plan::default() }, ErrorCode::NotFound),
            (Plan { opportunity: OpportunityState::InReview, ..Plan::default() }, ErrorCode::NotFound),
        ];
        for (plan, expected) in doors {
            let at = stage(app, plan.clone()).await;
            assert_eq!(refused(&els, at.session, &or_wait()).await, expected, "{plan:?}");
            assert_eq!(check_app(app, at.session).await, (0, 0, 0));
        }
        assert_eq!(refused(&els, SessionId::new(), &myself()).await, ErrorCode::NotFound);
        let at = stage(app, Plan::default()).await;
        let nobody = app.stranger().create_enrolment(at.session, &myself(), IdempotencyKey::new()).await;
        assert_eq!(code(nobody), ErrorCode::NotAuthenticated);
        let open = stage(app, Plan { starts_in: TimeDelta::minutes(61), state: SessionState::Changed, ..Plan::default() }).await;
        enrol(&els, open.session, &myself()).await;
    }

    async fn a_family_is_one_entry_all_or_nothing(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(3), ..Plan::default() }).await;
        let els = app.someone("Els").await;
        let a = child_of(app, &els, "Arno", &[Participation]).await;
        let b = child_of(app, &els, "Bente", &[Participation, NameToHost]).await;
        let family = EnrolmentCreate { children: vec![a, b], ..myself() };
        let taken = enrol(&els, at.session, &family).await;
        let mut names: Vec<_> = taken.people.iter().map(|one| one.first_name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["Arno", "Bente", "Els"]);
        assert_eq!(check_app(app, at.session).await, (3, 0, 0));
        // The children read later who took a place for them.
        let mie = app.someone("Mie").await;
        let c = child_of(app, &mie, "Cas", &[Participation]).await;
        let pair = EnrolmentCreate { children: vec![c], ..or_wait() };
        els.client.leave_enrolment(taken.id).await.unwrap();
        let one = enrol(&app.someone("Jo").await, at.session, &myself()).await;
        let both = enrol(&mie, at.session, &pair).await;
        assert_eq!(both.state, EnrolmentState::Enrolled);
        assert_eq!(one.state, EnrolmentState::Enrolled);
        let more = EnrolmentCreate { myself: false, children: vec![a, b], ..or_wait() };
        assert_eq!(enrol(&els, at.session, &more).await.state, EnrolmentState::Waitlisted);
        assert_eq!(check_app(app, at.session).await, (3, 0, 2));
        // Too many for the house at all.
        let small = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        assert_eq!(refused(&els, small.session, &more).await, ErrorCode::SessionFull);
    }

    async fn only_ones_own_children_and_only_when_allowed(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(9), ..Plan::default() }).await;
        let (els, mie) = (app.someone("Els").await, app.someone("Mie").await);
        let hers = child_of(app, &mie, "Cas", &[Participation]).await;
        let silent = child_of(app, &els, "Stil", &[NameToHost]).await;
        let body = EnrolmentCreate { children: vec![hers, silent, PersonId::new(), els.id], ..myself() };
        let error = els.client.create_enrolment(at.session, &body, IdempotencyKey::new()).await.unwrap_err();
        let problem = error.problem().unwrap();
        let fields: Vec<_> = problem.errors.iter().map(|one| (one.pointer.as_str(), one.code)).collect();
        assert_eq!(problem.code, ErrorCode::InvalidField);
        assert_eq!(fields, [
            ("/children/0", FieldCode::Unknown),
            ("/children/1", FieldCode::Conflicting),
            ("/children/2", FieldCode::Unknown),
            ("/children/3", FieldCode::Unknown),
        ]);
        for wrong in [
            EnrolmentCreate { myself: false, ..myself() },
            EnrolmentCreate { children: vec![silent, silent], ..myself() },
            EnrolmentCreate { children: (0..11).map(|_| PersonId::new()).collect(), ..myself() },
            EnrolmentCreate { message: Some("x".repeat(501)), ..myself() },
        ] {
            assert_eq!(refused(&els, at.session, &wrong).await, ErrorCode::InvalidField);
        }
        assert_eq!(check_app(app, at.session).await, (0, 0, 0));
    }

    async fn one_entry_for_each_person(app: TestApp) {
        let at = stage(app, Plan::default()).await;
        let els = app.someone("Els").await;
        let arno = child_of(app, &els, "Arno", &[Participation]).await;
        let with = EnrolmentCreate { children: vec![arno], ..myself() };
        let first = enrol(&els, at.session, &EnrolmentCreate { myself: false, ..with.clone() }).await;
        assert_eq!(refused(&els, at.session, &with).await, ErrorCode::AlreadyEnrolled);
        enrol(&els, at.session, &myself()).await;
        assert_eq!(refused(&els, at.session, &or_wait()).await, ErrorCode::AlreadyEnrolled);
        els.client.leave_enrolment(first.id).await.unwrap();
        enrol(&els, at.session, &EnrolmentCreate { myself: false, ..with }).await;
        assert_eq!(check_app(app, at.session).await, (2, 0, 0));
    }

    async fn the_same_request_twice_makes_one_entry(app: TestApp) {
        let at = stage(app, Plan::default()).await;
        let els = app.someone("Els").await;
        let key = IdempotencyKey::new();
        let body = myself();
        let (one, other) = tokio::join!(
            els.client.create_enrolment(at.session, &body, key),
            els.client.create_enrolment(at.session, &body, key),
        );
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.id, other.id);
        let again = els.client.create_enrolment(at.session, &myself(), key).await.unwrap();
        assert_eq!(again, one);
        let other_body = els.client.create_enrolment(at.session, &or_wait(), key).await;
        assert_eq!(code(other_body), ErrorCode::IdempotencyMismatch);
        let elsewhere = another(app, &at, Plan::default()).await;
        let other_session = els.client.create_enrolment(elsewhere, &myself(), key).await;
        assert_eq!(code(other_session), ErrorCode::IdempotencyMismatch);
        // The same key of somebody else is another key.
        let mie = app.someone("Mie").await;
        let hers = mie.client.create_enrolment(at.session, &myself(), key).await.unwrap();
        assert_ne!(hers.id, one.id);
        assert_eq!(check_app(app, at.session).await, (2, 0, 0));
    }

    async fn held_places_are_for_newcomers_until_two_days_before(app: TestApp) {
        let plan = Plan { capacity: Some(3), held: 2, ..Plan::default() };
        let at = stage(app, plan.clone()).await;
        let store = app.app().store.clone();
        let now = app.now();
        // An earlier opportunity of the same actor makes regulars.
        let earlier = blocking(move || {
            let other = opportunity_of(&store, now, at.actor, OpportunityState::Open);
            session_of(&store, now, other, &Plan { capacity: Some(50), ..Plan::default() })
        }).await;
        let mut regulars = Vec::new();
        for name in ["An", "Bo", "Cis"] {
            let one = app.someone(name).await;
            enrol(&one, earlier, &myself()).await;
            regulars.push(one);
        }
        enrol(&regulars[0], at.session, &myself()).await;
        let free = regulars[1].client.get_session(at.session).await.unwrap();
        assert_eq!((free.places_left, free.held_left), (Some(2), Some(2)));
        assert_eq!(refused(&regulars[1], at.session, &myself()).await, ErrorCode::PlacesHeld);
        let waits = enrol(&regulars[1], at.session, &or_wait()).await;
        assert_eq!(waits.state, EnrolmentState::Waitlisted);
        // A newcomer walks in, though a regular waits for places it may not use.
        let nina = app.someone("Nina").await;
        assert_eq!(enrol(&nina, at.session, &myself()).await.state, EnrolmentState::Enrolled);
        let page = nina.client.list_sessions(at.opportunity, &SessionQuery::default()).await.unwrap();
        let free = page.items.iter().find(|one| one.id == at.session).unwrap();
        assert_eq!((free.places_left, free.held_left), (Some(1), Some(1)));
        check_app(app, at.session).await;
        assert_eq!(state(&regulars[1], waits.id).await, EnrolmentState::Waitlisted);
        // Two days before, the last held place goes to who waits.
        app.advance(TimeDelta::days(8) - TimeDelta::seconds(1));
        app.run_jobs().await;
        assert_eq!(state(&regulars[1], waits.id).await, EnrolmentState::Waitlisted);
        app.advance(TimeDelta::seconds(16));
        app.run_jobs().await;
        assert_eq!(state(&regulars[1], waits.id).await, EnrolmentState::Offered);
        assert_eq!(check_app(app, at.session).await, (2, 1, 0));
        // Near the start a regular walks straight in.
        let soon = another(app, &at, Plan { starts_in: TimeDelta::hours(40), ..plan }).await;
        for regular in &regulars {
            assert_eq!(enrol(regular, soon, &myself()).await.state, EnrolmentState::Enrolled);
        }
    }

    async fn who_left_before_is_still_a_newcomer(app: TestApp) {
        let plan = Plan { capacity: Some(1), held: 1, ..Plan::default() };
        let at = stage(app, plan.clone()).await;
        let els = app.someone("Els").await;
        let first = enrol(&els, at.session, &myself()).await;
        let second = another(app, &at, plan.clone()).await;
        assert_eq!(refused(&els, second, &myself()).await, ErrorCode::PlacesHeld);
        els.client.leave_enrolment(first.id).await.unwrap();
        enrol(&els, second, &myself()).await;
        check_app(app, second).await;
    }
}
