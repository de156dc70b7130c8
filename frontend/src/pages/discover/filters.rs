//! The filters, with how many hits each value would give.

use goesting_i18n::{Label, msg};
use goesting_types::card::CardFlag;
use goesting_types::opportunity::{Formality, OpportunityKind};
use goesting_types::search::{Day, Daypart, Facet, FacetCount, SearchQuery, SearchResults};
use goesting_types::territory::Ring;
use leptos::prelude::*;

use super::Searching;
use crate::components::{Check, Choices, PlacePicker, Toggle};
use crate::i18n::{I18n, use_i18n};
use crate::load::Load;
use crate::t;
use crate::vocabulary::{Vocab, interest_name, use_vocabulary};

/// How many values of a long list show before "more".
const SHORT: usize = 8;

/// The formality a `formal` parameter asks for.
pub(super) fn formality(formal: bool) -> Formality {
    if formal {
        Formality::Formal
    } else {
        Formality::NonFormal
    }
}

/// What a language is called: ours by name, others by their code.
pub(super) fn language_name(i18n: I18n, code: &str) -> String {
    match code.parse::<goesting_i18n::Lang>() {
        Ok(lang) => i18n.label(lang),
        Err(_) => code.to_uppercase(),
    }
}

/// All filters. `side` keeps names apart where they stand twice on a page.
#[component]
pub fn Filters(
    side: &'static str,
    searching: Searching,
    results: Load<SearchResults>,
) -> impl IntoView {
    let (i18n, vocabulary) = (use_i18n(), use_vocabulary());
    let sheet = side == "sheet";
    let place = move |here: Option<crate::session::HereNow>| {
        searching.change(|search| {
            search.radius_km = None;
            if let Some(here) = here {
                here.aim(search);
                search.ring = search.ring.or(Some(Ring::Region));
            } else {
                search.territory = None;
                search.near = None;
                search.ring = None;
            }
        });
    };
    view! {
        <div class="filters">
            <div class="filter">
                <PlacePicker
                    id=if sheet { "sheet-place" } else { "rail-place" }
                    change=place
                    shown=Signal::derive(move || searching.place())
                />
                <Rings name=if sheet { "sheet-ring" } else { "rail-ring" } searching />
            </div>
            <Facets facet=Facet::Interest searching results vocabulary />
            <Facets facet=Facet::Flag searching results vocabulary />
            <fieldset class="filter">
                <legend>{t!(discover.when)}</legend>
                <Values facet=Facet::Weekday searching results vocabulary />
                <Values facet=Facet::Daypart searching results vocabulary />
                <Dates searching />
                <Check
                    on=Signal::derive(move || searching.get().places_left.is_some())
                    change=move |on| searching.change(|search| search.places_left = on.then_some(1))
                >
                    {t!(discover.places_left)}
                </Check>
            </fieldset>
            <fieldset class="filter">
                <legend>{t!(discover.price)}</legend>
                <Check
                    on=Signal::derive(move || searching.get().free == Some(true))
                    change=move |on| searching.change(|search| search.free = on.then_some(true))
                >
                    {t!(common.free)}
                    {move || count_of(results, Facet::Free, "true").map(|count| view! { <Count count /> })}
                </Check>
                <Check
                    on=Signal::derive(move || searching.get().social_tariff == Some(true))
                    change=move |on| searching.change(|search| search.social_tariff = on.then_some(true))
                >
                    {t!(discover.social_tariff)}
                </Check>
            </fieldset>
            <Age side searching />
            <Facets facet=Facet::Kind searching results vocabulary />
            <Facets facet=Facet::Language searching results vocabulary />
            <Facets facet=Facet::Formal searching results vocabulary />
            <p>
                <button
                    type="button"
                    class="button quiet"
                    on:click=move |_| searching.clear()
                >
                    {move || i18n.text(&msg!(common.action.clear_all))}
                </button>
            </p>
        </div>
    }
}

