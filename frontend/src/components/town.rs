//! A municipality in a form.

use goesting_types::territory::{Territory, TerritoryId};
use leptos::prelude::*;

use super::{Form, TownBox, name_now};
use crate::i18n::{use_i18n, words};
use crate::load::load;
use crate::session::use_client;

/// A municipality that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Town {
    /// Its code.
    pub id: TerritoryId,
    /// The village or town as one writes it on an envelope.
    pub locality: String,
    /// Its postcode, when that is sure.
    pub postcode: Option<String>,
}

/// A municipality in a form: typed, then chosen from what is found.
#[component]
pub fn TownField(
    /// Of which form.
    form: Form,
    /// JSON pointer into the request.
    pointer: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// The one there was.
    id: Option<TerritoryId>,
    /// What that is called; empty when it is to be asked.
    name: String,
    /// Another one was chosen, or none.
    change: Callback<Option<Town>>,
    /// Whether it may not stay empty.
    #[prop(default = true)]
    required: bool,
) -> impl IntoView {
    let (i18n, client) = (use_i18n(), use_client());
    let text = RwSignal::new(name.clone());
    let known = RwSignal::new(name.clone());
    let show = move |name: String| {
        known.set(name.clone());
        text.set(name);
    };
    if let Some(id) = id.filter(|_| name.is_empty()) {
        let asked = load(move || {
            let (client, id) = (client.clone(), id.clone());
            async move { client.get_territory(&id).await }
        });
        Effect::new(move |_| {
            if let Some(name) = asked.with(|territory| words(i18n, &territory.name))
                && text.with_untracked(String::is_empty)
            {
                show(name);
            }
        });
    }
    // What was chosen no longer stands there.
    Effect::new(move |earlier: Option<bool>| {
        let same = text.with(|text| known.with(|known| text == known));
        if earlier == Some(true) && !same {
            change.run(None);
        }
        same
    });
    let choose = Callback::new(move |territory: Territory| {
        let typed = text.get_untracked();
        let (name, town) = town(&territory, name_now(i18n, &territory), &typed);
        show(name);
        change.run(Some(town));
    });
    view! {
        <div class="field" class:wrong=move || form.fault(i18n, pointer).is_some()>
            <TownBox id="town" label text known choose of=Some((form, pointer)) required />
        </div>
    }
}

/// The one chosen, and how the field shows it.
fn town(territory: &Territory, name: String, typed: &str) -> (String, Town) {
    let locality = territory.matched.clone().unwrap_or(name);
    let postcode = match territory.postcodes.as_slice() {
        [only] => Some(only.clone()),
        all => all.iter().find(|code| *code == typed.trim()).cloned(),
    };
    let shown = match &postcode {
        Some(postcode) => format!("{postcode} {locality}"),
        None => locality.clone(),
    };
    let town = Town {
        id: territory.id.clone(),
        locality,
        postcode,
    };
    (shown, town)
}
