//! What a document that is read again does to what is stored: the source's news comes in, what
//! people changed here stays (DOMAIN §2: an origin's local additions survive re-import).
//!
//! *Base* is what the document said last time, *ours* what is stored, *theirs* what it says now.

use chrono::{DateTime, Utc};
use goesting_types::actor::Contact;
use goesting_types::card::LowThresholdCard;
use goesting_types::opportunity::{AgeRange, OpeningHours, OpportunityContent, OpportunityState};
use goesting_types::price::Pricing;
use goesting_types::text::LocalizedText;

use super::model::{ImportedOpportunity, ImportedSession};
use crate::opportunity::{Stage, Standing};
use crate::time::civil::today;

/// Ours where we changed it, else theirs.
pub(super) fn pick<T: PartialEq + Clone>(base: &T, ours: &T, theirs: &T) -> T {
    if ours == base { theirs } else { ours }.clone()
}

/// Content with the source's news and our changes. Texts are looked at per language, card and
/// contact per entry; the rest as a whole.
#[must_use]
pub fn merged(
    base: &OpportunityContent,
    ours: &OpportunityContent,
    theirs: &OpportunityContent,
) -> OpportunityContent {
    let OpportunityContent {
        title,
        summary,
        description,
        kind,
        interests,
        free_words,
        whereabouts,
        opening_hours,
        ages,
        languages,
        pricing,
        formality,
        recognition,
        card,
        contact,
    } = ours;
    OpportunityContent {
        title: texts(&base.title, title, &theirs.title),
        summary: texts(&base.summary, summary, &theirs.summary),
        description: texts(&base.description, description, &theirs.description),
        kind: pick(&base.kind, kind, &theirs.kind),
        interests: pick(&base.interests, interests, &theirs.interests),
        free_words: pick(&base.free_words, free_words, &theirs.free_words),
        whereabouts: pick(&base.whereabouts, whereabouts, &theirs.whereabouts),
        opening_hours: pick(&base.opening_hours, opening_hours, &theirs.opening_hours),
        ages: pick(&base.ages, ages, &theirs.ages),
        languages: pick(&base.languages, languages, &theirs.languages),
        pricing: pick(&base.pricing, pricing, &theirs.pricing),
        formality: pick(&base.formality, formality, &theirs.formality),
        recognition: pick(&base.recognition, recognition, &theirs.recognition),
        card: merged_card(&base.card, card, &theirs.card),
        contact: merged_contact(&base.contact, contact, &theirs.contact),
    }
}

fn texts(base: &LocalizedText, ours: &LocalizedText, theirs: &LocalizedText) -> LocalizedText {
    let langs = ours.0.keys().chain(theirs.0.keys()).copied();
    let found = langs.filter_map(|lang| {
        let text = pick(&base.0.get(&lang), &ours.0.get(&lang), &theirs.0.get(&lang));
        Some((lang, text?.clone()))
    });
    LocalizedText(found.collect())
}

/// Each of these fields picked by itself. A field that is not named does not compile.
macro_rules! picked {
    ($name:ident, $type:ident { $($field:ident),+ $(,)? }) => {
        fn $name(base: &$type, ours: &$type, theirs: &$type) -> $type {
            let $type { $($field),+ } = ours;
            $type { $($field: pick(&base.$field, $field, &theirs.$field)),+ }
        }
    };
}

picked!(
    merged_card,
    LowThresholdCard {
        welcomer,
        buddy,
        free_try_out,
        no_sign_up,
        come_once,
        may_stop,
        atmosphere,
        group_size,
        bus_stop,
        child_care,
        wheelchair,
        accessible_toilet,
        nothing_to_bring,
        bring,
        first_minutes,
    }
);
picked!(
    merged_contact,
    Contact {
        first_name,
        phone,
        email,
        url,
    }
);

/// Content of an activity that a second source tells of too: ours, with what it leaves open filled
/// in from theirs.
#[must_use]
pub fn filled_in(ours: &OpportunityContent, theirs: &OpportunityContent) -> OpportunityContent {
    // Against an empty base, whatever is not empty in ours counts as ours.
    let open = OpportunityContent {
        title: LocalizedText::default(),
        summary: LocalizedText::default(),
        description: LocalizedText::default(),
        kind: ours.kind,
        interests: Vec::new(),
        free_words: Vec::new(),
        whereabouts: theirs.whereabouts.clone(),
        opening_hours: None,
        ages: AgeRange::default(),
        languages: Vec::new(),
        pricing: Pricing::default(),
        formality: ours.formality,
        recognition: ours.recognition,
        card: LowThresholdCard::default(),
        contact: Contact::default(),
    };
    OpportunityContent {
        kind: ours.kind,
        formality: ours.formality,
        recognition: ours.recognition,
        ..merged(&open, ours, theirs)
    }
}

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
/// many disappeared as appeared, they moved, in their order, so that who enrolled moves along.
#[must_use]
pub fn session_plan<'a>(
    base: &'a [ImportedSession],
    theirs: &'a [ImportedSession],
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
            .filter(|session| at(theirs, session.starts_at).is_none())
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

