//! Opening hours, and the days that differ, in words.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use goesting_types::lang::Lang;
use goesting_types::opportunity::OpeningSpan;
use serde_json::Value;

use super::{json, texts, time};
use crate::import::model::{Note, NoteCode};
use crate::import::words;

/// As many spans as opening hours hold.
pub(super) const MAX_SPANS: usize = 50;
/// As many differing days as are told in words.
const MAX_DAYS_TOLD: usize = 12;

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// Every day, all day.
pub(super) fn always() -> Vec<OpeningSpan> {
    WEEK.into_iter()
        .map(|weekday| OpeningSpan {
            weekday,
            opens: NaiveTime::MIN,
            closes: NaiveTime::MIN,
        })
        .collect()
}

/// `openingHours` as spans in the order of the week, without doubles. A span over midnight is two.
pub(super) fn spans(document: &Value, notes: &mut Vec<Note>) -> Vec<OpeningSpan> {
    let mut spans = Vec::new();
    for entry in json::list(document, "openingHours") {
        read_entry(entry, &mut spans, notes);
    }
    spans.sort_by_key(|span| (span.weekday.num_days_from_monday(), span.opens, span.closes));
    spans.dedup();
    if spans.len() > MAX_SPANS {
        notes.push(Note {
            code: NoteCode::TooMany,
            found: "openingHours".to_owned(),
        });
        spans.truncate(MAX_SPANS);
    }
    spans
}

fn read_entry(entry: &Value, spans: &mut Vec<OpeningSpan>, notes: &mut Vec<Note>) {
    let clock = |key| json::text_of(entry, key).and_then(|text| time::clock(&text));
    let (Some(opens), Some(closes)) = (clock("opens"), clock("closes")) else {
        return left_out(entry, notes);
    };
    // "From five to five" says nothing; midnight to midnight is the whole day.
    if opens == closes && opens != NaiveTime::MIN {
        return left_out(entry, notes);
    }
    let mut days = json::list(entry, "dayOfWeek");
    days.extend(json::list(entry, "daysOfWeek"));
    let weekdays: Vec<Weekday> = days.iter().filter_map(|day| weekday(day)).collect();
    if weekdays.len() < days.len() || weekdays.is_empty() {
        left_out(entry, notes);
    }
    for weekday in weekdays {
        if closes > opens || closes == NaiveTime::MIN {
            spans.push(OpeningSpan {
                weekday,
                opens,
                closes,
            });
        } else {
            let midnight = NaiveTime::MIN;
            spans.push(OpeningSpan {
                weekday,
                opens,
                closes: midnight,
            });
            spans.push(OpeningSpan {
                weekday: weekday.succ(),
                opens: midnight,
                closes,
            });
        }
    }
}

/// `monday`, or as schema.org writes it.
fn weekday(day: &Value) -> Option<Weekday> {
    let day = json::text(Some(day))?;
    day.rsplit(['/', ':']).next()?.parse().ok()
}

fn left_out(entry: &Value, notes: &mut Vec<Note>) {
    notes.push(Note {
        code: NoteCode::HoursLeftOut,
        found: words::cut(&entry.to_string(), 120).0,
    });
}

/// Whether a span of the hours, or a sub-event, has child care around it.
pub(super) fn has_childcare(document: &Value) -> bool {
    ["openingHours", "subEvent"]
        .iter()
        .flat_map(|key| json::list(document, key))
        .filter_map(|entry| json::member(entry, "childcare"))
        .any(|hours| {
            ["start", "end"]
                .iter()
                .any(|key| json::text_of(hours, key).is_some())
        })
}

/// The days that differ from the hours, one line each: "Gesloten: 13–17/02/2017
/// (Carnavalsvakantie)". Nothing when there are none.
pub(super) fn differing_days(document: &Value, main: Lang, lang: Lang) -> Vec<String> {
    let closed = json::list(document, "openingHoursClosedDays")
        .into_iter()
        .filter_map(|entry| {
            let days = days_in_words(entry)?;
            Some(format!(
                "{}: {days}{}",
                closed_word(lang),
                why(entry, main, lang)
            ))
        });
    let adjusted = json::list(document, "openingHoursAdjustedDays")
        .into_iter()
        .filter_map(|entry| {
            let days = days_in_words(entry)?;
            let hours = hours_in_words(entry, lang);
            Some(format!(
                "{}: {days}{}{hours}",
                adjusted_word(lang),
                why(entry, main, lang)
            ))
        });
    closed.chain(adjusted).take(MAX_DAYS_TOLD).collect()
}

fn why(entry: &Value, main: Lang, lang: Lang) -> String {
    texts::lines(entry.get("description"), main, 80, &mut Vec::new())
        .pick(lang)
        .map_or_else(String::new, |(_, words)| format!(" ({words})"))
}

fn days_in_words(entry: &Value) -> Option<String> {
    let day = |key| json::text_of(entry, key).and_then(|text| time::day_of(&text));
    let from: NaiveDate = day("startDate")?;
    let until = day("endDate").unwrap_or(from);
    if until < from {
        return None;
    }
    let whole = until.format("%d/%m/%Y");
    Some(if from == until {
        whole.to_string()
    } else if (from.year(), from.month()) == (until.year(), until.month()) {
        format!("{}–{whole}", from.format("%d"))
    } else {
        format!("{}–{whole}", from.format("%d/%m/%Y"))
    })
}

