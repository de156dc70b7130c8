//! What is written in `demo/` is right, whole, and loads on any day.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use goesting_core::time::Zone;
use goesting_types::actor::ActorKind;
use goesting_types::ecosystem::ParticipationState;
use goesting_types::lang::Lang;
use goesting_types::opportunity::{Formality, OpportunityKind, OpportunityState};

use super::calendar::{Crowd, calendar};
use super::content::content;
use super::data::{Demo, read, whole_key};
use super::drawings::draw;

fn demo() -> Demo {
    read().unwrap()
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    Zone::BRUSSELS
        .instant(day.and_hms_opt(12, 0, 0).unwrap())
        .unwrap()
}

fn november() -> DateTime<Utc> {
    noon(NaiveDate::from_ymd_opt(2026, 11, 24).unwrap())
}

#[test]
fn it_is_as_large_as_it_should_be() {
    let demo = demo();
    let kinds: BTreeSet<_> = demo.actors.iter().map(|one| one.actor.kind).collect();
    let all: BTreeSet<_> = ActorKind::ALL.iter().copied().collect();
    let missing: Vec<_> = all.difference(&kinds).collect();
    assert_eq!(missing, [&ActorKind::Other]);
    assert!(demo.actors.len() >= 25, "{} actors", demo.actors.len());
    let offered = demo.opportunities().count();
    assert!(offered >= 120, "{offered} opportunities");
    assert!(demo.people.len() >= 45, "{} people", demo.people.len());
    let guardians: Vec<_> = demo
        .people
        .iter()
        .filter(|one| !one.children.is_empty())
        .collect();
    let ages: BTreeSet<_> = guardians
        .iter()
        .flat_map(|one| &one.children)
        .map(|one| one.age)
        .collect();
    assert!(guardians.len() >= 5 && ages.len() >= 5, "{ages:?}");
    assert!(
        ages.range(13..).next().is_none(),
        "who is older signs up alone"
    );
    let langs: BTreeSet<_> = demo.people.iter().map(|one| one.lang).collect();
    assert_eq!(langs.len(), Lang::ALL.len());
    for ecosystem in &demo.ecosystems {
        let actors = || {
            demo.actors
                .iter()
                .filter(|one| one.ecosystem == ecosystem.key)
        };
        assert!(actors().any(|one| !one.actor.claimed) || ecosystem.claims.is_empty());
        let reviewed = actors().flat_map(|one| &one.opportunities);
        let states: BTreeSet<_> = reviewed.map(|one| one.state).collect();
        assert_eq!(
            states.len(),
            OpportunityState::ALL.len(),
            "{}: {states:?}",
            ecosystem.key
        );
        assert!(!ecosystem.reports.is_empty());
    }
    let parts: BTreeSet<_> = demo
        .actors
        .iter()
        .map(|one| one.actor.participation)
        .collect();
    for state in [ParticipationState::Requested, ParticipationState::Paused] {
        assert!(parts.contains(&state), "{state}");
    }
    assert!(demo.actors.iter().any(|one| !one.actor.claimed));
}

