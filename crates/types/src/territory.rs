//! Places as areas: municipalities, provinces, regions, country.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::place::Point;
use crate::text::LocalizedText;

/// Code of a territory: the NIS code of Statbel (`24062` is Leuven, `01000` Belgium).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = "24062"))]
#[serde(transparent)]
pub struct TerritoryId(pub String);

impl TerritoryId {
    /// The code's characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for TerritoryId {
    fn from(code: &str) -> Self {
        Self(code.to_owned())
    }
}

impl Borrow<str> for TerritoryId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TerritoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

vocabulary! {
    /// What sort of area it is.
    TerritoryKind {
        /// Belgium.
        Country => "country",
        /// Flanders, Brussels or Wallonia.
        Region => "region",
        /// A province.
        Province => "province",
        /// A municipality.
        Municipality => "municipality",
    }
}

vocabulary! {
    /// How far away, seen from a point or a municipality (DOMAIN: rings).
    Ring {
        /// At most 2 km.
        Neighbourhood => "neighbourhood",
        /// The same municipality.
        Municipality => "municipality",
        /// At most 25 km, or what the ecosystem set.
        Region => "region",
        /// Belgium.
        Country => "country",
        /// Abroad or online.
        World => "world",
    }
}

response! {
    /// An area of Belgium.
    pub struct Territory {
        /// NIS code.
        pub id: TerritoryId,
        /// What sort of area.
        pub kind: TerritoryKind,
        /// The area it lies in; absent for the country.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub parent: Option<TerritoryId>,
        /// Its names.
        pub name: LocalizedText,
        /// Postcodes, ascending; only of municipalities.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        pub postcodes: Vec<String>,
        /// A point in its main place; only of municipalities.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub point: Option<Point>,
        /// The village or quarter that matched the search, when it is not the name itself.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub matched: Option<String>,
        /// Distance in metres from `near`, when that was asked.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub distance_m: Option<u32>,
    }
}

/// Which territories are asked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct TerritoryQuery {
    /// Begins with these letters or this postcode; villages count.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", param(max_length = 100))]
    pub q: Option<String>,
    /// Only this sort.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<TerritoryKind>,
    /// Only what lies directly in this one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub parent: Option<TerritoryId>,
    /// Nearest first, seen from `lat,lon`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::place::in_query",
        default
    )]
    pub near: Option<Point>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Items per page, 1 to 100; 20 when left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", param(minimum = 1, maximum = 100))]
    pub limit: Option<u32>,
}
