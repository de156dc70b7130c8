//! The row of an opportunity.

use chrono::NaiveDateTime;
use goesting_core::opportunity::{Opportunity, Stage, Standing};
use goesting_types::opportunity::OpportunityState;

use crate::StoreError;
use crate::key::Key;
use crate::rows::{instant, stamp, value, word};
use crate::schema::opportunity;

#[derive(diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = opportunity)]
pub(super) struct Columns {
    id: Key,
    state: String,
    content: String,
    version: i64,
    revision: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
    opened_at: Option<NaiveDateTime>,
    in_review_since: Option<NaiveDateTime>,
    returned_because: Option<String>,
    hidden: bool,
}

/// Where an opportunity stands, as columns.
pub(super) struct StandingColumns {
    pub(super) state: &'static str,
    pub(super) opened_at: Option<NaiveDateTime>,
    pub(super) in_review_since: Option<NaiveDateTime>,
    pub(super) returned_because: Option<String>,
    pub(super) hidden: bool,
}

impl StandingColumns {
    pub(super) fn of(standing: &Standing) -> Self {
        let Standing { stage, opened_at } = standing;
        let mut columns = Self {
            state: stage.state().as_str(),
            opened_at: opened_at.map(stamp),
            in_review_since: None,
            returned_because: None,
            hidden: false,
        };
        match stage {
            Stage::Draft { returned_because } => {
                columns.returned_because.clone_from(returned_because);
            }
            Stage::InReview { since } => columns.in_review_since = Some(stamp(*since)),
            Stage::Open => {}
            Stage::Paused { hidden } | Stage::Closed { hidden } => columns.hidden = *hidden,
        }
        columns
    }
}

/// What [`Standing::is_readable`] says, from the columns alone.
pub(super) const fn is_readable(state: OpportunityState, hidden: bool) -> bool {
    match state {
        OpportunityState::Open => true,
        OpportunityState::Paused | OpportunityState::Closed => !hidden,
        OpportunityState::Draft | OpportunityState::InReview => false,
    }
}

impl TryFrom<Columns> for Opportunity {
    type Error = StoreError;

    fn try_from(row: Columns) -> Result<Self, StoreError> {
        let Columns {
            id,
            state,
            content,
            version,
            revision,
            created_at,
            updated_at,
            opened_at,
            in_review_since,
            returned_because,
            hidden,
        } = row;
        let stage = match word("opportunity state", &state)? {
            OpportunityState::Draft => Stage::Draft { returned_because },
            OpportunityState::InReview => Stage::InReview {
                since: in_review_since
                    .map(instant)
                    .ok_or_else(|| StoreError::corrupt("review", "no date"))?,
            },
            OpportunityState::Open => Stage::Open,
            OpportunityState::Paused => Stage::Paused { hidden },
            OpportunityState::Closed => Stage::Closed { hidden },
        };
        Ok(Self {
            id: id.into(),
            standing: Standing {
                stage,
                opened_at: opened_at.map(instant),
            },
            content: value("opportunity", &content)?,
            version,
            revision,
            created_at: instant(created_at),
            updated_at: instant(updated_at),
        })
    }
}
