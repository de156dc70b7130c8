//! Icons (lucide, ISC), from one sprite; always beside words, so hidden from screen readers.

use leptos::prelude::*;

use crate::assets::asset;

/// One icon of the sprite.
#[component]
pub fn Icon(
    /// Its lucide name: `map-pin`.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let href = format!("{}#{name}", asset("icons.svg"));
    view! {
        <svg class="icon" aria-hidden="true" focusable="false">
            <use href=href></use>
        </svg>
    }
}
