//! An opportunity in the words of schema.org, as JSON-LD (S36): what search engines and other
//! systems read. The crosswalk: an opportunity is a `Course` when one learns a subject there, else
//! an `EventSeries`; a session is a `subEvent`, or a `hasCourseInstance` of a course.

use goesting_types::card::CardFlag;
use goesting_types::interest::InterestId;
use goesting_types::lang::Lang;
use goesting_types::opportunity::{
    AgeRange, Formality, Opportunity, OpportunityActor, OpportunityKind,
};
use goesting_types::place::{Place, Whereabouts};
use goesting_types::price::{Price, Pricing};
use goesting_types::session::{Session, SessionState};
use goesting_types::text::LocalizedText;
use serde_json::{Map, Value, json};

/// Says what has a code here in the words of people.
pub trait Wording {
    /// An interest or a theme.
    fn interest(&self, id: &InterestId, lang: Lang) -> String;
    /// What a card promises.
    fn flag(&self, flag: CardFlag, lang: Lang) -> String;
}

/// The document: the opportunity at `page`, with its coming sessions. `origin` stands before the
/// addresses of pictures.
#[must_use]
pub fn linked(
    opportunity: &Opportunity,
    sessions: &[Session],
    page: &str,
    origin: &str,
    wording: &impl Wording,
) -> Value {
    let content = &opportunity.content;
    let course = matches!(
        content.kind,
        OpportunityKind::Course | OpportunityKind::Workshop
    ) || content.formality == Formality::Formal;
    let (kind, organiser, parts) = if course {
        ("Course", "provider", "hasCourseInstance")
    } else {
        ("EventSeries", "organizer", "subEvent")
    };
    let location = location(opportunity, wording);
    let pictures = pictures(opportunity, origin);
    let organisers = organisers(&opportunity.actors);
    let offers = offers(&content.pricing, page);
    let part_kind = if course { "CourseInstance" } else { "Event" };
    let shared = filled([
        ("@type", json!(part_kind)),
        ("name", words(&content.title)),
        ("url", json!(page)),
        ("image", pictures.clone()),
        ("organizer", organisers.clone()),
        ("offers", offers.clone()),
        ("location", location.clone()),
        (
            "eventAttendanceMode",
            json!(attendance(&content.whereabouts)),
        ),
    ]);
    let mut dated: Vec<Value> = sessions.iter().map(|one| part(one, &shared)).collect();
    if course && dated.is_empty() && !is_empty(&location) {
        // A course is nowhere; what takes place is.
        dated.push(Value::Object(shared));
    }
    let location = if course { Value::Null } else { location };
    Value::Object(filled([
        ("@context", json!("https://schema.org")),
        ("@type", json!(kind)),
        ("@id", json!(page)),
        ("url", json!(page)),
        ("name", words(&content.title)),
        ("description", description(content)),
        ("inLanguage", json!(content.languages)),
        ("keywords", keywords(opportunity, wording)),
        ("image", pictures),
        ("sameAs", same_as(opportunity)),
        (organiser, organisers),
        ("location", location),
        ("typicalAgeRange", ages(content.ages)),
        ("isAccessibleForFree", free(&content.pricing)),
        ("offers", offers),
        (parts, Value::Array(dated)),
    ]))
}

/// What is known of these; what is not is left out, rather than null.
fn filled<'a>(pairs: impl IntoIterator<Item = (&'a str, Value)>) -> Map<String, Value> {
    let known = pairs.into_iter().filter(|(_, value)| !is_empty(value));
    known.map(|(key, value)| (key.to_owned(), value)).collect()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// Dutch, else whichever there is.
fn words(text: &LocalizedText) -> Value {
    text.pick(Lang::Nl)
        .map_or(Value::Null, |(_, words)| json!(words))
}

/// The language of the main text.
fn spoken(opportunity: &Opportunity) -> Lang {
    let title = opportunity.content.title.pick(Lang::Nl);
    title.map_or(Lang::Nl, |(lang, _)| lang)
}

fn description(content: &goesting_types::opportunity::OpportunityContent) -> Value {
    if content.summary.is_blank() {
        words(&content.description)
    } else {
        words(&content.summary)
    }
}

/// Interests, free words, and what its card promises that no place can say.
fn keywords(opportunity: &Opportunity, wording: &impl Wording) -> Value {
    let (content, lang) = (&opportunity.content, spoken(opportunity));
    let interests = content.interests.iter();
    let interests = interests.map(|id| wording.interest(id, lang));
    let free = content.free_words.iter().cloned();
    let placed = matches!(
        content.whereabouts,
        Whereabouts::InPerson { .. } | Whereabouts::Mixed { .. }
    );
    let flags = opportunity.flags.iter();
    let promised = flags
        .filter(|flag| !(placed && is_of_place(**flag)))
        .map(|flag| wording.flag(*flag, lang));
    json!(interests.chain(free).chain(promised).collect::<Vec<_>>())
}

/// Whether it is the place that has it.
const fn is_of_place(flag: CardFlag) -> bool {
    matches!(
        flag,
        CardFlag::Quiet
            | CardFlag::BusStop
            | CardFlag::ChildCare
            | CardFlag::Wheelchair
            | CardFlag::AccessibleToilet
    )
}

fn pictures(opportunity: &Opportunity, origin: &str) -> Value {
    let largest = opportunity
        .pictures
        .iter()
        .filter_map(|one| one.urls.last());
    json!(
        largest
            .map(|url| format!("{}{url}", origin.trim_end_matches('/')))
            .collect::<Vec<_>>()
    )
}

fn same_as(opportunity: &Opportunity) -> Value {
    let elsewhere = opportunity
        .origins
        .iter()
        .filter_map(|one| one.url.as_ref());
    json!(elsewhere.collect::<Vec<_>>())
}

fn organisers(actors: &[OpportunityActor]) -> Value {
    let named = actors.iter().map(|one| {
        let name = one.credit.as_ref().unwrap_or(&one.actor.name);
        json!({"@type": "Organization", "name": name})
    });
    Value::Array(named.collect())
}

/// Adds to an object.
fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}

