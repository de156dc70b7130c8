//! Ecosystems: who takes part, and how to join, pause and leave.

mod mine;

use futures::future::join_all;
use goesting_i18n::msg;
use goesting_types::actor::{Actor, ActorKind, ActorQuery};
use goesting_types::ecosystem::{Ecosystem, EcosystemDetail, Participation, ParticipationState};
use goesting_types::ids::{ActorId, EcosystemId};
use goesting_types::page::{MAX_LIMIT, Page, PageQuery, View};
use goesting_types::search::SearchQuery;
use goesting_types::territory::TerritoryId;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::{Empty, Heading, Icon, Paged, SkeletonKind};
use crate::i18n::{Paragraphs, use_i18n, words};
use crate::load::load;
use crate::pages::address::of_address;
use crate::pages::opportunity::Reach;
use crate::routes;
use crate::session::{use_client, use_session};
use crate::t;
use crate::url::{DISCOVER, address_of};

use mine::Mine;
pub(in crate::pages) use mine::{Doing, actions, is_asked, take_step};

/// Ecosystems by name; where there is one, that one.
#[component]
pub fn Ecosystems() -> impl IntoView {
    let client = use_client();
    let all = load(move || {
        let client = client.clone();
        async move { client.list_ecosystems(&PageQuery::default()).await }
    });
    view! {
        <div class="page network">
            {all
                .view(
                    SkeletonKind::Page,
                    |all| match all.items.as_slice() {
                        [one] => view! { <One id=one.id /> }.into_any(),
                        _ => view! { <All all /> }.into_any(),
                    },
                )}
        </div>
    }
}

/// The id of an ecosystem on the page.
fn card(one: &Ecosystem) -> String {
    format!("ecosystem-{}", one.id)
}

#[component]
fn All(all: Page<Ecosystem>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    if all.items.is_empty() {
        return view! {
            <Heading text=t!(ecosystem.title) />
            <Empty art="theme-together" title=t!(ecosystem.none)>
                <p>{t!(ecosystem.none_text)}</p>
                <p>
                    <A href=DISCOVER attr:class="button main">
                        <Icon name="search" />
                        {t!(common.nav.discover)}
                    </A>
                </p>
            </Empty>
        }
        .into_any();
    }
    let ask = move |cursor| {
        let client = session.client();
        async move {
            let query = PageQuery {
                cursor,
                limit: None,
            };
            client.list_ecosystems(&query).await
        }
    };
    let all = Paged::new(all, card);
    view! {
        <Heading text=t!(ecosystem.title) />
        <p class="lead">{t!(ecosystem.lead)}</p>
        <ul class="entries">
            <For each=move || all.items() key=card let:one>
                {
                    let card = card(&one);
                    view! {
                        <li id=card class="card">
                            <h2>
                                <A href=routes::ecosystem(one.id)>{one.name}</A>
                            </h2>
                            <p class="muted">
                                {move || i18n.text(&msg!(ecosystem.partners, count = one.active_actors))}
                            </p>
                            <Paragraphs text=one.about />
                        </li>
                    }
                }
            </For>
        </ul>
        {all.more(t!(common.action.show_more), ask)}
    }
    .into_any()
}

/// One ecosystem, of the address.
#[component]
pub fn EcosystemPage() -> impl IntoView {
    of_address(|id: EcosystemId| {
        view! {
            <div class="page network">
                <One id />
            </div>
        }
        .into_any()
    })
}

/// Who takes part, and who of the reader's own is about to; steps change it in place.
type Participations = RwSignal<Vec<Participation>>;

/// One that takes part.
#[derive(Clone)]
struct Partner {
    id: ActorId,
    kind: ActorKind,
    name: String,
    open: u32,
}

impl Partner {
    fn taking_part(one: &Participation) -> Self {
        Self {
            id: one.actor.id,
            kind: one.actor.kind,
            name: one.actor.name.clone(),
            open: one.open_opportunities,
        }
    }
}

impl From<Actor> for Partner {
    fn from(one: Actor) -> Self {
        Self {
            id: one.id,
            kind: one.kind,
            name: one.name,
            open: one.open_opportunities,
        }
    }
}

/// The id of a row on the page.
fn row(one: &Partner) -> String {
    format!("partner-{}", one.id)
}

#[component]
fn One(id: EcosystemId) -> impl IntoView {
    let session = use_session();
    let known = Memo::new(move |_| (!session.is_unknown()).then(|| session.is_known()));
    let detail = load(move || {
        let (client, known) = (session.client(), known.get());
        async move {
            let view = match known {
                Some(true) => View::Edit,
                Some(false) => View::Public,
                // Who is there shows in a moment, and then this is asked.
                None => return std::future::pending().await,
            };
            session.call(client.get_ecosystem(id, view)).await
        }
    });
    detail.view(SkeletonKind::Page, move |found| {
        view! { <Shown found /> }
    })
}

