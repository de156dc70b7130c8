//! Everybody who asks: one of each way to stand to the things of the stage.

use chrono::TimeDelta;
use goesting_api::auth::Claims;
use goesting_core::opportunity::Standing;
use goesting_store::{Conn, StoreError, member, person};
use goesting_tests::{LEUVEN, Someone, TestApp};
use goesting_types::actor::{ActorKind, MemberRole};
use goesting_types::auth::Scope;
use goesting_types::ids::{ActorId, ApiClientId, EcosystemId, PersonId};
use goesting_types::person::AgeBand;

/// A set of callers, one bit each.
pub type Set = u32;

macro_rules! callers {
    ($( $name:ident $says:literal; )+) => {
        #[repr(u8)]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "names of bits")]
        enum Bit { $($name),+ }
        $( #[doc = $says] pub const $name: Set = 1 << Bit::$name as u8; )+
        /// All, with what they are called.
        pub const NAMES: &[(Set, &str)] = &[$( ($name, $says) ),+];
    };
}

callers! {
    NOBODY "nobody";
    EXPIRED "an expired token of the steward";
    TAMPERED "a tampered token";
    ADULT "an adult without relation";
    UNCONFIRMED "an adult whose address is not confirmed";
    TEEN "a teenager";
    GUARDIAN "a guardian of the child";
    CO_GUARDIAN "the child's other guardian";
    RELEASED "a guardian until yesterday";
    OTHER_GUARDIAN "a guardian of another child";
    STEWARD "a steward of the lead";
    HOST "a host of the lead";
    FORMER "a host of the lead until yesterday";
    CO_STEWARD "a steward of a co-owner";
    CO_HOST "a host of a co-owner";
    ASKED "a steward of who was asked to share";
    ASKED_HOST "a host of who was asked to share";
    SUPPORTER "a steward of who supports";
    OTHER_STEWARD "a steward of another actor";
    FACILITATOR "a facilitator here";
    OTHER_FACILITATOR "a facilitator elsewhere";
    ENROLLED "who enrolled";
    READER "the lead's program that reads offers";
    WRITER "the lead's program that writes offers";
    COUNTER "the lead's program that reads numbers";
    SCOPELESS "the lead's program without a scope";
    CO_PROGRAM "a co-owner's program with every scope";
    OTHER_PROGRAM "another actor's program with every scope";
}

/// Everybody.
pub const EVERYONE: Set = (1 << NAMES.len()) - 1;
/// Tokens that do not hold.
pub const BROKEN: Set = EXPIRED | TAMPERED;
/// Programs.
pub const PROGRAMS: Set = READER | WRITER | COUNTER | SCOPELESS | CO_PROGRAM | OTHER_PROGRAM;
/// People who are logged in.
pub const PEOPLE: Set = EVERYONE & !(NOBODY | BROKEN | PROGRAMS);
/// Those with a confirmed address.
pub const CONFIRMED: Set = PEOPLE & !UNCONFIRMED;
/// Everybody whose token holds, and who has none.
pub const PUBLIC: Set = EVERYONE & !BROKEN;
/// Who acts for an opportunity: for its lead or a co-owner.
pub const HOSTS: Set = STEWARD | HOST | CO_STEWARD | CO_HOST;
/// Their programs that may read, those that write among them.
pub const READERS: Set = READER | WRITERS;
/// Programs that may not read what is not public, whosever they are.
pub const NO_READERS: Set = PROGRAMS & !(READERS | OTHER_PROGRAM);
/// Their programs that may write.
pub const WRITERS: Set = WRITER | CO_PROGRAM;
/// Programs that may not write at all, whosever they are.
pub const NO_WRITERS: Set = PROGRAMS & !(WRITERS | OTHER_PROGRAM);
/// Programs of hosts that may read numbers.
pub const COUNTERS: Set = COUNTER | CO_PROGRAM;
/// Programs that may not read numbers at all.
pub const NO_COUNTERS: Set = PROGRAMS & !(COUNTERS | OTHER_PROGRAM);

/// What a set is called.
pub fn name(of: Set) -> &'static str {
    NAMES
        .iter()
        .find(|(bit, _)| *bit == of)
        .map_or("?", |(_, name)| name)
}

/// Somebody who asks.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Their bit.
    pub who: Set,
    /// What they send.
    pub bearer: Option<String>,
    /// The person behind it.
    pub person: Option<PersonId>,
    /// The year they were born.
    pub born: i32,
}

/// The callers, and the actors and ecosystems they belong to.
pub struct Cast {
    /// Everybody, in the order of [`NAMES`].
    pub askers: Vec<Asker>,
    /// The ecosystem of Leuven.
    pub ecosystem: EcosystemId,
    /// Leads what is offered.
    pub lead: ActorId,
    /// Shares it.
    pub co_owner: ActorId,
    /// Was asked to.
    pub asked: ActorId,
    /// Supports it.
    pub supporter: ActorId,
    /// Who enrolled.
    pub enrolled: PersonId,
    /// Guardian of the child.
    pub guardian: PersonId,
    /// The other one.
    pub co_guardian: PersonId,
    /// No longer one.
    pub released: PersonId,
    /// Steward of the lead.
    pub steward: PersonId,
    /// Host of the lead.
    pub host: PersonId,
    /// Has nothing to do with it.
    pub adult: PersonId,
}

