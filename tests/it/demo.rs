//! `goesting demo`: it loads whole through the rules that hold for everybody, is found, gives every
//! desk something to do, and goes without a trace.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types};
use goesting_api::config::PublicUrl;
use goesting_api::demo::{self, Counts, Loaded, LogIn, data, log_ins};
use goesting_client::{Client, IdempotencyKey};
use goesting_core::opportunity::Standing;
use goesting_store::demo::id;
use goesting_store::{Conn, StoreError, opportunity};
use goesting_tests::{Backend, LEUVEN, Someone, TestApp, on_both};
use goesting_types::actor::{ActorKind, MemberRole};
use goesting_types::auth::Login;
use goesting_types::enrolment::{AgendaPart, AgendaQuery, EnrolmentCreate, EnrolmentState};
use goesting_types::ids::{EcosystemId, OpportunityId, SessionId};
use goesting_types::opportunity::{OpportunityCreate, OpportunityState};
use goesting_types::page::{PageQuery, View};
use goesting_types::person::Me;
use goesting_types::problem::ErrorCode;
use goesting_types::search::SearchQuery;
use goesting_types::session::{SessionCreate, SessionQuery, SessionTerms, SessionWhen};
use indicatif::ProgressBar;

async fn load(app: &TestApp) -> Loaded {
    demo::load(app.app(), |_, _| ProgressBar::hidden())
        .await
        .unwrap()
}

/// The log-ins by role.
fn roles(app: &TestApp) -> BTreeMap<String, LogIn> {
    log_ins(&data::read().unwrap(), &app.app().config.secret)
        .into_iter()
        .map(|one| (one.role.clone(), one))
        .collect()
}

async fn enter(app: &TestApp, log_in: &LogIn) -> (Client, Me) {
    let client = app.stranger();
    let form = Login {
        email: log_in.email.clone(),
        password: log_in.password.clone(),
    };
    client.login(&form).await.unwrap();
    let me = client.get_me().await.unwrap();
    (client, me)
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = sql_types::Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = sql_types::BigInt)]
    number: i64,
}

/// How many rows each table has, but for the stream that only grows.
fn rows(conn: &mut Conn) -> Result<BTreeMap<String, i64>, StoreError> {
    let tables = match conn {
        Conn::Pg(_) => {
            "SELECT table_name::text AS name FROM information_schema.tables \
             WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'"
        }
        Conn::Sqlite(_) => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' \
             AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'"
        }
    };
    let tables: Vec<Name> = sql_query(tables).load(conn)?;
    let mut rows = BTreeMap::new();
    for Name { name } in tables.into_iter().filter(|one| one.name != "change") {
        let count: Number =
            sql_query(format!("SELECT count(*) AS number FROM {name}")).get_result(conn)?;
        rows.insert(name, count.number);
    }
    Ok(rows)
}

async fn snapshot(app: &TestApp) -> BTreeMap<String, i64> {
    app.app().read(|conn| Ok(rows(conn)?)).await.unwrap()
}

async fn number(app: &TestApp, query: &'static str) -> i64 {
    app.app()
        .read(move |conn| {
            let found: Number = sql_query(query)
                .get_result(conn)
                .map_err(StoreError::from)?;
            Ok(found.number)
        })
        .await
        .unwrap()
}

/// Everything that is found, by id.
async fn found(app: &TestApp) -> BTreeMap<OpportunityId, goesting_types::search::SearchHit> {
    app.index().await;
    let (client, mut query) = (app.stranger(), SearchQuery::default());
    query.limit = Some(100);
    let mut all = BTreeMap::new();
    loop {
        let page = client.search_opportunities(&query).await.unwrap();
        all.extend(page.items.into_iter().map(|hit| (hit.id, hit)));
        match page.next_cursor {
            Some(next) => query.cursor = Some(next),
            None => return all,
        }
    }
}

/// Somebody with an actor, an open opportunity and a session of their own.
async fn neighbour(app: &TestApp) -> (Someone, OpportunityId, SessionId) {
    let steward = app.someone("Buur").await;
    let ecosystem = app.ecosystem("Leuven", &[LEUVEN]).await;
    let actor = app
        .actor(&steward, ActorKind::Association, "De Buren")
        .await;
    app.take_part(ecosystem, actor.id).await;
    let of = app
        .opportunity(actor.id, Standing::open(app.now()), "Buren")
        .await;
    let day = app.now().date_naive() + TimeDelta::days(9);
    let body = SessionCreate {
        when: SessionWhen::Once {
            start: day.and_hms_opt(14, 0, 0).unwrap(),
            end: day.and_hms_opt(16, 0, 0).unwrap(),
            zone: "Europe/Brussels".to_owned(),
        },
        terms: SessionTerms {
            capacity: Some(3),
            held_for_newcomers: 0,
            waiting_list: true,
            sign_up_closes_minutes: 0,
            place: None,
            sign_up_elsewhere: false,
        },
        dry_run: false,
    };
    let made = steward
        .client
        .create_sessions(of, &body, IdempotencyKey::new())
        .await
        .unwrap();
    let session = made.sessions[0].id.unwrap();
    (steward, of, session)
}

