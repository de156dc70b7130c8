//! The first page: what gives you energy, and where are you.

use goesting_types::interest::Theme;
use goesting_types::search::{SearchQuery, Sort};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use crate::browser;
use crate::components::{Art, Heading, HitCard, Icon, PlacePicker, SearchBox, SkeletonKind, Stage};
use crate::i18n::{use_i18n, words};
use crate::load::load;
use crate::session::{Here, use_client, use_here};
use crate::t;
use crate::url::address_of;
use crate::vocabulary::use_vocabulary;

/// How many opportunities the first page shows.
const SOON: u32 = 6;
/// The field of the place.
const PLACE: &str = "start-place";

/// A search from where the reader looks, in the region around it.
fn around(here: Here) -> SearchQuery {
    let mut search = SearchQuery::default();
    if let Some(here) = here.get() {
        here.aim(&mut search);
    }
    search
}

/// The first page.
#[component]
pub fn Start() -> impl IntoView {
    let here = use_here();
    let text = RwSignal::new(String::new());
    let place = RwSignal::new(Stage::Settled);
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        spawn_local(async move {
            // The town that was typed is looked up first; without one that we know, it asks again.
            while place.try_get_untracked() == Some(Stage::Looking) {
                browser::sleep(50).await;
            }
            if place.try_get_untracked() != Some(Stage::Settled) {
                browser::focus(PLACE);
                return;
            }
            let search = SearchQuery {
                q: Some(text.get_untracked().trim().to_owned()).filter(|q| !q.is_empty()),
                ..untrack(|| around(here))
            };
            navigate(&address_of(&search), NavigateOptions::default());
        });
    };
    view! {
        <section class="hero">
            <div class="hero-words">
                <Heading text=t!(start.title) />
                <p class="lead">{t!(start.lead)}</p>
                <form class="hero-form" role="search" on:submit=submit>
                    <SearchBox id="start-q" label=t!(start.what) text />
                    <PlacePicker id=PLACE change=|_| () stage=place />
                    <button type="submit" class="button main">
                        <Icon name="search" />
                        {t!(common.action.search)}
                    </button>
                </form>
            </div>
            <div class="hero-art">
                <Art name="hero".to_owned() />
            </div>
        </section>
        <Themes />
        <Soon />
        <section class="promises">
            <h2>{t!(start.easy.title)}</h2>
            <ul>
                <li>
                    <Icon name="heart-handshake" />
                    <h3>{t!(start.easy.welcome)}</h3>
                    <p>{t!(start.easy.welcome_text)}</p>
                </li>
                <li>
                    <Icon name="footprints" />
                    <h3>{t!(start.easy.try_out)}</h3>
                    <p>{t!(start.easy.try_out_text)}</p>
                </li>
                <li>
                    <Icon name="door-open" />
                    <h3>{t!(start.easy.stop)}</h3>
                    <p>{t!(start.easy.stop_text)}</p>
                </li>
            </ul>
        </section>
    }
}

#[component]
fn Themes() -> impl IntoView {
    let vocabulary = use_vocabulary();
    view! {
        <section class="themes" aria-labelledby="themes-title">
            <h2 id="themes-title">{t!(start.themes)}</h2>
            {vocabulary
                .view(
                    SkeletonKind::Cards,
                    |vocabulary| {
                        let tiles: Vec<_> = vocabulary
                            .themes
                            .iter()
                            .map(|theme| view! { <ThemeTile theme=theme.clone() /> })
                            .collect();
                        view! { <ul class="theme-grid">{tiles}</ul> }
                    },
                )}
        </section>
    }
}

#[component]
fn ThemeTile(theme: Theme) -> impl IntoView {
    let (i18n, here) = (use_i18n(), use_here());
    let id = theme.id.clone();
    let href = move || {
        address_of(&SearchQuery {
            interest: vec![id.clone()],
            ..around(here)
        })
    };
    view! {
        <li class=format!("theme-tile tint-{}", theme.colour)>
            <Art name=format!("theme-{}", theme.id) />
            <A href=href>{move || words(i18n, &theme.label)}</A>
        </li>
    }
}

/// What is soon and near, or soon at all.
#[component]
fn Soon() -> impl IntoView {
    let (i18n, here, client) = (use_i18n(), use_here(), use_client());
    let soonest = move || SearchQuery {
        sort: Some(Sort::Date),
        ..around(here)
    };
    let found = load(move || {
        let (client, search) = (client.clone(), soonest());
        async move {
            let search = SearchQuery {
                limit: Some(SOON),
                ..search
            };
            client.search_opportunities(&search).await
        }
    });
    let title = move || match here.get() {
        Some(here) => i18n.text(&goesting_i18n::msg!(start.soon_around, place = here.label)),
        None => i18n.text(&goesting_i18n::msg!(start.soon)),
    };
    view! {
        <section class="soon">
            <h2>{title}</h2>
            {found
                .view(
                    SkeletonKind::Cards,
                    |found| {
                        if found.items.is_empty() {
                            return view! { <p class="muted">{t!(start.nothing_soon)}</p> }.into_any();
                        }
                        let cards: Vec<_> = found
                            .items
                            .into_iter()
                            .map(|hit| view! { <li><HitCard hit /></li> })
                            .collect();
                        view! { <ul class="card-grid">{cards}</ul> }.into_any()
                    },
                )}
            <p>
                <A href=move || address_of(&soonest()) attr:class="button">
                    {t!(start.all)}
                    <Icon name="arrow-right" />
                </A>
            </p>
        </section>
    }
}
