//! People with a log-in, and sessions to go to.

use chrono::{TimeDelta, Utc};
use goesting_api::auth::{Claims, Secret, SigningKey, Tokens};
use goesting_core::actor::Profile;
use goesting_core::ecosystem::{NewEcosystem, REGION_RADIUS_M};
use goesting_core::opportunity::{Stage as Life, Standing};
use goesting_core::session::{Session, Slot, Taken};
use goesting_core::time::Zone;
use goesting_store::opportunity::{self, NewActor};
use goesting_store::person::{self, NewAccount, NewPerson};
use goesting_store::{Store, StoreError, actor, ecosystem, participation, session};
use goesting_types::actor::{ActorKind, ActorState, Contact, ExternalCodes};
use goesting_types::ecosystem::ParticipationState;
use goesting_types::ids::{ActorId, OpportunityId, PersonId, SessionId};
use goesting_types::lang::Lang;
use goesting_types::opportunity::OpportunityContent;
use goesting_types::person::{AgeBand, Appearance};
use goesting_types::session::{SessionState, SessionTerms};
use goesting_types::territory::TerritoryId;
use goesting_types::text::LocalizedText;
use uuid::Uuid;

use crate::node;

/// Sessions when the load is spread.
const SPREAD: usize = 1_000;
const TOWN: &str = "24062";

/// Somebody who is logged in.
pub struct Visitor {
    /// Who.
    pub id: Uuid,
    /// Their address.
    pub email: String,
    /// Their bearer token.
    pub token: String,
}

/// What is there before anybody comes.
pub struct Stage {
    /// Who comes.
    pub people: Vec<Visitor>,
    /// The opportunity of all sessions.
    pub opportunity: Uuid,
    /// Two sessions: for the server and for the bare transaction.
    pub hot: Vec<Uuid>,
    /// For the server.
    pub spread: Vec<Uuid>,
    /// For the bare transaction.
    pub spread_bare: Vec<Uuid>,
}

impl Stage {
    /// Writes it all down.
    pub fn set(store: &Store, people: usize) -> anyhow::Result<Self> {
        let now = Utc::now();
        let keys = SigningKey::load_all(store, &Secret::new(node::SECRET), now)?;
        let tokens = Tokens::new(node::PUBLIC_URL, &keys)?;
        let mut all = Vec::with_capacity(people);
        for number in 0..people {
            let id = PersonId::new();
            let claims = Claims::Person {
                sub: id,
                band: AgeBand::Adult,
                verified: true,
            };
            let (token, _) = tokens.issue(claims, now, TimeDelta::days(1))?;
            all.push((id, format!("person-{number}@example.be"), token));
        }
        let opportunity = OpportunityId::new();
        let sessions: Vec<Session> = (0..2 + 2 * SPREAD)
            .filter_map(|_| session_of(opportunity))
            .collect();
        let ids: Vec<Uuid> = sessions.iter().map(|one| one.id.uuid()).collect();
        store.write(|conn| {
            for (id, email, _) in &all {
                someone(conn, *id, email)?;
            }
            open_place(conn, opportunity)?;
            session::insert(conn, &sessions)
        })?;
        let (hot, rest) = ids.split_at(2);
        let (spread, spread_bare) = rest.split_at(SPREAD);
        Ok(Self {
            people: all
                .into_iter()
                .map(|(id, email, token)| Visitor {
                    id: id.uuid(),
                    email,
                    token,
                })
                .collect(),
            opportunity: opportunity.uuid(),
            hot: hot.to_vec(),
            spread: spread.to_vec(),
            spread_bare: spread_bare.to_vec(),
        })
    }
}

/// A session with all the places there can be, in a month.
fn session_of(opportunity: OpportunityId) -> Option<Session> {
    let day = Zone::BRUSSELS
        .local(Utc::now() + TimeDelta::days(30))
        .date();
    Some(Session {
        id: SessionId::new(),
        opportunity_id: opportunity,
        series_id: None,
        state: SessionState::Planned,
        slot: Slot::lasting(
            day.and_hms_opt(14, 0, 0)?,
            TimeDelta::hours(2),
            Zone::BRUSSELS,
        )?,
        terms: SessionTerms {
            capacity: Some(goesting_core::session::MAX_CAPACITY),
            held_for_newcomers: 0,
            waiting_list: true,
            sign_up_closes_minutes: 0,
            place: None,
            sign_up_elsewhere: false,
        },
        taken: Taken::default(),
        message: None,
        head_count: None,
        version: 1,
    })
}

fn someone(conn: &mut goesting_store::Conn, id: PersonId, email: &str) -> Result<(), StoreError> {
    let now = Utc::now();
    let new = NewPerson {
        id,
        first_name: "Bezoeker".to_owned(),
        last_name: None,
        birth_year: 1980,
        lang: Lang::Nl,
        appearance: Appearance::System,
        territory: None,
    };
    let account = NewAccount {
        email: email.to_owned(),
        password_hash: "-".to_owned(),
        email_verified_at: Some(now),
    };
    person::insert(conn, &new, now)?;
    person::insert_account(conn, id, &account, now)
}

fn open_place(conn: &mut goesting_store::Conn, id: OpportunityId) -> Result<(), StoreError> {
    let now = Utc::now();
    let contact = || Contact {
        phone: Some("016 00 00 00".to_owned()),
        ..Contact::default()
    };
    let new = NewEcosystem {
        name: "Leuven".to_owned(),
        about: LocalizedText::default(),
        territories: [TerritoryId::from(TOWN)].into(),
        contact: contact(),
        region_radius_m: REGION_RADIUS_M,
    };
    let town = ecosystem::insert(conn, &new, now)?;
    let lead = ActorId::new();
    let profile = Profile {
        name: "Buurthuis".to_owned(),
        about: LocalizedText::default(),
        territory: Some(TerritoryId::from(TOWN)),
        contact: contact(),
        codes: ExternalCodes::default(),
    };
    actor::insert(
        conn,
        lead,
        ActorKind::Association,
        ActorState::Claimed,
        &profile,
        now,
    )?;
    participation::insert(conn, town, lead, ParticipationState::Active, None, now)?;
    let content: OpportunityContent = serde_json::from_value(serde_json::json!({
        "title": {"nl": {"text": "Samen koken"}},
        "summary": {"nl": {"text": "Kom mee koken."}},
        "kind": "do_along",
        "interests": ["cooking"],
        "whereabouts": {"mode": "on_request", "territory": TOWN},
        "formality": "non_formal",
        "recognition": "none",
        "contact": {"phone": "016 00 00 00"},
    }))
    .unwrap_or_else(|error| unreachable!("{error}"));
    let standing = Standing {
        stage: Life::Open,
        opened_at: Some(now),
    };
    opportunity::insert(conn, id, &standing, &content, &[NewActor::lead(lead)], now)
}
