//! Sessions: dated occurrences, and the rules for making, moving and ending them.

use chrono::{DateTime, Days, NaiveDateTime, TimeDelta, Utc};
use goesting_types::enrolment::SessionNumbers;
use goesting_types::ids::{OpportunityId, SeriesId, SessionId};
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::session::{
    Session as Wire, SessionCancel, SessionState, SessionTerms, SessionUpdate, SignUp,
};

use crate::enrolment::Clocks;
use crate::texts::paragraphs;
use crate::time::{SANE, Zone, is_sane};
use crate::{Check, Refusal};

/// Most places of a session.
pub const MAX_CAPACITY: u32 = 10_000;
/// Sign-up closes at most this many minutes before the start: a year.
const MAX_SIGN_UP_MINUTES: u32 = 525_600;
/// The longest a single session lasts: a year.
const LONGEST: TimeDelta = TimeDelta::days(366);
/// Sessions are announced at most this far ahead.
const FARTHEST: TimeDelta = TimeDelta::days(5 * 366);
/// Most people of a head-count.
const MAX_HEAD_COUNT: u32 = 100_000;

/// When a session is: wall time and instant, which agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End, after the start.
    pub ends_at: DateTime<Utc>,
    /// Wall time of the start.
    pub local_start: NaiveDateTime,
    /// Wall time of the end.
    pub local_end: NaiveDateTime,
    /// The zone of the wall times.
    pub zone: Zone,
}

impl Slot {
    /// From a wall time on, for so long. None when the clock jumps over the start, or does not reach
    /// that far.
    pub fn lasting(local_start: NaiveDateTime, length: TimeDelta, zone: Zone) -> Option<Self> {
        if !is_sane(&local_start) {
            return None;
        }
        let starts_at = zone.instant(local_start)?;
        let ends_at = starts_at.checked_add_signed(length).filter(is_sane)?;
        Some(Self {
            starts_at,
            ends_at,
            local_start,
            local_end: zone.local(ends_at),
            zone,
        })
    }

    /// Between two wall times, which stand at `{at}/start` and `{at}/end` in the body.
    pub fn between(
        local_start: NaiveDateTime,
        local_end: NaiveDateTime,
        zone: Zone,
        at: &str,
    ) -> Result<Self, Refusal> {
        let exists = |local| zone.instant(local).ok_or_else(|| nonexistent(local));
        check_sane(local_start, &format!("{at}/start"))?;
        check_sane(local_end, &format!("{at}/end"))?;
        let slot = Self {
            starts_at: exists(local_start)?,
            ends_at: exists(local_end)?,
            local_start,
            local_end,
            zone,
        };
        if slot.ends_at <= slot.starts_at {
            let said = "The end is not after the start.";
            return Err(Refusal {
                code: ErrorCode::EndBeforeStart,
                ..Refusal::field(format!("{at}/end"), FieldCode::BeforeStart, said)
            });
        }
        Ok(slot)
    }

    /// How long it lasts.
    pub fn length(&self) -> TimeDelta {
        self.ends_at - self.starts_at
    }

    /// Notes a new time that nobody can come to: past, too far ahead, or too long.
    pub fn check_announced(&self, at: &str, now: DateTime<Utc>) -> Result<(), Refusal> {
        let mut check = Check::default();
        check
            .reject(
                self.starts_at <= now,
                format!("{at}/start"),
                FieldCode::InPast,
                "it is past",
            )
            .reject(
                self.starts_at > now + FARTHEST,
                format!("{at}/start"),
                FieldCode::OutOfRange,
                "at most five years ahead",
            )
            .reject(
                self.length() > LONGEST,
                format!("{at}/end"),
                FieldCode::OutOfRange,
                "at most a year after the start",
            );
        check.finish()
    }
}

/// Refuses wall times of years that nobody plans for.
fn check_sane(local: NaiveDateTime, pointer: &str) -> Result<(), Refusal> {
    if is_sane(&local) {
        Ok(())
    } else {
        Err(Refusal::field(pointer, FieldCode::OutOfRange, SANE))
    }
}

/// The places of a session as they are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// Enrolled places.
    pub enrolled: u32,
    /// Offered places.
    pub offered: u32,
    /// Of enrolled and offered together: those of newcomers.
    pub newcomers: u32,
    /// Places waited for.
    pub waiting: u32,
}

impl Taken {
    /// Places that are no longer free.
    pub const fn places(self) -> u32 {
        self.enrolled.saturating_add(self.offered)
    }

    /// Whether nobody is in and nobody waits.
    pub const fn is_nobody(self) -> bool {
        self.places() == 0 && self.waiting == 0
    }
}

/// A session.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Of which opportunity.
    pub opportunity_id: OpportunityId,
    /// Of which series.
    pub series_id: Option<SeriesId>,
    /// Where it stands.
    pub state: SessionState,
    /// When.
    pub slot: Slot,
    /// Places and the like.
    pub terms: SessionTerms,
    /// Places taken.
    pub taken: Taken,
    /// The host's word.
    pub message: Option<String>,
    /// How many came.
    pub head_count: Option<u32>,
    /// Edit version.
    pub version: i64,
}

