//! Letters to those who make the offer.

use goesting_core::time::Zone;
use goesting_core::time::civil::today;
use goesting_i18n::{Message, format, msg};
use goesting_store::{Conn, letter as facts};
use goesting_types::ecosystem::ParticipationState;
use goesting_types::ids::{
    ActorId, ClaimId, InvitationId, OpportunityId, ParticipationId, ReportId,
};
use goesting_types::opportunity::OpportunityState;

use super::{Desk, Mail, Sheet};
use crate::error::ApiResult;

/// What a letter says between its greeting and its end.
struct Note {
    subject: Message,
    text: Message,
    /// What one can do about it, and where.
    button: Option<(Message, String)>,
}

impl Desk<'_> {
    /// Writes a note to the address, about an opportunity or about none.
    fn note(
        &self,
        conn: &mut Conn,
        about: Option<OpportunityId>,
        write: impl FnOnce(&Sheet) -> Note,
    ) -> ApiResult<Option<Mail>> {
        let mut sheet = self.sheet_for_address(conn)?;
        let Note {
            subject,
            text,
            button,
        } = write(&sheet);
        sheet.say(&text);
        if let Some((label, url)) = button {
            sheet.button(&label, url);
        }
        sheet.close(conn, &subject, about)
    }

    /// An opportunity, as those who make it see it.
    fn own_opportunity(&self, id: OpportunityId) -> String {
        self.page(&format!("/partner/opportunities/{id}"))
    }
}

/// Act for an actor.
pub(super) fn invitation(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: InvitationId,
    token: &str,
) -> ApiResult<Option<Mail>> {
    let today = today(desk.app.clock.now());
    let Some(facts) = facts::invitation_facts(conn, id, today)? else {
        return Ok(None);
    };
    let actor = facts.actor.as_str();
    let inviter = facts.inviter.as_deref().unwrap_or(actor);
    let page = desk.page(&format!("/invitation?token={token}"));
    desk.note(conn, None, |_| Note {
        subject: msg!(mails.invitation.subject, inviter = inviter, actor = actor),
        text: msg!(mails.invitation.text, inviter = inviter, actor = actor),
        button: Some((msg!(mails.invitation.button), page)),
    })
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
    desk.note(conn, Some(id), |sheet| {
        let (actor, title) = (facts.lead.as_str(), sheet.text(&facts.title));
        Note {
            text: msg!(
                mails.co_owner.text,
                actor = actor,
                partner = partner,
                title = title.as_str()
            ),
            subject: msg!(mails.co_owner.subject, actor = actor, title = title),
            button: Some((msg!(mails.co_owner.button), desk.own_opportunity(id))),
        }
    })
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
    let page = desk.page(&format!("/facilitator/opportunities/{id}"));
    desk.note(conn, Some(id), |sheet| {
        let (actor, title) = (facts.lead.as_str(), sheet.text(&facts.title));
        Note {
            text: msg!(
                mails.review_requested.text,
                actor = actor,
                title = title.as_str()
            ),
            subject: msg!(mails.review_requested.subject, title = title),
            button: Some((msg!(mails.review_requested.button), page)),
        }
    })
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
    desk.note(conn, Some(id), |sheet| {
        let title = sheet.text(&facts.title);
        let label = msg!(mails.review_approved.button, title = title.as_str());
        Note {
            text: msg!(mails.review_approved.text, title = title.as_str()),
            subject: msg!(mails.review_approved.subject, title = title),
            button: Some((label, desk.opportunity(id))),
        }
    })
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
    desk.note(conn, Some(id), |sheet| {
        let title = sheet.text(&facts.title);
        Note {
            text: msg!(
                mails.review_returned.text,
                title = title.as_str(),
                reason = reason
            ),
            subject: msg!(mails.review_returned.subject, title = title),
            button: Some((msg!(mails.review_returned.button), desk.own_opportunity(id))),
        }
    })
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
    desk.note(conn, Some(facts.opportunity_id), |sheet| Note {
        subject: msg!(mails.report_answered.subject),
        text: msg!(
            mails.report_answered.text,
            title = sheet.text(&facts.title),
            answer = answer
        ),
        button: None,
    })
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
    let label = msg!(mails.participation_requested.button);
    desk.note(conn, None, |_| Note {
        subject: msg!(mails.participation_requested.subject, actor = actor),
        text: msg!(
            mails.participation_requested.text,
            actor = actor,
            ecosystem = ecosystem
        ),
        button: Some((label, desk.page("/facilitator"))),
    })
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
    let page = desk.page(&format!("/ecosystems/{}", facts.ecosystem_id));
    desk.note(conn, None, |_| Note {
        subject: msg!(
            mails.participation_invited.subject,
            actor = actor,
            ecosystem = ecosystem
        ),
        text: msg!(
            mails.participation_invited.text,
            actor = actor,
            ecosystem = ecosystem
        ),
        button: Some((msg!(mails.participation_invited.button), page)),
    })
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
    let (actor, ecosystem) = (facts.actor.as_str(), facts.ecosystem.as_str());
    let label = msg!(mails.participation_accepted.button);
    desk.note(conn, None, |_| Note {
        subject: msg!(mails.participation_accepted.subject, ecosystem = ecosystem),
        text: msg!(
            mails.participation_accepted.text,
            actor = actor,
            ecosystem = ecosystem
        ),
        button: Some((label, desk.page("/partner"))),
    })
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
    let label = msg!(mails.participation_ended.button, ecosystem = ecosystem);
    let page = desk.page(&format!("/ecosystems/{}", facts.ecosystem_id));
    desk.note(conn, None, |_| Note {
        subject: msg!(
            mails.participation_ended.subject,
            actor = actor,
            ecosystem = ecosystem
        ),
        text: msg!(
            mails.participation_ended.text,
            actor = actor,
            ecosystem = ecosystem,
            reason = reason
        ),
        button: Some((label, page)),
    })
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
    let actor = facts.actor.as_str();
    let label = msg!(mails.participation_requested.button);
    desk.note(conn, None, |_| Note {
        subject: msg!(mails.claim_requested.subject, actor = actor),
        text: msg!(mails.claim_requested.text, actor = actor),
        button: Some((label, desk.page("/facilitator"))),
    })
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
    let Some(granted) = facts.granted else {
        return Ok(None);
    };
    desk.note(conn, None, |_| {
        if granted {
            let label = msg!(mails.claim_granted.button, actor = actor);
            return Note {
                subject: msg!(mails.claim_granted.subject, actor = actor),
                text: msg!(mails.claim_granted.text, actor = actor),
                button: Some((label, desk.page("/partner"))),
            };
        }
        let reason = facts.reason.unwrap_or_default();
        Note {
            subject: msg!(mails.claim_refused.subject, actor = actor),
            text: msg!(mails.claim_refused.text, actor = actor, reason = reason),
            button: None,
        }
    })
}

