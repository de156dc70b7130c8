//! The harness of the integration tests: a real server on a real port, with a database of its own.
//!
//! ```text
//! on_both! {
//!     async fn a_stranger_finds_leuven(app: TestApp) {
//!         let found = app.stranger().get_territory(&"24062".into()).await.unwrap();
//!         assert_eq!(found.postcodes[0], "3000");
//!     }
//! }
//! ```
//! runs the test once on SQLite and once on PostgreSQL, as `…::sqlite` and `…::postgres`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test that cannot be set up must stop"
)]

mod app;
mod database;
mod mail;
mod mail_server;
mod network;
mod raw;
mod waiting;

pub use app::{Newcomer, Someone, TestApp};
pub use database::{Backend, TestDatabase};
pub use mail::Letter;
pub use mail_server::MailServer;
pub use network::{LEUVEN, by_phone};
pub use raw::{Answer, Raw};
pub use waiting::{until, while_others_come};

/// Runs each test on both databases.
#[macro_export]
macro_rules! on_both {
    ($( $(#[$meta:meta])* async fn $name:ident($app:ident: TestApp) $body:block )+) => { $(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $(#[$meta])*
            async fn body($app: &$crate::TestApp) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let app = $crate::TestApp::start($crate::Backend::Sqlite).await;
                body(&app).await;
                app.stop().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let app = $crate::TestApp::start($crate::Backend::Postgres).await;
                body(&app).await;
                app.stop().await;
            }
        }
    )+ };
}
