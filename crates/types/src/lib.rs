//! What travels between the API, the web app and other programs: typed ids, vocabularies,
//! wire structs and error codes.
//!
//! Requests refuse unknown fields (`deny_unknown_fields`); responses may grow. Texts in more than
//! one language are a [`text::LocalizedText`]. Instants are UTC (`DateTime<Utc>`), wall times of
//! sessions are `NaiveDateTime` beside an IANA zone name.
//!
//! This crate builds for wasm32 and knows nothing of databases or servers. The feature `schema`
//! adds OpenAPI schemas.

#[macro_use]
mod macros;

pub mod actor;
pub mod auth;
pub mod card;
pub mod ecosystem;
pub mod enrolment;
pub mod ids;
pub mod interest;
pub mod lang;
pub mod moderation;
pub mod opportunity;
pub mod page;
pub mod person;
pub mod place;
pub mod price;
pub mod problem;
pub mod search;
pub mod session;
pub mod territory;
pub mod text;
