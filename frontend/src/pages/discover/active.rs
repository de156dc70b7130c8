//! The filters that are on, each with a way to take it off.

use goesting_i18n::{Label, msg};
use goesting_types::search::SearchQuery;
use leptos::prelude::*;

use super::Searching;
use crate::browser;
use crate::components::Icon;
use crate::i18n::{I18n, capital, use_i18n};
use crate::t;
use crate::vocabulary::{Vocab, interest_name, use_vocabulary};

/// One filter that is on: its parameter, in words, and the search without it.
pub(super) type Active = (&'static str, String, SearchQuery);

/// Every filter that is on; followed.
pub(super) fn active(
    i18n: I18n,
    vocabulary: Vocab,
    place: Memo<String>,
    search: &SearchQuery,
) -> Vec<Active> {
    let mut list = Vec::new();
    let mut add = |parameter, words: String, without: &dyn Fn(&mut SearchQuery)| {
        let mut rest = search.clone();
        without(&mut rest);
        list.push((parameter, words, rest));
    };
    if let Some(q) = &search.q {
        add("q", format!("“{q}”"), &|s| {
            s.q = None;
        });
    }
    if search.territory.is_some() || search.near.is_some() {
        let place = Some(place.get()).filter(|place| !place.is_empty());
        let place = place.unwrap_or_else(|| i18n.text(&msg!(discover.place)));
        add("near", place, &|s| {
            s.territory = None;
            s.near = None;
            s.ring = None;
            s.radius_km = None;
        });
    }
    if let Some(ring) = search.ring {
        add("ring", i18n.label(ring), &|s| {
            s.ring = None;
        });
    }
    for (index, id) in search.interest.iter().enumerate() {
        add("interest", interest_name(i18n, vocabulary, id), &|s| {
            s.interest.remove(index);
        });
    }
    for (index, kind) in search.kind.iter().enumerate() {
        add("kind", i18n.label(*kind), &|s| {
            s.kind.remove(index);
        });
    }
    for (index, flag) in search.flag.iter().enumerate() {
        add("flag", i18n.label(*flag), &|s| {
            s.flag.remove(index);
        });
    }
    for (index, day) in search.weekday.iter().enumerate() {
        add("weekday", i18n.label(*day), &|s| {
            s.weekday.remove(index);
        });
    }
    for (index, part) in search.daypart.iter().enumerate() {
        add("daypart", i18n.label(*part), &|s| {
            s.daypart.remove(index);
        });
    }
    if let Some(from) = search.from {
        let date = i18n.format().date(from);
        add("from", i18n.text(&msg!(discover.from, date = date)), &|s| {
            s.from = None;
        });
    }
    if let Some(to) = search.to {
        let date = i18n.format().date(to);
        add("to", i18n.text(&msg!(discover.until, date = date)), &|s| {
            s.to = None;
        });
    }
    if let Some(age) = search.age {
        add("age", i18n.text(&msg!(discover.age, age = age)), &|s| {
            s.age = None;
        });
    }
    if let Some(free) = search.free {
        let words = if free {
            msg!(common.free)
        } else {
            msg!(discover.not_free)
        };
        add("free", i18n.text(&words), &|s| {
            s.free = None;
        });
    }
    if let Some(cents) = search.price_max {
        let amount = i18n.format().cents(cents);
        add(
            "price_max",
            i18n.text(&msg!(discover.price_max, amount = amount)),
            &|s| s.price_max = None,
        );
    }
    if search.social_tariff == Some(true) {
        add(
            "social_tariff",
            i18n.text(&msg!(discover.social_tariff)),
            &|s| {
                s.social_tariff = None;
            },
        );
    }
    if let Some(formal) = search.formal {
        let words = super::filters::formality(formal).label();
        add("formal", i18n.text(&words), &|s| {
            s.formal = None;
        });
    }
    if search.places_left.is_some() {
        add(
            "places_left",
            i18n.text(&msg!(discover.places_left)),
            &|s| {
                s.places_left = None;
            },
        );
    }
    for (index, language) in search.language.iter().enumerate() {
        add("language", i18n.language(language), &|s| {
            s.language.remove(index);
        });
    }
    if search.actor.is_some() {
        add("actor", i18n.text(&msg!(discover.one_actor)), &|s| {
            s.actor = None;
        });
    }
    list
}

/// The button that was pressed goes with its filter: the focus goes to the count.
fn refocus() {
    browser::refocus_soon("results-count");
}

/// The filters that are on.
#[component]
pub fn ActiveFilters(searching: Searching) -> impl IntoView {
    let (i18n, vocabulary) = (use_i18n(), use_vocabulary());
    move || {
        let list = active(i18n, vocabulary, searching.place, &searching.get());
        if list.is_empty() {
            return None;
        }
        let several = list.len() > 1;
        let chips: Vec<_> = list
            .into_iter()
            .map(|(_, words, rest)| {
                let words = capital(&words);
                let name = format!("{}: {words}", i18n.text(&msg!(common.action.remove)));
                view! {
                    <li>
                        <button
                            type="button"
                            class="chip"
                            aria-label=name
                            on:click=move |_| {
                                searching.go.run(rest.clone());
                                refocus();
                            }
                        >
                            {words}
                            <Icon name="x" />
                        </button>
                    </li>
                }
            })
            .collect();
        Some(view! {
            <div class="active-filters">
                <ul class="chips" aria-label=t!(discover.active)>
                    {chips}
                </ul>
                {several
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button quiet"
                                on:click=move |_| {
                                    searching.clear();
                                    refocus();
                                }
                            >
                                {t!(common.action.clear_all)}
                            </button>
                        }
                    })}
            </div>
        })
    }
}
