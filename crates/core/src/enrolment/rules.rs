//! When sign-up is open, how long offers stand, and which moves an entry allows.

use chrono::{DateTime, SecondsFormat, SubsecRound as _, TimeDelta, Utc};
use goesting_types::enrolment::EnrolmentState;
use goesting_types::opportunity::OpportunityState;
use goesting_types::problem::ErrorCode;
use goesting_types::session::SessionState;

use super::Places;
use crate::Refusal;

/// The clocks of enrolments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// How long an offered place is kept at most.
    pub offer_for: TimeDelta,
    /// How long before the start places held for newcomers open to everyone.
    pub held_until: TimeDelta,
    /// How long places are kept for who did not confirm their address yet.
    pub confirm_within: TimeDelta,
}

impl Default for Clocks {
    fn default() -> Self {
        Self {
            offer_for: TimeDelta::hours(24),
            held_until: TimeDelta::hours(48),
            confirm_within: TimeDelta::minutes(30),
        }
    }
}

impl Clocks {
    /// Whether places held for newcomers of a session that starts then are open to everyone.
    pub fn open_to_all(&self, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        starts_at - now <= self.held_until
    }
}

/// What decides whether a session takes people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionFacts {
    /// The opportunity's state.
    pub opportunity: OpportunityState,
    /// Whether a facilitator took the opportunity out of everybody's sight.
    pub hidden: bool,
    /// Whether one signs up with the organiser and not here.
    pub elsewhere: bool,
    /// The session's own state.
    pub state: SessionState,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// Until when one can sign up.
    pub sign_up_until: DateTime<Utc>,
    /// Whether one can wait when it is full.
    pub waiting_list: bool,
}

/// What becomes of an entry that arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// There is room: it is in.
    Enrol,
    /// It waits.
    Wait,
}

impl SessionFacts {
    /// The last instant at which places are taken or offered.
    pub fn deadline(&self) -> DateTime<Utc> {
        self.sign_up_until.min(self.starts_at)
    }

    /// Whether places held for newcomers are open to everyone.
    pub fn open_to_all(&self, clocks: &Clocks, now: DateTime<Utc>) -> bool {
        clocks.open_to_all(self.starts_at, now)
    }

    /// Whether free places still go to the queue. A paused or closed opportunity keeps its promise
    /// to those who wait.
    pub fn serves_queue(&self, now: DateTime<Utc>) -> bool {
        matches!(self.state, SessionState::Planned | SessionState::Changed) && now < self.deadline()
    }

