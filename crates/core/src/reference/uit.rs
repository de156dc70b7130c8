//! From the taxonomy of `UiTdatabank` to ours: event types to kinds of opportunity, themes to
//! interests, facilities to flags of the low-threshold card (`data/uit-crosswalk.toml`).

use std::collections::HashMap;
use std::sync::OnceLock;

use goesting_types::card::CardFlag;
use goesting_types::opportunity::OpportunityKind;
use serde::Deserialize;

const TOML: &str = include_str!("../../data/uit-crosswalk.toml");

/// What an event type (of events and of places) means here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventType {
    /// Their id.
    pub id: String,
    /// Their Dutch label.
    pub label: String,
    /// What one does there.
    kind: OpportunityKind,
    /// What one does there when it comes back.
    series: Option<OpportunityKind>,
    /// Slugs of interests or themes, for a document whose theme gives none.
    pub interests: Vec<String>,
    /// Whether a place of this type is worth a visit by itself. Others only ever are a location.
    pub place: bool,
}

impl EventType {
    /// What one does there, on one date or on several.
    #[must_use]
    pub fn kind(&self, several_dates: bool) -> OpportunityKind {
        match self.series {
            Some(series) if several_dates => series,
            _ => self.kind,
        }
    }
}

/// What a theme means here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UitTheme {
    /// Their id.
    pub id: String,
    /// Their Dutch label.
    pub label: String,
    /// Slugs of interests or themes; empty for "Thema onbepaald".
    pub interests: Vec<String>,
}

/// What a facility promises on the low-threshold card.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facility {
    /// Their id.
    pub id: String,
    /// Their Dutch label.
    pub label: String,
    /// The flags it answers; mostly none.
    pub flags: Vec<CardFlag>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    event_type: Vec<EventType>,
    theme: Vec<UitTheme>,
    facility: Vec<Facility>,
}

#[derive(Debug, Default)]
struct Crosswalk {
    event_types: HashMap<String, EventType>,
    themes: HashMap<String, UitTheme>,
    facilities: HashMap<String, Facility>,
}

fn crosswalk() -> &'static Crosswalk {
    static CROSSWALK: OnceLock<Crosswalk> = OnceLock::new();
    // The text is part of the program, and a test reads it: the default is never taken.
    CROSSWALK.get_or_init(|| {
        let File {
            event_type,
            theme,
            facility,
        } = toml::from_str(TOML).unwrap_or_default();
        Crosswalk {
            event_types: event_type
                .into_iter()
                .map(|one| (one.id.clone(), one))
                .collect(),
            themes: theme.into_iter().map(|one| (one.id.clone(), one)).collect(),
            facilities: facility
                .into_iter()
                .map(|one| (one.id.clone(), one))
                .collect(),
        }
    })
}

/// The event type with their id; `None` for one added after the crosswalk was made.
#[must_use]
pub fn event_type(id: &str) -> Option<&'static EventType> {
    crosswalk().event_types.get(id)
}

/// The theme with their id.
#[must_use]
pub fn theme(id: &str) -> Option<&'static UitTheme> {
    crosswalk().themes.get(id)
}

/// The facility with their id.
#[must_use]
pub fn facility(id: &str) -> Option<&'static Facility> {
    crosswalk().facilities.get(id)
}

/// The interests of a document: those of its themes, without repeats; when they give none, those of
/// its event type. Unknown ids give nothing.
#[must_use]
pub fn interests<'a>(
    type_id: &str,
    theme_ids: impl IntoIterator<Item = &'a str>,
) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    let of_themes = theme_ids
        .into_iter()
        .filter_map(theme)
        .flat_map(|theme| &theme.interests);
    for slug in of_themes {
        if !found.contains(&slug.as_str()) {
            found.push(slug);
        }
    }
    if found.is_empty()
        && let Some(event_type) = event_type(type_id)
    {
        found.extend(event_type.interests.iter().map(String::as_str));
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::reference::interests::vocabulary;

    #[test]
    fn the_file_reads_each_id_once_and_names_only_what_we_know() {
        let file: File = toml::from_str(TOML).unwrap();
        let crosswalk = crosswalk();
        assert_eq!(
            crosswalk.event_types.len(),
            file.event_type.len(),
            "an id stands twice"
        );
        assert_eq!(
            crosswalk.themes.len(),
            file.theme.len(),
            "an id stands twice"
        );
        assert_eq!(
            crosswalk.facilities.len(),
            file.facility.len(),
            "an id stands twice"
        );
        let of_types = file.event_type.iter().flat_map(|one| &one.interests);
        for slug in of_types.chain(file.theme.iter().flat_map(|one| &one.interests)) {
            assert!(vocabulary().knows(slug), "{slug}");
        }
    }

    #[test]
    fn it_is_complete_for_the_taxonomy_of_2021() {
        let crosswalk = crosswalk();
        assert_eq!(crosswalk.event_types.len(), 40);
        assert_eq!(crosswalk.themes.len(), 75);
        assert_eq!(crosswalk.facilities.len(), 22);
        for theme in crosswalk.themes.values() {
            assert_eq!(
                theme.interests.is_empty(),
                theme.label == "Thema onbepaald",
                "{theme:?}"
            );
        }
    }

    #[test]
    fn types_themes_and_facilities_mean_what_they_say() {
        let course = event_type("0.3.1.0.0").unwrap();
        assert_eq!(course.kind(false), OpportunityKind::Workshop);
        assert_eq!(course.kind(true), OpportunityKind::Course);
        assert_eq!(
            event_type("0.3.2.0.0").unwrap().kind(true),
            OpportunityKind::Talk
        );
        assert!(
            event_type("kI7uAyn2uUu9VV6Z3uWZTA").unwrap().place,
            "a library"
        );
        assert!(
            !event_type("ekdc4ATGoUitCa0e6me6xA").unwrap().place,
            "a café"
        );
        assert_eq!(
            facility("3.23.1.0.0").unwrap().flags,
            [CardFlag::Wheelchair]
        );
        assert_eq!(facility("3.9.0.0.0").unwrap().flags, [CardFlag::ChildCare]);
        assert!(
            facility("3.23.3.0.0").unwrap().flags.is_empty(),
            "a wheelchair to borrow"
        );
        assert!(event_type("").is_none() && theme("9.9").is_none() && facility("?").is_none());
    }

    #[test]
    fn the_theme_decides_and_the_type_helps_out() {
        assert_eq!(interests("0.3.1.0.0", ["1.0.6.0.0"]), ["photography"]);
        assert_eq!(
            interests("0.50.4.0.0", ["1.8.2.0.0", "1.8.2.0.0"]),
            ["jazz-blues"]
        );
        assert_eq!(interests("0.55.0.0.0", ["1.58.0.0.0"]), ["theatre"]);
        assert_eq!(interests("0.55.0.0.0", []), ["theatre"]);
        assert_eq!(interests("unknown", ["unknown"]), Vec::<&str>::new());
    }
}
