//! What an opportunity says of itself: tidied, completed and checked before it is kept.

use goesting_types::interest::InterestId;
use goesting_types::opportunity::{AgeRange, OpeningHours, OpportunityContent};
use goesting_types::place::{Place, Whereabouts};
use goesting_types::price::{MAX_CENTS, Price, Pricing};
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::territory::{TerritoryId, TerritoryKind};
use goesting_types::text::LocalizedText;

use crate::contact::{self, Reachable, is_web_address};
use crate::reference::places::{locate, nearest_municipality};
use crate::reference::{territory, vocabulary};
use crate::texts::{check_lengths, one_line, paragraphs, tidied};
use crate::time::is_leap_second;
use crate::{Check, Refusal};

/// How far a point may lie from the nearest known place and still be in Belgium.
const FAR_M: f64 = 15_000.0;
/// The highest age that can be stated.
const OLDEST: u8 = 120;

/// The content as it is kept: tidied, its municipality filled in, and within all limits. `at` is
/// where it stands in the body, for pointers (`/content`, or empty).
pub fn checked(mut content: OpportunityContent, at: &str) -> Result<OpportunityContent, Refusal> {
    tidy_content(&mut content);
    let mut check = Check::default();
    check_words(&mut check, at, &content);
    check_interests(&mut check, at, &content.interests);
    check_whereabouts(&mut check, at, &mut content.whereabouts);
    if let Some(hours) = &content.opening_hours {
        check_hours(&mut check, &format!("{at}/opening_hours"), hours);
    }
    check_ages(&mut check, &format!("{at}/ages"), content.ages);
    check_pricing(&mut check, &format!("{at}/pricing"), &content.pricing);
    check_card(&mut check, &format!("{at}/card"), &content);
    contact::check(
        &mut check,
        &format!("{at}/contact"),
        &content.contact,
        Reachable::Later,
    );
    check.finish().map_err(named)?;
    Ok(content)
}

/// Names the refusal by its one cause when it has one.
fn named(refusal: Refusal) -> Refusal {
    let all = |word: &str| {
        refusal
            .errors
            .iter()
            .all(|e| e.code == FieldCode::Unknown && e.pointer.contains(word))
    };
    let code = if all("/interests/") {
        ErrorCode::UnknownInterest
    } else if all("/territory") {
        ErrorCode::UnknownTerritory
    } else {
        refusal.code
    };
    Refusal { code, ..refusal }
}

fn tidy_content(content: &mut OpportunityContent) {
    tidy_lines(&mut content.title);
    tidy_lines(&mut content.summary);
    content.description = tidied(std::mem::take(&mut content.description), paragraphs);
    content.contact = contact::tidied(std::mem::take(&mut content.contact));
    content.interests = unique(std::mem::take(&mut content.interests));
    let words = content.free_words.iter().map(|word| one_line(word));
    content.free_words = unique(words.filter(|word| !word.is_empty()).collect());
    let languages = content.languages.iter();
    content.languages = unique(languages.map(|l| l.trim().to_ascii_lowercase()).collect());
    match &mut content.whereabouts {
        Whereabouts::InPerson { place } => tidy_place(place),
        Whereabouts::Mixed { place, url } => {
            tidy_place(place);
            *url = tidy_option(url.take());
        }
        Whereabouts::Online { url } => *url = tidy_option(url.take()),
        Whereabouts::OnRequest { .. } => {}
    }
    if let Some(hours) = &mut content.opening_hours {
        hours
            .spans
            .sort_by_key(|span| (span.weekday.num_days_from_monday(), span.opens, span.closes));
        hours.spans.dedup();
    }
    if content
        .opening_hours
        .as_ref()
        .is_some_and(|hours| hours.spans.is_empty())
    {
        content.opening_hours = None;
    }
    for tariff in &mut content.pricing.tariffs {
        tidy_lines(&mut tariff.name);
    }
    let card = &mut content.card;
    if let Some(welcomer) = &mut card.welcomer {
        welcomer.first_name = one_line(&welcomer.first_name);
        if let Some(about) = &mut welcomer.about {
            tidy_lines(about);
        }
        welcomer.about = welcomer.about.take().filter(|about| !about.is_blank());
    }
    if let Some(stop) = &mut card.bus_stop {
        stop.name = one_line(&stop.name);
    }
    if let Some(bring) = &mut card.bring {
        tidy_lines(bring);
    }
    card.bring = card.bring.take().filter(|bring| !bring.is_blank());
    for step in &mut card.first_minutes {
        tidy_lines(step);
    }
    card.first_minutes.retain(|step| !step.is_blank());
}

fn tidy_place(place: &mut Place) {
    for part in [
        &mut place.name,
        &mut place.street,
        &mut place.postcode,
        &mut place.locality,
    ] {
        *part = tidy_option(part.take());
    }
    place.country = place.country.trim().to_ascii_uppercase();
}

fn tidy_lines(text: &mut LocalizedText) {
    *text = tidied(std::mem::take(text), one_line);
}

