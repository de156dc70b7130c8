//! Leaving with the link of the mail, without logging in.

use goesting_i18n::msg;
use goesting_types::enrolment::{LeaveByToken, LeftByToken};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;

use crate::browser;
use crate::components::{Art, Form, FormError, Heading, Submit};
use crate::i18n::{use_i18n, words};
use crate::routes;
use crate::session::use_session;
use crate::t;
use crate::url::DISCOVER;

/// The token of the mail this page was opened from; it leaves the address bar and the history.
pub(super) fn mailed_token() -> StoredValue<String> {
    let query = use_query_map();
    let token = query
        .with_untracked(|query| query.get("token"))
        .unwrap_or_default();
    browser::clear_query();
    StoredValue::new(token)
}

/// One button that gives the place back.
#[component]
pub fn Leave() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let form = Form::new();
    let left = RwSignal::new(None::<LeftByToken>);
    let token = mailed_token();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let client = session.client();
        let body = LeaveByToken {
            token: token.get_value(),
        };
        form.send(
            async move { client.leave_by_token(&body).await },
            move |answer| {
                left.set(Some(answer));
                browser::refocus_soon("done");
            },
        );
    };
    let done = move || {
        left.get().map(|left| {
            let title = left.title.clone();
            let at = left.starts_at;
            view! {
                <div id="done" role="status" class="done" tabindex="-1">
                    <Art name="done".to_owned() />
                    <p class="lead">
                        <strong>{move || words(i18n, &title)}</strong>
                        ", "
                        {move || i18n.format().instant(at)}
                    </p>
                    <p>{t!(agenda.left)}</p>
                    <p class="row">
                        <A href=DISCOVER attr:class="button main">
                            {t!(enrol.done.more)}
                        </A>
                        <A href=routes::opportunity(left.opportunity_id) attr:class="button">
                            {t!(agenda.other_moment)}
                        </A>
                    </p>
                </div>
            }
        })
    };
    let title = move || {
        i18n.text(&if left.with(Option::is_some) {
            msg!(leave.done)
        } else {
            msg!(leave.title)
        })
    };
    view! {
        <div class="page narrow">
            <Heading text=Signal::derive(title) />
            {done}
            <Show when=move || left.with(Option::is_none)>
                <p class="lead">{t!(leave.text)}</p>
                <form class="stack" on:submit=submit>
                    <FormError form />
                    <Show
                        when=move || form.is_over()
                        fallback=move || view! { <Submit form text=t!(common.action.not_coming) icon="log-out" /> }
                    >
                        <A href=routes::AGENDA attr:class="button">
                            {t!(common.nav.agenda)}
                        </A>
                    </Show>
                </form>
            </Show>
        </div>
    }
}