    /// Whether it is over: what happened then is no longer changed.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.state == SessionState::Done || self.ends_at <= now
    }

    /// Until when a place offered now is kept: `offer_for`, but never longer than half of what is
    /// left to sign up, so that the next in line gets a turn too.
    pub fn offer_until(&self, clocks: &Clocks, now: DateTime<Utc>) -> DateTime<Utc> {
        let left = (self.deadline() - now).max(TimeDelta::zero());
        (now + clocks.offer_for.min(left / 2)).trunc_subsecs(6)
    }

    /// May anybody sign up now?
    ///
    /// A draft, and what is hidden, does not exist for others; a paused or closed opportunity is a wrong state; a
    /// session that is cancelled, over, or past its sign-up time is closed. Where one signs up with
    /// the organiser, nobody would read an enrolment.
    pub fn takes_sign_ups(&self, places: &Places, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self.opportunity {
            _ if self.hidden => return Err(Refusal::not_found()),
            OpportunityState::Open => {}
            OpportunityState::Draft | OpportunityState::InReview => {
                return Err(Refusal::not_found());
            }
            OpportunityState::Paused | OpportunityState::Closed => {
                return Err(Refusal::wrong_state(
                    self.opportunity.as_str(),
                    "This opportunity takes nobody for now.",
                ));
            }
        }
        let closed = |why| Err(Refusal::new(ErrorCode::SignUpClosed, why));
        match self.state {
            SessionState::Planned | SessionState::Changed => {}
            SessionState::Cancelled => return closed("The session was cancelled."),
            SessionState::Done => return closed("The session is over."),
        }
        if self.starts_at <= now {
            return closed("The session has begun.");
        }
        if self.elsewhere {
            return Err(Refusal::new(
                ErrorCode::SignUpElsewhere,
                "The organiser does not follow enrolments here. Contact the organiser to sign up; \
                 the page says how.",
            ));
        }
        if places.capacity.is_none() {
            return Err(ErrorCode::DropIn.into());
        }
        if self.sign_up_until <= now {
            return closed("The time to sign up is past.");
        }
        Ok(())
    }

    /// What becomes of an entry of `n` places, when all who waited and fit have been served.
    pub fn admit(
        &self,
        places: &Places,
        (n, newcomer): (u32, bool),
        or_wait: bool,
        (clocks, now): (&Clocks, DateTime<Utc>),
    ) -> Result<Wanted, Refusal> {
        let full = |why| Err(Refusal::new(ErrorCode::SessionFull, why));
        if places.capacity.is_some_and(|capacity| n > capacity) {
            return full("The session is smaller than your group.");
        }
        if n <= places.room(newcomer, self.open_to_all(clocks, now)) {
            return Ok(Wanted::Enrol);
        }
        if n <= places.room(true, true) && !(self.waiting_list && or_wait) {
            let until = self
                .starts_at
                .checked_sub_signed(clocks.held_until)
                .unwrap_or(self.starts_at)
                .to_rfc3339_opts(SecondsFormat::Secs, true);
            let then = if self.waiting_list {
                "Send `or_wait` to wait for a place."
            } else {
                "There is no waiting list."
            };
            return Err(Refusal::new(
                ErrorCode::PlacesHeld,
                format!("The free places are kept for newcomers until {until}. {then}"),
            ));
        }
        if !self.waiting_list {
            full("The session is full and has no waiting list.")
        } else if !or_wait {
            full("The session is full. Send `or_wait` to wait for a place.")
        } else {
            Ok(Wanted::Wait)
        }
    }
}

/// Where an entry stands at `now`: a clock that ran out has ended it, whether or not a job came by.
pub fn standing(
    state: EnrolmentState,
    offer_expires_at: Option<DateTime<Utc>>,
    confirm_until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> EnrolmentState {
    let past = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at <= now);
    if state.is_live()
        && (past(confirm_until) || (state == EnrolmentState::Offered && past(offer_expires_at)))
    {
        EnrolmentState::Expired
    } else {
        state
    }
}

/// What a yes or no to an offer finds.
///
/// Saying the same again changes nothing (`Ok(false)`); an offer that lapsed is told apart.
pub fn may_answer_offer(state: EnrolmentState, answer: EnrolmentState) -> Result<bool, Refusal> {
    match state {
        EnrolmentState::Offered => Ok(true),
        same if same == answer => Ok(false),
        EnrolmentState::Expired => Err(ErrorCode::OfferExpired.into()),
        other => Err(Refusal::wrong_state(
            other.as_str(),
            "There is no offer to answer.",
        )),
    }
}

/// Whether leaving has something to do. Leaving again changes nothing; what is over stays as it was.
pub fn may_leave(state: EnrolmentState, is_over: bool) -> Result<bool, Refusal> {
    match (state.is_live(), is_over) {
        (false, _) => Ok(false),
        (true, false) => Ok(true),
        (true, true) => Err(Refusal::wrong_state(state.as_str(), "The session is over.")),
    }
}

