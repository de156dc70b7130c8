//! Another mail to confirm the address with: mails get lost, and their links end.

use goesting_i18n::msg;
use leptos::prelude::*;

use crate::components::{Act, use_toasts};
use crate::session::use_session;
use crate::t;

/// Sends the mail to confirm the address once more, to who is logged in.
#[component]
pub fn Resend() -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let act = Act::new();
    let send = move |_| {
        let client = session.client();
        let sending = async move { session.call(client.resend_verification()).await };
        act.run(sending, move |sent| {
            if sent.is_some() {
                toasts.say(msg!(invitation.sent));
            }
        });
    };
    view! {
        <button
            type="button"
            class="button quiet"
            aria-disabled=move || act.is_busy().to_string()
            on:click=send
        >
            {t!(invitation.again)}
        </button>
    }
}
