//! Letters to those who make the offer.

use goesting_core::time::Zone;
use goesting_i18n::{format, msg};
use goesting_store::{Conn, letter as facts};
use goesting_types::ecosystem::ParticipationState;
use goesting_types::ids::{
    ActorId, ClaimId, InvitationId, OpportunityId, ParticipationId, ReportId,
};
use goesting_types::opportunity::OpportunityState;

use super::{Desk, Mail};
use crate::error::ApiResult;

/// Act for an actor.
pub(super) fn invitation(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: InvitationId,
    token: &str,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::invitation_facts(conn, id)? else {
        return Ok(None);
    };
    let inviter = facts.inviter.as_deref().unwrap_or(&facts.actor);
    let mut sheet = desk.sheet_for_address(conn)?;
    sheet
        .say(&msg!(
            mails.invitation.text,
            inviter = inviter,
            actor = facts.actor.as_str()
        ))
        .button(
            &msg!(mails.invitation.button),
            desk.page(&format!("/invitation?token={token}")),
        );
    let subject = msg!(
        mails.invitation.subject,
        inviter = inviter,
        actor = facts.actor.as_str()
    );
    sheet.close(conn, &subject, None)
}

/// To stewards: their actor is asked to share an opportunity.
pub(super) fn share_asked(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: OpportunityId,
    asked: ActorId,
) -> ApiResult<Option<Mail>> {
    let Some(partner) = facts::asked_to_share(conn, id, asked)? else {
        return Ok(None);
    };
    let Some(facts) = facts::opportunity_facts(conn, id)? else {
        return Ok(None);
    };
    if facts.state == OpportunityState::Closed {
        return Ok(None);
    }
    let mut sheet = desk.sheet_for_address(conn)?;
    let (actor, title) = (facts.lead.as_str(), sheet.text(&facts.title));
    sheet
        .say(&msg!(
            mails.co_owner.text,
            actor = actor,
            partner = partner,
            title = title.as_str()
        ))
        .button(
            &msg!(mails.co_owner.button),
            desk.page(&format!("/partner/opportunities/{id}")),
        );
    let subject = msg!(mails.co_owner.subject, actor = actor, title = title);
    sheet.close(conn, &subject, Some(id))
}

/// To facilitators: an opportunity waits to be looked at.
pub(super) fn review_requested(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: OpportunityId,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::opportunity_facts(conn, id)? else {
        return Ok(None);
    };
    if facts.state != OpportunityState::InReview {
        return Ok(None);
    }
    let mut sheet = desk.sheet_for_address(conn)?;
    let title = sheet.text(&facts.title);
    sheet
        .say(&msg!(
            mails.review_requested.text,
            actor = facts.lead.as_str(),
            title = title.as_str()
        ))
        .button(
            &msg!(mails.review_requested.button),
            desk.page(&format!("/facilitator/opportunities/{id}")),
        );
    let subject = msg!(mails.review_requested.subject, title = title);
    sheet.close(conn, &subject, Some(id))
}

/// A facilitator opened it.
pub(super) fn approved(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: OpportunityId,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::opportunity_facts(conn, id)? else {
        return Ok(None);
    };
    let mut sheet = desk.sheet_for_address(conn)?;
    let title = sheet.text(&facts.title);
    sheet
        .say(&msg!(mails.review_approved.text, title = title.as_str()))
        .button(
            &msg!(mails.review_approved.button, title = title.as_str()),
            desk.opportunity(id),
        );
    sheet.close(
        conn,
        &msg!(mails.review_approved.subject, title = title),
        Some(id),
    )
}

/// A facilitator gave it back.
pub(super) fn returned(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: OpportunityId,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::opportunity_facts(conn, id)? else {
        return Ok(None);
    };
    let Some(reason) = facts.returned_because else {
        return Ok(None);
    };
    let mut sheet = desk.sheet_for_address(conn)?;
    let title = sheet.text(&facts.title);
    sheet
        .say(&msg!(
            mails.review_returned.text,
            title = title.as_str(),
            reason = reason
        ))
        .button(
            &msg!(mails.review_returned.button),
            desk.page(&format!("/partner/opportunities/{id}")),
        );
    sheet.close(
        conn,
        &msg!(mails.review_returned.subject, title = title),
        Some(id),
    )
}

/// A report was answered.
pub(super) fn report_answered(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: ReportId,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::report_facts(conn, id)? else {
        return Ok(None);
    };
    let Some(answer) = facts.answer else {
        return Ok(None);
    };
    let mut sheet = desk.sheet_for_address(conn)?;
    let title = sheet.text(&facts.title);
    sheet.say(&msg!(
        mails.report_answered.text,
        title = title,
        answer = answer
    ));
    sheet.close(
        conn,
        &msg!(mails.report_answered.subject),
        Some(facts.opportunity_id),
    )
}

/// To facilitators: an actor asks to join.
pub(super) fn participation_requested(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: ParticipationId,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::participation_facts(conn, id)? else {
        return Ok(None);
    };
    let (actor, ecosystem) = (facts.actor.as_str(), facts.ecosystem.as_str());
    let mut sheet = desk.sheet_for_address(conn)?;
    sheet
        .say(&msg!(
            mails.participation_requested.text,
            actor = actor,
            ecosystem = ecosystem
        ))
        .button(
            &msg!(mails.participation_requested.button),
            desk.page("/facilitator"),
        );
    sheet.close(
        conn,
        &msg!(mails.participation_requested.subject, actor = actor),
        None,
    )
}

