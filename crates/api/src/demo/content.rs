//! From what is written in a file to what an opportunity says of itself, through the same checks as
//! everybody's.

use goesting_core::Refusal;
use goesting_core::opportunity::checked;
use goesting_types::card::{LowThresholdCard, Welcomer};
use goesting_types::opportunity::{OpeningHours, OpeningSpan, OpportunityContent};
use goesting_types::place::{Place as WirePlace, Point, Whereabouts};
use goesting_types::price::{Price as Base, Pricing, SocialTariff, Tariff};
use goesting_types::problem::FieldCode;
use goesting_types::territory::TerritoryId;
use goesting_types::text::LocalizedText;

use super::data::{Actor, Card, Hours, Opportunity, Place, Price, Where, dutch};

/// What the opportunity says of itself, checked. `territory` is the municipality it is in.
pub(super) fn content(
    actor: &Actor,
    one: &Opportunity,
    territory: &str,
) -> Result<OpportunityContent, Refusal> {
    let contact = one.contact.as_ref().unwrap_or(&actor.contact);
    let whereabouts = whereabouts(&actor.place, one.whereabouts.as_ref(), territory)?;
    let content = OpportunityContent {
        title: dutch(&one.title),
        summary: dutch(&one.summary),
        description: dutch(&one.description),
        kind: one.kind,
        interests: one.interests.clone(),
        free_words: one.free_words.clone(),
        whereabouts,
        opening_hours: opening_hours(&one.opening),
        ages: one.ages,
        languages: one.languages.clone(),
        pricing: one
            .price
            .as_ref()
            .map(pricing)
            .transpose()?
            .unwrap_or_default(),
        formality: one.formality,
        recognition: one.recognition,
        card: card(&one.card),
        contact: contact.to_wire(),
    };
    checked(content, "")
}

fn whereabouts(
    own: &Place,
    wanted: Option<&Where>,
    territory: &str,
) -> Result<Whereabouts, Refusal> {
    let territory = TerritoryId::from(territory);
    Ok(match wanted {
        None => Whereabouts::InPerson {
            place: place(own, territory)?,
        },
        Some(Where::InPerson {
            name,
            street,
            postcode,
            locality,
            lat,
            lon,
        }) => {
            let text = |given: &Option<String>, own: &String| given.as_ref().unwrap_or(own).clone();
            let there = Place {
                name: text(name, &own.name),
                street: text(street, &own.street),
                postcode: text(postcode, &own.postcode),
                locality: text(locality, &own.locality),
                lat: lat.unwrap_or(own.lat),
                lon: lon.unwrap_or(own.lon),
            };
            Whereabouts::InPerson {
                place: place(&there, territory)?,
            }
        }
        Some(Where::Mixed { url }) => Whereabouts::Mixed {
            place: place(own, territory)?,
            url: url.clone(),
        },
        Some(Where::Online { url }) => Whereabouts::Online { url: url.clone() },
        Some(Where::OnRequest {}) => Whereabouts::OnRequest { territory },
    })
}

fn place(place: &Place, territory: TerritoryId) -> Result<WirePlace, Refusal> {
    let Place {
        name,
        street,
        postcode,
        locality,
        lat,
        lon,
    } = place.clone();
    let point = Point::new(lat, lon)
        .map_err(|why| Refusal::field("/where", FieldCode::OutOfRange, why.to_string()))?;
    Ok(WirePlace {
        name: Some(name),
        street: Some(street),
        postcode: Some(postcode),
        locality: Some(locality),
        country: "BE".to_owned(),
        territory: Some(territory),
        point: Some(point),
    })
}

fn opening_hours(hours: &[Hours]) -> Option<OpeningHours> {
    let spans: Vec<_> = hours
        .iter()
        .flat_map(|one| {
            one.days.iter().map(|day| OpeningSpan {
                weekday: *day,
                opens: one.opens,
                closes: one.closes,
            })
        })
        .collect();
    (!spans.is_empty()).then_some(OpeningHours {
        spans,
        from: None,
        until: None,
    })
}

fn pricing(price: &Price) -> Result<Pricing, Refusal> {
    let Price {
        free,
        cents,
        band,
        social,
        social_needs_proof,
        tariffs,
    } = price;
    let base = match (free, cents, band) {
        (true, None, None) => Base::Free {},
        (false, Some(cents), None) => Base::Amount { cents: *cents },
        (false, None, Some(band)) => Base::Band { band: *band },
        _ => {
            let detail = "one of free, cents and band";
            return Err(Refusal::field("/price", FieldCode::Conflicting, detail));
        }
    };
    Ok(Pricing {
        base: Some(base),
        social_tariff: social.map(|cents| SocialTariff {
            cents,
            needs_proof: *social_needs_proof,
        }),
        tariffs: tariffs
            .iter()
            .map(|one| Tariff {
                name: dutch(&one.name),
                cents: one.cents,
            })
            .collect(),
    })
}

fn card(card: &Card) -> LowThresholdCard {
    let Card {
        welcomer,
        buddy,
        free_try_out,
        no_sign_up,
        come_once,
        may_stop,
        atmosphere,
        group_size,
        bus_stop,
        child_care,
        wheelchair,
        accessible_toilet,
        nothing_to_bring,
        bring,
        first_minutes,
    } = card;
    let steps: Vec<LocalizedText> = first_minutes.iter().map(|step| dutch(step)).collect();
    LowThresholdCard {
        welcomer: Some(Welcomer {
            first_name: welcomer.first_name.clone(),
            about: Some(dutch(&welcomer.about)),
        }),
        buddy: *buddy,
        free_try_out: *free_try_out,
        no_sign_up: *no_sign_up,
        come_once: *come_once,
        may_stop: *may_stop,
        atmosphere: Some(*atmosphere),
        group_size: *group_size,
        bus_stop: bus_stop.clone(),
        child_care: *child_care,
        wheelchair: *wheelchair,
        accessible_toilet: *accessible_toilet,
        nothing_to_bring: *nothing_to_bring,
        bring: bring.as_deref().map(dutch),
        first_minutes: steps,
    }
}