fn location(opportunity: &Opportunity, wording: &impl Wording) -> Value {
    let lang = spoken(opportunity);
    let equipped = |place: &Place| {
        let flags = opportunity.flags.iter();
        let of_place = flags.filter(|flag| is_of_place(**flag));
        let amenities: Vec<Value> = of_place
            .map(|flag| {
                json!({
                    "@type": "LocationFeatureSpecification",
                    "name": wording.flag(*flag, lang),
                    "value": true,
                })
            })
            .collect();
        let mut found = place_of(place);
        if !amenities.is_empty() {
            put(&mut found, "amenityFeature", json!(amenities));
        }
        found
    };
    let online = |url: &Option<String>| match url {
        Some(url) => json!({"@type": "VirtualLocation", "url": url}),
        None => json!({"@type": "VirtualLocation"}),
    };
    match &opportunity.content.whereabouts {
        Whereabouts::InPerson { place } => equipped(place),
        Whereabouts::Online { url } => online(url),
        Whereabouts::Mixed { place, url } => json!([equipped(place), online(url)]),
        Whereabouts::OnRequest { .. } => Value::Null,
    }
}

fn place_of(place: &Place) -> Value {
    let Place {
        name,
        street,
        postcode,
        locality,
        country,
        territory: _,
        point,
    } = place;
    let mut address = Map::from_iter([
        ("@type".to_owned(), json!("PostalAddress")),
        ("addressCountry".to_owned(), json!(country)),
    ]);
    for (key, part) in [
        ("streetAddress", street),
        ("postalCode", postcode),
        ("addressLocality", locality),
    ] {
        if let Some(part) = part {
            address.insert(key.to_owned(), json!(part));
        }
    }
    let mut found = json!({"@type": "Place", "address": address});
    if let Some(name) = name {
        put(&mut found, "name", json!(name));
    }
    if let Some(point) = point {
        let geo = json!({
            "@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon,
        });
        put(&mut found, "geo", geo);
    }
    found
}

const fn attendance(whereabouts: &Whereabouts) -> &'static str {
    match whereabouts {
        Whereabouts::InPerson { .. } | Whereabouts::OnRequest { .. } => {
            "https://schema.org/OfflineEventAttendanceMode"
        }
        Whereabouts::Online { .. } => "https://schema.org/OnlineEventAttendanceMode",
        Whereabouts::Mixed { .. } => "https://schema.org/MixedEventAttendanceMode",
    }
}

fn ages(ages: AgeRange) -> Value {
    match (ages.from, ages.to) {
        (None, None) => Value::Null,
        (from, None) => json!(format!("{}-", from.unwrap_or(0))),
        (from, Some(to)) => json!(format!("{}-{to}", from.unwrap_or(0))),
    }
}

fn free(pricing: &Pricing) -> Value {
    pricing
        .base
        .map_or(Value::Null, |_| json!(pricing.is_free()))
}

fn offers(pricing: &Pricing, page: &str) -> Value {
    let offer = |name: Value, cents: u32| {
        let mut offer = json!({
            "@type": "Offer", "price": euros(cents), "priceCurrency": "EUR", "url": page,
        });
        if !name.is_null() {
            put(&mut offer, "name", name);
        }
        offer
    };
    let base = match pricing.base {
        Some(Price::Free {}) => Some(offer(Value::Null, 0)),
        Some(Price::Amount { cents }) => Some(offer(Value::Null, cents)),
        Some(Price::Band { .. }) | None => None,
    };
    let social = pricing
        .social_tariff
        .map(|tariff| offer(json!("sociaal tarief"), tariff.cents));
    let tariffs = pricing
        .tariffs
        .iter()
        .map(|tariff| offer(words(&tariff.name), tariff.cents));
    Value::Array(base.into_iter().chain(social).chain(tariffs).collect())
}

fn euros(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// A session: what is its own, beside what all of them share.
fn part(session: &Session, shared: &Map<String, Value>) -> Value {
    let status = match session.state {
        SessionState::Planned | SessionState::Done => "EventScheduled",
        SessionState::Changed => "EventRescheduled",
        SessionState::Cancelled => "EventCancelled",
    };
    let place = session.terms.place.as_ref();
    let own = filled([
        ("@id", json!(format!("urn:uuid:{}", session.id))),
        ("startDate", json!(session.starts_at)),
        ("endDate", json!(session.ends_at)),
        ("eventStatus", json!(format!("https://schema.org/{status}"))),
        ("location", place.map_or(Value::Null, place_of)),
        ("maximumAttendeeCapacity", json!(session.terms.capacity)),
        ("remainingAttendeeCapacity", json!(session.places_left)),
    ]);
    let mut part = shared.clone();
    part.extend(own);
    Value::Object(part)
}

#[cfg(test)]
mod tests;
