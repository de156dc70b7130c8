//! Where an opportunity stands: where its sources say, unless people here moved it.

use chrono::{DateTime, Utc};
use goesting_types::opportunity::{OpeningHours, OpportunityState};

use crate::import::model::ImportedOpportunity;
use crate::opportunity::{Stage, Standing};
use crate::time::civil::today;

/// Where it stands after a document was read: where the source says, unless people here moved it
/// since. What a facilitator took out of sight stays there.
///
/// `base` is the document as last read with the time of that reading; without it nothing is known
/// of what people did, and it stays.
#[must_use]
pub fn standing_after(
    base: Option<(&ImportedOpportunity, DateTime<Utc>)>,
    ours: &Standing,
    theirs: &ImportedOpportunity,
    now: DateTime<Utc>,
) -> Standing {
    let Some((base, read_at)) = base else {
        return ours.clone();
    };
    let state = ours.state();
    // Closed because its time was over is the source's doing too.
    let as_the_source_left_it = state == base.state_at(read_at) || state == base.state_at(now);
    if ours.stage.is_held() || !as_the_source_left_it {
        return ours.clone();
    }
    standing_at(theirs, Some(ours), now)
}

/// What to remember of where it stood when its last source takes it back and it closes: nothing
/// when somebody here ended it or took it out of sight, for then no source opens it again.
#[must_use]
pub const fn withdrawable(standing: &Standing) -> Option<OpportunityState> {
    match standing.stage {
        Stage::Draft { .. } => Some(OpportunityState::Draft),
        Stage::Open => Some(OpportunityState::Open),
        Stage::Paused { hidden: false } => Some(OpportunityState::Paused),
        Stage::Paused { hidden: true } | Stage::Closed { .. } | Stage::InReview { .. } => None,
    }
}

/// Where it stood before its last source took it back, from what [`withdrawable`] remembered.
#[must_use]
pub fn before_withdrawal(now: &Standing, stood: OpportunityState) -> Standing {
    Standing {
        stage: match stood {
            OpportunityState::Open => Stage::Open,
            OpportunityState::Paused => Stage::Paused { hidden: false },
            OpportunityState::Draft | OpportunityState::InReview => Stage::Draft {
                returned_because: None,
            },
            OpportunityState::Closed => return now.clone(),
        },
        opened_at: now.opened_at,
    }
}

/// Whether an open one is over: its sources say so, nothing of it is still to come, and no door
/// stands open any longer than they said. `over_at` is when all of its sources are over; none for
/// what is permanent or made here.
#[must_use]
pub fn is_over(
    over_at: Option<DateTime<Utc>>,
    hours: Option<&OpeningHours>,
    comes: bool,
    now: DateTime<Utc>,
) -> bool {
    let shut = hours.is_none_or(|hours| hours.until.is_some_and(|until| until < today(now)));
    over_at.is_some_and(|over| over <= now) && !comes && shut
}

/// When the last of these sources is over; never when one of them does not end.
#[must_use]
pub fn over_at<'a>(
    sources: impl Iterator<Item = &'a ImportedOpportunity>,
) -> Option<DateTime<Utc>> {
    sources
        .map(|source| source.over_at)
        .reduce(|one, other| Some(one?.max(other?)))
        .flatten()
}

/// Where the source says it stands.
#[must_use]
pub fn standing_at(
    theirs: &ImportedOpportunity,
    ours: Option<&Standing>,
    now: DateTime<Utc>,
) -> Standing {
    let says = theirs.state_at(now);
    if let Some(ours) = ours.filter(|ours| ours.state() == says) {
        return ours.clone();
    }
    let stage = match says {
        OpportunityState::Open => Stage::Open,
        OpportunityState::Paused => Stage::Paused { hidden: false },
        OpportunityState::Closed => Stage::Closed { hidden: false },
        OpportunityState::Draft | OpportunityState::InReview => Stage::Draft {
            returned_because: None,
        },
    };
    let opened_before = ours.and_then(|ours| ours.opened_at);
    let opens = (says == OpportunityState::Open).then_some(now);
    Standing {
        stage,
        opened_at: opened_before.or(opens),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::merging::tests::{now, read};
    use serde_json::json;

    #[test]
    fn the_source_decides_where_it_stands_until_we_do() {
        let base = read(&[]);
        let longer = read(&[("subEvent", json!([{"startDate": "2026-05-01T18:00:00Z"}]))]);
        let read_at = now();
        let later: DateTime<Utc> = "2026-04-01T12:00:00Z".parse().unwrap();
        let open = Standing::open(read_at);
        let at = |stage: Stage| Standing {
            stage,
            opened_at: Some(read_at),
        };
        let after = |ours: &Standing| standing_after(Some((&base, read_at)), ours, &longer, later);
        assert_eq!(after(&open), open);
        let over = at(Stage::Closed { hidden: false });
        assert_eq!(after(&over), open, "it was over, and now has a new date");
        for ours in [
            at(Stage::Paused { hidden: false }),
            at(Stage::Paused { hidden: true }),
            at(Stage::Closed { hidden: true }),
            at(Stage::InReview { since: read_at }),
            at(Stage::Draft {
                returned_because: Some("prijs?".to_owned()),
            }),
        ] {
            assert_eq!(after(&ours), ours, "somebody here moved it");
        }
        let early = standing_after(Some((&base, read_at)), &over, &longer, read_at);
        assert_eq!(
            early, over,
            "somebody here closed it before its time was over"
        );
        assert_eq!(standing_after(None, &open, &base, later), open);
        assert_eq!(
            standing_at(&base, None, later).state(),
            OpportunityState::Closed
        );
        assert_eq!(standing_at(&base, None, read_at), open);
    }

    #[test]
    fn a_facilitators_pause_outlasts_the_sources() {
        let permanent = |status: &str| {
            read(&[
                ("calendarType", json!("permanent")),
                ("status", json!({"type": status})),
            ])
        };
        let hidden = Standing {
            stage: Stage::Paused { hidden: true },
            opened_at: None,
        };
        let base = permanent("TemporarilyUnavailable");
        let theirs = permanent("Available");
        let after = |ours: &Standing| standing_after(Some((&base, now())), ours, &theirs, now());
        assert_eq!(after(&hidden), hidden);
        let paused = Standing {
            stage: Stage::Paused { hidden: false },
            opened_at: None,
        };
        assert_eq!(after(&paused).state(), OpportunityState::Open);
    }
}
