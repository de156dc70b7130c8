//! Calendars: dates become sessions, periods and permanence become opening hours.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use goesting_types::lang::Lang;
use goesting_types::opportunity::OpeningHours;
use goesting_types::session::SessionState;
use goesting_types::text::LocalizedText;
use serde_json::Value;

use super::time::{self, Moment};
use super::{hours, json, texts};
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
/// enough.
pub(super) fn calendar(
    document: &Value,
    main: Lang,
    notes: &mut Vec<Note>,
) -> Result<Calendar, SkipReason> {
    let availability = availability(document, main).unwrap_or(Availability::Available);
    match calendar_type(document) {
        CalendarType::Dates => dates(document, main, availability, notes),
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
    notes: &mut Vec<Note>,
) -> Result<Calendar, SkipReason> {
    let mut entries = json::list(document, "subEvent");
    if entries.is_empty() {
        entries.push(document);
    }
    if entries.len() > MAX_SESSIONS {
        notes.push(Note {
            code: NoteCode::TooMany,
            found: format!("{} sub-events", entries.len()),
        });
        entries.truncate(MAX_SESSIONS);
    }
    let mut sessions: Vec<ImportedSession> = entries
        .into_iter()
        .filter_map(|entry| session(entry, main, &availability, notes))
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
    Ok(Calendar {
        sessions,
        hours: None,
        availability,
        over_at,
    })
}

fn session(
    entry: &Value,
    main: Lang,
    of_all: &Availability,
    notes: &mut Vec<Note>,
) -> Option<ImportedSession> {
    let start = read_moment(entry, "startDate", notes)?;
    let end = end_after(start, read_moment(entry, "endDate", notes), notes)?;
    let (state, message) = match availability(entry, main).unwrap_or_else(|| of_all.clone()) {
        Availability::Available => (SessionState::Planned, LocalizedText::default()),
        Availability::Postponed { reason } | Availability::Cancelled { reason } => {
            (SessionState::Cancelled, reason)
        }
    };
    let booking = json::member(entry, "bookingAvailability").unwrap_or(&Value::Null);
    let capacity = json::count(booking.get("capacity")).filter(|capacity| *capacity > 0);
    let remaining = json::count(booking.get("remainingCapacity"))
        .map(|remaining| capacity.map_or(remaining, |capacity| remaining.min(capacity)));
    let says_full = json::text_of(booking, "type").is_some_and(|kind| kind == "Unavailable");
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
    })
}

