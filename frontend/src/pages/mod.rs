//! The pages.

mod account;
mod actor;
mod address;
mod agenda;
mod auth;
mod claim;
mod discover;
mod ecosystem;
mod enrol;
mod facilitator;
mod guard;
mod invitation;
mod leave;
mod not_found;
mod opportunity;
mod partner;
mod plain;
mod saved;
mod start;

pub use account::Account;
pub use actor::ActorPage;
pub use agenda::Agenda;
pub use auth::{Forgot, Reset, SignIn, SignUp, Verify};
pub use discover::Discover;
pub use ecosystem::{EcosystemPage, Ecosystems};
pub use enrol::Enrol;
pub use facilitator::{Facilitator, Review};
pub use invitation::Invitation;
pub use leave::Leave;
pub use not_found::NotFound;
pub use opportunity::OpportunityPage;
pub use partner::{NewOpportunity, Partner, PartnerActor, PartnerOpportunity};
pub use plain::{About, Accessibility, Privacy};
pub use saved::SavedPage;
pub use start::Start;
