//! On which days, at which hours, and whether there is still room.

use goesting_types::search::{Facet, SearchResults};
use leptos::prelude::*;

use super::Filter;
use super::facet::Values;
use crate::components::Check;
use crate::load::Load;
use crate::pages::discover::Searching;
use crate::t;
use crate::vocabulary::Vocab;

/// When, and whether there is still room.
#[component]
pub fn When(
    searching: Searching,
    results: Load<SearchResults>,
    vocabulary: Vocab,
) -> impl IntoView {
    view! {
        <Filter title=t!(discover.when)>
            <Values facet=Facet::Weekday searching results vocabulary />
            <Values facet=Facet::Daypart searching results vocabulary />
            <Dates searching />
            <Check
                on=Signal::derive(move || searching.get().places_left.is_some())
                change=move |on| searching.change(|search| search.places_left = on.then_some(1))
            >
                {t!(discover.places_left)}
            </Check>
        </Filter>
    }
}

#[component]
fn Dates(searching: Searching) -> impl IntoView {
    view! {
        <div class="dates">
            <label>
                {t!(discover.from_label)}
                <input
                    type="date"
                    prop:value=move || searching.get().from.map(|date| date.to_string()).unwrap_or_default()
                    on:change:target=move |event| {
                        let date = event.target().value().parse().ok();
                        searching.change(|search| search.from = date);
                    }
                />
            </label>
            <label>
                {t!(discover.until_label)}
                <input
                    type="date"
                    prop:value=move || searching.get().to.map(|date| date.to_string()).unwrap_or_default()
                    on:change:target=move |event| {
                        let date = event.target().value().parse().ok();
                        searching.change(|search| search.to = date);
                    }
                />
            </label>
        </div>
    }
}
