//! Finding: words, filters in the address bar, and a list.

mod active;
mod filters;
mod nothing;

use goesting_i18n::{Label, msg};
use goesting_types::page::Page;
use goesting_types::problem::ErrorCode;
use goesting_types::search::{Facet, SearchHit, SearchQuery, SearchResults, Sort};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::components::{
    Dialog, DialogKind, Heading, HitCard, Icon, Paged, SearchBox, SkeletonKind, name_now,
};
use crate::i18n::use_i18n;
use crate::load::{Load, load};
use crate::session::{use_client, use_here, use_session};
use crate::t;
use crate::url::{address_of, search_of};

use active::ActiveFilters;
use filters::Filters;
use nothing::{Nothing, OldLink};

const PAGE: u32 = 20;

/// The search of the address bar, and the way to change it.
#[derive(Clone, Copy)]
pub(crate) struct Searching {
    search: Memo<SearchQuery>,
    go: Callback<SearchQuery>,
    /// What the place of the search is called.
    place: Memo<String>,
    /// How often everything was cleared.
    cleared: RwSignal<u32>,
}

impl Searching {
    /// The search; followed.
    fn get(self) -> SearchQuery {
        self.search.get()
    }

    /// Changes the search.
    fn change(self, change: impl FnOnce(&mut SearchQuery)) {
        let mut search = self.search.get_untracked();
        change(&mut search);
        self.go.run(search);
    }

    /// Searches for nothing in particular, from nowhere.
    fn clear(self) {
        self.cleared
            .update(|cleared| *cleared = cleared.wrapping_add(1));
        self.go.run(SearchQuery::default());
    }

    /// What the place of the search is called; followed. It is said again when everything is
    /// cleared: half a word that was typed goes too.
    fn place(self) -> String {
        self.cleared.track();
        self.place.get()
    }
}

/// What the place of a search is called: as it was chosen here, else as the server knows it, for
/// who came by a link.
fn place_of(search: Memo<SearchQuery>) -> Memo<String> {
    let (i18n, here, client) = (use_i18n(), use_here(), use_client());
    let at = Memo::new(move |_| search.with(|search| (search.territory.clone(), search.near)));
    let asked = load(move || {
        let (territory, near) = at.get();
        let chosen = here
            .get_now()
            .filter(|here| here.territory == territory && here.near == near);
        let client = client.clone();
        async move {
            Ok(match (chosen, territory) {
                (Some(here), _) => here.label,
                (None, Some(id)) => name_now(i18n, &client.get_territory(&id).await?),
                (None, None) if near.is_some() => i18n.text_now(&msg!(common.place.around_me)),
                (None, None) => String::new(),
            })
        }
    });
    Memo::new(move |_| asked.with(Clone::clone).unwrap_or_default())
}

