//! Calendars: dates become sessions, periods and permanence become opening hours.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use goesting_types::lang::Lang;
use goesting_types::opportunity::OpeningHours;
use goesting_types::session::SessionState;
use goesting_types::text::LocalizedText;
use serde_json::Value;

use super::time::{self, Moment};
use super::{contact, hours, json, texts};
use crate::import::model::{Availability, ImportedSession, Note, NoteCode};
use crate::import::skip::{SkipCode, SkipReason};

/// As many dates of one event as are kept.
const MAX_SESSIONS: usize = 1000;
const MAX_REASON: usize = 300;

/// When something happens.
pub(super) struct Calendar {
    pub(super) sessions: Vec<ImportedSession>,
    pub(super) hours: Option<OpeningHours>,
    pub(super) availability: Availability,
    /// When it is over.
    pub(super) over_at: Option<DateTime<Utc>>,
}

impl Calendar {
    /// The first day it happens, when it has one.
    pub(super) fn first_day(&self) -> Option<NaiveDate> {
        let first = self
            .sessions
            .first()
            .map(|session| session.local_start.date());
        first.or_else(|| self.hours.as_ref()?.from)
    }
}

enum CalendarType {
    Dates,
    Periodic,
    Permanent,
}

/// Reads the calendar. Dates of which none can be read refuse the document; one that can is
/// enough. Of more dates than are kept, `now` tells which.
pub(super) fn calendar(
    document: &Value,
    main: Lang,
    now: DateTime<Utc>,
    notes: &mut Vec<Note>,
) -> Result<Calendar, SkipReason> {
    let availability = availability(document, main).unwrap_or(Availability::Available);
    match calendar_type(document) {
        CalendarType::Dates => dates(document, main, availability, now, notes),
        CalendarType::Periodic => periodic(document, availability, notes),
        CalendarType::Permanent => Ok(Calendar {
            sessions: Vec::new(),
            hours: Some(OpeningHours {
                spans: spans_or_always(document, notes),
                from: None,
                until: None,
            }),
            availability,
            over_at: None,
        }),
    }
}

/// As it says, else as its members tell: old documents do not say.
fn calendar_type(document: &Value) -> CalendarType {
    let said = json::text_of(document, "calendarType").unwrap_or_default();
    match said.to_ascii_lowercase().as_str() {
        "single" | "multiple" => CalendarType::Dates,
        "periodic" => CalendarType::Periodic,
        "permanent" => CalendarType::Permanent,
        _ => {
            let has = |key| !json::list(document, key).is_empty();
            match (has("subEvent"), has("startDate"), has("openingHours")) {
                (true, _, _) | (false, true, false) => CalendarType::Dates,
                (false, true, true) => CalendarType::Periodic,
                (false, false, _) => CalendarType::Permanent,
            }
        }
    }
}

fn dates(
    document: &Value,
    main: Lang,
    availability: Availability,
    now: DateTime<Utc>,
    notes: &mut Vec<Note>,
) -> Result<Calendar, SkipReason> {
    let mut entries = json::list(document, "subEvent");
    if entries.is_empty() {
        entries.push(document);
    }
    let of_all = OfAll {
        availability: &availability,
        booking: json::member(document, "bookingAvailability"),
        books: contact::books(document),
        is_one: entries.len() == 1,
    };
    let mut sessions: Vec<ImportedSession> = entries
        .into_iter()
        .filter_map(|entry| session(entry, main, &of_all, notes))
        .collect();
    sessions.sort_by_key(|session| (session.starts_at, session.ends_at));
    sessions.dedup_by_key(|session| (session.starts_at, session.ends_at));
    let over_at = sessions.iter().map(|session| session.ends_at).max();
    if sessions.is_empty() {
        let found = json::text_of(document, "startDate").unwrap_or_else(|| "no date".to_owned());
        return Err(SkipReason::with(
            SkipCode::NoValidDate,
            crate::import::words::cut(&found, 60).0,
        ));
    }
    keep_some(&mut sessions, now, notes);
    Ok(Calendar {
        sessions,
        hours: None,
        availability,
        over_at,
    })
}

/// Of more dates than are kept, those from this month on, or the last ones when those are fewer.
/// By months, so that a document that says the same mostly reads the same.
fn keep_some(sessions: &mut Vec<ImportedSession>, now: DateTime<Utc>, notes: &mut Vec<Note>) {
    let too_many = sessions.len().saturating_sub(MAX_SESSIONS);
    if too_many == 0 {
        return;
    }
    notes.push(Note {
        code: NoteCode::TooMany,
        found: format!("{} dates", sessions.len()),
    });
    let today = now.date_naive();
    let month = today.with_day(1).unwrap_or(today);
    let month = month.and_time(NaiveTime::MIN).and_utc();
    let over = sessions
        .iter()
        .take_while(|session| session.ends_at <= month)
        .count();
    sessions.drain(..over.min(too_many));
    sessions.truncate(MAX_SESSIONS);
}

/// What an event says of all of its dates: it holds for those that do not say it themselves.
struct OfAll<'a> {
    availability: &'a Availability,
    booking: Option<&'a Value>,
    /// Whether it says how one books.
    books: bool,
    /// Whether there is one date: what is counted for several together says nothing of each.
    is_one: bool,
}

