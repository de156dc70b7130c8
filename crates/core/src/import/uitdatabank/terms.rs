//! Terms: type, themes and facilities, through the crosswalk.

use goesting_types::card::{CardFlag, LowThresholdCard};
use goesting_types::interest::InterestId;
use goesting_types::opportunity::OpportunityKind;
use serde_json::Value;

use super::json;
use crate::fold::fold_key;
use crate::import::html;
use crate::import::words;
use crate::reference::uit;

/// As many interests and own words as an opportunity holds.
const MAX_INTERESTS: usize = 8;
const MAX_FREE_WORDS: usize = 10;
const MAX_FREE_WORD: usize = 40;

/// The terms of a document, by domain.
#[derive(Debug, Default)]
pub(super) struct Terms {
    event_types: Vec<Term>,
    themes: Vec<Term>,
    facilities: Vec<Term>,
}

#[derive(Debug)]
struct Term {
    id: String,
    label: Option<String>,
}

impl Terms {
    /// Reads `terms`, and the `type` and `theme` that some documents carry apart.
    pub(super) fn of(document: &Value) -> Self {
        let mut terms = Self::default();
        let all = ["terms", "type", "theme"]
            .iter()
            .flat_map(|key| json::list(document, key));
        for value in all {
            let Some(id) = json::text_of(value, "id") else {
                continue;
            };
            let label = json::text_of(value, "label").map(|label| html::to_line(&label));
            let domain = json::text_of(value, "domain").map(|domain| domain.to_ascii_lowercase());
            let list = match domain.as_deref().or_else(|| domain_of(&id)) {
                Some("eventtype") => &mut terms.event_types,
                Some("theme") => &mut terms.themes,
                Some("facility") => &mut terms.facilities,
                _ => continue,
            };
            if !list.iter().any(|known| known.id == id) {
                list.push(Term { id, label });
            }
        }
        terms
    }

    /// Whether it says what sort of thing it is.
    pub(super) fn has_event_type(&self) -> bool {
        !self.event_types.is_empty()
    }

    /// What one does there; a type that came after the crosswalk is a visit.
    pub(super) fn kind(&self, several_dates: bool) -> OpportunityKind {
        self.event_types
            .iter()
            .find_map(|term| uit::event_type(&term.id))
            .map_or(OpportunityKind::Visit, |known| known.kind(several_dates))
    }

    /// Whether a place of this type is worth a visit by itself.
    pub(super) fn is_place_to_visit(&self) -> bool {
        self.event_types
            .iter()
            .filter_map(|term| uit::event_type(&term.id))
            .any(|known| known.place)
    }

    /// The name of its type, in Dutch.
    pub(super) fn type_label(&self) -> Option<&str> {
        self.event_types.iter().find_map(|term| {
            let known = uit::event_type(&term.id).map(|known| known.label.as_str());
            known.or(term.label.as_deref())
        })
    }

    /// Interests of its themes, else of its type.
    pub(super) fn interests(&self) -> Vec<InterestId> {
        let type_id = self.event_types.first().map_or("", |term| term.id.as_str());
        let themes = self.themes.iter().map(|term| term.id.as_str());
        uit::interests(type_id, themes)
            .into_iter()
            .take(MAX_INTERESTS)
            .map(InterestId::from)
            .collect()
    }

    /// Visible labels, and the names of themes the crosswalk does not know, as own words.
    pub(super) fn free_words(&self, document: &Value) -> Vec<String> {
        let themes = self
            .themes
            .iter()
            .filter(|term| uit::theme(&term.id).is_none())
            .filter_map(|term| term.label.clone());
        let labels = json::list(document, "labels")
            .into_iter()
            .filter_map(|label| json::text(Some(label)).or_else(|| json::text_of(label, "name")))
            .map(|label| html::to_line(&label));
        let mut found: Vec<String> = Vec::new();
        for word in themes.chain(labels) {
            let fits = !word.is_empty() && word.chars().count() <= MAX_FREE_WORD;
            let key = fold_key(&word);
            if fits && !found.iter().any(|known| fold_key(known) == key) {
                found.push(words::one_line(&word));
            }
        }
        found.truncate(MAX_FREE_WORDS);
        found
    }

