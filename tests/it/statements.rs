//! What is asked of the database does not grow with what is answered: no query in a loop.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use goesting_client::{ClientError, IdempotencyKey};
use goesting_tests::{Backend, LEUVEN, Raw, Someone, TestApp};
use goesting_types::actor::{ActorKind, ClaimRequest, MemberInvite, MemberRole};
use goesting_types::ecosystem::ParticipationCreate;
use goesting_types::enrolment::{AgendaQuery, EnrolmentState};
use goesting_types::ids::{ActorId, OpportunityId, SessionId};
use goesting_types::opportunity::{ActorPart, CoOwnerInvite, ReportCreate};
use goesting_types::person::{ChildCreate, ConsentPurpose};
use goesting_types::session::{
    Recurrence, SeriesReach, SeriesRule, SessionCancel, SessionCreate, SessionUpdate, SessionWhen,
};
use serde_json::Value;

use crate::offer::stage::{Town, alt, at, enrol, open, picture, plan, terms, town, wednesday};

/// Statements sent since the process began; each test has a process of its own.
static SENT: AtomicUsize = AtomicUsize::new(0);

#[allow(clippy::unnecessary_wraps, reason = "the type diesel asks for")]
fn count() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(|event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            SENT.fetch_add(1, Ordering::Relaxed);
        }
    }))
}

/// A town that grows, seen by its facilitator, its library and a neighbour with children.
struct Growing {
    town: Town,
    mie: Someone,
    opportunity: OpportunityId,
    session: SessionId,
    calendar: String,
}

impl Growing {
    async fn begin(app: &TestApp) -> Self {
        let town = town(app).await;
        let mie = app.someone("Mie").await;
        let opportunity = open(&town, "Samen naaien").await;
        let session = wednesday(&town.els, opportunity, Some(60)).await;
        let link = mie.client.create_calendar_link().await.unwrap();
        let calendar = link.url.rsplit_once("/api").unwrap().1.to_owned();
        Self {
            town,
            mie,
            opportunity,
            session,
            calendar: format!("/api{calendar}"),
        }
    }

    /// Adds one of everything for each number.
    async fn grow(&self, app: &TestApp, numbers: std::ops::Range<usize>) {
        for number in numbers {
            self.offer(app, number).await;
            self.neighbours(app, number).await;
            self.waiting(app, number).await;
        }
        app.index().await;
    }

    async fn offer(&self, app: &TestApp, number: usize) {
        let els = &self.town.els;
        let id = open(&self.town, &format!("Naaien {number}")).await;
        picture(els, id, &alt("Een naaimachine")).await.unwrap();
        let club = self.actor(app, number).await;
        let body = CoOwnerInvite {
            actor_id: club,
            part: ActorPart::CoOwner,
            credit: None,
        };
        els.client.share_opportunity(id, &body).await.unwrap();
        let session = wednesday(els, id, Some(3)).await;
        wednesday(els, self.opportunity, None).await;
        enrol(&self.mie, session).await;
        self.mie.client.save_opportunity(id).await.unwrap();
    }

    /// One more actor of Els that takes part.
    async fn actor(&self, app: &TestApp, number: usize) -> ActorId {
        let name = format!("Club {number}");
        let club = app.actor(&self.town.els, ActorKind::Association, &name);
        let club = club.await.id;
        app.take_part(self.town.id, club).await;
        club
    }

    async fn neighbours(&self, app: &TestApp, number: usize) {
        let one = app.someone("Jef").await;
        enrol(&one, self.session).await;
        self.host(app, one.id, number).await;
        let child = ChildCreate {
            first_name: "Lou".to_owned(),
            birth_year: 2018,
            birthday: None,
            consents: vec![ConsentPurpose::Participation],
        };
        let me = &self.mie.client;
        me.create_child(&child, IdempotencyKey::new())
            .await
            .unwrap();
        app.ecosystem(&format!("Leuven {number}"), &[LEUVEN]).await;
    }

    /// Lets somebody act for the library, and invites another.
    async fn host(&self, app: &TestApp, who: goesting_types::ids::PersonId, number: usize) {
        let (bib, now) = (self.town.bib, app.now());
        let role = MemberRole::Host;
        app.app()
            .write(move |conn| Ok(goesting_store::member::add(conn, bib, who, role, now)?))
            .await
            .unwrap();
        let invite = MemberInvite {
            email: format!("host{number}@example.be"),
            role,
        };
        let els = &self.town.els.client;
        els.invite_member(bib, &invite, IdempotencyKey::new())
            .await
            .unwrap();
    }

    /// Something of everything that waits for the facilitator.
    async fn waiting(&self, app: &TestApp, number: usize) {
        let ann = app.someone("Ann").await;
        let new = app
            .actor(&ann, ActorKind::Citizen, &format!("Ann {number}"))
            .await;
        let ask = ParticipationCreate { actor_id: new.id };
        let key = IdempotencyKey::new;
        ann.client
            .create_participation(self.town.id, &ask, key())
            .await
            .unwrap();
        let imported = app.unclaimed(&format!("Zaal {number}"), Some(LEUVEN)).await;
        app.take_part(self.town.id, imported).await;
        let claim = ClaimRequest {
            message: "Dat zijn wij.".to_owned(),
        };
        ann.client
            .claim_actor(imported, &claim, key())
            .await
            .unwrap();
        let report = ReportCreate {
            message: "De deur was dicht.".to_owned(),
            email: None,
        };
        app.stranger()
            .report_opportunity(self.opportunity, &report, key())
            .await
            .unwrap();
    }

