//! Asking a partner to take part.

use goesting_i18n::{Label, msg};
use goesting_types::actor::ActorSummary;
use goesting_types::ecosystem::{ParticipationCreate, ParticipationState};
use goesting_types::ids::EcosystemId;
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::{Form, FormError, Once, Submit, use_toasts};
use crate::pages::partner::ActorField;
use crate::session::use_session;
use crate::t;

/// Finds a partner and asks it to take part; its stewards say yes or no.
#[component]
pub fn Invite(id: EcosystemId) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let (form, once) = (Form::new(), Once::new());
    let actor = RwSignal::new(None::<ActorSummary>);
    // The field is made anew after each one.
    let round = RwSignal::new(0_u32);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(actor_id) = actor.with_untracked(|actor| actor.as_ref().map(|one| one.id)) else {
            form.check(vec![("/actor_id", FieldCode::Required)]);
            return;
        };
        let body = ParticipationCreate { actor_id };
        let (client, key) = (session.client(), once.key(&body));
        form.send(
            async move {
                session
                    .call(client.create_participation(id, &body, key))
                    .await
            },
            move |now| {
                once.arrived();
                actor.set(None);
                round.update(|round| *round = round.wrapping_add(1));
                toasts.say(match now.state {
                    ParticipationState::Invited => msg!(facilitator.invited),
                    state => state.label(),
                });
            },
        );
    };
    view! {
        <section class="desk-part" aria-labelledby="invite-title">
            <h2 id="invite-title">{t!(facilitator.invite)}</h2>
            <p class="muted">{t!(facilitator.invite_text)}</p>
            <form class="stack" on:submit=submit novalidate>
                {move || {
                    round.track();
                    view! { <ActorField form pointer="/actor_id" actor /> }
                }}
                <FormError form />
                <p>
                    <Submit form text=t!(facilitator.invite_button) icon="send" />
                </p>
            </form>
        </section>
    }
    .into_any()
}
