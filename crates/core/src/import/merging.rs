//! What a document that is read again does to what is stored: the source's news comes in, what
//! people changed here stays (DOMAIN §2: an origin's local additions survive re-import).
//!
//! *Base* is what the document said last time, *ours* what is stored, *theirs* what it says now.

mod content;
mod standing;

use chrono::{DateTime, Utc};

pub(super) use content::pick;
pub use content::{filled_in, merged, together};
pub use standing::{
    before_withdrawal, is_over, over_at, standing_after, standing_at, withdrawable,
};

use super::model::ImportedSession;

/// What becomes of the sessions.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SessionPlan<'a> {
    /// New ones.
    pub added: Vec<&'a ImportedSession>,
    /// Those that say something else, as they were and as they are. Their time may be another.
    pub changed: Vec<(&'a ImportedSession, &'a ImportedSession)>,
    /// Those the source no longer has.
    pub removed: Vec<&'a ImportedSession>,
}

/// Compares the sessions of a document with those it had. A session is known by its start; when as
/// many disappeared as appeared, they moved, in their order, so that who enrolled moves along. One
/// that is over took place, whether or not the document still tells of it.
#[must_use]
pub fn session_plan<'a>(
    base: &'a [ImportedSession],
    theirs: &'a [ImportedSession],
    now: DateTime<Utc>,
) -> SessionPlan<'a> {
    let at = |list: &'a [ImportedSession], start: DateTime<Utc>| {
        list.iter().find(|session| session.starts_at == start)
    };
    let mut plan = SessionPlan {
        added: theirs
            .iter()
            .filter(|session| at(base, session.starts_at).is_none())
            .collect(),
        changed: Vec::new(),
        removed: base
            .iter()
            .filter(|session| session.ends_at > now && at(theirs, session.starts_at).is_none())
            .collect(),
    };
    if plan.added.len() == plan.removed.len() {
        plan.changed = plan.removed.drain(..).zip(plan.added.drain(..)).collect();
    }
    plan.changed.extend(base.iter().filter_map(|was| {
        let is = at(theirs, was.starts_at)?;
        (was != is).then_some((was, is))
    }));
    plan
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::uitdatabank::{Index, opportunity};
    use crate::import::{ExternalId, ImportedOpportunity};
    use serde_json::{Value, json};

    pub(super) fn now() -> DateTime<Utc> {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    pub(super) fn read(changes: &[(&str, Value)]) -> ImportedOpportunity {
        let mut document = json!({
            "@type": "Event", "name": {"nl": "Naaien"}, "description": {"nl": "Een rits."},
            "terms": [{"id": "0.3.1.0.0"}],
            "location": {"name": "De Klos", "address": {"postalCode": "9000", "addressLocality": "Gent"}},
            "calendarType": "multiple",
            "subEvent": [
                {"startDate": "2026-03-10T18:00:00Z", "endDate": "2026-03-10T20:00:00Z"},
                {"startDate": "2026-03-17T18:00:00Z", "endDate": "2026-03-17T20:00:00Z"}
            ],
            "contactPoint": {"phone": ["09 123 45 67"]},
        });
        for (key, value) in changes {
            document[*key] = value.clone();
        }
        let id = ExternalId::from_address("x:1").unwrap();
        opportunity(&document, &id, &Index::default(), now()).unwrap()
    }

    #[test]
    fn sessions_are_added_changed_moved_and_removed() {
        let base = read(&[]).sessions;
        assert_eq!(session_plan(&base, &base, now()), SessionPlan::default());
        let starts = |sessions: &[&str]| {
            let entries: Vec<_> = sessions
                .iter()
                .map(|start| json!({"startDate": start, "endDate": null}))
                .collect();
            read(&[("subEvent", json!(entries))]).sessions
        };
        let moved = starts(&["2026-03-10T18:00:00Z", "2026-03-18T18:00:00Z"]);
        let plan = session_plan(&base, &moved, now());
        assert_eq!((plan.added.len(), plan.removed.len()), (0, 0));
        assert_eq!(plan.changed, [(&base[1], &moved[1]), (&base[0], &moved[0])]);
        let one_less = starts(&["2026-03-10T18:00:00Z"]);
        assert_eq!(session_plan(&base, &one_less, now()).removed, [&base[1]]);
        let one_more = starts(&[
            "2026-03-10T18:00:00Z",
            "2026-03-17T18:00:00Z",
            "2026-03-24T18:00:00Z",
        ]);
        assert_eq!(session_plan(&base, &one_more, now()).added, [&one_more[2]]);
        let next = starts(&["2026-03-17T18:00:00Z", "2026-03-24T18:00:00Z"]);
        let plan = session_plan(&base, &next, base[0].ends_at);
        assert_eq!(plan.added, [&next[1]], "what took place does not move");
        assert_eq!((plan.removed.len(), plan.changed.len()), (0, 1));
    }
}