/// Where it stands after a document was read: where the source says, unless people here moved it
/// since. What a facilitator took out of sight stays there.
///
/// `base` is the document as last read with the time of that reading; without it nothing is known
/// of what people did, and it stays.
#[must_use]
pub fn standing_after(
    base: Option<(&ImportedOpportunity, DateTime<Utc>)>,
    ours: &Standing,
    theirs: &ImportedOpportunity,
    now: DateTime<Utc>,
) -> Standing {
    let Some((base, read_at)) = base else {
        return ours.clone();
    };
    let state = ours.state();
    // Closed because its time was over is the source's doing too.
    let as_the_source_left_it = state == base.state_at(read_at) || state == base.state_at(now);
    if ours.stage.is_held() || !as_the_source_left_it {
        return ours.clone();
    }
    standing_at(theirs, Some(ours), now)
}

/// What to remember of where it stood when its last source takes it back and it closes: nothing
/// when somebody here ended it or took it out of sight, for then no source opens it again.
#[must_use]
pub const fn withdrawable(standing: &Standing) -> Option<OpportunityState> {
    match standing.stage {
        Stage::Draft { .. } => Some(OpportunityState::Draft),
        Stage::Open => Some(OpportunityState::Open),
        Stage::Paused { hidden: false } => Some(OpportunityState::Paused),
        Stage::Paused { hidden: true } | Stage::Closed { .. } | Stage::InReview { .. } => None,
    }
}

/// Where it stood before its last source took it back, from what [`withdrawable`] remembered.
#[must_use]
pub fn before_withdrawal(now: &Standing, stood: OpportunityState) -> Standing {
    Standing {
        stage: match stood {
            OpportunityState::Open => Stage::Open,
            OpportunityState::Paused => Stage::Paused { hidden: false },
            OpportunityState::Draft | OpportunityState::InReview => Stage::Draft {
                returned_because: None,
            },
            OpportunityState::Closed => return now.clone(),
        },
        opened_at: now.opened_at,
    }
}

/// Whether an open one is over: its sources say so, nothing of it is still to come, and no door
/// stands open any longer than they said. `over_at` is when all of its sources are over; none for
/// what is permanent or made here.
#[must_use]
pub fn is_over(
    over_at: Option<DateTime<Utc>>,
    hours: Option<&OpeningHours>,
    comes: bool,
    now: DateTime<Utc>,
) -> bool {
    let shut = hours.is_none_or(|hours| hours.until.is_some_and(|until| until < today(now)));
    over_at.is_some_and(|over| over <= now) && !comes && shut
}

/// When the last of these sources is over; never when one of them does not end.
#[must_use]
pub fn over_at<'a>(
    sources: impl Iterator<Item = &'a ImportedOpportunity>,
) -> Option<DateTime<Utc>> {
    sources
        .map(|source| source.over_at)
        .reduce(|one, other| Some(one?.max(other?)))
        .flatten()
}

