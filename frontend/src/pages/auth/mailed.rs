//! The pages that links in mails lead to. Each has one button: scanners open links before people
//! do, and must not use them up.

use goesting_types::auth::{ForgotPassword, MailToken, ResetPassword};
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::Resend;
use super::forms::{Address, NewPassword, SHORTEST_PASSWORD, is_address};
use crate::browser;
use crate::components::{Form, FormError, Heading, Icon, Submit};
use crate::pages::leave::mailed_token;
use crate::routes;
use crate::session::{use_draft, use_session};
use crate::t;

/// Confirms an e-mail address.
#[component]
pub fn Verify() -> impl IntoView {
    let session = use_session();
    let (form, done) = (Form::new(), RwSignal::new(false));
    let token = mailed_token();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let client = session.client();
        let body = MailToken {
            token: token.get_value(),
        };
        let signed_in = untrack(|| session.is_known());
        let confirm = async move {
            client.verify_email(&body).await?;
            if signed_in {
                // The log-in says whether the address is confirmed; only a new one says that it is.
                // Should this fail, it does so within ten minutes by itself.
                let _ = client.refresh().await;
            }
            Ok(())
        };
        form.send(confirm, move |()| {
            done.set(true);
            browser::refocus_soon("done");
            if signed_in {
                spawn_local(async move {
                    // What it changes here shows at the next visit at the latest.
                    let _ = session.renew().await;
                });
            }
        });
    };
    view! {
        <div class="page narrow">
            <Heading text=t!(auth.verify.title) />
            <Show
                when=move || done.get()
                fallback=move || {
                    view! {
                        <p class="lead">{t!(auth.verify.text)}</p>
                        <form class="stack" on:submit=submit>
                            <FormError form />
                            <Submit form text=t!(auth.verify.button) icon="mail-check" />
                            {move || {
                                form.is_over()
                                    .then(|| {
                                        if session.is_known() {
                                            return view! { <Resend /> }.into_any();
                                        }
                                        view! {
                                            <A href=routes::sign_in(routes::AGENDA) attr:class="button">
                                                {t!(common.action.sign_in)}
                                            </A>
                                        }
                                            .into_any()
                                    })
                            }}
                        </form>
                    }
                }
            >
                <div id="done" class="notice ok" role="status" tabindex="-1">
                    <Icon name="circle-check" />
                    <p>{t!(auth.verify.done)}</p>
                </div>
                <p>
                    <A href=routes::AGENDA attr:class="button main">
                        {t!(common.nav.agenda)}
                    </A>
                </p>
            </Show>
        </div>
    }
}

/// Asks for a mail to set a new password.
#[component]
pub fn Forgot() -> impl IntoView {
    let session = use_session();
    let (form, done) = (Form::new(), RwSignal::new(false));
    let email = use_draft("auth.email").text;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = ForgotPassword {
            email: email.get_untracked().trim().to_owned(),
        };
        let faults = if is_address(&body.email) {
            Vec::new()
        } else {
            vec![("/email", FieldCode::Malformed)]
        };
        if !form.check(faults) {
            return;
        }
        let client = session.client();
        form.send(
            async move { client.forgot_password(&body).await },
            move |()| {
                done.set(true);
                browser::refocus_soon("done");
            },
        );
    };
    view! {
        <div class="page narrow">
            <Heading text=t!(auth.forgot.title) />
            <Show
                when=move || done.get()
                fallback=move || {
                    view! {
                        <p class="lead">{t!(auth.forgot.text)}</p>
                        <form class="stack" on:submit=submit novalidate>
                            <Address form value=email />
                            <FormError form />
                            <Submit form text=t!(auth.forgot.button) icon="mail" />
                        </form>
                    }
                }
            >
                <div id="done" class="notice ok" role="status" tabindex="-1">
                    <Icon name="mail" />
                    <p>{t!(auth.forgot.done)}</p>
                </div>
            </Show>
        </div>
    }
}

/// Sets a new password.
#[component]
pub fn Reset() -> impl IntoView {
    let session = use_session();
    let (form, done) = (Form::new(), RwSignal::new(false));
    let token = mailed_token();
    let password = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = ResetPassword {
            token: token.get_value(),
            password: password.get_untracked(),
        };
        let faults = if body.password.chars().count() < SHORTEST_PASSWORD {
            vec![("/password", FieldCode::TooShort)]
        } else {
            Vec::new()
        };
        if !form.check(faults) {
            return;
        }
        let client = session.client();
        form.send(
            async move { client.reset_password(&body).await },
            move |()| {
                password.set(String::new());
                done.set(true);
                browser::refocus_soon("done");
            },
        );
    };
    view! {
        <div class="page narrow">
            <Heading text=t!(auth.reset.title) />
            <Show
                when=move || done.get()
                fallback=move || {
                    view! {
                        <form class="stack" on:submit=submit novalidate>
                            <NewPassword form label=t!(auth.reset.password) value=password />
                            <FormError form />
                            {move || {
                                form.is_over()
                                    .then(|| {
                                        view! {
                                            <A href=routes::FORGOT attr:class="button">
                                                {t!(auth.sign_in.forgot)}
                                            </A>
                                        }
                                    })
                            }}
                            <Submit form text=t!(common.action.store) icon="check" />
                        </form>
                    }
                }
            >
                <div id="done" class="notice ok" role="status" tabindex="-1">
                    <Icon name="circle-check" />
                    <p>{t!(auth.reset.done)}</p>
                </div>
                <p>
                    <A href=routes::sign_in(routes::AGENDA) attr:class="button main">
                        {t!(common.action.sign_in)}
                    </A>
                </p>
            </Show>
        </div>
    }
}
