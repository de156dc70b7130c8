//! Random lives of a session, beside a reference that is as plain as can be: after every step both
//! have the same entries in the same states.

use std::collections::BTreeMap;

use EnrolmentState::{Cancelled, Declined, Enrolled, Expired, Offered, Waitlisted};
use chrono::{DateTime, TimeDelta, Utc};
use goesting_api::error::{ApiError, ApiResult};
use goesting_core::enrolment::{Clocks, Party, SessionFacts};
use goesting_store::enrolment::{self as stored, Answered, Located};
use goesting_store::{Conn, Store, StoreError};
use goesting_tests::on_both;
use goesting_types::enrolment::EnrolmentState;
use goesting_types::ids::{EnrolmentId, PersonId, SessionId};
use goesting_types::opportunity::OpportunityState;
use goesting_types::person::ConsentPurpose::Participation;
use goesting_types::session::SessionState;

use super::stage::{Plan, blocking, check, child_of, count, key, session_of, sql, stage_in};

const CAPACITY: u32 = 5;
const HELD: u32 = 3;
/// Lives; each takes some three hundred steps.
const SEEDS: u64 = 3;

/// Numbers that look random and are the same each time (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(below).unwrap()).unwrap()
    }
}

/// Somebody with two children.
#[derive(Debug, Clone)]
struct Family {
    parent: PersonId,
    children: Vec<PersonId>,
    regular: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Entry {
    family: usize,
    size: u32,
    state: EnrolmentState,
    /// Order in the queue.
    turn: i64,
    until: Option<DateTime<Utc>>,
}

/// The reference: entries, and nothing counted.
#[derive(Debug, Clone)]
struct Plain {
    entries: BTreeMap<EnrolmentId, Entry>,
    facts: SessionFacts,
    capacity: u32,
    turns: i64,
    regular: Vec<bool>,
}

impl Plain {
    fn sum(&self, wanted: impl Fn(&Entry) -> bool) -> u32 {
        let chosen = self.entries.values().filter(|one| wanted(one));
        chosen.map(|one| one.size).sum()
    }

    fn fits(&self, family: usize, size: u32, now: DateTime<Utc>) -> bool {
        let inside = self.sum(|one| one.state.holds_places());
        let newcomers = self.sum(|one| one.state.holds_places() && !self.regular[one.family]);
        let open = self.facts.starts_at - now <= TimeDelta::hours(48);
        let kept = if open || !self.regular[family] {
            0
        } else {
            HELD.saturating_sub(newcomers)
        };
        inside + kept + size <= self.capacity
    }

    /// What clocks end.
    fn expire(&mut self, now: DateTime<Utc>) {
        for one in self.entries.values_mut() {
            if one.state == Offered && one.until.is_some_and(|until| until <= now) {
                one.state = Expired;
            }
        }
    }

    /// The first in the queue that fits is offered places, again and again.
    fn serve(&mut self, now: DateTime<Utc>) {
        if now >= self.facts.sign_up_until {
            return;
        }
        loop {
            let mut queue: Vec<_> = self.entries.iter().collect();
            queue.retain(|(_, one)| one.state == Waitlisted);
            queue.sort_by_key(|(_, one)| one.turn);
            let next = queue
                .into_iter()
                .find(|(_, one)| self.fits(one.family, one.size, now));
            let Some((id, _)) = next else { return };
            let id = *id;
            let until = self.facts.offer_until(&Clocks::default(), now);
            if let Some(entry) = self.entries.get_mut(&id) {
                entry.state = Offered;
                entry.until = Some(until);
            }
        }
    }

    fn busy(&self, family: usize) -> bool {
        let mut of = self.entries.values().filter(|one| one.family == family);
        of.any(|one| one.state.is_live())
    }

    /// What becomes of a party that arrives; [`None`]: refused, and all is as before.
    fn arrive(&mut self, family: usize, size: u32, now: DateTime<Utc>) -> Option<EnrolmentState> {
        let mut after = self.clone();
        after.expire(now);
        after.serve(now);
        if now >= self.facts.sign_up_until || after.busy(family) || size > after.capacity {
            return None;
        }
        *self = after;
        Some(if self.fits(family, size, now) {
            Enrolled
        } else {
            Waitlisted
        })
    }

