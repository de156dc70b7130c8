//! Reading what is embedded, and checking that its parts know each other.

use std::collections::{BTreeMap, BTreeSet};

use goesting_types::actor::ActorKind;
use goesting_types::ecosystem::ParticipationState;
use goesting_types::opportunity::OpportunityState;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{ActorFile, Demo, Ecosystem, Opportunity, Person, Picture, whole_key};

/// What lies in `demo/`. A debug build reads it from disk.
#[derive(RustEmbed)]
#[folder = "../../demo"]
struct Files;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ecosystems {
    ecosystem: Vec<Ecosystem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    person: Vec<Person>,
}

/// The demo, or the first thing in it that is not right.
pub fn read() -> Result<Demo, String> {
    let ecosystems = parse::<Ecosystems>("ecosystems.toml")?.ecosystem;
    let people = parse::<People>("people.toml")?.person;
    let pictures: BTreeMap<String, Picture> = parse("pictures.toml")?;
    let mut actors = Vec::new();
    for ecosystem in &ecosystems {
        let folder = format!("{}/", ecosystem.key);
        let mut paths: Vec<_> = Files::iter()
            .filter(|path| path.starts_with(&folder))
            .collect();
        paths.sort();
        for path in paths {
            let mut file: ActorFile = parse(&path)?;
            if path != format!("{folder}{}.toml", file.actor.key) {
                return Err(format!("{path}: the key is {:?}", file.actor.key));
            }
            file.ecosystem.clone_from(&ecosystem.key);
            actors.push(file);
        }
    }
    let demo = Demo {
        ecosystems,
        people,
        actors,
        pictures,
    };
    demo.check()?;
    Ok(demo)
}

/// The drawing of this name.
pub fn drawing(name: &str) -> Option<Vec<u8>> {
    Files::get(&format!("pictures/{name}.svg")).map(|file| file.data.into_owned())
}

fn parse<T: DeserializeOwned>(path: &str) -> Result<T, String> {
    let file = Files::get(path).ok_or_else(|| format!("{path} is missing"))?;
    let text = str::from_utf8(&file.data).map_err(|error| format!("{path}: {error}"))?;
    toml::from_str(text).map_err(|error| format!("{path}: {error}"))
}

/// Notes which names are not known.
struct Known<'d> {
    actors: BTreeMap<&'d str, &'d ActorFile>,
    people: BTreeSet<&'d str>,
    opportunities: BTreeSet<String>,
}

impl Demo {
    /// Whether all names are unique and every name that is used exists.
    fn check(&self) -> Result<(), String> {
        let known = Known {
            actors: unique(
                "actor",
                self.actors.iter().map(|one| (&*one.actor.key, one)),
            )?,
            people: unique("person", self.people.iter().map(|one| (&*one.key, ())))?
                .into_keys()
                .collect(),
            opportunities: unique(
                "opportunity",
                self.opportunities()
                    .map(|(file, one)| (whole_key(&file.actor.key, &one.key), ())),
            )?
            .into_keys()
            .collect(),
        };
        let towns: BTreeSet<&str> = unique(
            "ecosystem",
            self.ecosystems.iter().map(|one| (&*one.key, ())),
        )?
        .into_keys()
        .collect();
        for (name, drawing) in &self.pictures {
            if self::drawing(name).is_none() || drawing.alt.trim().is_empty() {
                return Err(format!("pictures.toml: {name} has no drawing or no alt"));
            }
        }
        for file in &self.actors {
            self.check_actor(file, &known)
                .map_err(|why| format!("{}/{}: {why}", file.ecosystem, file.actor.key))?;
        }
        for person in &self.people {
            if !towns.contains(&*person.town) {
                return Err(format!(
                    "people.toml: {}: no town {}",
                    person.key, person.town
                ));
            }
            known
                .check_person(person, &towns)
                .map_err(|why| format!("people.toml: {}: {why}", person.key))?;
        }
        for one in &self.ecosystems {
            known
                .check_desk(one)
                .map_err(|why| format!("ecosystems.toml: {}: {why}", one.key))?;
        }
        Ok(())
    }

    /// Every opportunity with its actor.
    pub fn opportunities(&self) -> impl Iterator<Item = (&ActorFile, &Opportunity)> {
        self.actors
            .iter()
            .flat_map(|file| file.opportunities.iter().map(move |one| (file, one)))
    }