impl Session {
    /// Until when one can sign up.
    pub fn sign_up_until(&self) -> DateTime<Utc> {
        sign_up_until(&self.slot, &self.terms)
    }

    /// Places left; none for drop in.
    pub fn places_left(&self) -> Option<u32> {
        let capacity = self.terms.capacity?;
        Some(capacity.saturating_sub(self.taken.places()))
    }

    /// Whether one signs up with the organiser; `unclaimed` when nobody acts for it here.
    pub const fn is_elsewhere(&self, unclaimed: bool) -> bool {
        unclaimed || self.terms.sign_up_elsewhere
    }

    /// Of the places left, those that only newcomers can take now; none for drop in.
    pub fn held_left(&self, clocks: &Clocks, now: DateTime<Utc>) -> Option<u32> {
        let left = self.places_left()?;
        if clocks.open_to_all(self.slot.starts_at, now) {
            return Some(0);
        }
        let held = self.terms.held_for_newcomers;
        Some(held.saturating_sub(self.taken.newcomers).min(left))
    }

    /// As everybody sees it now; `unclaimed` as in [`Session::to_wire`].
    #[must_use]
    pub fn to_wire_at(&self, unclaimed: bool, clocks: &Clocks, now: DateTime<Utc>) -> Wire {
        Wire {
            held_left: self.held_left(clocks, now),
            ..self.to_wire(unclaimed)
        }
    }

    /// As it travels; `unclaimed` when nobody acts for the lead of its opportunity.
    #[must_use]
    pub fn to_wire(&self, unclaimed: bool) -> Wire {
        let sign_up = match self.terms.capacity {
            // A source that counts no places may still want people to book with it.
            _ if self.is_elsewhere(unclaimed) => SignUp::Elsewhere,
            None => SignUp::DropIn,
            Some(_) => SignUp::Here,
        };
        Wire {
            id: self.id,
            opportunity_id: self.opportunity_id,
            series_id: self.series_id,
            state: self.state,
            starts_at: self.slot.starts_at,
            ends_at: self.slot.ends_at,
            local_start: self.slot.local_start,
            local_end: self.slot.local_end,
            zone: self.slot.zone.name().to_owned(),
            terms: self.terms.clone(),
            sign_up,
            sign_up_until: (sign_up == SignUp::Here).then(|| self.sign_up_until()),
            places_left: self.places_left(),
            held_left: None,
            waiting: self.taken.waiting,
            message: self.message.clone(),
            version: self.version,
        }
    }

    /// Its numbers, for hosts.
    #[must_use]
    pub const fn numbers(&self) -> SessionNumbers {
        SessionNumbers {
            session_id: self.id,
            capacity: self.terms.capacity,
            enrolled: self.taken.enrolled,
            offered: self.taken.offered,
            waiting: self.taken.waiting,
            head_count: self.head_count,
        }
    }

    /// Whether it still comes: neither cancelled nor over.
    pub fn is_coming(&self, now: DateTime<Utc>) -> bool {
        matches!(self.state, SessionState::Planned | SessionState::Changed)
            && self.slot.ends_at > now
    }

    /// Refuses to touch what is cancelled or over.
    pub fn check_coming(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.is_coming(now) {
            return Ok(());
        }
        let state = match self.state {
            SessionState::Cancelled => SessionState::Cancelled,
            _ => SessionState::Done,
        };
        Err(Refusal::wrong_state(
            state.as_str(),
            "Only a session that still comes can be changed.",
        ))
    }

    /// May this number of people be entered? From the start on, unless it was cancelled.
    pub fn check_head_count(&self, count: u32, now: DateTime<Utc>) -> Result<(), Refusal> {
        if count > MAX_HEAD_COUNT {
            let detail = format!("0 to {MAX_HEAD_COUNT}");
            return Err(Refusal::field("/count", FieldCode::OutOfRange, detail));
        }
        if self.state == SessionState::Cancelled || self.slot.starts_at > now {
            let detail = "People are counted once it has begun.";
            return Err(Refusal::wrong_state(self.state.as_str(), detail));
        }
        Ok(())
    }

    /// Whether these terms still hold everybody who has a place.
    pub fn check_capacity(&self, terms: &SessionTerms) -> Result<(), Refusal> {
        let taken = self.taken;
        let fits = match terms.capacity {
            Some(capacity) => taken.places() <= capacity,
            None => taken.is_nobody(),
        };
        if fits {
            return Ok(());
        }
        let detail = match terms.capacity {
            Some(_) => format!(
                "On {} {} places are taken or offered.",
                self.slot.local_start.date(),
                taken.places()
            ),
            None => "People signed up; drop in would lose their places.".to_owned(),
        };
        Err(Refusal::new(ErrorCode::CapacityBelowTaken, detail))
    }
}

/// Until when one can sign up under these terms.
pub fn sign_up_until(slot: &Slot, terms: &SessionTerms) -> DateTime<Utc> {
    slot.starts_at - TimeDelta::minutes(terms.sign_up_closes_minutes.into())
}

