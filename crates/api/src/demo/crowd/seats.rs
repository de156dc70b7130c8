//! The people who may go, and in which order they are asked.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use goesting_core::enrolment::Party;
use goesting_store::demo::id;
use goesting_types::actor::ActorKind;
use goesting_types::ids::PersonId;
use goesting_types::person::ConsentPurpose;

use crate::demo::data::{Child, Demo, Person, whole_key};
use crate::demo::offer::Planned;
use crate::demo::people::child_key;

/// Up to this age a parent comes along where that fits.
const BY_THE_HAND: u8 = 8;
/// From this age one goes where no age is said.
const ANY_AGE_FROM: u8 = 12;

/// Somebody who may go.
struct Seat<'d> {
    /// Whose guardian asks, or who goes alone.
    person: &'d Person,
    /// Index of the guardian's own seat.
    guardian: Option<usize>,
    child: Option<&'d Child>,
    key: String,
    id: PersonId,
    age: u8,
    /// When they are somewhere.
    busy: Vec<(DateTime<Utc>, DateTime<Utc>)>,
}

/// All who may go.
pub(super) struct Seats<'d>(Vec<Seat<'d>>);

impl<'d> Seats<'d> {
    pub(super) fn new(demo: &'d Demo) -> Self {
        let mut all = Vec::new();
        for person in &demo.people {
            let own = all.len();
            all.push(Seat {
                person,
                guardian: None,
                child: None,
                key: person.key.clone(),
                id: id(&person.key),
                age: person.age,
                busy: Vec::new(),
            });
            let allowed = |child: &&Child| child.consents.contains(&ConsentPurpose::Participation);
            for child in person.children.iter().filter(allowed) {
                let key = child_key(person, child);
                all.push(Seat {
                    person,
                    guardian: Some(own),
                    child: Some(child),
                    id: id(&key),
                    key,
                    age: child.age,
                    busy: Vec::new(),
                });
            }
        }
        Self(all)
    }

    /// Who asks for a seat.
    pub(super) fn asking(&self, seat: usize) -> PersonId {
        let own = self
            .0
            .get(seat)
            .and_then(|one| one.guardian)
            .unwrap_or(seat);
        self.0.get(own).map_or_else(PersonId::new, |one| one.id)
    }

    /// Who is asked for a place, first to last.
    pub(super) fn order(
        &self,
        one: &Planned<'_>,
        key: &str,
        goes: bool,
        waits: bool,
    ) -> Vec<usize> {
        self.sorted(one, |seat| {
            if waits && seat.person.waits_for.iter().any(|of| of == key) {
                return None;
            }
            if seat.goes_to().iter().any(|of| of == key) {
                return (goes || !seat.person.own_agenda).then_some(0);
            }
            (!seat.person.own_agenda).then_some(1)
        })
    }

    /// Who is asked to wait, first to last. `shown` says that those who wait for this opportunity
    /// are seen in this session.
    pub(super) fn waiting_order(&self, one: &Planned<'_>, key: &str, shown: bool) -> Vec<usize> {
        self.sorted(one, |seat| {
            if seat.child.is_none() && seat.person.waits_for.iter().any(|of| of == key) {
                return shown.then_some(0);
            }
            let likes = seat.goes_to().iter().any(|of| of == key);
            (!seat.person.own_agenda).then_some(if likes { 1 } else { 2 })
        })
    }

