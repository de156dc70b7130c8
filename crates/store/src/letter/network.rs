//! What letters to stewards and facilitators tell.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_types::actor::ActorState;
use goesting_types::ecosystem::ParticipationState;
use goesting_types::ids::{
    ActorId, ClaimId, EcosystemId, OpportunityId, ParticipationId, ReportId,
};
use goesting_types::opportunity::OpportunityContent;
use goesting_types::text::LocalizedText;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{instant, value, word};
use crate::schema::{
    actor, claim, ecosystem, opportunity, opportunity_actor, participation, participation_step,
    report,
};

/// A participation: who, and in what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipationFacts {
    /// The actor's name.
    pub actor: String,
    /// The ecosystem.
    pub ecosystem_id: EcosystemId,
    /// Its name.
    pub ecosystem: String,
    /// How it stands.
    pub state: ParticipationState,
    /// The reason that came with the last step.
    pub reason: Option<String>,
}

/// A participation.
pub fn participation_facts(
    conn: &mut Conn,
    id: ParticipationId,
) -> Result<Option<ParticipationFacts>, StoreError> {
    let row: Option<(String, Key, String, String, Option<String>)> = participation::table
        .inner_join(actor::table)
        .inner_join(ecosystem::table)
        .inner_join(participation_step::table)
        .filter(participation::id.eq(Key::from(id)))
        .order(participation_step::id.desc())
        .select((
            actor::name,
            ecosystem::id,
            ecosystem::name,
            participation::state,
            participation_step::reason,
        ))
        .first(conn)
        .optional()?;
    row.map(|(actor, ecosystem_id, ecosystem, state, reason)| {
        Ok(ParticipationFacts {
            actor,
            ecosystem_id: ecosystem_id.into(),
            ecosystem,
            state: word("participation state", &state)?,
            reason,
        })
    })
    .transpose()
}

/// Name of an actor that was asked to share an opportunity and did not answer yet.
pub fn asked_to_share(
    conn: &mut Conn,
    id: OpportunityId,
    asked: ActorId,
) -> Result<Option<String>, StoreError> {
    Ok(opportunity_actor::table
        .inner_join(actor::table)
        .filter(opportunity_actor::opportunity_id.eq(Key::from(id)))
        .filter(opportunity_actor::actor_id.eq(Key::from(asked)))
        .filter(opportunity_actor::accepted_at.is_null())
        .select(actor::name)
        .get_result(conn)
        .optional()?)
}

/// Name of an actor, while nobody answers for it.
pub fn without_steward(conn: &mut Conn, id: ActorId) -> Result<Option<String>, StoreError> {
    Ok(actor::table
        .find(Key::from(id))
        .filter(actor::state.eq(ActorState::Unclaimed.as_str()))
        .select(actor::name)
        .get_result(conn)
        .optional()?)
}

/// A claim to act for an actor, and what was decided. Who claims is no matter for mails: those who
/// decide read it at their desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimFacts {
    /// Which actor.
    pub actor_id: ActorId,
    /// Its name.
    pub actor: String,
    /// What was decided, if anything.
    pub granted: Option<bool>,
    /// Why not.
    pub reason: Option<String>,
}

/// A claim.
pub fn claim_facts(conn: &mut Conn, id: ClaimId) -> Result<Option<ClaimFacts>, StoreError> {
    let row: Option<(Key, String, Option<bool>, Option<String>)> = claim::table
        .inner_join(actor::table)
        .filter(claim::id.eq(Key::from(id)))
        .select((actor::id, actor::name, claim::granted, claim::reason))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(actor_id, actor, granted, reason)| ClaimFacts {
        actor_id: actor_id.into(),
        actor,
        granted,
        reason,
    }))
}

/// A report, for those who look at it and for who sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFacts {
    /// About which opportunity.
    pub opportunity_id: OpportunityId,
    /// Its title.
    pub title: LocalizedText,
    /// When an answer is due.
    pub due_at: DateTime<Utc>,
    /// The answer, once there is one.
    pub answer: Option<String>,
}

/// A report.
pub fn report_facts(conn: &mut Conn, id: ReportId) -> Result<Option<ReportFacts>, StoreError> {
    let row: Option<(Key, String, NaiveDateTime, Option<String>)> = report::table
        .inner_join(opportunity::table)
        .filter(report::id.eq(Key::from(id)))
        .select((
            opportunity::id,
            opportunity::content,
            report::due_at,
            report::answer,
        ))
        .get_result(conn)
        .optional()?;
    row.map(|(opportunity_id, content, due_at, answer)| {
        let content: OpportunityContent = value("opportunity", &content)?;
        Ok(ReportFacts {
            opportunity_id: opportunity_id.into(),
            title: content.title,
            due_at: instant(due_at),
            answer,
        })
    })
    .transpose()
}