fn hours_in_words(entry: &Value, lang: Lang) -> String {
    let spans = spans(entry, &mut Vec::new());
    if spans.is_empty() {
        return String::new();
    }
    let spans: Vec<String> = spans
        .iter()
        .map(|span| {
            format!(
                "{} {}–{}",
                weekday_word(span.weekday, lang),
                span.opens.format("%H:%M"),
                span.closes.format("%H:%M")
            )
        })
        .collect();
    format!(": {}", spans.join(", "))
}

const fn closed_word(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => "Gesloten",
        Lang::En => "Closed",
        Lang::Fr => "Fermé",
        Lang::De => "Geschlossen",
    }
}

const fn adjusted_word(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => "Andere uren",
        Lang::En => "Other hours",
        Lang::Fr => "Autres heures",
        Lang::De => "Andere Zeiten",
    }
}

fn weekday_word(weekday: Weekday, lang: Lang) -> &'static str {
    let words = match lang {
        Lang::Nl => ["ma", "di", "wo", "do", "vr", "za", "zo"],
        Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        Lang::Fr => ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"],
        Lang::De => ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
    };
    let [first, ..] = words;
    words
        .get(weekday.num_days_from_monday() as usize)
        .copied()
        .unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(hours: &Value) -> (Vec<String>, usize) {
        let mut notes = Vec::new();
        let spans = spans(&json!({ "openingHours": hours }), &mut notes)
            .iter()
            .map(|s| {
                format!(
                    "{} {}-{}",
                    s.weekday,
                    s.opens.format("%H:%M"),
                    s.closes.format("%H:%M")
                )
            })
            .collect();
        (spans, notes.len())
    }

    #[test]
    fn hours_per_weekday_in_the_order_of_the_week() {
        let (spans, notes) = read(&json!([
            {"opens": "13:00", "closes": "17:00", "dayOfWeek": ["wednesday", "Monday"]},
            {"opens": "9:00", "closes": "12:00", "dayOfWeek": "monday"},
            {"opens": "09:00", "closes": "12:00", "dayOfWeek": ["monday"]},
        ]));
        assert_eq!(
            spans,
            ["Mon 09:00-12:00", "Mon 13:00-17:00", "Wed 13:00-17:00"]
        );
        assert_eq!(notes, 0);
        let (spans, notes) = read(&json!([
            {"opens": "9:00", "closes": "24:00", "daysOfWeek": ["https://schema.org/Friday"]},
        ]));
        assert_eq!((spans, notes), (vec!["Fri 09:00-00:00".to_owned()], 0));
    }

    #[test]
    fn hours_over_midnight_are_two_spans() {
        let (spans, _) =
            read(&json!([{"opens": "22:00", "closes": "02:00", "dayOfWeek": ["sunday"]}]));
        assert_eq!(spans, ["Mon 00:00-02:00", "Sun 22:00-00:00"]);
        let (spans, _) =
            read(&json!([{"opens": "22:00", "closes": "24:00", "dayOfWeek": ["friday"]}]));
        assert_eq!(spans, ["Fri 22:00-00:00"]);
    }

    #[test]
    fn hours_that_say_nothing_are_left_out_with_a_note() {
        for wrong in [
            json!({"opens": "09:00", "closes": "12:00"}),
            json!({"opens": "13:00", "dayOfWeek": ["monday"]}),
            json!({"opens": "17:00", "closes": "17:00", "dayOfWeek": ["monday"]}),
            json!({"opens": "13:00", "closes": "18:00", "dayOfWeek": ["st. patrick's day"]}),
            json!("open"),
        ] {
            assert_eq!(read(&json!([wrong])), (Vec::new(), 1), "{wrong}");
        }
        let (spans, notes) =
            read(&json!([{"opens": "13:00", "closes": "18:00", "dayOfWeek": ["monday", "x"]}]));
        assert_eq!((spans.len(), notes), (1, 1));
    }

    #[test]
    fn differing_days_in_words() {
        let document = json!({
            "openingHoursClosedDays": [
                {"startDate": "2017-02-13", "endDate": "2017-02-17", "description": {"nl": "Carnavalsvakantie"}},
                {"startDate": "2017-03-20", "endDate": "2017-03-20"},
                {"startDate": "x"},
            ],
            "openingHoursAdjustedDays": [{
                "startDate": "2026-12-21", "endDate": "2027-01-02",
                "openingHours": [{"opens": "10:00", "closes": "15:00", "dayOfWeek": ["monday"]}],
            }],
        });
        assert_eq!(
            differing_days(&document, Lang::Nl, Lang::Nl),
            [
                "Gesloten: 13–17/02/2017 (Carnavalsvakantie)",
                "Gesloten: 20/03/2017",
                "Andere uren: 21/12/2026–02/01/2027: ma 10:00–15:00",
            ]
        );
        assert_eq!(
            differing_days(&document, Lang::Nl, Lang::Fr)
                .first()
                .map(String::as_str),
            Some("Fermé: 13–17/02/2017 (Carnavalsvakantie)")
        );
    }

    #[test]
    fn child_care_in_hours_or_sub_events() {
        assert!(has_childcare(
            &json!({"openingHours": [{"childcare": {"start": "08:00"}}]})
        ));
        assert!(has_childcare(
            &json!({"subEvent": [{}, {"childcare": {"end": "18:00"}}]})
        ));
        for none in [json!(null), json!({}), json!({"start": null}), json!(true)] {
            assert!(!has_childcare(&json!({"subEvent": [{"childcare": none}]})));
        }
    }
}
