//! Where something happens.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::territory::TerritoryId;

/// A point on earth, WGS 84 degrees. Travels as `{"lat": 50.88, "lon": 4.70}` in bodies and as
/// `50.88,4.70` in query strings.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Point {
    /// Degrees north, −90 to 90.
    pub lat: f64,
    /// Degrees east, −180 to 180.
    pub lon: f64,
}

/// Not a point on earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPoint;

impl fmt::Display for NotAPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a point is lat,lon in degrees, such as 50.88,4.70")
    }
}

impl std::error::Error for NotAPoint {}

impl Point {
    /// The point, when both are finite and on earth.
    pub fn new(lat: f64, lon: f64) -> Result<Self, NotAPoint> {
        if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon) {
            Ok(Self { lat, lon })
        } else {
            Err(NotAPoint)
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.lat, self.lon)
    }
}

impl FromStr for Point {
    type Err = NotAPoint;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (lat, lon) = text.split_once(',').ok_or(NotAPoint)?;
        let degrees = |part: &str| part.trim().parse::<f64>().map_err(|_| NotAPoint);
        Self::new(degrees(lat)?, degrees(lon)?)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Degrees {
    lat: f64,
    lon: f64,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Words(String),
    Degrees(Degrees),
}

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Degrees {
            lat: self.lat,
            lon: self.lon,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Words(words) => words.parse(),
            Written::Degrees(Degrees { lat, lon }) => Self::new(lat, lon),
        }
        .map_err(serde::de::Error::custom)
    }
}

/// A point as query strings have it: `50.88,4.70`.
#[expect(clippy::ref_option, reason = "serde passes the field by reference")]
pub(crate) fn in_query<S: Serializer>(
    point: &Option<Point>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match point {
        Some(point) => serializer.collect_str(point),
        None => serializer.serialize_none(),
    }
}

/// A place one can go to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// What the house is called: "Buurthuis De Klos".
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub street: Option<String>,
    /// Postcode; letters and spaces occur abroad.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub postcode: Option<String>,
    /// Village or town as one writes it on an envelope.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub locality: Option<String>,
    /// ISO 3166-1 alpha-2 country; `BE` when left out.
    #[serde(default = "belgium")]
    pub country: String,
    /// The municipality; absent abroad.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub territory: Option<TerritoryId>,
    /// Where exactly; absent when unknown (then the municipality's point serves).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub point: Option<Point>,
}

impl Place {
    /// As one says it in one line: house, street, town.
    pub fn in_one_line(&self) -> String {
        let Self {
            name,
            street,
            postcode,
            locality,
            ..
        } = self;
        let town = match (postcode, locality) {
            (Some(postcode), Some(locality)) => Some(format!("{postcode} {locality}")),
            (one, other) => one.clone().or_else(|| other.clone()),
        };
        let parts = [name.clone(), street.clone(), town];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

fn belgium() -> String {
    "BE".to_owned()
}

/// Where an opportunity happens: the combinations that make sense, and no others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "mode", rename_all = "snake_case", deny_unknown_fields)]
pub enum Whereabouts {
    /// At a place.
    InPerson {
        /// The place.
        place: Place,
    },
    /// On line only.
    Online {
        /// The address of the meeting or course, when it is public.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        url: Option<String>,
    },
    /// At a place and on line at once.
    Mixed {
        /// The place.
        place: Place,
        /// The address of the meeting or course, when it is public.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        url: Option<String>,
    },
    /// Agreed with whoever asks, somewhere in this municipality.
    OnRequest {
        /// The municipality.
        territory: TerritoryId,
    },
}

impl Whereabouts {
    /// The place one goes to, if there is one.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::InPerson { place } | Self::Mixed { place, .. } => Some(place),
            Self::Online { .. } | Self::OnRequest { .. } => None,
        }
    }

    /// The municipality, if it has one.
    pub fn territory(&self) -> Option<&TerritoryId> {
        match self {
            Self::InPerson { place } | Self::Mixed { place, .. } => place.territory.as_ref(),
            Self::OnRequest { territory } => Some(territory),
            Self::Online { .. } => None,
        }
    }

    /// Whether one can take part from home.
    pub fn is_online(&self) -> bool {
        matches!(self, Self::Online { .. } | Self::Mixed { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_reads_from_query_and_body_and_refuses_what_is_none() {
        assert_eq!(
            "50.88,4.7".parse(),
            Ok(Point {
                lat: 50.88,
                lon: 4.7
            })
        );
        for text in ["", "50.88", "91,0", "0,181", "NaN,4", "a,b", "inf,0"] {
            assert_eq!(text.parse::<Point>(), Err(NotAPoint), "{text:?}");
        }
        assert!(serde_json::from_str::<Point>(r#"{"lat":91.0,"lon":0.0}"#).is_err());
        assert!(serde_json::from_str::<Point>(r#"{"lat":50.0,"lon":4.0}"#).is_ok());
    }
}
