//! One of my actors: what it opens up, who acts for it, where it takes part.

use goesting_i18n::msg;
use goesting_types::actor::{Actor, MemberRole};
use goesting_types::ids::ActorId;
use goesting_types::opportunity::{ActorOpportunityQuery, Opportunity, OpportunityState};
use goesting_types::page::MAX_LIMIT;
use goesting_types::problem::ErrorCode;
use leptos::prelude::*;
use leptos_router::components::A;

use super::actor_form::{ActorForm, Typed};
use super::members::Members;
use super::taking_part::TakingPart;
use super::{desk_of, new_page, state_icon};
use crate::components::{Empty, Form, Heading, Icon, Paged, SkeletonKind, use_toasts};
use crate::i18n::{use_i18n, words};
use crate::load::load;
use crate::pages::NotFound;
use crate::routes;
use crate::session::use_session;
use crate::t;

/// The order of the states on the page.
const STATES: [OpportunityState; 5] = [
    OpportunityState::Open,
    OpportunityState::InReview,
    OpportunityState::Draft,
    OpportunityState::Paused,
    OpportunityState::Closed,
];

/// One of my actors, of the address.
#[component]
pub fn PartnerActor() -> impl IntoView {
    desk_of(|id: ActorId| view! { <One id /> }.into_any())
}

#[component]
fn One(id: ActorId) -> impl IntoView {
    let session = use_session();
    let role = Memo::new(move |_| {
        let me = session.me()?;
        let mine = me.actors.into_iter().find(|one| one.actor.id == id)?;
        Some(mine.role)
    });
    let actor = load(move || {
        let client = session.client();
        let steward = role.get() == Some(MemberRole::Steward);
        async move {
            if steward {
                session.call(client.edit_actor(id)).await
            } else {
                client.get_actor(id).await
            }
        }
    });
    move || match role.get() {
        Some(role) => actor
            .view(
                SkeletonKind::Page,
                move |actor| view! { <Shown actor role /> },
            )
            .into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Shown(actor: Actor, role: MemberRole) -> impl IntoView {
    let id = actor.id;
    let kind = actor.kind;
    let steward = role == MemberRole::Steward;
    let actor = RwSignal::new(actor);
    let name = Signal::derive(move || actor.with(|actor| actor.name.clone()));
    view! {
        <p class="back">
            <A href=routes::PARTNER>
                <Icon name="arrow-left" />
                {t!(common.nav.partner)}
            </A>
        </p>
        <p class="eyebrow">{crate::i18n::label(kind)}</p>
        <Heading text=name />
        <TakingPart actor name steward />
        <Offered id />
        <Members id steward />
        {steward.then(|| view! { <Edit actor /> })}
    }
}

#[component]
fn Offered(id: ActorId) -> impl IntoView {
    let session = use_session();
    let ask = move |cursor| {
        let client = session.client();
        async move {
            let query = ActorOpportunityQuery {
                cursor,
                limit: Some(MAX_LIMIT),
                state: None,
            };
            let page = client.list_actor_opportunities(id, &query);
            session.call(page).await
        }
    };
    let offer = load(move || ask(None));
    view! {
        <section aria-labelledby="offer-title">
            <div class="section-head">
                <h2 id="offer-title">{t!(partner.offer.title)}</h2>
                <A href=new_page(id) attr:class="button main">
                    <Icon name="plus" />
                    {t!(partner.new.button)}
                </A>
            </div>
            {offer
                .view(
                    SkeletonKind::Lines,
                    move |first| {
                        if first.items.is_empty() {
                            return view! {
                                <Empty art="theme-making" title=t!(partner.offer.none)>
                                    <p>{t!(partner.offer.none_text)}</p>
                                </Empty>
                            }
                                .into_any();
                        }
                        let list = Paged::new(first, row);
                        let groups = STATES.map(|state| view! { <Group state list /> }.into_any());
                        view! {
                            {groups}
                            {list.more(t!(common.action.show_more), ask)}
                        }
                            .into_any()
                    },
                )}
        </section>
    }
}

/// The id of a row on the page.
fn row(one: &Opportunity) -> String {
    format!("offer-{}", one.id)
}

/// Those in one state; what is over stays folded.
#[component]
fn Group(state: OpportunityState, list: Paged<Opportunity>) -> impl IntoView {
    let items = Memo::new(move |_| {
        let mut items = list.items();
        items.retain(|one| one.state == state);
        items
    });
    let some = Memo::new(move |_| items.with(|items| !items.is_empty()));
    let open = state != OpportunityState::Closed;
    view! {
        <Show when=move || some.get()>
            <details class="offer-group" open=open>
                <summary>
                    <Icon name=state_icon(state) />
                    {crate::i18n::label(state)}
                    " "
                    <span class="muted">{move || items.with(Vec::len)}</span>
                </summary>
                <ul class="offer-list">
                    <For each=move || items.get() key=row let:one>
                        <Row one />
                    </For>
                </ul>
            </details>
        </Show>
    }
}

#[component]
fn Row(one: Opportunity) -> impl IntoView {
    let i18n = use_i18n();
    let row = row(&one);
    let title = one.content.title;
    let returned = one.returned_because.is_some();
    view! {
        <li id=row>
            <A href=routes::partner_opportunity(one.id)>
                {move || {
                    let title = words(i18n, &title);
                    if title.is_empty() { i18n.text(&msg!(partner.untitled)) } else { title }
                }}
            </A>
            <span class="muted small">
                {crate::i18n::label(one.content.kind)}
                {returned.then(|| view! { " · " {t!(partner.state.returned)} })}
            </span>
        </li>
    }
}

/// Changing who we are. Somebody else was first: what they changed shows, and what was typed stays
/// to be sent again.
#[component]
fn Edit(actor: RwSignal<Actor>) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let typed = Typed::of(&actor.get_untracked());
    let send = Callback::new(move |form: Form| {
        let Some(body) = typed.update(form) else {
            return;
        };
        let (id, version) = actor.with_untracked(|actor| (actor.id, actor.version));
        let client = session.client();
        let sending = async move {
            let answer = session.call(client.update_actor(id, version, &body)).await;
            if let Err(error) = &answer
                && error.code() == Some(ErrorCode::StaleEdit)
            {
                // The next try compares with what is there now.
                let fresh = session.call(client.edit_actor(id)).await?;
                actor.try_set(fresh);
            }
            let changed = answer?;
            session.renew().await?;
            Ok(changed)
        };
        form.send(sending, move |changed| {
            actor.set(changed);
            toasts.say(msg!(common.page.saved));
        });
    });
    view! {
        <details class="card more-fields">
            <summary>{t!(partner.actor.edit)}</summary>
            <ActorForm typed is_new=false send text=t!(common.action.store) />
        </details>
    }
}
