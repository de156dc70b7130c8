//! Letters about places.

use chrono::{DateTime, NaiveDateTime, Utc};
use goesting_core::time::Zone;
use goesting_i18n::{Message, format, msg};
use goesting_store::Conn;
use goesting_store::letter::{self as facts, EnrolmentFacts};
use goesting_types::enrolment::EnrolmentState;
use goesting_types::ids::EnrolmentId;
use goesting_types::place::Place;
use goesting_types::session::SessionState;

use super::{Block, Desk, Mail, Sheet};
use crate::app::enrolment::clocks;
use crate::auth::leave_token;
use crate::error::ApiResult;

/// The facts of an enrolment that stands in one of these states, with its sheet begun.
fn begin(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: EnrolmentId,
    states: &[EnrolmentState],
) -> ApiResult<Option<(EnrolmentFacts, Sheet)>> {
    let facts = facts::enrolment_facts(conn, id)?;
    Ok(facts
        .filter(|facts| states.contains(&facts.state))
        .map(|facts| {
            let sheet = desk.sheet(&facts.reader);
            (facts, sheet)
        }))
}

/// You have your places.
pub(super) fn enrolled(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: EnrolmentId,
) -> ApiResult<Option<Mail>> {
    let Some((facts, mut sheet)) = begin(conn, desk, id, &[EnrolmentState::Enrolled])? else {
        return Ok(None);
    };
    let title = sheet.text(&facts.content.title);
    sheet.say(&msg!(mails.enrolled.text, title = title.as_str()));
    if facts.places > 1 {
        let names: Vec<_> = facts.people.iter().map(|one| &one.first_name).collect();
        let names = format::list(sheet.lang, &names);
        sheet.say(&msg!(
            mails.enrolled.group,
            count = facts.places,
            names = names
        ));
    }
    sheet.practical(&facts);
    sheet
        .button(&msg!(mails.enrolled.agenda_button), desk.page("/agenda"))
        .say(&msg!(mails.enrolled.leave))
        .link(
            &msg!(mails.enrolled.leave_button),
            leave_page(desk, id, &facts),
        );
    sheet.close(
        conn,
        &msg!(mails.enrolled.subject, title = title),
        Some(facts.opportunity_id),
    )
}

/// You are on the waiting list.
pub(super) fn waiting(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: EnrolmentId,
) -> ApiResult<Option<Mail>> {
    let Some((facts, mut sheet)) = begin(conn, desk, id, &[EnrolmentState::Waitlisted])? else {
        return Ok(None);
    };
    let title = sheet.text(&facts.content.title);
    sheet
        .say(&msg!(mails.waiting.text))
        .say(&msg!(mails.waiting.ahead, count = facts.ahead));
    sheet.practical(&facts);
    sheet.say(&msg!(mails.waiting.leave)).link(
        &msg!(mails.waiting.leave_button),
        leave_page(desk, id, &facts),
    );
    sheet.close(
        conn,
        &msg!(mails.waiting.subject, title = title),
        Some(facts.opportunity_id),
    )
}

/// Places came free for you.
pub(super) fn offered(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: EnrolmentId,
) -> ApiResult<Option<Mail>> {
    let Some((facts, mut sheet)) = begin(conn, desk, id, &[EnrolmentState::Offered])? else {
        return Ok(None);
    };
    let Some(until) = facts.offer_expires_at else {
        return Ok(None);
    };
    let title = sheet.text(&facts.content.title);
    let until = format::date_and_time(sheet.lang, wall_time(&facts, until));
    sheet.say(&msg!(
        mails.offered.text,
        count = facts.places,
        title = title.as_str()
    ));
    sheet.practical(&facts);
    sheet
        .say(&msg!(mails.offered.until, until = until))
        .button(&msg!(mails.offered.take_button), desk.page("/agenda"))
        .link(
            &msg!(mails.waiting.leave_button),
            leave_page(desk, id, &facts),
        );
    sheet.close(
        conn,
        &msg!(mails.offered.subject, title = title),
        Some(facts.opportunity_id),
    )
}

