//! Pages of text: what this is, privacy, accessibility.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::{Art, Heading};
use crate::routes;
use crate::shell::HelpLine;
use crate::t;

/// A title and a paragraph.
#[component]
fn Part(#[prop(into)] title: Signal<String>, #[prop(into)] text: Signal<String>) -> impl IntoView {
    view! {
        <section>
            <h2>{title}</h2>
            <p>{text}</p>
        </section>
    }
}

/// What this is.
#[component]
pub fn About() -> impl IntoView {
    view! {
        <div class="page narrow plain-page">
            <Heading text=t!(about.title) />
            <Art name="hero".to_owned() />
            <p class="lead">{t!(about.lead)}</p>
            <Part title=t!(about.who) text=t!(about.who_text) />
            <Part title=t!(about.free_will) text=t!(about.free_will_text) />
            <Part title=t!(about.join) text=t!(about.join_text) />
            <Part title=t!(about.open) text=t!(about.open_text) />
            <p class="row">
                <A href=routes::ECOSYSTEM attr:class="button">
                    {t!(common.nav.ecosystem)}
                </A>
                <a class="button" href="/api/docs" rel="external">
                    {t!(common.footer.api)}
                </a>
            </p>
        </div>
    }
}

/// What is kept of whom, and why.
#[component]
pub fn Privacy() -> impl IntoView {
    view! {
        <div class="page narrow plain-page">
            <Heading text=t!(privacy.title) />
            <p class="lead">{t!(privacy.lead)}</p>
            <Part title=t!(privacy.kept) text=t!(privacy.kept_text) />
            <Part title=t!(privacy.sees) text=t!(privacy.sees_text) />
            <Part title=t!(privacy.never) text=t!(privacy.never_text) />
            <Part title=t!(privacy.device) text=t!(privacy.device_text) />
            <Part title=t!(privacy.children) text=t!(privacy.children_text) />
            <Part title=t!(privacy.rights) text=t!(privacy.rights_text) />
            <HelpLine />
            <p>
                <A href=routes::ACCOUNT attr:class="button">
                    {t!(common.nav.account)}
                </A>
            </p>
        </div>
    }
}

/// The accessibility statement.
#[component]
pub fn Accessibility() -> impl IntoView {
    view! {
        <div class="page narrow plain-page">
            <Heading text=t!(accessibility.title) />
            <p class="lead">{t!(accessibility.lead)}</p>
            <Part title=t!(accessibility.done) text=t!(accessibility.done_text) />
            <Part title=t!(accessibility.not) text=t!(accessibility.not_text) />
            <Part title=t!(accessibility.checked) text=t!(accessibility.checked_text) />
            <Part title=t!(accessibility.tell) text=t!(accessibility.tell_text) />
            <HelpLine />
        </div>
    }
}
