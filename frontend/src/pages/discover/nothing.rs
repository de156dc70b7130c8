//! No hit, or nothing that can be looked for: what would help.

use goesting_i18n::{Label, format, msg};
use goesting_types::problem::ErrorCode;
use goesting_types::search::{Facet, Help, SearchQuery, WithoutFilter};
use leptos::prelude::*;

use super::Searching;
use super::active::{Active, active};
use crate::components::{Empty, Icon};
use crate::i18n::{I18n, use_i18n};
use crate::shell::HelpLine;
use crate::t;
use crate::vocabulary::use_vocabulary;

/// No hit: wider, fewer filters, or somebody to ask.
#[component]
pub fn Nothing(searching: Searching, help: Option<Help>) -> impl IntoView {
    let i18n = use_i18n();
    let (wider, without) = help.map_or((None, Vec::new()), |help| (help.wider, help.without));
    let wider = wider.map(|wider| {
        let ring = wider.ring;
        let words = move || {
            let area = i18n.label(ring);
            let count = wider.count;
            match wider.nearest_m {
                Some(metres) => i18n.text(&msg!(
                    discover.nothing.wider_at,
                    count = count,
                    distance = i18n.format().distance(metres),
                )),
                None => i18n.text(&msg!(discover.nothing.wider, count = count, area = area)),
            }
        };
        view! {
            <li>
                <button
                    type="button"
                    class="button main"
                    on:click=move |_| {
                        searching
                            .change(|search| {
                                search.ring = Some(ring);
                                search.radius_km = None;
                            });
                    }
                >
                    <Icon name="maximize-2" />
                    {words}
                </button>
            </li>
        }
    });
    let vocabulary = use_vocabulary();
    // The name of a place or of an interest can come later.
    let without = move || {
        let search = searching.search.get_untracked();
        let on = active(i18n, vocabulary, searching.place, &search);
        let way = |without: &WithoutFilter| {
            let name = chosen(i18n, &on, &without.parameter)?;
            let (parameter, count) = (without.parameter.clone(), without.count);
            Some(view! {
                <li>
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| searching.change(|search| leave_out(search, &parameter))
                    >
                        <Icon name="x" />
                        {i18n.text(&msg!(discover.nothing.without, count = count, filter = name))}
                    </button>
                </li>
            })
        };
        without.iter().filter_map(way).collect::<Vec<_>>()
    };
    // Where nothing was chosen there is nothing to leave out.
    let chosen = SearchQuery {
        sort: None,
        ..searching.search.get_untracked()
    } != SearchQuery::default();
    let title = if chosen {
        t!(discover.nothing.title)
    } else {
        t!(discover.nothing.at_all)
    };
    let ways = chosen.then(move || {
        view! {
            <p>{t!(discover.nothing.text)}</p>
            <ul class="ways">
                {wider} {without}
                <li>
                    <button
                        type="button"
                        class="button quiet"
                        on:click=move |_| searching.go.run(SearchQuery::default())
                    >
                        {t!(common.action.clear_all)}
                    </button>
                </li>
            </ul>
        }
    });
    view! {
        <Empty art="empty-search" title>
            {ways}
            <p>{t!(discover.nothing.tell)}</p>
            <HelpLine />
        </Empty>
    }
}

/// A link asks for a place or an interest that is not known here, or no longer.
#[component]
pub fn OldLink(searching: Searching, code: ErrorCode) -> impl IntoView {
    let i18n = use_i18n();
    let title = Signal::derive(move || i18n.text(&code.label()));
    view! {
        <Empty art="empty-search" title>
            <p>{t!(discover.nothing.old_link)}</p>
            <p>
                <button type="button" class="button main" on:click=move |_| searching.clear()>
                    {t!(common.action.clear_all)}
                </button>
            </p>
            <HelpLine />
        </Empty>
    }
}

/// What was chosen for a parameter; none for one that cannot be left out here.
fn chosen(i18n: I18n, on: &[Active], parameter: &str) -> Option<String> {
    if parameter == "radius_km" {
        return Some(i18n.text(&Facet::Ring.label()));
    }
    let words = words_of(on, parameter);
    (!words.is_empty()).then(|| format::list(i18n.lang(), &words))
}

/// The words of the filters that are on for a parameter.
fn words_of<'a>(on: &'a [Active], parameter: &str) -> Vec<&'a str> {
    // A place is one filter, however it was chosen.
    let of = if parameter == "territory" {
        "near"
    } else {
        parameter
    };
    on.iter()
        .filter(|(parameter, ..)| *parameter == of)
        // The sentence has marks of its own.
        .map(|(_, words, _)| words.trim_matches(['“', '”']))
        .collect()
}

fn leave_out(search: &mut SearchQuery, parameter: &str) {
    match parameter {
        "q" => search.q = None,
        "interest" => search.interest.clear(),
        "kind" => search.kind.clear(),
        "flag" => search.flag.clear(),
        "weekday" => search.weekday.clear(),
        "daypart" => search.daypart.clear(),
        "language" => search.language.clear(),
        "formal" => search.formal = None,
        "free" => search.free = None,
        "price_max" => search.price_max = None,
        "social_tariff" => search.social_tariff = None,
        "ring" => search.ring = None,
        "radius_km" => search.radius_km = None,
        "territory" | "near" => {
            search.territory = None;
            search.near = None;
            search.radius_km = None;
            search.ring = None;
        }
        "from" => search.from = None,
        "to" => search.to = None,
        "age" => search.age = None,
        "places_left" => search.places_left = None,
        "actor" => search.actor = None,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_named_and_not_its_filter() {
        let one = |parameter, words: &str| (parameter, words.to_owned(), SearchQuery::default());
        let on = [
            one("q", "“vioolbouwen”"),
            one("near", "Diest"),
            one("interest", "Naaien"),
            one("interest", "Breien"),
        ];
        assert_eq!(words_of(&on, "q"), ["vioolbouwen"]);
        assert_eq!(words_of(&on, "territory"), ["Diest"]);
        assert_eq!(words_of(&on, "interest"), ["Naaien", "Breien"]);
        assert!(words_of(&on, "free").is_empty());
    }
}