/// Where the source says it stands.
#[must_use]
pub fn standing_at(
    theirs: &ImportedOpportunity,
    ours: Option<&Standing>,
    now: DateTime<Utc>,
) -> Standing {
    let says = theirs.state_at(now);
    if let Some(ours) = ours.filter(|ours| ours.state() == says) {
        return ours.clone();
    }
    let stage = match says {
        OpportunityState::Open => Stage::Open,
        OpportunityState::Paused => Stage::Paused { hidden: false },
        OpportunityState::Closed => Stage::Closed { hidden: false },
        OpportunityState::Draft | OpportunityState::InReview => Stage::Draft {
            returned_because: None,
        },
    };
    let opened_before = ours.and_then(|ours| ours.opened_at);
    let opens = (says == OpportunityState::Open).then_some(now);
    Standing {
        stage,
        opened_at: opened_before.or(opens),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::uitdatabank::{Index, opportunity};
    use crate::import::{ExternalId, ImportedOpportunity};
    use goesting_types::lang::Lang;
    use serde_json::{Value, json};

    fn now() -> DateTime<Utc> {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    fn read(changes: &[(&str, Value)]) -> ImportedOpportunity {
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
    fn news_comes_in_and_our_changes_stay() {
        let base = read(&[]).content;
        let mut ours = base.clone();
        ours.title = ours.title.with(Lang::Fr, "Couture");
        ours.summary = LocalizedText::own(Lang::Nl, "Iedereen kan het.");
        ours.card.buddy = true;
        ours.contact.first_name = Some("An".to_owned());
        let theirs = read(&[
            ("name", json!({"nl": "Naaien voor beginners"})),
            ("description", json!({"nl": "Twee ritsen."})),
            ("terms", json!([{"id": "0.3.1.0.0"}, {"id": "3.23.1.0.0"}])),
            ("contactPoint", json!({"phone": ["09 765 43 21"]})),
        ])
        .content;
        let merged = merged(&base, &ours, &theirs);
        assert_eq!(merged.title.get(Lang::Nl), Some("Naaien voor beginners"));
        assert_eq!(merged.title.get(Lang::Fr), Some("Couture"));
        assert_eq!(merged.summary.get(Lang::Nl), Some("Iedereen kan het."));
        assert_eq!(merged.description.get(Lang::Nl), Some("Twee ritsen."));
        assert!(merged.card.buddy && merged.card.wheelchair);
        assert_eq!(merged.contact.first_name.as_deref(), Some("An"));
        assert_eq!(merged.contact.phone.as_deref(), Some("09 765 43 21"));
    }

    #[test]
    fn what_the_source_takes_back_goes_unless_it_is_ours() {
        let base = read(&[]).content;
        let theirs = read(&[("contactPoint", json!(null))]).content;
        assert_eq!(merged(&base, &base, &theirs).contact.phone, None);
        let mut ours = base.clone();
        ours.contact.phone = Some("0470 00 00 00".to_owned());
        assert_eq!(
            merged(&base, &ours, &theirs).contact.phone,
            ours.contact.phone
        );
    }

    #[test]
    fn a_second_source_fills_what_is_open() {
        let ours = read(&[("contactPoint", json!(null))]).content;
        let theirs = read(&[
            ("name", json!({"nl": "NAAIEN", "fr": "Couture"})),
            ("priceInfo", json!([{"category": "base", "price": 5}])),
        ])
        .content;
        let filled = filled_in(&ours, &theirs);
        assert_eq!(filled.title.get(Lang::Nl), Some("Naaien"));
        assert_eq!(filled.title.get(Lang::Fr), Some("Couture"));
        assert!(filled.pricing.base.is_some() && filled.contact.phone.is_some());
        assert_eq!(filled_in(&filled, &theirs), filled);
    }

    #[test]
    fn sessions_are_added_changed_moved_and_removed() {
        let base = read(&[]).sessions;
        assert_eq!(session_plan(&base, &base), SessionPlan::default());
        let starts = |sessions: &[&str]| {
            let entries: Vec<_> = sessions
                .iter()
                .map(|start| json!({"startDate": start, "endDate": null}))
                .collect();
            read(&[("subEvent", json!(entries))]).sessions
        };
        let moved = starts(&["2026-03-10T18:00:00Z", "2026-03-18T18:00:00Z"]);
        let plan = session_plan(&base, &moved);
        assert_eq!((plan.added.len(), plan.removed.len()), (0, 0));
        assert_eq!(plan.changed, [(&base[1], &moved[1]), (&base[0], &moved[0])]);
        let one_less = starts(&["2026-03-10T18:00:00Z"]);
        assert_eq!(session_plan(&base, &one_less).removed, [&base[1]]);
        let one_more = starts(&[
            "2026-03-10T18:00:00Z",
            "2026-03-17T18:00:00Z",
            "2026-03-24T18:00:00Z",
        ]);
        assert_eq!(session_plan(&base, &one_more).added, [&one_more[2]]);
    }

    #[test]
    fn the_source_decides_where_it_stands_until_we_do() {
        let base = read(&[]);
        let longer = read(&[("subEvent", json!([{"startDate": "2026-05-01T18:00:00Z"}]))]);
        let read_at = now();
        let later: DateTime<Utc> = "2026-04-01T12:00:00Z".parse().unwrap();
        let open = Standing::open(read_at);
        let at = |stage: Stage| Standing {
            stage,
            opened_at: Some(read_at),
        };
        let after = |ours: &Standing| standing_after(Some((&base, read_at)), ours, &longer, later);
        assert_eq!(after(&open), open);
        let over = at(Stage::Closed { hidden: false });
        assert_eq!(after(&over), open, "it was over, and now has a new date");
        for ours in [
            at(Stage::Paused { hidden: false }),
            at(Stage::Paused { hidden: true }),
            at(Stage::Closed { hidden: true }),
            at(Stage::InReview { since: read_at }),
            at(Stage::Draft {
                returned_because: Some("prijs?".to_owned()),
            }),
        ] {
            assert_eq!(after(&ours), ours, "somebody here moved it");
        }
        let early = standing_after(Some((&base, read_at)), &over, &longer, read_at);
        assert_eq!(
            early, over,
            "somebody here closed it before its time was over"
        );
        assert_eq!(standing_after(None, &open, &base, later), open);
        assert_eq!(
            standing_at(&base, None, later).state(),
            OpportunityState::Closed
        );
        assert_eq!(standing_at(&base, None, read_at), open);
    }

    #[test]
    fn a_facilitators_pause_outlasts_the_sources() {
        let permanent = |status: &str| {
            read(&[
                ("calendarType", json!("permanent")),
                ("status", json!({"type": status})),
            ])
        };
        let hidden = Standing {
            stage: Stage::Paused { hidden: true },
            opened_at: None,
        };
        let base = permanent("TemporarilyUnavailable");
        let theirs = permanent("Available");
        let after = |ours: &Standing| standing_after(Some((&base, now())), ours, &theirs, now());
        assert_eq!(after(&hidden), hidden);
        let paused = Standing {
            stage: Stage::Paused { hidden: false },
            opened_at: None,
        };
        assert_eq!(after(&paused).state(), OpportunityState::Open);
    }
}
