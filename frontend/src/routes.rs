//! Every page and its address.
//!
//! What most people come for is in the app's module; the code of other pages comes when one of them is opened: see
//! [`later`](crate::later).

use goesting_types::ids::{ActorId, EcosystemId, OpportunityId, SessionId};
use leptos::prelude::*;
use leptos_router::components::{Route, Routes};
use leptos_router::path;

use crate::later::{Desk, Later, Own, Page};
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

/// The page of the address. Each is a type of its own that is erased here, so that compile times stay short.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <pages::NotFound /> }.into_any()>
            <Route path=path!("/") view=|| view! { <pages::Start /> }.into_any() />
            <Route path=path!("/discover") view=|| view! { <pages::Discover /> }.into_any() />
            <Route path=path!("/opportunities/:id") view=|| view! { <pages::OpportunityPage /> }.into_any() />
            <Route path=path!("/opportunities/:id/enrol/:session") view=|| later(Own::Enrol) />
            <Route path=path!("/agenda") view=|| later(Own::Agenda) />
            <Route path=path!("/saved") view=|| later(Own::Saved) />
            <Route path=path!("/account") view=|| later(Own::Account) />
            <Route path=path!("/sign-in") view=|| later(Own::SignIn) />
            <Route path=path!("/sign-up") view=|| later(Own::SignUp) />
            <Route path=path!("/verify") view=|| later(Own::Verify) />
            <Route path=path!("/forgot") view=|| later(Own::Forgot) />
            <Route path=path!("/reset") view=|| later(Own::Reset) />
            <Route path=path!("/leave") view=|| later(Own::Leave) />
            <Route path=path!("/invitation") view=|| later(Own::Invitation) />
            <Route path=path!("/actors/:id") view=|| later(Own::Actor) />
            <Route path=path!("/ecosystems") view=|| later(Own::Ecosystems) />
            <Route path=path!("/ecosystems/:id") view=|| later(Own::Ecosystem) />
            <Route path=path!("/accessibility") view=|| later(Own::Accessibility) />
            <Route path=path!("/privacy") view=|| later(Own::Privacy) />
            <Route path=path!("/about") view=|| later(Own::About) />
            <Route path=path!("/facilitator") view=|| later(Desk::Facilitator) />
            <Route path=path!("/facilitator/opportunities/:id") view=|| later(Desk::Review) />
            <Route path=path!("/partner") view=|| later(Desk::Partner) />
            <Route path=path!("/partner/actors/:id") view=|| later(Desk::Actor) />
            <Route path=path!("/partner/opportunities/new") view=|| later(Desk::New) />
            <Route path=path!("/partner/opportunities/:id") view=|| later(Desk::Opportunity) />
        </Routes>
    }
}

fn later(page: impl Into<Page>) -> AnyView {
    let page = page.into();
    view! { <Later page /> }.into_any()
}
