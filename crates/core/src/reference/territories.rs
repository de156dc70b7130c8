//! The tree of territories: country, regions, provinces, municipalities, by their NIS codes
//! (Statbel, state of 2025). Brussels has no province: its municipalities hang under the region.

use std::sync::OnceLock;

use goesting_types::place::Point;
use goesting_types::territory::{Territory, TerritoryId, TerritoryKind};

use super::names::Names;

/// NIS code of the root of the tree.
pub const BELGIUM: &str = "01000";

const UPPER: &str = include_str!("../../data/territories.csv");
const MUNICIPALITIES: &str = include_str!("../../data/municipalities.csv");

/// One territory.
#[derive(Debug, Clone, PartialEq)]
pub struct TerritoryRecord {
    /// NIS code, five digits.
    pub code: &'static str,
    /// What sort of area.
    pub kind: TerritoryKind,
    /// Code of the area it lies in; `None` for the country.
    pub parent: Option<&'static str>,
    /// Its names.
    pub names: Names,
    /// Postcodes, ascending; empty for all but municipalities. One postcode may serve two
    /// municipalities (1040, 1050, 1804).
    pub postcodes: Vec<&'static str>,
    /// A municipality's main place; the mean of those of the municipalities in a larger area.
    pub point: Point,
    /// Inhabitants of the municipality's main place after `GeoNames`, to rank names by; 0 for
    /// larger areas. Not a population figure.
    pub weight: u32,
}

impl TerritoryRecord {
    /// As it travels, without what a search adds. A larger area has no point there.
    #[must_use]
    pub fn to_wire(&self) -> Territory {
        let municipality = self.kind == TerritoryKind::Municipality;
        Territory {
            id: TerritoryId::from(self.code),
            kind: self.kind,
            parent: self.parent.map(TerritoryId::from),
            name: self.names.to_text(),
            postcodes: self
                .postcodes
                .iter()
                .map(|postcode| (*postcode).to_owned())
                .collect(),
            point: municipality.then_some(self.point),
            matched: None,
            distance_m: None,
        }
    }
}

/// Every territory, in the order of the codes.
#[must_use]
pub fn territories() -> &'static [TerritoryRecord] {
    static TERRITORIES: OnceLock<Vec<TerritoryRecord>> = OnceLock::new();
    TERRITORIES.get_or_init(|| {
        let mut all: Vec<_> = UPPER
            .lines()
            .filter_map(upper)
            .chain(MUNICIPALITIES.lines().filter_map(municipality))
            .collect();
        all.sort_unstable_by_key(|territory| territory.code);
        all
    })
}

/// The territory with this NIS code.
#[must_use]
pub fn territory(code: &str) -> Option<&'static TerritoryRecord> {
    let all = territories();
    let at = all
        .binary_search_by_key(&code, |territory| territory.code)
        .ok()?;
    all.get(at)
}

/// The territory itself and those around it, up to the country. Empty for an unknown code.
pub fn ancestry(code: &str) -> impl Iterator<Item = &'static TerritoryRecord> {
    std::iter::successors(territory(code), |inner| inner.parent.and_then(territory))
}

/// Whether `inner` is `outer` or lies in it.
#[must_use]
pub fn lies_in(inner: &str, outer: &str) -> bool {
    ancestry(inner).any(|territory| territory.code == outer)
}

/// What lies directly in this territory, in the order of the codes.
pub fn children(code: &str) -> impl Iterator<Item = &'static TerritoryRecord> {
    territories()
        .iter()
        .filter(move |territory| territory.parent == Some(code))
}

fn upper(line: &'static str) -> Option<TerritoryRecord> {
    let [code, kind, parent, nl, en, fr, de, lat, lon] = fields(line)?;
    Some(TerritoryRecord {
        code,
        kind: kind.parse().ok()?,
        parent: (!parent.is_empty()).then_some(parent),
        names: Names { nl, en, fr, de },
        postcodes: Vec::new(),
        point: point(lat, lon)?,
        weight: 0,
    })
}

fn municipality(line: &'static str) -> Option<TerritoryRecord> {
    let [code, parent, nl, en, fr, de, postcodes, lat, lon, weight] = fields(line)?;
    Some(TerritoryRecord {
        code,
        kind: TerritoryKind::Municipality,
        parent: Some(parent),
        names: Names { nl, en, fr, de },
        postcodes: postcodes.split(' ').collect(),
        point: point(lat, lon)?,
        weight: weight.parse().ok()?,
    })
}

/// The fields of a line without quoting: no value of ours holds a comma.
pub(super) fn fields<const N: usize>(line: &'static str) -> Option<[&'static str; N]> {
    let mut values = line.split(',');
    let mut row = [""; N];
    for slot in &mut row {
        *slot = values.next()?;
    }
    values.next().is_none().then_some(row)
}

