//! Imported sessions as sessions of ours.

use chrono::{DateTime, Utc};
use goesting_types::ids::{OpportunityId, SessionId};
use goesting_types::lang::Lang;
use goesting_types::session::{SessionState, SessionTerms};

use super::merging::pick;
use super::model::ImportedSession;
use super::words;
use crate::session::{MAX_CAPACITY, Session, Slot, Taken};
use crate::time::Zone;

const MAX_MESSAGE: usize = 500;

/// A new session of an opportunity.
#[must_use]
pub fn new_session(imported: &ImportedSession, of: OpportunityId, lang: Lang) -> Session {
    let Places { capacity, enrolled } = places(imported, Taken::default());
    Session {
        id: SessionId::new(),
        opportunity_id: of,
        series_id: None,
        state: imported.state,
        slot: slot(imported),
        terms: SessionTerms {
            capacity,
            held_for_newcomers: 0,
            waiting_list: waits(imported),
            sign_up_closes_minutes: 0,
            place: None,
            sign_up_elsewhere: imported.books,
        },
        taken: Taken {
            enrolled,
            ..Taken::default()
        },
        message: message(imported, lang),
        head_count: None,
        version: 1,
    }
}

/// A session of ours that a source tells of.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// As it stands.
    pub session: Session,
    /// What people took here.
    pub ours: Taken,
    /// Whether its source cancelled it, rather than somebody here.
    pub cancelled_by_source: bool,
}

/// A session as a document tells it.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// What it tells.
    pub session: &'a ImportedSession,
    /// The document's language.
    pub lang: Lang,
}

/// The session with what the source changed, field by field: what somebody here changed stays as
/// it is. `was` is what the source told last time.
///
/// The source cancels whatever it likes, and brings back only what it cancelled itself.
#[must_use]
pub fn changed(known: &Known, was: Told<'_>, is: Told<'_>, now: DateTime<Utc>) -> Known {
    let Known {
        session,
        ours,
        cancelled_by_source: _,
    } = known;
    let slot = merged_slot(session.slot, slot(was.session), slot(is.session));
    let state = merged_state(known, was.session.state, is.session.state, slot, now);
    let counted = |told: Told<'_>| places(told.session, *ours);
    let own_capacity = session.terms.capacity != counted(was).capacity;
    let Places { capacity, enrolled } = match (own_capacity, is.session.full) {
        (false, _) => counted(is),
        // Places that the source filled with people we do not know stay filled.
        (true, true) => Places {
            capacity: session.terms.capacity,
            enrolled: session.taken.enrolled,
        },
        (true, false) => Places {
            capacity: session.terms.capacity,
            enrolled: ours.enrolled,
        },
    };
    let message = |told: Told<'_>| message(told.session, told.lang);
    let back = known.cancels() && state != SessionState::Cancelled;
    Known {
        session: Session {
            state,
            slot,
            terms: SessionTerms {
                capacity,
                held_for_newcomers: session.terms.held_for_newcomers.min(capacity.unwrap_or(0)),
                waiting_list: pick(
                    &waits(was.session),
                    &session.terms.waiting_list,
                    &waits(is.session),
                ),
                sign_up_elsewhere: pick(
                    &was.session.books,
                    &session.terms.sign_up_elsewhere,
                    &is.session.books,
                ),
                ..session.terms.clone()
            },
            taken: Taken { enrolled, ..*ours },
            // What was said of its cancelling says nothing any more.
            message: if back {
                message(is)
            } else {
                pick(&message(was), &session.message, &message(is))
            },
            ..session.clone()
        },
        ours: *ours,
        cancelled_by_source: state == SessionState::Cancelled
            && (known.cancelled_by_source || !known.cancels()),
    }
}

impl Known {
    fn cancels(&self) -> bool {
        self.session.state == SessionState::Cancelled
    }
}

fn merged_slot(ours: Slot, was: Slot, is: Slot) -> Slot {
    // By instants: the same time may be written in another zone.
    let unmoved = (ours.starts_at, ours.ends_at) == (was.starts_at, was.ends_at);
    if unmoved { is } else { ours }
}

