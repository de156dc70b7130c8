//! How an actor joins, pauses and leaves an ecosystem (S26).
//!
//! ```text
//!             asks                    facilitator accepts
//!  (none) ───────────▶ requested ──────────────────────────┐
//!     │                                                    ▼        pause
//!     └──────────────▶ invited ───────────────────────▶ active ⇄ paused
//!           invites             steward accepts            resume
//! ```
//! Everything can end in `left`: a request withdrawn or declined, an invitation turned down or taken
//! back, a goodbye. Who left may ask, or be asked, again. When one side asks while the other already
//! had, both said yes: the actor takes part.
//!
//! Only an active actor publishes. A pause or a goodbye takes that right away and nothing else:
//! what is open stays open, and people keep the places they have.

use goesting_types::ecosystem::{ParticipationMove, ParticipationState};
use goesting_types::problem::ErrorCode;

use crate::texts::paragraphs;
use crate::{Check, Refusal};

use ParticipationMove::{Accept, Leave, Pause, Resume};
use ParticipationState::{Active, Invited, Left, Paused, Requested};

/// For which side somebody speaks; one person may speak for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    /// For the actor.
    pub steward: bool,
    /// For the ecosystem.
    pub facilitator: bool,
}

/// How it stands after a steward asks to join or a facilitator invites. Asking again changes
/// nothing.
#[must_use]
pub const fn opened(now: Option<ParticipationState>, by: Sides) -> ParticipationState {
    match (now, by.steward, by.facilitator) {
        (Some(Paused), ..) => Paused,
        (Some(Active), ..)
        | (Some(Invited), true, _)
        | (Some(Requested), _, true)
        | (_, true, true) => Active,
        (_, true, false) => Requested,
        (_, false, _) => Invited,
    }
}

/// How it stands after a step. A step that was taken already changes nothing; one that does not fit
/// is refused with the state it has now; one that is the other side's to take is forbidden.
pub fn moved(
    now: ParticipationState,
    step: ParticipationMove,
    by: Sides,
) -> Result<ParticipationState, Refusal> {
    match (step, now) {
        (Accept | Resume, Active) | (Pause, Paused) | (Leave, Left) => Ok(now),
        (Accept, Requested) if by.facilitator => Ok(Active),
        (Accept, Requested) => Err(not_yours("A facilitator answers a request to join.")),
        (Accept, Invited) | (Resume, Paused) if by.steward => Ok(Active),
        (Accept, Invited) => Err(not_yours("A steward of the actor answers an invitation.")),
        (Pause, Active) if by.steward => Ok(Paused),
        (Pause, Active) | (Resume, Paused) => Err(not_yours(
            "A break is for the actor itself to take and to end.",
        )),
        (Leave, Requested | Invited | Active | Paused) => Ok(Left),
        (Accept, Paused | Left) | (Pause | Resume, Requested | Invited | Left) => Err(
            Refusal::wrong_state(now.as_str(), "This step does not fit how it stands now."),
        ),
    }
}

/// The reason that goes with a step. A facilitator who turns a request down or ends a participation
/// owes the actor one; nobody else needs any, and what they wrote is not kept.
pub fn owed_reason(
    now: ParticipationState,
    step: ParticipationMove,
    by: Sides,
    written: Option<&str>,
) -> Result<Option<String>, Refusal> {
    let owed = matches!((step, now), (Leave, Requested | Active | Paused))
        && by.facilitator
        && !by.steward;
    if !owed {
        return Ok(None);
    }
    let reason = paragraphs(written.unwrap_or_default());
    let mut check = Check::default();
    check.text("/reason", &reason, 5, 1000);
    check.finish()?;
    Ok(Some(reason))
}

