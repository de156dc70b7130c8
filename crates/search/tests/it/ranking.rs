//! Which hit comes first.

use chrono::TimeDelta;
use goesting_search::{Asked, Index};
use goesting_types::lang::Lang;
use goesting_types::search::{SearchQuery, Why};
use goesting_types::text::LocalizedText;

use crate::made::{Dir, built, document, now, session};

fn ordered(index: &Index, q: &str) -> Vec<(String, Vec<Why>)> {
    let query = SearchQuery {
        q: Some(q.into()),
        ..SearchQuery::default()
    };
    let results = index.search(&query, &Asked::at(now())).unwrap();
    results
        .items
        .into_iter()
        .map(|hit| (hit.title.0.values().next().unwrap().text.clone(), hit.why))
        .collect()
}

#[test]
fn title_before_interest_before_actor_before_summary_before_story_before_place() {
    let dir = Dir::new();
    let mut interest = document("interest");
    interest.content.interests = vec!["ceramics".into()];
    let mut actor = document("actor");
    actor.actors[0].actor.name = "Keramiek".into();
    let mut summary = document("summary");
    summary.content.summary = LocalizedText::own(Lang::Nl, "Met keramiek.");
    let mut story = document("story");
    story.content.description = LocalizedText::own(Lang::Nl, "Met keramiek.");
    let mut place = document("place");
    if let goesting_types::place::Whereabouts::InPerson { place } = &mut place.content.whereabouts {
        place.name = Some("Keramiek".into());
    }
    let title = document("Keramiek");
    let part = document("Kunstkeramiekatelier");
    let index = built(&dir, &[place, story, summary, actor, interest, part, title]);
    let found = ordered(&index, "keramiek");
    let titles: Vec<_> = found.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles[..2], ["Keramiek", "interest"]);
    let place_of = |wanted: &str| titles.iter().position(|title| *title == wanted).unwrap();
    let order = ["interest", "actor", "summary", "story", "place"].map(place_of);
    assert!(order.is_sorted(), "{titles:?}");
    let why = |wanted: &str| found[place_of(wanted)].1.clone();
    assert_eq!(why("Keramiek"), [Why::Title]);
    assert_eq!(why("interest"), [Why::Interest]);
    assert_eq!(why("actor"), [Why::Actor]);
    assert_eq!(why("story"), [Why::Text]);
    assert_eq!(why("place"), [Why::Place]);
}

#[test]
fn what_is_only_alike_comes_last_and_says_so() {
    let dir = Dir::new();
    let index = built(
        &dir,
        &[document("Petanque in het park"), document("Iets anders")],
    );
    assert_eq!(
        ordered(&index, "petanqe"),
        [("Petanque in het park".to_owned(), vec![Why::Similar])]
    );
    // A word that is spelled right is not bent into another one.
    assert!(ordered(&index, "paard").is_empty());
}

#[test]
fn most_of_many_words_will_do_when_nobody_has_all() {
    let dir = Dir::new();
    let index = built(
        &dir,
        &[
            document("Saxofoon spelen in het park"),
            document("Voetbal spelen in het park"),
            document("Schaken in de bibliotheek"),
        ],
    );
    let titles = |q: &str| -> Vec<String> {
        ordered(&index, q)
            .into_iter()
            .map(|(title, _)| title)
            .collect()
    };
    assert_eq!(
        titles("saxofoon spelen park"),
        ["Saxofoon spelen in het park"]
    );
    assert_eq!(
        titles("saxofoon park zaterdagochtend"),
        ["Saxofoon spelen in het park"]
    );
    assert!(titles("drumstel spelen").is_empty());
}

#[test]
fn of_equals_what_the_first_interest_says_comes_first_then_what_is_soonest() {
    let dir = Dir::new();
    let about = |title: &str, interests: &[&str], days: i64| {
        let mut made = document(title);
        made.content.interests = interests.iter().map(|id| (*id).into()).collect();
        made.sessions = vec![session(now() + TimeDelta::days(days), None)];
        made
    };
    let index = built(
        &dir,
        &[
            about("Zondag", &["bees", "gardening"], 1),
            about("Later", &["gardening"], 9),
            about("Straks", &["gardening", "bees"], 2),
            about("Ooit", &["gardening"], 30),
        ],
    );
    let titles: Vec<String> = ordered(&index, "gardening")
        .into_iter()
        .map(|(title, _)| title)
        .collect();
    assert_eq!(titles, ["Straks", "Later", "Ooit", "Zondag"]);
}
