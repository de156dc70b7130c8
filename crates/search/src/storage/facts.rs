//! The small facts of a document, packed into numbers that are read column by column.

use goesting_types::card::CardFlag;
use goesting_types::opportunity::{AgeRange, Formality, OpportunityKind};
use goesting_types::place::Point;
use goesting_types::price::Pricing;

/// The facts that fit in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts(pub(crate) u64);

const FORMAL: u64 = 1 << 4;
const FREE: u64 = 1 << 5;
const SOCIAL: u64 = 1 << 6;
const BELGIUM: u64 = 1 << 9;
const FLAGS: u32 = 10;
const AGE_FROM: u32 = 26;
const AGE_TO: u32 = 34;
const TITLE_WORDS: u32 = 42;

/// What goes into [`Facts`].
#[derive(Debug)]
pub(crate) struct FactsOf<'d> {
    pub(crate) kind: OpportunityKind,
    pub(crate) formality: Formality,
    pub(crate) pricing: &'d Pricing,
    pub(crate) belgium: bool,
    pub(crate) flags: &'d [CardFlag],
    pub(crate) ages: AgeRange,
    pub(crate) title_words: usize,
}

impl Facts {
    /// Packs.
    pub(crate) fn pack(of: &FactsOf<'_>) -> Self {
        let flag = |yes: bool, bit: u64| if yes { bit } else { 0 };
        Self(
            of.kind as u64
                | flag(of.formality == Formality::Formal, FORMAL)
                | flag(of.pricing.is_free(), FREE)
                | flag(of.pricing.social_tariff.is_some(), SOCIAL)
                | flag(of.belgium, BELGIUM)
                | u64::from(flag_bits(of.flags)) << FLAGS
                | u64::from(of.ages.from.unwrap_or(0)) << AGE_FROM
                | u64::from(of.ages.to.unwrap_or(u8::MAX)) << AGE_TO
                | (of.title_words.min(15) as u64) << TITLE_WORDS,
        )
    }

    fn bits(self, shift: u32, mask: u32) -> u32 {
        // The mask leaves at most 32 bits.
        u32::try_from((self.0 >> shift) & u64::from(mask)).unwrap_or(mask)
    }

    /// Index of its kind in `OpportunityKind::ALL`.
    pub(crate) fn kind(self) -> usize {
        self.bits(0, 0xf) as usize
    }

    /// Whether it is formal.
    pub(crate) fn formal(self) -> bool {
        self.0 & FORMAL != 0
    }

    /// Whether it costs nothing.
    pub(crate) fn free(self) -> bool {
        self.0 & FREE != 0
    }

    /// Whether it has a lower price for who has less.
    pub(crate) fn social(self) -> bool {
        self.0 & SOCIAL != 0
    }

    /// Whether it takes place in Belgium.
    pub(crate) fn belgium(self) -> bool {
        self.0 & BELGIUM != 0
    }

    /// Its flags, one bit each in the order of `CardFlag::ALL`.
    pub(crate) fn flags(self) -> u32 {
        self.bits(FLAGS, 0xffff)
    }

    /// Whether somebody of this age fits.
    pub(crate) fn fits(self, age: u8) -> bool {
        let age = u32::from(age);
        age >= self.bits(AGE_FROM, 0xff) && age <= self.bits(AGE_TO, 0xff)
    }

    /// Words of its title, 1 to 15.
    pub(crate) fn title_words(self) -> u32 {
        self.bits(TITLE_WORDS, 0xf).max(1)
    }
}

/// One bit per flag, in the order of `CardFlag::ALL`.
pub(crate) fn flag_bits(flags: &[CardFlag]) -> u32 {
    flags.iter().fold(0, |bits, flag| bits | 1 << *flag as u32)
}

/// No point.
pub(crate) const NOWHERE: u64 = u64::MAX;

/// A point as two 32-bit numbers of 1e-7 degree (about a centimetre); [`NOWHERE`] for none.
pub(crate) fn location(point: Option<Point>) -> u64 {
    point.map_or(NOWHERE, |point| {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "180 degrees are 1.8e9, which fits"
        )]
        let part = |degrees: f64| (degrees * 1e7).round() as i32;
        u64::from(part(point.lat).cast_unsigned()) << 32
            | u64::from(part(point.lon).cast_unsigned())
    })
}

/// The point of a [`location`].
pub(crate) fn point(location: u64) -> Option<Point> {
    if location == NOWHERE {
        return None;
    }
    let part = |bits: u64| {
        let bits = u32::try_from(bits & 0xffff_ffff).unwrap_or(0);
        f64::from(bits.cast_signed()) / 1e7
    };
    Point::new(part(location >> 32), part(location)).ok()
}

/// The price of which nothing is known.
pub(crate) const UNKNOWN_PRICE: u64 = u64::MAX;

/// What it costs at most, in cents; [`UNKNOWN_PRICE`] when nothing is known.
pub(crate) fn price(pricing: &Pricing) -> u64 {
    pricing
        .base
        .map_or(UNKNOWN_PRICE, |base| u64::from(base.at_most_cents()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_comes_back_within_a_centimetre() {
        for (lat, lon) in [
            (50.8796, 4.7009),
            (-90.0, -180.0),
            (90.0, 180.0),
            (0.0, 0.0),
        ] {
            let there = Point { lat, lon };
            let back = point(location(Some(there))).unwrap_or(Point { lat: 1e9, lon: 1e9 });
            assert!((back.lat - lat).abs() < 1e-7 && (back.lon - lon).abs() < 1e-7);
        }
        assert_eq!(point(location(None)), None);
    }

    #[test]
    fn the_vocabularies_fit_in_their_bits() {
        assert!(OpportunityKind::ALL.len() <= 16);
        assert!(CardFlag::ALL.len() <= 16);
        for (at, kind) in OpportunityKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, at);
        }
        for (at, flag) in CardFlag::ALL.iter().enumerate() {
            assert_eq!(*flag as usize, at);
        }
    }
}
