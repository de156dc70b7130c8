//! Searching: the index answers, off the async threads.

use goesting_core::reference::vocabulary;
use goesting_core::session::MAX_CAPACITY;
use goesting_core::{Check, Refusal};
use goesting_search::{Asked, seen_from};
use goesting_store::ecosystem;
use goesting_types::interest::InterestId;
use goesting_types::lang::Lang;
use goesting_types::price::MAX_CENTS;
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::search::{SearchQuery, SearchResults, SuggestQuery, Suggestions};

use super::App;
use crate::blocking::blocking;
use crate::error::ApiResult;
use crate::http::paging;

/// Most values of one parameter.
const MAX_VALUES: usize = 50;

/// Searches open opportunities. The ring "region" reaches as far as the ecosystem says that covers
/// the municipality it is asked from.
pub async fn search(app: &App, query: SearchQuery, lang: Lang) -> ApiResult<SearchResults> {
    check(&query)?;
    let search = app.search()?.clone();
    let mut asked = Asked {
        lang,
        ..Asked::at(app.clock.now())
    };
    if let Some(town) = seen_from(&query).filter(|_| query.radius_km.is_none()) {
        match app
            .read(move |conn| Ok(ecosystem::region_radius_m(conn, &town)?))
            .await
        {
            Ok(metres) => asked.region_km = f64::from(metres) / 1_000.0,
            // The index answers without the database.
            Err(error) => tracing::warn!(%error, "searching with the usual region"),
        }
    }
    let turn = search.turn().await?;
    blocking(move || {
        let found = search.search(&query, &asked);
        drop(turn);
        found
    })
    .await
}

/// Suggests while somebody types.
pub async fn suggest(app: &App, query: SuggestQuery) -> ApiResult<Suggestions> {
    let mut check = Check::default();
    check.text("q", &query.q, 1, 100);
    check.finish_as(ErrorCode::InvalidQuery)?;
    let search = app.search()?.clone();
    let turn = search.turn().await?;
    blocking(move || {
        let found = search.suggest(&query);
        drop(turn);
        found
    })
    .await
}

/// Refuses what no search can mean.
pub fn check(query: &SearchQuery) -> Result<(), Refusal> {
    paging::limit(query.limit)?;
    let mut check = Check::default();
    check
        .text("q", query.q.as_deref().unwrap_or_default(), 0, 200)
        .list("interest", &query.interest, MAX_VALUES)
        .list("kind", &query.kind, MAX_VALUES)
        .list("weekday", &query.weekday, MAX_VALUES)
        .list("daypart", &query.daypart, MAX_VALUES)
        .list("language", &query.language, MAX_VALUES)
        .list("flag", &query.flag, MAX_VALUES)
        .list("facets", &query.facets, MAX_VALUES)
        .reject(
            query.radius_km.is_some_and(|km| !(km > 0.0 && km <= 200.0)),
            "radius_km",
            FieldCode::OutOfRange,
            "above 0, up to 200",
        )
        .reject(
            query
                .places_left
                .is_some_and(|places| places > MAX_CAPACITY),
            "places_left",
            FieldCode::OutOfRange,
            "at most 10 000",
        )
        .reject(
            query.price_max.is_some_and(|cents| cents > MAX_CENTS),
            "price_max",
            FieldCode::OutOfRange,
            "at most 10 000 000 cents",
        )
        .reject(
            query.from.zip(query.to).is_some_and(|(from, to)| to < from),
            "to",
            FieldCode::Conflicting,
            "is before `from`",
        );
    check.finish_as(ErrorCode::InvalidQuery)?;
    match query
        .interest
        .iter()
        .find(|id| !vocabulary().knows(id.as_str()))
    {
        Some(InterestId(slug)) => Err(Refusal::new(
            ErrorCode::UnknownInterest,
            format!("There is no interest {slug:?}: `GET /interests` has them."),
        )),
        None => Ok(()),
    }
}