fn tidy_option(text: Option<String>) -> Option<String> {
    text.map(|text| one_line(&text))
        .filter(|text| !text.is_empty())
}

fn check_option(check: &mut Check, pointer: &str, text: Option<&str>, most: usize) {
    if let Some(text) = text {
        check.text(pointer, text, 1, most);
    }
}

/// Each once, the first time it stands there.
fn unique<T: PartialEq>(items: Vec<T>) -> Vec<T> {
    items.into_iter().fold(Vec::new(), |mut kept, item| {
        if !kept.contains(&item) {
            kept.push(item);
        }
        kept
    })
}

fn check_words(check: &mut Check, at: &str, content: &OpportunityContent) {
    check_lengths(check, &format!("{at}/title"), &content.title, 120);
    check_lengths(check, &format!("{at}/summary"), &content.summary, 300);
    check_lengths(
        check,
        &format!("{at}/description"),
        &content.description,
        5000,
    );
    let words = format!("{at}/free_words");
    check.list(&words, &content.free_words, 10);
    for (nr, word) in content.free_words.iter().enumerate() {
        check.text(&format!("{words}/{nr}"), word, 1, 40);
    }
    let languages = format!("{at}/languages");
    check.list(&languages, &content.languages, 10);
    for (nr, language) in content.languages.iter().enumerate() {
        check.reject(
            language.len() != 2 || !language.bytes().all(|b| b.is_ascii_lowercase()),
            format!("{languages}/{nr}"),
            FieldCode::Malformed,
            "two letters, such as nl",
        );
    }
}

fn check_interests(check: &mut Check, at: &str, interests: &[InterestId]) {
    let pointer = format!("{at}/interests");
    check.list(&pointer, interests, 8);
    for (nr, interest) in interests.iter().enumerate() {
        check.reject(
            !vocabulary().knows(interest.as_str()),
            format!("{pointer}/{nr}"),
            FieldCode::Unknown,
            "not in the vocabulary; GET /interests lists it",
        );
    }
}

fn check_whereabouts(check: &mut Check, at: &str, whereabouts: &mut Whereabouts) {
    let at = format!("{at}/whereabouts");
    if let Whereabouts::InPerson { place } | Whereabouts::Mixed { place, .. } = whereabouts {
        check_place(check, &format!("{at}/place"), place);
    }
    if let Whereabouts::Online { url: Some(url) } | Whereabouts::Mixed { url: Some(url), .. } =
        whereabouts
    {
        check.reject(
            !is_web_address(url),
            format!("{at}/url"),
            FieldCode::Malformed,
            "begins with https:// or http://",
        );
    }
    if let Whereabouts::OnRequest { territory } = whereabouts {
        check_municipality(check, &format!("{at}/territory"), territory);
    }
}

/// Fills the municipality in where it is missing, from the postcode and town, else from the point,
/// and the town where only the municipality is known; then notes what is not right. A place in Belgium has a municipality, a place abroad has none.
pub fn check_place(check: &mut Check, at: &str, place: &mut Place) {
    fill_place(place);
    fill_town(place);
    for (name, part, most) in [
        ("name", &place.name, 120),
        ("street", &place.street, 120),
        ("postcode", &place.postcode, 16),
        ("locality", &place.locality, 80),
    ] {
        check_option(check, &format!("{at}/{name}"), part.as_deref(), most);
    }
    let country = place.country.len() == 2 && place.country.bytes().all(|b| b.is_ascii_uppercase());
    check.reject(
        !country,
        format!("{at}/country"),
        FieldCode::Malformed,
        "two letters, such as BE",
    );
    let pointer = format!("{at}/territory");
    match (&place.territory, place.country.as_str()) {
        (Some(territory), "BE") => check_municipality(check, &pointer, territory),
        (None, "BE") => {
            check.add(
                pointer,
                FieldCode::Required,
                "not found from the address; give the municipality's NIS code",
            );
        }
        (Some(_), _) => {
            check.add(
                pointer,
                FieldCode::Conflicting,
                "only places in Belgium have one",
            );
        }
        (None, _) => {}
    }
}

fn check_municipality(check: &mut Check, pointer: &str, id: &TerritoryId) {
    let known = territory(id.as_str()).is_some_and(|t| t.kind == TerritoryKind::Municipality);
    check.reject(
        !known,
        pointer,
        FieldCode::Unknown,
        "no NIS code of a municipality",
    );
}

/// Fills in the municipality of a place in Belgium when it is missing: postcode and town say it,
/// else the point.
pub fn fill_place(place: &mut Place) {
    if place.country != "BE" || place.territory.is_some() {
        return;
    }
    let by_address = locate(
        place.postcode.as_deref().unwrap_or_default(),
        place.locality.as_deref().unwrap_or_default(),
    );
    let municipality = by_address.map(|found| found.municipality).or_else(|| {
        let nearest = nearest_municipality(place.point?)?;
        (nearest.distance_m <= FAR_M).then_some(nearest.municipality)
    });
    place.territory = municipality.map(|found| found.code.into());
}

