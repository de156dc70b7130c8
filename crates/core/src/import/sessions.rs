//! Imported sessions as sessions of ours.

use goesting_types::ids::{OpportunityId, SessionId};
use goesting_types::lang::Lang;
use goesting_types::session::{SessionState, SessionTerms};

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

/// The session with what the source changed. `ours` is what people took here.
#[must_use]
pub fn changed(
    session: &Session,
    was: &ImportedSession,
    is: &ImportedSession,
    ours: Taken,
    lang: Lang,
) -> Session {
    let moved = (was.starts_at, was.ends_at) != (is.starts_at, is.ends_at);
    let revived = was.state == SessionState::Cancelled;
    let state = match is.state {
        SessionState::Planned if moved || revived => SessionState::Changed,
        // What was changed once stays that for who enrolled before.
        SessionState::Planned if session.state == SessionState::Changed => SessionState::Changed,
        state => state,
    };
    let Places { capacity, enrolled } = places(is, ours);
    let place = session.terms.place.clone();
    Session {
        state,
        slot: slot(is),
        terms: SessionTerms {
            capacity,
            held_for_newcomers: session.terms.held_for_newcomers.min(capacity.unwrap_or(0)),
            waiting_list: waits(is),
            sign_up_closes_minutes: session.terms.sign_up_closes_minutes,
            place,
        },
        taken: Taken { enrolled, ..ours },
        message: message(is, lang),
        ..session.clone()
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
    use chrono::{DateTime, NaiveDateTime};
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
        }
    }

    fn taken(enrolled: u32, offered: u32) -> Taken {
        Taken {
            enrolled,
            offered,
            waiting: 0,
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

    #[test]
    fn moving_and_taking_place_after_all_are_changes() {
        let was = session(false, None, None);
        let cancelled = ImportedSession {
            state: SessionState::Cancelled,
            ..was.clone()
        };
        let moved = ImportedSession {
            ends_at: DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(1),
            ..was.clone()
        };
        let stored = || new_session(&was, OpportunityId::new(), Lang::Nl);
        let state = |was: &ImportedSession, is: &ImportedSession| {
            changed(&stored(), was, is, Taken::default(), Lang::Nl).state
        };
        assert_eq!(state(&was, &moved), SessionState::Changed);
        assert_eq!(state(&was, &cancelled), SessionState::Cancelled);
        assert_eq!(state(&cancelled, &was), SessionState::Changed);
        assert_eq!(
            state(&was, &session(true, None, None)),
            SessionState::Planned
        );
    }
}
