//! Pages of one thing, which the address names.

use std::str::FromStr;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::NotFound;

/// Shows the thing whose `id` is in the address; without one, that there is no such page.
pub fn of_address<Id>(show: impl Fn(Id) -> AnyView + Send + Sync + 'static) -> impl IntoView
where
    Id: FromStr + PartialEq + Copy + Send + Sync + 'static,
{
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<Id>().ok()));
    move || match id.get() {
        Some(id) => show(id),
        None => view! { <NotFound /> }.into_any(),
    }
}