    /// Moves an entry, if it stands in one of these states, and serves the queue.
    fn shift(
        &mut self,
        id: EnrolmentId,
        from: &[EnrolmentState],
        to: EnrolmentState,
        now: DateTime<Utc>,
    ) -> bool {
        self.expire(now);
        let entry = self.entries.get_mut(&id).unwrap();
        let moves = from.contains(&entry.state);
        if moves {
            entry.state = to;
        }
        self.serve(now);
        moves
    }

    /// Puts a waiting entry before all others. False: refused, and all is as before.
    fn promote(&mut self, id: EnrolmentId, now: DateTime<Utc>) -> bool {
        let mut after = self.clone();
        after.expire(now);
        let waiting = after.entries.values().filter(|one| one.state == Waitlisted);
        let head = waiting.map(|one| one.turn).min().unwrap_or_default();
        let entry = after.entries.get_mut(&id).unwrap();
        if entry.state != Waitlisted || now >= self.facts.sign_up_until {
            return false;
        }
        entry.turn = head - 1;
        after.serve(now);
        *self = after;
        true
    }
}

/// A yes or a no.
type Give =
    fn(&mut Conn, Located, EnrolmentId, &Clocks, DateTime<Utc>) -> Result<Answered, StoreError>;

/// A session, the same in the database and in the reference.
struct World<'a> {
    store: &'a Store,
    families: &'a [Family],
    session: SessionId,
    plain: Plain,
    now: DateTime<Utc>,
    dice: Dice,
}

impl World<'_> {
    /// One unit of work; refused ones leave nothing.
    fn write<T>(&self, work: impl FnOnce(&mut Conn, &Clocks) -> ApiResult<T>) -> Option<T> {
        match self.store.write(|conn| work(conn, &Clocks::default())) {
            Ok(value) => Some(value),
            Err(ApiError::Refused(_)) => None,
            Err(error) => panic!("{error}"),
        }
    }

    fn step(&mut self) {
        let now = self.now;
        match self.dice.roll(14) {
            0..=4 => self.arrive(),
            5..=6 => {
                if let Some((at, id)) = self.any() {
                    let left =
                        self.write(|conn, clocks| Ok(stored::leave(conn, at, id, clocks, now)?));
                    assert!(left.is_some(), "whoever wants to leave may");
                    let live = [Enrolled, Offered, Waitlisted];
                    self.plain.shift(id, &live, Cancelled, now);
                }
            }
            7..=8 => self.answer(stored::accept, Enrolled),
            9 => self.answer(stored::decline, Declined),
            10 => {
                if let Some((at, id)) = self.any() {
                    let real = self.write(|conn, clocks| {
                        Ok(stored::promote(
                            conn,
                            at,
                            id,
                            "omdat het zo is",
                            clocks,
                            now,
                        )?)
                    });
                    assert_eq!(real.is_some(), self.plain.promote(id, now));
                }
            }
            11 => self.resize(),
            12 => {
                let session = self.session;
                self.write(|conn, clocks| Ok(stored::settle(conn, session, clocks, now)?))
                    .unwrap();
                self.plain.expire(now);
                self.plain.serve(now);
            }
            _ => self.now += TimeDelta::minutes(i64::try_from(self.dice.roll(600)).unwrap()),
        }
    }

    fn arrive(&mut self) {
        let (family, extra) = (self.dice.roll(self.families.len()), self.dice.roll(3));
        let who = &self.families[family];
        let party = Party {
            myself: true,
            children: who.children[..extra].to_vec(),
            or_wait: true,
            message: None,
            share_name: false,
        };
        let (now, session, size) = (self.now, self.session, party.places());
        let real = self.write(|conn, clocks| {
            let seen = stored::look(conn, session, who.parent, &party)?;
            let at = (clocks, now);
            Ok(stored::arrive(conn, session, who.parent, &party, seen, at)?)
        });
        let expected = self.plain.arrive(family, size, now);
        assert_eq!(real.as_ref().map(|entry| entry.state), expected);
        if let Some(entry) = real {
            self.plain.turns += 1;
            let entered = Entry {
                family,
                size,
                state: entry.state,
                turn: self.plain.turns,
                until: None,
            };
            self.plain.entries.insert(entry.id, entered);
        }
    }

    fn answer(&mut self, give: Give, answer: EnrolmentState) {
        if let Some((at, id)) = self.any() {
            let now = self.now;
            let real = self.write(|conn, clocks| Ok(give(conn, at, id, clocks, now)?));
            let expected = self.plain.shift(id, &[Offered, answer], answer, now);
            assert_eq!(real.unwrap().is_ok(), expected);
        }
    }

    /// Another capacity, never below what is taken.
    fn resize(&mut self) {
        let id = key(self.store, self.session);
        let taken = count(
            self.store,
            &format!("SELECT enrolled + offered FROM session_places WHERE session_id = {id}"),
        );
        let wanted = u32::try_from(self.dice.roll(8) + 1).unwrap();
        let capacity = wanted.max(u32::try_from(taken).unwrap());
        sql(
            self.store,
            &format!("UPDATE session_places SET capacity = {capacity} WHERE session_id = {id}"),
        );
        let (session, now) = (self.session, self.now);
        self.write(|conn, clocks| Ok(stored::session_changed(conn, session, clocks, now)?))
            .unwrap();
        self.plain.capacity = capacity;
        self.plain.expire(now);
        self.plain.serve(now);
    }

    /// Some entry, wherever it stands.
    fn any(&mut self) -> Option<(Located, EnrolmentId)> {
        if self.plain.entries.is_empty() {
            return None;
        }
        let index = self.dice.roll(self.plain.entries.len());
        let (id, entry) = self.plain.entries.iter().nth(index)?;
        let at = Located {
            session: self.session,
            made_by: Some(self.families[entry.family].parent),
        };
        Some((at, *id))
    }

    /// Every entry stands where the reference has it.
    fn compare(&self) {
        check(self.store, self.session);
        let mut plain = self.plain.clone();
        plain.expire(self.now);
        for (id, entry) in &plain.entries {
            let real = self
                .store
                .read(|conn| stored::find(conn, *id, self.now))
                .unwrap();
            assert_eq!(real.state, entry.state, "{entry:?}");
        }
    }
}

