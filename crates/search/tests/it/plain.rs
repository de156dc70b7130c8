//! What a search means, written down a second time the plain way: one document after the other,
//! day after day, no bits.

use chrono::{Datelike, NaiveDate, TimeDelta, Timelike};
use chrono_tz::Europe::Brussels;
use goesting_core::geo::distance_m;
use goesting_core::reference::places::nearest_municipality;
use goesting_core::reference::{interests, territories};
use goesting_search::{Document, SessionFact};
use goesting_types::opportunity::Formality;
use goesting_types::place::Point;
use goesting_types::search::{Day, Daypart, Facet, SearchQuery, Sort};
use goesting_types::session::SessionState;
use goesting_types::territory::{Ring, TerritoryId, TerritoryKind};

use crate::made::now;

/// The parameters that filter.
pub const PARAMETERS: [&str; 18] = [
    "q",
    "interest",
    "actor",
    "kind",
    "territory",
    "radius_km",
    "ring",
    "age",
    "from",
    "to",
    "weekday",
    "daypart",
    "price_max",
    "free",
    "social_tariff",
    "language",
    "formal",
    "flag",
];

pub fn without(query: &SearchQuery, parameter: &str) -> SearchQuery {
    let mut query = query.clone();
    match parameter {
        "q" => query.q = None,
        "interest" => query.interest.clear(),
        "actor" => query.actor = None,
        "kind" => query.kind.clear(),
        "territory" => query.territory = None,
        "radius_km" => query.radius_km = None,
        "ring" => query.ring = None,
        "age" => query.age = None,
        "from" => query.from = None,
        "to" => query.to = None,
        "weekday" => query.weekday.clear(),
        "daypart" => query.daypart.clear(),
        "places_left" => query.places_left = None,
        "price_max" => query.price_max = None,
        "free" => query.free = None,
        "social_tariff" => query.social_tariff = None,
        "language" => query.language.clear(),
        "formal" => query.formal = None,
        "flag" => query.flag.clear(),
        other => panic!("{other}"),
    }
    query
}

pub fn labels(document: &Document) -> Vec<String> {
    let mut all: Vec<String> = document
        .content
        .interests
        .iter()
        .map(|id| id.0.clone())
        .collect();
    for id in &document.content.interests {
        all.push(
            interests::vocabulary()
                .theme_of(id.as_str())
                .unwrap()
                .id
                .clone(),
        );
    }
    all.sort();
    all.dedup();
    all
}

pub fn town(document: &Document) -> Option<&str> {
    document
        .content
        .whereabouts
        .territory()
        .map(TerritoryId::as_str)
}

/// Where exactly it is.
pub fn own_point(document: &Document) -> Option<Point> {
    document.content.whereabouts.place()?.point
}

fn point(document: &Document) -> Option<Point> {
    own_point(document).or_else(|| Some(territories::territory(town(document)?)?.point))
}

pub fn is_town(query: &SearchQuery) -> bool {
    query.territory.as_ref().is_some_and(|id| {
        territories::territory(id.as_str()).unwrap().kind == TerritoryKind::Municipality
    })
}

fn origin(query: &SearchQuery) -> Option<(Point, String)> {
    let named = query
        .territory
        .as_ref()
        .filter(|_| is_town(query))
        .map(|id| id.0.clone());
    match (query.near, named) {
        (Some(near), Some(named)) => Some((near, named)),
        (Some(near), None) => Some((
            near,
            nearest_municipality(near)?.municipality.code.to_owned(),
        )),
        (None, Some(named)) => Some((territories::territory(&named)?.point, named)),
        (None, None) => None,
    }
}

pub fn distance(document: &Document, query: &SearchQuery) -> Option<f64> {
    Some(distance_m(origin(query)?.0, point(document)?))
}

pub fn ring(document: &Document, query: &SearchQuery) -> Ring {
    let metres = distance(document, query);
    let region = query.radius_km.unwrap_or(25.0) * 1000.0;
    let belgian = town(document).is_some()
        || document
            .content
            .whereabouts
            .place()
            .is_some_and(|place| place.country == "BE");
    if metres.is_some_and(|metres| metres <= 2_000.0) {
        Ring::Neighbourhood
    } else if origin(query).is_some_and(|(_, code)| town(document) == Some(code.as_str())) {
        Ring::Municipality
    } else if metres.is_some_and(|metres| metres <= region) {
        Ring::Region
    } else if belgian {
        Ring::Country
    } else {
        Ring::World
    }
}

