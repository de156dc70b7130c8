//! From what happened to words, in the reader's language and from what is true when it leaves.

mod account;
mod enrolment;
mod network;

use goesting_core::letter::Letter;
use goesting_i18n::{Catalogue, Message, msg};
use goesting_store::Conn;
use goesting_store::letter::{self as facts, About, Reader};
use goesting_types::ids::OpportunityId;
use goesting_types::lang::Lang;
use goesting_types::text::LocalizedText;

use super::{Block, Mail};
use crate::app::App;
use crate::auth::open_token;
use crate::error::ApiResult;

/// The mail of a letter to `recipient`; [`None`] when what it would tell is no longer so.
pub fn render(conn: &mut Conn, app: &App, recipient: &str, letter: &Letter) -> Written {
    let desk = Desk { app, recipient };
    match letter {
        Letter::VerifyEmail { person_id, token } => {
            desk.verify(conn, *person_id, &desk.token(token)?)
        }
        Letter::AlreadyRegistered { person_id } => desk.known(conn, *person_id),
        Letter::ResetPassword { person_id, token } => {
            desk.reset(conn, *person_id, &desk.token(token)?)
        }
        Letter::Released { person_id } => desk.released(conn, *person_id),
        Letter::Invitation {
            invitation_id,
            token,
        } => desk.invitation(conn, *invitation_id, &desk.token(token)?),
        Letter::ShareAsked {
            opportunity_id,
            actor_id,
        } => desk.share_asked(conn, *opportunity_id, *actor_id),
        Letter::ReviewRequested { opportunity_id } => desk.review_requested(conn, *opportunity_id),
        Letter::Approved { opportunity_id } => desk.approved(conn, *opportunity_id),
        Letter::Returned { opportunity_id } => desk.returned(conn, *opportunity_id),
        Letter::ParticipationRequested { participation_id } => {
            desk.participation_requested(conn, *participation_id)
        }
        Letter::ParticipationInvited { participation_id } => {
            desk.participation_invited(conn, *participation_id)
        }
        Letter::ParticipationAccepted { participation_id } => {
            desk.participation_accepted(conn, *participation_id)
        }
        Letter::ParticipationEnded { participation_id } => {
            desk.participation_ended(conn, *participation_id)
        }
        Letter::ClaimRequested { claim_id } => desk.claim_requested(conn, *claim_id),
        Letter::ClaimDecided { claim_id } => desk.claim_decided(conn, *claim_id),
        Letter::StewardNeeded { actor_id } => desk.steward_needed(conn, *actor_id),
        Letter::ReportReceived { report_id } => desk.report_received(conn, *report_id),
        Letter::PausedAfterReport { report_id } => desk.paused_after_report(conn, *report_id),
        Letter::ReportAnswered { report_id } => desk.report_answered(conn, *report_id),
        Letter::Enrolled { enrolment_id } => desk.enrolled(conn, *enrolment_id),
        Letter::Waiting { enrolment_id } => desk.waiting(conn, *enrolment_id),
        Letter::Offered { enrolment_id } => desk.offered(conn, *enrolment_id),
        Letter::OfferExpired { enrolment_id } => desk.offer_expired(conn, *enrolment_id),
        Letter::Left { enrolment_id } => desk.left(conn, *enrolment_id),
        Letter::Removed { enrolment_id } => desk.removed(conn, *enrolment_id),
        Letter::SessionChanged { enrolment_id } => desk.changed(conn, *enrolment_id),
        Letter::SessionCancelled { enrolment_id } => desk.cancelled(conn, *enrolment_id),
    }
}

/// A mail, unless there is nothing to tell any more.
type Written = ApiResult<Option<Mail>>;

/// Where letters are written: who to, and what addresses look like.
struct Desk<'a> {
    app: &'a App,
    recipient: &'a str,
}

impl Desk<'_> {
    /// An address of the web app.
    fn page(&self, path: &str) -> String {
        self.app.config.public_url.join(path)
    }

    /// A token as it is mailed.
    fn token(&self, kept: &str) -> ApiResult<String> {
        open_token(&self.app.config.secret, kept)
    }

    /// The page of an opportunity.
    fn opportunity(&self, id: OpportunityId) -> String {
        self.page(&format!("/opportunities/{id}"))
    }

    /// A sheet of paper for this reader, greeted by name.
    fn sheet(&self, reader: &Reader) -> Sheet {
        let mut sheet = Sheet::new(reader.lang, self.recipient, true);
        sheet.say(&msg!(mails.greeting, name = reader.first_name.as_str()));
        sheet
    }

    /// A sheet for an address that may have no account: Dutch, unless it has one.
    fn sheet_for_address(&self, conn: &mut Conn) -> ApiResult<Sheet> {
        if let Some(reader) = facts::reader_at(conn, self.recipient)? {
            return Ok(self.sheet(&reader));
        }
        let mut sheet = Sheet::new(Lang::Nl, self.recipient, false);
        sheet.say(&msg!(mails.greeting_nameless));
        Ok(sheet)
    }
}

/// A mail being written.
struct Sheet {
    lang: Lang,
    to: String,
    /// Whether the address has an account.
    known: bool,
    blocks: Vec<Block>,
}

impl Sheet {
    fn new(lang: Lang, to: &str, known: bool) -> Self {
        Self {
            lang,
            to: to.to_owned(),
            known,
            blocks: Vec::new(),
        }
    }

    fn words(&self, message: &Message) -> String {
        message.resolve(Catalogue::embedded(self.lang)).into_owned()
    }

    /// Somebody's text in the reader's language, or whichever there is.
    fn text(&self, text: &LocalizedText) -> String {
        text.pick(self.lang)
            .map(|(_, words)| words.to_owned())
            .unwrap_or_default()
    }

    fn say(&mut self, message: &Message) -> &mut Self {
        let words = self.words(message);
        self.blocks.push(Block::Text(words));
        self
    }

    fn button(&mut self, label: &Message, url: String) -> &mut Self {
        let label = self.words(label);
        self.blocks.push(Block::Button { label, url });
        self
    }

    fn link(&mut self, label: &Message, url: String) -> &mut Self {
        let label = self.words(label);
        self.blocks.push(Block::Link { label, url });
        self
    }

    /// Signs it: who wrote, whom to phone, why it came.
    fn close(mut self, conn: &mut Conn, subject: &Message, about: About) -> Written {
        let signature = facts::signature(conn, &self.to, about)?;
        let name = signature
            .as_ref()
            .map_or("Goesting", |one| one.name.as_str())
            .to_owned();
        let phone = signature.and_then(|one| one.contact.phone);
        let closing = self.words(&msg!(mails.closing));
        let signed = self.words(&msg!(mails.signature, ecosystem = name.as_str()));
        self.blocks
            .push(Block::Text(format!("{closing}\n{signed}")));
        let mut footer = Vec::new();
        if let Some(phone) = phone {
            footer.push(self.words(&msg!(mails.phone, phone = phone)));
        }
        let why = if self.known {
            msg!(mails.why.account, ecosystem = name)
        } else {
            msg!(mails.why.address, ecosystem = name)
        };
        footer.push(self.words(&why));
        Ok(Some(Mail {
            subject: self.words(subject),
            to: self.to,
            lang: self.lang,
            blocks: self.blocks,
            footer,
        }))
    }
}
