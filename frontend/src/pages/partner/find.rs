//! Finding an actor by its name.

use goesting_types::actor::{ActorQuery, ActorSummary};
use goesting_types::page::Page;
use leptos::prelude::*;

use crate::browser;
use crate::components::{Choice, Combobox, Form, what_failed};
use crate::i18n::use_i18n;
use crate::load::load;
use crate::session::use_client;
use crate::t;

/// Finds an actor by its name.
#[component]
pub fn ActorField(
    /// Of which form.
    form: Form,
    /// JSON pointer into the request.
    pointer: &'static str,
    /// The one that was chosen.
    actor: RwSignal<Option<ActorSummary>>,
) -> impl IntoView {
    let (i18n, client) = (use_i18n(), use_client());
    let text = RwSignal::new(String::new());
    let found = load(move || {
        let q = text.get().trim().to_owned();
        let chosen = actor.with_untracked(|actor| actor.as_ref().is_some_and(|one| one.name == q));
        let client = client.clone();
        async move {
            if q.is_empty() || chosen {
                return Ok(Page {
                    items: Vec::new(),
                    next_cursor: None,
                    total: None,
                });
            }
            browser::sleep(150).await;
            client
                .list_actors(&ActorQuery {
                    q: Some(q),
                    limit: Some(8),
                    ..ActorQuery::default()
                })
                .await
        }
    });
    let choices = Signal::derive(move || {
        let choice = |one: &goesting_types::actor::Actor| Choice {
            key: one.id.to_string(),
            text: one.name.clone(),
            detail: Some(i18n.label(one.kind)),
            icon: "users",
        };
        // What was found for other words is not to be chosen from.
        if found.error().is_some() {
            return Vec::new();
        }
        found
            .with(|page| page.items.iter().map(choice).collect())
            .unwrap_or_default()
    });
    let failed = Signal::derive(move || found.error().map(|error| i18n.text(&what_failed(&error))));
    let choose = move |choice: Choice| {
        let taken = found.with(|page| {
            let one = page
                .items
                .iter()
                .find(|one| one.id.to_string() == choice.key)?;
            Some(ActorSummary {
                id: one.id,
                kind: one.kind,
                name: one.name.clone(),
            })
        });
        if let Some(Some(taken)) = taken {
            let name = taken.name.clone();
            actor.set(Some(taken));
            text.set(name);
        }
    };
    Effect::new(move |_| {
        let other = text.with(|text| {
            actor.with_untracked(|actor| actor.as_ref().is_some_and(|one| one.name != *text))
        });
        if other {
            actor.set(None);
        }
    });
    view! {
        <div class="field">
            <Combobox
                id="find-actor"
                label=t!(partner.find)
                text
                choices
                choose
                icon="users"
                failed
                of=Some((form, pointer))
            />
        </div>
    }
}
