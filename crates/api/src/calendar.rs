//! Calendars (RFC 5545): an opportunity's sessions, or a person's agenda.

use chrono::{DateTime, Duration, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};

/// Calendar programs ask again about this often.
const REFRESH: Duration = Duration::hours(2);

/// What calendar programs are told wrote the file.
const MADE_BY: &str = "-//Goesting//Goesting//NL";

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Stays the same as long as the event exists.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// What to know: lines.
    pub notes: Vec<String>,
    /// Where, in one line.
    pub place: Option<String>,
    /// Its page.
    pub url: String,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// How sure it is.
    pub certainty: Certainty,
    /// Grows with every change, so that programs take the newest.
    pub version: i64,
    /// When it was last written otherwise.
    pub revised_at: DateTime<Utc>,
}

/// How sure an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It takes place, and one has a place where that is needed.
    Sure,
    /// One waits, or has still to say yes.
    Maybe,
    /// It does not take place.
    Cancelled,
}

/// A calendar file. Instants are UTC: each event carries its own, so a change of clocks moves none.
pub fn file(name: &str, entries: &[Entry]) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", MADE_BY),
        ("CALSCALE", "GREGORIAN"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    // The crate escapes texts whose property it knows; the first of these it does not know.
    calendar.append_property(Property::new("NAME", escaped(name)));
    calendar.append_property(Property::new("X-WR-CALNAME", name.replace('\r', "")));
    calendar.ttl(&REFRESH);
    for entry in entries {
        calendar.push(event(entry));
    }
    calendar.to_string()
}

/// A text as RFC 5545 wants it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            _ => out.push(c),
        }
    }
    out
}

fn event(entry: &Entry) -> Event {
    let Entry {
        uid,
        title,
        notes,
        place,
        url,
        starts_at,
        ends_at,
        certainty,
        version,
        revised_at,
    } = entry;
    let mut event = Event::with_uid(uid);
    event
        .summary(title)
        .starts(*starts_at)
        .ends(*ends_at)
        .timestamp(*revised_at)
        .url(url)
        .append_property(Property::new("SEQUENCE", version.to_string()))
        .status(match certainty {
            Certainty::Sure => EventStatus::Confirmed,
            Certainty::Maybe => EventStatus::Tentative,
            Certainty::Cancelled => EventStatus::Cancelled,
        });
    if !notes.is_empty() {
        event.description(&notes.join("\n"));
    }
    if let Some(place) = place {
        event.location(place);
    }
    event.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            uid: "s1@goesting".to_owned(),
            title: "Naaien, met koffie; en taart".to_owned(),
            notes: vec![
                "Els verwelkomt je.".to_owned(),
                "Bel 016 00 00 00".to_owned(),
            ],
            place: Some("De Klos, Leuven".to_owned()),
            url: "https://goesting.example/opportunities/1".to_owned(),
            starts_at: "2027-03-28T00:30:00Z".parse().unwrap(),
            ends_at: "2027-03-28T02:00:00Z".parse().unwrap(),
            certainty: Certainty::Sure,
            version: 3,
            revised_at: "2026-11-24T08:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_file_has_what_calendar_programs_ask() {
        let file = file("Mijn agenda", &[entry()]);
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Goesting//Goesting//NL",
            "X-WR-CALNAME:Mijn agenda",
            "UID:s1@goesting",
            "DTSTAMP:20261124T080000Z",
            "DTSTART:20270328T003000Z",
            "DTEND:20270328T020000Z",
            "SUMMARY:Naaien\\, met koffie\\; en taart",
            "DESCRIPTION:Els verwelkomt je.\\nBel 016 00 00 00",
            "STATUS:CONFIRMED",
            "SEQUENCE:3",
            "END:VCALENDAR",
        ] {
            assert!(file.lines().any(|one| one == line), "{line} not in\n{file}");
        }
        assert!(file.contains("\r\n"), "lines end as RFC 5545 wants");
    }

    #[test]
    fn the_name_is_escaped_like_every_text() {
        let file = file("Naaien, koffie; taart\\\r\nBEGIN:VALARM", &[]);
        for property in ["NAME", "X-WR-CALNAME"] {
            let line = format!("{property}:Naaien\\, koffie\\; taart\\\\\\nBEGIN:VALARM");
            assert!(file.lines().any(|one| one == line), "{line} not in\n{file}");
        }
    }

    #[test]
    fn no_text_can_begin_a_line_of_its_own() {
        let evil = Entry {
            title: "x\r\nBEGIN:VALARM".to_owned(),
            ..entry()
        };
        let file = file("n", &[evil]);
        assert!(!file.lines().any(|line| line == "BEGIN:VALARM"), "{file}");
    }
}