/// How far, once it is known from where.
#[component]
fn Rings(name: &'static str, searching: Searching) -> impl IntoView {
    let i18n = use_i18n();
    let options = Signal::derive(move || {
        Ring::ALL
            .iter()
            .map(|ring| (ring.to_string(), i18n.label(*ring)))
            .collect::<Vec<_>>()
    });
    let located = Memo::new(move |_| {
        let search = searching.get();
        search.territory.is_some() || search.near.is_some()
    });
    let value = Signal::derive(move || {
        searching
            .get()
            .ring
            .map(|ring| ring.to_string())
            .unwrap_or_default()
    });
    view! {
        <Show when=move || located.get()>
            <Choices
                name
                legend=crate::i18n::label(Facet::Ring)
                options
                value
                choose=move |ring: String| searching.change(|search| search.ring = ring.parse().ok())
            />
        </Show>
    }
}

#[component]
fn Dates(searching: Searching) -> impl IntoView {
    view! {
        <div class="dates">
            <label>
                {t!(discover.from_label)}
                <input
                    type="date"
                    prop:value=move || searching.get().from.map(|date| date.to_string()).unwrap_or_default()
                    on:change:target=move |event| {
                        let date = event.target().value().parse().ok();
                        searching.change(|search| search.from = date);
                    }
                />
            </label>
            <label>
                {t!(discover.until_label)}
                <input
                    type="date"
                    prop:value=move || searching.get().to.map(|date| date.to_string()).unwrap_or_default()
                    on:change:target=move |event| {
                        let date = event.target().value().parse().ok();
                        searching.change(|search| search.to = date);
                    }
                />
            </label>
        </div>
    }
}

#[component]
fn Age(side: &'static str, searching: Searching) -> impl IntoView {
    let id = format!("{side}-age");
    view! {
        <div class="filter">
            <label class="filter-title" for=id.clone()>
                {t!(discover.age_label)}
            </label>
            <input
                id=id
                class="short"
                type="number"
                inputmode="numeric"
                min="0"
                max="120"
                prop:value=move || searching.get().age.map(|age| age.to_string()).unwrap_or_default()
                on:change:target=move |event| {
                    let age = event.target().value().parse().ok();
                    searching.change(|search| search.age = age);
                }
            />
        </div>
    }
}

#[component]
fn Count(count: u64) -> impl IntoView {
    view! { <span class="facet-count">{count}</span> }
}

fn count_of(results: Load<SearchResults>, facet: Facet, value: &str) -> Option<u64> {
    results
        .with(|results| {
            let counts = results.facets.iter().find(|counts| counts.facet == facet)?;
            let found = counts.counts.iter().find(|count| count.value == value)?;
            Some(found.count)
        })
        .flatten()
}

/// A facet with its title.
#[component]
fn Facets(
    facet: Facet,
    searching: Searching,
    results: Load<SearchResults>,
    vocabulary: Vocab,
) -> impl IntoView {
    view! {
        <fieldset class="filter">
            <legend>{crate::i18n::label(facet)}</legend>
            <Values facet searching results vocabulary />
        </fieldset>
    }
}

