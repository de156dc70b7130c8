//! Partners that nobody looks after any more.

use goesting_types::actor::ActorSummary;
use goesting_types::moderation::ReviewQueue;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::i18n::use_i18n;
use crate::routes;
use crate::t;

/// The partners that need a steward, where there are any.
#[component]
pub fn Orphans(queue: RwSignal<ReviewQueue>) -> impl IntoView {
    let i18n = use_i18n();
    let orphans = Memo::new(move |_| queue.with(|queue| queue.without_steward.clone()));
    view! {
        <Show when=move || orphans.with(|orphans| !orphans.is_empty())>
            <section aria-labelledby="without-steward" class="desk-part">
                <h2 id="without-steward">{t!(facilitator.without_steward)}</h2>
                <p class="muted">{t!(facilitator.without_steward_text)}</p>
                <ul class="entries">
                    <For each=move || orphans.get() key=|one: &ActorSummary| one.id let:one>
                        <li class="card entry">
                            <div>
                                <p class="eyebrow">{move || i18n.label(one.kind)}</p>
                                <h3>
                                    <A href=routes::actor(one.id)>{one.name}</A>
                                </h3>
                            </div>
                        </li>
                    </For>
                </ul>
            </section>
        </Show>
    }
    .into_any()
}
