//! What it may cost.

use goesting_types::search::{Facet, SearchResults};
use leptos::prelude::*;

use super::Filter;
use super::facet::{Count, count_of};
use crate::components::Check;
use crate::i18n::capital;
use crate::load::Load;
use crate::pages::discover::Searching;
use crate::t;

/// What it may cost.
#[component]
pub fn Price(searching: Searching, results: Load<SearchResults>) -> impl IntoView {
    let free = t!(common.free);
    view! {
        <Filter title=t!(discover.price)>
            <Check
                on=Signal::derive(move || searching.get().free == Some(true))
                change=move |on| searching.change(|search| search.free = on.then_some(true))
            >
                {move || capital(&free.get())}
                {move || count_of(results, Facet::Free, "true").map(|count| view! { <Count count /> })}
            </Check>
            <Check
                on=Signal::derive(move || searching.get().social_tariff == Some(true))
                change=move |on| searching.change(|search| search.social_tariff = on.then_some(true))
            >
                {t!(discover.social_tariff)}
            </Check>
        </Filter>
    }
}