    /// Puts what the facilities promise on the card. Flags that need words of somebody's own
    /// (who welcomes, which stop) cannot come from a facility.
    pub(super) fn mark(&self, card: &mut LowThresholdCard) {
        let flags = self
            .facilities
            .iter()
            .filter_map(|term| uit::facility(&term.id))
            .flat_map(|facility| &facility.flags);
        for flag in flags {
            match flag {
                CardFlag::Wheelchair => card.wheelchair = true,
                CardFlag::AccessibleToilet => card.accessible_toilet = true,
                CardFlag::ChildCare => card.child_care = true,
                CardFlag::Buddy => card.buddy = true,
                CardFlag::FreeTryOut => card.free_try_out = true,
                CardFlag::NoSignUp => card.no_sign_up = true,
                CardFlag::ComeOnce => card.come_once = true,
                CardFlag::MayStop => card.may_stop = true,
                CardFlag::NothingToBring => card.nothing_to_bring = true,
                CardFlag::Welcomed
                | CardFlag::Quiet
                | CardFlag::SmallGroup
                | CardFlag::SocialTariffNoProof
                | CardFlag::BusStop
                | CardFlag::FirstMinutes
                | CardFlag::Phone => {}
            }
        }
    }
}

/// The domain of a term that does not say it, as in requests sent to the source.
fn domain_of(id: &str) -> Option<&'static str> {
    if uit::event_type(id).is_some() {
        Some("eventtype")
    } else if uit::theme(id).is_some() {
        Some("theme")
    } else if uit::facility(id).is_some() {
        Some("facility")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn terms_with_and_without_domain() {
        let terms = Terms::of(&json!({
            "terms": [
                {"id": "0.3.1.0.0", "label": "Cursus of workshop", "domain": "eventtype"},
                {"id": "1.0.6.0.0"},
                {"id": "3.23.1.0.0"},
                {"id": "3.9.0.0.0", "domain": "facility"},
                {"id": "reg.360", "label": "Hageland", "domain": "flanderstouristregion"},
                {"label": "no id", "domain": "eventtype"},
            ],
            "theme": {"id": "1.8.2.0.0", "domain": "theme", "label": "Jazz en blues"},
        }));
        assert_eq!(terms.kind(false), OpportunityKind::Workshop);
        assert_eq!(terms.kind(true), OpportunityKind::Course);
        let interests: Vec<_> = terms.interests().into_iter().map(|id| id.0).collect();
        assert_eq!(interests, ["photography", "jazz-blues"]);
        let mut card = LowThresholdCard::default();
        terms.mark(&mut card);
        assert!(card.wheelchair && card.child_care && !card.accessible_toilet);
    }

    #[test]
    fn a_type_newer_than_the_crosswalk_still_is_one() {
        let terms = Terms::of(
            &json!({"terms": [{"id": "9.9", "domain": "eventtype", "label": "Hackathon"}]}),
        );
        assert!(terms.has_event_type());
        let loud = json!({"terms": [{"id": "9.9", "domain": "EVENTTYPE"}]});
        assert!(Terms::of(&loud).has_event_type());
        assert_eq!(terms.kind(true), OpportunityKind::Visit);
        assert_eq!(terms.type_label(), Some("Hackathon"));
        assert!(terms.interests().is_empty());
        assert!(!Terms::of(&json!({"terms": [{"id": "9.9"}], "type": "x"})).has_event_type());
    }

    #[test]
    fn labels_are_own_words() {
        let document = json!({
            "terms": [{"id": "1.99", "domain": "theme", "label": "Robotica"}],
            "labels": ["Slagwerk", "slagwerk", {"name": "percussie"}, "x".repeat(60), null, " "],
            "hiddenLabels": ["intern"],
        });
        assert_eq!(
            Terms::of(&document).free_words(&document),
            ["Robotica", "Slagwerk", "percussie"]
        );
    }
}
