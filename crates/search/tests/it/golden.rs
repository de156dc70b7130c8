//! Words people type, what they must find, and what they must not.

use std::collections::HashMap;

use goesting_search::{Asked, Document, Index};
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::interest::InterestId;
use goesting_types::lang::Lang;
use goesting_types::price::Price;
use goesting_types::search::SearchQuery;
use goesting_types::text::LocalizedText;
use serde::Deserialize;
use uuid::Uuid;

use crate::made::{Dir, at, built, document, now};

const CORPUS: &str = include_str!("../golden/corpus.toml");
const PAIRS: &str = include_str!("../golden/pairs.toml");

#[derive(Deserialize)]
struct Corpus {
    opportunity: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    key: String,
    t: String,
    s: String,
    #[serde(default)]
    d: Option<String>,
    i: Vec<String>,
    a: String,
    w: String,
    #[serde(default)]
    n: Option<String>,
    #[serde(default)]
    g: bool,
    fr: Option<String>,
    en: Option<String>,
    de: Option<String>,
}

#[derive(Deserialize)]
struct Pairs {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    q: String,
    find: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

fn documents() -> Vec<(String, Document)> {
    let corpus: Corpus = toml::from_str(CORPUS).unwrap();
    let known = goesting_core::reference::interests::vocabulary();
    let made = |(number, written): (u128, Written)| {
        let mut made = document(&written.t);
        made.id = OpportunityId::from_uuid(Uuid::from_u128(number));
        let content = &mut made.content;
        for (lang, title) in [
            (Lang::Fr, written.fr),
            (Lang::En, written.en),
            (Lang::De, written.de),
        ] {
            if let Some(title) = title {
                content.title = content.title.clone().with(lang, title);
            }
        }
        content.summary = LocalizedText::own(Lang::Nl, written.s);
        if let Some(story) = written.d {
            content.description = LocalizedText::own(Lang::Nl, story);
        }
        for id in &written.i {
            assert!(known.interest(id).is_some(), "{id} of {}", written.key);
        }
        content.interests = written
            .i
            .iter()
            .map(|id| InterestId::from(id.as_str()))
            .collect();
        content.whereabouts = at(&written.w, None);
        content.pricing.base = written.g.then_some(Price::Free {});
        if let Some(kind) = written.n {
            content.kind = kind.parse().unwrap();
        }
        let actor = written
            .a
            .bytes()
            .fold(0_u128, |sum, byte| sum.wrapping_mul(31) + u128::from(byte));
        made.actors[0].actor.id = ActorId::from_uuid(Uuid::from_u128(actor));
        made.actors[0].actor.name = written.a;
        (written.key, made)
    };
    (1..).zip(corpus.opportunity).map(made).collect()
}

fn golden(dir: &Dir) -> (Index, HashMap<OpportunityId, String>) {
    let documents = documents();
    let all: Vec<Document> = documents
        .iter()
        .map(|(_, document)| document.clone())
        .collect();
    let names = documents
        .into_iter()
        .map(|(key, document)| (document.id, key))
        .collect();
    (built(dir, &all), names)
}

fn hits(index: &Index, names: &HashMap<OpportunityId, String>, q: &str) -> Vec<String> {
    let query = SearchQuery {
        q: Some(q.into()),
        limit: Some(100),
        ..SearchQuery::default()
    };
    let results = index.search(&query, &Asked::at(now())).unwrap();
    results
        .items
        .iter()
        .map(|hit| names[&hit.id].clone())
        .collect()
}

#[test]
fn people_find_what_they_mean_and_not_what_looks_alike() {
    let dir = Dir::new();
    let (index, names) = golden(&dir);
    assert!(names.len() >= 115, "{} opportunities", names.len());
    let pairs: Pairs = toml::from_str(PAIRS).unwrap();
    assert!(pairs.pair.len() >= 150, "{} pairs", pairs.pair.len());
    let wanted: usize = pairs.pair.iter().map(|pair| pair.find.len()).sum();
    let unwanted: usize = pairs.pair.iter().map(|pair| pair.not.len()).sum();
    assert!(
        wanted >= 150 && unwanted >= 80,
        "{wanted} to find, {unwanted} not"
    );
    let mut wrong = Vec::new();
    for pair in &pairs.pair {
        let found = hits(&index, &names, &pair.q);
        for key in pair.find.iter().filter(|key| !found.contains(key)) {
            wrong.push(format!(
                "{:?} does not find {key}; it finds {found:?}",
                pair.q
            ));
        }
        for key in pair.not.iter().filter(|key| found.contains(key)) {
            wrong.push(format!("{:?} finds {key}", pair.q));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