#[test]
fn every_opportunity_passes_the_checks_with_a_full_card() {
    let demo = demo();
    let mut shown: BTreeMap<_, usize> = demo
        .pictures
        .keys()
        .map(|name| (name.as_str(), 0))
        .collect();
    let (mut kinds, mut wrong) = (BTreeSet::new(), Vec::new());
    for (file, one) in demo.opportunities() {
        let key = whole_key(&file.actor.key, &one.key);
        let town = demo
            .ecosystems
            .iter()
            .find(|town| town.key == file.ecosystem);
        match content(&file.actor, one, &town.unwrap().territory) {
            Ok(content) => {
                let lacks = goesting_core::opportunity::missing(&content);
                if !lacks.is_empty() {
                    wrong.push(format!("{key}: {lacks:?}"));
                }
                if let Some(place) = content.whereabouts.place() {
                    let mut found = goesting_types::place::Place {
                        territory: None,
                        ..place.clone()
                    };
                    goesting_core::opportunity::fill_place(&mut found);
                    if found.territory != place.territory {
                        wrong.push(format!(
                            "{key}: {:?} is in another town",
                            place.in_one_line()
                        ));
                    }
                }
            }
            Err(refusal) => wrong.push(format!("{key}: {:?}", refusal.errors)),
        }
        let steps = one.card.first_minutes.len();
        if !(3..=5).contains(&steps) || one.card.welcomer.about.is_empty() {
            wrong.push(format!("{key}: the card is not full"));
        }
        if one.card.nothing_to_bring == one.card.bring.is_some() {
            wrong.push(format!("{key}: what to bring?"));
        }
        kinds.insert(one.kind);
        for name in one.pictures() {
            *shown.entry(name).or_default() += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let unseen: Vec<_> = shown.iter().filter(|(_, times)| **times == 0).collect();
    assert!(unseen.is_empty(), "drawings that nothing shows: {unseen:?}");
    assert_eq!(kinds.len(), OpportunityKind::ALL.len());
    assert!(
        demo.opportunities()
            .any(|(_, one)| one.formality == Formality::Formal)
    );
}

#[test]
fn nobody_repeats_a_sentence_of_the_first_minutes() {
    let demo = demo();
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    let mut twice = Vec::new();
    for (file, one) in demo.opportunities() {
        let key = whole_key(&file.actor.key, &one.key);
        let own = one
            .card
            .first_minutes
            .iter()
            .chain([&one.title, &one.summary]);
        for text in own {
            if let Some(other) = seen.insert(text, key.clone()) {
                twice.push(format!("{key} and {other}: {text}"));
            }
        }
    }
    assert!(twice.is_empty(), "{twice:#?}");
}

#[test]
fn it_loads_on_any_day_and_is_never_empty() {
    let demo = demo();
    let first = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    for week in 0..90 {
        let day = first.checked_add_days(Days::new(week * 9)).unwrap();
        let (mut coming, mut past) = (0, 0);
        for (file, one) in demo.opportunities() {
            let calendar = calendar(one, noon(day)).unwrap_or_else(|why| {
                unreachable!("{day} {} {}: {why:?}", file.actor.key, one.key)
            });
            for session in &calendar.sessions {
                if session.slot.starts_at > noon(day) {
                    coming += 1;
                } else {
                    past += 1;
                }
            }
        }
        assert!(
            coming >= 200 && past >= 60,
            "{day}: {coming} to come, {past} past"
        );
    }
}

#[test]
fn its_sessions_are_of_every_sort() {
    let demo = demo();
    let now = november();
    let all: Vec<_> = demo
        .opportunities()
        .flat_map(|(_, one)| calendar(one, now).unwrap().sessions)
        .collect();
    assert!(all.len() >= 400, "{} sessions", all.len());
    let count =
        |of: &dyn Fn(&super::calendar::Dated) -> bool| all.iter().filter(|one| of(one)).count();
    assert!(count(&|one| one.terms.capacity.is_none()) >= 30);
    assert!(count(&|one| matches!(one.crowd, Crowd::Said { waiting: 1.., .. })) >= 10);
    assert!(count(&|one| one.cancelled.is_some() && one.slot.starts_at > now) >= 4);
    assert!(count(&|one| one.slot.starts_at < now) >= 80);
    assert!(
        count(&|one| one.slot.starts_at < now + TimeDelta::days(7) && one.slot.starts_at > now)
            >= 20
    );
    let with_exceptions = demo.opportunities().flat_map(|(_, one)| &one.series);
    assert!(
        with_exceptions
            .filter(|one| !one.except_nth.is_empty())
            .count()
            >= 4
    );
}

#[test]
fn a_drawing_comes_in_three_sizes() {
    let demo = demo();
    let name = demo.pictures.keys().next().unwrap().clone();
    let drawn = draw(vec![name.clone()], || {}).unwrap();
    let widths: Vec<_> = drawn
        .get(&name)
        .unwrap()
        .clone()
        .into_array()
        .iter()
        .map(|blob| image::load_from_memory(&blob.bytes).unwrap().width())
        .collect();
    assert_eq!(widths, [320, 800, 1600]);
}