fn place_fits(document: &Document, query: &SearchQuery) -> bool {
    if let Some(wanted) = query.ring {
        if ring(document, query) > wanted {
            return false;
        }
    } else if let Some(km) = query.radius_km
        && distance(document, query).is_none_or(|metres| metres > km * 1_000.0)
    {
        return false;
    }
    let Some(area) = &query.territory else {
        return true;
    };
    if is_town(query) {
        query.ring.is_some() || query.radius_km.is_some() || town(document) == Some(area.as_str())
    } else {
        town(document).is_some_and(|town| territories::lies_in(town, area.as_str()))
    }
}

/// A day and daypart on which one can come, with the places there are.
#[derive(Debug, Clone, Copy)]
struct Chance {
    day: NaiveDate,
    daypart: Daypart,
    places: Option<u32>,
    start: Option<chrono::DateTime<chrono::Utc>>,
}

fn daypart(hour: u32) -> Daypart {
    match hour {
        6..=11 => Daypart::Morning,
        12..=16 => Daypart::Afternoon,
        _ => Daypart::Evening,
    }
}

fn of_session(session: &SessionFact) -> Vec<Chance> {
    let drop_in = session.places_left.is_none();
    let until = if drop_in {
        session.ends_at
    } else {
        session.sign_up_until
    };
    if matches!(session.state, SessionState::Cancelled | SessionState::Done) || until <= now() {
        return Vec::new();
    }
    let first = session.local_start.date();
    let last = if drop_in {
        (session.local_end - TimeDelta::hours(6) - TimeDelta::minutes(1))
            .date()
            .max(first)
    } else {
        first
    };
    let today = now().with_timezone(&Brussels).date_naive();
    let from = first.max(today.min(last));
    from.iter_days()
        .take_while(|day| *day <= last)
        .map(|day| Chance {
            day,
            daypart: daypart(session.local_start.hour()),
            places: Some(session.places_left.unwrap_or(u32::MAX)),
            start: Some(session.starts_at),
        })
        .collect()
}

fn chances(document: &Document) -> Vec<Chance> {
    let mut all: Vec<Chance> = document.sessions.iter().flat_map(of_session).collect();
    let today = now().with_timezone(&Brussels).date_naive();
    if let Some(hours) = &document.content.opening_hours {
        for day in today.iter_days().take(90) {
            let holds = hours.from.is_none_or(|from| day >= from)
                && hours.until.is_none_or(|until| day <= until);
            for span in hours
                .spans
                .iter()
                .filter(|span| holds && span.weekday == day.weekday())
            {
                let closes = if span.closes.hour() == 0 {
                    24
                } else {
                    span.closes.hour()
                };
                for hour in span.opens.hour()..closes {
                    all.push(Chance {
                        day,
                        daypart: daypart(hour),
                        places: None,
                        start: None,
                    });
                }
            }
        }
    }
    all
}

fn chance_fits(chance: &Chance, query: &SearchQuery) -> bool {
    query.from.is_none_or(|from| chance.day >= from)
        && query.to.is_none_or(|to| chance.day <= to)
        && (query.weekday.is_empty() || query.weekday.contains(&Day::from(chance.day.weekday())))
        && (query.daypart.is_empty() || query.daypart.contains(&chance.daypart))
        && query
            .places_left
            .is_none_or(|wanted| chance.places.is_some_and(|places| places >= wanted))
}

fn asks_time(query: &SearchQuery) -> bool {
    query.from.is_some()
        || query.to.is_some()
        || !query.weekday.is_empty()
        || !query.daypart.is_empty()
        || query.places_left.is_some()
}

pub fn next(document: &Document, query: &SearchQuery) -> Option<chrono::DateTime<chrono::Utc>> {
    chances(document)
        .iter()
        .filter(|chance| chance_fits(chance, query))
        .filter_map(|chance| chance.start)
        .min()
}

