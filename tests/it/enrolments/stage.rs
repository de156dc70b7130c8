//! Sessions to enrol in, put straight into the database, and what must hold of it afterwards.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{BigInt, Nullable, Text};
use goesting_client::{ClientError, IdempotencyKey};
use goesting_core::opportunity::{Stage as At, Standing};
use goesting_core::person::NewChild;
use goesting_core::session::{Session, Slot, Taken};
use goesting_core::time::Zone;
use goesting_store::opportunity::{self, NewActor};
use goesting_store::{Conn, Store, StoreError, child, person, session};
use goesting_tests::{Someone, TestApp};
use goesting_types::actor::ActorKind;
use goesting_types::enrolment::{
    AgendaQuery, Enrolment, EnrolmentCreate, EnrolmentState, HostEnrolment, SessionEnrolmentQuery,
};
use goesting_types::ids::{ActorId, EnrolmentId, Id, OpportunityId, PersonId, SessionId};
use goesting_types::opportunity::OpportunityState;
use goesting_types::person::{Child, ChildCreate, ChildUpdate, ConsentPurpose};
use goesting_types::problem::ErrorCode;
use goesting_types::session::{SessionState, SessionTerms};

/// How a session is.
#[derive(Debug, Clone)]
pub struct Plan {
    pub capacity: Option<u32>,
    pub held: u32,
    pub starts_in: TimeDelta,
    pub closes_minutes: u32,
    pub waiting_list: bool,
    pub state: SessionState,
    pub opportunity: OpportunityState,
    pub kind: ActorKind,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            capacity: Some(2),
            held: 0,
            starts_in: TimeDelta::days(10),
            closes_minutes: 60,
            waiting_list: true,
            state: SessionState::Planned,
            opportunity: OpportunityState::Open,
            kind: ActorKind::Association,
        }
    }
}

/// A session, with what it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Stage {
    pub actor: ActorId,
    pub opportunity: OpportunityId,
    pub session: SessionId,
}

fn write(store: &Store, work: impl FnOnce(&mut Conn) -> Result<(), StoreError>) {
    store.write(work).unwrap();
}

/// Runs statements; ids are written by [`key`].
pub fn sql(store: &Store, statements: &str) {
    store
        .write(|conn| -> Result<(), StoreError> {
            conn.batch_execute(statements).unwrap();
            Ok(())
        })
        .unwrap();
}

/// An id as a literal.
pub fn key<K>(store: &Store, id: Id<K>) -> String {
    if store.url().is_postgres() {
        format!("'{id}'")
    } else {
        format!("x'{}'", id.uuid().simple())
    }
}

/// An instant as a literal, as the store writes it.
pub fn stamp(at: DateTime<Utc>) -> String {
    format!("'{}'", at.naive_utc().format("%F %T%.f"))
}

fn bool(store: &Store, value: bool) -> &'static str {
    match (store.url().is_postgres(), value) {
        (true, true) => "true",
        (true, false) => "false",
        (false, true) => "1",
        (false, false) => "0",
    }
}

/// An actor with an opportunity and one session.
pub fn stage_in(store: &Store, now: DateTime<Utc>, plan: &Plan) -> Stage {
    let actor = ActorId::new();
    sql(
        store,
        &format!(
            "INSERT INTO actor (id, kind, state, name, name_key, about, contact, codes, version, \
             created_at) VALUES ({}, '{}', 'active', 'Repair café', 'repair cafe', '{{}}', '{{}}', \
             '{{}}', 1, {})",
            key(store, actor),
            plan.kind,
            stamp(now)
        ),
    );
    let opportunity = opportunity_of(store, now, actor, plan.opportunity);
    let session = session_of(store, now, opportunity, plan);
    Stage {
        actor,
        opportunity,
        session,
    }
}

/// One more opportunity of an actor.
pub fn opportunity_of(
    store: &Store,
    now: DateTime<Utc>,
    actor: ActorId,
    state: OpportunityState,
) -> OpportunityId {
    let id = OpportunityId::new();
    let content = r#"{"title":{"nl":{"text":"Leer herstellen"}},"kind":"do_along",
        "whereabouts":{"mode":"online"},"formality":"non_formal","recognition":"none"}"#;
    let content = serde_json::from_str(content).unwrap();
    let stood = Standing {
        stage: match state {
            OpportunityState::Draft => At::Draft {
                returned_because: None,
            },
            OpportunityState::InReview => At::InReview { since: now },
            OpportunityState::Open => At::Open,
            OpportunityState::Paused => At::Paused { hidden: false },
            OpportunityState::Closed => At::Closed { hidden: false },
        },
        opened_at: None,
    };
    let actors = [NewActor::lead(actor)];
    write(store, |conn| {
        opportunity::insert(conn, id, &stood, &content, &actors, now)
    });
    id
}

