//! What would give hits when nothing fits.

use goesting_types::search::{Help, SearchQuery, WiderRing, WithoutFilter};
use goesting_types::territory::Ring;

use super::filters::{Failed, Verdict, fail};
use super::place::{Place, metres};
use super::when::{Part, When, bit};

/// Counts of what there would be.
#[derive(Debug)]
pub(crate) struct HelpTally {
    single: Vec<(&'static str, Failed, u64)>,
    parts: Vec<(Part, u64)>,
    /// The question about place without one of its parameters.
    places: Vec<(&'static str, Place, u64)>,
    /// Where the rings lie that may take the place of the radius asked for.
    around: Option<Place>,
    rings: [u64; Ring::ALL.len()],
    nearest: [Option<f64>; Ring::ALL.len()],
}

const ELSEWHERE: Failed = fail::AREA | fail::EXTENT;

impl HelpTally {
    /// For this question.
    pub(crate) fn new(query: &SearchQuery, when: &When, region_km: f64) -> Self {
        let single = [
            ("q", fail::TEXT, query.q.is_some()),
            ("interest", fail::INTEREST, !query.interest.is_empty()),
            ("actor", fail::ACTOR, query.actor.is_some()),
            ("kind", fail::KIND, !query.kind.is_empty()),
            ("age", fail::AGE, query.age.is_some()),
            ("price_max", fail::PRICE, query.price_max.is_some()),
            ("free", fail::FREE, query.free.is_some()),
            ("social_tariff", fail::SOCIAL, query.social_tariff.is_some()),
            ("language", fail::LANGUAGE, !query.language.is_empty()),
            ("formal", fail::FORMAL, query.formal.is_some()),
            ("flag", fail::FLAG, !query.flag.is_empty()),
        ];
        let place = |parameter, asked: bool, without: SearchQuery| {
            // What cannot be asked alone is no help.
            let place = asked
                .then(|| Place::new(&without, region_km).ok())
                .flatten()?;
            Some((parameter, place, 0))
        };
        let bare = SearchQuery {
            sort: None,
            facets: Vec::new(),
            ..query.clone()
        };
        let around = SearchQuery {
            radius_km: None,
            ring: None,
            ..bare.clone()
        };
        let places = [
            place(
                "territory",
                query.territory.is_some(),
                SearchQuery {
                    territory: None,
                    ..bare.clone()
                },
            ),
            place(
                "radius_km",
                query.radius_km.is_some(),
                SearchQuery {
                    radius_km: None,
                    ..bare.clone()
                },
            ),
            place(
                "ring",
                query.ring.is_some(),
                SearchQuery { ring: None, ..bare },
            ),
        ];
        Self {
            single: single
                .into_iter()
                .filter(|(_, _, asked)| *asked)
                .map(|(parameter, own, _)| (parameter, own, 0))
                .collect(),
            parts: Part::ALL
                .into_iter()
                .filter(|part| when.has(*part))
                .map(|part| (part, 0))
                .collect(),
            places: places.into_iter().flatten().collect(),
            around: Place::new(&around, region_km).ok(),
            rings: [0; Ring::ALL.len()],
            nearest: [None; Ring::ALL.len()],
        }
    }

    /// The sets of failures it wants to hear of.
    pub(crate) fn tolerated(&self) -> Vec<Failed> {
        let single = self.single.iter().map(|(_, own, _)| *own);
        single.chain([ELSEWHERE, fail::TIME]).collect()
    }

    /// Counts a document.
    pub(crate) fn add(&mut self, verdict: &Verdict, place: &Place) {
        for (_, own, count) in &mut self.single {
            *count += u64::from(verdict.failed & !*own == 0);
        }
        if verdict.failed & !fail::TIME == 0 {
            for (part, count) in &mut self.parts {
                *count += u64::from(verdict.times.without & bit(*part) != 0);
            }
        }
        if verdict.failed & !ELSEWHERE != 0 {
            return;
        }
        for (_, other, count) in &mut self.places {
            let distance = other.distance(verdict.spot);
            *count += u64::from(other.holds(verdict.spot) && other.reaches(verdict.spot, distance));
        }
        // A ring takes the place of a municipality; a province or a region stays asked for.
        let outside = verdict.failed & fail::AREA != 0;
        if outside && place.area.as_ref().is_some_and(|area| !area.municipality) {
            return;
        }
        let around = self.around.as_ref().unwrap_or(place);
        let ring = around.ring(verdict.spot, verdict.distance) as usize;
        for at in ring..Ring::ALL.len() {
            if let (Some(count), Some(nearest)) = (self.rings.get_mut(at), self.nearest.get_mut(at))
            {
                *count += 1;
                *nearest = match (*nearest, verdict.distance) {
                    (Some(known), Some(new)) => Some(known.min(new)),
                    (known, new) => known.or(new),
                };
            }
        }
    }

    /// What would help; the wider ring only when the question was bound to a place.
    pub(crate) fn finish(self, place: &Place) -> Help {
        let bound = place.area.is_some() || place.extent.is_some();
        let wider = Ring::ALL
            .iter()
            .zip(self.rings)
            .zip(self.nearest)
            .find(|((_, count), _)| bound && *count > 0)
            .map(|((ring, count), nearest)| WiderRing {
                ring: *ring,
                count,
                nearest_m: nearest.map(|chord| whole_metres(metres(chord))),
            });
        let parts = self
            .parts
            .into_iter()
            .map(|(part, count)| (part.parameter(), count));
        let single = self
            .single
            .into_iter()
            .map(|(parameter, _, count)| (parameter, count));
        let places = self
            .places
            .into_iter()
            .map(|(parameter, _, count)| (parameter, count));
        Help {
            wider,
            without: single
                .chain(places)
                .chain(parts)
                .filter(|(_, count)| *count > 0)
                .map(|(parameter, count)| WithoutFilter {
                    parameter: parameter.to_owned(),
                    count,
                })
                .collect(),
        }
    }
}

/// Metres without their fraction; the earth has room for no more than fit.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "half the earth's girth is 2e7 metres, and no distance is below zero"
)]
pub(crate) fn whole_metres(metres: f64) -> u32 {
    metres.round() as u32
}
