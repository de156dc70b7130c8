//! What waits for the facilitators of an ecosystem.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use goesting_core::ecosystem::covered;
use goesting_core::report::is_overdue;
use goesting_types::actor::{ActorState, ActorSummary};
use goesting_types::ecosystem::ParticipationState;
use goesting_types::ids::{EcosystemId, PersonId};
use goesting_types::moderation::{PendingClaim, PendingReview, Report, ReportState};
use goesting_types::opportunity::{ActorPart, OpportunityState};
use goesting_types::text::LocalizedText;
use serde::Deserialize;

use crate::conn::Conn;
use crate::ecosystem::{LIVE, named};
use crate::key::Key;
use crate::rows::{instant, value, word};
use crate::schema::{
    account, actor, claim, opportunity, opportunity_actor, participation, person, report,
};
use crate::{StoreError, actor::summary};

/// Most of each sort that are shown at once.
pub const MOST: i64 = 100;

/// For which actors an ecosystem answers: the other way round of
/// [`crate::ecosystem::answering_for`].
#[derive(Debug, Clone)]
pub struct Area {
    id: EcosystemId,
    /// Territories it covers.
    mine: BTreeSet<&'static str>,
    /// Territories that any ecosystem covers.
    anybodys: BTreeSet<&'static str>,
}

/// The area of an ecosystem.
pub fn area(conn: &mut Conn, id: EcosystemId) -> Result<Area, StoreError> {
    let named = named(conn)?;
    let own = named.iter().filter(|(whose, _)| *whose == id);
    Ok(Area {
        id,
        mine: covered(own.map(|(_, code)| code.as_str())),
        anybodys: covered(named.iter().map(|(_, code)| code.as_str())),
    })
}

/// Whether the `actor` of a query falls under an [`Area`]: it takes part there; or nowhere, and
/// lives there or where no ecosystem is.
macro_rules! falls_under {
    ($area:expr) => {{
        let live = LIVE.map(ParticipationState::as_str);
        let takes_part = participation::table
            .filter(participation::actor_id.eq(actor::id))
            .filter(participation::state.eq_any(live));
        let here = takes_part
            .clone()
            .filter(participation::ecosystem_id.eq(Key::from($area.id)));
        exists(here).or(not(exists(takes_part)).and(
            actor::territory
                .is_null()
                .or(actor::territory.eq_any($area.mine.iter().copied()))
                .or(actor::territory.ne_all($area.anybodys.iter().copied())),
        ))
    }};
}

/// The part of a stored opportunity that a list shows.
#[derive(Deserialize)]
struct Titled {
    #[serde(default)]
    title: LocalizedText,
}

fn title(content: &str) -> Result<LocalizedText, StoreError> {
    let Titled { title } = value("opportunity content", content)?;
    Ok(title)
}

/// Opportunities in review, longest waiting first.
pub fn reviews(conn: &mut Conn, area: &Area) -> Result<Vec<PendingReview>, StoreError> {
    type Row = (Key, String, Option<NaiveDateTime>, (Key, String, String));
    let rows: Vec<Row> = opportunity::table
        .inner_join(opportunity_actor::table.inner_join(actor::table))
        .filter(opportunity::state.eq(OpportunityState::InReview.as_str()))
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .filter(falls_under!(area))
        .order((opportunity::in_review_since, opportunity::id))
        .limit(MOST)
        .select((
            opportunity::id,
            opportunity::content,
            opportunity::in_review_since,
            (actor::id, actor::kind, actor::name),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, content, since, lead)| {
            let since = since
                .ok_or_else(|| StoreError::corrupt("opportunity", "in review since no time"))?;
            Ok(PendingReview {
                opportunity_id: id.into(),
                title: title(&content)?,
                actor: summary(lead)?,
                since: instant(since),
            })
        })
        .collect()
}

/// How many opportunities in review, open reports and undecided claims there are.
pub fn waiting(conn: &mut Conn, area: &Area) -> Result<(i64, i64, i64), StoreError> {
    let reviews = opportunity::table
        .inner_join(opportunity_actor::table.inner_join(actor::table))
        .filter(opportunity::state.eq(OpportunityState::InReview.as_str()))
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .filter(falls_under!(area))
        .count()
        .get_result(conn)?;
    let reports = report::table
        .inner_join(
            opportunity::table.inner_join(opportunity_actor::table.inner_join(actor::table)),
        )
        .filter(report::state.eq(ReportState::Open.as_str()))
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .filter(falls_under!(area))
        .count()
        .get_result(conn)?;
    let claims = claim::table
        .inner_join(actor::table)
        .filter(claim::decided_at.is_null())
        .filter(falls_under!(area))
        .count()
        .get_result(conn)?;
    Ok((reviews, reports, claims))
}

