//! The best hits of a pass, in their order.

use std::collections::BinaryHeap;

use tantivy::DocId;

use super::cursor::Rank;
use super::scan::Match;

/// In which order hits come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Best match first, then nearest; seen from nowhere, then soonest.
    Score,
    /// Nearest first, nowhere last.
    Distance,
    /// Soonest next session first, without one last.
    Date,
}

impl Order {
    /// The key of a hit: lower comes first.
    pub(crate) fn key(self, found: Option<Match>, distance: Option<f64>, next: Option<i64>) -> u64 {
        match self {
            Self::Score => {
                let score = found.map_or(0, |found| found.score);
                // Positive floats keep their order as bits.
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "half the digits are enough to tell hits of equal score apart"
                )]
                let near = distance.map(|distance| (distance as f32).to_bits());
                let soon = next.and_then(|next| u32::try_from(next).ok());
                let then = near.or(soon).unwrap_or(u32::MAX);
                u64::from(u32::MAX - score) << 32 | u64::from(then)
            }
            Self::Distance => distance.map_or(u64::MAX, f64::to_bits),
            Self::Date => next.map_or(u64::MAX, i64::cast_unsigned),
        }
    }
}

/// A hit, where it stands and what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its place in the order.
    pub(crate) rank: Rank,
    /// Its segment.
    pub(crate) segment: usize,
    /// Its number there.
    pub(crate) doc: DocId,
    /// The fields that matched.
    pub(crate) fields: u8,
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.cmp(&other.rank)
    }
}

/// Keeps the best entries after a given rank.
#[derive(Debug)]
pub(crate) struct Top {
    limit: usize,
    after: Option<Rank>,
    heap: BinaryHeap<Entry>,
}

impl Top {
    /// Keeps at most `limit` entries that come after `after`.
    pub(crate) fn new(limit: usize, after: Option<Rank>) -> Self {
        Self {
            limit,
            after,
            heap: BinaryHeap::with_capacity(limit + 1),
        }
    }

    /// Whether a hit with this key could still be among them: saves looking up its id.
    pub(crate) fn wants(&self, key: u64) -> bool {
        self.wants_between(key, key)
    }

    /// Whether a hit could still be among them whose key is at least the one and at most the
    /// other: saves finding out which.
    pub(crate) fn wants_between(&self, least: u64, most: u64) -> bool {
        self.after.is_none_or(|after| most >= after.key)
            && (self.heap.len() < self.limit
                || self
                    .heap
                    .peek()
                    .is_some_and(|worst| least <= worst.rank.key))
    }

    /// Whether all of them start before this minute, and no other finds room: saves looking for
    /// the start of a hit.
    pub(crate) fn is_full_before(&self, start: i64) -> bool {
        let key = Order::Date.key(None, None, Some(start));
        self.heap.len() >= self.limit && self.heap.peek().is_some_and(|worst| key > worst.rank.key)
    }

    /// Takes a hit in when it is good enough.
    pub(crate) fn offer(&mut self, entry: Entry) {
        if self.after.is_some_and(|after| entry.rank <= after) {
            return;
        }
        if self.heap.len() < self.limit {
            self.heap.push(entry);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && entry < *worst
        {
            *worst = entry;
        }
    }

    /// The entries in their order.
    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.heap.into_sorted_vec()
    }
}