/// Finding.
#[component]
pub fn Discover() -> impl IntoView {
    let (i18n, here, client) = (use_i18n(), use_here(), use_client());
    let location = use_location();
    let navigate = use_navigate();
    let search = Memo::new(move |_| search_of(&location.search.get()));
    let stay = NavigateOptions {
        scroll: false,
        ..NavigateOptions::default()
    };
    let go = {
        let (navigate, stay) = (navigate.clone(), stay.clone());
        Callback::new(move |search: SearchQuery| navigate(&address_of(&search), stay.clone()))
    };
    let searching = Searching {
        search,
        go,
        place: place_of(search),
        cleared: RwSignal::new(0),
    };

    // Coming here without any question: look from the place that was chosen before.
    if search.get_untracked() == SearchQuery::default()
        && let Some(here) = here.get_now()
    {
        let mut aimed = SearchQuery::default();
        here.aim(&mut aimed);
        let replace = NavigateOptions {
            replace: true,
            ..stay
        };
        navigate(&address_of(&aimed), replace);
    }

    let text = RwSignal::new(String::new());
    Effect::new(move |_| text.set(search.get().q.unwrap_or_default()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let q = text.get_untracked().trim().to_owned();
        searching.change(|search| search.q = Some(q).filter(|q| !q.is_empty()));
    };

    let results = load(move || {
        let (client, search) = (client.clone(), search.get());
        async move {
            let search = SearchQuery {
                facets: facets_of(&search),
                limit: Some(PAGE),
                ..search
            };
            client.search_opportunities(&search).await
        }
    });
    let sheet = RwSignal::new(false);
    let count =
        move || results.with(|results| i18n.text(&msg!(common.results, count = results.total)));
    view! {
        <div class="discover">
            <div class="discover-head">
                <Heading text=t!(discover.title) />
                <form class="discover-form" role="search" on:submit=submit>
                    <SearchBox id="discover-q" label=t!(start.what) text quiet=true />
                    <button type="submit" class="button main">
                        <Icon name="search" />
                        {t!(common.action.search)}
                    </button>
                </form>
            </div>
            <aside class="rail" aria-label=t!(discover.filters)>
                <Filters side="rail" searching results />
            </aside>
            <section class="results" aria-busy=move || results.is_busy().to_string()>
                <h2 class="visually-hidden">{t!(discover.results)}</h2>
                <div class="results-bar">
                    <p role="status" class="count" id="results-count" tabindex="-1">
                        {count}
                    </p>
                    <button type="button" class="button filter-button" on:click=move |_| sheet.set(true)>
                        <Icon name="sliders-horizontal" />
                        {t!(common.action.show_filters)}
                    </button>
                    <SortChoice searching />
                </div>
                <ActiveFilters searching />
                <List searching results />
            </section>
            <Dialog
                kind=DialogKind::Sheet
                title=t!(discover.filters)
                open=sheet
                close=move || sheet.set(false)
            >
                <Filters side="sheet" searching results />
                <div class="sheet-foot">
                    <button type="button" class="button main" on:click=move |_| sheet.set(false)>
                        {move || {
                            let total = results.with(|results| results.total).unwrap_or(0);
                            i18n.text(&msg!(discover.show, count = total))
                        }}
                    </button>
                </div>
            </Dialog>
        </div>
    }
}

#[component]
fn SortChoice(searching: Searching) -> impl IntoView {
    let i18n = use_i18n();
    let located = move || {
        let search = searching.get();
        search.near.is_some() || search.territory.is_some()
    };
    view! {
        <label class="sort">
            <span class="visually-hidden">{t!(discover.sort)}</span>
            <select on:change:target=move |event| {
                let sort = event.target().value().parse().ok();
                searching.change(|search| search.sort = sort);
            }>
                {move || {
                    let chosen = searching.get().sort.unwrap_or(Sort::Relevance);
                    Sort::ALL
                        .iter()
                        .copied()
                        .filter(|sort| *sort != Sort::Distance || located())
                        .map(|sort| {
                            view! {
                                <option value=sort.as_str() selected=sort == chosen>
                                    {i18n.text(&sort.label())}
                                </option>
                            }
                        })
                        .collect::<Vec<_>>()
                }}
            </select>
        </label>
    }
}

/// What is counted beside the hits: all there is, rings only once it is known from where.
fn facets_of(search: &SearchQuery) -> Vec<Facet> {
    let located = search.territory.is_some() || search.near.is_some();
    let counted = |facet: &Facet| located || *facet != Facet::Ring;
    Facet::ALL.iter().copied().filter(counted).collect()
}

/// The hits, page after page.
#[component]
fn List(searching: Searching, results: Load<SearchResults>) -> impl IntoView {
    let session = use_session();
    let more = move |cursor| {
        let client = session.client();
        let search = SearchQuery {
            cursor,
            limit: Some(PAGE),
            ..searching.search.get_untracked()
        };
        async move { client.search_opportunities(&search).await.map(page) }
    };
    let unknown = Memo::new(move |_| {
        let code = results.error()?.code()?;
        matches!(
            code,
            ErrorCode::UnknownInterest | ErrorCode::UnknownTerritory
        )
        .then_some(code)
    });
    let shown = move |found: SearchResults| {
        if found.items.is_empty() {
            return view! { <Nothing searching help=found.help /> }.into_any();
        }
        let hits = Paged::new(page(found), row);
        view! {
            <ul class="card-list">
                <For each=move || hits.items() key=row let:hit>
                    {
                        let row = row(&hit);
                        view! {
                            <li id=row>
                                <HitCard hit />
                            </li>
                        }
                    }
                </For>
            </ul>
            {hits.more(t!(common.action.show_more), more)}
        }
        .into_any()
    };
    move || match unknown.get() {
        Some(code) => view! { <OldLink searching code /> }.into_any(),
        None => results.view(SkeletonKind::Cards, shown).into_any(),
    }
}

/// The id of a hit on the page.
fn row(hit: &SearchHit) -> String {
    format!("hit-{}", hit.id)
}

/// The hits; what is counted beside them came with the first.
fn page(found: SearchResults) -> Page<SearchHit> {
    Page {
        items: found.items,
        next_cursor: found.next_cursor,
        total: None,
    }
}
