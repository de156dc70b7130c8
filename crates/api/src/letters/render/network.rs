//! Letters to those who make the offer.

use goesting_i18n::msg;
use goesting_store::{Conn, letter as facts};
use goesting_types::ids::{InvitationId, OpportunityId, ReportId};

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
        .say(msg!(
            mails.invitation.text,
            inviter = inviter,
            actor = facts.actor.as_str()
        ))
        .button(
            msg!(mails.invitation.button),
            desk.page(&format!("/invitation?token={token}")),
        );
    let subject = msg!(
        mails.invitation.subject,
        inviter = inviter,
        actor = facts.actor.as_str()
    );
    sheet.close(conn, &subject, None)
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
        .say(msg!(mails.review_approved.text, title = title.as_str()))
        .button(
            msg!(mails.review_approved.button, title = title.as_str()),
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
        .say(msg!(
            mails.review_returned.text,
            title = title.as_str(),
            reason = reason
        ))
        .button(
            msg!(mails.review_returned.button),
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
    sheet.say(msg!(
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
