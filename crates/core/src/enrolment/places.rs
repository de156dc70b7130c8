//! The places of one session, and how free ones go through the queue.

use goesting_types::enrolment::EnrolmentState;

/// The places of one session, counted in places, not entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// How many fit; absent: drop in.
    pub capacity: Option<u32>,
    /// Places kept for newcomers until shortly before the start.
    pub held_for_newcomers: u32,
    /// Enrolled places.
    pub enrolled: u32,
    /// Offered places.
    pub offered: u32,
    /// Of enrolled and offered together: those of newcomers.
    pub newcomers: u32,
    /// Places waited for.
    pub waiting: u32,
}

/// An entry in the queue, as far as places go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting<I> {
    /// Which entry.
    pub id: I,
    /// How many places it needs, all at once.
    pub places: u32,
    /// Whether it is a newcomer's.
    pub newcomer: bool,
}

impl Places {
    /// Free places an entry of this kind may use. `open_to_all` says that places held for newcomers
    /// are held no longer.
    pub fn room(&self, newcomer: bool, open_to_all: bool) -> u32 {
        let Some(capacity) = self.capacity else {
            return u32::MAX;
        };
        let free = capacity
            .saturating_sub(self.enrolled)
            .saturating_sub(self.offered);
        if newcomer || open_to_all {
            free
        } else {
            free.saturating_sub(self.held_for_newcomers.saturating_sub(self.newcomers))
        }
    }

    /// Free places of any kind, for everybody to see.
    pub fn free(&self) -> Option<u32> {
        self.capacity.map(|_| self.room(true, true))
    }

    /// Counts an entry that comes into `state`.
    pub fn enter(&mut self, state: EnrolmentState, places: u32, newcomer: bool) {
        if let Some(count) = self.counter(state) {
            *count = count.saturating_add(places);
        }
        if newcomer && state.holds_places() {
            self.newcomers = self.newcomers.saturating_add(places);
        }
    }

    /// Counts an entry out of `state`.
    pub fn leave(&mut self, state: EnrolmentState, places: u32, newcomer: bool) {
        if let Some(count) = self.counter(state) {
            *count = count.saturating_sub(places);
        }
        if newcomer && state.holds_places() {
            self.newcomers = self.newcomers.saturating_sub(places);
        }
    }

    const fn counter(&mut self, state: EnrolmentState) -> Option<&mut u32> {
        match state {
            EnrolmentState::Enrolled => Some(&mut self.enrolled),
            EnrolmentState::Offered => Some(&mut self.offered),
            EnrolmentState::Waitlisted => Some(&mut self.waiting),
            EnrolmentState::Cancelled | EnrolmentState::Declined | EnrolmentState::Expired => None,
        }
    }

