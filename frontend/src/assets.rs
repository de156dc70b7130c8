//! Addresses of the files that came with this build, by their source names.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::browser;

/// The `/static/…` address of a file of `frontend/assets`; empty when there is none.
pub fn asset(name: &str) -> &'static str {
    static MAP: OnceLock<HashMap<String, String>> = OnceLock::new();
    MAP.get_or_init(|| {
        browser::meta("goesting-assets")
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default()
    })
    .get(name)
    .map_or("", String::as_str)
}