/// To facilitators: nobody answers for an actor any more.
pub(super) fn steward_needed(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: ActorId,
) -> ApiResult<Option<Mail>> {
    let Some(actor) = facts::without_steward(conn, id)? else {
        return Ok(None);
    };
    let actor = actor.as_str();
    let page = desk.page(&format!("/actors/{id}"));
    desk.note(conn, None, |_| Note {
        subject: msg!(mails.steward_needed.subject, actor = actor),
        text: msg!(mails.steward_needed.text, actor = actor),
        button: Some((msg!(mails.steward_needed.button, actor = actor), page)),
    })
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
    desk.note(conn, Some(facts.opportunity_id), |sheet| {
        let title = sheet.text(&facts.title);
        let until = format::date_and_time(sheet.lang, Zone::BRUSSELS.local(facts.due_at));
        Note {
            text: msg!(
                mails.report_received.text,
                title = title.as_str(),
                until = until
            ),
            subject: msg!(mails.report_received.subject, title = title),
            button: Some((
                msg!(mails.report_received.button),
                desk.page("/facilitator"),
            )),
        }
    })
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
    desk.note(conn, Some(about), |sheet| {
        let title = sheet.text(&facts.title);
        let label = msg!(mails.paused_after_report.button, title = title.as_str());
        Note {
            text: msg!(mails.paused_after_report.text, title = title.as_str()),
            subject: msg!(mails.paused_after_report.subject, title = title),
            button: Some((label, desk.own_opportunity(about))),
        }
    })
}