/// The values of a facet: those that give hits, and those that are on.
#[component]
fn Values(
    facet: Facet,
    searching: Searching,
    results: Load<SearchResults>,
    vocabulary: Vocab,
) -> impl IntoView {
    let i18n = use_i18n();
    let all = RwSignal::new(false);
    let values = Memo::new(move |earlier: Option<&Vec<FacetCount>>| {
        let counts = results
            .with(|results| {
                let counts = results.facets.iter().find(|counts| counts.facet == facet);
                counts
                    .map(|counts| counts.counts.clone())
                    .unwrap_or_default()
            })
            .unwrap_or_default();
        let earlier = earlier.map(Vec::as_slice).unwrap_or_default();
        in_order(facet, counts, &on(facet, &searching.get()), earlier)
    });
    let count = move |value: &str| {
        values.with(|values| {
            let found = values.iter().find(|count| count.value == value);
            found.map_or(0, |count| count.count)
        })
    };
    let shown = move || {
        let mut values = values.get();
        if !all.get() && !is_short(facet) {
            let on = on(facet, &searching.get());
            let mut room = SHORT;
            values.retain(|value| {
                let keep = room > 0 || on.contains(&value.value);
                room = room.saturating_sub(1);
                keep
            });
        }
        values
            .into_iter()
            .map(|count| count.value)
            .collect::<Vec<_>>()
    };
    view! {
        <div class="pills">
            <For each=shown key=Clone::clone let:value>
                {
                    let (named, counted, chosen) = (value.clone(), value.clone(), value.clone());
                    view! {
                        <Toggle
                            on=Signal::derive(move || on(facet, &searching.get()).contains(&chosen))
                            change=move |to| searching.change(|search| turn(facet, search, &value, to))
                        >
                            {move || name(i18n, vocabulary, facet, &named)}
                            {move || view! { <Count count=count(&counted) /> }}
                        </Toggle>
                    }
                }
            </For>
        </div>
        <Show when=move || { !is_short(facet) && values.with(Vec::len) > SHORT }>
            <button
                type="button"
                class="button quiet small"
                aria-expanded=move || all.get().to_string()
                on:click=move |_| all.update(|all| *all = !*all)
            >
                {move || {
                    i18n.text(
                        &if all.get() {
                            msg!(common.action.show_less)
                        } else {
                            msg!(common.action.show_more)
                        },
                    )
                }}
            </button>
        </Show>
    }
}

/// Whether a facet has a few values with an order of their own.
fn is_short(facet: Facet) -> bool {
    matches!(
        facet,
        Facet::Weekday | Facet::Daypart | Facet::Free | Facet::Formal | Facet::Ring
    )
}

/// The values to show: with hits or on; the days in their order, the rest where they stood
/// earlier, new ones most first, so that nothing moves under somebody's finger.
fn in_order(
    facet: Facet,
    mut counts: Vec<FacetCount>,
    on: &[String],
    earlier: &[FacetCount],
) -> Vec<FacetCount> {
    for value in on {
        if !counts.iter().any(|count| count.value == *value) {
            counts.push(FacetCount {
                value: value.clone(),
                count: 0,
            });
        }
    }
    match facet {
        Facet::Weekday => counts.sort_by_key(|count| count.value.parse::<Day>().ok()),
        Facet::Daypart => counts.sort_by_key(|count| count.value.parse::<Daypart>().ok()),
        _ => counts.sort_by_key(|count| {
            let place = earlier.iter().position(|known| known.value == count.value);
            place.unwrap_or(usize::MAX)
        }),
    }
    counts
}

fn texts<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

/// The values of a facet that are on.
fn on(facet: Facet, search: &SearchQuery) -> Vec<String> {
    match facet {
        Facet::Interest => texts(&search.interest),
        Facet::Kind => texts(&search.kind),
        Facet::Flag => texts(&search.flag),
        Facet::Weekday => texts(&search.weekday),
        Facet::Daypart => texts(&search.daypart),
        Facet::Language => search.language.clone(),
        Facet::Formal => search.formal.iter().map(ToString::to_string).collect(),
        Facet::Free => search.free.iter().map(ToString::to_string).collect(),
        Facet::Ring => search.ring.iter().map(ToString::to_string).collect(),
        Facet::Territory => search.territory.iter().map(ToString::to_string).collect(),
    }
}

fn put<T: PartialEq>(list: &mut Vec<T>, value: T, to: bool) {
    list.retain(|known| *known != value);
    if to {
        list.push(value);
    }
}

