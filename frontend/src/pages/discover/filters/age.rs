//! For which age.

use leptos::prelude::*;

use crate::pages::discover::Searching;
use crate::t;

/// For which age.
#[component]
pub fn Age(side: &'static str, searching: Searching) -> impl IntoView {
    let id = format!("{side}-age");
    view! {
        <div class="filter">
            <label class="filter-title" for=id.clone()>
                {t!(discover.age_label)}
            </label>
            <input
                id=id
                class="short"
                type="number"
                inputmode="numeric"
                min="0"
                max="120"
                prop:value=move || searching.get().age.map(|age| age.to_string()).unwrap_or_default()
                on:change:target=move |event| {
                    let age = event.target().value().parse().ok();
                    searching.change(|search| search.age = age);
                }
            />
        </div>
    }
}
