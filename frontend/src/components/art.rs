//! Drawings: our own, flat, in the colours of the theme, from one sprite.

use goesting_types::interest::{InterestId, Vocabulary};
use leptos::prelude::*;

use crate::assets::asset;

/// Which drawing goes with interests: that of the theme of the first one.
pub fn theme_art(vocabulary: Option<&Vocabulary>, interests: &[InterestId]) -> String {
    let first = interests.first();
    let theme = vocabulary.and_then(|vocabulary| {
        vocabulary.themes.iter().find(|theme| {
            first.is_some_and(|first| {
                theme.id == *first || theme.interests.iter().any(|interest| interest.id == *first)
            })
        })
    });
    match theme {
        Some(theme) => format!("theme-{}", theme.id),
        None => "theme-any".to_owned(),
    }
}

/// One drawing of the sprite. It decorates: the words beside it say all.
#[component]
pub fn Art(
    /// Its name: `theme-making`, `empty-agenda`.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let href = move || format!("{}#{}", asset("art.svg"), name.get());
    view! {
        <svg class="art" viewBox="0 0 320 200" aria-hidden="true" focusable="false">
            <use href=href></use>
        </svg>
    }
}
