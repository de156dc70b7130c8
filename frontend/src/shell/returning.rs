//! The log-in ended while somebody was at work: they come back without losing anything.

use goesting_types::auth::Login;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::{Dialog, DialogKind, Form, FormError, Submit, TextField};
use crate::session::use_session;
use crate::t;

/// Asks to log in again, over the page that stays as it is.
#[component]
pub fn ReturnDialog() -> impl IntoView {
    let session = use_session();
    let form = Form::new();
    let email = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let client = session.client();
        let login = Login {
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        form.send(
            async move {
                client.login(&login).await?;
                session.renew().await
            },
            move |()| password.set(String::new()),
        );
    };
    view! {
        <Dialog
            kind=DialogKind::Window
            title=t!(common.page.signed_out.title)
            open=Signal::derive(move || session.has_ended())
            close=move || session.stay_out()
        >
            <p>{t!(common.page.signed_out.text)}</p>
            <form class="stack" on:submit=submit novalidate>
                <TextField
                    form
                    pointer="/email"
                    label=t!(common.form.email)
                    value=email
                    kind="email"
                    inputmode="email"
                    autocomplete="username"
                />
                <TextField
                    form
                    pointer="/password"
                    label=t!(common.form.password)
                    value=password
                    kind="password"
                    autocomplete="current-password"
                />
                <FormError form />
                <Submit form text=t!(common.action.sign_in) />
            </form>
        </Dialog>
    }
}
