//! Integration tests over a running server, on both databases: one module per resource.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod actors;
mod changes;
mod demo;
mod ecosystems;
mod enrolments;
mod flooding;
mod import;
mod letters;
mod members;
mod moderation;
mod offer;
mod openapi;
mod operating;
mod people;
mod plans;
mod program;
mod queries;
mod reimport;
mod repeats;
mod rights;
mod schema;
mod search;
mod sources;
mod statements;
mod territories;
