//! The filters, with how many hits each value would give.

mod age;
mod facet;
mod place;
mod price;
mod values;
mod when;

use goesting_types::search::{Facet, SearchResults};
use leptos::prelude::*;

use super::Searching;
use crate::load::Load;
use crate::t;
use crate::vocabulary::use_vocabulary;

use age::Age;
use facet::Facets;
use place::Place;
use price::Price;
pub(super) use values::formality;
use when::When;

/// What belongs together, with its title.
#[component]
fn Filter(#[prop(into)] title: Signal<String>, children: Children) -> impl IntoView {
    view! {
        <fieldset class="filter">
            <legend>{title}</legend>
            {children()}
        </fieldset>
    }
}

/// All filters. `side` keeps names apart where they stand twice on a page.
#[component]
pub fn Filters(
    side: &'static str,
    searching: Searching,
    results: Load<SearchResults>,
) -> impl IntoView {
    let vocabulary = use_vocabulary();
    view! {
        <div class="filters">
            <Place sheet=side == "sheet" searching />
            <Facets facet=Facet::Interest searching results vocabulary />
            <Facets facet=Facet::Flag searching results vocabulary />
            <When searching results vocabulary />
            <Price searching results />
            <Age side searching />
            <Facets facet=Facet::Kind searching results vocabulary />
            <Facets facet=Facet::Language searching results vocabulary />
            <Facets facet=Facet::Formal searching results vocabulary />
            <p>
                <button type="button" class="button quiet" on:click=move |_| searching.clear()>
                    {t!(common.action.clear_all)}
                </button>
            </p>
        </div>
    }
}