pub fn fits(document: &Document, query: &SearchQuery) -> bool {
    let content = &document.content;
    let title = content.title.get(goesting_types::lang::Lang::Nl).unwrap();
    let any = |asked: &[String], has: &[String]| {
        asked.is_empty() || asked.iter().any(|wanted| has.contains(wanted))
    };
    let wanted: Vec<String> = query.interest.iter().map(|id| id.0.clone()).collect();
    query
        .q
        .as_ref()
        .is_none_or(|word| title.split(' ').any(|has| has == word))
        && any(&wanted, &labels(document))
        && any(&query.language, &content.languages)
        && query
            .actor
            .is_none_or(|id| document.actors.iter().any(|actor| actor.actor.id == id))
        && (query.kind.is_empty() || query.kind.contains(&content.kind))
        && query.age.is_none_or(|age| content.ages.fits(age))
        && query.price_max.is_none_or(|most| {
            content
                .pricing
                .base
                .is_some_and(|base| base.at_most_cents() <= most)
        })
        && query
            .free
            .is_none_or(|free| content.pricing.is_free() == free)
        && query
            .social_tariff
            .is_none_or(|social| content.pricing.social_tariff.is_some() == social)
        && query
            .formal
            .is_none_or(|formal| (content.formality == Formality::Formal) == formal)
        && query.flag.iter().all(|flag| document.flags.contains(flag))
        && place_fits(document, query)
        && (!asks_time(query)
            || chances(document)
                .iter()
                .any(|chance| chance_fits(chance, query)))
}

/// The documents that fit in their order; `None` when the order is that of the score.
pub fn ordered<'d>(documents: &'d [Document], query: &SearchQuery) -> (Vec<&'d Document>, bool) {
    let mut hits: Vec<&Document> = documents
        .iter()
        .filter(|document| fits(document, query))
        .collect();
    let order = match query.sort {
        Some(Sort::Distance) => Sort::Distance,
        Some(Sort::Date) => Sort::Date,
        _ if query.q.is_some() => Sort::Relevance,
        _ if origin(query).is_some() => Sort::Distance,
        _ => Sort::Date,
    };
    match order {
        Sort::Relevance => {}
        Sort::Distance => hits.sort_by(|a, b| {
            let metres = |document| distance(document, query).unwrap_or(f64::MAX);
            metres(a).total_cmp(&metres(b)).then(a.id.cmp(&b.id))
        }),
        Sort::Date => hits.sort_by_key(|document| {
            let next = next(document, query);
            (next.is_none(), next, document.id)
        }),
    }
    (hits, order != Sort::Relevance)
}

/// How many documents one value of a facet would give.
pub fn facet(documents: &[Document], query: &SearchQuery, facet: Facet, value: &str) -> u64 {
    let mut asked = query.clone();
    match facet {
        Facet::Interest => asked.interest = vec![value.into()],
        Facet::Kind => asked.kind = vec![value.parse().unwrap()],
        // Flags must all hold: one more comes beside those chosen.
        Facet::Flag => asked.flag.push(value.parse().unwrap()),
        Facet::Weekday => asked.weekday = vec![value.parse().unwrap()],
        Facet::Daypart => asked.daypart = vec![value.parse().unwrap()],
        Facet::Language => asked.language = vec![value.into()],
        Facet::Free => asked.free = Some(value == "true"),
        Facet::Formal => asked.formal = Some(value == "true"),
        Facet::Ring => asked.ring = Some(value.parse().unwrap()),
        Facet::Territory => {
            return documents
                .iter()
                .filter(|document| town(document) == Some(value))
                .filter(|document| {
                    // The area is the facet's own; a town it was seen from stays.
                    let free = SearchQuery {
                        territory: query.territory.clone().filter(|_| {
                            is_town(query) && (query.ring.is_some() || query.radius_km.is_some())
                        }),
                        ..query.clone()
                    };
                    fits(document, &free)
                })
                .count() as u64;
        }
    }
    documents
        .iter()
        .filter(|document| fits(document, &asked))
        .count() as u64
}

pub fn facet_values(documents: &[Document], facet: Facet) -> Vec<String> {
    fn names<T: Copy + ToString>(all: &[T]) -> Vec<String> {
        all.iter().map(ToString::to_string).collect()
    }
    let mut values = match facet {
        Facet::Interest => documents.iter().flat_map(labels).collect(),
        Facet::Kind => names(goesting_types::opportunity::OpportunityKind::ALL),
        Facet::Flag => names(goesting_types::card::CardFlag::ALL),
        Facet::Ring => names(Ring::ALL),
        Facet::Weekday => names(Day::ALL),
        Facet::Daypart => names(Daypart::ALL),
        Facet::Language => documents
            .iter()
            .flat_map(|d| d.content.languages.clone())
            .collect(),
        Facet::Free | Facet::Formal => vec!["true".into(), "false".into()],
        Facet::Territory => documents
            .iter()
            .filter_map(|d| town(d).map(str::to_owned))
            .collect(),
    };
    values.sort();
    values.dedup();
    values
}
