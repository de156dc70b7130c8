//! What an event says of who may come and when one books, where nothing else holds it: in words.

use chrono::NaiveDate;
use goesting_types::lang::Lang;
use serde_json::Value;

use super::{calendar, json, time};

/// One line each: that it is for children only, and from when to when one books.
pub(super) fn lines(document: &Value, lang: Lang) -> Vec<String> {
    let children = json::is_true(document, "childrenOnly").then(|| children_word(lang).to_owned());
    let booking = json::list(document, "bookingInfo")
        .into_iter()
        .find_map(|info| booking(info, lang));
    children.into_iter().chain(booking).collect()
}

fn booking(info: &Value, lang: Lang) -> Option<String> {
    let moment = |key| time::moment(&json::text_of(info, key)?);
    let from = moment("availabilityStarts").map(|from| from.local.date());
    let until = moment("availabilityEnds").map(calendar::last_day);
    let [booking, from_word, until_word] = booking_words(lang);
    let day = |day: NaiveDate| day.format("%d/%m/%Y");
    match (from, until) {
        // The other way round it says nothing.
        (Some(from), Some(until)) if until < from => None,
        (Some(from), Some(until)) => Some(format!(
            "{booking} {from_word} {} {until_word} {}",
            day(from),
            day(until)
        )),
        (Some(from), None) => Some(format!("{booking} {from_word} {}", day(from))),
        (None, Some(until)) => Some(format!("{booking} {until_word} {}", day(until))),
        (None, None) => None,
    }
}

const fn children_word(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => "Alleen voor kinderen",
        Lang::En => "For children only",
        Lang::Fr => "Pour les enfants seulement",
        Lang::De => "Nur für Kinder",
    }
}

const fn booking_words(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Nl => ["Inschrijven:", "vanaf", "tot en met"],
        Lang::En => ["Booking:", "from", "until"],
        Lang::Fr => ["Inscription :", "à partir du", "jusqu'au"],
        Lang::De => ["Anmeldung:", "ab", "bis"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn children_and_days_of_booking_in_words() {
        let document = json!({"childrenOnly": true, "bookingInfo": {
            "availabilityStarts": "2026-03-01T09:00:00+01:00",
            "availabilityEnds": "2026-03-10T23:00:00+00:00",
        }});
        assert_eq!(
            lines(&document, Lang::Nl),
            [
                "Alleen voor kinderen",
                "Inschrijven: vanaf 01/03/2026 tot en met 10/03/2026"
            ]
        );
        let only = |key: &str| lines(&json!({"bookingInfo": {key: "2026-03-02T12:00"}}), Lang::En);
        assert_eq!(only("availabilityStarts"), ["Booking: from 02/03/2026"]);
        assert_eq!(only("availabilityEnds"), ["Booking: until 02/03/2026"]);
        for nothing in [
            json!({}),
            json!({"childrenOnly": false, "bookingInfo": [{"price": 5}, "x"]}),
            json!({"bookingInfo": {"availabilityStarts": "2026-03-02", "availabilityEnds": "2026-03-01"}}),
        ] {
            assert!(lines(&nothing, Lang::Nl).is_empty(), "{nothing}");
        }
    }
}
