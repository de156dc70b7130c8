//! "Where do we look?"

use goesting_types::page::Page;
use goesting_types::territory::{Territory, TerritoryKind, TerritoryQuery};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Choice, Combobox, Form, Icon, Stage, use_toasts, what_failed};
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
    /// The place as it shows; the one chosen on this device where nothing is said.
    #[prop(optional, into)]
    shown: Option<Signal<String>>,
    /// Told how far the choice is.
    #[prop(optional)]
    stage: Option<RwSignal<Stage>>,
) -> impl IntoView {
    let (i18n, here, toasts) = (use_i18n(), use_here(), use_toasts());
    let shown = shown.unwrap_or_else(|| {
        Signal::derive(move || here.get().map(|here| here.label).unwrap_or_default())
    });
    let text = RwSignal::new(shown.get_untracked());
    let known = RwSignal::new(text.get_untracked());
    let show = move |label: String| {
        known.set(label.clone());
        text.set(label);
    };
    Effect::new(move |_| show(shown.get()));
    let set = move |to: Option<HereNow>| {
        show(to.as_ref().map(|to| to.label.clone()).unwrap_or_default());
        here.set(to.clone());
        change(to);
    };
    let some = Memo::new(move |_| known.with(|known| !known.is_empty()));
    // Emptied: from anywhere.
    let emptied = move |_| {
        if text.with_untracked(|text| text.trim().is_empty())
            && known.with_untracked(|known| !known.is_empty())
        {
            set(None);
        }
    };
    let choose = Callback::new(move |territory: Territory| {
        set(Some(HereNow {
            label: name_now(i18n, &territory),
            territory: Some(territory.id),
            near: None,
        }));
    });
    let locating = RwSignal::new(false);
    let locate = move |_| {
        if locating.get_untracked() {
            return;
        }
        locating.set(true);
        spawn_local(async move {
            let found = browser::position().await;
            locating.try_set(false);
            match found {
                Some(point) => set(Some(HereNow {
                    label: i18n.text_now(&msg!(common.place.around_me)),
                    territory: None,
                    near: Some(point),
                })),
                None => toasts.say(msg!(common.place.not_located)),
            }
        });
    };
    let locate_id = format!("{id}-locate");
    let neighbour = locate_id.clone();
    let anywhere = move |_| {
        set(None);
        // This one goes out of sight.
        browser::focus(&neighbour);
    };
    view! {
        <div class="place-picker" on:change=emptied>
            <TownBox id label=t!(common.place.label) text known choose told=stage />
            <button
                type="button"
                class="button quiet"
                id=locate_id
                aria-disabled=move || locating.get().to_string()
                on:click=locate
            >
                <Icon name="locate-fixed" />
                {t!(common.place.locate)}
            </button>
            // It keeps its place while there is nothing to clear: what is being pressed stays where it is.
            <button type="button" class="button quiet" class:unseen=move || !some.get() on:click=anywhere>
                <Icon name="x" />
                {t!(common.place.anywhere)}
            </button>
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
    /// Told how far the choice is.
    #[prop(default = None)]
    told: Option<RwSignal<Stage>>,
    /// The form it is part of, and where in the request.
    #[prop(default = None)]
    of: Option<(Form, &'static str)>,
    /// Whether it may not stay empty.
    #[prop(default = false)]
    required: bool,
) -> impl IntoView {
    let (i18n, client) = (use_i18n(), use_client());
    let found = load(move || {
        let q = text.get().trim().to_owned();
        let settled = q.is_empty() || known.get_untracked() == q;
        let client = client.clone();
        async move {
            let nothing = Page {
                items: Vec::new(),
                next_cursor: None,
                total: None,
            };
            if settled {
                return Ok(nothing);
            }
            // Typing on aborts this: somebody who types fast asks once.
            browser::sleep(150).await;
            let query = TerritoryQuery {
                q: Some(q),
                kind: Some(TerritoryKind::Municipality),
                limit: Some(8),
                ..TerritoryQuery::default()
            };
            client.list_territories(&query).await
        }
    });
    let stage = Signal::derive(move || {
        let q = text.with(|text| text.trim().to_owned());
        if q.is_empty() || known.with(|known| *known == q) {
            Stage::Settled
        } else if found.is_busy() {
            Stage::Looking
        } else {
            Stage::Open
        }
    });
    if let Some(told) = told {
        Effect::new(move |_| told.set(stage.get()));
    }
    let choices = Signal::derive(move || {
        // What was found for other words is not to be chosen from.
        if found.error().is_some() {
            return Vec::new();
        }
        found
            .with(|page| page.items.iter().map(|place| choice(i18n, place)).collect())
            .unwrap_or_default()
    });
    let failed = Signal::derive(move || {
        let error = found.error().filter(|_| stage.get() != Stage::Settled)?;
        Some(i18n.text(&what_failed(&error)))
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
            must_choose=stage
            nothing=t!(common.place.unknown)
            failed
            of
            required
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
    let postcodes = span(&place.postcodes);
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

/// Postcodes in few words: `3290–3294`.
fn span(postcodes: &[String]) -> String {
    match (postcodes.iter().min(), postcodes.iter().max()) {
        (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
        (first, _) => first.cloned().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_are_told_from_the_first_to_the_last() {
        let told = |postcodes: &[&str]| {
            let postcodes: Vec<_> = postcodes.iter().map(|code| (*code).to_owned()).collect();
            span(&postcodes)
        };
        assert_eq!(told(&[]), "");
        assert_eq!(told(&["3500"]), "3500");
        assert_eq!(told(&["3293", "3290", "3294"]), "3290–3294");
    }
}
