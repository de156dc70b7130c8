//! "Where do we look?"

use goesting_types::page::Page;
use goesting_types::territory::{Territory, TerritoryKind, TerritoryQuery};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Choice, Combobox, Icon, use_toasts};
use crate::browser;
use crate::i18n::{I18n, use_i18n, words};
use crate::load::load;
use crate::session::{HereNow, use_client, use_here};
use crate::t;
use goesting_i18n::msg;

/// Chooses the place to look from: a municipality, a postcode, a village, or where the device is.
#[component]
pub fn PlacePicker(
    /// A name of its own on the page.
    id: &'static str,
    /// A place was chosen, or none.
    change: impl Fn(Option<HereNow>) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let (i18n, here, toasts) = (use_i18n(), use_here(), use_toasts());
    let text = RwSignal::new(here.get_now().map(|here| here.label).unwrap_or_default());
    let known = RwSignal::new(text.get_untracked());
    let set = move |to: Option<HereNow>| {
        known.set(to.as_ref().map(|to| to.label.clone()).unwrap_or_default());
        text.set(known.get_untracked());
        here.set(to.clone());
        change(to);
    };
    let choose = Callback::new(move |territory: Territory| {
        set(Some(HereNow {
            label: name_now(i18n, &territory),
            territory: Some(territory.id),
            near: None,
        }));
    });
    let locate = move |_| {
        spawn_local(async move {
            match browser::position().await {
                Some(point) => set(Some(HereNow {
                    label: i18n.text_now(&msg!(common.place.around_me)),
                    territory: None,
                    near: Some(point),
                })),
                None => toasts.say(msg!(common.place.not_located)),
            }
        });
    };
    view! {
        <div class="place-picker">
            <TownBox id label=t!(common.place.label) text known choose />
            <button type="button" class="button quiet" on:click=locate>
                <Icon name="locate-fixed" />
                {t!(common.place.locate)}
            </button>
            <Show when=move || here.get().is_some()>
                <button type="button" class="button quiet" on:click=move |_| set(None)>
                    <Icon name="x" />
                    {t!(common.place.anywhere)}
                </button>
            </Show>
        </div>
    }
}

/// Finds a municipality by its name, a postcode or a village.
#[component]
pub fn TownBox(
    /// A name of its own on the page.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    text: RwSignal<String>,
    /// What was typed when one was chosen: that is not searched for again.
    known: RwSignal<String>,
    /// One was chosen. What it is called here is for the caller to put into `text` and `known`.
    choose: Callback<Territory>,
) -> impl IntoView {
    let (i18n, client) = (use_i18n(), use_client());
    let found = load(move || {
        let q = text.get().trim().to_owned();
        let settled = q.is_empty() || known.get_untracked() == q;
        let client = client.clone();
        async move {
            if settled {
                return Ok(Page {
                    items: Vec::new(),
                    next_cursor: None,
                    total: None,
                });
            }
            // Typing on aborts this: somebody who types fast asks once.
            browser::sleep(150).await;
            client
                .list_territories(&TerritoryQuery {
                    q: Some(q),
                    kind: Some(TerritoryKind::Municipality),
                    limit: Some(8),
                    ..TerritoryQuery::default()
                })
                .await
        }
    });
    let choices = Signal::derive(move || {
        found
            .with(|page| page.items.iter().map(|place| choice(i18n, place)).collect())
            .unwrap_or_default()
    });
    let take = move |choice: Choice| {
        let territory = found
            .with(|page| {
                page.items
                    .iter()
                    .find(|place| place.id.as_str() == choice.key)
                    .cloned()
            })
            .flatten();
        if let Some(territory) = territory {
            choose.run(territory);
        }
    };
    view! {
        <Combobox
            id
            label
            text
            choices
            choose=take
            icon="map-pin"
            placeholder=t!(common.place.example)
        />
    }
}

/// What a municipality is called; not followed.
pub fn name_now(i18n: I18n, territory: &Territory) -> String {
    let name = territory.name.pick(i18n.lang_now());
    name.map(|(_, name)| name.to_owned()).unwrap_or_default()
}

fn choice(i18n: I18n, place: &Territory) -> Choice {
    let name = words(i18n, &place.name);
    let postcodes = match place.postcodes.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first, ..] => format!("{first} …"),
    };
    let detail = match &place.matched {
        Some(village) => format!("{village}, {postcodes}"),
        None => postcodes,
    };
    Choice {
        key: place.id.as_str().to_owned(),
        text: name,
        detail: Some(detail),
        icon: "map-pin",
    }
}
