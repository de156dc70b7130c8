//! The desk of a partner: who we are, what we open up, when, and who comes.

mod actor;
mod actor_form;
mod bench;
mod desk;
mod find;
mod form;
mod members;
mod new;
mod preview;
mod sessions;
mod sheet;
mod taking_part;

use std::str::FromStr;

use goesting_types::ids::ActorId;
use goesting_types::opportunity::OpportunityState;
use leptos::prelude::*;

use crate::pages::address::of_address;
use crate::pages::guard::Guarded;
use crate::routes;
use crate::t;

pub use actor::PartnerActor;
pub use bench::PartnerOpportunity;
pub use desk::Partner;
pub(in crate::pages) use find::ActorField;
pub use new::NewOpportunity;

/// A desk for the thing that the address names, for who is logged in.
fn desk_of<Id>(show: impl Fn(Id) -> AnyView + Copy + Send + Sync + 'static) -> impl IntoView
where
    Id: FromStr + PartialEq + Copy + Send + Sync + 'static,
{
    of_address(move |id| {
        view! {
            <div class="page desk">
                <Guarded title=t!(common.nav.partner)>{show(id)}</Guarded>
            </div>
        }
        .into_any()
    })
}

/// The page of one of my actors.
fn actor_page(id: ActorId) -> String {
    format!("{}/actors/{id}", routes::PARTNER)
}

/// A new opportunity of one of my actors.
fn new_page(id: ActorId) -> String {
    format!("{}/opportunities/new?actor={id}", routes::PARTNER)
}

/// The icon of a state.
fn state_icon(state: OpportunityState) -> &'static str {
    match state {
        OpportunityState::Draft => "pencil",
        OpportunityState::InReview => "hourglass",
        OpportunityState::Open => "circle-check",
        OpportunityState::Paused => "circle-pause",
        OpportunityState::Closed => "archive",
    }
}