pub(super) fn point(lat: &str, lon: &str) -> Option<Point> {
    Point::new(lat.parse().ok()?, lon.parse().ok()?).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn of_kind(kind: TerritoryKind) -> usize {
        territories()
            .iter()
            .filter(|territory| territory.kind == kind)
            .count()
    }

    #[test]
    fn belgium_is_whole() {
        assert_eq!(of_kind(TerritoryKind::Country), 1);
        assert_eq!(of_kind(TerritoryKind::Region), 3);
        assert_eq!(of_kind(TerritoryKind::Province), 10);
        assert_eq!(of_kind(TerritoryKind::Municipality), 565);
        let lines = UPPER.lines().count() + MUNICIPALITIES.lines().count();
        assert_eq!(territories().len(), lines - 2, "a line did not read");
        let in_flanders = territories()
            .iter()
            .filter(|t| t.kind == TerritoryKind::Municipality && lies_in(t.code, "02000"));
        assert_eq!(in_flanders.count(), 285);
        assert_eq!(children("04000").count(), 19);
    }

    #[test]
    fn the_tree_has_no_orphans_and_each_level_hangs_under_the_right_one() {
        for territory in territories() {
            let parent = territory
                .parent
                .map(|code| super::territory(code).unwrap().kind);
            let fits = match territory.kind {
                TerritoryKind::Country => parent.is_none(),
                TerritoryKind::Region => parent == Some(TerritoryKind::Country),
                TerritoryKind::Province => parent == Some(TerritoryKind::Region),
                TerritoryKind::Municipality => {
                    parent == Some(TerritoryKind::Province) || territory.parent == Some("04000")
                }
            };
            assert!(fits, "{territory:?}");
            assert_eq!(ancestry(territory.code).last().unwrap().code, BELGIUM);
        }
    }

    #[test]
    fn codes_names_postcodes_and_points_are_sound() {
        assert!(
            territories().is_sorted_by(|a, b| a.code < b.code),
            "a code stands twice"
        );
        let mut names = HashSet::new();
        for territory in territories() {
            assert!(
                territory.code.len() == 5 && territory.code.bytes().all(|b| b.is_ascii_digit())
            );
            for (_, name) in territory.names.iter() {
                assert!(
                    !name.is_empty() && name.trim() == name && !name.contains('('),
                    "{name:?}"
                );
            }
            assert!(
                names.insert((territory.kind, territory.names.nl)),
                "{}",
                territory.names.nl
            );
            assert!(
                (49.49..51.51).contains(&territory.point.lat),
                "{territory:?}"
            );
            assert!((2.54..6.41).contains(&territory.point.lon), "{territory:?}");
            assert_eq!(
                territory.postcodes.is_empty(),
                territory.kind != TerritoryKind::Municipality
            );
            assert!(
                territory.postcodes.is_sorted_by(|a, b| a < b),
                "{territory:?}"
            );
            for postcode in &territory.postcodes {
                assert!(
                    (1000..10_000).contains(&postcode.parse::<u16>().unwrap()),
                    "{postcode}"
                );
                assert_eq!(postcode.len(), 4);
            }
        }
    }

    #[test]
    fn known_places_stand_where_they_belong() {
        let leuven = territory("24062").unwrap();
        assert_eq!(leuven.names.nl, "Leuven");
        assert_eq!(leuven.names.fr, "Louvain");
        assert_eq!(leuven.names.de, "Löwen");
        assert!(leuven.postcodes.contains(&"3001"));
        let up: Vec<_> = ancestry("24062")
            .map(|territory| territory.names.en)
            .collect();
        assert_eq!(
            up,
            [
                "Leuven",
                "Province of Flemish Brabant",
                "Flanders",
                "Belgium"
            ]
        );
        let up: Vec<_> = ancestry("21019").map(|territory| territory.code).collect();
        assert_eq!(up, ["21019", "04000", "01000"]);
        assert_eq!(territory("11002").unwrap().names.en, "Antwerp");
        assert_eq!(territory("11001").unwrap().to_wire().postcodes, ["2630"]);
        assert_eq!(territory("02000").unwrap().to_wire().point, None);
        assert!(territory("").is_none() && territory("24063").is_none());
        assert!(!lies_in("24062", "03000") && !lies_in("?", BELGIUM));
    }

    #[test]
    fn the_point_filled_in_by_hand_lies_among_its_neighbours() {
        let here = territory("21019").unwrap().point;
        for (neighbour, within_m) in [("21018", 3_000.0), ("21005", 4_500.0), ("21002", 3_500.0)] {
            let there = territory(neighbour).unwrap().point;
            let metres = crate::geo::distance_m(here, there);
            assert!((500.0..within_m).contains(&metres), "{neighbour}: {metres}");
        }
    }
}