/// One more session of an opportunity.
pub fn session_of(
    store: &Store,
    now: DateTime<Utc>,
    opportunity: OpportunityId,
    plan: &Plan,
) -> SessionId {
    let starts_at = now + plan.starts_in;
    let ends_at = starts_at + TimeDelta::hours(2);
    let new = Session {
        id: SessionId::new(),
        opportunity_id: opportunity,
        series_id: None,
        state: plan.state,
        slot: Slot {
            starts_at,
            ends_at,
            local_start: Zone::BRUSSELS.local(starts_at),
            local_end: Zone::BRUSSELS.local(ends_at),
            zone: Zone::BRUSSELS,
        },
        terms: SessionTerms {
            capacity: plan.capacity,
            held_for_newcomers: plan.held,
            waiting_list: plan.waiting_list,
            sign_up_closes_minutes: plan.closes_minutes,
            place: None,
            sign_up_elsewhere: false,
        },
        taken: Taken::default(),
        message: None,
        head_count: None,
        version: 1,
    };
    let id = new.id;
    write(store, |conn| session::insert(conn, &[new]));
    id
}

/// A session on the test's own server.
pub async fn stage(app: &TestApp, plan: Plan) -> Stage {
    let (store, now) = (app.app().store.clone(), app.now());
    blocking(move || stage_in(&store, now, &plan)).await
}

/// One more session of the same opportunity.
pub async fn another(app: &TestApp, of: &Stage, plan: Plan) -> SessionId {
    let (store, now, of) = (app.app().store.clone(), app.now(), of.opportunity);
    blocking(move || session_of(&store, now, of, &plan)).await
}

/// Runs statements on the test's own database.
pub async fn change(app: &TestApp, statements: impl FnOnce(&Store) -> String + Send + 'static) {
    let store = app.app().store.clone();
    blocking(move || sql(&store, &statements(&store))).await;
}

pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

/// Somebody who acts for an actor.
pub async fn host(app: &TestApp, actor: ActorId, name: &str) -> Someone {
    let host = app.someone(name).await;
    let (id, now) = (host.id, app.now());
    change(app, move |store| {
        format!(
            "INSERT INTO actor_member (actor_id, person_id, role, since) VALUES ({}, {}, 'host', {})",
            key(store, actor),
            key(store, id),
            stamp(now)
        )
    })
    .await;
    host
}

/// A child of somebody.
pub async fn child_of(
    app: &TestApp,
    guardian: &Someone,
    name: &str,
    consents: &[ConsentPurpose],
) -> PersonId {
    let (guardian, now) = (guardian.id, app.now());
    let new = NewChild {
        first_name: name.to_owned(),
        birth_year: 2018,
        release_on: NaiveDate::from_ymd_opt(2037, 1, 1).unwrap(),
        consents: consents.to_vec(),
    };
    app.app()
        .write(move |conn| {
            let guardian = person::find(conn, guardian)?;
            Ok(child::insert(conn, &guardian, &new, now)?)
        })
        .await
        .unwrap()
}

/// A child that was added when it was small, and has grown since.
pub async fn grown_child(of: &Someone, born: i32, birthday: Option<NaiveDate>) -> Child {
    let small = ChildCreate {
        first_name: "Lou".to_owned(),
        birth_year: 2018,
        birthday: None,
        consents: vec![ConsentPurpose::Participation],
    };
    let added = of.client.create_child(&small, IdempotencyKey::new()).await;
    let added = added.unwrap();
    let grown = ChildUpdate {
        first_name: None,
        birth_year: Some(born),
        birthday,
    };
    let grown = of
        .client
        .update_child(added.id, added.version, &grown)
        .await;
    grown.unwrap()
}

/// The first page of the list of a session.
pub const FIRST: SessionEnrolmentQuery = SessionEnrolmentQuery {
    cursor: None,
    limit: None,
};

/// The whole list of a session, read in pages of so many.
pub async fn whole_list(host: &Someone, session: SessionId, limit: u32) -> Vec<HostEnrolment> {
    let (mut items, mut cursor) = (Vec::new(), None);
    loop {
        let query = SessionEnrolmentQuery {
            cursor,
            limit: Some(limit),
        };
        let asked = host.client.list_session_enrolments(session, &query).await;
        let page = asked.unwrap();
        items.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return items;
        }
    }
}

/// A place for oneself.
pub fn myself() -> EnrolmentCreate {
    EnrolmentCreate {
        myself: true,
        children: Vec::new(),
        or_wait: false,
        message: None,
        share_name: false,
    }
}