    /// Every list and every answer made of lists: who asks, and its path.
    fn paths(&self, app: &TestApp) -> Vec<(&'static str, Raw, String)> {
        let Self {
            town,
            mie,
            opportunity,
            session,
            calendar,
        } = self;
        let (eco, bib) = (town.id, town.bib);
        let (nobody, els, fien, mie) = (app.raw(), town.els.raw(), town.fien.raw(), mie.raw());
        vec![
            (
                "nobody",
                nobody.clone(),
                "/api/v1/territories?limit=20".to_owned(),
            ),
            ("nobody", nobody.clone(), "/api/v1/ecosystems".to_owned()),
            (
                "nobody",
                nobody.clone(),
                format!("/api/v1/ecosystems/{eco}"),
            ),
            (
                "fien",
                fien.clone(),
                format!("/api/v1/ecosystems/{eco}?view=edit"),
            ),
            (
                "fien",
                fien.clone(),
                format!("/api/v1/ecosystems/{eco}/reviews"),
            ),
            ("nobody", nobody.clone(), "/api/v1/actors".to_owned()),
            ("els", els.clone(), format!("/api/v1/actors/{bib}/members")),
            (
                "els",
                els.clone(),
                format!("/api/v1/actors/{bib}/opportunities"),
            ),
            (
                "nobody",
                nobody.clone(),
                "/api/v1/opportunities?q=naaien&facets=interest".to_owned(),
            ),
            (
                "nobody",
                nobody.clone(),
                "/api/v1/opportunities/suggest?q=naai".to_owned(),
            ),
            (
                "nobody",
                nobody.clone(),
                format!("/api/v1/opportunities/{opportunity}"),
            ),
            (
                "nobody",
                nobody.clone(),
                format!("/api/v1/opportunities/{opportunity}/sessions"),
            ),
            (
                "nobody",
                nobody.clone(),
                format!("/api/v1/opportunities/{opportunity}/calendar.ics"),
            ),
            (
                "els",
                els.clone(),
                format!("/api/v1/sessions/{session}/enrolments"),
            ),
            ("mie", mie.clone(), "/api/v1/me".to_owned()),
            ("els", els.clone(), "/api/v1/me".to_owned()),
            ("mie", mie.clone(), "/api/v1/me/enrolments".to_owned()),
            ("mie", mie.clone(), "/api/v1/me/saved".to_owned()),
            ("mie", mie.clone(), "/api/v1/me/children".to_owned()),
            ("mie", mie.clone(), "/api/v1/me/audit".to_owned()),
            (
                "mie",
                mie.clone(),
                "/api/v1/me/export?format=json".to_owned(),
            ),
            (
                "mie",
                mie.clone(),
                "/api/v1/me/export?format=html".to_owned(),
            ),
            ("nobody", nobody.clone(), calendar.clone()),
        ]
    }

    /// Statements of every list, by who asks and its path.
    async fn lists(&self, app: &TestApp) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for (who, raw, path) in self.paths(app) {
            let mut least = usize::MAX;
            // Whoever is first may open a connection or note who looked.
            for _ in 0..2 {
                let before = SENT.load(Ordering::Relaxed);
                let answer = raw.get(&path).await;
                assert_eq!(answer.status, 200, "{path}: {answer:?}");
                least = least.min(SENT.load(Ordering::Relaxed) - before);
            }
            counts.insert(format!("{who} {path}"), least);
        }
        counts
    }
}

async fn a_long_list_takes_as_many_statements_as_a_short_one(backend: Backend) {
    set_default_instrumentation(count).unwrap();
    let app = TestApp::start(backend).await;
    let growing = Growing::begin(&app).await;
    growing.grow(&app, 0..2).await;
    let short = growing.lists(&app).await;
    growing.grow(&app, 2..9).await;
    assert_eq!(growing.lists(&app).await, short);
    assert!(short.values().sum::<usize>() > short.len(), "{short:?}");
    app.stop().await;
}

/// What a request asks of the database.
async fn sent<T: std::fmt::Debug>(asked: impl Future<Output = Result<T, ClientError>>) -> usize {
    let before = SENT.load(Ordering::Relaxed);
    asked.await.unwrap();
    SENT.load(Ordering::Relaxed) - before
}

