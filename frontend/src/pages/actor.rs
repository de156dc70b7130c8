//! One actor: what it does, how to reach it, and what is open there.

use goesting_i18n::msg;
use goesting_types::actor::{Actor, ActorState};
use goesting_types::ids::ActorId;
use goesting_types::search::{SearchQuery, SearchResults};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::browser;
use crate::components::{Dialog, DialogKind, Heading, HitCard, Icon, SkeletonKind, use_toasts};
use crate::i18n::{Paragraphs, use_i18n};
use crate::load::load;
use crate::pages::address::of_address;
use crate::pages::claim::ClaimForm;
use crate::pages::guard::Guarded;
use crate::pages::opportunity::Reach;
use crate::routes;
use crate::session::{use_client, use_session};
use crate::t;
use crate::url::address_of;

/// How many of its opportunities show before "more".
const SHOWN: u32 = 12;

/// One actor, of the address.
#[component]
pub fn ActorPage() -> impl IntoView {
    of_address(|id: ActorId| view! { <One id /> }.into_any())
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
    let toasts = use_toasts();
    let (open, sent) = (RwSignal::new(false), RwSignal::new(false));
    let told = Callback::new(move |()| {
        sent.set(true);
        open.set(false);
        toasts.say(msg!(ecosystem.claimed));
        // The button that opened the window is gone.
        browser::refocus_soon("claim");
    });
    view! {
        <section class="notice" aria-labelledby="claim">
            <Icon name="hand-heart" />
            <div class="stack">
                <h2 id="claim" tabindex="-1">
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
                <ClaimForm id told />
            </Guarded>
        </Dialog>
    }
    .into_any()
}
