//! Every filter, order, count and page against a plain scan.

use std::collections::BTreeMap;

use goesting_search::{Asked, Change, Document, FeedCursor, Index};
use goesting_types::ids::OpportunityId;
use goesting_types::search::{SearchQuery, SearchResults};
use goesting_types::territory::Ring;

use crate::made::{Dir, built, now};
use crate::plain;
use crate::random::{Dice, random_document, random_query, seen_from_somewhere};

const DOCUMENTS: usize = 160;
const QUERIES: usize = 400;

/// Written in several goes, with documents replaced and removed, so that there are several
/// segments with gaps.
fn written(dir: &Dir, dice: &mut Dice) -> (Index, Vec<Document>) {
    let mut documents: Vec<Document> = (0..DOCUMENTS).map(|_| random_document(dice)).collect();
    let index = built(dir, &documents[..DOCUMENTS / 2]);
    let cursor = FeedCursor("2".into());
    for chunk in documents[DOCUMENTS / 2..].chunks(30) {
        let changes: Vec<Change> = chunk.iter().cloned().map(Change::Upsert).collect();
        index.apply(&changes, &cursor).unwrap();
        index.commit().unwrap();
    }
    for round in 0..20 {
        let at = dice.below(documents.len() as u64) as usize;
        let change = if round % 3 == 0 {
            Change::Delete(documents.remove(at).id)
        } else {
            let mut other = random_document(dice);
            other.id = documents[at].id;
            documents[at] = other.clone();
            Change::Upsert(other)
        };
        index.apply(&[change], &cursor).unwrap();
    }
    index.commit().unwrap();
    (index, documents)
}

fn ask(index: &Index, query: &SearchQuery) -> SearchResults {
    index
        .search(query, &Asked::at(now()))
        .unwrap_or_else(|error| panic!("{error}: {query:?}"))
}

#[test]
fn every_answer_is_that_of_a_plain_scan() {
    let dir = Dir::new();
    let mut dice = Dice(20_260_601);
    let (index, documents) = written(&dir, &mut dice);
    let (mut found, mut empty) = (0, 0);
    for number in 0..QUERIES {
        let query = random_query(&mut dice);
        let (expected, in_order) = plain::ordered(&documents, &query);
        let all = every_page(&index, &query, 1 + dice.below(9) as u32);
        let expected_ids: Vec<_> = expected.iter().map(|document| document.id).collect();
        if in_order {
            assert_eq!(all, expected_ids, "question {number}: {query:?}");
        } else {
            let sorted = |mut ids: Vec<OpportunityId>| {
                ids.sort();
                ids
            };
            assert_eq!(
                sorted(all),
                sorted(expected_ids),
                "question {number}: {query:?}"
            );
        }
        let results = ask(&index, &query);
        check_hits(&results, &documents, &query);
        check_facets(&results, &documents, &query);
        if expected.is_empty() {
            empty += 1;
            check_help(&results, &documents, &query);
        } else {
            found += 1;
            assert!(results.help.is_none());
        }
    }
    assert!(found > 100 && empty > 60, "{found} found, {empty} empty");
}

fn every_page(index: &Index, query: &SearchQuery, limit: u32) -> Vec<OpportunityId> {
    let mut query = SearchQuery {
        limit: Some(limit),
        facets: Vec::new(),
        ..query.clone()
    };
    let mut all = Vec::new();
    loop {
        let page = ask(index, &query);
        assert!(page.items.len() <= limit as usize);
        all.extend(page.items.iter().map(|hit| hit.id));
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            assert_eq!(page.total, all.len() as u64);
            return all;
        }
    }
}