/// What it takes to move all of a new series, and, with somebody in each of its sessions, to give
/// them a word and to cancel them.
async fn of_a_series(town: &Town, mie: &Someone, weeks: i64) -> [usize; 3] {
    let first = NaiveDate::from_ymd_opt(2027, 2, 3).unwrap();
    let rule = SeriesRule {
        first,
        start: NaiveTime::from_hms_opt(14, 0, 0).unwrap(),
        duration_minutes: 120,
        zone: "Europe/Brussels".to_owned(),
        recurrence: Recurrence::Week {
            interval: 1,
            weekdays: vec![Weekday::Wed],
        },
        until: Some(first + TimeDelta::weeks(weeks - 1)),
        except: Vec::new(),
        not_in_school_holidays: false,
        not_on_public_holidays: false,
    };
    let body = SessionCreate {
        when: SessionWhen::Series { rule },
        terms: terms(Some(3)),
        dry_run: false,
    };
    let id = open(town, "Samen breien").await;
    let made = plan(&town.els, id, &body).await.unwrap().sessions;
    let made: Vec<SessionId> = made.iter().map(|one| one.id.unwrap()).collect();
    assert_eq!(made.len(), usize::try_from(weeks).unwrap());
    let moved = SessionUpdate {
        reach: SeriesReach::Following,
        start: Some(at("2027-02-03 16:00")),
        end: None,
        terms: None,
        message: None,
    };
    let told = SessionUpdate {
        start: None,
        message: Some("Breng wol mee.".to_owned()),
        ..moved.clone()
    };
    let cancelled = SessionCancel {
        reach: SeriesReach::Following,
        message: None,
    };
    let els = &town.els.client;
    let moving = sent(els.update_session(made[0], 1, &moved)).await;
    for session in &made {
        enrol(mie, *session).await;
    }
    let telling = sent(els.update_session(made[0], 2, &told)).await;
    let cancelling = sent(els.cancel_session(made[0], &cancelled)).await;
    let query = AgendaQuery {
        limit: Some(100),
        ..AgendaQuery::default()
    };
    let agenda = mie.client.list_my_enrolments(&query).await.unwrap();
    let ended = agenda
        .items
        .iter()
        .filter(|one| made.contains(&one.session.id) && one.state == EnrolmentState::Cancelled);
    assert_eq!(ended.count(), made.len());
    [moving, telling, cancelling]
}

async fn a_long_series_takes_as_many_statements_as_a_short_one(backend: Backend) {
    set_default_instrumentation(count).unwrap();
    let app = TestApp::start(backend).await;
    let (town, mie) = (town(&app).await, app.someone("Mie").await);
    let least = async |weeks: i64| {
        // Whoever is first may open a connection.
        let once = of_a_series(&town, &mie, weeks).await;
        let twice = of_a_series(&town, &mie, weeks).await;
        [0, 1, 2].map(|act: usize| once[act].min(twice[act]))
    };
    let short = least(3).await;
    assert_eq!(least(15).await, short);
    assert!(short.iter().all(|one| *one > 3), "{short:?}");
    app.stop().await;
}

/// Follows `Link: rel="next"`, two items at a time, and gives what came of each page.
async fn follow(raw: &Raw, path: &str) -> Vec<Value> {
    let joint = if path.contains('?') { '&' } else { '?' };
    let mut next = Some(format!("{path}{joint}limit=2"));
    let mut pages = Vec::new();
    while let Some(path) = next {
        let answer = raw.get(&path).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        let page = answer.json();
        let link = answer.header("link");
        assert_eq!(
            link.is_some(),
            page["next_cursor"].is_string(),
            "{path}: {answer:?}"
        );
        next = link.map(|link| {
            let target = link
                .strip_prefix('<')
                .and_then(|rest| rest.strip_suffix(">; rel=\"next\""));
            target.expect("a link to what is next").to_owned()
        });
        pages.push(page);
        assert!(pages.len() < 400, "{path} never ends");
    }
    pages
}

async fn a_link_leads_through_every_list_that_has_pages(backend: Backend) {
    let app = TestApp::start(backend).await;
    let growing = Growing::begin(&app).await;
    growing.grow(&app, 0..3).await;
    let mut followed = Vec::new();
    for (_, raw, path) in growing.paths(&app) {
        let path = path.replace("limit=20", "kind=province");
        // What knows no pages refuses a limit, or is no list of JSON at all.
        let joint = if path.contains('?') { '&' } else { '?' };
        let answer = raw.get(&format!("{path}{joint}limit=2")).await;
        if answer.status != 200 || answer.header("content-type") != Some("application/json") {
            continue;
        }
        let pages = follow(&raw, &path).await;
        if pages.len() > 1 {
            let items: Vec<_> = pages
                .iter()
                .filter_map(|page| page["items"].as_array())
                .flatten()
                .collect();
            for (place, item) in items.iter().enumerate() {
                assert!(!items[..place].contains(item), "{path}: {item} came twice");
            }
            followed.push(path);
        }
    }
    assert!(followed.len() >= 9, "{followed:#?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_sqlite() {
    a_link_leads_through_every_list_that_has_pages(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_postgres() {
    a_link_leads_through_every_list_that_has_pages(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    a_long_list_takes_as_many_statements_as_a_short_one(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    a_long_list_takes_as_many_statements_as_a_short_one(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn series_sqlite() {
    a_long_series_takes_as_many_statements_as_a_short_one(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn series_postgres() {
    a_long_series_takes_as_many_statements_as_a_short_one(Backend::Postgres).await;
}
