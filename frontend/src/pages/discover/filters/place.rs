//! Where, and how far from there.

use goesting_types::search::Facet;
use goesting_types::territory::Ring;
use leptos::prelude::*;

use crate::components::{Choices, PlacePicker};
use crate::i18n::use_i18n;
use crate::pages::discover::Searching;
use crate::session::HereNow;

/// The place, and how far from it.
#[component]
pub fn Place(sheet: bool, searching: Searching) -> impl IntoView {
    let place = move |here: Option<HereNow>| {
        searching.change(|search| {
            search.radius_km = None;
            if let Some(here) = here {
                here.aim(search);
            } else {
                search.territory = None;
                search.near = None;
                search.ring = None;
            }
        });
    };
    view! {
        <div class="filter">
            <PlacePicker
                id=if sheet { "sheet-place" } else { "rail-place" }
                change=place
                shown=Signal::derive(move || searching.place())
            />
            <Rings name=if sheet { "sheet-ring" } else { "rail-ring" } searching />
        </div>
    }
}

/// How far, once it is known from where.
#[component]
fn Rings(name: &'static str, searching: Searching) -> impl IntoView {
    let i18n = use_i18n();
    let options = Signal::derive(move || {
        Ring::ALL
            .iter()
            .map(|ring| (ring.to_string(), i18n.label(*ring)))
            .collect::<Vec<_>>()
    });
    let located = Memo::new(move |_| {
        let search = searching.get();
        search.territory.is_some() || search.near.is_some()
    });
    let value = Signal::derive(move || {
        searching
            .get()
            .ring
            .map(|ring| ring.to_string())
            .unwrap_or_default()
    });
    view! {
        <Show when=move || located.get()>
            <Choices
                name
                legend=crate::i18n::label(Facet::Ring)
                options
                value
                choose=move |ring: String| searching.change(|search| search.ring = ring.parse().ok())
            />
        </Show>
    }
}
