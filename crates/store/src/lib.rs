//! Storage on SQLite or PostgreSQL, chosen at run time by the URL.
//!
//! A [`Store`] hands out units of work: [`Store::read`] and [`Store::write`] run one closure on one
//! connection, and the closure calls the functions of the resource modules (`opportunity`,
//! `enrolment`, …). Those take and give types of `goesting-core`; rows stay private. Calls block:
//! servers run them on a blocking pool.
//!
//! ```no_run
//! # use goesting_store::{DatabaseUrl, Store, StoreError, StoreOptions};
//! # fn main() -> Result<(), StoreError> {
//! let store = Store::open(&DatabaseUrl::parse("sqlite://goesting.sqlite3")?, StoreOptions::default())?;
//! store.migrate_up()?;
//! let ok = store.read(|conn| goesting_store::ping(conn))?;
//! # Ok(()) }
//! ```

pub mod account;
pub mod actor;
pub mod api_client;
pub mod audit;
pub mod backup;
pub mod calendar_link;
pub mod change;
pub mod child;
pub mod claim;
mod conn;
pub mod demo;
pub mod ecosystem;
pub mod enrolment;
mod error;
pub mod gone;
pub mod health;
pub mod idempotency;
pub mod import;
pub mod invitation;
pub mod job;
mod key;
pub mod letter;
pub mod mail_token;
pub mod member;
mod migrate;
pub mod opportunity;
pub mod outbox;
pub mod participation;
pub mod person;
pub mod picture;
mod query;
pub mod refresh;
pub mod report;
pub mod review;
pub mod rights;
mod rows;
pub mod saved;
mod schema;
pub mod series;
pub mod session;
pub mod signing_key;
mod store;
mod url;
mod writer;

pub use conn::Conn;
pub use error::{Failure, StoreError};
pub use migrate::{MigrationStatus, Schema, check_known};
pub use store::{Store, StoreOptions};
pub use url::DatabaseUrl;

/// Answers when the database does.
pub fn ping(conn: &mut Conn) -> Result<(), StoreError> {
    use diesel::RunQueryDsl as _;
    diesel::sql_query("SELECT 1").execute(conn)?;
    Ok(())
}
