//! When two documents tell of the same activity.

use std::fmt;

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
    /// Longest key in characters: each of its four parts is cut at a quarter.
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
/// legal form; a place by postcode and street, else by its name; time by the first session's
/// start to the minute, else by the first day its hours hold.
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
    let parts = [actor_key(&opportunity.actor), name_key(title), place, time];
    MergeKey(
        parts
            .iter()
            .map(|part| part.chars().take(MergeKey::MAX_CHARS / 4 - 1).collect())
            .collect::<Vec<String>>()
            .join("|"),
    )
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

fn actor_key(actor: &ActorRef) -> String {
    match actor {
        ActorRef::Known(actor) => name_key(&actor.name),
        ActorRef::Awaited(id) => format!("id {id}"),
        ActorRef::Unknown => "?".to_owned(),
    }
}

fn whereabouts_key(whereabouts: &Whereabouts) -> String {
    match whereabouts {
        Whereabouts::InPerson { place } | Whereabouts::Mixed { place, .. } => place_key(place),
        Whereabouts::Online { .. } => "online".to_owned(),
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
    hours.and_then(|hours| hours.from).map_or_else(
        || "always".to_owned(),
        |from| from.format("%Y%m%d").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::name_key;

    #[test]
    fn names_are_compared_without_case_accents_and_legal_form() {
        assert_eq!(
            name_key("Buurtatelier De Naald vzw"),
            name_key("BUURTATELIER «De Nááld»")
        );
        assert_ne!(name_key("De Naald"), name_key("De Naalden"));
    }
}