fn myself() -> EnrolmentCreate {
    EnrolmentCreate {
        myself: true,
        children: Vec::new(),
        or_wait: true,
        message: None,
        share_name: false,
    }
}

async fn agenda(client: &Client, part: AgendaPart) -> Vec<goesting_types::enrolment::Enrolment> {
    let query = AgendaQuery {
        part: Some(part),
        cursor: None,
        limit: Some(100),
    };
    client.list_my_enrolments(&query).await.unwrap().items
}

on_both! {
    async fn it_comes_whole_and_goes_without_a_trace(app: TestApp) {
        let (neighbour, of, session) = neighbour(app).await;
        let before = snapshot(app).await;
        let Loaded::Now(counts) = load(app).await else { panic!("it was there") };
        let Counts { people, actors, opportunities, sessions, taken, waiting, missed } = counts;
        assert_eq!(missed, 0, "places for which nobody was found");
        assert!(people >= 60 && actors >= 25 && opportunities >= 120 && sessions >= 400);
        assert!(taken >= 1000 && waiting >= 20, "{counts:?}");
        assert_eq!(number(app, "SELECT count(*) AS number FROM outbox").await, 0);

        // Again, and on another day, nothing changes.
        let loaded = snapshot(app).await;
        assert_eq!(load(app).await, Loaded::Already { since: app.now(), renewed: 0 });
        app.advance(TimeDelta::days(1));
        assert!(matches!(load(app).await, Loaded::Already { .. }));
        app.advance(TimeDelta::days(-1));
        assert_eq!(snapshot(app).await, loaded);

        // Under another secret another password would be told: it is set anew, and lets in below.
        app.app()
            .write(|conn| {
                sql_query("UPDATE account SET password_hash = '-' WHERE email LIKE '%@demo.example'")
                    .execute(conn)
                    .map_err(StoreError::from)?;
                Ok(())
            })
            .await
            .unwrap();
        let Loaded::Already { renewed, .. } = load(app).await else { panic!("it was gone") };
        assert!(renewed > 0);
        assert!(matches!(load(app).await, Loaded::Already { renewed: 0, .. }));

        // A visitor uses it, and somebody of the demo uses what is not of it.
        let visitor = app.someone("Bezoeker").await;
        let own = snapshot(app).await["person"] - loaded["person"];
        let demo_session = a_free_session(app).await;
        visitor.client.create_enrolment(demo_session, &myself(), IdempotencyKey::new()).await.unwrap();
        let seen: OpportunityId = id("repair-cafe-de-schroef/naaitafel");
        visitor.client.save_opportunity(seen).await.unwrap();
        let (citizen, _) = enter(app, &roles(app)["citizen"]).await;
        citizen.create_enrolment(session, &myself(), IdempotencyKey::new()).await.unwrap();
        citizen.save_opportunity(of).await.unwrap();
        let waits = app.someone("Wacht").await;
        steward_makes_a_draft(app).await;

        let removed = demo::remove(app.app()).await.unwrap();
        assert_eq!(removed.people, people);
        assert_eq!(removed.actors, actors);
        assert_eq!(removed.opportunities, opportunities + 1, "the draft of a visitor too");
        let mut expected = before;
        // The visitor and the one who waits stay; what the citizen of the demo did elsewhere stays
        // as an ended enrolment without a name.
        for (table, more) in [("person", own + 1), ("account", own + 1), ("enrolment", 1)] {
            *expected.get_mut(table).unwrap() += more;
        }
        let mut after = snapshot(app).await;
        // What was posted to visitors is posted, and what was asked with a key is remembered.
        for passing in ["outbox", "idempotency"] {
            expected.remove(passing);
            after.remove(passing);
        }
        assert_eq!(after, expected);
        let theirs = neighbour.client.get_session(session).await.unwrap();
        assert_eq!(theirs.places_left, Some(3), "the place of the citizen is free again");
        waits.client.create_enrolment(session, &myself(), IdempotencyKey::new()).await.unwrap();
        assert_eq!(found(app).await.into_keys().collect::<Vec<_>>(), [of]);

        let nothing = demo::remove(app.app()).await.unwrap();
        assert_eq!(nothing, demo::Removed::default());
    }

    async fn it_is_found_and_every_desk_has_something_to_do(app: TestApp) {
        load(app).await;
        let demo = data::read().unwrap();
        let found = found(app).await;
        let mut open = BTreeSet::new();
        for (file, one) in demo.opportunities() {
            let id: OpportunityId = id(&data::whole_key(&file.actor.key, &one.key));
            if one.state == OpportunityState::Open {
                open.insert(id);
                let hit = &found[&id];
                assert_eq!(hit.picture.is_some(), one.picture.is_some(), "{}", one.key);
                assert!(hit.picture.as_ref().is_none_or(|picture| picture.urls.len() == 3));
            }
            let stored = app.app().read(move |conn| Ok(opportunity::find(conn, id)?)).await.unwrap();
            assert_eq!(stored.standing.state(), one.state, "{}", one.key);
        }
        assert_eq!(found.keys().copied().collect::<BTreeSet<_>>(), open);
        let picture = found.values().find_map(|hit| hit.picture.clone()).unwrap();
        let bytes = app.raw().get(&picture.urls[0]).await;
        assert_eq!((bytes.status, bytes.header("content-type")), (200, Some("image/jpeg")));

        let roles = roles(app);
        for (role, log_in) in &roles {
            let (_, me) = enter(app, log_in).await;
            let acts = |kind: ActorKind, wanted| {
                me.actors.iter().any(|one| one.actor.kind == kind && one.role == wanted)
            };
            let right = match role.as_str() {
                "steward-library" => acts(ActorKind::Library, MemberRole::Steward),
                "steward-school" => acts(ActorKind::School, MemberRole::Steward),
                "steward-company" => acts(ActorKind::Company, MemberRole::Steward),
                "host" => me.actors.iter().any(|one| one.role == MemberRole::Host),
                "facilitator-diest" | "facilitator-aarschot" => me.facilitates.len() == 1,
                "citizen" | "guardian" | "teenager" => me.actors.is_empty(),
                other => panic!("who is {other}?"),
            };
            assert!(right, "{role}: {me:?}");
        }
        assert_eq!(roles.len(), 9);

        for town in ["diest", "aarschot"] {
            let (client, _) = enter(app, &roles[&format!("facilitator-{town}")]).await;
            let ecosystem: EcosystemId = id(town);
            let queue = client.list_reviews(ecosystem).await.unwrap();
            assert!(!queue.reviews.is_empty() && !queue.requests.is_empty(), "{town}");
            assert!(!queue.claims.is_empty() && queue.reports.len() >= 2, "{town}");
            assert!(queue.reports.iter().any(|one| one.overdue), "{town}");
            assert!(queue.reports.iter().any(|one| !one.overdue), "{town}");
        }

        let (citizen, _) = enter(app, &roles["citizen"]).await;
        assert!(agenda(&citizen, AgendaPart::Coming).await.len() >= 2);
        assert!(!agenda(&citizen, AgendaPart::Past).await.is_empty());
        let waits = agenda(&citizen, AgendaPart::Waiting).await;
        assert!(waits.iter().any(|one| one.state == EnrolmentState::Waitlisted));
        assert!(citizen.list_saved(&PageQuery::default()).await.unwrap().items.len() >= 3);
        let (guardian, me) = enter(app, &roles["guardian"]).await;
        assert_eq!(guardian.list_children().await.unwrap().items.len(), 3);
        let family = agenda(&guardian, AgendaPart::Coming).await;
        assert!(family.iter().any(|one| one.people.iter().all(|who| who.person_id != me.id)));
        let (teen, _) = enter(app, &roles["teenager"]).await;
        assert!(!agenda(&teen, AgendaPart::Coming).await.is_empty());
        assert!(!agenda(&teen, AgendaPart::Waiting).await.is_empty());

        let past = "SELECT count(*) AS number FROM enrolment_seat WHERE was_there";
        assert!(number(app, past).await >= 100);
        let cancelled = "SELECT count(*) AS number FROM session WHERE state = 'cancelled' AND message IS NOT NULL";
        assert!(number(app, cancelled).await >= 4);
        let over = "SELECT count(*) AS number FROM session_places WHERE enrolled + offered > capacity";
        assert_eq!(number(app, over).await, 0);
        let stuck = "SELECT count(*) AS number FROM session_places WHERE waiting > 0 AND enrolled + offered < capacity";
        assert_eq!(number(app, stuck).await, 0);
    }
}

