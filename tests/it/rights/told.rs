//! The headers that the document promises of each answer.

use std::collections::{BTreeMap, BTreeSet};

use goesting_api::openapi;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// What callers act by: never sent without a word in the document.
const PROMISED: [&str; 9] = [
    "content-disposition",
    "etag",
    "link",
    "location",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "retry-after",
    "set-cookie",
];

/// The headers of each answer, by operation and status.
pub struct Told(BTreeMap<(String, u16), BTreeSet<String>>);

impl Told {
    /// Reads the document.
    pub fn read() -> Self {
        let document: Value = serde_json::from_str(&openapi::json().unwrap()).unwrap();
        let mut told = BTreeMap::new();
        let items = document["paths"].as_object().unwrap().values();
        for operation in items.flat_map(|item| item.as_object().unwrap().values()) {
            let Some(id) = operation["operationId"].as_str() else {
                continue;
            };
            for (status, response) in operation["responses"].as_object().unwrap() {
                let headers = response["headers"].as_object().into_iter().flatten();
                let names = headers.map(|(name, _)| name.to_lowercase()).collect();
                told.insert((id.to_owned(), status.parse().unwrap()), names);
            }
        }
        Self(told)
    }

    /// What an answer carries that nobody was told.
    pub fn untold(&self, operation: &str, status: u16, carried: &HeaderMap) -> Vec<&'static str> {
        let told = self.0.get(&(operation.to_owned(), status));
        PROMISED
            .into_iter()
            .filter(|name| carried.contains_key(*name))
            .filter(|name| told.is_none_or(|told| !told.contains(*name)))
            .collect()
    }
}
