//! There is no such page.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::{Art, Heading};
use crate::t;
use crate::url::DISCOVER;

/// There is no such page.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <section class="page empty">
            <Art name="empty-lost".to_owned() />
            <Heading text=t!(common.page.not_found.title) />
            <p>{t!(common.page.not_found.text)}</p>
            <p class="row">
                <A href=DISCOVER attr:class="button main">
                    {t!(common.nav.discover)}
                </A>
                <A href="/" attr:class="button">
                    {t!(common.nav.start)}
                </A>
            </p>
        </section>
    }
}
