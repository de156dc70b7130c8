//! Days and hours.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::Lang;

/// From Monday on.
const SHORT_DAYS: [[&str; 7]; 4] = [
    ["ma", "di", "wo", "do", "vr", "za", "zo"],
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."],
];

const DAYS: [[&str; 7]; 4] = [
    [
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
    ],
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    [
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    ],
    [
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ],
];

const SHORT_MONTHS: [[&str; 12]; 4] = [
    [
        "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
    ],
    [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ],
    [
        "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
        "Dez.",
    ],
];

const MONTHS: [[&str; 12]; 4] = [
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
];

const fn row(lang: Lang) -> usize {
    match lang {
        Lang::Nl => 0,
        Lang::En => 1,
        Lang::Fr => 2,
        Lang::De => 3,
    }
}

fn weekday(names: &[[&'static str; 7]; 4], lang: Lang, date: NaiveDate) -> &'static str {
    let at = date.weekday().num_days_from_monday() as usize;
    names
        .get(row(lang))
        .and_then(|n| n.get(at))
        .copied()
        .unwrap_or_default()
}

fn month(names: &[[&'static str; 12]; 4], lang: Lang, date: NaiveDate) -> &'static str {
    let at = date.month0() as usize;
    names
        .get(row(lang))
        .and_then(|n| n.get(at))
        .copied()
        .unwrap_or_default()
}

/// The number in the month: German counts with a point, the French first is `1er`.
fn day(lang: Lang, date: NaiveDate) -> String {
    match (lang, date.day()) {
        (Lang::Fr, 1) => "1er".to_owned(),
        (Lang::De, day) => format!("{day}."),
        (_, day) => day.to_string(),
    }
}

/// `wo 12 nov`: for what lies within the year.
pub fn date(lang: Lang, date: NaiveDate) -> String {
    format!(
        "{} {} {}",
        weekday(&SHORT_DAYS, lang, date),
        day(lang, date),
        month(&SHORT_MONTHS, lang, date)
    )
}

/// `wo 12 nov 2025`.
pub fn date_with_year(lang: Lang, date: NaiveDate) -> String {
    format!("{} {}", self::date(lang, date), date.year())
}

/// `woensdag 12 november 2025`, as on paper.
pub fn date_in_full(lang: Lang, date: NaiveDate) -> String {
    let comma = if lang == Lang::De { "," } else { "" };
    format!(
        "{}{comma} {}",
        weekday(&DAYS, lang, date),
        date_without_weekday(lang, date)
    )
}

/// `12 november 2025`, for days that are years away.
pub fn date_without_weekday(lang: Lang, date: NaiveDate) -> String {
    format!(
        "{} {} {}",
        day(lang, date),
        month(&MONTHS, lang, date),
        date.year()
    )
}

/// `wo`: above a column of a calendar.
pub fn short_day(lang: Lang, date: NaiveDate) -> &'static str {
    weekday(&SHORT_DAYS, lang, date)
}

/// `november 2025`: above a calendar.
pub fn month_and_year(lang: Lang, date: NaiveDate) -> String {
    format!("{} {}", month(&MONTHS, lang, date), date.year())
}

/// The digits of an hour without the word for it: `14.00`, `14:00`, `14h`, `14h30`.
fn digits(lang: Lang, hour: u32, minute: u32) -> String {
    match (lang, minute) {
        (Lang::Nl, _) => format!("{hour}.{minute:02}"),
        (Lang::En | Lang::De, _) => format!("{hour}:{minute:02}"),
        (Lang::Fr, 0) => format!("{hour}h"),
        (Lang::Fr, _) => format!("{hour}h{minute:02}"),
    }
}

/// With the word that closes an hour or a range of hours.
fn with_unit(lang: Lang, hours: &str) -> String {
    match lang {
        Lang::Nl => format!("{hours} uur"),
        Lang::De => format!("{hours} Uhr"),
        Lang::En | Lang::Fr => hours.to_owned(),
    }
}

/// `14.00 uur`. Seconds are left out.
pub fn time(lang: Lang, time: NaiveTime) -> String {
    with_unit(lang, &digits(lang, time.hour(), time.minute()))
}

/// `14.00 – 16.00 uur`. An end at midnight is the end of the day, `24.00`; English and French
/// say the word.
pub fn time_range(lang: Lang, start: NaiveTime, end: NaiveTime) -> String {
    let from = digits(lang, start.hour(), start.minute());
    let until = match (lang, end.hour(), end.minute()) {
        (Lang::En, 0, 0) => "midnight".to_owned(),
        (Lang::Fr, 0, 0) => "minuit".to_owned(),
        (Lang::Nl | Lang::De, 0, 0) => digits(lang, 24, 0),
        (_, hour, minute) => digits(lang, hour, minute),
    };
    with_unit(lang, &format!("{from} – {until}"))
}

/// `wo 12 nov, 14.00 uur`.
pub fn date_and_time(lang: Lang, at: NaiveDateTime) -> String {
    format!("{}, {}", date(lang, at.date()), time(lang, at.time()))
}

/// From when until when, as short as it can be said:
///
/// * within a day, or until its midnight: `wo 12 nov, 14.00 – 16.00 uur`;
/// * over days: `wo 12 nov, 22.00 uur – do 13 nov, 2.00 uur`;
/// * over a new year, both years are named;
/// * an end that is not after the start says nothing, so only the start is given.
pub fn span(lang: Lang, start: NaiveDateTime, end: NaiveDateTime) -> String {
    if end <= start {
        return date_and_time(lang, start);
    }
    let midnight = end.time() == NaiveTime::MIN
        && start.date().checked_add_days(Days::new(1)) == Some(end.date());
    if start.date() == end.date() || midnight {
        return format!(
            "{}, {}",
            date(lang, start.date()),
            time_range(lang, start.time(), end.time())
        );
    }
    let day = if start.year() == end.year() {
        date
    } else {
        date_with_year
    };
    format!(
        "{}, {} – {}, {}",
        day(lang, start.date()),
        time(lang, start.time()),
        day(lang, end.date()),
        time(lang, end.time())
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn said(start: &str, end: &str) -> [String; 4] {
        [Lang::Nl, Lang::En, Lang::Fr, Lang::De].map(|lang| span(lang, at(start), at(end)))
    }

    #[test]
    fn within_a_day() {
        assert_eq!(
            said("2025-11-12T14:00:00", "2025-11-12T16:00:59"),
            [
                "wo 12 nov, 14.00 – 16.00 uur",
                "Wed 12 Nov, 14:00 – 16:00",
                "mer. 12 nov., 14h – 16h",
                "Mi. 12. Nov., 14:00 – 16:00 Uhr",
            ]
        );
        assert_eq!(
            said("2025-03-01T09:05:00", "2025-03-01T11:30:00"),
            [
                "za 1 mrt, 9.05 – 11.30 uur",
                "Sat 1 Mar, 9:05 – 11:30",
                "sam. 1er mars, 9h05 – 11h30",
                "Sa. 1. März, 9:05 – 11:30 Uhr",
            ]
        );
    }

    #[test]
    fn until_midnight_is_still_the_same_day() {
        assert_eq!(
            said("2025-12-31T20:00:00", "2026-01-01T00:00:00"),
            [
                "wo 31 dec, 20.00 – 24.00 uur",
                "Wed 31 Dec, 20:00 – midnight",
                "mer. 31 déc., 20h – minuit",
                "Mi. 31. Dez., 20:00 – 24:00 Uhr",
            ]
        );
    }

    #[test]
    fn from_midnight_on() {
        assert_eq!(
            said("2025-05-02T00:00:00", "2025-05-02T00:30:00"),
            [
                "vr 2 mei, 0.00 – 0.30 uur",
                "Fri 2 May, 0:00 – 0:30",
                "ven. 2 mai, 0h – 0h30",
                "Fr. 2. Mai, 0:00 – 0:30 Uhr",
            ]
        );
        // A whole day ends at its own midnight.
        assert_eq!(
            said("2025-05-02T00:00:00", "2025-05-03T00:00:00")[0],
            "vr 2 mei, 0.00 – 24.00 uur"
        );
    }

    #[test]
    fn over_days_and_years() {
        assert_eq!(
            said("2025-11-14T22:00:00", "2025-11-15T02:00:00")[0],
            "vr 14 nov, 22.00 uur – za 15 nov, 2.00 uur"
        );
        // Two midnights on is not "24.00" of the first day.
        assert_eq!(
            said("2025-11-14T20:00:00", "2025-11-16T00:00:00")[0],
            "vr 14 nov, 20.00 uur – zo 16 nov, 0.00 uur"
        );
        assert_eq!(
            said("2025-12-31T22:00:00", "2026-01-01T02:00:00"),
            [
                "wo 31 dec 2025, 22.00 uur – do 1 jan 2026, 2.00 uur",
                "Wed 31 Dec 2025, 22:00 – Thu 1 Jan 2026, 2:00",
                "mer. 31 déc. 2025, 22h – jeu. 1er janv. 2026, 2h",
                "Mi. 31. Dez. 2025, 22:00 Uhr – Do. 1. Jan. 2026, 2:00 Uhr",
            ]
        );
    }

    #[test]
    fn an_end_that_is_not_after_the_start_is_left_out() {
        for end in [
            "2025-11-12T14:00:00",
            "2025-11-12T13:00:00",
            "2025-11-11T16:00:00",
        ] {
            assert_eq!(said("2025-11-12T14:00:00", end)[0], "wo 12 nov, 14.00 uur");
        }
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_break_it() {
        let (first, last) = (NaiveDateTime::MIN, NaiveDateTime::MAX);
        for lang in Lang::ALL {
            assert!(!span(*lang, first, last).is_empty());
            assert!(!span(*lang, last, last).is_empty());
            assert!(!date_in_full(*lang, last.date()).is_empty());
        }
    }

    #[test]
    fn in_full() {
        let full = |lang| date_in_full(lang, on("2026-03-01"));
        assert_eq!(full(Lang::Nl), "zondag 1 maart 2026");
        assert_eq!(full(Lang::En), "Sunday 1 March 2026");
        assert_eq!(full(Lang::Fr), "dimanche 1er mars 2026");
        assert_eq!(full(Lang::De), "Sonntag, 1. März 2026");
        let far = |lang| date_without_weekday(lang, on("2037-01-01"));
        assert_eq!(far(Lang::Nl), "1 januari 2037");
        assert_eq!(far(Lang::En), "1 January 2037");
        assert_eq!(far(Lang::Fr), "1er janvier 2037");
        assert_eq!(far(Lang::De), "1. Januar 2037");
        assert_eq!(date_with_year(Lang::Nl, on("2024-02-29")), "do 29 feb 2024");
    }
}
