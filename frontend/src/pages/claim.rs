//! Saying that one acts for an actor that is known from elsewhere.

use goesting_types::actor::ClaimRequest;
use goesting_types::ids::ActorId;
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::{Form, FormError, Once, Submit, TextArea};
use crate::session::{use_draft, use_session};
use crate::t;

/// Asks who they are for it; a coordinator answers.
#[component]
pub fn ClaimForm(
    /// The actor.
    id: ActorId,
    /// It arrived.
    told: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let (form, once) = (Form::new(), Once::new());
    let message = use_draft(&format!("claim.{id}"));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = ClaimRequest {
            message: message.text.get_untracked().trim().to_owned(),
        };
        if body.message.is_empty() {
            form.check(vec![("/message", FieldCode::Required)]);
            return;
        }
        let (client, key) = (session.client(), once.key(&body));
        form.send(
            async move { session.call(client.claim_actor(id, &body, key)).await },
            move |_| {
                once.arrived();
                message.clear();
                told.run(());
            },
        );
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <TextArea
                form
                pointer="/message"
                label=t!(ecosystem.claim_message)
                hint=t!(ecosystem.claim_hint)
                value=message.text
                limit=500
            />
            <FormError form />
            <Submit form text=t!(common.action.send) icon="send" />
        </form>
    }
    .into_any()
}
