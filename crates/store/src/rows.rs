//! Small helpers that rows share: instants, words and documents.

use chrono::{DateTime, NaiveDateTime, SubsecRound as _, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::StoreError;

/// An instant as it is stored: UTC, whole microseconds on both databases. Before the year 1 and
/// after 9999, which no rule lets through but a cursor somebody made up may name, it is the first or
/// the last that both databases can put in order.
pub(crate) fn stamp(at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc().clamp(FIRST, LAST).trunc_subsecs(6)
}

const FIRST: NaiveDateTime = second(-62_135_596_800);
const LAST: NaiveDateTime = second(253_402_300_799);

const fn second(since_1970: i64) -> NaiveDateTime {
    match DateTime::from_timestamp_secs(since_1970) {
        Some(at) => at.naive_utc(),
        None => DateTime::UNIX_EPOCH.naive_utc(),
    }
}

/// A stored instant.
pub(crate) const fn instant(stored: NaiveDateTime) -> DateTime<Utc> {
    stored.and_utc()
}

/// A stored word of a vocabulary.
pub(crate) fn word<T: std::str::FromStr<Err: std::fmt::Display>>(
    what: &'static str,
    stored: &str,
) -> Result<T, StoreError> {
    stored.parse().map_err(|why| StoreError::corrupt(what, why))
}

/// A value as a stored document.
pub(crate) fn document<T: Serialize>(what: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|why| StoreError::corrupt(what, why))
}

/// A stored document as a value.
pub(crate) fn value<T: DeserializeOwned>(
    what: &'static str,
    stored: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(stored).map_err(|why| StoreError::corrupt(what, why))
}
