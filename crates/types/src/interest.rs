//! The interest vocabulary: themes and, in each, interests.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::LocalizedText;

/// Stable English slug of an interest or a theme: `sewing`, `making`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = "sewing"))]
#[serde(transparent)]
pub struct InterestId(pub String);

impl InterestId {
    /// The slug's characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for InterestId {
    fn from(slug: &str) -> Self {
        Self(slug.to_owned())
    }
}

impl Borrow<str> for InterestId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InterestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

response! {
    /// A theme with its interests.
    pub struct Theme {
        /// Slug.
        pub id: InterestId,
        /// Its name.
        pub label: LocalizedText,
        /// Name of its icon (lucide).
        pub icon: String,
        /// Colour token of its drawing.
        pub colour: String,
        /// What belongs to it.
        pub interests: Vec<Interest>,
    }
}

response! {
    /// Something people like to do.
    pub struct Interest {
        /// Slug.
        pub id: InterestId,
        /// Its name.
        pub label: LocalizedText,
        /// Name of its icon (lucide).
        pub icon: String,
        /// Other words people use for it, per language.
        pub synonyms: std::collections::BTreeMap<crate::lang::Lang, Vec<String>>,
    }
}

response! {
    /// The whole vocabulary.
    pub struct Vocabulary {
        /// Themes in their fixed order.
        pub themes: Vec<Theme>,
    }
}
