//! The values of a facet, with how many hits each would give.

use goesting_i18n::msg;
use goesting_types::search::{Facet, FacetCount, SearchResults};
use leptos::prelude::*;

use super::Filter;
use super::values::{in_order, is_short, name, on, turn};
use crate::components::Toggle;
use crate::i18n::{capital, use_i18n};
use crate::load::Load;
use crate::pages::discover::Searching;
use crate::vocabulary::Vocab;

/// How many values of a long list show before "more".
const SHORT: usize = 8;

/// How many hits a value would give.
#[component]
pub fn Count(count: u64) -> impl IntoView {
    view! { <span class="facet-count">{count}</span> }
}

/// How many hits a value of a facet would give; followed.
pub fn count_of(results: Load<SearchResults>, facet: Facet, value: &str) -> Option<u64> {
    results
        .with(|results| {
            let counts = results.facets.iter().find(|counts| counts.facet == facet)?;
            let found = counts.counts.iter().find(|count| count.value == value)?;
            Some(found.count)
        })
        .flatten()
}

/// A facet with its title.
#[component]
pub fn Facets(
    facet: Facet,
    searching: Searching,
    results: Load<SearchResults>,
    vocabulary: Vocab,
) -> impl IntoView {
    view! {
        <Filter title=crate::i18n::label(facet)>
            <Values facet searching results vocabulary />
        </Filter>
    }
}

/// The values of a facet: those that give hits, and those that are on.
#[component]
pub fn Values(
    facet: Facet,
    searching: Searching,
    results: Load<SearchResults>,
    vocabulary: Vocab,
) -> impl IntoView {
    let i18n = use_i18n();
    let all = RwSignal::new(false);
    let values = Memo::new(move |earlier: Option<&Vec<FacetCount>>| {
        let counts = results
            .with(|results| {
                let counts = results.facets.iter().find(|counts| counts.facet == facet);
                counts
                    .map(|counts| counts.counts.clone())
                    .unwrap_or_default()
            })
            .unwrap_or_default();
        let earlier = earlier.map(Vec::as_slice).unwrap_or_default();
        in_order(facet, counts, &on(facet, &searching.get()), earlier)
    });
    let count = move |value: &str| {
        values.with(|values| {
            let found = values.iter().find(|count| count.value == value);
            found.map_or(0, |count| count.count)
        })
    };
    let shown = move || {
        let mut values = values.get();
        if !all.get() && !is_short(facet) {
            let on = on(facet, &searching.get());
            let mut room = SHORT;
            values.retain(|value| {
                let keep = room > 0 || on.contains(&value.value);
                room = room.saturating_sub(1);
                keep
            });
        }
        values
            .into_iter()
            .map(|count| count.value)
            .collect::<Vec<_>>()
    };
    view! {
        <div class="pills">
            <For each=shown key=Clone::clone let:value>
                {
                    let (named, counted, chosen) = (value.clone(), value.clone(), value.clone());
                    view! {
                        <Toggle
                            on=Signal::derive(move || on(facet, &searching.get()).contains(&chosen))
                            change=move |to| searching.change(|search| turn(facet, search, &value, to))
                        >
                            {move || capital(&name(i18n, vocabulary, facet, &named))}
                            {move || view! { <Count count=count(&counted) /> }}
                        </Toggle>
                    }
                }
            </For>
        </div>
        <Show when=move || { !is_short(facet) && values.with(Vec::len) > SHORT }>
            <button
                type="button"
                class="button quiet small"
                aria-expanded=move || all.get().to_string()
                on:click=move |_| all.update(|all| *all = !*all)
            >
                {move || {
                    i18n.text(
                        &if all.get() {
                            msg!(common.action.show_less)
                        } else {
                            msg!(common.action.show_more)
                        },
                    )
                }}
            </button>
        </Show>
    }
}
