//! Where the question is asked from, how far it reaches, and in which area.

use goesting_core::reference::places::nearest_municipality;
use goesting_core::reference::territories::{TerritoryRecord, lies_in, territories, territory};
use goesting_types::place::Point;
use goesting_types::search::{Facet, SearchQuery, Sort};
use goesting_types::territory::{Ring, TerritoryId, TerritoryKind};

use crate::error::SearchError;
use crate::storage::view::{NO_MUNICIPALITY, on_sphere, territory_position};

/// Mean radius of the earth in metres (IUGG).
const EARTH_RADIUS_M: f64 = 6_371_008.8;
/// The neighbourhood, in metres.
const NEIGHBOURHOOD_M: f64 = 2_000.0;

/// From where the question is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin {
    sphere: [f64; 3],
    municipality: u16,
}

/// How far it reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Extent {
    /// At most so far, as a squared chord.
    Radius(f64),
    /// Up to this ring.
    Ring(Ring),
}

/// The area things must lie in: one bit per territory in the list.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    inside: Vec<bool>,
    /// Whether it is one municipality, which a wider ring replaces.
    pub(crate) municipality: bool,
}

/// What a question says about place.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// From where.
    pub(crate) origin: Option<Origin>,
    /// How far.
    pub(crate) extent: Option<Extent>,
    /// In which area.
    pub(crate) area: Option<Area>,
    neighbourhood: f64,
    region: f64,
}

/// Where a document lies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    /// On the unit sphere; not-a-numbers for nowhere.
    pub(crate) sphere: [f64; 3],
    /// Position in the list of territories.
    pub(crate) municipality: u16,
    /// Whether it is in Belgium.
    pub(crate) belgium: bool,
}

impl Spot {
    /// Not looked up.
    pub(crate) const NOWHERE: Self = Self {
        sphere: [f64::NAN; 3],
        municipality: NO_MUNICIPALITY,
        belgium: false,
    };
}

impl Place {
    /// Reads the question. `region_km` is how far the region reaches when the question does not
    /// say.
    pub(crate) fn new(query: &SearchQuery, region_km: f64) -> Result<Self, SearchError> {
        let area = match &query.territory {
            None => None,
            Some(id) => Some(
                territory(id.as_str())
                    .ok_or_else(|| SearchError::UnknownTerritory(id.0.clone()))?,
            ),
        };
        let town = area.filter(|area| area.kind == TerritoryKind::Municipality);
        let origin = origin(query.near, town);
        let extent = match (query.ring, query.radius_km) {
            (Some(ring), _) => Some(Extent::Ring(ring)),
            (None, Some(km)) => Some(Extent::Radius(chord(km * 1_000.0))),
            (None, None) => None,
        };
        let place = Self {
            origin,
            extent,
            area: area
                .filter(|_| town.is_none() || extent.is_none())
                .map(|area| Area::new(area, town.is_some())),
            neighbourhood: chord(NEIGHBOURHOOD_M),
            region: chord(query.radius_km.unwrap_or(region_km) * 1_000.0),
        };
        place.check(query)?;
        Ok(place)
    }

    /// Whether the question says anything about place.
    pub(crate) fn asks(&self) -> bool {
        self.origin.is_some() || self.area.is_some() || self.extent.is_some()
    }

    fn check(&self, query: &SearchQuery) -> Result<(), SearchError> {
        if self.origin.is_some() {
            return Ok(());
        }
        let near_ring = query.ring.is_some_and(|ring| ring < Ring::Country);
        if query.radius_km.is_some() {
            Err(SearchError::NeedsPlace("radius_km"))
        } else if near_ring {
            Err(SearchError::NeedsPlace("ring"))
        } else if query.sort == Some(Sort::Distance) {
            Err(SearchError::NeedsPlace("sort"))
        } else if query.facets.contains(&Facet::Ring) {
            Err(SearchError::NeedsPlace("facets"))
        } else {
            Ok(())
        }
    }

    /// How far a document lies from the origin, as a squared chord.
    pub(crate) fn distance(&self, spot: Spot) -> Option<f64> {
        let here = self.origin?.sphere;
        let along = here
            .iter()
            .zip(spot.sphere)
            .map(|(here, there)| here - there);
        let distance: f64 = along.map(|part| part * part).sum();
        (!distance.is_nan()).then_some(distance)
    }

    /// In which ring a document lies: the first one that holds it.
    pub(crate) fn ring(&self, spot: Spot, distance: Option<f64>) -> Ring {
        let within = |reach: f64| distance.is_some_and(|distance| distance <= reach);
        let same_town = self.origin.is_some_and(|origin| {
            origin.municipality == spot.municipality && spot.municipality != NO_MUNICIPALITY
        });
        if within(self.neighbourhood) {
            Ring::Neighbourhood
        } else if same_town {
            Ring::Municipality
        } else if within(self.region) {
            Ring::Region
        } else if spot.belgium {
            Ring::Country
        } else {
            Ring::World
        }
    }

    /// Whether the question reaches there.
    pub(crate) fn reaches(&self, spot: Spot, distance: Option<f64>) -> bool {
        match self.extent {
            None => true,
            Some(Extent::Radius(radius)) => distance.is_some_and(|distance| distance <= radius),
            Some(Extent::Ring(ring)) => self.ring(spot, distance) <= ring,
        }
    }

    /// Whether it lies in the area asked for.
    pub(crate) fn holds(&self, spot: Spot) -> bool {
        self.area.as_ref().is_none_or(|area| {
            area.inside
                .get(usize::from(spot.municipality))
                .copied()
                .unwrap_or(false)
        })
    }
}

impl Area {
    fn new(area: &TerritoryRecord, municipality: bool) -> Self {
        let inside = territories()
            .iter()
            .map(|territory| {
                if municipality {
                    territory.code == area.code
                } else {
                    lies_in(territory.code, area.code)
                }
            })
            .collect();
        Self {
            inside,
            municipality,
        }
    }
}

/// The municipality a question is asked from: the one it names, else the one its point lies in.
#[must_use]
pub fn seen_from(query: &SearchQuery) -> Option<TerritoryId> {
    let town = query
        .territory
        .as_ref()
        .and_then(|id| territory(id.as_str()));
    let town = town.filter(|area| area.kind == TerritoryKind::Municipality);
    let point = query.near.or_else(|| town.map(|town| town.point))?;
    municipality(point, town).map(TerritoryId::from)
}

fn municipality(point: Point, town: Option<&'static TerritoryRecord>) -> Option<&'static str> {
    match town {
        Some(town) => Some(town.code),
        None => nearest_municipality(point).map(|nearest| nearest.municipality.code),
    }
}

fn origin(near: Option<Point>, town: Option<&'static TerritoryRecord>) -> Option<Origin> {
    let point = near.or_else(|| town.map(|town| town.point))?;
    let code = municipality(point, town);
    let nis = code.and_then(|code| code.parse().ok()).unwrap_or(0);
    Some(Origin {
        sphere: on_sphere(Some(point)),
        municipality: territory_position(nis),
    })
}

/// The squared chord under so many metres of great circle.
fn chord(metres: f64) -> f64 {
    let half = (metres / (2.0 * EARTH_RADIUS_M))
        .min(std::f64::consts::FRAC_PI_2)
        .sin();
    4.0 * half * half
}

/// The metres of great circle over a squared chord.
pub(crate) fn metres(chord: f64) -> f64 {
    2.0 * EARTH_RADIUS_M * (chord.sqrt() / 2.0).min(1.0).asin()
}
