//! The field that asks what somebody would like to do, with live suggestions.

use goesting_types::search::{SearchQuery, SuggestQuery, Suggestion, Suggestions};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::{Choice, Combobox};
use crate::browser;
use crate::i18n::{I18n, use_i18n, words};
use crate::load::load;
use crate::routes;
use crate::session::{use_client, use_here};
use crate::t;
use crate::url::address_of;

/// What somebody would like to do. Taking a suggestion goes there; what is typed is `text`.
#[component]
pub fn SearchBox(
    /// A name of its own on the page.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    text: RwSignal<String>,
    /// Whether the label is only for screen readers.
    #[prop(default = false)]
    quiet: bool,
) -> impl IntoView {
    let (i18n, here, client) = (use_i18n(), use_here(), use_client());
    let navigate = StoredValue::new(use_navigate());
    let found = load(move || {
        let q: String = text.with(|text| text.trim().chars().take(100).collect());
        let near = here.get_now().and_then(|here| here.near);
        let (client, lang) = (client.clone(), i18n.lang_now());
        async move {
            if q.is_empty() {
                return Ok(Suggestions { items: Vec::new() });
            }
            // Typing on aborts this: somebody who types fast asks once.
            browser::sleep(120).await;
            client
                .suggest_opportunities(&SuggestQuery {
                    q,
                    lang: Some(lang),
                    near,
                })
                .await
        }
    });
    let choices = Signal::derive(move || {
        found
            .with(|found| {
                let items = found.items.iter().enumerate();
                items
                    .map(|(index, item)| choice(i18n, index, item))
                    .collect()
            })
            .unwrap_or_default()
    });
    let choose = move |choice: Choice| {
        let taken = choice.key.parse().ok().and_then(|index: usize| {
            found
                .with(|found| found.items.get(index).cloned())
                .flatten()
        });
        let Some(taken) = taken else { return };
        let mut search = SearchQuery::default();
        if let Some(here) = here.get_now() {
            here.aim(&mut search);
        }
        let address = match taken {
            Suggestion::Interest { id, .. } => {
                search.interest = vec![id];
                address_of(&search)
            }
            Suggestion::Actor { id, .. } => address_of(&SearchQuery {
                actor: Some(id),
                ..SearchQuery::default()
            }),
            Suggestion::Opportunity { id, .. } => routes::opportunity(id),
        };
        text.set(String::new());
        navigate.with_value(|navigate| navigate(&address, NavigateOptions::default()));
    };
    view! {
        <Combobox id label text choices choose quiet placeholder=t!(common.search_example) />
    }
}

fn choice(i18n: I18n, index: usize, item: &Suggestion) -> Choice {
    let key = index.to_string();
    match item {
        Suggestion::Interest { label, .. } => Choice {
            key,
            text: words(i18n, label),
            detail: None,
            icon: "heart",
        },
        Suggestion::Opportunity {
            title, locality, ..
        } => Choice {
            key,
            text: words(i18n, title),
            detail: locality.clone(),
            icon: "sparkles",
        },
        Suggestion::Actor {
            name, actor_kind, ..
        } => Choice {
            key,
            text: name.clone(),
            detail: Some(i18n.label(*actor_kind)),
            icon: "users",
        },
    }
}
