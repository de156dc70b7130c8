//! The values of the facets: their order, their names, and which are on.

use goesting_i18n::{Label, msg};
use goesting_types::card::CardFlag;
use goesting_types::opportunity::{Formality, OpportunityKind};
use goesting_types::search::{Day, Daypart, Facet, FacetCount, SearchQuery};
use goesting_types::territory::Ring;

use crate::i18n::I18n;
use crate::vocabulary::{Vocab, interest_name};

/// The formality a `formal` parameter asks for.
pub fn formality(formal: bool) -> Formality {
    if formal {
        Formality::Formal
    } else {
        Formality::NonFormal
    }
}

/// Whether a facet has a few values with an order of their own.
pub fn is_short(facet: Facet) -> bool {
    matches!(
        facet,
        Facet::Weekday | Facet::Daypart | Facet::Free | Facet::Formal | Facet::Ring
    )
}

/// The values to show: with hits or on; the days in their order, the rest where they stood
/// earlier, new ones most first, so that nothing moves under somebody's finger.
pub fn in_order(
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
pub fn on(facet: Facet, search: &SearchQuery) -> Vec<String> {
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
pub fn turn(facet: Facet, search: &mut SearchQuery, value: &str, to: bool) {
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
pub fn name(i18n: I18n, vocabulary: Vocab, facet: Facet, value: &str) -> String {
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
        Facet::Language => i18n.language(value),
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
