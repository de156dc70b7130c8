//! Distances on the globe.

use goesting_types::place::Point;

/// Mean radius of the earth in metres (IUGG).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Metres per degree of latitude.
pub const METRES_PER_DEGREE: f64 = EARTH_RADIUS_M * std::f64::consts::PI / 180.0;

/// Great-circle distance in metres (haversine; the globe as a sphere, so off by at most 0.5 %).
#[must_use]
pub fn distance_m(a: Point, b: Point) -> f64 {
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.lon - a.lon).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * EARTH_RADIUS_M * h.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LEUVEN: Point = Point {
        lat: 50.8796,
        lon: 4.7009,
    };
    const GENT: Point = Point {
        lat: 51.0500,
        lon: 3.7167,
    };

    #[test]
    fn leuven_lies_seventy_one_kilometres_from_gent() {
        let metres = distance_m(LEUVEN, GENT);
        assert!((71_000.0..72_200.0).contains(&metres), "{metres}");
    }

    #[test]
    fn a_degree_north_is_a_hundred_and_eleven_kilometres() {
        let metres = distance_m(
            Point {
                lat: 50.0,
                lon: 4.0,
            },
            Point {
                lat: 51.0,
                lon: 4.0,
            },
        );
        assert!((metres - METRES_PER_DEGREE).abs() < 1e-3);
    }

    prop_compose! {
        fn a_point()(lat in -90.0..=90.0_f64, lon in -180.0..=180.0_f64) -> Point {
            Point { lat, lon }
        }
    }

    proptest! {
        #[test]
        fn it_is_a_distance(a in a_point(), b in a_point(), c in a_point()) {
            prop_assert!(distance_m(a, a) < 1e-6);
            prop_assert!((distance_m(a, b) - distance_m(b, a)).abs() < 1e-3);
            prop_assert!(distance_m(a, c) <= distance_m(a, b) + distance_m(b, c) + 1.0);
            prop_assert!(distance_m(a, b) <= EARTH_RADIUS_M * std::f64::consts::PI + 1.0);
        }
    }
}
