//! One request, kept whole so that it can be sent again.

use std::fmt::Write as _;

use serde::Serialize;
use uuid::Uuid;

use crate::{ClientError, Result};

/// Under this path everything lives but a few well-known addresses.
const API: &str = "/api/v1";

/// Makes a creating request safe to repeat: the same key and body give the first answer again.
/// Make one per thing somebody wants to create, and keep it for every attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotencyKey(Uuid);

impl IdempotencyKey {
    /// A new key.
    #[must_use]
    pub fn new() -> Self {
        Self(Uuid::new_v4())
    }
}

impl Default for IdempotencyKey {
    fn default() -> Self {
        Self::new()
    }
}

/// How something is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<(&'static str, Vec<u8>)>,
    /// Whether a 401 may mean that the access cookie ran out.
    pub(crate) refreshable: bool,
    path: String,
    query: String,
}

impl Call {
    fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            headers: Vec::new(),
            body: None,
            refreshable: true,
            path: format!("{API}{}", path.into()),
            query: String::new(),
        }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path)
    }

    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::Post, path)
    }

    pub(crate) fn put(path: impl Into<String>) -> Self {
        Self::new(Method::Put, path)
    }

    pub(crate) fn patch(path: impl Into<String>) -> Self {
        Self::new(Method::Patch, path)
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::Delete, path)
    }

    /// A GET outside the API's own path, such as `/.well-known/jwks.json`.
    pub(crate) fn at_root(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            ..Self::get("")
        }
    }

    /// A request whose 401 is about what was sent (a password, a token of a mail), not about the
    /// access cookie.
    pub(crate) fn without_refresh(mut self) -> Self {
        self.refreshable = false;
        self
    }

    pub(crate) fn query(mut self, query: &impl Serialize) -> Result<Self> {
        self.query = serde_html_form::to_string(query).map_err(ClientError::unsendable)?;
        Ok(self)
    }

    pub(crate) fn json(mut self, body: &impl Serialize) -> Result<Self> {
        let bytes = serde_json::to_vec(body).map_err(ClientError::unsendable)?;
        self.body = Some(("application/json", bytes));
        Ok(self)
    }

    pub(crate) fn form(mut self, body: &impl Serialize) -> Result<Self> {
        let text = serde_html_form::to_string(body).map_err(ClientError::unsendable)?;
        self.body = Some(("application/x-www-form-urlencoded", text.into_bytes()));
        Ok(self)
    }

    pub(crate) fn bytes(mut self, media_type: &'static str, bytes: Vec<u8>) -> Self {
        self.body = Some((media_type, bytes));
        self
    }

    /// The version that was read: the edit is refused when somebody else was first.
    pub(crate) fn if_match(mut self, version: i64) -> Self {
        self.headers.push(("if-match", format!("\"{version}\"")));
        self
    }

    pub(crate) fn once(mut self, key: IdempotencyKey) -> Self {
        self.headers.push(("idempotency-key", key.0.to_string()));
        self
    }

    pub(crate) fn url(&self, base: &str) -> String {
        let Self { path, query, .. } = self;
        if query.is_empty() {
            format!("{base}{path}")
        } else {
            format!("{base}{path}?{query}")
        }
    }
}

/// A free text as one segment of a path.
pub(crate) fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail. A dot is escaped too: `..` is a path of its own.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use goesting_types::card::CardFlag;
    use goesting_types::place::Point;
    use goesting_types::search::SearchQuery;

    #[test]
    fn a_search_travels_with_repeated_keys_and_comes_back_the_same() {
        let asked = SearchQuery {
            q: Some("naai & brei".to_owned()),
            interest: vec!["sewing".into(), "knitting".into()],
            flag: vec![CardFlag::Buddy, CardFlag::Quiet],
            near: Some(Point {
                lat: 50.88,
                lon: 4.7,
            }),
            radius_km: Some(2.5),
            free: Some(true),
            ..SearchQuery::default()
        };
        let call = Call::get("/opportunities").query(&asked).unwrap();
        let url = call.url("http://x");
        assert!(url.starts_with("http://x/api/v1/opportunities?q=naai+%26+brei&interest=sewing&"));
        assert!(url.contains("interest=knitting&near=50.88%2C4.7&radius_km=2.5&free=true&"));
        let (_, query) = url.split_once('?').unwrap();
        assert_eq!(
            serde_html_form::from_str::<SearchQuery>(query).unwrap(),
            asked
        );
    }

    #[test]
    fn an_empty_query_leaves_no_question_mark() {
        let call = Call::get("/opportunities")
            .query(&SearchQuery::default())
            .unwrap();
        assert_eq!(call.url(""), "/api/v1/opportunities");
    }

    #[test]
    fn a_segment_cannot_leave_its_place() {
        assert_eq!(segment("24062"), "24062");
        assert_eq!(segment("../me"), "%2E%2E%2Fme");
        assert_eq!(segment("a?b#c d"), "a%3Fb%23c%20d");
        assert_eq!(segment("é"), "%C3%A9");
    }

    #[test]
    fn a_key_is_new_each_time() {
        assert_ne!(IdempotencyKey::new(), IdempotencyKey::new());
    }
}
