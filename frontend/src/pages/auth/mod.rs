//! Making an account, logging in, and the pages the mails lead to.

mod forms;
mod mailed;
mod resend;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::components::{Choices, Heading};
use crate::i18n::use_i18n;
use crate::routes;
use crate::session::use_session;
use crate::t;
use crate::url::own_path;
use goesting_i18n::msg;

pub use forms::Password;
use forms::{LogIn, Register};
pub use mailed::{Forgot, Reset, Verify};
pub use resend::Resend;

/// Where to go after: the `next` of the address, else the agenda.
fn next() -> Signal<String> {
    let query = use_query_map();
    Signal::derive(move || {
        let next = query.with(|query| query.get("next"));
        next.as_deref()
            .and_then(own_path)
            .unwrap_or(routes::AGENDA)
            .to_owned()
    })
}

/// Goes on as soon as somebody is logged in.
fn go_on(next: Signal<String>) {
    let (session, navigate) = (use_session(), use_navigate());
    Effect::new(move |_| {
        if session.is_known() {
            let replace = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&next.get_untracked(), replace);
        }
    });
}

/// Logging in.
#[component]
pub fn SignIn() -> impl IntoView {
    let next = next();
    go_on(next);
    view! {
        <div class="page narrow">
            <Heading text=t!(auth.sign_in.title) />
            <LogIn />
            <p>
                {t!(auth.sign_in.new)} " "
                <A href=move || routes::sign_up(&next.get())>{t!(common.action.sign_up)}</A>
            </p>
        </div>
    }
}

/// Making an account.
#[component]
pub fn SignUp() -> impl IntoView {
    let next = next();
    go_on(next);
    view! {
        <div class="page narrow">
            <Heading text=t!(auth.sign_up.title) />
            <p class="lead">{t!(auth.sign_up.lead)}</p>
            <Register />
            <p>
                {t!(auth.sign_up.known)} " "
                <A href=move || routes::sign_in(&next.get())>{t!(common.action.sign_in)}</A>
            </p>
        </div>
    }
}

/// In the middle of something: a guest makes an account or logs in, and goes on where they were.
#[component]
pub fn Gate(
    /// Why it is asked.
    #[prop(into)]
    lead: Signal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = RwSignal::new("new".to_owned());
    let options = Signal::derive(move || {
        vec![
            ("new".to_owned(), i18n.text(&msg!(auth.gate.new))),
            ("known".to_owned(), i18n.text(&msg!(auth.gate.known))),
        ]
    });
    let known = Memo::new(move |_| chosen.with(|chosen| chosen == "known"));
    view! {
        <section class="gate">
            <p>{lead}</p>
            <Choices
                name="gate"
                legend=t!(auth.gate.title)
                options
                value=chosen
                choose=move |choice| chosen.set(choice)
            />
            <Show when=move || known.get() fallback=|| view! { <Register /> }>
                <LogIn />
            </Show>
        </section>
    }
}
