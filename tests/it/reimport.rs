//! Reading a source again: what people here did stays, and what the source did it takes back.

use chrono::TimeDelta;
use goesting_client::IdempotencyKey;
use goesting_core::opportunity::{Opportunity, Stage, Standing};
use goesting_core::session::Session;
use goesting_store::import::actor as source;
use goesting_store::{actor, change, member, opportunity};
use goesting_tests::{Someone, TestApp, on_both};
use goesting_types::actor::{ActorState, MemberRole};
use goesting_types::enrolment::{AgendaQuery, EnrolmentState};
use goesting_types::ids::OpportunityId;
use goesting_types::opportunity::OpportunityState;
use goesting_types::page::View;
use goesting_types::problem::ErrorCode;
use goesting_types::search::SearchQuery;
use goesting_types::session::{
    SeriesReach, SessionCancel, SessionState, SessionTerms, SessionUpdate, SignUp,
};
use serde_json::{Value, json};

use crate::enrolments::stage::{enrol, myself, refused};
use crate::import::{EVENT, event, import, organiser, place, stored};
use crate::offer::stage::{once, plan};

#[allow(
    clippy::needless_pass_by_value,
    reason = "each event is made for one import"
)]
fn documents(event: &Value) -> Value {
    json!([event, organiser(), place()])
}

fn sessions(app: &TestApp) -> Vec<Session> {
    stored(&app.app().store, EVENT).sessions
}

fn opportunity_of(app: &TestApp) -> Opportunity {
    stored(&app.app().store, EVENT).opportunity
}

fn standing(app: &TestApp) -> OpportunityState {
    opportunity_of(app).standing.state()
}

/// Els, who acts for the organiser from now on.
async fn claimed(app: &TestApp) -> Someone {
    let els = app.someone("Els").await;
    let (of, person, now) = (opportunity_of(app).id, els.id, app.now());
    app.app()
        .write(move |conn| {
            let lead = opportunity::lead(conn, of)?.actor_id;
            assert!(source::is_unclaimed(conn, lead)?);
            actor::set_state(conn, lead, ActorState::Unclaimed, ActorState::Claimed)?;
            Ok(member::add(conn, lead, person, MemberRole::Steward, now)?)
        })
        .await
        .unwrap();
    els
}

async fn cancel(by: &Someone, one: &Session) {
    let body = SessionCancel {
        reach: SeriesReach::This,
        message: Some("Ik ben ziek.".to_owned()),
    };
    by.client.cancel_session(one.id, &body).await.unwrap();
}

const NOTHING: SessionUpdate = SessionUpdate {
    reach: SeriesReach::This,
    start: None,
    end: None,
    terms: None,
    message: None,
};

fn hidden(ours: &Opportunity) -> Standing {
    Standing {
        stage: Stage::Paused { hidden: true },
        opened_at: ours.standing.opened_at,
    }
}

fn deleted(app: &TestApp) -> Value {
    let mut gone = event(app);
    gone["workflowStatus"] = json!("DELETED");
    gone
}

/// What everybody finds, by id.
async fn found(app: &TestApp) -> Vec<OpportunityId> {
    app.index().await;
    let all = app
        .stranger()
        .search_opportunities(&SearchQuery::default())
        .await;
    all.unwrap().items.into_iter().map(|hit| hit.id).collect()
}

