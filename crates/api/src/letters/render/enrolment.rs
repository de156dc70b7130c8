//! Letters about places.

use chrono::{DateTime, NaiveDateTime, Utc};
use goesting_core::time::Zone;
use goesting_i18n::{Message, format, msg};
use goesting_search::Asked;
use goesting_store::Conn;
use goesting_store::letter::{self as facts, About, EnrolmentFacts};
use goesting_types::enrolment::EnrolmentState::{
    self, Cancelled, Enrolled, Expired, Offered, Waitlisted,
};
use goesting_types::ids::{EnrolmentId, OpportunityId};
use goesting_types::place::Place;
use goesting_types::search::{SearchQuery, Sort};
use goesting_types::session::SessionState;
use goesting_types::territory::Ring;

use super::{Block, Desk, Sheet, Written};
use crate::app::enrolment::clocks;
use crate::auth::leave_token;
use crate::error::ApiResult;

/// Most opportunities near that are looked at for something to propose.
const NEAR: u32 = 20;

impl Desk<'_> {
    /// The facts of an enrolment that stands in one of these states, with its sheet begun.
    fn begin(
        &self,
        conn: &mut Conn,
        id: EnrolmentId,
        states: &[EnrolmentState],
    ) -> ApiResult<Option<(EnrolmentFacts, Sheet)>> {
        let facts = facts::enrolment_facts(conn, id, self.recipient)?;
        Ok(facts
            .filter(|facts| states.contains(&facts.state))
            .map(|facts| {
                let sheet = self.sheet(&facts.reader);
                (facts, sheet)
            }))
    }

    /// Writes about an enrolment that stands in one of these states, under the subject that `write`
    /// gives, if there is anything to tell. It is given the opportunity's title.
    fn about(
        &self,
        conn: &mut Conn,
        id: EnrolmentId,
        states: &[EnrolmentState],
        write: impl FnOnce(&mut Sheet, &EnrolmentFacts, &str) -> Option<Message>,
    ) -> Written {
        let Some((facts, mut sheet)) = self.begin(conn, id, states)? else {
            return Ok(None);
        };
        let title = sheet.text(&facts.content.title);
        match write(&mut sheet, &facts, &title) {
            Some(subject) => sheet.close(conn, &subject, About::Opportunity(facts.opportunity_id)),
            None => Ok(None),
        }
    }

    /// You have your places.
    pub(super) fn enrolled(&self, conn: &mut Conn, id: EnrolmentId) -> Written {
        self.about(conn, id, &[Enrolled], |sheet, facts, title| {
            sheet.say(&msg!(mails.enrolled.text, title = title));
            if facts.places > 1 {
                let names: Vec<_> = facts.people.iter().map(|one| &one.first_name).collect();
                let names = format::list(sheet.lang, &names);
                sheet.say(&msg!(
                    mails.enrolled.group,
                    count = facts.places,
                    names = names
                ));
            }
            sheet.practical(facts);
            sheet
                .button(&msg!(mails.enrolled.agenda_button), self.page("/agenda"))
                .say(&msg!(mails.enrolled.leave))
                .link(
                    &msg!(mails.enrolled.leave_button),
                    self.leave_page(id, facts),
                );
            Some(msg!(mails.enrolled.subject, title = title))
        })
    }

    /// You are on the waiting list.
    pub(super) fn waiting(&self, conn: &mut Conn, id: EnrolmentId) -> Written {
        self.about(conn, id, &[Waitlisted], |sheet, facts, title| {
            sheet
                .say(&msg!(mails.waiting.text))
                .say(&msg!(mails.waiting.ahead, count = facts.ahead));
            sheet.practical(facts);
            sheet.say(&msg!(mails.waiting.leave)).link(
                &msg!(mails.waiting.leave_button),
                self.leave_page(id, facts),
            );
            Some(msg!(mails.waiting.subject, title = title))
        })
    }

    /// Places came free for you.
    pub(super) fn offered(&self, conn: &mut Conn, id: EnrolmentId) -> Written {
        self.about(conn, id, &[Offered], |sheet, facts, title| {
            let until = wall_time(facts, facts.offer_expires_at?);
            let until = format::date_and_time(sheet.lang, until);
            sheet.say(&msg!(
                mails.offered.text,
                count = facts.places,
                title = title
            ));
            sheet.practical(facts);
            sheet
                .say(&msg!(mails.offered.until, until = until))
                .button(&msg!(mails.offered.take_button), self.page("/agenda"))
                .link(
                    &msg!(mails.waiting.leave_button),
                    self.leave_page(id, facts),
                );
            Some(msg!(mails.offered.subject, title = title))
        })
    }

    /// The offer's time is over.
    pub(super) fn offer_expired(&self, conn: &mut Conn, id: EnrolmentId) -> Written {
        self.about(conn, id, &[Expired], |sheet, facts, title| {
            sheet.say(&msg!(mails.offer_expired.text)).button(
                &msg!(mails.offer_expired.button, title = title),
                self.opportunity(facts.opportunity_id),
            );
            Some(msg!(mails.offer_expired.subject, title = title))
        })
    }

    /// You gave your places back.
    pub(super) fn left(&self, conn: &mut Conn, id: EnrolmentId) -> Written {
        self.about(conn, id, &[Cancelled], |sheet, _, title| {
            sheet
                .say(&msg!(mails.left.text))
                .button(&msg!(mails.left.button), self.page("/"));
            Some(msg!(mails.left.subject, title = title))
        })
    }

    /// The host took you off the list.
    pub(super) fn removed(&self, conn: &mut Conn, id: EnrolmentId) -> Written {
        self.about(conn, id, &[Cancelled], |sheet, facts, title| {
            sheet.say(&msg!(mails.removed.text, title = title));
            sheet.practical(facts);
            sheet.button(&msg!(mails.left.button), self.page("/"));
            Some(msg!(mails.removed.subject, title = title))
        })
    }

    /// The session was moved or changed.
    pub(super) fn changed(&self, conn: &mut Conn, id: EnrolmentId) -> Written {
        let live = [Enrolled, Offered, Waitlisted];
        self.about(conn, id, &live, |sheet, facts, title| {
            if facts.session.state == SessionState::Cancelled {
                return None;
            }
            let (text, leave, button) = if facts.state == Waitlisted {
                (
                    msg!(mails.changed.text_waiting, title = title),
                    msg!(mails.waiting.leave),
                    msg!(mails.waiting.leave_button),
                )
            } else {
                (
                    msg!(mails.changed.text, title = title),
                    msg!(mails.changed.leave),
                    msg!(mails.enrolled.leave_button),
                )
            };
            sheet.say(&text);
            if let Some(word) = &facts.session.message {
                sheet.blocks.push(Block::Text(word.clone()));
            }
            sheet.practical(facts);
            sheet.say(&leave).link(&button, self.leave_page(id, facts));
            Some(msg!(mails.changed.subject, title = title))
        })
    }

    /// The session does not take place.
    pub(super) fn cancelled(&self, conn: &mut Conn, id: EnrolmentId) -> Written {
        let Some((facts, mut sheet)) = self.begin(conn, id, &[Cancelled])? else {
            return Ok(None);
        };
        let title = sheet.text(&facts.content.title);
        let when = format::date_and_time(sheet.lang, facts.session.local_start);
        sheet.say(&msg!(
            mails.cancelled.text,
            title = title.as_str(),
            when = when
        ));
        if let Some(reason) = &facts.session.message {
            sheet.say(&msg!(mails.cancelled.reason, reason = reason.as_str()));
        }
        let now = self.app.clock.now();
        let near = self.near(&facts, now);
        let others = facts::alternatives(conn, &facts, &near, &clocks(self.app), now)?;
        if !others.is_empty() {
            sheet.say(&msg!(mails.cancelled.alternatives, count = others.len()));
            let links = others
                .iter()
                .map(|other| {
                    let words = msg!(
                        mails.cancelled.alternative,
                        title = sheet.text(&other.title),
                        when = format::date_and_time(sheet.lang, other.local_start),
                        place = other.place.clone(),
                    );
                    (sheet.words(&words), self.opportunity(other.opportunity_id))
                })
                .collect();
            sheet.blocks.push(Block::List(links));
        }
        sheet.button(&msg!(mails.cancelled.button), self.page("/discover"));
        sheet.close(
            conn,
            &msg!(mails.cancelled.subject, title = title),
            About::Opportunity(facts.opportunity_id),
        )
    }

    /// Open opportunities of the same interests in the region that still have a place, the nearest
    /// first. The letter goes without them where the index does not answer.
    fn near(&self, facts: &EnrolmentFacts, now: DateTime<Utc>) -> Vec<OpportunityId> {
        let (Some(search), Some(territory)) =
            (&self.app.search, facts.content.whereabouts.territory())
        else {
            return Vec::new();
        };
        if facts.content.interests.is_empty() {
            return Vec::new();
        }
        let query = SearchQuery {
            interest: facts.content.interests.clone(),
            territory: Some(territory.clone()),
            ring: Some(Ring::Region),
            places_left: Some(facts.places),
            sort: Some(Sort::Distance),
            limit: Some(NEAR),
            ..SearchQuery::default()
        };
        match search.search(&query, &Asked::at(now)) {
            Ok(found) => found.items.into_iter().map(|hit| hit.id).collect(),
            Err(error) => {
                tracing::warn!(%error, "a letter proposes nothing near");
                Vec::new()
            }
        }
    }

    /// Where one leaves the enrolment without logging in.
    fn leave_page(&self, id: EnrolmentId, facts: &EnrolmentFacts) -> String {
        let token = leave_token(&self.app.config.secret, id, facts.made_by);
        self.page(&format!("/leave?token={token}"))
    }
}

