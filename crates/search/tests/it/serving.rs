//! Opening, writing, breaking and mending.

use chrono::TimeDelta;
use goesting_search::{Asked, Change, FeedCursor, Index, OpenError, SearchError, State};
use goesting_types::search::{SearchQuery, Why};

use crate::made::{Dir, built, document, now, session};

fn question(q: &str) -> SearchQuery {
    SearchQuery {
        q: Some(q.into()),
        ..SearchQuery::default()
    }
}

fn titles(index: &Index, query: &SearchQuery) -> Vec<String> {
    let results = index.search(query, &Asked::at(now())).unwrap();
    assert_eq!(results.total, results.items.len() as u64);
    results
        .items
        .iter()
        .map(|hit| hit.title.0.values().next().unwrap().text.clone())
        .collect()
}

#[test]
fn what_is_written_is_found_and_stays_after_reopening() {
    let dir = Dir::new();
    let index = Index::open(dir.path()).unwrap();
    assert!(matches!(index.state(), State::Broken { .. }));
    assert!(matches!(
        index.search(&question("naaien"), &Asked::at(now())),
        Err(SearchError::Unavailable)
    ));
    index
        .rebuild()
        .unwrap()
        .finish(&FeedCursor("0".into()))
        .unwrap();
    assert!(titles(&index, &question("naaien")).is_empty());

    let mut atelier = document("Naaiatelier op woensdag");
    atelier.content.interests = vec!["sewing".into()];
    atelier.sessions = vec![
        session(now() - TimeDelta::days(1), Some(3)),
        session(now() + TimeDelta::days(2), Some(4)),
    ];
    let bike = document("Fietsherstelplaats");
    let cursor = FeedCursor("17".into());
    let changes = [
        Change::Upsert(atelier.clone()),
        Change::Upsert(bike.clone()),
    ];
    index.apply(&changes, &cursor).unwrap();
    assert!(titles(&index, &question("naaien")).is_empty());
    index.commit().unwrap();
    assert_eq!(
        titles(&index, &question("naaien")),
        ["Naaiatelier op woensdag"]
    );
    assert_eq!(titles(&index, &question("fietsen")), ["Fietsherstelplaats"]);
    assert_eq!(titles(&index, &SearchQuery::default()).len(), 2);
    let results = index
        .search(&question("stikken"), &Asked::at(now()))
        .unwrap();
    let hit = &results.items[0];
    assert_eq!(hit.why, [Why::Interest]);
    assert_eq!(hit.next_session.as_ref().unwrap().places_left, Some(4));
    drop(index);

    let index = Index::open(dir.path()).unwrap();
    assert_eq!(
        index.state(),
        State::Ready {
            cursor,
            documents: 2
        }
    );
    assert_eq!(titles(&index, &question("naaien")).len(), 1);
    atelier.content.title = document("Breien").content.title;
    atelier.content.interests.clear();
    let changes = [Change::Upsert(atelier), Change::Delete(bike.id)];
    index.apply(&changes, &FeedCursor("18".into())).unwrap();
    index.commit().unwrap();
    assert_eq!(titles(&index, &SearchQuery::default()), ["Breien"]);
}

#[test]
fn a_directory_has_one_holder() {
    let dir = Dir::new();
    let _index = Index::open(dir.path()).unwrap();
    assert!(matches!(Index::open(dir.path()), Err(OpenError::Held(_))));
}

#[test]
fn highlights_mark_the_words_that_matched() {
    let dir = Dir::new();
    let mut atelier = document("Samen rond de tafel");
    atelier.content.summary = goesting_types::text::LocalizedText::own(
        goesting_types::lang::Lang::Nl,
        "In ons naaiatelier stik je een kleed.",
    );
    let index = built(&dir, &[atelier]);
    let results = index
        .search(&question("naaien"), &Asked::at(now()))
        .unwrap();
    let highlight = results.items[0].highlight.clone().unwrap();
    assert_eq!(
        highlight.parts,
        ["In ons ", "naaiatelier", " stik je een kleed."]
    );
}