fn merged_state(
    known: &Known,
    was: SessionState,
    is: SessionState,
    slot: Slot,
    now: DateTime<Utc>,
) -> SessionState {
    let ours = known.session.state;
    if is == SessionState::Cancelled {
        // Told before already, it says nothing new.
        return if was == is { ours } else { is };
    }
    let to_come = slot.ends_at > now;
    let back = known.cancels() && known.cancelled_by_source && to_come;
    let moved = !known.cancels() && slot != known.session.slot && to_come;
    // What was changed once stays that for who enrolled before.
    if back || moved {
        SessionState::Changed
    } else {
        ours
    }
}

fn slot(imported: &ImportedSession) -> Slot {
    Slot {
        starts_at: imported.starts_at,
        ends_at: imported.ends_at,
        local_start: imported.local_start,
        local_end: imported.local_end,
        zone: Zone::BRUSSELS,
    }
}

fn message(imported: &ImportedSession, lang: Lang) -> Option<String> {
    let (_, words) = imported.message.pick(lang)?;
    Some(words::cut(words, MAX_MESSAGE).0)
}

fn waits(imported: &ImportedSession) -> bool {
    !imported.full && (imported.capacity.is_some() || imported.remaining.is_some())
}

struct Places {
    capacity: Option<u32>,
    enrolled: u32,
}