/// Names the municipality of a place that says nothing of its town: who reads it finds no code there.
fn fill_town(place: &mut Place) {
    if place.postcode.is_none() && place.locality.is_none() {
        let known = place
            .territory
            .as_ref()
            .and_then(|id| territory(id.as_str()));
        place.locality = known.map(|town| town.names.nl.to_owned());
    }
}

fn check_hours(check: &mut Check, at: &str, hours: &OpeningHours) {
    check.list(&format!("{at}/spans"), &hours.spans, 50);
    for (nr, span) in hours.spans.iter().enumerate() {
        let to_midnight = span.closes == chrono::NaiveTime::MIN;
        check.reject(
            span.closes <= span.opens && !to_midnight,
            format!("{at}/spans/{nr}/closes"),
            FieldCode::Conflicting,
            "closes after it opens",
        );
        for (name, time) in [("opens", span.opens), ("closes", span.closes)] {
            check.reject(
                is_leap_second(&time),
                format!("{at}/spans/{nr}/{name}"),
                FieldCode::OutOfRange,
                "no leap second",
            );
        }
    }
    if let (Some(from), Some(until)) = (hours.from, hours.until) {
        check.reject(
            until < from,
            format!("{at}/until"),
            FieldCode::Conflicting,
            "not before `from`",
        );
    }
}

fn check_ages(check: &mut Check, at: &str, ages: AgeRange) {
    for (name, age) in [("from", ages.from), ("to", ages.to)] {
        check.reject(
            age.is_some_and(|age| age > OLDEST),
            format!("{at}/{name}"),
            FieldCode::OutOfRange,
            format!("0 to {OLDEST}"),
        );
    }
    if let (Some(from), Some(to)) = (ages.from, ages.to) {
        check.reject(
            to < from,
            format!("{at}/to"),
            FieldCode::Conflicting,
            "not below `from`",
        );
    }
}

fn check_pricing(check: &mut Check, at: &str, pricing: &Pricing) {
    let too_dear = |cents: u32| cents > MAX_CENTS;
    let most = format!("at most {MAX_CENTS} cents");
    if let Some(Price::Amount { cents }) = pricing.base {
        check.reject(
            too_dear(cents),
            format!("{at}/base/cents"),
            FieldCode::OutOfRange,
            most.clone(),
        );
    }
    if let Some(social) = pricing.social_tariff {
        let pointer = format!("{at}/social_tariff/cents");
        check.reject(
            too_dear(social.cents),
            pointer.clone(),
            FieldCode::OutOfRange,
            most.clone(),
        );
        let dearer = matches!(pricing.base, Some(Price::Amount { cents }) if social.cents > cents);
        check.reject(
            dearer || (pricing.base == Some(Price::Free {}) && social.cents > 0),
            pointer,
            FieldCode::Conflicting,
            "not above the price for most people",
        );
    }
    check.list(&format!("{at}/tariffs"), &pricing.tariffs, 20);
    for (nr, tariff) in pricing.tariffs.iter().enumerate() {
        let name = format!("{at}/tariffs/{nr}/name");
        check.reject(
            tariff.name.is_blank(),
            name.clone(),
            FieldCode::Required,
            "says for whom",
        );
        check_lengths(check, &name, &tariff.name, 80);
        check.reject(
            too_dear(tariff.cents),
            format!("{at}/tariffs/{nr}/cents"),
            FieldCode::OutOfRange,
            most.clone(),
        );
    }
}

fn check_card(check: &mut Check, at: &str, content: &OpportunityContent) {
    let card = &content.card;
    if let Some(welcomer) = &card.welcomer {
        check.text(
            &format!("{at}/welcomer/first_name"),
            &welcomer.first_name,
            1,
            60,
        );
        if let Some(about) = &welcomer.about {
            check_lengths(check, &format!("{at}/welcomer/about"), about, 300);
        }
    }
    if let Some(size) = card.group_size {
        check.reject(
            size.from == 0 || size.to < size.from,
            format!("{at}/group_size"),
            FieldCode::Conflicting,
            "`from` is at least 1 and not above `to`",
        );
    }
    if let Some(stop) = &card.bus_stop {
        check.text(&format!("{at}/bus_stop/name"), &stop.name, 1, 80);
    }
    if let Some(bring) = &card.bring {
        check_lengths(check, &format!("{at}/bring"), bring, 300);
        check.reject(
            card.nothing_to_bring,
            format!("{at}/bring"),
            FieldCode::Conflicting,
            "it also says that nothing needs to be brought",
        );
    }
    let steps = format!("{at}/first_minutes");
    check.list(&steps, &card.first_minutes, 5);
    for (nr, step) in card.first_minutes.iter().enumerate() {
        check_lengths(check, &format!("{steps}/{nr}"), step, 200);
    }
}

#[cfg(test)]
mod tests;