/// Whether a host may let the entry pass others: only one that waits.
pub fn may_promote(state: EnrolmentState) -> Result<(), Refusal> {
    if state == EnrolmentState::Waitlisted {
        Ok(())
    } else {
        Err(Refusal::wrong_state(state.as_str(), "It does not wait."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EnrolmentState::{Cancelled, Declined, Enrolled, Expired, Offered, Waitlisted};
    use proptest::prelude::*;

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_796_040_000, 0).unwrap()
    }

    fn facts(starts_in: TimeDelta) -> SessionFacts {
        let starts_at = noon() + starts_in;
        SessionFacts {
            opportunity: OpportunityState::Open,
            hidden: false,
            elsewhere: false,
            state: SessionState::Planned,
            starts_at,
            ends_at: starts_at + TimeDelta::hours(2),
            sign_up_until: starts_at - TimeDelta::hours(1),
            waiting_list: true,
        }
    }

    fn places(capacity: Option<u32>, enrolled: u32) -> Places {
        Places {
            capacity,
            held_for_newcomers: 0,
            enrolled,
            offered: 0,
            newcomers: 0,
            waiting: 0,
        }
    }

    #[test]
    fn each_closed_door_says_why() {
        let open = facts(TimeDelta::days(3));
        let ten = places(Some(10), 0);
        let code = |facts: SessionFacts, places: &Places, now| {
            facts.takes_sign_ups(places, now).map_err(|no| no.code)
        };
        assert_eq!(code(open, &ten, noon()), Ok(()));
        for (opportunity, expected) in [
            (OpportunityState::Draft, ErrorCode::NotFound),
            (OpportunityState::InReview, ErrorCode::NotFound),
            (OpportunityState::Paused, ErrorCode::WrongState),
            (OpportunityState::Closed, ErrorCode::WrongState),
        ] {
            let facts = SessionFacts {
                opportunity,
                ..open
            };
            assert_eq!(code(facts, &ten, noon()), Err(expected));
        }
        let hidden = SessionFacts {
            opportunity: OpportunityState::Paused,
            hidden: true,
            ..open
        };
        assert_eq!(code(hidden, &ten, noon()), Err(ErrorCode::NotFound));
        for state in [SessionState::Cancelled, SessionState::Done] {
            let facts = SessionFacts { state, ..open };
            assert_eq!(code(facts, &ten, noon()), Err(ErrorCode::SignUpClosed));
        }
        assert_eq!(code(open, &places(None, 0), noon()), Err(ErrorCode::DropIn));
        let unclaimed = SessionFacts {
            elsewhere: true,
            ..open
        };
        assert_eq!(
            code(unclaimed, &ten, noon()),
            Err(ErrorCode::SignUpElsewhere)
        );
        assert_eq!(
            code(unclaimed, &places(None, 0), noon()),
            Err(ErrorCode::SignUpElsewhere)
        );
        let just_before = open.sign_up_until - TimeDelta::microseconds(1);
        assert_eq!(code(open, &ten, just_before), Ok(()));
        assert_eq!(
            code(open, &ten, open.sign_up_until),
            Err(ErrorCode::SignUpClosed)
        );
        assert_eq!(
            code(open, &places(None, 0), open.starts_at),
            Err(ErrorCode::SignUpClosed)
        );
    }

    #[test]
    fn a_full_session_takes_who_waits() {
        let facts = facts(TimeDelta::days(3));
        let admit = |n, or_wait, waiting_list| {
            SessionFacts {
                waiting_list,
                ..facts
            }
            .admit(
                &places(Some(10), 9),
                (n, false),
                or_wait,
                (&Clocks::default(), noon()),
            )
            .map_err(|no| no.code)
        };
        assert_eq!(admit(1, false, false), Ok(Wanted::Enrol));
        assert_eq!(admit(2, true, true), Ok(Wanted::Wait));
        assert_eq!(admit(2, false, true), Err(ErrorCode::SessionFull));
        assert_eq!(admit(2, true, false), Err(ErrorCode::SessionFull));
        assert_eq!(admit(11, true, true), Err(ErrorCode::SessionFull));
    }

    #[test]
    fn a_free_place_that_is_held_says_until_when() {
        let (clocks, facts) = (Clocks::default(), facts(TimeDelta::days(3)));
        let held = Places {
            held_for_newcomers: 1,
            ..places(Some(2), 1)
        };
        let admit = |newcomer, or_wait, waiting_list, now| {
            SessionFacts {
                waiting_list,
                ..facts
            }
            .admit(&held, (1, newcomer), or_wait, (&clocks, now))
        };
        assert_eq!(admit(true, false, true, noon()), Ok(Wanted::Enrol));
        assert_eq!(admit(false, true, true, noon()), Ok(Wanted::Wait));
        for waiting_list in [true, false] {
            let refusal = admit(false, false, waiting_list, noon()).unwrap_err();
            assert_eq!(refusal.code, ErrorCode::PlacesHeld);
            let until = (noon() + TimeDelta::days(1)).to_rfc3339_opts(SecondsFormat::Secs, true);
            assert!(refusal.detail.unwrap().contains(&until));
        }
        assert!(admit(false, true, false, noon()).is_err());
        let opened = noon() + TimeDelta::days(1);
        assert_eq!(admit(false, false, false, opened), Ok(Wanted::Enrol));
    }

    #[test]
    fn held_places_open_two_days_before() {
        let clocks = Clocks::default();
        let facts = facts(TimeDelta::hours(49));
        assert!(!facts.open_to_all(&clocks, noon()));
        assert!(facts.open_to_all(&clocks, noon() + TimeDelta::hours(1)));
    }

    proptest! {
        #[test]
        fn an_offer_never_outlives_sign_up(minutes in 1_i64..20_000) {
            let clocks = Clocks::default();
            let facts = facts(TimeDelta::minutes(minutes));
            let until = facts.offer_until(&clocks, noon());
            prop_assert!(until >= noon());
            prop_assert!(until <= noon() + clocks.offer_for);
            if facts.serves_queue(noon()) {
                prop_assert!(until < facts.deadline());
                prop_assert!(facts.deadline() - until >= until - noon());
            } else {
                prop_assert_eq!(until, noon());
            }
        }
    }

    #[test]
    fn clocks_end_an_entry_without_a_job() {
        let now = noon();
        let (past, later) = (Some(now), Some(now + TimeDelta::seconds(1)));
        assert_eq!(standing(Offered, past, None, now), Expired);
        assert_eq!(standing(Offered, later, None, now), Offered);
        assert_eq!(standing(Enrolled, None, past, now), Expired);
        assert_eq!(standing(Waitlisted, None, later, now), Waitlisted);
        assert_eq!(standing(Cancelled, past, past, now), Cancelled);
        // An accepted offer's old date says nothing.
        assert_eq!(standing(Enrolled, past, None, now), Enrolled);
    }

    #[test]
    fn every_move_from_every_state() {
        let code = |answer: Result<bool, Refusal>| answer.map_err(|no| no.code);
        for state in EnrolmentState::ALL.iter().copied() {
            let accepted = code(may_answer_offer(state, Enrolled));
            let declined = code(may_answer_offer(state, Declined));
            let left = may_leave(state, false).unwrap();
            let left_after = may_leave(state, true).is_ok();
            let promoted = may_promote(state).is_ok();
            let expected = match state {
                Offered => (Ok(true), Ok(true)),
                Enrolled => (Ok(false), Err(ErrorCode::WrongState)),
                Declined => (Err(ErrorCode::WrongState), Ok(false)),
                Expired => (Err(ErrorCode::OfferExpired), Err(ErrorCode::OfferExpired)),
                Waitlisted | Cancelled => (Err(ErrorCode::WrongState), Err(ErrorCode::WrongState)),
            };
            assert_eq!((accepted, declined), expected, "{state}");
            assert_eq!(left, state.is_live(), "{state}");
            assert_eq!(left_after, !state.is_live(), "{state}");
            assert_eq!(promoted, state == Waitlisted, "{state}");
        }
    }
}