/// Turns one value of a facet on or off.
fn turn(facet: Facet, search: &mut SearchQuery, value: &str, to: bool) {
    match facet {
        Facet::Interest => put(&mut search.interest, value.into(), to),
        Facet::Kind => {
            if let Ok(kind) = value.parse::<OpportunityKind>() {
                put(&mut search.kind, kind, to);
            }
        }
        Facet::Flag => {
            if let Ok(flag) = value.parse::<CardFlag>() {
                put(&mut search.flag, flag, to);
            }
        }
        Facet::Weekday => {
            if let Ok(day) = value.parse::<Day>() {
                put(&mut search.weekday, day, to);
            }
        }
        Facet::Daypart => {
            if let Ok(part) = value.parse::<Daypart>() {
                put(&mut search.daypart, part, to);
            }
        }
        Facet::Language => put(&mut search.language, value.to_owned(), to),
        Facet::Formal => search.formal = value.parse().ok().filter(|_| to),
        Facet::Free => search.free = value.parse().ok().filter(|_| to),
        Facet::Ring => search.ring = value.parse().ok().filter(|_| to),
        Facet::Territory => search.territory = to.then(|| value.into()),
    }
}

/// What a value is called.
fn name(i18n: I18n, vocabulary: Vocab, facet: Facet, value: &str) -> String {
    fn of<T: std::str::FromStr + Label>(i18n: I18n, value: &str) -> String {
        value
            .parse::<T>()
            .map_or_else(|_| value.to_owned(), |value| i18n.label(value))
    }
    match facet {
        Facet::Interest => interest_name(i18n, vocabulary, &value.into()),
        Facet::Kind => of::<OpportunityKind>(i18n, value),
        Facet::Flag => of::<CardFlag>(i18n, value),
        Facet::Weekday => of::<Day>(i18n, value),
        Facet::Daypart => of::<Daypart>(i18n, value),
        Facet::Ring => of::<Ring>(i18n, value),
        Facet::Language => language_name(i18n, value),
        Facet::Formal => i18n.label(formality(value == "true")),
        Facet::Free => i18n.text(&if value == "true" {
            msg!(common.free)
        } else {
            msg!(discover.not_free)
        }),
        Facet::Territory => value.to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_on_goes_off_and_stays_visible_without_hits() {
        let mut search = SearchQuery::default();
        for (facet, value) in [
            (Facet::Interest, "sewing"),
            (Facet::Kind, "workshop"),
            (Facet::Flag, "buddy"),
            (Facet::Weekday, "wed"),
            (Facet::Daypart, "evening"),
            (Facet::Language, "nl"),
            (Facet::Formal, "false"),
            (Facet::Free, "true"),
            (Facet::Ring, "region"),
            (Facet::Territory, "24062"),
        ] {
            turn(facet, &mut search, value, true);
            assert_eq!(on(facet, &search), [value], "{facet}");
            let shown = in_order(facet, Vec::new(), &on(facet, &search), &[]);
            assert_eq!((shown[0].value.as_str(), shown[0].count), (value, 0));
            turn(facet, &mut search, value, false);
        }
        assert_eq!(search, SearchQuery::default());
    }

    #[test]
    fn days_stand_in_the_order_of_the_week() {
        let counts = ["sun", "mon", "wed"].map(|day| FacetCount {
            value: day.to_owned(),
            count: 1,
        });
        let shown = in_order(Facet::Weekday, counts.to_vec(), &[], &[]);
        let days: Vec<_> = shown.iter().map(|count| count.value.as_str()).collect();
        assert_eq!(days, ["mon", "wed", "sun"]);
    }

    #[test]
    fn values_stay_where_they_stood() {
        let counted = |pairs: &[(&str, u64)]| -> Vec<FacetCount> {
            let counts = pairs.iter().map(|(value, count)| FacetCount {
                value: (*value).to_owned(),
                count: *count,
            });
            counts.collect()
        };
        let earlier = counted(&[("club", 9), ("talk", 3)]);
        let now = counted(&[("visit", 7), ("talk", 5), ("club", 1)]);
        let shown = in_order(Facet::Kind, now, &[], &earlier);
        assert_eq!(shown, counted(&[("club", 1), ("talk", 5), ("visit", 7)]));
    }
}