    fn check_actor(&self, file: &ActorFile, known: &Known<'_>) -> Result<(), String> {
        let actor = &file.actor;
        let stewards = self
            .people
            .iter()
            .any(|one| one.steward_of.contains(&actor.key));
        if stewards != actor.claimed {
            return Err("is claimed and has no steward, or the other way round".to_owned());
        }
        for one in &file.opportunities {
            let fail = |why: String| Err(format!("{}: {why}", one.key));
            if let Some(name) = one
                .pictures()
                .find(|name| !self.pictures.contains_key(*name))
            {
                return fail(format!("no picture {name}"));
            }
            for other in one.supports.iter().chain(&one.co_owners) {
                match known.actors.get(&**other) {
                    Some(found) if found.ecosystem == file.ecosystem && *other != actor.key => {}
                    _ => return fail(format!("no other actor {other} in this town")),
                }
            }
            let reviewed = one.state != OpportunityState::Draft;
            if reviewed && actor.participation == ParticipationState::Requested {
                return fail("its actor does not take part yet: only drafts".to_owned());
            }
            if one.state == OpportunityState::InReview
                && actor.kind != ActorKind::Citizen
                && file.opportunities.iter().any(|other| opened(other.state))
            {
                return fail("its actor opened others: it would open at once".to_owned());
            }
            if let Some(why) = crowd(one) {
                return fail(why);
            }
        }
        Ok(())
    }
}

const fn opened(state: OpportunityState) -> bool {
    matches!(
        state,
        OpportunityState::Open | OpportunityState::Paused | OpportunityState::Closed
    )
}

/// What is wrong with who is in and who waits.
fn crowd(one: &Opportunity) -> Option<String> {
    let wrong = |capacity: Option<u32>, waiting_list: bool, taken: u32, waiting: u32| {
        let most = capacity.unwrap_or(0);
        taken > most || (waiting > 0 && (taken < most || !waiting_list))
    };
    for date in &one.sessions {
        let terms = date.terms();
        if wrong(terms.capacity, terms.waiting_list, date.taken, date.waiting) {
            return Some(format!("in {} days: taken or waiting", date.in_days));
        }
    }
    for series in &one.series {
        let terms = series.terms();
        for nth in 0..series.taken.len().max(series.waiting.len()) {
            let of = |all: &[u32]| all.get(nth).copied().unwrap_or(0);
            let (taken, waiting) = (of(&series.taken), of(&series.waiting));
            if wrong(terms.capacity, terms.waiting_list, taken, waiting) {
                return Some(format!("series, number {nth}: taken or waiting"));
            }
        }
    }
    let taken = one.sessions.iter().any(|date| date.taken > 0)
        || one
            .series
            .iter()
            .any(|series| series.taken.iter().any(|n| *n > 0));
    (taken && !opened(one.state)).then(|| "nobody can be in what never opened".to_owned())
}

impl Known<'_> {
    fn actor(&self, key: &str) -> Result<(), String> {
        self.actors
            .contains_key(key)
            .then_some(())
            .ok_or_else(|| format!("no actor {key}"))
    }

    fn opportunity(&self, key: &str) -> Result<(), String> {
        self.opportunities
            .contains(key)
            .then_some(())
            .ok_or_else(|| format!("no opportunity {key}"))
    }

    fn person(&self, key: &str) -> Result<(), String> {
        self.people
            .contains(key)
            .then_some(())
            .ok_or_else(|| format!("no person {key}"))
    }

    fn check_person(&self, person: &Person, towns: &BTreeSet<&str>) -> Result<(), String> {
        for key in &person.facilitates {
            if !towns.contains(&**key) {
                return Err(format!("no ecosystem {key}"));
            }
        }
        for key in person.steward_of.iter().chain(&person.host_of) {
            self.actor(key)?;
        }
        let children = person.children.iter().flat_map(|child| &child.goes_to);
        let own = person.goes_to.iter().chain(&person.waits_for);
        for key in own.chain(&person.saved).chain(children) {
            self.opportunity(key)?;
        }
        if person.age < 13 || person.children.iter().any(|child| child.age > 17) {
            return Err("from 13 on alone, up to 17 under guardianship".to_owned());
        }
        if person.log_in.is_some() && !person.account {
            return Err("nobody logs in without an account".to_owned());
        }
        Ok(())
    }

    fn check_desk(&self, ecosystem: &Ecosystem) -> Result<(), String> {
        for report in &ecosystem.reports {
            self.opportunity(&report.about)?;
            report.by.as_deref().map_or(Ok(()), |by| self.person(by))?;
        }
        for claim in &ecosystem.claims {
            self.actor(&claim.actor)?;
            self.person(&claim.by)?;
        }
        for invited in &ecosystem.invited {
            self.opportunity(&invited.opportunity)?;
            self.actor(&invited.actor)?;
        }
        Ok(())
    }
}

fn unique<K: Ord + std::fmt::Display + Clone, V>(
    what: &str,
    all: impl Iterator<Item = (K, V)>,
) -> Result<BTreeMap<K, V>, String> {
    let mut seen = BTreeMap::new();
    for (key, value) in all {
        if seen.insert(key.clone(), value).is_some() {
            return Err(format!("{what} {key} stands there twice"));
        }
    }
    Ok(seen)
}
