//! Finding territories in the table that ships with the program.

use goesting_core::Refusal;
use goesting_core::geo::distance_m;
use goesting_core::reference::{TerritoryRecord, suggest, territories, territory};
use goesting_types::page::Page;
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::territory::{Territory, TerritoryId, TerritoryQuery};

use crate::http::paging::{self, Offset};

/// A page of the territories that fit.
pub fn list(query: &TerritoryQuery) -> Result<Page<Territory>, Refusal> {
    let limit = paging::limit(query.limit)?;
    let from = Offset::read(query.cursor.as_deref(), &bound(query))?;
    if let Some(parent) = &query.parent {
        territory(parent.as_str()).ok_or_else(|| Refusal::from(ErrorCode::UnknownTerritory))?;
    }
    let keep = |record: &TerritoryRecord| {
        query.kind.is_none_or(|kind| record.kind == kind)
            && query
                .parent
                .as_ref()
                .is_none_or(|parent| record.parent == Some(parent.as_str()))
    };
    let mut found = match query.q.as_deref().map(str::trim) {
        Some(typed) if typed.chars().count() > 100 => {
            return Err(Refusal::field(
                "q",
                FieldCode::TooLong,
                "at most 100 characters",
            ));
        }
        Some(typed) if !typed.is_empty() => suggest(typed, territories().len(), keep)
            .into_iter()
            .map(|one| Territory {
                matched: one.place.map(|place| place.name.to_owned()),
                ..one.territory.to_wire()
            })
            .collect::<Vec<_>>(),
        _ => territories()
            .iter()
            .filter(|one| keep(one))
            .map(TerritoryRecord::to_wire)
            .collect(),
    };
    if let Some(near) = query.near {
        for one in &mut found {
            one.distance_m = one.point.map(|point| metres(distance_m(near, point)));
        }
        found.sort_by_key(|one| one.distance_m.unwrap_or(u32::MAX));
    }
    let total = found.len();
    let items: Vec<_> = found.into_iter().skip(from.0).take(limit).collect();
    let next = from.0 + items.len();
    Ok(Page {
        items,
        next_cursor: (next < total).then(|| Offset(next).write(&bound(query))),
        total: u64::try_from(total).ok(),
    })
}

/// One territory.
pub fn find(id: &TerritoryId) -> Result<Territory, Refusal> {
    territory(id.as_str())
        .map(TerritoryRecord::to_wire)
        .ok_or_else(Refusal::not_found)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "distances on earth are positive and at most 20 038 km"
)]
fn metres(distance: f64) -> u32 {
    distance.round() as u32
}

/// What a cursor of this list is bound to: the question without its page.
fn bound(query: &TerritoryQuery) -> String {
    let TerritoryQuery {
        q,
        kind,
        parent,
        near,
        cursor: _,
        limit: _,
    } = query;
    format!("{q:?} {kind:?} {parent:?} {near:?}")
}
