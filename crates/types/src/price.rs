//! What it costs. Amounts are whole euro cents.

use serde::{Deserialize, Serialize};

use crate::text::LocalizedText;

/// The dearest amount that can be stated, in cents (€ 100 000).
pub const MAX_CENTS: u32 = 10_000_000;

vocabulary! {
    /// A rough cost, for who does not want to name the amount.
    PriceBand {
        /// Up to € 5.
        Low => "low",
        /// € 5 to € 20.
        Middle => "middle",
        /// Above € 20.
        High => "high",
    }
}

/// The price for most people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Price {
    /// Nothing. Braces, so that fields which do not belong to it are refused.
    Free {},
    /// Roughly this much.
    Band {
        /// How much, roughly.
        band: PriceBand,
    },
    /// Exactly this much.
    Amount {
        /// Euro cents, at most [`MAX_CENTS`].
        cents: u32,
    },
}

impl Price {
    /// The most it can cost in cents, for filters; a band counts with its upper end, the highest
    /// band as unbounded.
    #[must_use]
    pub const fn at_most_cents(self) -> u32 {
        match self {
            Self::Free {} => 0,
            Self::Band {
                band: PriceBand::Low,
            } => 500,
            Self::Band {
                band: PriceBand::Middle,
            } => 2_000,
            Self::Band {
                band: PriceBand::High,
            } => u32::MAX,
            Self::Amount { cents } => cents,
        }
    }

    /// The band an amount falls in; free has none.
    #[must_use]
    pub const fn band(self) -> Option<PriceBand> {
        match self {
            Self::Free {} | Self::Amount { cents: 0 } => None,
            Self::Band { band } => Some(band),
            Self::Amount { cents: 1..=500 } => Some(PriceBand::Low),
            Self::Amount { cents: 501..=2_000 } => Some(PriceBand::Middle),
            Self::Amount { .. } => Some(PriceBand::High),
        }
    }
}

/// A lower price for who has less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SocialTariff {
    /// Euro cents.
    pub cents: u32,
    /// Whether one has to prove it (a card, UiTPAS). Asking for no proof keeps fewer people away.
    pub needs_proof: bool,
}

/// A further tariff: members, students, children.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    /// For whom.
    pub name: LocalizedText,
    /// Euro cents.
    pub cents: u32,
}

/// All that is known of the price.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Pricing {
    /// For most people; absent when not known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub base: Option<Price>,
    /// For who has less.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub social_tariff: Option<SocialTariff>,
    /// Further tariffs, at most 20.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub tariffs: Vec<Tariff>,
}

impl Pricing {
    /// Whether it costs nothing.
    pub fn is_free(&self) -> bool {
        self.base.is_some_and(|price| price.at_most_cents() == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_belong_to_a_price_is_refused() {
        let read = |json| serde_json::from_str::<Price>(json);
        assert_eq!(read(r#"{"kind":"free"}"#).unwrap(), Price::Free {});
        let written = serde_json::to_string(&Price::Free {}).unwrap();
        assert_eq!(written, r#"{"kind":"free"}"#);
        assert!(read(r#"{"kind":"free","cents":5}"#).is_err());
        assert!(read(r#"{"kind":"amount","cents":5,"band":"low"}"#).is_err());
    }
}
