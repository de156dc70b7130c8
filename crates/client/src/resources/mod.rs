//! One module per resource, one method per operation.

mod actors;
mod auth;
mod ecosystems;
mod enrolments;
mod me;
mod moderation;
mod opportunities;
mod platform;
mod sessions;
mod territories;

#[cfg(test)]
mod tests;
