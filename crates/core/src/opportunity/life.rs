//! The life of an opportunity: draft → (`in_review` →) open ⇄ paused → closed.
//!
//! Every move may be asked twice: what is there already stays as it is. A move that no longer fits
//! is refused with the state of now.

use chrono::{DateTime, Utc};
use goesting_types::opportunity::OpportunityState;

use crate::Refusal;

/// A state with what belongs to it, and to no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Being written.
    Draft {
        /// What a facilitator said when giving it back; publishing it passes a review then, whoever
        /// leads it.
        returned_because: Option<String>,
    },
    /// A facilitator looks at it.
    InReview {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// Everybody can find it.
    Open,
    /// Not found by searching.
    Paused {
        /// A facilitator paused it: nobody but its hosts can read it, and opening it again passes
        /// a review.
        hidden: bool,
    },
    /// Over.
    Closed {
        /// Nobody could read it when it was closed, so nobody can now.
        hidden: bool,
    },
}

/// Where an opportunity stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub stage: Stage,
    /// First time it opened.
    pub opened_at: Option<DateTime<Utc>>,
}

/// Whether publishing passes a facilitator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Review {
    /// A facilitator looks first.
    Needed,
    /// It opens at once.
    Waived,
}

/// Who pauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pauser {
    /// One of its hosts: it is out of the search, and its page says that it pauses.
    Host,
    /// A facilitator: it is out of everybody's sight.
    Facilitator,
}

impl Stage {
    /// The state without what belongs to it.
    pub const fn state(&self) -> OpportunityState {
        match self {
            Self::Draft { .. } => OpportunityState::Draft,
            Self::InReview { .. } => OpportunityState::InReview,
            Self::Open => OpportunityState::Open,
            Self::Paused { .. } => OpportunityState::Paused,
            Self::Closed { .. } => OpportunityState::Closed,
        }
    }

    /// Whether nobody but a facilitator brings it into sight: one took it away, gave it back or
    /// still has to look.
    pub const fn is_held(&self) -> bool {
        match self {
            Self::Draft { returned_because } => returned_because.is_some(),
            Self::InReview { .. } => true,
            Self::Open => false,
            Self::Paused { hidden } | Self::Closed { hidden } => *hidden,
        }
    }
}

impl Standing {
    /// A new one.
    pub const fn draft() -> Self {
        Self {
            stage: Stage::Draft {
                returned_because: None,
            },
            opened_at: None,
        }
    }

    /// One that is open from `at`, as imports and the demo make them.
    pub const fn open(at: DateTime<Utc>) -> Self {
        Self {
            stage: Stage::Open,
            opened_at: Some(at),
        }
    }

    /// The state without what belongs to it.
    pub const fn state(&self) -> OpportunityState {
        self.stage.state()
    }

    /// Whether everybody may read it. Searching finds only open ones; one that its host paused, or
    /// that is over, is still there for whoever has its address: people saved it or enrolled.
    pub const fn is_readable(&self) -> bool {
        match self.stage {
            Stage::Open => true,
            Stage::Paused { hidden } | Stage::Closed { hidden } => !hidden,
            Stage::Draft { .. } | Stage::InReview { .. } => false,
        }
    }

    /// Opens a draft or sends it to review; opens what was paused again. Whether it may be
    /// published at all is for [`super::check_publishable`].
    pub fn publish(&self, review: Review, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let review = match &self.stage {
            Stage::Open | Stage::InReview { .. } => return Ok(self.clone()),
            Stage::Closed { .. } => return self.refuse("It is closed; make a new one."),
            held if held.is_held() => Review::Needed,
            Stage::Draft { .. } => review,
            Stage::Paused { .. } => Review::Waived,
        };
        Ok(match review {
            Review::Needed => Self {
                stage: Stage::InReview { since: now },
                opened_at: self.opened_at,
            },
            Review::Waived => self.opened(now),
        })
    }

    /// A facilitator opens it.
    pub fn approve(&self, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self.stage {
            Stage::Open => Ok(self.clone()),
            Stage::InReview { .. } => Ok(self.opened(now)),
            _ => self.refuse("It is not in review."),
        }
    }

    /// A facilitator gives it back.
    pub fn give_back(&self, reason: &str) -> Result<Self, Refusal> {
        match &self.stage {
            Stage::Draft {
                returned_because: Some(told),
            } if told == reason => Ok(self.clone()),
            Stage::InReview { .. } => Ok(Self {
                stage: Stage::Draft {
                    returned_because: Some(reason.to_owned()),
                },
                opened_at: self.opened_at,
            }),
            _ => self.refuse("It is not in review."),
        }
    }

    /// Takes it out of sight. A facilitator's pause outweighs a host's.
    pub fn pause(&self, by: Pauser) -> Result<Self, Refusal> {
        let by_facilitator = by == Pauser::Facilitator;
        match self.stage {
            Stage::Open => Ok(self.at(Stage::Paused {
                hidden: by_facilitator,
            })),
            Stage::Paused { hidden } => Ok(self.at(Stage::Paused {
                hidden: hidden || by_facilitator,
            })),
            _ => self.refuse("Only what is open can pause."),
        }
    }

    /// Ends it; a draft is thrown away like this too.
    #[must_use]
    pub fn close(&self) -> Self {
        match self.stage {
            Stage::Closed { .. } => self.clone(),
            _ => self.at(Stage::Closed {
                hidden: !self.is_readable(),
            }),
        }
    }