    /// Gives free places to the queue, which is in order: moves each entry that fits from waiting
    /// to offered, and returns them in order.
    ///
    /// One pass is enough: giving places never makes room for an entry that was skipped.
    pub fn allocate<I: Copy>(
        &mut self,
        queue: impl IntoIterator<Item = Waiting<I>>,
        open_to_all: bool,
    ) -> Vec<Waiting<I>> {
        let mut offers = Vec::new();
        for entry in queue {
            if self.room(true, true) == 0 {
                break;
            }
            if entry.places <= self.room(entry.newcomer, open_to_all) {
                self.leave(EnrolmentState::Waitlisted, entry.places, entry.newcomer);
                self.enter(EnrolmentState::Offered, entry.places, entry.newcomer);
                offers.push(entry);
            }
        }
        offers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A session with free places, entries that are in, and a queue.
    fn session() -> impl Strategy<Value = (Places, Vec<Waiting<usize>>, bool)> {
        (
            proptest::option::weighted(0.95, 1_u32..40),
            0_u32..10,
            proptest::collection::vec((1_u32..5, any::<bool>(), any::<bool>()), 0..12),
            proptest::collection::vec((1_u32..5, any::<bool>()), 0..25),
            any::<bool>(),
        )
            .prop_map(|(capacity, held, inside, queue, open_to_all)| {
                let mut places = Places {
                    capacity,
                    held_for_newcomers: capacity.map_or(0, |capacity| held.min(capacity)),
                    enrolled: 0,
                    offered: 0,
                    newcomers: 0,
                    waiting: 0,
                };
                for (n, newcomer, enrolled) in inside {
                    if n <= places.room(newcomer, open_to_all) {
                        let state = if enrolled {
                            EnrolmentState::Enrolled
                        } else {
                            EnrolmentState::Offered
                        };
                        places.enter(state, n, newcomer);
                    }
                }
                let queue: Vec<_> = queue
                    .into_iter()
                    .enumerate()
                    .map(|(id, (places, newcomer))| Waiting {
                        id,
                        places,
                        newcomer,
                    })
                    .collect();
                places.waiting = queue.iter().map(|one| one.places).sum();
                (places, queue, open_to_all)
            })
    }

    proptest! {
        #[test]
        fn never_over_capacity_and_the_counters_agree((before, queue, open) in session()) {
            let mut after = before;
            let offers = after.allocate(queue.iter().copied(), open);
            let given: u32 = offers.iter().map(|one| one.places).sum();
            let new: u32 = offers.iter().filter(|one| one.newcomer).map(|one| one.places).sum();
            prop_assert!(after.capacity.is_none_or(|most| after.enrolled + after.offered <= most));
            prop_assert_eq!(after.offered, before.offered + given);
            prop_assert_eq!(after.waiting, before.waiting - given);
            prop_assert_eq!(after.newcomers, before.newcomers + new);
            prop_assert_eq!(after.enrolled, before.enrolled);
        }

        #[test]
        fn nobody_who_fits_is_left((before, queue, open) in session()) {
            let mut after = before;
            let offers = after.allocate(queue.iter().copied(), open);
            for one in &queue {
                let offered = offers.iter().any(|offer| offer.id == one.id);
                prop_assert!(offered || one.places > after.room(one.newcomer, open), "{one:?}");
            }
        }

        #[test]
        fn nobody_of_equal_or_smaller_needs_is_passed((before, queue, open) in session()) {
            let mut after = before;
            let offers = after.allocate(queue.iter().copied(), open);
            let is_offered = |id| offers.iter().any(|offer| offer.id == id);
            for (index, passed) in queue.iter().enumerate().filter(|(_, one)| !is_offered(one.id)) {
                for later in queue.iter().skip(index + 1).filter(|one| is_offered(one.id)) {
                    let easier = later.places < passed.places
                        || (later.newcomer && !passed.newcomer && !open);
                    prop_assert!(easier, "{later:?} passed {passed:?}");
                }
            }
        }

        #[test]
        fn held_places_are_left_to_newcomers((before, queue, _) in session()) {
            let regulars = queue.into_iter().filter(|one| !one.newcomer);
            let mut after = before;
            let offers = after.allocate(regulars, false);
            if let Some(capacity) = after.capacity.filter(|_| !offers.is_empty()) {
                let kept = after.held_for_newcomers.saturating_sub(after.newcomers);
                prop_assert!(after.enrolled + after.offered + kept <= capacity);
            }
        }

        #[test]
        fn a_second_pass_finds_nothing_more((before, queue, open) in session()) {
            let mut after = before;
            let offers = after.allocate(queue.iter().copied(), open);
            let rest: Vec<_> = queue
                .into_iter()
                .filter(|one| !offers.contains(one))
                .collect();
            prop_assert_eq!(after.allocate(rest, open), vec![]);
        }

        #[test]
        fn coming_and_going_leave_no_trace(
            (before, _, _) in session(),
            n in 1_u32..5,
            newcomer in any::<bool>(),
        ) {
            for state in [
                EnrolmentState::Enrolled,
                EnrolmentState::Offered,
                EnrolmentState::Waitlisted,
                EnrolmentState::Expired,
            ] {
                let mut places = before;
                places.enter(state, n, newcomer);
                places.leave(state, n, newcomer);
                prop_assert_eq!(places, before);
            }
        }
    }

    #[test]
    fn a_group_is_skipped_and_keeps_its_turn() {
        let mut places = Places {
            capacity: Some(3),
            held_for_newcomers: 0,
            enrolled: 2,
            offered: 0,
            newcomers: 0,
            waiting: 4,
        };
        let entry = |id, places| Waiting {
            id,
            places,
            newcomer: false,
        };
        let offers = places.allocate([entry('a', 3), entry('b', 1)], false);
        assert_eq!(offers, [entry('b', 1)]);
        // All leave: the group is served first.
        places.leave(EnrolmentState::Offered, 1, false);
        places.leave(EnrolmentState::Enrolled, 2, false);
        let offers = places.allocate([entry('a', 3), entry('c', 1)], false);
        assert_eq!(offers, [entry('a', 3)]);
    }

    #[test]
    fn a_newcomer_may_use_what_is_held_and_a_regular_waits_for_it() {
        let mut places = Places {
            capacity: Some(2),
            held_for_newcomers: 1,
            enrolled: 1,
            offered: 0,
            newcomers: 0,
            waiting: 0,
        };
        assert_eq!(
            (places.room(false, false), places.room(true, false)),
            (0, 1)
        );
        assert_eq!(places.room(false, true), 1);
        places.enter(EnrolmentState::Enrolled, 1, true);
        assert_eq!(places.room(true, false), 0);
        assert_eq!(places.newcomers, 1);
    }
}