#[component]
fn Shown(found: EcosystemDetail) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let EcosystemDetail {
        ecosystem,
        participations,
        next_cursor,
    } = found;
    let stewards = untrack(|| {
        session
            .me()
            .is_some_and(|me| !mine::stewarded(&me).is_empty())
    });
    let list: Participations = RwSignal::new(participations);
    let id = ecosystem.id;
    // Who takes part besides, as far as the reader asks.
    let rest = Paged::new(
        Page {
            items: Vec::new(),
            next_cursor,
            total: None,
        },
        row,
    );
    let ask = move |cursor| {
        let client = session.client();
        async move {
            let query = ActorQuery {
                ecosystem: Some(id),
                cursor,
                limit: Some(MAX_LIMIT),
                ..ActorQuery::default()
            };
            let page = client.list_actors(&query).await?;
            Ok(Page {
                items: page.items.into_iter().map(Partner::from).collect(),
                next_cursor: page.next_cursor,
                total: None,
            })
        }
    };
    let here = move || {
        list.with(|list| {
            let active = |one: &&Participation| one.state == ParticipationState::Active;
            list.iter()
                .filter(active)
                .map(Partner::taking_part)
                .collect::<Vec<_>>()
        })
    };
    // Those beyond the ones that came with the page; a step of the reader's own counts at once.
    let others = usize::try_from(ecosystem.active_actors)
        .unwrap_or_default()
        .saturating_sub(untrack(here).len());
    let name = ecosystem.name;
    view! {
        <Heading text=Signal::derive(move || name.clone()) />
        <div class="lead">
            <Paragraphs text=ecosystem.about />
        </div>
        <Towns ids=ecosystem.territories />
        {stewards
            .then(|| view! { <Mine id=ecosystem.id list /> }.into_any())}
        <section aria-labelledby="who">
            <h2 id="who">{t!(ecosystem.who)}</h2>
            {move || {
                let mut active = here();
                let count = active.len() + others;
                if count == 0 {
                    return view! {
                        <Empty art="theme-together" title=t!(ecosystem.nobody)>
                            <p>{t!(ecosystem.nobody_text)}</p>
                        </Empty>
                    }
                        .into_any();
                }
                let known = list.get();
                let unknown = |one: &Partner| known.iter().all(|known| known.actor.id != one.id);
                active.extend(rest.items().into_iter().filter(unknown));
                view! {
                    <p class="muted">{i18n.text(&msg!(ecosystem.partners, count = count))}</p>
                    <ByKind active />
                }
                    .into_any()
            }} {rest.more(t!(common.action.show_more), ask)}
        </section>
        <section aria-labelledby="join">
            <h2 id="join">{t!(ecosystem.join)}</h2>
            <p>{t!(ecosystem.join_text)}</p>
            <p>
                <A href=routes::PARTNER attr:class="button">
                    <Icon name="door-open" />
                    {t!(ecosystem.join_button)}
                </A>
            </p>
            <dl class="blocks">
                <Reach contact=ecosystem.contact />
            </dl>
        </section>
    }
    .into_any()
}

/// Where it is at home.
#[component]
fn Towns(ids: Vec<TerritoryId>) -> impl IntoView {
    let (i18n, client) = (use_i18n(), use_client());
    let names = load(move || {
        let (client, ids) = (client.clone(), ids.clone());
        async move {
            let found = join_all(ids.iter().map(|id| client.get_territory(id))).await;
            // A name that cannot be had now is left out.
            Ok(found
                .into_iter()
                .filter_map(|one| Some(one.ok()?.name))
                .collect::<Vec<_>>())
        }
    });
    let places = move || {
        names
            .with(|names| {
                names
                    .iter()
                    .map(|name| words(i18n, name))
                    .collect::<Vec<_>>()
            })
            .filter(|names| !names.is_empty())
            .map(|names| {
                i18n.text(&msg!(
                    ecosystem.works_in,
                    places = i18n.format().list(&names)
                ))
            })
    };
    view! {
        <p class="muted session-when">
            <Icon name="map-pin" />
            {places}
        </p>
    }
}

/// Who takes part, sort by sort.
#[component]
fn ByKind(active: Vec<Partner>) -> impl IntoView {
    let kinds: Vec<_> = ActorKind::ALL
        .iter()
        .filter_map(|kind| {
            let rows: Vec<_> = active
                .iter()
                .filter(|one| one.kind == *kind)
                .map(|one| {
                    let (id, name, count) = (one.id, one.name.clone(), one.open);
                    view! {
                        <li id=row(one)>
                            <A href=routes::actor(id)>{name}</A>
                            <Open of=id count />
                        </li>
                    }
                })
                .collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <div class="card">
                        <h3>{crate::i18n::label(*kind)}</h3>
                        <ul class="partners">{rows}</ul>
                    </div>
                }
            })
        })
        .collect();
    view! { <div class="card-grid">{kinds}</div> }.into_any()
}

/// What is open of an actor, with a way there.
#[component]
fn Open(of: ActorId, count: u32) -> impl IntoView {
    let i18n = use_i18n();
    let href = address_of(&SearchQuery {
        actor: Some(of),
        ..SearchQuery::default()
    });
    (count > 0).then(|| {
        view! {
            <A href=href attr:class="tag">
                {move || i18n.text(&msg!(common.results, count = count))}
            </A>
        }
    })
}
