//! The low-threshold card: who welcomes you, how the first ten minutes go, what is easy.

use goesting_i18n::msg;
use goesting_types::card::{CardFlag, LowThresholdCard};
use goesting_types::opportunity::Opportunity;
use leptos::prelude::*;

use crate::components::{Art, Icon};
use crate::i18n::{Words, use_i18n, words};
use crate::shell::dial;
use crate::t;

/// The icon of a yes.
fn icon(flag: CardFlag) -> &'static str {
    match flag {
        CardFlag::Welcomed => "hand",
        CardFlag::Buddy => "users",
        CardFlag::FreeTryOut => "gift",
        CardFlag::NoSignUp => "door-open",
        CardFlag::ComeOnce => "footprints",
        CardFlag::MayStop => "log-out",
        CardFlag::Quiet => "feather",
        CardFlag::SmallGroup => "users-round",
        CardFlag::SocialTariffNoProof => "wallet",
        CardFlag::BusStop => "bus",
        CardFlag::ChildCare => "baby",
        CardFlag::Wheelchair => "accessibility",
        CardFlag::AccessibleToilet => "toilet",
        CardFlag::NothingToBring => "backpack",
        CardFlag::FirstMinutes => "clock",
        CardFlag::Phone => "phone",
    }
}

/// What the card says with more words than a yes: above, or as one of its details.
fn stands_elsewhere(flag: CardFlag) -> bool {
    matches!(
        flag,
        CardFlag::Welcomed
            | CardFlag::FirstMinutes
            | CardFlag::Phone
            | CardFlag::Quiet
            | CardFlag::SmallGroup
            | CardFlag::BusStop
    )
}

/// The card, in front of all else.
#[component]
pub fn FirstCard(opportunity: Opportunity) -> impl IntoView {
    let card = opportunity.content.card;
    let contact = opportunity.content.contact;
    let steps: Vec<_> = card
        .first_minutes
        .iter()
        .map(|step| view! { <li><Words text=step.clone() /></li> })
        .collect();
    let flags: Vec<_> = opportunity
        .flags
        .iter()
        .copied()
        .filter(|flag| !stands_elsewhere(*flag))
        .map(|flag| {
            view! {
                <li>
                    <Icon name=icon(flag) />
                    {crate::i18n::label(flag)}
                </li>
            }
        })
        .collect();
    let nothing = card.welcomer.is_none() && steps.is_empty() && flags.is_empty();
    let detailed = card.group_size.is_some()
        || card.atmosphere.is_some()
        || card.bus_stop.is_some()
        || card.bring.is_some();
    // The number to phone stands among the practical things too.
    if nothing && !detailed {
        return None;
    }
    Some(view! {
        <section class="first-card" aria-labelledby="first-title">
            <h2 id="first-title">{t!(opportunity.first.title)}</h2>
            {card.welcomer.clone().map(|welcomer| view! { <Welcomer welcomer /> })}
            {(!steps.is_empty())
                .then(|| {
                    view! {
                        <h3>{t!(opportunity.first.minutes)}</h3>
                        <ol class="steps">{steps}</ol>
                    }
                })}
            {(!flags.is_empty()).then(|| view! { <ul class="yeses">{flags}</ul> })}
            <Details card />
            {contact
                .phone
                .map(|phone| {
                    let name = contact.first_name;
                    view! { <Phone phone name /> }
                })}
        </section>
    })
}

#[component]
fn Welcomer(welcomer: goesting_types::card::Welcomer) -> impl IntoView {
    let i18n = use_i18n();
    let name = welcomer.first_name;
    view! {
        <div class="welcomer">
            <div class="face">
                <Art name="face".to_owned() />
            </div>
            <p>
                <strong>{move || i18n.text(&msg!(opportunity.first.welcomer, name = name.clone()))}</strong>
                {welcomer.about.map(|about| view! { <br /> <Words text=about /> })}
            </p>
        </div>
    }
}

/// Group, atmosphere, the bus and what to bring: what takes a few words.
#[component]
fn Details(card: LowThresholdCard) -> impl IntoView {
    let i18n = use_i18n();
    let group = card.group_size.map(|size| {
        view! {
            <dt>{t!(opportunity.first.group)}</dt>
            <dd>{t!(opportunity.first.group_size, from = size.from, to = size.to)}</dd>
        }
    });
    let atmosphere = card.atmosphere.map(|atmosphere| {
        view! {
            <dt>{t!(opportunity.first.atmosphere)}</dt>
            <dd>{crate::i18n::label(atmosphere)}</dd>
        }
    });
    let stop = card.bus_stop.map(|stop| {
        let name = stop.name;
        let walk = stop.walk_minutes;
        view! {
            <dt>{t!(opportunity.first.stop)}</dt>
            <dd>
                {move || i18n.text(&msg!(opportunity.first.stop_walk, count = walk, name = name.clone()))}
            </dd>
        }
    });
    let bring = card.bring.map(|bring| {
        view! {
            <dt>{t!(opportunity.first.bring)}</dt>
            <dd>
                {move || words(i18n, &bring)}
            </dd>
        }
    });
    view! { <dl class="pairs">{group} {atmosphere} {stop} {bring}</dl> }
}

#[component]
fn Phone(phone: String, name: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    let href = dial(&phone);
    view! {
        <p class="call">
            <a class="button" href=href>
                <Icon name="phone" />
                {move || match &name {
                    Some(name) => {
                        i18n.text(
                            &msg!(opportunity.first.call_name, name = name.clone(), phone = phone.clone()),
                        )
                    }
                    None => i18n.text(&msg!(common.action.call, phone = phone.clone())),
                }}
            </a>
        </p>
    }
}
