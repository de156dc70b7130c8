//! The API server: routes → app services → core decides, store writes.
//!
//! [`server::start`] gives a [`server::Handle`] with the port it listens on; the `goesting` binary
//! is a thin shell around it.

pub mod app;
pub mod auth;
pub mod backup;
pub mod blocking;
pub mod calendar;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod error;
pub mod extract;
pub mod html;
pub mod http;
pub mod importers;
pub mod jobs;
pub mod letters;
pub mod network;
pub mod openapi;
pub mod outbound;
pub mod picture;
mod private;
pub mod routes;
pub mod search;
pub mod server;
pub mod spa;
pub mod telemetry;