on_both! {
    async fn what_the_host_cancelled_stays_cancelled(app: TestApp) {
        import(app, &documents(&event(app))).await;
        let els = claimed(app).await;
        cancel(&els, &sessions(app)[0]).await;
        let mut news = event(app);
        news["subEvent"][0]["bookingAvailability"]["remainingCapacity"] = json!(2);
        import(app, &documents(&news)).await;
        let after = &sessions(app)[0];
        assert_eq!(after.state, SessionState::Cancelled);
        assert_eq!(after.message.as_deref(), Some("Ik ben ziek."));
        // The source cancels it too, takes that back, deletes all and brings all back.
        news["subEvent"][0]["status"] = json!({"type": "Unavailable"});
        import(app, &documents(&news)).await;
        for news in [event(app), deleted(app), event(app)] {
            import(app, &documents(&news)).await;
            assert_eq!(sessions(app)[0].state, SessionState::Cancelled);
        }
        assert_eq!(sessions(app)[1].state, SessionState::Changed);
    }

    async fn what_the_host_set_stays(app: TestApp) {
        let mut drop_in = event(app);
        drop_in["subEvent"][0].as_object_mut().unwrap().remove("bookingAvailability");
        import(app, &documents(&drop_in)).await;
        let els = claimed(app).await;
        let before = sessions(app).remove(0);
        let terms = SessionTerms {
            capacity: Some(20), waiting_list: true, ..before.terms.clone()
        };
        let update = SessionUpdate { terms: Some(terms.clone()), ..NOTHING };
        els.client.update_session(before.id, before.version, &update).await.unwrap();
        let mina = app.someone("Mina").await;
        enrol(&mina, before.id, &myself()).await;
        let longer = app.now() + TimeDelta::days(7) + TimeDelta::hours(3);
        drop_in["subEvent"][0]["endDate"] = json!(longer.to_rfc3339());
        import(app, &documents(&drop_in)).await;
        let after = sessions(app).remove(0);
        assert_eq!((after.id, after.slot.ends_at), (before.id, longer));
        assert_eq!((after.state, &after.terms), (SessionState::Changed, &terms));
        assert_eq!(after.places_left(), Some(19));
    }

    async fn the_source_finds_what_the_host_moved(app: TestApp) {
        import(app, &documents(&event(app))).await;
        let els = claimed(app).await;
        let before = sessions(app).remove(0);
        let mina = app.someone("Mina").await;
        let entry = enrol(&mina, before.id, &myself()).await;
        let later = SessionUpdate {
            start: Some(before.slot.local_start + TimeDelta::hours(1)), ..NOTHING
        };
        els.client.update_session(before.id, before.version, &later).await.unwrap();
        let mut news = event(app);
        news["subEvent"][0]["bookingAvailability"]["remainingCapacity"] = json!(5);
        import(app, &documents(&news)).await;
        let moved = sessions(app);
        assert_eq!(moved.len(), 2);
        assert_eq!(moved[0].slot.starts_at, before.slot.starts_at + TimeDelta::hours(1));
        assert_eq!(moved[0].terms.capacity, Some(5));

        news["subEvent"][0]["status"] = json!({"type": "Unavailable", "reason": {"nl": "Ziek"}});
        import(app, &documents(&news)).await;
        let off = sessions(app);
        assert_eq!((off.len(), off[0].id, off[0].state), (2, before.id, SessionState::Cancelled));
        let mine = mina.client.list_my_enrolments(&AgendaQuery::default()).await.unwrap();
        assert_eq!((mine.items[0].id, mine.items[0].state), (entry.id, EnrolmentState::Cancelled));
        app.advance(TimeDelta::seconds(5));
        app.run_jobs().await;
        let told: Vec<_> = app.mails().into_iter().filter(|one| one.to == mina.email).collect();
        assert!(told.iter().any(|one| one.text.contains("Ziek")), "{told:?}");
    }

    async fn one_date_taken_back_comes_back(app: TestApp) {
        import(app, &documents(&event(app))).await;
        let before = sessions(app);
        let mut less = event(app);
        less["subEvent"].as_array_mut().unwrap().pop();
        import(app, &documents(&less)).await;
        assert_eq!(sessions(app)[1].state, SessionState::Cancelled);
        import(app, &documents(&event(app))).await;
        let after = sessions(app);
        assert_eq!((after.len(), after[1].id), (2, before[1].id));
        assert_eq!(after[1].state, SessionState::Changed);
    }

    async fn a_source_does_not_undo_what_a_facilitator_did(app: TestApp) {
        import(app, &documents(&event(app))).await;
        let ours = opportunity_of(app);
        let away = hidden(&ours);
        let (from, to) = (ours.standing.clone(), away.clone());
        app.app().store.write(|conn| opportunity::advance(conn, ours.id, &from, &to)).unwrap();
        import(app, &deleted(app)).await;
        import(app, &documents(&event(app))).await;
        let raw = app.raw();
        assert_eq!(raw.get(&format!("/api/v1/opportunities/{}", ours.id)).await.status, 404);
        assert_eq!(found(app).await, []);
    }

    async fn a_source_does_not_open_what_its_host_closed_or_paused(app: TestApp) {
        import(app, &documents(&event(app))).await;
        let els = claimed(app).await;
        let id = opportunity_of(app).id;
        els.client.pause_opportunity(id).await.unwrap();
        import(app, &deleted(app)).await;
        assert_eq!(standing(app), OpportunityState::Closed);
        import(app, &documents(&event(app))).await;
        assert_eq!(standing(app), OpportunityState::Paused);
        els.client.close_opportunity(id).await.unwrap();
        import(app, &deleted(app)).await;
        import(app, &documents(&event(app))).await;
        assert_eq!(standing(app), OpportunityState::Closed);
        let states: Vec<_> = sessions(app).iter().map(|one| one.state).collect();
        assert_eq!(states, [SessionState::Cancelled; 2]);
    }

    async fn what_a_host_added_comes_back_with_the_rest(app: TestApp) {
        import(app, &documents(&event(app))).await;
        let els = claimed(app).await;
        let body = once("2026-12-20 14:00", "2026-12-20 16:00", Some(4));
        plan(&els, opportunity_of(app).id, &body).await.unwrap();
        let states = || sessions(app).iter().map(|one| one.state).collect::<Vec<_>>();
        import(app, &deleted(app)).await;
        assert_eq!(states(), [SessionState::Cancelled; 3]);
        import(app, &documents(&event(app))).await;
        assert_eq!(states(), [SessionState::Changed; 3]);
    }

    async fn an_organiser_that_comes_later_does_not_bring_it_back(app: TestApp) {
        import(app, &json!([event(app), place()])).await;
        import(app, &deleted(app)).await;
        import(app, &organiser()).await;
        assert_eq!(standing(app), OpportunityState::Closed);
    }

    async fn what_is_over_closes_by_itself(app: TestApp) {
        let mut permanent = event(app);
        permanent["@id"] = json!("https://io.example.org/event/11111111-fb2b-4ddc-bbda-d2d3d61681c5");
        permanent["name"] = json!({"nl": "Altijd open"});
        permanent["calendarType"] = json!("permanent");
        permanent.as_object_mut().unwrap().remove("subEvent");
        import(app, &json!([event(app), permanent, organiser(), place()])).await;
        let els = app.someone("Els").await;
        let club = app.actor(&els, goesting_types::actor::ActorKind::Association, "Club").await.id;
        let own = app.opportunity(club, Standing::open(app.now()), "Eigen aanbod").await;
        app.app().write({
            let now = app.now();
            move |conn| Ok(change::append(conn, change::Entity::Opportunity(own), change::Happened::Edited, now)?)
        }).await.unwrap();
        let id = opportunity_of(app).id;
        assert_eq!(found(app).await.len(), 3);
        app.advance(TimeDelta::days(14));
        app.run_jobs().await;
        assert_eq!(standing(app), OpportunityState::Open, "its last date is still going on");
        app.advance(TimeDelta::hours(3));
        app.run_jobs().await;
        assert_eq!(standing(app), OpportunityState::Closed);
        let left = found(app).await;
        assert!(left.len() == 2 && left.contains(&own) && !left.contains(&id), "{left:?}");
        let page = app.stranger().get_opportunity(id, View::Public).await.unwrap();
        assert_eq!(page.state, OpportunityState::Closed, "who saved it still finds it");
        // Dates that are added open it again.
        import(app, &documents(&event(app))).await;
        assert_eq!(standing(app), OpportunityState::Open);
    }

    async fn a_host_lets_it_go_on_longer_than_its_source(app: TestApp) {
        import(app, &documents(&event(app))).await;
        let els = claimed(app).await;
        let body = once("2026-12-20 14:00", "2026-12-20 16:00", Some(4));
        plan(&els, opportunity_of(app).id, &body).await.unwrap();
        app.advance(TimeDelta::days(15));
        app.run_jobs().await;
        assert_eq!(standing(app), OpportunityState::Open);
        app.advance(TimeDelta::days(15));
        app.run_jobs().await;
        assert_eq!(standing(app), OpportunityState::Closed);
    }

    async fn one_signs_up_with_the_organiser_until_somebody_acts_for_it(app: TestApp) {
        import(app, &documents(&event(app))).await;
        let session = sessions(app)[0].id;
        let mina = app.someone("Mina").await;
        let seen = || async { app.stranger().get_session(session).await.unwrap() };
        let wire = seen().await;
        assert_eq!((wire.sign_up, wire.sign_up_until), (SignUp::Elsewhere, None));
        assert_eq!(wire.places_left, Some(3), "what the source counts is told");
        assert_eq!(refused(&mina, session, &myself()).await, ErrorCode::SignUpElsewhere);
        let full = sessions(app)[1].id;
        assert_eq!(refused(&mina, full, &myself()).await, ErrorCode::SignUpElsewhere);
        assert_eq!(seen().await.places_left, Some(3), "no place was taken");
        found(app).await;
        let roomy = SearchQuery { places_left: Some(3), ..SearchQuery::default() };
        assert_eq!(app.stranger().search_opportunities(&roomy).await.unwrap().total, 1);

        claimed(app).await;
        let wire = seen().await;
        assert_eq!(wire.sign_up, SignUp::Here);
        assert!(wire.sign_up_until.is_some());
        let body = myself();
        let entry = mina.client.create_enrolment(session, &body, IdempotencyKey::new()).await.unwrap();
        assert_eq!(entry.session.sign_up, SignUp::Here);
        assert_eq!(seen().await.places_left, Some(2));
    }

    async fn who_takes_bookings_still_does_once_somebody_acts_for_it(app: TestApp) {
        let mut booked = event(app);
        booked["bookingInfo"] = json!({"url": "https://boek.example.org"});
        import(app, &documents(&booked)).await;
        let els = claimed(app).await;
        let signs_up = |nr: usize| {
            let id = sessions(app)[nr].id;
            async move { app.stranger().get_session(id).await.unwrap().sign_up }
        };
        let mina = app.someone("Mina").await;
        let session = sessions(app).remove(0);
        assert_eq!(signs_up(0).await, SignUp::Elsewhere);
        assert_eq!(refused(&mina, session.id, &myself()).await, ErrorCode::SignUpElsewhere);
        booked["subEvent"][0]["bookingAvailability"]["remainingCapacity"] = json!(2);
        import(app, &documents(&booked)).await;
        assert_eq!(signs_up(0).await, SignUp::Elsewhere);

        let session = sessions(app).remove(0);
        let terms = SessionTerms { sign_up_elsewhere: false, ..session.terms };
        let here = SessionUpdate { terms: Some(terms), ..NOTHING };
        els.client.update_session(session.id, session.version, &here).await.unwrap();
        assert_eq!(signs_up(0).await, SignUp::Here);
        enrol(&mina, session.id, &myself()).await;
        booked["subEvent"][0]["bookingAvailability"]["remainingCapacity"] = json!(1);
        import(app, &documents(&booked)).await;
        assert_eq!((signs_up(0).await, signs_up(1).await), (SignUp::Here, SignUp::Elsewhere));
        import(app, &documents(&event(app))).await;
        assert_eq!(signs_up(1).await, SignUp::Here, "it takes bookings no more");
    }

    async fn one_asks_the_organiser_where_its_source_counts_no_places(app: TestApp) {
        let mut paid = event(app);
        paid["subEvent"][0].as_object_mut().unwrap().remove("bookingAvailability");
        paid["priceInfo"] = json!([{"category": "base", "price": 12}]);
        paid["bookingInfo"] = json!({"url": "https://boek.example.org", "phone": "016 10 20 30"});
        import(app, &documents(&paid)).await;
        let session = sessions(app)[0].id;
        let wire = app.stranger().get_session(session).await.unwrap();
        assert_eq!((wire.sign_up, wire.places_left), (SignUp::Elsewhere, None));
        let mina = app.someone("Mina").await;
        assert_eq!(refused(&mina, session, &myself()).await, ErrorCode::SignUpElsewhere);
    }
}