type ReportRow = (
    Key,
    Key,
    String,
    String,
    NaiveDateTime,
    NaiveDateTime,
    String,
    Option<String>,
    Option<String>,
    bool,
);

macro_rules! report_columns {
    () => {
        (
            report::id,
            report::opportunity_id,
            opportunity::content,
            report::message,
            report::created_at,
            report::due_at,
            report::state,
            report::outcome,
            report::answer,
            report::email
                .is_not_null()
                .or(report::person_id.is_not_null()),
        )
    };
}

fn shown(row: ReportRow, now: DateTime<Utc>) -> Result<Report, StoreError> {
    let (
        id,
        opportunity_id,
        content,
        message,
        created_at,
        due_at,
        state,
        outcome,
        answer,
        answerable,
    ) = row;
    let state = word("report state", &state)?;
    let due_at = instant(due_at);
    Ok(Report {
        id: id.into(),
        opportunity_id: opportunity_id.into(),
        title: title(&content)?,
        message,
        created_at: instant(created_at),
        due_at,
        overdue: is_overdue(state, due_at, now),
        answerable,
        state,
        outcome: outcome
            .map(|outcome| word("report outcome", &outcome))
            .transpose()?,
        answer,
    })
}

/// Reports: open ones first, the first due first; then answered ones, the latest answer first.
pub fn reports(
    conn: &mut Conn,
    area: &Area,
    now: DateTime<Utc>,
) -> Result<Vec<Report>, StoreError> {
    let mut rows: Vec<ReportRow> = report::table
        .inner_join(
            opportunity::table.inner_join(opportunity_actor::table.inner_join(actor::table)),
        )
        .filter(report::state.eq(ReportState::Open.as_str()))
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .filter(falls_under!(area))
        .order((report::due_at, report::id))
        .limit(MOST)
        .select(report_columns!())
        .load(conn)?;
    let room = MOST.saturating_sub(i64::try_from(rows.len()).unwrap_or(MOST));
    let answered: Vec<ReportRow> = report::table
        .inner_join(
            opportunity::table.inner_join(opportunity_actor::table.inner_join(actor::table)),
        )
        .filter(report::state.eq(ReportState::Resolved.as_str()))
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .filter(falls_under!(area))
        .order((report::resolved_at.desc(), report::id.desc()))
        .limit(room)
        .select(report_columns!())
        .load(conn)?;
    rows.extend(answered);
    rows.into_iter().map(|row| shown(row, now)).collect()
}

/// One report, as facilitators see it.
pub fn report(
    conn: &mut Conn,
    id: goesting_types::ids::ReportId,
    now: DateTime<Utc>,
) -> Result<Report, StoreError> {
    let row: ReportRow = report::table
        .inner_join(opportunity::table)
        .filter(report::id.eq(Key::from(id)))
        .select(report_columns!())
        .get_result(conn)?;
    shown(row, now)
}

/// Actors that take part in an ecosystem and that nobody answers for, by name.
pub fn without_steward(conn: &mut Conn, id: EcosystemId) -> Result<Vec<ActorSummary>, StoreError> {
    let live = LIVE.map(ParticipationState::as_str);
    let rows: Vec<(Key, String, String)> = participation::table
        .inner_join(actor::table)
        .filter(participation::ecosystem_id.eq(Key::from(id)))
        .filter(participation::state.eq_any(live))
        .filter(actor::state.eq(ActorState::Unclaimed.as_str()))
        .order((actor::name_key, actor::id))
        .limit(MOST)
        .select((actor::id, actor::kind, actor::name))
        .load(conn)?;
    rows.into_iter().map(summary).collect()
}

/// Claims that wait, longest first, each with who asks.
pub fn claims(conn: &mut Conn, area: &Area) -> Result<Vec<(PersonId, PendingClaim)>, StoreError> {
    type Row = (
        Key,
        Key,
        String,
        String,
        String,
        NaiveDateTime,
        (Key, String, String),
    );
    let rows: Vec<Row> = claim::table
        .inner_join(actor::table)
        .inner_join(person::table)
        .inner_join(account::table.on(account::person_id.eq(claim::person_id)))
        .filter(claim::decided_at.is_null())
        .filter(falls_under!(area))
        .order((claim::asked_at, claim::id))
        .limit(MOST)
        .select((
            claim::id,
            claim::person_id,
            person::first_name,
            account::email,
            claim::message,
            claim::asked_at,
            (actor::id, actor::kind, actor::name),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, who, first_name, email, message, asked_at, about)| {
            let claim = PendingClaim {
                id: id.into(),
                actor: summary(about)?,
                first_name,
                email,
                message,
                asked_at: instant(asked_at),
            };
            Ok((who.into(), claim))
        })
        .collect()
}
