//! Where, how much, for whom, and who makes it.

use goesting_i18n::msg;
use goesting_types::opportunity::{AgeRange, Opportunity, Recognition};
use goesting_types::place::{Place, Whereabouts};
use goesting_types::price::Pricing;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::Icon;
use crate::i18n::{Words, capital, price, use_i18n};
use crate::routes;
use crate::t;
use crate::url::address_of;
use crate::vocabulary::{interest_name, use_vocabulary};
use goesting_types::search::SearchQuery;

/// Where, how much, for whom, and who makes it.
#[component]
pub fn Practical(opportunity: Opportunity) -> impl IntoView {
    let i18n = use_i18n();
    let content = opportunity.content;
    let ages = content.ages;
    let languages = content.languages.clone();
    let recognition = content.recognition;
    view! {
        <section class="practical">
            <h2>{t!(opportunity.practical)}</h2>
            <dl class="blocks">
                {is_somewhere(&content.whereabouts)
                    .then(|| {
                        view! {
                            <dt>
                                <Icon name="map-pin" />
                                {t!(opportunity.place)}
                            </dt>
                            <dd>
                                <Somewhere at=content.whereabouts />
                            </dd>
                        }
                    })}
                <Cost pricing=content.pricing />
                {(ages != AgeRange::default())
                    .then(|| {
                        view! {
                            <dt>
                                <Icon name="cake" />
                                {t!(opportunity.ages)}
                            </dt>
                            <dd>{move || i18n.text(&age_words(ages))}</dd>
                        }
                    })}
                {(!languages.is_empty())
                    .then(|| {
                        view! {
                            <dt>
                                <Icon name="message-circle" />
                                {t!(opportunity.languages)}
                            </dt>
                            <dd>
                                {move || {
                                    let names: Vec<_> = languages
                                        .iter()
                                        .map(|code| i18n.language(code))
                                        .collect();
                                    capital(&i18n.format().list(&names))
                                }}
                            </dd>
                        }
                    })}
                {(recognition != Recognition::None)
                    .then(|| {
                        view! {
                            <dt>
                                <Icon name="award" />
                                {t!(opportunity.recognition)}
                            </dt>
                            <dd>{crate::i18n::label(recognition)}</dd>
                        }
                    })}
                <Reach contact=content.contact />
                <dt>
                    <Icon name="users" />
                    {t!(opportunity.made_by)}
                </dt>
                <dd>
                    <ul class="plain">
                        {opportunity
                            .actors
                            .into_iter()
                            .map(|part| {
                                let href = routes::actor(part.actor.id);
                                view! {
                                    <li>
                                        <A href=href>{part.credit.unwrap_or(part.actor.name)}</A>
                                        " "
                                        <small>{crate::i18n::label(part.actor.kind)}</small>
                                    </li>
                                }
                            })
                            .collect::<Vec<_>>()}
                    </ul>
                </dd>
            </dl>
            <Tags interests=content.interests words=content.free_words />
            <Sources origins=opportunity.origins />
        </section>
    }
}

/// For which ages, in words.
pub(in crate::pages) fn age_words(ages: AgeRange) -> goesting_i18n::Message {
    match (ages.from, ages.to) {
        (Some(from), Some(to)) => msg!(opportunity.ages_between, from = from, to = to),
        (Some(from), None) => msg!(opportunity.ages_from, from = from),
        (None, Some(to)) => msg!(opportunity.ages_to, to = to),
        (None, None) => msg!(opportunity.ages_all),
    }
}

/// Whether there is a word to say of where it is.
fn is_somewhere(at: &Whereabouts) -> bool {
    if let Whereabouts::InPerson { place } = at {
        place.point.is_some() || !question(place).is_empty()
    } else {
        true
    }
}

#[component]
fn Somewhere(at: Whereabouts) -> impl IntoView {
    let alone = |words: Signal<String>| view! { <p>{move || capital(&words.get())}</p> };
    match at {
        Whereabouts::InPerson { place } => view! { <Address place /> }.into_any(),
        Whereabouts::Online { url } => view! {
            {alone(t!(common.when.online))}
            <Link url />
        }
        .into_any(),
        Whereabouts::Mixed { place, url } => view! {
            <Address place />
            <p>{t!(opportunity.online_too)}</p>
            <Link url />
        }
        .into_any(),
        Whereabouts::OnRequest { .. } => alone(t!(common.when.on_request)).into_any(),
    }
}

/// An address elsewhere; only http and https, whatever the data says.
#[component]
fn Link(url: Option<String>) -> impl IntoView {
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
        .map(|url| {
            let shown = url
                .trim_start_matches("https://")
                .trim_start_matches("http://")
                .trim_end_matches('/')
                .to_owned();
            view! {
                <p class="break">
                    <a href=url rel="external noopener nofollow" target="_blank">
                        {shown}
                        <Icon name="external-link" />
                        <span class="visually-hidden">" (" {t!(common.new_window)} ")"</span>
                    </a>
                </p>
            }
        })
}