    /// Ends it out of everybody's sight, whoever could read it before: who offered it is gone.
    #[must_use]
    pub const fn withdrawn(&self) -> Self {
        self.at(Stage::Closed { hidden: true })
    }

    fn opened(&self, now: DateTime<Utc>) -> Self {
        Self {
            stage: Stage::Open,
            opened_at: self.opened_at.or(Some(now)),
        }
    }

    const fn at(&self, stage: Stage) -> Self {
        Self {
            stage,
            opened_at: self.opened_at,
        }
    }

    fn refuse<T>(&self, detail: &'static str) -> Result<T, Refusal> {
        Err(Refusal::wrong_state(self.state().as_str(), detail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use goesting_types::problem::ErrorCode;
    use proptest::prelude::*;

    #[derive(Debug, Clone)]
    enum Move {
        Publish(Review),
        Approve,
        GiveBack(&'static str),
        Pause(Pauser),
        Close,
    }

    fn go(standing: &Standing, step: &Move, now: DateTime<Utc>) -> Result<Standing, Refusal> {
        match step {
            Move::Publish(review) => standing.publish(*review, now),
            Move::Approve => standing.approve(now),
            Move::GiveBack(reason) => standing.give_back(reason),
            Move::Pause(by) => standing.pause(*by),
            Move::Close => Ok(standing.close()),
        }
    }

    fn a_move() -> impl Strategy<Value = Move> {
        prop_oneof![
            Just(Move::Publish(Review::Needed)),
            Just(Move::Publish(Review::Waived)),
            Just(Move::Approve),
            Just(Move::GiveBack("prijs?")),
            Just(Move::GiveBack("waar?")),
            Just(Move::Pause(Pauser::Host)),
            Just(Move::Pause(Pauser::Facilitator)),
            Just(Move::Close),
        ]
    }

    proptest! {
        #[test]
        fn no_walk_leaves_the_map(steps in prop::collection::vec(a_move(), 0..40)) {
            use OpportunityState::{Closed, Draft, InReview, Open, Paused};
            let mut standing = Standing::draft();
            let mut opened = false;
            let mut held = false;
            for (nr, step) in steps.iter().enumerate() {
                let now = DateTime::from_timestamp(i64::try_from(nr)?, 0).unwrap();
                let (from, was) = (standing.state(), standing.clone());
                match go(&standing, step, now) {
                    Ok(next) => {
                        let map = [
                            (Draft, InReview), (Draft, Open), (Draft, Closed),
                            (InReview, Open), (InReview, Draft), (InReview, Closed),
                            (Open, Paused), (Open, Closed),
                            (Paused, Open), (Paused, InReview), (Paused, Closed),
                        ];
                        prop_assert!(
                            from == next.state() || map.contains(&(from, next.state())),
                            "{from} → {} by {step:?}", next.state()
                        );
                        // The same again changes nothing more.
                        prop_assert_eq!(go(&next, step, now), Ok(next.clone()));
                        standing = next;
                    }
                    Err(refusal) => {
                        prop_assert_eq!(refusal.code, ErrorCode::WrongState);
                        prop_assert_eq!(refusal.state, Some(from.as_str()));
                    }
                }
                opened |= standing.state() == Open;
                prop_assert_eq!(standing.opened_at.is_some(), opened);
                prop_assert!(was.opened_at.is_none() || was.opened_at == standing.opened_at);
                // Nobody reads what never opened, and what is over stays over.
                prop_assert!(opened || !standing.is_readable());
                prop_assert!(from != Closed || standing == was);
                // What a facilitator took away or gave back comes into sight only through one.
                held |= standing.stage == (Stage::Paused { hidden: true })
                    || matches!(step, Move::GiveBack(_)) && from == InReview;
                held &= !(matches!(step, Move::Approve) && from == InReview);
                prop_assert!(!held || !standing.is_readable(), "seen after {step:?}");
            }
        }
    }

    #[test]
    fn what_nobody_offers_any_more_is_read_by_nobody() {
        let now = DateTime::UNIX_EPOCH;
        let open = Standing::open(now);
        for was in [Standing::draft(), open.clone(), open.close()] {
            let gone = was.withdrawn();
            assert_eq!(gone.state(), OpportunityState::Closed);
            assert!(!gone.is_readable() && gone.opened_at == was.opened_at);
            assert_eq!(gone.close(), gone);
            assert!(gone.publish(Review::Waived, now).is_err());
        }
    }

    #[test]
    fn reopening_after_a_facilitators_pause_passes_a_review() {
        let now = DateTime::UNIX_EPOCH;
        let open = Standing::open(now);
        let own = open.pause(Pauser::Host).unwrap();
        assert!(own.is_readable());
        assert_eq!(own.publish(Review::Needed, now), Ok(open.clone()));
        let taken = own.pause(Pauser::Facilitator).unwrap();
        assert!(!taken.is_readable() && !taken.close().is_readable());
        let asked = taken.publish(Review::Waived, now).unwrap();
        assert_eq!(asked.state(), OpportunityState::InReview);
        assert_eq!(asked.approve(now), Ok(open));
        // Giving it back does not open the way around the review.
        let back = asked.give_back("prijs?").unwrap();
        let again = back.publish(Review::Waived, now).unwrap();
        assert_eq!(again.state(), OpportunityState::InReview);
    }
}
