//! The pages.

mod account;
mod agenda;
mod auth;
mod discover;
mod enrol;
mod guard;
mod leave;
mod not_found;
mod opportunity;
mod plain;
mod saved;
mod start;

pub use account::Account;
pub use agenda::Agenda;
pub use auth::{Forgot, Reset, SignIn, SignUp, Verify};
pub use discover::Discover;
pub use enrol::Enrol;
pub use leave::Leave;
pub use not_found::NotFound;
pub use opportunity::OpportunityPage;
pub use plain::{About, Accessibility, Privacy};
pub use saved::SavedPage;
pub use start::Start;
