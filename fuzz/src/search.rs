//! Query strings of searches.

use std::sync::LazyLock;

use goesting_api::app::search::check;
use goesting_core::opportunity::card_flags;
use goesting_search::{Asked, Document, FeedCursor, Index, SearchError, SessionFact};
use goesting_types::actor::{ActorKind, ActorSummary};
use goesting_types::ids::{ActorId, OpportunityId, SessionId};
use goesting_types::opportunity::{ActorPart, OpportunityActor};
use goesting_types::search::{SearchQuery, SearchResults};

use crate::now;
use crate::uitdatabank::opportunities;

/// What can be found.
const FILES: [&[u8]; 5] = [
    include_bytes!("../../crates/api/tests/fixtures/uitdatabank/lijst.json"),
    include_bytes!("../../crates/api/tests/fixtures/uitdatabank/pages/pagina.json"),
    include_bytes!("../../crates/api/tests/fixtures/uitdatabank/events/online.json"),
    include_bytes!("../../crates/api/tests/fixtures/uitdatabank/events/oude-vorm.json"),
    include_bytes!("../../crates/api/tests/fixtures/uitdatabank/events/workshop-met-uitpas.json"),
];

/// A small index, with its folder.
static INDEX: LazyLock<(tempfile::TempDir, Index)> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "without an index there is nothing to try"
    )]
    build().expect("an index in a temporary folder")
});

type Failure = Box<dyn std::error::Error>;

fn build() -> Result<(tempfile::TempDir, Index), Failure> {
    let folder = tempfile::tempdir()?;
    let index = Index::open(folder.path())?;
    let mut rebuild = index.rebuild()?;
    // Each several times, so that there is more than a page.
    for _ in 0..6 {
        for document in FILES.iter().flat_map(|file| documents(file)) {
            rebuild.add(&document)?;
        }
    }
    rebuild.finish(&FeedCursor("1".to_owned()))?;
    Ok((folder, index))
}

fn documents(file: &[u8]) -> impl Iterator<Item = Document> {
    opportunities(file).into_iter().map(|one| Document {
        id: OpportunityId::new(),
        flags: card_flags(&one.content),
        content: one.content,
        actors: vec![OpportunityActor {
            actor: ActorSummary {
                id: ActorId::new(),
                kind: ActorKind::Association,
                name: "De Klos".to_owned(),
            },
            part: ActorPart::Lead,
            credit: None,
            accepted: true,
        }],
        picture: None,
        sessions: one
            .sessions
            .iter()
            .map(|session| SessionFact {
                id: SessionId::new(),
                starts_at: session.starts_at,
                ends_at: session.ends_at,
                local_start: session.local_start,
                local_end: session.local_end,
                places_left: session.remaining,
                sign_up_until: session.starts_at,
                waiting_list: true,
                state: session.state,
            })
            .collect(),
    })
}

/// Reads a query string as the server does, asks the index, and turns the page.
///
/// # Panics
/// When the index cannot answer, or an answer contradicts itself or the question.
pub fn search_query(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(query) = serde_html_form::from_str::<SearchQuery>(text) else {
        return;
    };
    if check(&query).is_err() {
        return;
    }
    let Some(first) = ask(&query) else {
        return;
    };
    if let Some(cursor) = &first.next_cursor {
        let next = SearchQuery {
            cursor: Some(cursor.clone()),
            ..query.clone()
        };
        let second = ask(&next);
        assert!(second.is_some(), "a cursor of ours is one");
        let twice = second.iter().flat_map(|page| &page.items);
        let mut twice = twice.filter(|hit| first.items.iter().any(|one| one.id == hit.id));
        assert!(twice.next().is_none(), "{query:?}");
    }
}

fn ask(query: &SearchQuery) -> Option<SearchResults> {
    let found = match INDEX.1.search(query, &Asked::at(now())) {
        Ok(found) => found,
        Err(error) => {
            assert!(!matches!(error, SearchError::Unavailable), "{query:?}");
            return None;
        }
    };
    let most = usize::try_from(query.limit.unwrap_or(20)).unwrap_or(usize::MAX);
    assert!(found.items.len() <= most, "{query:?}");
    assert!(found.items.len() as u64 <= found.total, "{query:?}");
    assert_eq!(found.total == 0, found.help.is_some(), "{query:?}");
    assert!(
        found
            .facets
            .iter()
            .all(|one| query.facets.contains(&one.facet))
    );
    for hit in &found.items {
        assert!(!hit.title.is_blank(), "{query:?}");
        let (far, most) = (hit.distance_m.map(f64::from), query.radius_km);
        let within = far
            .zip(most)
            .is_none_or(|(far, km)| far <= km * 1000.0 + 1.0);
        assert!(within, "{query:?} finds {hit:?}");
        assert!(
            query.kind.is_empty() || query.kind.contains(&hit.kind),
            "{query:?}"
        );
        assert!(
            query.flag.iter().all(|flag| hit.flags.contains(flag)),
            "{query:?}"
        );
        assert!(
            query.free != Some(true) || hit.pricing.is_free(),
            "{query:?}"
        );
    }
    Some(found)
}