impl Sheet {
    /// When, where, who welcomes you, what to bring, whom to phone.
    fn practical(&mut self, facts: &EnrolmentFacts) {
        let EnrolmentFacts {
            session, content, ..
        } = facts;
        let when = format::span(self.lang, session.local_start, session.local_end);
        let mut rows = vec![(msg!(mails.detail.when), when)];
        let place = session
            .place
            .as_ref()
            .or_else(|| content.whereabouts.place());
        if let Some(place) = place
            .map(Place::in_one_line)
            .filter(|place| !place.is_empty())
        {
            rows.push((msg!(mails.detail.place), place));
        }
        if let Some(welcomer) = &content.card.welcomer {
            rows.push((msg!(mails.detail.host), welcomer.first_name.clone()));
        }
        if let Some(bring) = &content.card.bring {
            rows.push((msg!(mails.detail.bring), self.text(bring)));
        }
        if let Some(phone) = &content.contact.phone {
            rows.push((msg!(mails.detail.phone), phone.clone()));
        }
        let rows = rows
            .into_iter()
            .map(|(name, what): (Message, String)| (self.words(&name), what));
        let rows = rows.collect();
        self.blocks.push(Block::Facts(rows));
    }
}

pub(super) fn wall_time(facts: &EnrolmentFacts, at: DateTime<Utc>) -> NaiveDateTime {
    Zone::named(&facts.session.zone)
        .unwrap_or(Zone::BRUSSELS)
        .local(at)
}