impl Cast {
    /// Everybody comes.
    pub async fn gather(app: &TestApp) -> Self {
        let ecosystem = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let elsewhere = app.ecosystem("Antwerpen leert", &["11002"]).await;
        let mut people = People::default();
        for (who, _) in NAMES.iter().filter(|(who, _)| PEOPLE & who != 0) {
            let born = if *who == TEEN { 2010 } else { 1980 };
            let someone = match *who {
                FACILITATOR => app.facilitator(ecosystem, "Fien").await,
                OTHER_FACILITATOR => app.facilitator(elsewhere, "Gil").await,
                _ => app.somebody("An", born, *who != UNCONFIRMED).await,
            };
            people.0.push((*who, born, someone));
        }
        let mut lead_of = Vec::new();
        for who in [STEWARD, CO_STEWARD, ASKED, SUPPORTER, OTHER_STEWARD] {
            let made = app
                .actor(people.get(who), ActorKind::Association, "Vereniging")
                .await;
            app.take_part(ecosystem, made.id).await;
            lead_of.push(made.id);
        }
        let [lead, co_owner, asked, supporter, other] = lead_of[..] else {
            panic!("five actors");
        };
        // Its next offer opens without a review.
        app.opportunity(lead, Standing::open(app.now()), "Voorlezen")
            .await;
        let hosts = [(lead, HOST), (co_owner, CO_HOST), (asked, ASKED_HOST)]
            .map(|(actor, who)| (actor, people.get(who).id));
        let former = people.get(FORMER).id;
        let now = app.now();
        app.app()
            .write(move |conn| {
                for (actor, person) in hosts.into_iter().chain([(lead, former)]) {
                    member::add(conn, actor, person, MemberRole::Host, now)?;
                }
                Ok(member::remove(conn, lead, former)?)
            })
            .await
            .unwrap();
        let programs = [
            (READER, lead, vec![Scope::OpportunitiesRead]),
            (WRITER, lead, vec![Scope::OpportunitiesWrite]),
            (COUNTER, lead, vec![Scope::EnrolmentsRead]),
            (SCOPELESS, lead, vec![]),
            (CO_PROGRAM, co_owner, Scope::ALL.to_vec()),
            (OTHER_PROGRAM, other, Scope::ALL.to_vec()),
        ];
        let tokens = tokens(app, &people, programs);
        let askers = NAMES.iter().map(|(who, _)| {
            let person = people.0.iter().find(|(one, ..)| one == who);
            Asker {
                who: *who,
                bearer: person
                    .map(|(.., someone)| &someone.token)
                    .or_else(|| tokens.iter().find(|(one, _)| one == who).map(|(_, t)| t))
                    .cloned(),
                person: person.map(|(.., someone)| someone.id),
                born: person.map_or(1980, |(_, born, _)| *born),
            }
        });
        Self {
            askers: askers.collect(),
            ecosystem,
            lead,
            co_owner,
            asked,
            supporter,
            enrolled: people.get(ENROLLED).id,
            guardian: people.get(GUARDIAN).id,
            co_guardian: people.get(CO_GUARDIAN).id,
            released: people.get(RELEASED).id,
            steward: people.get(STEWARD).id,
            host: people.get(HOST).id,
            adult: people.get(ADULT).id,
        }
    }

    /// The guardian of another child gets one.
    pub fn other_guardian(&self) -> PersonId {
        let asker = self.askers.iter().find(|one| one.who == OTHER_GUARDIAN);
        asker.and_then(|one| one.person).unwrap()
    }
}

#[derive(Default)]
struct People(Vec<(Set, i32, Someone)>);

impl People {
    fn get(&self, who: Set) -> &Someone {
        let found = self.0.iter().find(|(one, ..)| *one == who);
        &found.unwrap_or_else(|| panic!("{}", name(who))).2
    }
}

/// Tokens of programs, and those that do not hold.
fn tokens(
    app: &TestApp,
    people: &People,
    programs: [(Set, ActorId, Vec<Scope>); 6],
) -> Vec<(Set, String)> {
    let tokens = &app.app().tokens;
    let mut all: Vec<_> = programs
        .into_iter()
        .map(|(who, actor, scopes)| {
            let sub = ApiClientId::new();
            let claims = Claims::Client { sub, actor, scopes };
            let issued = tokens.issue(claims, app.now(), TimeDelta::days(366));
            (who, issued.unwrap().0)
        })
        .collect();
    let steward = people.get(STEWARD);
    let claims = Claims::Person {
        sub: steward.id,
        band: AgeBand::Adult,
        verified: true,
    };
    let before = app.now() - TimeDelta::minutes(11);
    let (expired, _) = tokens
        .issue(claims, before, TimeDelta::minutes(10))
        .unwrap();
    all.push((EXPIRED, expired));
    // What the steward's token says, signed for somebody else.
    let (said, _) = steward.token.rsplit_once('.').unwrap();
    let (_, signature) = people.get(ADULT).token.rsplit_once('.').unwrap();
    all.push((TAMPERED, format!("{said}.{signature}")));
    all
}

/// Somebody just like this asker, for what ends an account.
pub fn double(
    conn: &mut Conn,
    born: i32,
    confirmed: bool,
    password_hash: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<PersonId, StoreError> {
    let id = PersonId::new();
    let new = person::NewPerson {
        id,
        first_name: "An".to_owned(),
        last_name: None,
        birth_year: born,
        lang: goesting_types::lang::Lang::Nl,
        appearance: goesting_types::person::Appearance::System,
        territory: None,
    };
    let account = person::NewAccount {
        email: format!("dubbel-{id}@example.be"),
        password_hash: password_hash.to_owned(),
        email_verified_at: confirmed.then_some(now),
    };
    person::insert(conn, &new, now)?;
    person::insert_account(conn, id, &account, now)?;
    Ok(id)
}
