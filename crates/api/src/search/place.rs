//! Up to where an index was written: in which stream, and how far.

use goesting_search::FeedCursor;
use goesting_store::change::Cursor;

/// As it is kept with the index.
pub(super) fn write(cursor: Cursor, era: Option<&str>) -> FeedCursor {
    FeedCursor(era.map_or_else(|| cursor.to_string(), |era| format!("{cursor} {era}")))
}

/// How far it came; [`None`] when that was in another stream: the database was restored since.
pub(super) fn read(kept: &FeedCursor, era: Option<&str>) -> Option<Cursor> {
    let (cursor, kept_era) = match kept.0.split_once(' ') {
        Some((cursor, era)) => (cursor, Some(era)),
        None => (kept.0.as_str(), None),
    };
    (kept_era == era).then(|| cursor.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_another_stream_is_none() {
        let cursor = Cursor { xid: 7, seq: 12 };
        for era in [None, Some("a"), Some("b")] {
            for now in [None, Some("a"), Some("b")] {
                let expected = (era == now).then_some(cursor);
                assert_eq!(read(&write(cursor, era), now), expected, "{era:?} {now:?}");
            }
        }
        assert_eq!(read(&FeedCursor("nonsense".to_owned()), None), None);
    }
}
