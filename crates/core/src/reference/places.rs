//! Villages and quarters with their postcodes: names people use that are no municipality's, and
//! the way from an address or a point to its municipality.

use std::collections::HashMap;
use std::sync::OnceLock;

use goesting_types::place::Point;
use goesting_types::territory::TerritoryKind;

use super::territories::{TerritoryRecord, fields, point, territories, territory};
use crate::fold::fold_key;
use crate::geo::{METRES_PER_DEGREE, distance_m};

const PLACES: &str = include_str!("../../data/places.csv");

/// A village, a quarter or a former municipality.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRecord {
    /// Four digits.
    pub postcode: &'static str,
    /// Its name, in the language or languages spoken there.
    pub name: &'static str,
    /// The municipality it belongs to.
    pub municipality: &'static TerritoryRecord,
    /// Where it lies; absent where the source is wrong by kilometres.
    pub point: Option<Point>,
}

/// Every place, by postcode. Main places that bear the municipality's name are not among them.
#[must_use]
pub fn places() -> &'static [PlaceRecord] {
    static PLACES_READ: OnceLock<Vec<PlaceRecord>> = OnceLock::new();
    PLACES_READ.get_or_init(|| {
        let mut all: Vec<_> = PLACES.lines().filter_map(place).collect();
        all.sort_by_key(|place| place.postcode);
        all
    })
}

fn place(line: &'static str) -> Option<PlaceRecord> {
    let [postcode, name, code, lat, lon] = fields(line)?;
    Some(PlaceRecord {
        postcode,
        name,
        municipality: territory(code)?,
        point: point(lat, lon),
    })
}

/// The places with exactly this postcode.
#[must_use]
pub fn places_with_postcode(postcode: &str) -> &'static [PlaceRecord] {
    equal_range(places(), postcode, |place| place.postcode)
}

/// The municipalities a postcode serves: one, seldom two, none when there is no such postcode.
pub fn municipalities_with_postcode(
    postcode: &str,
) -> impl Iterator<Item = &'static TerritoryRecord> {
    equal_range(by_postcode(), postcode, |(code, _)| code)
        .iter()
        .map(|(_, territory)| *territory)
}

type Served = (&'static str, &'static TerritoryRecord);

/// Postcode and municipality, in the order of the postcodes.
pub(super) fn by_postcode() -> &'static [Served] {
    static SERVED: OnceLock<Vec<Served>> = OnceLock::new();
    SERVED.get_or_init(|| {
        let mut all: Vec<Served> = territories()
            .iter()
            .flat_map(|territory| {
                territory
                    .postcodes
                    .iter()
                    .map(move |code| (*code, territory))
            })
            .collect();
        all.sort_by_key(|(code, _)| *code);
        all
    })
}

fn equal_range<'a, T>(sorted: &'a [T], key: &str, of: impl Fn(&T) -> &str) -> &'a [T] {
    let first = sorted.partition_point(|item| of(item) < key);
    let last = sorted.partition_point(|item| of(item) <= key);
    sorted.get(first..last).unwrap_or_default()
}

/// Where an address lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Located {
    /// Its municipality.
    pub municipality: &'static TerritoryRecord,
    /// The village's point when it is known, else the municipality's.
    pub point: Point,
}

/// The municipality of a Belgian address by its postcode and town as somebody wrote them: the postcode
/// decides, the town where it serves two; a town alone decides when only one municipality has a
/// place of that name. `None` when that tells nothing. The country is for the caller to look at:
/// other countries have postcodes of four digits too.
#[must_use]
pub fn locate(postcode: &str, town: &str) -> Option<Located> {
    let town = fold_key(town);
    let postcode = postcode
        .trim()
        .trim_start_matches("B-")
        .trim_start_matches("BE-");
    let villages = places_with_postcode(postcode);
    if let Some(village) = villages.iter().find(|place| fold_key(place.name) == town) {
        return Some(located(village));
    }
    let mut served = municipalities_with_postcode(postcode);
    if let Some(first) = served.next() {
        let named = std::iter::once(first)
            .chain(served)
            .find(|candidate| bears(candidate, &town));
        let municipality = named.unwrap_or(first);
        return Some(Located {
            municipality,
            point: municipality.point,
        });
    }
    by_town(&town)
}

fn located(place: &PlaceRecord) -> Located {
    Located {
        municipality: place.municipality,
        point: place.point.unwrap_or(place.municipality.point),
    }
}

fn bears(territory: &TerritoryRecord, key: &str) -> bool {
    territory
        .names
        .iter()
        .any(|(_, name)| fold_key(name) == key)
}

/// What a town's name alone says: the larger of two municipalities of that name, or the only
/// municipality that has a village of that name.
fn by_town(town: &str) -> Option<Located> {
    static TOWNS: OnceLock<HashMap<String, Option<Located>>> = OnceLock::new();
    TOWNS.get_or_init(towns).get(town).copied().flatten()
}

fn towns() -> HashMap<String, Option<Located>> {
    let mut villages: HashMap<String, Option<Located>> = HashMap::new();
    for place in places() {
        villages
            .entry(fold_key(place.name))
            .and_modify(|known| {
                *known = known.filter(|one| one.municipality.code == place.municipality.code);
            })
            .or_insert_with(|| Some(located(place)));
    }
    let mut municipalities: Vec<_> = territories()
        .iter()
        .filter(|territory| territory.kind == TerritoryKind::Municipality)
        .collect();
    municipalities.sort_by_key(|municipality| municipality.weight);
    for municipality in municipalities {
        for (_, name) in municipality.names.iter() {
            let located = Located {
                municipality,
                point: municipality.point,
            };
            villages.insert(fold_key(name), Some(located));
        }
    }
    villages
}