/// The end, mended where it can be: before the start by less than a day is on the next day; none,
/// or one long before, is the end of the start's day.
fn end_after(start: Moment, end: Option<Moment>, notes: &mut Vec<Note>) -> Option<Moment> {
    if let Some(end) = end.filter(|end| end.utc > start.utc) {
        return Some(end);
    }
    if let Some(end) = end.filter(|end| end.utc < start.utc) {
        notes.push(Note {
            code: NoteCode::EndMended,
            found: end.local.to_string(),
        });
        if start.utc - end.utc < TimeDelta::days(1) {
            return end.next_day().filter(|end| end.utc > start.utc);
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
fn last_day(end: Moment) -> NaiveDate {
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
    // Written as an object, in some exports as the bare word.
    let kind = json::text_of(status, "type").or_else(|| json::text(Some(status)))?;
    let reason = texts::lines(status.get("reason"), main, MAX_REASON, &mut Vec::new());
    match kind.as_str() {
        "Available" => Some(Availability::Available),
        "TemporarilyUnavailable" => Some(Availability::Postponed { reason }),
        "Unavailable" => Some(Availability::Cancelled { reason }),
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
mod tests {
    use super::*;
    use serde_json::json;

    fn read(document: &Value) -> (Calendar, Vec<NoteCode>) {
        let mut notes = Vec::new();
        let calendar = calendar(document, Lang::Nl, &mut notes).unwrap();
        (calendar, notes.iter().map(|note| note.code).collect())
    }

    fn spans_of(calendar: &Calendar) -> Vec<String> {
        let local = |session: &ImportedSession| {
            format!(
                "{}/{}",
                session.local_start.format("%m-%dT%H:%M"),
                session.local_end.format("%m-%dT%H:%M")
            )
        };
        calendar.sessions.iter().map(local).collect()
    }

    #[test]
    fn one_date_with_or_without_sub_event() {
        let bare = json!({"calendarType": "single", "startDate": "2021-05-17T08:00:00+00:00", "endDate": "2021-05-17T10:00:00+00:00"});
        assert_eq!(spans_of(&read(&bare).0), ["05-17T10:00/05-17T12:00"]);
        let sub = json!({"calendarType": "single", "subEvent": [{"startDate": "2021-05-17T08:00:00+00:00", "endDate": "2021-05-17T10:00:00+00:00"}]});
        assert_eq!(spans_of(&read(&sub).0), ["05-17T10:00/05-17T12:00"]);
    }

    #[test]
    fn dates_come_in_order_once() {
        let (calendar, _) = read(&json!({"calendarType": "multiple", "subEvent": [
            {"startDate": "2021-05-18T08:00:00Z", "endDate": "2021-05-18T10:00:00Z"},
            {"startDate": "2021-05-17T08:00:00Z", "endDate": "2021-05-17T10:00:00Z"},
            {"startDate": "2021-05-18T10:00:00+02:00", "endDate": "2021-05-18T10:00:00Z"},
            null,
            {"startDate": "500 BC", "endDate": "499 BC"},
        ]}));
        assert_eq!(
            spans_of(&calendar),
            ["05-17T10:00/05-17T12:00", "05-18T10:00/05-18T12:00"]
        );
        assert_eq!(
            calendar.over_at.unwrap().to_rfc3339(),
            "2021-05-18T10:00:00+00:00"
        );
        assert_eq!(calendar.first_day(), NaiveDate::from_ymd_opt(2021, 5, 17));
    }

    #[test]
    fn ends_are_mended() {
        let end = |start: &str, end: Value| {
            let (calendar, notes) =
                read(&json!({"calendarType": "single", "startDate": start, "endDate": end}));
            (spans_of(&calendar).remove(0), notes)
        };
        assert_eq!(
            end("2017-05-01T20:00", json!("2017-05-01T02:00")),
            ("05-01T20:00/05-02T02:00".into(), vec![NoteCode::EndMended])
        );
        assert_eq!(
            end("2017-05-01T20:00", json!("2017-04-01T02:00")),
            ("05-01T20:00/05-01T23:59".into(), vec![NoteCode::EndMended])
        );
        assert_eq!(
            end("2017-05-01T20:00", json!(null)),
            ("05-01T20:00/05-01T23:59".into(), vec![])
        );
        assert_eq!(
            end("2017-05-01T20:00", json!("2017-05-01T20:00")),
            ("05-01T20:00/05-01T23:59".into(), vec![])
        );
        assert_eq!(
            end("2017-05-01T23:59", json!(null)),
            ("05-01T23:59/05-02T00:59".into(), vec![])
        );
    }

    #[test]
    fn status_and_booking_of_sub_events() {
        let (calendar, _) = read(&json!({
            "calendarType": "multiple",
            "status": {"type": "Unavailable", "reason": {"nl": "Zaal dicht"}},
            "subEvent": [
                {"startDate": "2021-05-17T08:00:00Z", "endDate": "2021-05-17T10:00:00Z", "status": {"type": "Available"},
                 "bookingAvailability": {"type": "Available", "capacity": "100", "remainingCapacity": 142}},
                {"startDate": "2021-05-18T08:00:00Z", "endDate": "2021-05-18T10:00:00Z",
                 "bookingAvailability": {"type": "Unavailable", "capacity": 0}},
                {"startDate": "2021-05-19T08:00:00Z", "endDate": "2021-05-19T10:00:00Z",
                 "status": {"type": "TemporarilyUnavailable", "reason": {"nl": "Uitgesteld"}},
                 "bookingAvailability": {"type": "Available", "capacity": 10, "remainingCapacity": 0}},
            ]
        }));
        let [first, second, third] = calendar.sessions.as_slice() else {
            panic!("three")
        };
        assert_eq!(
            (first.state, first.capacity, first.remaining, first.full),
            (SessionState::Planned, Some(100), Some(100), false)
        );
        assert_eq!(
            (second.state, second.capacity, second.full),
            (SessionState::Cancelled, None, true)
        );
        assert_eq!(second.message.get(Lang::Nl), Some("Zaal dicht"));
        assert_eq!((third.state, third.full), (SessionState::Cancelled, true));
        assert_eq!(third.message.get(Lang::Nl), Some("Uitgesteld"));
    }

    #[test]
    fn a_period_keeps_its_days() {
        let (calendar, _) = read(&json!({"calendarType": "periodic",
            "startDate": "2021-05-17T00:00:00+02:00", "endDate": "2021-06-01T00:00:00+02:00",
            "openingHours": [{"opens": "10:00", "closes": "17:00", "dayOfWeek": ["tuesday"]}]}));
        let hours = calendar.hours.unwrap();
        assert_eq!(hours.from, NaiveDate::from_ymd_opt(2021, 5, 17));
        assert_eq!(hours.until, NaiveDate::from_ymd_opt(2021, 5, 31));
        assert_eq!(hours.spans.len(), 1);
        assert_eq!(
            calendar.over_at.unwrap().to_rfc3339(),
            "2021-05-31T22:00:00+00:00"
        );
    }

    #[test]
    fn without_hours_it_is_open_every_day() {
        let (period, _) = read(
            &json!({"calendarType": "periodic", "startDate": "2021-05-17", "endDate": "2021-05-01"}),
        );
        let hours = period.hours.unwrap();
        assert_eq!(
            (hours.spans.len(), hours.until),
            (7, NaiveDate::from_ymd_opt(2021, 5, 17))
        );
        let (permanent, _) = read(&json!({"calendarType": "permanent", "openingHours": []}));
        assert_eq!(permanent.hours.unwrap().spans.len(), 7);
        assert_eq!(permanent.over_at, None);
        // Hours that were said but cannot be read are not "always".
        let (unread, notes) =
            read(&json!({"calendarType": "permanent", "openingHours": [{"opens": "x"}]}));
        assert_eq!(
            (unread.hours.unwrap().spans.len(), notes),
            (0, vec![NoteCode::HoursLeftOut])
        );
    }

    #[test]
    fn old_documents_do_not_say_their_type() {
        assert_eq!(
            read(&json!({"startDate": "2021-05-17T08:00:00Z"}))
                .0
                .sessions
                .len(),
            1
        );
        assert!(read(&json!({})).0.hours.is_some());
        let period = read(&json!({"startDate": "2021-05-17", "openingHours": [{"opens": "10:00", "closes": "17:00", "dayOfWeek": ["friday"]}]})).0;
        assert!(period.hours.is_some_and(|hours| hours.from.is_some()));
    }

    #[test]
    fn dates_of_which_none_can_be_read_refuse() {
        for document in [
            json!({"calendarType": "single"}),
            json!({"calendarType": "multiple", "startDate": "500 BC", "subEvent": [{"startDate": "500 BC"}]}),
            json!({"calendarType": "periodic", "startDate": {}}),
        ] {
            let reason = calendar(&document, Lang::Nl, &mut Vec::new())
                .err()
                .map(|reason| reason.code);
            assert_eq!(reason, Some(SkipCode::NoValidDate), "{document}");
        }
    }
}