/// The offer's time is over.
pub(super) fn offer_expired(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: EnrolmentId,
) -> ApiResult<Option<Mail>> {
    let Some((facts, mut sheet)) = begin(conn, desk, id, &[EnrolmentState::Expired])? else {
        return Ok(None);
    };
    let title = sheet.text(&facts.content.title);
    sheet.say(&msg!(mails.offer_expired.text)).button(
        &msg!(mails.offer_expired.button, title = title.as_str()),
        desk.opportunity(facts.opportunity_id),
    );
    let subject = msg!(mails.offer_expired.subject, title = title);
    sheet.close(conn, &subject, Some(facts.opportunity_id))
}

/// You gave your places back.
pub(super) fn left(conn: &mut Conn, desk: &Desk<'_>, id: EnrolmentId) -> ApiResult<Option<Mail>> {
    let Some((facts, mut sheet)) = begin(conn, desk, id, &[EnrolmentState::Cancelled])? else {
        return Ok(None);
    };
    let title = sheet.text(&facts.content.title);
    sheet
        .say(&msg!(mails.left.text))
        .button(&msg!(mails.left.button), desk.page("/"));
    let subject = msg!(mails.left.subject, title = title);
    sheet.close(conn, &subject, Some(facts.opportunity_id))
}

/// The host took you off the list.
pub(super) fn removed(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: EnrolmentId,
) -> ApiResult<Option<Mail>> {
    let Some((facts, mut sheet)) = begin(conn, desk, id, &[EnrolmentState::Cancelled])? else {
        return Ok(None);
    };
    let title = sheet.text(&facts.content.title);
    sheet.say(&msg!(mails.removed.text, title = title.as_str()));
    sheet.practical(&facts);
    sheet.button(&msg!(mails.left.button), desk.page("/"));
    let subject = msg!(mails.removed.subject, title = title);
    sheet.close(conn, &subject, Some(facts.opportunity_id))
}

/// The session was moved or changed.
pub(super) fn changed(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: EnrolmentId,
) -> ApiResult<Option<Mail>> {
    use EnrolmentState::{Enrolled, Offered, Waitlisted};
    let live = [Enrolled, Offered, Waitlisted];
    let Some((facts, mut sheet)) = begin(conn, desk, id, &live)? else {
        return Ok(None);
    };
    if facts.session.state == SessionState::Cancelled {
        return Ok(None);
    }
    let title = sheet.text(&facts.content.title);
    let (text, leave, button) = if facts.state == Waitlisted {
        (
            msg!(mails.changed.text_waiting, title = title.as_str()),
            msg!(mails.waiting.leave),
            msg!(mails.waiting.leave_button),
        )
    } else {
        (
            msg!(mails.changed.text, title = title.as_str()),
            msg!(mails.changed.leave),
            msg!(mails.enrolled.leave_button),
        )
    };
    sheet.say(&text);
    sheet.host_word(&facts);
    sheet.practical(&facts);
    sheet
        .say(&leave)
        .link(&button, leave_page(desk, id, &facts));
    sheet.close(
        conn,
        &msg!(mails.changed.subject, title = title),
        Some(facts.opportunity_id),
    )
}

/// The session does not take place.
pub(super) fn cancelled(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: EnrolmentId,
) -> ApiResult<Option<Mail>> {
    let Some((facts, mut sheet)) = begin(conn, desk, id, &[EnrolmentState::Cancelled])? else {
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
    let others = facts::alternatives(conn, &facts, &clocks(desk.app), desk.app.clock.now())?;
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
                (sheet.words(&words), desk.opportunity(other.opportunity_id))
            })
            .collect();
        sheet.blocks.push(Block::List(links));
    }
    sheet.button(&msg!(mails.cancelled.button), desk.page("/discover"));
    sheet.close(
        conn,
        &msg!(mails.cancelled.subject, title = title),
        Some(facts.opportunity_id),
    )
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

    fn host_word(&mut self, facts: &EnrolmentFacts) {
        if let Some(word) = &facts.session.message {
            self.blocks.push(Block::Text(word.clone()));
        }
    }
}

fn leave_page(desk: &Desk<'_>, id: EnrolmentId, facts: &EnrolmentFacts) -> String {
    let token = leave_token(&desk.app.config.secret, id, facts.made_by);
    desk.page(&format!("/leave?token={token}"))
}

fn wall_time(facts: &EnrolmentFacts, at: DateTime<Utc>) -> NaiveDateTime {
    Zone::named(&facts.session.zone)
        .unwrap_or(Zone::BRUSSELS)
        .local(at)
}
