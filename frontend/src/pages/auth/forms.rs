//! The forms to log in and to make an account.

use goesting_types::auth::{Login, Register as NewAccount};
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::browser;
use crate::components::{Check, Form, FormError, Submit, TextField};
use crate::i18n::use_i18n;
use crate::routes;
use crate::session::{use_draft, use_session};
use crate::t;
use chrono::Datelike;

/// A password has at least as many characters.
pub(super) const SHORTEST_PASSWORD: usize = 10;
/// Under this age a parent or guardian makes the account.
const OWN_VOICE: i32 = 13;
/// Under this age the terms come in plain words.
const ADULT: i32 = 18;

/// Whether something looks like an e-mail address; the mail itself proves it.
pub(super) fn is_address(email: &str) -> bool {
    email
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// The address that somebody logs in with.
#[component]
pub fn Address(form: Form, value: RwSignal<String>) -> impl IntoView {
    view! {
        <TextField
            form
            pointer="/email"
            label=t!(common.form.email)
            value
            kind="email"
            inputmode="email"
            autocomplete="username"
        />
    }
}

/// A password that is new.
#[component]
pub fn NewPassword(form: Form, label: Signal<String>, value: RwSignal<String>) -> impl IntoView {
    view! {
        <TextField
            form
            pointer="/password"
            label
            hint=t!(auth.password_hint)
            value
            kind="password"
            autocomplete="new-password"
        />
    }
}

/// The password of an account, to log in or to be sure who it is.
#[component]
pub fn Password(form: Form, value: RwSignal<String>) -> impl IntoView {
    view! {
        <TextField
            form
            pointer="/password"
            label=t!(common.form.password)
            value
            kind="password"
            autocomplete="current-password"
        />
    }
}

/// The form to log in.
#[component]
pub fn LogIn() -> impl IntoView {
    let session = use_session();
    let form = Form::new();
    let email = use_draft("auth.email").text;
    let password = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let login = Login {
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        let mut faults = Vec::new();
        if !is_address(&login.email) {
            faults.push(("/email", FieldCode::Malformed));
        }
        if login.password.is_empty() {
            faults.push(("/password", FieldCode::Required));
        }
        if !form.check(faults) {
            return;
        }
        let client = session.client();
        form.send(
            async move {
                client.login(&login).await?;
                session.renew().await
            },
            |()| (),
        );
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <Address form value=email />
            <Password form value=password />
            <FormError form />
            <Submit form text=t!(common.action.sign_in) />
            <p>
                <A href=routes::FORGOT>{t!(auth.sign_in.forgot)}</A>
            </p>
        </form>
    }
}

/// The form to make an account.
#[component]
pub fn Register() -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let form = Form::new();
    let first_name = use_draft("auth.first_name").text;
    let email = use_draft("auth.email").text;
    let year = use_draft("auth.birth_year").text;
    let password = RwSignal::new(String::new());
    let terms = RwSignal::new(false);
    // The age that is surely reached.
    let age = Memo::new(move |_| {
        let born: i32 = year.with(|year| year.trim().parse().ok())?;
        Some(browser::now().year() - born - 1).filter(|age| (-1..120).contains(age))
    });
    let child = Memo::new(move |_| age.get().is_some_and(|age| age < OWN_VOICE));
    let teen = Memo::new(move |_| {
        age.get()
            .is_some_and(|age| (OWN_VOICE..ADULT).contains(&age))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = NewAccount {
            first_name: first_name.get_untracked().trim().to_owned(),
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            birth_year: year.get_untracked().trim().parse().unwrap_or(0),
            lang: i18n.lang_now(),
            accept_terms: terms.get_untracked(),
        };
        let mut faults = Vec::new();
        if body.first_name.is_empty() {
            faults.push(("/first_name", FieldCode::Required));
        }
        if !is_address(&body.email) {
            faults.push(("/email", FieldCode::Malformed));
        }
        if age.get_untracked().is_none() {
            faults.push(("/birth_year", FieldCode::Malformed));
        }
        if body.password.chars().count() < SHORTEST_PASSWORD {
            faults.push(("/password", FieldCode::TooShort));
        }
        if !body.accept_terms {
            faults.push(("/accept_terms", FieldCode::Required));
        }
        if !form.check(faults) {
            return;
        }
        let client = session.client();
        form.send(
            async move {
                client.register(&body).await?;
                session.renew().await
            },
            |()| (),
        );
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <TextField
                form
                pointer="/first_name"
                label=t!(common.form.first_name)
                value=first_name
                autocomplete="given-name"
            />
            <TextField
                form
                pointer="/email"
                label=t!(common.form.email)
                hint=t!(auth.sign_up.email_hint)
                value=email
                kind="email"
                inputmode="email"
                autocomplete="email"
            />
            <TextField
                form
                pointer="/birth_year"
                label=t!(common.form.birth_year)
                hint=t!(auth.sign_up.year_hint)
                value=year
                inputmode="numeric"
                autocomplete="bday-year"
            />
            <div aria-live="polite">
                <Show when=move || child.get()>
                    <p class="notice warn">{t!(auth.sign_up.child)}</p>
                </Show>
            </div>
            <NewPassword form label=t!(common.form.password) value=password />
            <div aria-live="polite">
                <Show when=move || teen.get()>
                    <p class="notice">{t!(auth.sign_up.teen)}</p>
                </Show>
            </div>
            <Check on=terms change=move |on| terms.set(on) of=Some((form, "/accept_terms"))>
                {t!(auth.sign_up.terms)} " "
                <a href=routes::PRIVACY target="_blank">
                    {t!(auth.sign_up.terms_link)}
                </a>
            </Check>
            <FormError form />
            <Submit form text=t!(common.action.sign_up) />
        </form>
    }
}
