//! Dates, periods and what is mended of them.

use super::*;
use chrono::Days;
use serde_json::json;

fn now() -> DateTime<Utc> {
    "2021-05-20T12:00:00Z".parse().unwrap()
}

fn read(document: &Value) -> (Calendar, Vec<NoteCode>) {
    let mut notes = Vec::new();
    let calendar = calendar(document, Lang::Nl, now(), &mut notes).unwrap();
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
        end("2017-05-01T20:00", json!("2017-05-01T18:00")),
        ("05-01T20:00/05-01T23:59".into(), vec![NoteCode::EndMended]),
        "nothing lasts for twenty-two hours"
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
fn a_date_without_booking_has_that_of_its_event() {
    let of = |booking: Value, dates: &[&str]| -> Vec<(bool, Option<u32>)> {
        let entries: Vec<_> = dates
            .iter()
            .map(|day| json!({"startDate": format!("2021-05-{day}T08:00:00Z")}))
            .collect();
        let document = json!({"bookingAvailability": booking, "subEvent": entries});
        let sessions = read(&document).0.sessions;
        sessions
            .iter()
            .map(|one| (one.full, one.capacity))
            .collect()
    };
    let full = json!({"type": "Unavailable", "capacity": 12});
    assert_eq!(of(full.clone(), &["17"]), [(true, Some(12))]);
    assert_eq!(
        of(full, &["17", "18"]),
        [(true, None), (true, None)],
        "twelve places of both"
    );
    let open = json!({"type": "Available"});
    assert_eq!(of(open, &["17"]), [(false, None)]);
    assert_eq!(of(json!("Unavailable"), &["17"]), [(true, None)]);
    let over = json!({"type": "Available", "capacity": 12, "remainingCapacity": -1});
    assert_eq!(of(over, &["17"]), [(true, Some(12))], "overbooked");
}

#[test]
fn a_status_may_be_a_bare_word() {
    let of = |status: Value| {
        let document = json!({"calendarType": "permanent", "status": status});
        read(&document).0.availability
    };
    assert!(matches!(
        of(json!("unavailable")),
        Availability::Cancelled { .. }
    ));
    let late = of(json!({"type": "TEMPORARILYUNAVAILABLE"}));
    assert!(matches!(late, Availability::Postponed { .. }));
    assert_eq!(of(json!({"type": "Available"})), Availability::Available);
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
        let reason = calendar(&document, Lang::Nl, now(), &mut Vec::new())
            .err()
            .map(|reason| reason.code);
        assert_eq!(reason, Some(SkipCode::NoValidDate), "{document}");
    }
}

#[test]
fn of_very_many_dates_those_to_come_are_kept() {
    let daily = |from: &str, days: u64| {
        let from: NaiveDate = from.parse().unwrap();
        let mut entries: Vec<_> = (0..days)
            .map(|day| {
                let day = from + Days::new(day);
                json!({"startDate": format!("{day}T10:00:00Z"), "endDate": format!("{day}T12:00:00Z")})
            })
            .collect();
        // The order they are written in says nothing.
        entries.reverse();
        json!({"calendarType": "multiple", "subEvent": entries})
    };
    let (last, notes) = read(&daily("2017-01-01", 2200));
    assert_eq!(
        (last.sessions.len(), notes),
        (1000, vec![NoteCode::TooMany])
    );
    assert_eq!(
        last.over_at,
        last.sessions.last().map(|session| session.ends_at)
    );
    assert!(
        last.sessions
            .iter()
            .any(|session| session.starts_at > now())
    );
    let first = |now: DateTime<Utc>| {
        let endless = daily("2020-01-01", 10_000);
        let calendar = calendar(&endless, Lang::Nl, now, &mut Vec::new()).unwrap();
        assert_eq!(calendar.sessions.len(), 1000);
        assert!(calendar.over_at > calendar.sessions.last().map(|last| last.ends_at));
        calendar.sessions[0].local_start.date().to_string()
    };
    assert_eq!(first(now()), "2021-05-01");
    assert_eq!(first(now() + TimeDelta::days(11)), "2021-05-01");
    assert_eq!(first(now() + TimeDelta::days(12)), "2021-06-01");
}