/// To stewards: a facilitator invites the actor.
pub(super) fn participation_invited(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: ParticipationId,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::participation_facts(conn, id)? else {
        return Ok(None);
    };
    let (actor, ecosystem) = (facts.actor.as_str(), facts.ecosystem.as_str());
    let mut sheet = desk.sheet_for_address(conn)?;
    sheet
        .say(&msg!(
            mails.participation_invited.text,
            actor = actor,
            ecosystem = ecosystem
        ))
        .button(
            &msg!(mails.participation_invited.button),
            desk.page(&format!("/ecosystems/{}", facts.ecosystem_id)),
        );
    let subject = msg!(
        mails.participation_invited.subject,
        actor = actor,
        ecosystem = ecosystem
    );
    sheet.close(conn, &subject, None)
}

/// To stewards: the actor takes part now.
pub(super) fn participation_accepted(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: ParticipationId,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::participation_facts(conn, id)? else {
        return Ok(None);
    };
    let mut sheet = desk.sheet_for_address(conn)?;
    sheet
        .say(&msg!(
            mails.participation_accepted.text,
            actor = facts.actor.as_str(),
            ecosystem = facts.ecosystem.as_str()
        ))
        .button(
            &msg!(mails.participation_accepted.button),
            desk.page("/partner"),
        );
    let subject = msg!(
        mails.participation_accepted.subject,
        ecosystem = facts.ecosystem.as_str()
    );
    sheet.close(conn, &subject, None)
}

/// To stewards: a facilitator turned the request down, or ended the participation.
pub(super) fn participation_ended(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: ParticipationId,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::participation_facts(conn, id)? else {
        return Ok(None);
    };
    let (ParticipationState::Left, Some(reason)) = (facts.state, facts.reason) else {
        return Ok(None);
    };
    let (actor, ecosystem) = (facts.actor.as_str(), facts.ecosystem.as_str());
    let mut sheet = desk.sheet_for_address(conn)?;
    sheet
        .say(&msg!(
            mails.participation_ended.text,
            actor = actor,
            ecosystem = ecosystem,
            reason = reason
        ))
        .button(
            &msg!(mails.participation_ended.button, ecosystem = ecosystem),
            desk.page(&format!("/ecosystems/{}", facts.ecosystem_id)),
        );
    let subject = msg!(
        mails.participation_ended.subject,
        actor = actor,
        ecosystem = ecosystem
    );
    sheet.close(conn, &subject, None)
}

/// To facilitators: somebody says they act for an actor.
pub(super) fn claim_requested(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: ClaimId,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::claim_facts(conn, id)? else {
        return Ok(None);
    };
    let (name, actor) = (facts.first_name.as_str(), facts.actor.as_str());
    let mut sheet = desk.sheet_for_address(conn)?;
    sheet
        .say(&msg!(
            mails.claim_requested.text,
            name = name,
            actor = actor
        ))
        .button(
            &msg!(mails.participation_requested.button),
            desk.page("/facilitator"),
        );
    sheet.close(
        conn,
        &msg!(mails.claim_requested.subject, actor = actor),
        None,
    )
}

/// To who claimed an actor: granted, or refused with a reason.
pub(super) fn claim_decided(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: ClaimId,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::claim_facts(conn, id)? else {
        return Ok(None);
    };
    let actor = facts.actor.as_str();
    let mut sheet = desk.sheet_for_address(conn)?;
    let subject = match facts.granted {
        None => return Ok(None),
        Some(true) => {
            sheet
                .say(&msg!(mails.claim_granted.text, actor = actor))
                .button(
                    &msg!(mails.claim_granted.button, actor = actor),
                    desk.page("/partner"),
                );
            msg!(mails.claim_granted.subject, actor = actor)
        }
        Some(false) => {
            let reason = facts.reason.unwrap_or_default();
            sheet.say(&msg!(
                mails.claim_refused.text,
                actor = actor,
                reason = reason
            ));
            msg!(mails.claim_refused.subject, actor = actor)
        }
    };
    sheet.close(conn, &subject, None)
}

/// To facilitators: something is not right with an opportunity.
pub(super) fn report_received(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: ReportId,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::report_facts(conn, id)? else {
        return Ok(None);
    };
    let mut sheet = desk.sheet_for_address(conn)?;
    let title = sheet.text(&facts.title);
    let until = format::date_and_time(sheet.lang, Zone::BRUSSELS.local(facts.due_at));
    sheet
        .say(&msg!(
            mails.report_received.text,
            title = title.as_str(),
            until = until
        ))
        .button(
            &msg!(mails.report_received.button),
            desk.page("/facilitator"),
        );
    let subject = msg!(mails.report_received.subject, title = title);
    sheet.close(conn, &subject, Some(facts.opportunity_id))
}

/// To stewards: a facilitator paused the opportunity after a report.
pub(super) fn paused_after_report(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: ReportId,
) -> ApiResult<Option<Mail>> {
    let Some(facts) = facts::report_facts(conn, id)? else {
        return Ok(None);
    };
    let about = facts.opportunity_id;
    let mut sheet = desk.sheet_for_address(conn)?;
    let title = sheet.text(&facts.title);
    sheet
        .say(&msg!(
            mails.paused_after_report.text,
            title = title.as_str()
        ))
        .button(
            &msg!(mails.paused_after_report.button, title = title.as_str()),
            desk.page(&format!("/partner/opportunities/{about}")),
        );
    sheet.close(
        conn,
        &msg!(mails.paused_after_report.subject, title = title),
        Some(about),
    )
}
