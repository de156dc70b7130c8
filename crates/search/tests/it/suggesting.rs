//! Suggestions while somebody types.

use goesting_search::Index;
use goesting_types::actor::ActorKind;
use goesting_types::ids::ActorId;
use goesting_types::place::Point;
use goesting_types::search::{SuggestQuery, Suggestion};
use uuid::Uuid;

use crate::made::{Dir, at, built, document};

fn suggested(index: &Index, q: &str, near: Option<Point>) -> Vec<String> {
    let query = SuggestQuery {
        q: q.into(),
        lang: None,
        near,
    };
    let items = index.suggest(&query).unwrap().items;
    assert!(items.len() <= 10);
    items
        .into_iter()
        .map(|item| match item {
            Suggestion::Interest { id, .. } => format!("interest {id}"),
            Suggestion::Opportunity { title, .. } => {
                format!("opportunity {}", title.0.values().next().unwrap().text)
            }
            Suggestion::Actor { name, .. } => format!("actor {name}"),
        })
        .collect()
}

#[test]
fn a_name_of_a_place_or_a_title_is_no_slip_for_an_interest() {
    let dir = Dir::new();
    let index = built(
        &dir,
        &[document("Kamerplant Anthurium"), document("Breiken")],
    );
    // A letter less and they would be diensten, and the tapas of the kitchen.
    assert!(suggested(&index, "diest", None).is_empty());
    assert!(suggested(&index, "tielt", None).is_empty());
    assert_eq!(suggested(&index, "breiken", None), ["opportunity Breiken"]);
    assert!(suggested(&index, "pinl", None).is_empty());
}

#[test]
fn a_letter_of_the_next_word_hides_nothing() {
    let dir = Dir::new();
    let index = built(&dir, &[document("Gitaar rond het kampvuur")]);
    for typed in ["gitaar r", "gitaar x", "gitaar rond h"] {
        let found = suggested(&index, typed, None);
        assert_eq!(found, ["opportunity Gitaar rond het kampvuur"], "{typed}");
    }
}

#[test]
fn letters_suggest_interests_titles_and_actors() {
    let dir = Dir::new();
    let mut documents = vec![
        document("Keramiek aan de draaischijf"),
        document("Samen keramiek bakken"),
        document("Open houtwerkplaats"),
    ];
    documents[2].actors[0].actor.id = ActorId::from_uuid(Uuid::from_u128(9));
    documents[2].actors[0].actor.name = "Keramiekhuis De Scherf".into();
    documents[2].actors[0].actor.kind = ActorKind::Company;
    let index = built(&dir, &documents);
    for typed in ["ker", "keram", "keramiek", "KERAMIEK", "kermiek"] {
        let found = suggested(&index, typed, None);
        let has = |wanted: &str| found.iter().any(|item| item == wanted);
        assert!(has("interest ceramics"), "{typed}: {found:?}");
        assert!(
            has("opportunity Keramiek aan de draaischijf"),
            "{typed}: {found:?}"
        );
        assert!(
            has("opportunity Samen keramiek bakken"),
            "{typed}: {found:?}"
        );
        assert!(
            !has("opportunity Open houtwerkplaats"),
            "{typed}: {found:?}"
        );
    }
    let found = suggested(&index, "keram", None);
    assert_eq!(found.first().unwrap(), "interest ceramics");
    assert_eq!(found.last().unwrap(), "actor Keramiekhuis De Scherf");
    let found = suggested(&index, "samen ker", None);
    assert_eq!(found, ["opportunity Samen keramiek bakken"]);
    assert!(suggested(&index, "zzzzqq", None).is_empty());
    assert_eq!(suggested(&index, "kuisen", None), ["interest household"]);
    // What is called so in Dutch comes before "Kompost" and "komponieren".
    let found = suggested(&index, "kompu", None);
    assert_eq!(found.first().unwrap(), "interest computer-basics");
}

#[test]
fn among_equals_the_nearest_comes_first() {
    let dir = Dir::new();
    let leuven = Point {
        lat: 50.8796,
        lon: 4.7009,
    };
    let gent = Point {
        lat: 51.05,
        lon: 3.72,
    };
    let mut here = document("Bijenkast bouwen");
    here.content.whereabouts = at("24062", Some(leuven));
    let mut there = document("Bijenkast schilderen");
    there.content.whereabouts = at("44021", Some(gent));
    let index = built(&dir, &[here, there]);
    let titles = |near| -> Vec<String> {
        suggested(&index, "bijenk", Some(near))
            .into_iter()
            .filter(|item| item.starts_with("opportunity"))
            .collect()
    };
    assert_eq!(titles(leuven)[0], "opportunity Bijenkast bouwen");
    assert_eq!(titles(gent)[0], "opportunity Bijenkast schilderen");
}