/// Refuses terms under which sign-up is over before a new session is announced. `at` points to the
/// terms.
pub fn check_sign_up(
    slot: &Slot,
    terms: &SessionTerms,
    at: &str,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    if terms.capacity.is_none() || sign_up_until(slot, terms) > now {
        return Ok(());
    }
    let detail = "sign-up would be over already; close it later, or make it drop in";
    let pointer = format!("{at}/sign_up_closes_minutes");
    Err(Refusal::field(pointer, FieldCode::Conflicting, detail))
}

/// How a session moves; the same for all that follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// How far the wall time of the start moves: days and clock.
    pub by: TimeDelta,
    /// How long it lasts from now on; each as long as it did when absent.
    pub length: Option<TimeDelta>,
}

impl Shift {
    /// The move an edit asks for; none when it leaves the time as it is. A start without an end
    /// keeps the length.
    pub fn asked(
        slot: &Slot,
        update: &SessionUpdate,
        now: DateTime<Utc>,
    ) -> Result<Option<Self>, Refusal> {
        let (start, end) = (update.start, update.end);
        if start.is_none() && end.is_none() {
            return Ok(None);
        }
        let local_start = start.unwrap_or(slot.local_start);
        check_sane(local_start, "/start")?;
        let moved = match end {
            Some(local_end) => Slot::between(local_start, local_end, slot.zone, "")?,
            None => Slot::lasting(local_start, slot.length(), slot.zone)
                .ok_or_else(|| nonexistent(local_start))?,
        };
        if moved == *slot {
            return Ok(None);
        }
        // One that has begun may still end at another time.
        if moved.starts_at != slot.starts_at || moved.ends_at <= now {
            moved.check_announced("", now)?;
        }
        Ok(Some(Self {
            by: local_start - slot.local_start,
            length: end.map(|_| moved.length()),
        }))
    }

    /// The slot after the move.
    pub fn apply(&self, slot: &Slot) -> Result<Slot, Refusal> {
        let local = slot
            .local_start
            .checked_add_signed(self.by)
            .ok_or_else(|| nonexistent(slot.local_start))?;
        let length = self.length.unwrap_or_else(|| slot.length());
        Slot::lasting(local, length, slot.zone).ok_or_else(|| nonexistent(local))
    }
}

/// Notes terms that do not make sense. The place is checked with the opportunity's own.
pub fn check_terms(check: &mut Check, at: &str, terms: &SessionTerms) {
    let SessionTerms {
        capacity,
        held_for_newcomers,
        waiting_list: _,
        sign_up_closes_minutes,
        place: _,
        sign_up_elsewhere: _,
    } = terms;
    check
        .reject(
            capacity.is_some_and(|capacity| !(1..=MAX_CAPACITY).contains(&capacity)),
            format!("{at}/capacity"),
            FieldCode::OutOfRange,
            format!("1 to {MAX_CAPACITY}; leave it out for drop in"),
        )
        .reject(
            *held_for_newcomers > capacity.unwrap_or(0),
            format!("{at}/held_for_newcomers"),
            FieldCode::Conflicting,
            "not above the capacity",
        )
        .reject(
            *sign_up_closes_minutes > MAX_SIGN_UP_MINUTES,
            format!("{at}/sign_up_closes_minutes"),
            FieldCode::OutOfRange,
            "at most a year",
        );
}

/// The terms as they are kept, the place of their own checked too.
#[cfg(feature = "reference")]
pub fn checked_terms(mut terms: SessionTerms, at: &str) -> Result<SessionTerms, Refusal> {
    let mut check = Check::default();
    check_terms(&mut check, at, &terms);
    if let Some(place) = &mut terms.place {
        crate::opportunity::check_place(&mut check, &format!("{at}/place"), place);
    }
    check.finish()?;
    Ok(terms)
}

/// A host's word to the people who enrolled: at most 500 characters; blank is none.
pub fn checked_message(message: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(message) = message
        .map(paragraphs)
        .filter(|message| !message.is_empty())
    else {
        return Ok(None);
    };
    let mut check = Check::default();
    check.text("/message", &message, 1, 500);
    check.finish()?;
    Ok(Some(message))
}

/// Whether an edit asks for anything at all.
pub fn check_not_empty(update: &SessionUpdate) -> Result<(), Refusal> {
    let SessionUpdate {
        reach: _,
        start,
        end,
        terms,
        message,
    } = update;
    if start.is_none() && end.is_none() && terms.is_none() && message.is_none() {
        return Err(Refusal::field("", FieldCode::Required, "nothing to change"));
    }
    Ok(())
}

/// The word of a cancellation.
pub fn cancel_message(cancel: &SessionCancel) -> Result<Option<String>, Refusal> {
    checked_message(cancel.message.as_deref())
}

/// The day after the one on which a series was last made up to.
pub fn next_day(date: chrono::NaiveDate) -> chrono::NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}

/// The refusal when a wall time does not exist.
fn nonexistent(local: NaiveDateTime) -> Refusal {
    Refusal::new(
        ErrorCode::NonexistentLocalTime,
        format!("The clock jumps over {local}: choose another time."),
    )
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