fn not_yours(detail: &'static str) -> Refusal {
    Refusal::new(ErrorCode::Forbidden, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STEWARD: Sides = Sides {
        steward: true,
        facilitator: false,
    };
    const FACILITATOR: Sides = Sides {
        steward: false,
        facilitator: true,
    };
    const BOTH: Sides = Sides {
        steward: true,
        facilitator: true,
    };

    #[test]
    fn the_way_in_takes_a_yes_of_each_side() {
        assert_eq!(opened(None, STEWARD), Requested);
        assert_eq!(opened(None, FACILITATOR), Invited);
        assert_eq!(opened(Some(Left), STEWARD), Requested);
        assert_eq!(opened(Some(Left), FACILITATOR), Invited);
        assert_eq!(opened(Some(Requested), FACILITATOR), Active);
        assert_eq!(opened(Some(Invited), STEWARD), Active);
        assert_eq!(opened(None, BOTH), Active);
        assert_eq!(opened(Some(Paused), FACILITATOR), Paused);
    }

    #[test]
    fn nobody_answers_for_the_other_side() {
        for (now, wrong) in [(Requested, STEWARD), (Invited, FACILITATOR)] {
            let refusal = moved(now, Accept, wrong).unwrap_err();
            assert_eq!(refusal.code, ErrorCode::Forbidden);
            assert_eq!(moved(now, Accept, BOTH), Ok(Active));
            assert_eq!(moved(now, Leave, wrong), Ok(Left));
        }
        assert!(moved(Active, Pause, FACILITATOR).is_err());
        assert!(moved(Paused, Resume, FACILITATOR).is_err());
    }

    #[test]
    fn only_a_facilitator_who_parts_owes_a_reason() {
        let owed = |now, step, by, why| owed_reason(now, step, by, why);
        for now in [Requested, Active, Paused] {
            assert!(owed(now, Leave, FACILITATOR, None).is_err(), "{now}");
            assert!(owed(now, Leave, FACILITATOR, Some(" nee ")).is_err());
            let reason = owed(now, Leave, FACILITATOR, Some(" Bel ons even. "));
            assert_eq!(reason, Ok(Some("Bel ons even.".to_owned())));
            for by in [STEWARD, BOTH] {
                assert_eq!(owed(now, Leave, by, Some("Geen tijd meer.")), Ok(None));
            }
        }
        assert_eq!(owed(Invited, Leave, FACILITATOR, None), Ok(None));
        assert_eq!(owed(Left, Leave, FACILITATOR, None), Ok(None));
        assert_eq!(owed(Requested, Accept, FACILITATOR, None), Ok(None));
    }

    #[test]
    fn a_step_that_does_not_fit_says_how_it_stands() {
        for (now, step) in [
            (Requested, Pause),
            (Invited, Resume),
            (Left, Accept),
            (Left, Resume),
            (Paused, Accept),
        ] {
            let refusal = moved(now, step, BOTH).unwrap_err();
            assert_eq!(refusal.code, ErrorCode::WrongState, "{now} {step}");
            assert_eq!(refusal.state, Some(now.as_str()));
        }
    }

    #[derive(Debug, Clone, Copy)]
    enum Deed {
        Open(Sides),
        Step(ParticipationMove, Sides),
    }

    fn deed() -> impl Strategy<Value = Deed> {
        let sides = prop::sample::select(vec![STEWARD, FACILITATOR]);
        let step = prop::sample::select(ParticipationMove::ALL);
        prop_oneof![
            sides.clone().prop_map(Deed::Open),
            (step, sides).prop_map(|(step, by)| Deed::Step(step, by)),
        ]
    }

    proptest! {
        /// Whatever is tried, in whatever order: nobody takes part without a yes of both sides
        /// since the last goodbye, and taking the same step twice is taking it once.
        #[test]
        fn no_way_leads_in_without_both(deeds in prop::collection::vec(deed(), 0..24)) {
            let mut now: Option<ParticipationState> = None;
            let (mut steward, mut facilitator) = (false, false);
            for deed in deeds {
                let before = now;
                let (by, after) = match deed {
                    Deed::Open(by) => (by, Some(opened(now, by))),
                    Deed::Step(step, by) => match now.map(|state| moved(state, step, by)) {
                        Some(Ok(state)) => {
                            prop_assert_eq!(moved(state, step, by), Ok(state), "twice is once");
                            (by, Some(state))
                        }
                        _ => (by, now),
                    },
                };
                if after != before {
                    if matches!(before, None | Some(Left)) {
                        (steward, facilitator) = (false, false);
                    }
                    if after != Some(Left) {
                        steward |= by.steward;
                        facilitator |= by.facilitator;
                    }
                }
                now = after;
                if matches!(now, Some(Active | Paused)) {
                    prop_assert!(steward && facilitator);
                }
                if let Deed::Open(by) = deed {
                    prop_assert_eq!(now.map(|state| opened(Some(state), by)), now);
                }
            }
        }
    }
}
