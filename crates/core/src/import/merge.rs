//! When two documents tell of the same activity.

use std::fmt;

use chrono::NaiveDate;
use goesting_types::opportunity::OpeningHours;
use goesting_types::place::{Place, Whereabouts};
use serde::Serialize;

use super::model::{ActorRef, ImportedOpportunity};
use crate::fold::fold_key;

/// Equal for the same activity told by two sources: same actor, name, place and time (issue 2 §6).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct MergeKey(String);

impl MergeKey {
    /// Longest key in characters: of a part longer than a quarter, the rest is hashed.
    pub const MAX_CHARS: usize = 400;

    /// Its characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MergeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Legal forms that one source writes after a name and another does not.
const LEGAL_FORMS: [&str; 8] = ["vzw", "asbl", "bv", "bvba", "cvba", "cv", "nv", "ivzw"];

/// The key of an imported opportunity. Names are compared without case, accents, punctuation and
/// legal form; a place by postcode and street, else by its name, and online by its address; time by
/// the first session's start to the minute, else by its opening hours and their days. One whose
/// organiser nobody knows is the same as itself only.
#[must_use]
pub fn merge_key(opportunity: &ImportedOpportunity) -> MergeKey {
    let title = opportunity
        .content
        .title
        .pick(opportunity.main_lang)
        .map(|(_, words)| words)
        .unwrap_or_default();
    let place = match &opportunity.awaits_place {
        Some(id) => format!("id {id}"),
        None => whereabouts_key(&opportunity.content.whereabouts),
    };
    let time = opportunity.sessions.first().map_or_else(
        || hours_key(opportunity.content.opening_hours.as_ref()),
        |first| first.starts_at.format("%Y%m%d%H%M").to_string(),
    );
    let parts = [actor_key(opportunity), name_key(title), place, time];
    MergeKey(parts.map(|part| short(&part)).join("|"))
}

/// A part of a key, its end as a hash where it is long.
fn short(part: &str) -> String {
    const LONGEST: usize = MergeKey::MAX_CHARS / 4 - 1;
    /// Thirty-two digits and a mark.
    const HASH: usize = 33;
    if part.chars().count() <= LONGEST {
        return part.to_owned();
    }
    let head: String = part.chars().take(LONGEST - HASH).collect();
    format!("{head}#{:032x}", fnv(part.as_bytes()))
}

/// FNV-1a in 128 bits: the same in every release, enough to tell names apart.
fn fnv(bytes: &[u8]) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(BASIS, |hash, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(PRIME)
    })
}

/// A name as it is compared: folded, without its legal form.
#[must_use]
pub fn name_key(name: &str) -> String {
    fold_key(name)
        .split(' ')
        .filter(|word| !LEGAL_FORMS.contains(word))
        .collect::<Vec<_>>()
        .join(" ")
}

fn actor_key(opportunity: &ImportedOpportunity) -> String {
    match &opportunity.actor {
        ActorRef::Known(actor) => name_key(&actor.name),
        ActorRef::Awaited(id) => format!("id {id}"),
        ActorRef::Unknown => format!("? {}", opportunity.id),
    }
}

fn whereabouts_key(whereabouts: &Whereabouts) -> String {
    match whereabouts {
        Whereabouts::InPerson { place } | Whereabouts::Mixed { place, .. } => place_key(place),
        Whereabouts::Online { url } => format!("online {}", url.as_deref().unwrap_or_default()),
        Whereabouts::OnRequest { territory } => format!("request {territory}"),
    }
}

fn place_key(place: &Place) -> String {
    let part = |text: &Option<String>| fold_key(text.as_deref().unwrap_or_default());
    match (part(&place.postcode), part(&place.street)) {
        (postcode, street) if !postcode.is_empty() && !street.is_empty() => {
            format!("{postcode} {street}")
        }
        (postcode, _) => format!("{postcode} {}", part(&place.name)),
    }
}

fn hours_key(hours: Option<&OpeningHours>) -> String {
    let Some(OpeningHours { spans, from, until }) = hours else {
        return "always".to_owned();
    };
    let day = |day: Option<NaiveDate>| {
        day.map_or_else(String::new, |day| day.format("%Y%m%d").to_string())
    };
    let spans = spans.iter().map(|span| {
        format!(
            "{}{}-{}",
            span.weekday.num_days_from_monday(),
            span.opens.format("%H%M"),
            span.closes.format("%H%M")
        )
    });
    let spans: Vec<String> = spans.collect();
    format!("{}-{} {}", day(*from), day(*until), spans.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{MergeKey, merge_key, name_key, short};
    use crate::import::ExternalId;
    use crate::import::uitdatabank::{Index, opportunity};
    use serde_json::{Value, json};

    #[test]
    fn names_are_compared_without_case_accents_and_legal_form() {
        assert_eq!(
            name_key("Buurtatelier De Naald vzw"),
            name_key("BUURTATELIER «De Nááld»")
        );
        assert_ne!(name_key("De Naald"), name_key("De Naalden"));
    }

    fn key(id: &str, changes: &[(&str, Value)]) -> MergeKey {
        let mut document = json!({
            "@type": "Event", "name": {"nl": "Yoga"}, "terms": [{"id": "0.3.1.0.0"}],
            "location": {"name": "De Klos", "address": {"postalCode": "9000", "addressLocality": "Gent"}},
            "organizer": {"name": "De Mat vzw"}, "calendarType": "permanent",
        });
        for (key, value) in changes {
            document[*key] = value.clone();
        }
        let id = ExternalId::from_address(id).unwrap();
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        merge_key(&opportunity(&document, &id, &Index::default(), now).unwrap())
    }

    #[test]
    fn other_hours_addresses_and_unknown_organisers_are_other_activities() {
        let hours = |day: &str, opens: &str, closes: &str| {
            let entry = json!([{"dayOfWeek": [day], "opens": opens, "closes": closes}]);
            ("openingHours", entry)
        };
        let monday = key("x:1", &[hours("monday", "09:00", "10:00")]);
        assert_eq!(monday, key("x:2", &[hours("monday", "9:00", "10:00")]));
        assert_ne!(monday, key("x:2", &[hours("friday", "19:00", "20:00")]));

        let online = |url: &str| {
            [
                ("attendanceMode", json!("online")),
                ("onlineUrl", json!(url)),
            ]
        };
        let one = key("x:1", &online("https://meet.be/1"));
        assert_eq!(one, key("x:2", &online("https://meet.be/1")));
        assert_ne!(one, key("x:2", &online("https://meet.be/2")));

        let nobody = [("organizer", json!(null))];
        assert_eq!(key("x:1", &nobody), key("x:1", &nobody));
        assert_ne!(key("x:1", &nobody), key("x:2", &nobody));
    }

    #[test]
    fn long_parts_differ_at_their_end_too() {
        let long = |end: &str| short(&format!("{}{end}", "é".repeat(120)));
        assert_ne!(long("a"), long("b"));
        assert_eq!(long("a"), long("a"));
        assert_eq!(long("a").chars().count(), MergeKey::MAX_CHARS / 4 - 1);
        assert_eq!(short("kort"), "kort");
    }
}
