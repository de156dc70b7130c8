//! The actix-web API, its jobs and the goesting binary.
