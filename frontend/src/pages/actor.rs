//! One actor: what it does, how to reach it, and what is open there.

use goesting_i18n::msg;
use goesting_types::actor::{Actor, ActorState, ClaimRequest};
use goesting_types::ids::ActorId;
use goesting_types::problem::FieldCode;
use goesting_types::search::{SearchQuery, SearchResults};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use crate::components::{
    Dialog, DialogKind, Form, FormError, Heading, HitCard, Icon, Once, SkeletonKind, Submit,
    TextArea, use_toasts,
};
use crate::i18n::{Paragraphs, use_i18n};
use crate::load::load;
use crate::pages::NotFound;
use crate::pages::guard::Guarded;
use crate::pages::opportunity::Reach;
use crate::routes;
use crate::session::{use_client, use_draft, use_session};
use crate::t;
use crate::url::address_of;

/// How many of its opportunities show before "more".
const SHOWN: u32 = 12;

/// One actor, of the address.
#[component]
pub fn ActorPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<ActorId>().ok()));
    move || match id.get() {
        Some(id) => view! { <One id /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

fn offer(id: ActorId) -> SearchQuery {
    SearchQuery {
        actor: Some(id),
        ..SearchQuery::default()
    }
}

#[component]
fn One(id: ActorId) -> impl IntoView {
    let client = use_client();
    let both = load(move || {
        let client = client.clone();
        async move {
            let search = SearchQuery {
                limit: Some(SHOWN),
                ..offer(id)
            };
            let (actor, found) =
                futures::join!(client.get_actor(id), client.search_opportunities(&search));
            Ok((actor?, found?))
        }
    });
    view! {
        <div class="page network">
            {both
                .view(
                    SkeletonKind::Page,
                    |(actor, found)| view! { <Shown actor found /> },
                )}
        </div>
    }
}

#[component]
fn Shown(actor: Actor, found: SearchResults) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let id = actor.id;
    let (title, name) = (actor.name.clone(), StoredValue::new(actor.name));
    let mine = Memo::new(move |_| {
        session
            .me()
            .is_some_and(|me| me.actors.iter().any(|one| one.actor.id == id))
    });
    let more = found.next_cursor.is_some();
    let cards: Vec<_> = found
        .items
        .into_iter()
        .map(|hit| view! { <li><HitCard hit /></li> })
        .collect();
    let nothing = cards.is_empty();
    view! {
        <p class="eyebrow">{crate::i18n::label(actor.kind)}</p>
        <Heading text=Signal::derive(move || title.clone()) />
        <Paragraphs text=actor.about />
        <dl class="blocks">
            <Reach contact=actor.contact />
        </dl>
        <Show when=move || mine.get()>
            <p>
                <A href=routes::PARTNER attr:class="button">
                    <Icon name="store" />
                    {t!(common.nav.partner)}
                </A>
            </p>
        </Show>
        {(actor.state == ActorState::Unclaimed).then(|| view! { <Claim id name /> })}
        <section aria-labelledby="offer">
            <h2 id="offer">{t!(ecosystem.actor_offer)}</h2>
            {nothing
                .then(|| {
                    view! {
                        <p class="muted">
                            {move || i18n.text(&msg!(ecosystem.actor_nothing, actor = name.get_value()))}
                        </p>
                    }
                })}
            <ul class="card-grid">{cards}</ul>
            {more
                .then(|| {
                    view! {
                        <p class="more">
                            <A href=address_of(&offer(id)) attr:class="button">
                                {t!(common.action.show_more)}
                            </A>
                        </p>
                    }
                })}
        </section>
    }
    .into_any()
}

/// Nobody acts for it: who belongs to it can say so.
#[component]
fn Claim(id: ActorId, name: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    let (open, sent) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <section class="notice" aria-labelledby="claim">
            <Icon name="hand-heart" />
            <div class="stack">
                <h2 id="claim">
                    {move || i18n.text(&msg!(ecosystem.unclaimed, actor = name.get_value()))}
                </h2>
                <p role="status">
                    {move || {
                        i18n.text(
                            &if sent.get() {
                                msg!(ecosystem.claimed)
                            } else {
                                msg!(ecosystem.unclaimed_text, actor = name.get_value())
                            },
                        )
                    }}
                </p>
                <Show when=move || !sent.get()>
                    <p>
                        <button type="button" class="button" on:click=move |_| open.set(true)>
                            {t!(ecosystem.claim)}
                        </button>
                    </p>
                </Show>
            </div>
        </section>
        <Dialog
            kind=DialogKind::Window
            title=t!(ecosystem.claim)
            open
            close=move || open.set(false)
        >
            // Who is a guest logs in here, and goes on.
            <Guarded>
                <ClaimForm id open sent />
            </Guarded>
        </Dialog>
    }
    .into_any()
}

#[component]
fn ClaimForm(id: ActorId, open: RwSignal<bool>, sent: RwSignal<bool>) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let (form, once) = (Form::new(), Once::new());
    let message = use_draft(&format!("claim.{id}"));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = ClaimRequest {
            message: message.text.get_untracked().trim().to_owned(),
        };
        let faults = if body.message.is_empty() {
            vec![("/message", FieldCode::Required)]
        } else {
            Vec::new()
        };
        if !form.check(faults) {
            return;
        }
        let client = session.client();
        let key = once.key(&body);
        form.send(
            async move { session.call(client.claim_actor(id, &body, key)).await },
            move |_| {
                once.arrived();
                message.clear();
                sent.set(true);
                open.set(false);
                toasts.say(msg!(ecosystem.claimed));
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