/// The municipality nearest to a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearest {
    /// The municipality.
    pub municipality: &'static TerritoryRecord,
    /// Metres from the point to the nearest of its known places; far beyond the border this is
    /// large, and it is for the caller to say what is too far.
    pub distance_m: f64,
}

/// The municipality with a known place (main place or village) nearest to this point. Places stand
/// for areas, so near a border between municipalities the neighbour may be given.
#[must_use]
pub fn nearest_municipality(point: Point) -> Option<Nearest> {
    let spots = spots();
    let north = spots.partition_point(|(spot, _)| spot.lat < point.lat);
    let (south, north) = spots.split_at_checked(north)?;
    // Walk away from the point's latitude on both sides, until latitude alone is too far.
    let southward = nearest_along(south.iter().rev(), point, None);
    nearest_along(north.iter(), point, southward)
}

fn nearest_along<'a>(
    spots: impl Iterator<Item = &'a Spot>,
    point: Point,
    found: Option<Nearest>,
) -> Option<Nearest> {
    let mut best = found;
    for (spot, municipality) in spots {
        let at_least = (spot.lat - point.lat).abs() * METRES_PER_DEGREE;
        if best.is_some_and(|best| best.distance_m < at_least) {
            break;
        }
        let distance_m = distance_m(point, *spot);
        if best.is_none_or(|best| distance_m < best.distance_m) {
            best = Some(Nearest {
                municipality,
                distance_m,
            });
        }
    }
    best
}

type Spot = (Point, &'static TerritoryRecord);

/// Every known point, from south to north.
fn spots() -> &'static [Spot] {
    static SPOTS: OnceLock<Vec<Spot>> = OnceLock::new();
    SPOTS.get_or_init(|| {
        let main = territories()
            .iter()
            .filter(|territory| territory.kind == TerritoryKind::Municipality)
            .map(|territory| (territory.point, territory));
        let villages = places()
            .iter()
            .filter_map(|place| Some((place.point?, place.municipality)));
        let mut all: Vec<Spot> = main.chain(villages).collect();
        all.sort_by(|(a, _), (b, _)| a.lat.total_cmp(&b.lat));
        all
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_place_lies_in_a_municipality_that_has_its_postcode() {
        assert_eq!(
            places().len(),
            PLACES.lines().count() - 1,
            "a line did not read"
        );
        for place in places() {
            assert!(
                place.municipality.postcodes.contains(&place.postcode),
                "{place:?}"
            );
            if let Some(point) = place.point {
                let metres = distance_m(point, place.municipality.point);
                assert!(metres < 18_000.0, "{}: {metres}", place.name);
            }
        }
    }

    #[test]
    fn postcodes_lead_to_municipalities() {
        let names = |postcode| -> Vec<_> {
            municipalities_with_postcode(postcode)
                .map(|t| t.names.nl)
                .collect()
        };
        assert_eq!(names("3001"), ["Leuven"]);
        assert_eq!(names("1050"), ["Brussel", "Elsene"]);
        assert_eq!(names("0000"), Vec::<&str>::new());
        assert_eq!(names("30"), Vec::<&str>::new());
    }

    #[test]
    fn addresses_find_their_municipality() {
        let at = |postcode, town| locate(postcode, town).map(|l| l.municipality.names.nl);
        assert_eq!(at("3001", "Heverlee"), Some("Leuven"));
        assert_eq!(at("B-3001", "HEVERLEE"), Some("Leuven"));
        assert_eq!(at("3000", "Leuven"), Some("Leuven"));
        assert_eq!(at("3000", "met een tikfout"), Some("Leuven"));
        assert_eq!(at("1050", "Ixelles"), Some("Elsene"));
        assert_eq!(at("1050", "Brussel"), Some("Brussel"));
        assert_eq!(at("", "gent"), Some("Gent"));
        assert_eq!(at("", "Kessel-Lo"), Some("Leuven"));
        // More than one municipality has a Sint-Kruis or a Berg: then a town alone says nothing.
        assert_eq!(at("", "Berg"), None);
        assert_eq!(at("1012 AB", "Amsterdam"), None);
        assert_eq!(at("", ""), None);
        let heverlee = locate("3001", "Heverlee").unwrap().point;
        assert!(
            distance_m(
                heverlee,
                Point {
                    lat: 50.8643,
                    lon: 4.696
                }
            ) < 10.0
        );
    }

    #[test]
    fn points_find_their_municipality() {
        let at = |lat, lon| nearest_municipality(Point { lat, lon }).unwrap();
        assert_eq!(at(50.8790, 4.7010).municipality.names.nl, "Leuven");
        assert_eq!(at(50.8643, 4.6960).municipality.names.nl, "Leuven");
        assert_eq!(at(51.3270, 3.2000).municipality.names.nl, "Brugge");
        let amsterdam = at(52.37, 4.90);
        assert!(amsterdam.distance_m > 90_000.0, "{amsterdam:?}");
        assert!(
            nearest_municipality(Point {
                lat: -90.0,
                lon: 0.0
            })
            .is_some()
        );
    }

    proptest! {
        #[test]
        fn the_walk_finds_what_a_scan_finds(lat in 49.0..52.0_f64, lon in 2.0..7.0_f64) {
            let point = Point { lat, lon };
            let scanned = spots()
                .iter()
                .map(|(spot, _)| distance_m(point, *spot))
                .fold(f64::INFINITY, f64::min);
            prop_assert!((nearest_municipality(point).unwrap().distance_m - scanned).abs() < 1e-6);
        }

        #[test]
        fn no_address_brings_it_down(postcode in "\\PC{0,8}", town in "\\PC{0,30}") {
            let _ = locate(&postcode, &town);
        }
    }
}