/// A place for oneself, or in the queue.
pub fn or_wait() -> EnrolmentCreate {
    EnrolmentCreate {
        or_wait: true,
        ..myself()
    }
}

/// Enrols; what comes must be a success.
pub async fn enrol(who: &Someone, session: SessionId, body: &EnrolmentCreate) -> Enrolment {
    who.client
        .create_enrolment(session, body, IdempotencyKey::new())
        .await
        .unwrap()
}

/// Enrols; what comes must be a refusal.
pub async fn refused(who: &Someone, session: SessionId, body: &EnrolmentCreate) -> ErrorCode {
    let outcome = who
        .client
        .create_enrolment(session, body, IdempotencyKey::new())
        .await;
    code(outcome)
}

/// The code of a refusal.
pub fn code<T: std::fmt::Debug>(outcome: Result<T, ClientError>) -> ErrorCode {
    outcome.unwrap_err().code().unwrap()
}

/// How an entry stands, as its person sees it.
pub async fn look(who: &Someone, id: EnrolmentId) -> Enrolment {
    let query = AgendaQuery {
        limit: Some(100),
        ..AgendaQuery::default()
    };
    let page = who.client.list_my_enrolments(&query).await.unwrap();
    page.items.into_iter().find(|one| one.id == id).unwrap()
}

/// The state of an entry, as its person sees it.
pub async fn state(who: &Someone, id: EnrolmentId) -> EnrolmentState {
    look(who, id).await.state
}

#[derive(Debug, diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    what: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    amount: Option<i64>,
}

fn rows(conn: &mut Conn, query: &str) -> Vec<(String, Option<i64>)> {
    let rows: Vec<Row> = diesel::sql_query(query).load(conn).unwrap();
    rows.into_iter().map(|row| (row.what, row.amount)).collect()
}

/// One number.
pub fn count(store: &Store, query: &str) -> i64 {
    let query = format!("SELECT 'n' AS what, CAST(({query}) AS bigint) AS amount");
    store
        .read(|conn| -> Result<_, StoreError> { Ok(rows(conn, &query)) })
        .unwrap()[0]
        .1
        .unwrap_or_default()
}

/// The counters of a session, recounted; panics where the rows do not agree with them, where it is
/// over capacity, where somebody who fits was left waiting, or where a seat does not go with its
/// entry.
pub fn check(store: &Store, session: SessionId) -> (i64, i64, i64) {
    let id = key(store, session);
    let places = |column: &str| {
        let query = format!("SELECT {column} FROM session_places WHERE session_id = {id}");
        count(store, &query)
    };
    let sum = |filter: &str| {
        let query =
            format!("SELECT sum(places) FROM enrolment WHERE session_id = {id} AND {filter}");
        count(store, &query)
    };
    let (enrolled, offered, waiting) = (
        sum("state = 'enrolled'"),
        sum("state = 'offered'"),
        sum("state = 'waitlisted'"),
    );
    let yes = bool(store, true);
    let newcomers = sum(&format!(
        "state IN ('enrolled', 'offered') AND newcomer = {yes}"
    ));
    assert_eq!(places("enrolled"), enrolled, "enrolled");
    assert_eq!(places("offered"), offered, "offered");
    assert_eq!(places("waiting"), waiting, "waiting");
    assert_eq!(places("newcomers"), newcomers, "newcomers");
    let capacity = places("coalesce(capacity, 1000000)");
    assert!(enrolled + offered <= capacity, "over capacity");
    let held = (places("held_for_newcomers") - newcomers).max(0);
    let free = capacity - enrolled - offered;
    // Held places may stand open for newcomers only; the strictest reading holds in any case.
    let left = count(
        store,
        &format!(
            "SELECT count(*) FROM enrolment WHERE session_id = {id} AND state = 'waitlisted' AND \
             places <= {}",
            free - held
        ),
    );
    assert_eq!(left, 0, "somebody who fits was left waiting");
    let odd_seats = count(
        store,
        &format!(
            "SELECT count(*) FROM enrolment e WHERE session_id = {id} AND (SELECT count(*) FROM \
             enrolment_seat s WHERE s.enrolment_id = e.id AND s.live = (e.state IN ('enrolled', \
             'offered', 'waitlisted'))) <> e.places"
        ),
    );
    assert_eq!(odd_seats, 0, "seats and places differ");
    (enrolled, offered, waiting)
}

/// [`check`] on the test's own database.
pub async fn check_app(app: &TestApp, session: SessionId) -> (i64, i64, i64) {
    let store = app.app().store.clone();
    blocking(move || check(&store, session)).await
}