/// A session of the demo with places left.
async fn a_free_session(app: &TestApp) -> SessionId {
    let of: OpportunityId = id("koor-de-merels/meezingen-op-dinsdag");
    let query = SessionQuery::default();
    let page = app.stranger().list_sessions(of, &query).await.unwrap();
    let free = page
        .items
        .iter()
        .find(|one| one.places_left.is_some_and(|left| left > 3));
    free.unwrap().id
}

/// The steward of the library makes a draft by hand, from what the demo has.
async fn steward_makes_a_draft(app: &TestApp) {
    let (steward, _) = enter(app, &roles(app)["steward-library"]).await;
    let from: OpportunityId = id("bib-het-kapiteel/spelavond");
    let content = steward
        .get_opportunity(from, View::Public)
        .await
        .unwrap()
        .content;
    let body = OpportunityCreate {
        actor_id: id("bib-het-kapiteel"),
        content,
    };
    steward
        .create_opportunity(&body, IdempotencyKey::new())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_others_could_log_in_it_is_refused() {
    let app = TestApp::start_with(Backend::Sqlite, |config| {
        config.public_url = PublicUrl::parse("https://leren.example").unwrap();
    })
    .await;
    let refused = demo::load(app.app(), |_, _| ProgressBar::hidden()).await;
    let code = refused.unwrap_err().refusal().code;
    assert_eq!(code, ErrorCode::Forbidden);
    assert_eq!(snapshot(&app).await["person"], 0);
    app.stop().await;
}