/// Capacity and places taken. What the source has left is ours to give; a session it calls full
/// has all its places taken, by people we do not know. Never less than what we gave.
fn places(imported: &ImportedSession, ours: Taken) -> Places {
    let given = ours.places();
    let within = |count: u32| count.clamp(1, MAX_CAPACITY).max(given);
    if imported.full {
        let capacity = within(imported.capacity.unwrap_or(1));
        return Places {
            capacity: Some(capacity),
            enrolled: capacity - ours.offered,
        };
    }
    Places {
        capacity: imported.remaining.or(imported.capacity).map(within),
        enrolled: ours.enrolled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDateTime, TimeDelta};
    use goesting_types::text::LocalizedText;

    fn session(full: bool, capacity: Option<u32>, remaining: Option<u32>) -> ImportedSession {
        ImportedSession {
            starts_at: DateTime::UNIX_EPOCH,
            ends_at: DateTime::UNIX_EPOCH,
            local_start: NaiveDateTime::default(),
            local_end: NaiveDateTime::default(),
            state: SessionState::Planned,
            message: LocalizedText::default(),
            capacity,
            remaining,
            full,
            books: false,
        }
    }

    fn taken(enrolled: u32, offered: u32) -> Taken {
        Taken {
            enrolled,
            offered,
            ..Taken::default()
        }
    }

    #[test]
    fn places_never_fall_below_what_was_given() {
        let of = |imported: &ImportedSession, ours: Taken| {
            let places = places(imported, ours);
            (places.capacity, places.enrolled)
        };
        assert_eq!(of(&session(false, None, None), taken(0, 0)), (None, 0));
        assert_eq!(
            of(&session(false, Some(12), Some(3)), taken(0, 0)),
            (Some(3), 0)
        );
        assert_eq!(
            of(&session(false, Some(12), Some(3)), taken(4, 1)),
            (Some(5), 4)
        );
        assert_eq!(
            of(&session(false, Some(12), None), taken(4, 0)),
            (Some(12), 4)
        );
        assert_eq!(
            of(&session(true, Some(12), Some(0)), taken(4, 1)),
            (Some(12), 11)
        );
        assert_eq!(of(&session(true, None, None), taken(0, 0)), (Some(1), 1));
        assert_eq!(
            of(&session(false, Some(u32::MAX), None), taken(0, 0)),
            (Some(MAX_CAPACITY), 0)
        );
    }

    fn now() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH - TimeDelta::days(1)
    }

    fn known(imported: &ImportedSession) -> Known {
        let session = new_session(imported, OpportunityId::new(), Lang::Nl);
        Known {
            ours: Taken::default(),
            cancelled_by_source: session.state == SessionState::Cancelled,
            session,
        }
    }

    fn after(known: &Known, was: &ImportedSession, is: &ImportedSession) -> Known {
        let told = |session| Told {
            session,
            lang: Lang::Nl,
        };
        changed(known, told(was), told(is), now())
    }

    fn cancelled(one: &ImportedSession) -> ImportedSession {
        ImportedSession {
            state: SessionState::Cancelled,
            ..one.clone()
        }
    }

    fn later(one: &ImportedSession) -> ImportedSession {
        ImportedSession {
            ends_at: one.ends_at + TimeDelta::hours(1),
            ..one.clone()
        }
    }

    #[test]
    fn moving_and_taking_place_after_all_are_changes() {
        let was = session(false, None, None);
        let off = cancelled(&was);
        let state =
            |was: &ImportedSession, is: &ImportedSession| after(&known(was), was, is).session.state;
        assert_eq!(state(&was, &later(&was)), SessionState::Changed);
        assert_eq!(state(&was, &off), SessionState::Cancelled);
        assert_eq!(state(&off, &was), SessionState::Changed);
        assert_eq!(state(&off, &later(&off)), SessionState::Cancelled);
        let full = session(true, None, None);
        assert_eq!(state(&was, &full), SessionState::Planned);
    }

    #[test]
    fn the_source_brings_back_only_what_it_cancelled() {
        let was = session(false, Some(12), Some(3));
        let mut ours = known(&was);
        ours.session.state = SessionState::Cancelled;
        ours.session.message = Some("Ik ben ziek".to_owned());
        let off = cancelled(&was);
        for is in [session(false, Some(12), Some(2)), later(&was), off.clone()] {
            let after = after(&ours, &was, &is);
            assert_eq!(after.session.state, SessionState::Cancelled);
            assert!(!after.cancelled_by_source);
            assert_eq!(after.session.message.as_deref(), Some("Ik ben ziek"));
        }
        // The source cancels it too, and takes that back.
        let back = after(&after(&ours, &was, &off), &off, &was);
        assert_eq!(back.session.state, SessionState::Cancelled);

        let theirs = after(&known(&was), &was, &off);
        assert!(theirs.cancelled_by_source);
        let back = after(&theirs, &off, &was);
        assert_eq!(back.session.state, SessionState::Changed);
        assert!(!back.cancelled_by_source);
        let told = |session| Told {
            session,
            lang: Lang::Nl,
        };
        let late = changed(&theirs, told(&off), told(&was), was.ends_at);
        assert_eq!(
            late.session.state,
            SessionState::Cancelled,
            "its time is past"
        );
    }

    #[test]
    fn what_a_host_set_stays() {
        let was = session(false, None, None);
        let mut ours = known(&was);
        ours.session.terms.capacity = Some(20);
        ours.session.terms.waiting_list = true;
        ours.session.message = Some("Breng stof mee".to_owned());
        let moved = after(&ours, &was, &later(&was));
        assert_eq!(moved.session.state, SessionState::Changed);
        assert_eq!(moved.session.slot.ends_at, later(&was).ends_at);
        assert_eq!(moved.session.terms, ours.session.terms);
        assert_eq!(moved.session.message, ours.session.message);

        let mut ours = known(&was);
        ours.session.slot.ends_at += TimeDelta::hours(3);
        let full = session(true, Some(12), Some(0));
        let merged = after(&ours, &was, &full).session;
        assert_eq!(merged.slot, ours.session.slot);
        assert_eq!(merged.state, SessionState::Planned);
        assert_eq!(
            merged.places_left(),
            Some(0),
            "what nobody touched is the source's"
        );
        assert_eq!(
            after(&ours, &was, &later(&was)).session.slot,
            ours.session.slot
        );
    }

    #[test]
    fn a_hosts_capacity_gives_back_what_the_source_filled() {
        let was = session(true, None, None);
        let mut ours = known(&was);
        ours.session.terms.capacity = Some(20);
        assert_eq!(ours.session.places_left(), Some(19));
        let still = after(&ours, &was, &later(&was)).session;
        assert_eq!(still.places_left(), Some(19));
        let open = after(&ours, &was, &session(false, Some(12), Some(3))).session;
        assert_eq!(
            (open.terms.capacity, open.places_left()),
            (Some(20), Some(20))
        );
    }
}
