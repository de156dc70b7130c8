//! Another mail to confirm the address with: mails get lost, and their links end.

use goesting_i18n::{Label, msg};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::use_toasts;
use crate::session::use_session;
use crate::t;

/// Sends the mail to confirm the address once more, to who is logged in.
#[component]
pub fn Resend() -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let send = move |_| {
        let client = session.client();
        spawn_local(async move {
            toasts.say(match session.call(client.resend_verification()).await {
                Ok(()) => msg!(invitation.sent),
                Err(error) => match error.code() {
                    Some(code) => code.label(),
                    None => msg!(common.page.failed.title),
                },
            });
        });
    };
    view! {
        <button type="button" class="button quiet" on:click=send>
            {t!(invitation.again)}
        </button>
    }
}