    fn sorted(&self, one: &Planned<'_>, rank: impl Fn(&Seat<'_>) -> Option<u8>) -> Vec<usize> {
        let opportunity = whole_key(&one.file.actor.key, &one.opportunity.key);
        let day = one.dated.slot.local_start.to_string();
        let acts_for = |person: &Person| {
            let actor = &one.file.actor.key;
            person.steward_of.contains(actor) || person.host_of.contains(actor)
        };
        let mut order: Vec<_> = self
            .0
            .iter()
            .enumerate()
            .filter(|(_, seat)| !acts_for(seat.person) && seat.is_free(one))
            .filter_map(|(nr, seat)| {
                let rank = rank(seat)?;
                let stranger = seat.person.town != one.file.ecosystem;
                // Regulars: whoever likes it comes back more often than not.
                let likes = spread(&[&seat.key, &opportunity]) % 100;
                let today = spread(&[&seat.key, &opportunity, &day]) % 100;
                let far = stranger && likes < 85;
                let order = (rank, seat.misfit(one), far, Reverse(likes * 2 + today), nr);
                Some((order, nr))
            })
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, nr)| nr).collect()
    }

    /// The entry that a seat brings along: children with brothers and sisters, and a parent of the
    /// small ones. [`None`] when somebody took it meanwhile. Alone where one waits.
    pub(super) fn party(
        &self,
        seat: usize,
        one: &Planned<'_>,
        room: u32,
        or_wait: bool,
    ) -> Option<(Party, Vec<usize>)> {
        let asked = self.0.get(seat).filter(|asked| asked.is_free(one))?;
        let mut who = vec![seat];
        let mut left = room.saturating_sub(1);
        let mut parent = None;
        if let Some(guardian) = asked.guardian {
            let ages = one.opportunity.ages;
            let fits = |nr: &usize| {
                let found = self.0.get(*nr);
                found.is_some_and(|one_of| one_of.is_free(one) && one_of.misfit(one) == 0)
            };
            if left > 0 && asked.age <= BY_THE_HAND && ages.to.is_none() && fits(&guardian) {
                parent = Some(guardian);
                left -= 1;
            }
            let siblings = (0..self.0.len()).filter(|nr| {
                *nr != seat
                    && self
                        .0
                        .get(*nr)
                        .is_some_and(|one| one.guardian == Some(guardian))
            });
            for sibling in siblings
                .filter(fits)
                .take(usize::try_from(left).unwrap_or(0))
            {
                who.push(sibling);
            }
        }
        let children = who
            .iter()
            .filter_map(|nr| self.0.get(*nr).filter(|one| one.child.is_some()))
            .map(|one| one.id)
            .collect();
        who.extend(parent);
        let kind = one.file.actor.kind;
        let party = Party {
            myself: asked.child.is_none() || parent.is_some(),
            children,
            or_wait,
            message: asked.person.tells.clone(),
            share_name: shares(kind, &asked.key),
        };
        Some((party, who))
    }

    /// These are somewhere then.
    pub(super) fn sit(&mut self, who: &[usize], one: &Planned<'_>) {
        let slot = one.dated.slot;
        for nr in who {
            if let Some(seat) = self.0.get_mut(*nr) {
                seat.busy.push((slot.starts_at, slot.ends_at));
            }
        }
    }
}

impl Seat<'_> {
    fn goes_to(&self) -> &[String] {
        self.child
            .map_or(&self.person.goes_to, |child| &child.goes_to)
    }

    /// Whether they are nowhere else then.
    fn is_free(&self, one: &Planned<'_>) -> bool {
        let slot = one.dated.slot;
        let clash = |(from, to): &(DateTime<Utc>, DateTime<Utc>)| {
            *from < slot.ends_at && slot.starts_at < *to
        };
        !self.busy.iter().any(clash)
    }

    /// By how many years their age does not fit: ages say what fits, they are no wall.
    fn misfit(&self, one: &Planned<'_>) -> u8 {
        let ages = one.opportunity.ages;
        let from = match (ages.from, ages.to) {
            (Some(from), _) => from,
            (None, Some(_)) => 0,
            (None, None) => ANY_AGE_FROM,
        };
        let to = ages.to.unwrap_or(u8::MAX);
        from.saturating_sub(self.age)
            .max(self.age.saturating_sub(to))
    }
}

/// Where hosts see numbers only, one in four lets them see the name.
fn shares(kind: ActorKind, key: &str) -> bool {
    kind.sees_numbers_only() && spread(&["shares", key]).is_multiple_of(4)
}

/// A number that is spread evenly, and the same for the same words on every machine.
pub(super) fn spread(words: &[&str]) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let hash = words
        .iter()
        .flat_map(|word| word.bytes().chain([0xff]))
        .fold(BASIS, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(PRIME)
        });
    // The last bytes have not reached all bits yet.
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_are_spread_and_stay() {
        let seen: BTreeSet<_> = (0..1000)
            .map(|nr| spread(&["an", &nr.to_string()]) % 10)
            .collect();
        assert_eq!(seen.len(), 10);
        assert_eq!(spread(&["an"]), spread(&["an"]));
        assert_ne!(spread(&["a", "n"]), spread(&["an"]));
    }
}
