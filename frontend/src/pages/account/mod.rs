//! My account: who I am, how the screens look, my children, what is kept of me.

mod child_form;
mod children;
mod data;
mod profile;

use leptos::prelude::*;
use leptos_router::components::A;

use super::guard::Guarded;
use crate::components::{Heading, Icon};
use crate::routes;
use crate::session::use_session;
use crate::t;

pub use child_form::NewChild;
use children::Children;
use data::{Audit, Delete, Export, LogOutEverywhere};
use profile::{Looks, Profile};

/// My account.
#[component]
pub fn Account() -> impl IntoView {
    let session = use_session();
    view! {
        <div class="page narrow account">
            <Heading text=t!(common.nav.account) />
            <Guarded>
                <Profile />
                <Looks />
                // Who is younger is nobody's guardian.
                <Show when=move || session.is_adult()>
                    <Children />
                </Show>
                <Open />
                <Export />
                <Audit />
                <LogOutEverywhere />
                <Delete />
            </Guarded>
        </div>
    }
}

/// Everybody can open a place.
#[component]
fn Open() -> impl IntoView {
    view! {
        <section aria-labelledby="open-title">
            <h2 id="open-title">{t!(partner.desk.title)}</h2>
            <p>{t!(partner.desk.lead)}</p>
            <A href=routes::PARTNER attr:class="button">
                <Icon name="store" />
                {t!(common.nav.partner)}
            </A>
        </section>
    }
}