fn check_hits(results: &SearchResults, documents: &[Document], query: &SearchQuery) {
    for hit in &results.items {
        let document = documents
            .iter()
            .find(|document| document.id == hit.id)
            .unwrap();
        let next = hit.next_session.as_ref().map(|next| next.starts_at);
        assert_eq!(next, plain::next(document, query), "{query:?}");
        let metres =
            plain::distance(document, query).filter(|_| plain::own_point(document).is_some());
        match (hit.distance_m, metres) {
            (Some(told), Some(metres)) => assert!((f64::from(told) - metres).abs() < 1.5),
            (told, metres) => assert_eq!((told, metres), (None, None)),
        }
        let ring = seen_from_somewhere(query).then(|| plain::ring(document, query));
        assert_eq!(hit.ring, ring, "{query:?}");
    }
}

fn check_facets(results: &SearchResults, documents: &[Document], query: &SearchQuery) {
    assert_eq!(results.facets.len(), query.facets.len());
    for counts in &results.facets {
        let facet = counts.facet;
        let told: BTreeMap<String, u64> = counts
            .counts
            .iter()
            .map(|count| (count.value.clone(), count.count))
            .collect();
        let expected: BTreeMap<String, u64> = plain::facet_values(documents, facet)
            .into_iter()
            .map(|value| {
                let count = plain::facet(documents, query, facet, &value);
                (value, count)
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        assert_eq!(told, expected, "{facet} of {query:?}");
        assert!(counts.counts.is_sorted_by(|a, b| a.count >= b.count));
    }
}

fn check_help(results: &SearchResults, documents: &[Document], query: &SearchQuery) {
    let help = results.help.as_ref().unwrap();
    let told: BTreeMap<&str, u64> = help
        .without
        .iter()
        .map(|without| (without.parameter.as_str(), without.count))
        .collect();
    let mut expected = BTreeMap::new();
    for parameter in plain::PARAMETERS.into_iter().chain(["places_left"]) {
        let without = plain::without(query, parameter);
        // A ring or radius seen from nowhere is no question.
        let sensible = seen_from_somewhere(&without)
            || (without.radius_km.is_none()
                && without.ring.is_none_or(|ring| ring >= Ring::Country));
        if without != *query && sensible {
            let count = documents
                .iter()
                .filter(|document| plain::fits(document, &without))
                .count();
            if count > 0 {
                expected.insert(parameter, count as u64);
            }
        }
    }
    assert_eq!(told, expected, "{query:?}");
    check_wider(help.wider.as_ref(), documents, query);
}

fn check_wider(
    told: Option<&goesting_types::search::WiderRing>,
    documents: &[Document],
    query: &SearchQuery,
) {
    let bound = query.territory.is_some() || query.ring.is_some() || query.radius_km.is_some();
    let anywhere = plain::without(&plain::without(query, "ring"), "radius_km");
    // A ring takes the place of a radius and of a municipality, not of a larger area.
    let anywhere = SearchQuery {
        territory: anywhere.territory.filter(|_| !plain::is_town(query)),
        ..anywhere
    };
    let around = plain::without(query, "radius_km");
    let elsewhere: Vec<&Document> = documents
        .iter()
        .filter(|document| plain::fits(document, &anywhere))
        .collect();
    let nearest_ring = elsewhere
        .iter()
        .map(|document| plain::ring(document, &around))
        .min();
    let Some(ring) = nearest_ring.filter(|_| bound) else {
        assert!(told.is_none(), "{query:?}");
        return;
    };
    let inside: Vec<_> = elsewhere
        .iter()
        .filter(|document| plain::ring(document, &around) <= ring)
        .collect();
    let told = told.unwrap();
    assert_eq!(
        (told.ring, told.count),
        (ring, inside.len() as u64),
        "{query:?}"
    );
    let nearest = inside
        .iter()
        .filter_map(|document| plain::distance(document, query))
        .min_by(f64::total_cmp);
    assert_eq!(told.nearest_m.is_some(), nearest.is_some());
    assert!((f64::from(told.nearest_m.unwrap_or(0)) - nearest.unwrap_or(0.0)).abs() < 1.5);
}
