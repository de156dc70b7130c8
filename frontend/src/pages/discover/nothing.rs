//! No hit: what would help.

use goesting_i18n::{Label, msg};
use goesting_types::search::{Help, SearchQuery, WithoutFilter};
use leptos::prelude::*;

use super::Searching;
use crate::components::{Empty, Icon};
use crate::i18n::{I18n, use_i18n};
use crate::shell::HelpLine;
use crate::t;

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
    let without: Vec<_> = without
        .into_iter()
        .filter_map(|without| {
            let name = filter_name(i18n, &without)?;
            let count = without.count;
            Some(view! {
                <li>
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| searching.change(|search| leave_out(search, &without.parameter))
                    >
                        <Icon name="x" />
                        {i18n.text(&msg!(discover.nothing.without, count = count, filter = name))}
                    </button>
                </li>
            })
        })
        .collect();
    view! {
        <Empty art="empty-search" title=t!(discover.nothing.title)>
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
            <p>{t!(discover.nothing.tell)}</p>
            <HelpLine />
        </Empty>
    }
}

/// What a parameter is called; none for one that cannot be left out here.
fn filter_name(i18n: I18n, without: &WithoutFilter) -> Option<String> {
    use goesting_types::search::Facet;
    Some(match without.parameter.as_str() {
        "q" => i18n.text(&msg!(discover.words)),
        "interest" => i18n.text(&Facet::Interest.label()),
        "kind" => i18n.text(&Facet::Kind.label()),
        "flag" => i18n.text(&Facet::Flag.label()),
        "weekday" => i18n.text(&Facet::Weekday.label()),
        "daypart" => i18n.text(&Facet::Daypart.label()),
        "language" => i18n.text(&Facet::Language.label()),
        "formal" => i18n.text(&Facet::Formal.label()),
        "free" | "price_max" | "social_tariff" => i18n.text(&Facet::Free.label()),
        "ring" | "radius_km" | "territory" | "near" => i18n.text(&Facet::Ring.label()),
        "from" | "to" => i18n.text(&msg!(discover.when)),
        "age" => i18n.text(&msg!(discover.age_label)),
        "places_left" => i18n.text(&msg!(discover.places_left)),
        "actor" => i18n.text(&msg!(discover.one_actor)),
        _ => return None,
    })
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