fn session(
    entry: &Value,
    main: Lang,
    of_all: &OfAll<'_>,
    notes: &mut Vec<Note>,
) -> Option<ImportedSession> {
    let start = read_moment(entry, "startDate", notes)?;
    let end = end_after(start, read_moment(entry, "endDate", notes), notes)?;
    let (state, message) =
        match availability(entry, main).unwrap_or_else(|| of_all.availability.clone()) {
            Availability::Available => (SessionState::Planned, LocalizedText::default()),
            Availability::Postponed { reason } | Availability::Cancelled { reason } => {
                (SessionState::Cancelled, reason)
            }
        };
    let own = json::member(entry, "bookingAvailability");
    let booking = own.or(of_all.booking).unwrap_or(&Value::Null);
    let counted = own.or(of_all.booking.filter(|_| of_all.is_one));
    let counted = counted.unwrap_or(&Value::Null);
    let capacity = json::count(counted.get("capacity")).filter(|capacity| *capacity > 0);
    let remaining = remaining(counted.get("remainingCapacity"))
        .map(|remaining| capacity.map_or(remaining, |capacity| remaining.min(capacity)));
    let says_full = json::word(booking, "type").is_some_and(|kind| kind == "unavailable");
    Some(ImportedSession {
        starts_at: start.utc,
        ends_at: end.utc,
        local_start: start.local,
        local_end: end.local,
        state,
        message,
        capacity,
        remaining,
        full: says_full || remaining == Some(0),
        books: of_all.books || contact::books(entry),
    })
}

/// Places left; where more were taken than there are, none.
fn remaining(value: Option<&Value>) -> Option<u32> {
    let overbooked = json::number(value).is_some_and(|left| left < 0.0);
    json::count(value).or(overbooked.then_some(0))
}

/// The end, mended where it can be: before the start it is on the next day, when that makes less
/// than half a day; none, or one that says nothing, is the end of the start's day.
fn end_after(start: Moment, end: Option<Moment>, notes: &mut Vec<Note>) -> Option<Moment> {
    if let Some(end) = end.filter(|end| end.utc > start.utc) {
        return Some(end);
    }
    if let Some(end) = end.filter(|end| end.utc < start.utc) {
        notes.push(Note {
            code: NoteCode::EndMended,
            found: end.local.to_string(),
        });
        let next_day = end
            .next_day()
            .filter(|end| end.utc > start.utc && end.utc - start.utc < TimeDelta::hours(12));
        if next_day.is_some() {
            return next_day;
        }
    }
    let end = start.end_of_day()?;
    if end.utc > start.utc {
        return Some(end);
    }
    start
        .utc
        .checked_add_signed(TimeDelta::hours(1))
        .map(Moment::from_utc)
}

fn periodic(
    document: &Value,
    availability: Availability,
    notes: &mut Vec<Note>,
) -> Result<Calendar, SkipReason> {
    let start = read_moment(document, "startDate", notes);
    let end = read_moment(document, "endDate", notes);
    if start.is_none() && end.is_none() {
        return Err(SkipReason::with(
            SkipCode::NoValidDate,
            "a period without days",
        ));
    }
    let from = start.map(|start| start.local.date());
    let mut until = end.map(last_day);
    if until.zip(from).is_some_and(|(until, from)| until < from) {
        notes.push(Note {
            code: NoteCode::EndMended,
            found: json::text_of(document, "endDate").unwrap_or_default(),
        });
        until = from;
    }
    let over_at = until
        .and_then(|day| Moment::from_local(day.succ_opt()?.and_time(NaiveTime::MIN)))
        .map(|moment| moment.utc);
    Ok(Calendar {
        sessions: Vec::new(),
        hours: Some(OpeningHours {
            spans: spans_or_always(document, notes),
            from,
            until,
        }),
        availability,
        over_at,
    })
}

/// The last day of a period; one that ends at midnight ended the day before.
pub(super) fn last_day(end: Moment) -> NaiveDate {
    let day = end.local.date();
    if end.local.time() == NaiveTime::MIN {
        day.pred_opt().unwrap_or(day)
    } else {
        day
    }
}

fn spans_or_always(
    document: &Value,
    notes: &mut Vec<Note>,
) -> Vec<goesting_types::opportunity::OpeningSpan> {
    if json::list(document, "openingHours").is_empty() {
        hours::always()
    } else {
        hours::spans(document, notes)
    }
}

fn availability(document: &Value, main: Lang) -> Option<Availability> {
    let status = json::member(document, "status")?;
    let kind = json::word(status, "type")?;
    let reason = texts::lines(status.get("reason"), main, MAX_REASON, &mut Vec::new());
    match kind.as_str() {
        "available" => Some(Availability::Available),
        "temporarilyunavailable" => Some(Availability::Postponed { reason }),
        "unavailable" => Some(Availability::Cancelled { reason }),
        _ => None,
    }
}

fn read_moment(entry: &Value, key: &str, notes: &mut Vec<Note>) -> Option<Moment> {
    let text = json::text_of(entry, key)?;
    let moment = time::moment(&text);
    if moment.is_none() {
        notes.push(Note {
            code: NoteCode::DateLeftOut,
            found: crate::import::words::cut(&text, 60).0,
        });
    }
    moment
}

#[cfg(test)]
mod tests;
