//! Where a page ended: opaque to who asks, and bound to the question.

use std::fmt::Write as _;

use goesting_types::search::SearchQuery;

use crate::error::SearchError;

const VERSION: u8 = 1;

/// The place of a hit in the order of its search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    /// Lower comes first.
    pub(crate) key: u64,
    /// The id decides between equals.
    pub(crate) id: u128,
}

/// Writes where a page ended.
pub(crate) fn write(query: &SearchQuery, rank: Rank) -> String {
    let mut text = String::with_capacity(66);
    // Writing to a string does not fail.
    let _ = write!(
        text,
        "{VERSION:02x}{:016x}{:016x}{:032x}",
        fingerprint(query),
        rank.key,
        rank.id
    );
    text
}

/// Reads where the page before ended; refuses what belongs to another question.
pub(crate) fn read(query: &SearchQuery, text: &str) -> Result<Rank, SearchError> {
    let part = |from: usize, to: usize| {
        text.get(from..to)
            .filter(|_| text.len() == 66 && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|part| u128::from_str_radix(part, 16).ok())
            .ok_or(SearchError::InvalidCursor)
    };
    let number = |from, to| u64::try_from(part(from, to)?).map_err(|_| SearchError::InvalidCursor);
    if number(0, 2)? != u64::from(VERSION) || number(2, 18)? != fingerprint(query) {
        return Err(SearchError::InvalidCursor);
    }
    Ok(Rank {
        key: number(18, 34)?,
        id: part(34, 66)?,
    })
}

/// A number that differs for questions with different hits or another order (FNV-1a).
fn fingerprint(query: &SearchQuery) -> u64 {
    let same = SearchQuery {
        cursor: None,
        limit: None,
        facets: Vec::new(),
        ..query.clone()
    };
    // A query of plain values always has a JSON form.
    serde_json::to_vec(&same)
        .unwrap_or_default()
        .into_iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_serves_its_own_question_only() {
        let query = SearchQuery {
            q: Some("naaien".into()),
            ..SearchQuery::default()
        };
        let rank = Rank {
            key: u64::MAX - 7,
            id: 42,
        };
        let text = write(&query, rank);
        let next = SearchQuery {
            cursor: Some(text.clone()),
            limit: Some(5),
            ..query.clone()
        };
        assert_eq!(read(&next, &text).unwrap(), rank);
        let other = SearchQuery {
            free: Some(true),
            ..query.clone()
        };
        for (query, text) in [
            (&other, text.as_str()),
            (&query, ""),
            (&query, "zz"),
            (&query, &text[1..]),
            (&query, &format!("{text}0")),
            (&query, "é".repeat(33).as_str()),
        ] {
            assert!(matches!(read(query, text), Err(SearchError::InvalidCursor)));
        }
    }
}