/// Postcode and town.
fn town(place: &Place) -> String {
    let town = [place.postcode.as_deref(), place.locality.as_deref()];
    town.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What a map is asked for: the address, else the name of the house.
fn question(place: &Place) -> String {
    let town = Some(town(place)).filter(|town| !town.is_empty());
    let parts: Vec<_> = place.street.clone().into_iter().chain(town).collect();
    if parts.is_empty() {
        place.name.clone().unwrap_or_default()
    } else {
        parts.join(", ")
    }
}

#[component]
fn Address(place: Place) -> impl IntoView {
    let question = question(&place);
    let map = match place.point {
        Some(point) => Some(format!(
            "https://www.openstreetmap.org/?mlat={}&mlon={}#map=17/{}/{}",
            point.lat, point.lon, point.lat, point.lon
        )),
        None if question.is_empty() => None,
        None => Some(format!(
            "https://www.openstreetmap.org/search?{}",
            crate::url::parameter("query", &question)
        )),
    };
    let town = town(&place);
    view! {
        <address>
            {place.name.map(|name| view! { <strong>{name}</strong> <br /> })}
            {place.street.map(|street| view! { {street} <br /> })} {town}
        </address>
        {map.map(|map| {
            view! {
                <p>
                    <a href=map rel="external noopener" target="_blank">
                        {t!(opportunity.map)}
                        <Icon name="external-link" />
                        <span class="visually-hidden">" (" {t!(common.new_window)} ")"</span>
                    </a>
                </p>
            }
        })}
    }
}

/// What it costs, as a part of a list of blocks.
#[component]
pub(in crate::pages) fn Cost(pricing: Pricing) -> impl IntoView {
    let i18n = use_i18n();
    let social = pricing.social_tariff.map(|social| {
        view! {
            <p>
                {move || {
                    let amount = i18n.format().cents(social.cents);
                    i18n.text(
                        &if social.needs_proof {
                            msg!(opportunity.social_with_proof, amount = amount)
                        } else {
                            msg!(opportunity.social, amount = amount)
                        },
                    )
                }}
            </p>
        }
    });
    let tariffs: Vec<_> = pricing
        .tariffs
        .iter()
        .map(|tariff| {
            let cents = tariff.cents;
            view! {
                <li>
                    <Words text=tariff.name.clone() />
                    ": "
                    {move || i18n.format().cents(cents)}
                </li>
            }
        })
        .collect();
    view! {
        <dt>
            <Icon name="wallet" />
            {t!(opportunity.price)}
        </dt>
        <dd>
            <p>
                {move || {
                    let price = price(i18n, &pricing);
                    capital(&price.unwrap_or_else(|| i18n.text(&msg!(opportunity.price_unknown))))
                }}
            </p>
            {social}
            {(!tariffs.is_empty()).then(|| view! { <ul class="plain">{tariffs}</ul> })}
        </dd>
    }
}

/// How to reach somebody, as a part of a list of blocks.
#[component]
pub(in crate::pages) fn Reach(contact: goesting_types::actor::Contact) -> impl IntoView {
    if !contact.is_reachable() {
        return None;
    }
    Some(view! {
        <dt>
            <Icon name="phone" />
            {t!(opportunity.ask)}
        </dt>
        <dd>
            {contact.first_name.map(|name| view! { <p>{name}</p> })}
            {contact
                .phone
                .map(|phone| {
                    let href = crate::shell::dial(&phone);
                    view! {
                        <p>
                            <a href=href>{phone}</a>
                        </p>
                    }
                })}
            {contact
                .email
                .map(|email| {
                    view! {
                        <p class="break">
                            <a href=format!("mailto:{email}")>{email.clone()}</a>
                        </p>
                    }
                })} <Link url=contact.url />
        </dd>
    })
}

#[component]
fn Tags(interests: Vec<goesting_types::interest::InterestId>, words: Vec<String>) -> impl IntoView {
    let (i18n, vocabulary) = (use_i18n(), use_vocabulary());
    let tags: Vec<_> = interests
        .into_iter()
        .map(|id| {
            let href = address_of(&SearchQuery {
                interest: vec![id.clone()],
                ..SearchQuery::default()
            });
            view! {
                <li>
                    <A href=href attr:class="tag">
                        {move || interest_name(i18n, vocabulary, &id)}
                    </A>
                </li>
            }
        })
        .collect();
    let words: Vec<_> = words
        .into_iter()
        .map(|word| view! { <li class="tag">{word}</li> })
        .collect();
    view! { <ul class="tags">{tags} {words}</ul> }
}

/// Where this was read, when it was not made here.
#[component]
fn Sources(origins: Vec<goesting_types::opportunity::Origin>) -> impl IntoView {
    use goesting_types::opportunity::OriginKind;
    origins
        .into_iter()
        .filter(|origin| origin.kind != OriginKind::Own)
        .map(|origin| {
            view! {
                <div class="muted small">
                    <p>{crate::i18n::label(origin.kind)}</p>
                    <Link url=origin.url />
                </div>
            }
        })
        .collect::<Vec<_>>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_asked_for_what_is_known_of_a_place_and_never_for_nothing() {
        let nowhere = Place {
            name: None,
            street: None,
            postcode: None,
            locality: None,
            country: "BE".to_owned(),
            territory: Some("24062".into()),
            point: None,
        };
        let town = Place {
            locality: Some("Leuven".to_owned()),
            ..nowhere.clone()
        };
        let house = Place {
            name: Some("Buurthuis".to_owned()),
            ..nowhere.clone()
        };
        assert_eq!(question(&town), "Leuven");
        assert_eq!(question(&house), "Buurthuis");
        let street = Place {
            street: Some("Dorpsstraat 1".to_owned()),
            postcode: Some("3000".to_owned()),
            ..town
        };
        assert_eq!(question(&street), "Dorpsstraat 1, 3000 Leuven");
        assert!(is_somewhere(&Whereabouts::InPerson { place: house }));
        assert!(!is_somewhere(&Whereabouts::InPerson { place: nowhere }));
    }
}
