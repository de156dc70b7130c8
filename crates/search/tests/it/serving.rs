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

#[test]
fn sign_up_closes_without_a_commit() {
    let dir = Dir::new();
    let mut workshop = document("Workshop");
    workshop.sessions = vec![
        session(now() + TimeDelta::hours(5), Some(5)),
        session(now() + TimeDelta::days(3), Some(2)),
    ];
    workshop.sessions[0].sign_up_until = now() + TimeDelta::minutes(20);
    let index = built(&dir, &[workshop.clone()]);
    let places = SearchQuery {
        places_left: Some(3),
        ..SearchQuery::default()
    };
    for (minutes, next, found) in [(0, 5, 1), (19, 5, 1), (20, 72, 0), (59, 72, 0)] {
        let at = now() + TimeDelta::minutes(minutes);
        let asked = Asked::at(at);
        let hours =
            |next: &goesting_types::search::NextSession| (next.starts_at - now()).num_hours();
        let all = index.search(&SearchQuery::default(), &asked).unwrap();
        let first = all.items[0].next_session.as_ref();
        assert_eq!(first.map(hours), Some(next), "after {minutes} minutes");
        assert_eq!(
            workshop.hit(at).next_session.as_ref().map(hours),
            Some(next)
        );
        let roomy = index.search(&places, &asked).unwrap();
        assert_eq!(roomy.total, found, "after {minutes} minutes");
    }
    // What comes first is in the order of what can still be joined.
    let mut other = document("Later");
    other.sessions = vec![session(now() + TimeDelta::hours(6), Some(1))];
    let dir = Dir::new();
    let index = built(&dir, &[workshop, other]);
    let at = |minutes| Asked::at(now() + TimeDelta::minutes(minutes));
    let first = |asked: &Asked| {
        let all = index.search(&SearchQuery::default(), asked).unwrap();
        all.items[0].title.0.values().next().unwrap().text.clone()
    };
    assert_eq!(first(&at(0)), "Workshop");
    assert_eq!(first(&at(25)), "Later");
}

#[test]
fn a_full_session_points_at_a_later_one_with_room() {
    let dir = Dir::new();
    let mut choir = document("Koor");
    choir.sessions = vec![
        session(now() + TimeDelta::hours(5), Some(0)),
        session(now() + TimeDelta::days(1), Some(0)),
        session(now() + TimeDelta::days(2), Some(3)),
    ];
    let index = built(&dir, &[choir.clone()]);
    let hours = |hit: &goesting_types::search::SearchHit| {
        [&hit.next_session, &hit.next_with_room].map(|one| {
            let one = one.as_ref();
            one.map(|one| (one.starts_at - now()).num_hours())
        })
    };
    for (after, told) in [(0, [Some(5), Some(48)]), (30, [Some(48), None])] {
        let at = now() + TimeDelta::hours(after);
        let all = index
            .search(&SearchQuery::default(), &Asked::at(at))
            .unwrap();
        assert_eq!(hours(&all.items[0]), told, "after {after} hours");
        assert_eq!(hours(&choir.hit(at)), told, "after {after} hours");
    }
}

#[test]
fn time_passes_without_a_commit() {
    let dir = Dir::new();
    let mut early = document("Vroeg");
    early.sessions = vec![
        session(now() + TimeDelta::minutes(30), Some(5)),
        session(now() + TimeDelta::days(3), Some(5)),
    ];
    let mut late = document("Laat");
    late.sessions = vec![session(now() + TimeDelta::minutes(45), None)];
    let never = document("Nooit");
    let index = built(&dir, &[early, late, never]);
    let at = |minutes: i64| {
        let asked = Asked::at(now() + TimeDelta::minutes(minutes));
        let results = index.search(&SearchQuery::default(), &asked).unwrap();
        let next = |hit: &goesting_types::search::SearchHit| {
            hit.next_session
                .as_ref()
                .map(|next| (next.starts_at - now()).num_minutes())
        };
        results
            .items
            .iter()
            .map(|hit| (hit.title.0.values().next().unwrap().text.clone(), next(hit)))
            .collect::<Vec<_>>()
    };
    let row = |title: &str, next: Option<i64>| (title.to_owned(), next);
    let days = Some(3 * 24 * 60);
    let never = row("Nooit", None);
    for (minutes, expected) in [
        (
            0,
            [row("Vroeg", Some(30)), row("Laat", Some(45)), never.clone()],
        ),
        (
            29,
            [row("Vroeg", Some(30)), row("Laat", Some(45)), never.clone()],
        ),
        // Places are taken until the start; one can drop in until the end.
        (
            30,
            [row("Laat", Some(45)), row("Vroeg", days), never.clone()],
        ),
        (
            59,
            [row("Laat", Some(45)), row("Vroeg", days), never.clone()],
        ),
        (
            61,
            [row("Laat", Some(45)), row("Vroeg", days), never.clone()],
        ),
        (
            164,
            [row("Laat", Some(45)), row("Vroeg", days), never.clone()],
        ),
        // The clock of a question may also be an earlier one.
        (
            10,
            [row("Vroeg", Some(30)), row("Laat", Some(45)), never.clone()],
        ),
    ] {
        assert_eq!(at(minutes), expected, "after {minutes} minutes");
    }
    assert_eq!(at(165)[0], row("Vroeg", days));
    assert_eq!(
        at(165)[1..]
            .iter()
            .filter(|(_, next)| next.is_none())
            .count(),
        2
    );
}
