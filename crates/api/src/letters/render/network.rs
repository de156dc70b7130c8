//! Letters to those who make the offer.

use goesting_core::time::Zone;
use goesting_core::time::civil::today;
use goesting_i18n::{Message, format, msg};
use goesting_store::Conn;
use goesting_store::letter::{self as facts, About};
use goesting_types::ecosystem::ParticipationState;
use goesting_types::ids::{
    ActorId, ClaimId, InvitationId, OpportunityId, ParticipationId, ReportId,
};
use goesting_types::opportunity::OpportunityState;

use super::{Desk, Sheet, Written};

/// What a letter says between its greeting and its end.
struct Note {
    about: About,
    subject: Message,
    text: Message,
    /// What one can do about it, and where.
    button: Option<(Message, String)>,
}

impl Desk<'_> {
    /// Writes to the address what these facts give to tell.
    fn note<F>(
        &self,
        conn: &mut Conn,
        facts: Option<F>,
        write: impl FnOnce(F, &Sheet) -> Option<Note>,
    ) -> Written {
        let Some(facts) = facts else {
            return Ok(None);
        };
        let mut sheet = self.sheet_for_address(conn)?;
        let Some(note) = write(facts, &sheet) else {
            return Ok(None);
        };
        sheet.say(&note.text);
        if let Some((label, url)) = note.button {
            sheet.button(&label, url);
        }
        sheet.close(conn, &note.subject, note.about)
    }

    /// An opportunity, as those who make it see it.
    fn own_opportunity(&self, id: OpportunityId) -> String {
        self.page(&format!("/partner/opportunities/{id}"))
    }

    /// Act for an actor.
    pub(super) fn invitation(&self, conn: &mut Conn, id: InvitationId, token: &str) -> Written {
        let facts = facts::invitation_facts(conn, id, today(self.app.clock.now()))?;
        let page = self.page(&format!("/invitation?token={token}"));
        self.note(conn, facts, |facts, _| {
            let actor = facts.actor.as_str();
            let inviter = facts.inviter.as_deref().unwrap_or(actor);
            Some(Note {
                about: About::Actor(facts.actor_id),
                subject: msg!(mails.invitation.subject, inviter = inviter, actor = actor),
                text: msg!(mails.invitation.text, inviter = inviter, actor = actor),
                button: Some((msg!(mails.invitation.button), page)),
            })
        })
    }

    /// To stewards: their actor is asked to share an opportunity.
    pub(super) fn share_asked(
        &self,
        conn: &mut Conn,
        id: OpportunityId,
        asked: ActorId,
    ) -> Written {
        let partner = facts::asked_to_share(conn, id, asked)?;
        let facts = partner.zip(facts::opportunity_facts(conn, id)?);
        self.note(conn, facts, |(partner, facts), sheet| {
            let (actor, title) = (facts.lead.as_str(), sheet.text(&facts.title));
            (facts.state != OpportunityState::Closed).then(|| Note {
                about: About::Opportunity(id),
                text: msg!(
                    mails.co_owner.text,
                    actor = actor,
                    partner = partner,
                    title = title.as_str()
                ),
                subject: msg!(
                    mails.co_owner.subject,
                    actor = actor,
                    title = title.as_str()
                ),
                button: Some((msg!(mails.co_owner.button), self.own_opportunity(id))),
            })
        })
    }

    /// To facilitators: an opportunity waits to be looked at.
    pub(super) fn review_requested(&self, conn: &mut Conn, id: OpportunityId) -> Written {
        let facts = facts::opportunity_facts(conn, id)?;
        let page = self.page(&format!("/facilitator/opportunities/{id}"));
        self.note(conn, facts, |facts, sheet| {
            let (actor, title) = (facts.lead.as_str(), sheet.text(&facts.title));
            (facts.state == OpportunityState::InReview).then(|| Note {
                about: About::Opportunity(id),
                text: msg!(
                    mails.review_requested.text,
                    actor = actor,
                    title = title.as_str()
                ),
                subject: msg!(mails.review_requested.subject, title = title.as_str()),
                button: Some((msg!(mails.review_requested.button), page)),
            })
        })
    }

    /// A facilitator opened it.
    pub(super) fn approved(&self, conn: &mut Conn, id: OpportunityId) -> Written {
        let facts = facts::opportunity_facts(conn, id)?;
        self.note(conn, facts, |facts, sheet| {
            let title = sheet.text(&facts.title);
            let label = msg!(mails.review_approved.button, title = title.as_str());
            Some(Note {
                about: About::Opportunity(id),
                text: msg!(mails.review_approved.text, title = title.as_str()),
                subject: msg!(mails.review_approved.subject, title = title),
                button: Some((label, self.opportunity(id))),
            })
        })
    }

    /// A facilitator gave it back.
    pub(super) fn returned(&self, conn: &mut Conn, id: OpportunityId) -> Written {
        let facts = facts::opportunity_facts(conn, id)?;
        self.note(conn, facts, |facts, sheet| {
            let title = sheet.text(&facts.title);
            facts.returned_because.map(|reason| Note {
                about: About::Opportunity(id),
                text: msg!(
                    mails.review_returned.text,
                    title = title.as_str(),
                    reason = reason
                ),
                subject: msg!(mails.review_returned.subject, title = title.as_str()),
                button: Some((msg!(mails.review_returned.button), self.own_opportunity(id))),
            })
        })
    }

    /// To facilitators: an actor asks to join.
    pub(super) fn participation_requested(&self, conn: &mut Conn, id: ParticipationId) -> Written {
        let facts = facts::participation_facts(conn, id)?;
        self.note(conn, facts, |facts, _| {
            let (actor, ecosystem) = (facts.actor.as_str(), facts.ecosystem.as_str());
            let label = msg!(mails.participation_requested.button);
            Some(Note {
                about: About::Ecosystem(facts.ecosystem_id),
                subject: msg!(mails.participation_requested.subject, actor = actor),
                text: msg!(
                    mails.participation_requested.text,
                    actor = actor,
                    ecosystem = ecosystem
                ),
                button: Some((label, self.page("/facilitator"))),
            })
        })
    }

    /// To stewards: a facilitator invites the actor.
    pub(super) fn participation_invited(&self, conn: &mut Conn, id: ParticipationId) -> Written {
        let facts = facts::participation_facts(conn, id)?;
        self.note(conn, facts, |facts, _| {
            let (actor, ecosystem) = (facts.actor.as_str(), facts.ecosystem.as_str());
            let page = self.page(&format!("/ecosystems/{}", facts.ecosystem_id));
            Some(Note {
                about: About::Ecosystem(facts.ecosystem_id),
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
        })
    }

    /// To stewards: the actor takes part now.
    pub(super) fn participation_accepted(&self, conn: &mut Conn, id: ParticipationId) -> Written {
        let facts = facts::participation_facts(conn, id)?;
        self.note(conn, facts, |facts, _| {
            let (actor, ecosystem) = (facts.actor.as_str(), facts.ecosystem.as_str());
            let label = msg!(mails.participation_accepted.button);
            Some(Note {
                about: About::Ecosystem(facts.ecosystem_id),
                subject: msg!(mails.participation_accepted.subject, ecosystem = ecosystem),
                text: msg!(
                    mails.participation_accepted.text,
                    actor = actor,
                    ecosystem = ecosystem
                ),
                button: Some((label, self.page("/partner"))),
            })
        })
    }

    /// To stewards: a facilitator turned the request down, or ended the participation.
    pub(super) fn participation_ended(&self, conn: &mut Conn, id: ParticipationId) -> Written {
        let facts = facts::participation_facts(conn, id)?;
        self.note(conn, facts, |facts, _| {
            let (actor, ecosystem) = (facts.actor.as_str(), facts.ecosystem.as_str());
            let label = msg!(mails.participation_ended.button, ecosystem = ecosystem);
            let page = self.page(&format!("/ecosystems/{}", facts.ecosystem_id));
            let reason = facts
                .reason
                .filter(|_| facts.state == ParticipationState::Left);
            reason.map(|reason| Note {
                about: About::Ecosystem(facts.ecosystem_id),
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
        })
    }

    /// To facilitators: somebody says they act for an actor.
    pub(super) fn claim_requested(&self, conn: &mut Conn, id: ClaimId) -> Written {
        let facts = facts::claim_facts(conn, id)?;
        self.note(conn, facts, |facts, _| {
            let actor = facts.actor.as_str();
            let label = msg!(mails.participation_requested.button);
            Some(Note {
                about: About::Actor(facts.actor_id),
                subject: msg!(mails.claim_requested.subject, actor = actor),
                text: msg!(mails.claim_requested.text, actor = actor),
                button: Some((label, self.page("/facilitator"))),
            })
        })
    }

    /// To who claimed an actor: granted, or refused with a reason.
    pub(super) fn claim_decided(&self, conn: &mut Conn, id: ClaimId) -> Written {
        let facts = facts::claim_facts(conn, id)?;
        self.note(conn, facts, |facts, _| {
            let actor = facts.actor.as_str();
            if facts.granted? {
                let label = msg!(mails.claim_granted.button, actor = actor);
                return Some(Note {
                    about: About::Actor(facts.actor_id),
                    subject: msg!(mails.claim_granted.subject, actor = actor),
                    text: msg!(mails.claim_granted.text, actor = actor),
                    button: Some((label, self.page("/partner"))),
                });
            }
            let reason = facts.reason.unwrap_or_default();
            Some(Note {
                about: About::Actor(facts.actor_id),
                subject: msg!(mails.claim_refused.subject, actor = actor),
                text: msg!(mails.claim_refused.text, actor = actor, reason = reason),
                button: None,
            })
        })
    }

    /// To facilitators: nobody answers for an actor any more.
    pub(super) fn steward_needed(&self, conn: &mut Conn, id: ActorId) -> Written {
        let actor = facts::without_steward(conn, id)?;
        self.note(conn, actor, |actor, _| {
            let actor = actor.as_str();
            let label = msg!(mails.steward_needed.button, actor = actor);
            Some(Note {
                about: About::Actor(id),
                subject: msg!(mails.steward_needed.subject, actor = actor),
                text: msg!(mails.steward_needed.text, actor = actor),
                button: Some((label, self.page(&format!("/actors/{id}")))),
            })
        })
    }

    /// To facilitators: something is not right with an opportunity.
    pub(super) fn report_received(&self, conn: &mut Conn, id: ReportId) -> Written {
        let facts = facts::report_facts(conn, id)?;
        self.note(conn, facts, |facts, sheet| {
            let title = sheet.text(&facts.title);
            let until = format::date_and_time(sheet.lang, Zone::BRUSSELS.local(facts.due_at));
            let label = msg!(mails.report_received.button);
            Some(Note {
                about: About::Opportunity(facts.opportunity_id),
                text: msg!(
                    mails.report_received.text,
                    title = title.as_str(),
                    until = until
                ),
                subject: msg!(mails.report_received.subject, title = title),
                button: Some((label, self.page("/facilitator"))),
            })
        })
    }

    /// To stewards: a facilitator paused the opportunity after a report.
    pub(super) fn paused_after_report(&self, conn: &mut Conn, id: ReportId) -> Written {
        let facts = facts::report_facts(conn, id)?;
        self.note(conn, facts, |facts, sheet| {
            let title = sheet.text(&facts.title);
            let label = msg!(mails.paused_after_report.button, title = title.as_str());
            Some(Note {
                about: About::Opportunity(facts.opportunity_id),
                text: msg!(mails.paused_after_report.text, title = title.as_str()),
                subject: msg!(mails.paused_after_report.subject, title = title),
                button: Some((label, self.own_opportunity(facts.opportunity_id))),
            })
        })
    }

    /// A report was answered.
    pub(super) fn report_answered(&self, conn: &mut Conn, id: ReportId) -> Written {
        let facts = facts::report_facts(conn, id)?;
        self.note(conn, facts, |facts, sheet| {
            let title = sheet.text(&facts.title);
            facts.answer.map(|answer| Note {
                about: About::Opportunity(facts.opportunity_id),
                subject: msg!(mails.report_answered.subject),
                text: msg!(mails.report_answered.text, title = title, answer = answer),
                button: None,
            })
        })
    }
}
