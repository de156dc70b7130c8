//! My account: who I am, how the screens look, my children, what is kept of me.

mod children;
mod data;
mod profile;

use leptos::prelude::*;

use super::guard::Guarded;
use crate::components::Heading;
use crate::t;

use children::Children;
pub use children::NewChild;
use data::{Audit, Delete, Export, LogOutEverywhere};
use profile::{Looks, Profile};

/// My account.
#[component]
pub fn Account() -> impl IntoView {
    view! {
        <div class="page narrow account">
            <Heading text=t!(common.nav.account) />
            <Guarded>
                <Profile />
                <Looks />
                <Children />
                <Export />
                <Audit />
                <LogOutEverywhere />
                <Delete />
            </Guarded>
        </div>
    }
}