fn live(store: &Store, families: &[Family], begin: DateTime<Utc>, seed: u64) {
    let plan = Plan {
        capacity: Some(CAPACITY),
        held: HELD,
        starts_in: TimeDelta::days(5),
        ..Plan::default()
    };
    let at = stage_in(store, begin, &plan);
    // A session of the same actor that some were enrolled in before.
    let roomy = Plan {
        capacity: Some(100),
        held: 0,
        ..plan.clone()
    };
    let earlier = session_of(store, begin, at.opportunity, &roomy);
    let starts_at = begin + plan.starts_in;
    let mut world = World {
        store,
        families,
        session: at.session,
        plain: Plain {
            entries: BTreeMap::new(),
            facts: SessionFacts {
                opportunity: OpportunityState::Open,
                hidden: false,
                elsewhere: false,
                state: SessionState::Planned,
                starts_at,
                ends_at: starts_at + TimeDelta::hours(2),
                sign_up_until: starts_at - TimeDelta::hours(1),
                waiting_list: true,
            },
            capacity: CAPACITY,
            turns: 0,
            regular: families.iter().map(|one| one.regular).collect(),
        },
        now: begin,
        dice: Dice(seed),
    };
    for family in families.iter().filter(|one| one.regular) {
        let party = Party {
            myself: true,
            children: family.children.clone(),
            or_wait: false,
            message: None,
            share_name: false,
        };
        let entered = world.write(|conn, clocks| {
            let look = stored::look(conn, earlier, family.parent, &party)?;
            let at = (clocks, begin);
            Ok(stored::arrive(
                conn,
                earlier,
                family.parent,
                &party,
                look,
                at,
            )?)
        });
        assert_eq!(entered.unwrap().state, Enrolled);
    }
    let mut steps = 0;
    while world.now < starts_at {
        world.step();
        steps += 1;
        if steps % 4 == 0 {
            world.compare();
        }
    }
    world.compare();
}

on_both! {
    async fn every_step_agrees_with_the_plain_reference(app: TestApp) {
        let mut families = Vec::new();
        for one in app.crowd(9).await {
            let mut children = Vec::new();
            for name in ["Arno", "Bente"] {
                children.push(child_of(app, &one, name, &[Participation]).await);
            }
            families.push(Family { parent: one.id, children, regular: families.len() % 2 == 0 });
        }
        let (store, now) = (app.app().store.clone(), app.now());
        blocking(move || {
            for seed in 0..SEEDS {
                live(&store, &families, now, seed);
            }
        }).await;
    }
}
