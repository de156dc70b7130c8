//! Every page and its address: a table for the citizens, and one for the desks.
//!
//! The crate is compiled into two modules, so that citizens do not download the desks. Each has one
//! of the tables; for an address in the other's, [`pages::Elsewhere`] asks the server again.

use goesting_types::ids::{ActorId, EcosystemId, OpportunityId, SessionId};
use leptos::prelude::*;
use leptos_router::components::{Route, Routes};
use leptos_router::hooks::use_location;
use leptos_router::path;

use crate::pages;
use crate::url::parameter;

/// My agenda.
pub const AGENDA: &str = "/agenda";
/// What I saved.
pub const SAVED: &str = "/saved";
/// My account.
pub const ACCOUNT: &str = "/account";
/// Asks for a mail to set a new password.
pub const FORGOT: &str = "/forgot";
/// Making an account.
pub const SIGN_UP: &str = "/sign-up";
/// The accessibility statement.
pub const ACCESSIBILITY: &str = "/accessibility";
/// What is kept of whom, and why.
pub const PRIVACY: &str = "/privacy";
/// What this is.
pub const ABOUT: &str = "/about";
/// The desk of a partner.
pub const PARTNER: &str = "/partner";
/// The desk of a facilitator.
pub const FACILITATOR: &str = "/facilitator";
/// Who takes part.
pub const ECOSYSTEM: &str = "/ecosystems";

/// Whether this is the module of the desks. What one of them does not reach, the linker leaves out.
const DESKS: bool = cfg!(feature = "desks");

/// Whether a path belongs to this module. The server decides by the same rule which one it serves.
pub fn is_ours(path: &str) -> bool {
    let desk = [PARTNER, FACILITATOR].iter().any(|desk| {
        path.strip_prefix(desk)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    desk == DESKS
}

/// An opportunity.
pub fn opportunity(id: OpportunityId) -> String {
    format!("/opportunities/{id}")
}

/// An actor.
pub fn actor(id: ActorId) -> String {
    format!("/actors/{id}")
}

/// An ecosystem.
pub fn ecosystem(id: EcosystemId) -> String {
    format!("{ECOSYSTEM}/{id}")
}

/// An opportunity, for a facilitator to read before it opens.
pub fn review(id: OpportunityId) -> String {
    format!("{FACILITATOR}/opportunities/{id}")
}

/// An opportunity of ours, at the desk of its partner.
pub fn partner_opportunity(id: OpportunityId) -> String {
    format!("{PARTNER}/opportunities/{id}")
}

/// Taking a place in a session.
pub fn enrol(id: OpportunityId, session: SessionId) -> String {
    format!("/opportunities/{id}/enrol/{session}")
}

/// Logging in, and coming back here after.
pub fn sign_in(next: &str) -> String {
    format!("/sign-in?{}", parameter("next", next))
}

/// Making an account, and coming back here after.
pub fn sign_up(next: &str) -> String {
    format!("{SIGN_UP}?{}", parameter("next", next))
}

/// The page of the address.
#[component]
pub fn Pages() -> impl IntoView {
    if DESKS {
        view! { <Desks /> }.into_any()
    } else {
        view! { <Citizens /> }.into_any()
    }
}

/// Everything but the desks. Each page is a type of its own that is erased here, so that compile
/// times stay short.
#[component]
fn Citizens() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <NoPage /> }.into_any()>
            <Route path=path!("/") view=|| view! { <pages::Start /> }.into_any() />
            <Route path=path!("/discover") view=|| view! { <pages::Discover /> }.into_any() />
            <Route path=path!("/opportunities/:id") view=|| view! { <pages::OpportunityPage /> }.into_any() />
            <Route path=path!("/opportunities/:id/enrol/:session") view=|| view! { <pages::Enrol /> }.into_any() />
            <Route path=path!("/agenda") view=|| view! { <pages::Agenda /> }.into_any() />
            <Route path=path!("/saved") view=|| view! { <pages::SavedPage /> }.into_any() />
            <Route path=path!("/account") view=|| view! { <pages::Account /> }.into_any() />
            <Route path=path!("/sign-in") view=|| view! { <pages::SignIn /> }.into_any() />
            <Route path=path!("/sign-up") view=|| view! { <pages::SignUp /> }.into_any() />
            <Route path=path!("/verify") view=|| view! { <pages::Verify /> }.into_any() />
            <Route path=path!("/forgot") view=|| view! { <pages::Forgot /> }.into_any() />
            <Route path=path!("/reset") view=|| view! { <pages::Reset /> }.into_any() />
            <Route path=path!("/leave") view=|| view! { <pages::Leave /> }.into_any() />
            <Route path=path!("/invitation") view=|| view! { <pages::Invitation /> }.into_any() />
            <Route path=path!("/actors/:id") view=|| view! { <pages::ActorPage /> }.into_any() />
            <Route path=path!("/ecosystems") view=|| view! { <pages::Ecosystems /> }.into_any() />
            <Route path=path!("/ecosystems/:id") view=|| view! { <pages::EcosystemPage /> }.into_any() />
            <Route path=path!("/accessibility") view=|| view! { <pages::Accessibility /> }.into_any() />
            <Route path=path!("/privacy") view=|| view! { <pages::Privacy /> }.into_any() />
            <Route path=path!("/about") view=|| view! { <pages::About /> }.into_any() />
        </Routes>
    }
}

/// The desks of partners and facilitators.
#[component]
fn Desks() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <NoPage /> }.into_any()>
            <Route path=path!("/facilitator") view=|| view! { <pages::Facilitator /> }.into_any() />
            <Route path=path!("/facilitator/opportunities/:id") view=|| view! { <pages::Review /> }.into_any() />
            <Route path=path!("/partner") view=|| view! { <pages::Partner /> }.into_any() />
            <Route path=path!("/partner/actors/:id") view=|| view! { <pages::PartnerActor /> }.into_any() />
            <Route path=path!("/partner/opportunities/new") view=|| view! { <pages::NewOpportunity /> }.into_any() />
            <Route path=path!("/partner/opportunities/:id") view=|| view! { <pages::PartnerOpportunity /> }.into_any() />
        </Routes>
    }
}

/// An address that is in no table, or in the other module's.
#[component]
fn NoPage() -> impl IntoView {
    let path = use_location().pathname;
    let ours = Memo::new(move |_| path.with(|path| is_ours(path)));
    move || {
        if ours.get() {
            view! { <pages::NotFound /> }.into_any()
        } else {
            view! { <pages::Elsewhere /> }.into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_desks_are_told_from_the_rest() {
        for path in [
            "/partner",
            "/partner/",
            "/partner/actors/1",
            "/facilitator",
            "/facilitator/x",
        ] {
            assert_eq!(is_ours(path), DESKS, "{path}");
        }
        for path in [
            "/",
            "/discover",
            "/partners",
            "/facilitators/1",
            "/actors/partner",
        ] {
            assert_eq!(is_ours(path), !DESKS, "{path}");
        }
    }
}
