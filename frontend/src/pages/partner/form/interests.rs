//! Which interests it is for: typed and found, or taken from the whole list.

use goesting_i18n::msg;
use goesting_types::interest::{InterestId, Theme};
use leptos::prelude::*;

use super::Filling;
use crate::components::{Choice, Combobox, Icon, Toggle};
use crate::i18n::{I18n, use_i18n, words};
use crate::t;
use crate::vocabulary::{interest_name, use_vocabulary};

/// Most interests.
const MOST: usize = 8;

/// The interests.
#[component]
pub fn Interests(filling: Filling) -> impl IntoView {
    let (i18n, vocabulary) = (use_i18n(), use_vocabulary());
    let sheet = filling.sheet;
    let text = RwSignal::new(String::new());
    let chosen = Memo::new(move |_| sheet.with(|sheet| sheet.content.interests.clone()));
    let enough = Memo::new(move |_| chosen.with(|chosen| chosen.len() >= MOST));
    let set = move |id: &InterestId, on: bool| {
        sheet.update(|sheet| {
            let interests = &mut sheet.content.interests;
            interests.retain(|one| one != id);
            if on && interests.len() < MOST {
                interests.push(id.clone());
            }
        });
    };
    let choices = Signal::derive(move || {
        let typed = text.with(|text| text.trim().to_lowercase());
        if typed.is_empty() {
            return Vec::new();
        }
        vocabulary
            .with(|vocabulary| found(i18n, &vocabulary.themes, &typed))
            .unwrap_or_default()
    });
    let choose = move |choice: Choice| {
        set(&InterestId(choice.key), true);
        text.set(String::new());
    };
    let chips = move || {
        let chip = |id: InterestId| {
            let name = interest_name(i18n, vocabulary, &id);
            let label = i18n.text(&msg!(partner.form.interest_remove, name = name.clone()));
            view! {
                <li>
                    <button type="button" class="chip" aria-label=label on:click=move |_| set(&id, false)>
                        {name}
                        <Icon name="x" />
                    </button>
                </li>
            }
            .into_any()
        };
        chosen.get().into_iter().map(chip).collect::<Vec<_>>()
    };
    let lists = move || {
        vocabulary.with(|vocabulary| {
            let list = |theme: &Theme| {
                let pills: Vec<_> = theme
                    .interests
                    .iter()
                    .map(|interest| {
                        let (id, on, off) = (interest.id.clone(), interest.id.clone(), interest.id.clone());
                        let name = words(i18n, &interest.label);
                        view! {
                            <Toggle
                                on=Signal::derive(move || chosen.with(|chosen| chosen.contains(&on)))
                                change=move |on| set(&id, on)
                                disabled=Signal::derive(move || {
                                    enough.get() && chosen.with(|chosen| !chosen.contains(&off))
                                })
                            >
                                {name}
                            </Toggle>
                        }
                    })
                    .collect();
                view! {
                    <h4>{words(i18n, &theme.label)}</h4>
                    <div class="pills">{pills}</div>
                }
                .into_any()
            };
            vocabulary.themes.iter().map(list).collect::<Vec<_>>()
        })
    };
    view! {
        <div class="field">
            <Combobox
                id="interests"
                label=t!(partner.form.interests)
                text
                choices
                choose
                icon="heart"
                placeholder=t!(partner.form.interests_example)
                of=Some((filling.form, "/interests"))
                required=true
            />
            <ul class="chips">{chips}</ul>
            <p class="hint" role="status">
                {move || enough.get().then(|| i18n.text(&msg!(partner.form.interests_enough)))}
            </p>
            <details class="interest-list">
                <summary>{t!(partner.form.interests_all)}</summary>
                {lists}
            </details>
        </div>
    }
}

/// Interests by their name, their synonyms or their theme; those that begin with it first.
fn found(i18n: I18n, themes: &[Theme], typed: &str) -> Vec<Choice> {
    let lang = i18n.lang();
    let mut found = Vec::new();
    for theme in themes {
        let of = words(i18n, &theme.label);
        let whole = of.to_lowercase().contains(typed);
        for interest in &theme.interests {
            let name = words(i18n, &interest.label);
            let by_synonym = || {
                let synonyms = interest.synonyms.get(&lang).into_iter().flatten();
                synonyms
                    .into_iter()
                    .any(|word| word.to_lowercase().contains(typed))
            };
            if whole || name.to_lowercase().contains(typed) || by_synonym() {
                found.push(Choice {
                    key: interest.id.to_string(),
                    text: name,
                    detail: Some(of.clone()),
                    icon: "heart",
                });
            }
        }
    }
    begun_first(&mut found, typed);
    found.truncate(12);
    found
}

/// Puts names that begin with what was typed first; else all stay in their order.
fn begun_first(found: &mut [Choice], typed: &str) {
    found.sort_by_cached_key(|choice| !choice.text.to_lowercase().starts_with(typed));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_begin_with_what_was_typed_come_first() {
        let choice = |name: &str| Choice {
            key: name.to_owned(),
            text: name.to_owned(),
            detail: None,
            icon: "heart",
        };
        let mut found = ["Noten lezen", "Schrijven", "Lezen & boeken"].map(choice);
        begun_first(&mut found, "lezen");
        let names = found.map(|choice| choice.text);
        assert_eq!(names, ["Lezen & boeken", "Noten lezen", "Schrijven"]);
    }
}
