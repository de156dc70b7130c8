//! An opportunity in a list.

use goesting_i18n::{Label, msg};
use goesting_types::card::CardFlag;
use goesting_types::search::{Highlight, NextSession, SearchHit};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{Art, Icon, SaveButton, theme_art};
use crate::i18n::{I18n, Words, capital, price, use_i18n, words};
use crate::routes;
use crate::vocabulary::use_vocabulary;

/// How many yeses of the card fit below a title.
const FLAGS: usize = 3;

/// An opportunity in a list: what, when, where, how much, and what makes it easy.
#[component]
pub fn HitCard(
    /// What was found.
    hit: SearchHit,
) -> impl IntoView {
    let i18n = use_i18n();
    let vocabulary = use_vocabulary();
    let interests = hit.interests.clone();
    let art = Signal::derive(move || {
        vocabulary
            .with(|vocabulary| theme_art(Some(vocabulary), &interests))
            .unwrap_or_else(|| theme_art(None, &[]))
    });
    let picture = hit.picture.as_ref().and_then(|picture| {
        let small = picture.urls.first()?.clone();
        let sizes = picture.urls.iter().zip(["320w", "800w"]);
        let all: Vec<_> = sizes.map(|(url, width)| format!("{url} {width}")).collect();
        Some((small, all.join(", ")))
    });
    let title = {
        let title = hit.title.clone();
        Signal::derive(move || words(i18n, &title))
    };
    let place = {
        let (locality, online, distance) = (hit.locality.clone(), hit.online, hit.distance_m);
        move || whereabouts(i18n, locality.as_deref(), online, distance)
    };
    let cost = {
        let pricing = hit.pricing.clone();
        move || price(i18n, &pricing).map(|price| capital(&price))
    };
    // An open door alone does not say that one need not book.
    let no_sign_up = hit.flags.contains(&CardFlag::NoSignUp);
    let flags: Vec<CardFlag> = hit
        .flags
        .iter()
        .copied()
        .filter(|flag| *flag != CardFlag::Phone)
        .take(FLAGS)
        .collect();
    // The title stands above already.
    let title_again = |highlight: &Highlight| {
        let words = highlight.parts.concat();
        hit.title.get(highlight.lang) == Some(words.trim())
    };
    let summary = match hit.highlight.filter(|highlight| !title_again(highlight)) {
        Some(highlight) => view! { <Marked highlight /> }.into_any(),
        None => view! { <Words text=hit.summary /> }.into_any(),
    };
    view! {
        <article class="card hit">
            <div class="hit-picture">
                {match picture {
                    Some((src, srcset)) => {
                        view! {
                            <img
                                src=src
                                srcset=srcset
                                // The small one is enough on phones: data cost more there than it shows.
                                sizes="(min-width: 48rem) 24rem, 7rem"
                                alt=""
                                loading="lazy"
                                width="320"
                                height="200"
                            />
                        }
                            .into_any()
                    }
                    None => view! { <Art name=art /> }.into_any(),
                }}
            </div>
            <div class="hit-body">
                <p class="eyebrow">
                    {i18n_label(hit.kind)} " · "
                    <A href=routes::actor(hit.actor.id) attr:class="actor">
                        {hit.actor.name}
                    </A>
                </p>
                <h3>
                    <A href=routes::opportunity(hit.id)>
                        <Words text=hit.title />
                    </A>
                </h3>
                <p class="summary">{summary}</p>
                <ul class="facts">
                    {hit
                        .next_session
                        .map(|next| {
                            let (left, later) = (next.clone(), hit.next_with_room);
                            view! {
                                <li>
                                    <Icon name="calendar-days" />
                                    {move || i18n.format().span(next.local_start, next.local_end)}
                                </li>
                                {move || places_left(i18n, &left, later.as_ref()).map(|(class, text)| view! { <li class=class>{text}</li> })}
                            }
                        })}
                    {hit
                        .opening_hours
                        .then(|| {
                            view! {
                                <li>
                                    <Icon name="door-open" />
                                    {move || {
                                        i18n.text(
                                            &if no_sign_up {
                                                msg!(common.drop_in)
                                            } else {
                                                msg!(opportunity.open_door)
                                            },
                                        )
                                    }}
                                </li>
                            }
                        })}
                    <li>
                        <Icon name="map-pin" />
                        {place}
                    </li>
                    {move || {
                        cost()
                            .map(|cost| {
                                view! {
                                    <li>
                                        <Icon name="wallet" />
                                        {cost}
                                    </li>
                                }
                            })
                    }}
                </ul>
                <ul class="tags">
                    {flags
                        .into_iter()
                        .map(|flag| view! { <li class="tag">{i18n_label(flag)}</li> })
                        .collect::<Vec<_>>()}
                </ul>
                <SaveButton id=hit.id title />
            </div>
        </article>
    }
}

fn i18n_label(value: impl Label) -> Signal<String> {
    crate::i18n::label(value)
}

fn whereabouts(i18n: I18n, locality: Option<&str>, online: bool, metres: Option<u32>) -> String {
    let online_too = online.then(|| i18n.text(&msg!(common.when.online)));
    let mut parts: Vec<String> = locality
        .map(str::to_owned)
        .into_iter()
        .chain(online_too)
        .collect();
    if let Some(metres) = metres {
        parts.push(i18n.format().distance(metres));
    }
    if parts.is_empty() {
        parts.push(i18n.text(&msg!(common.when.on_request)));
    }
    capital(&parts.join(" · "))
}

/// Places left, when that is worth saying: few, or none.
fn places_left(
    i18n: I18n,
    next: &NextSession,
    later: Option<&NextSession>,
) -> Option<(&'static str, String)> {
    if let Some(later) = later {
        let when = i18n.format().instant(later.starts_at);
        return Some(("full", i18n.text(&msg!(common.room_later, when = when))));
    }
    match next.places_left? {
        0 if next.waiting_list => Some(("full", i18n.text(&msg!(common.waiting_list)))),
        0 => Some(("full", i18n.text(&msg!(common.places_left, count = 0)))),
        left @ 1..=5 => Some(("few", i18n.text(&msg!(common.places_left, count = left)))),
        _ => None,
    }
}

/// A text with the words that were searched for marked.
#[component]
fn Marked(highlight: Highlight) -> impl IntoView {
    let parts: Vec<_> = highlight
        .parts
        .into_iter()
        .enumerate()
        .map(|(index, part)| {
            if index % 2 == 1 {
                view! { <mark>{part}</mark> }.into_any()
            } else {
                part.into_any()
            }
        })
        .collect();
    view! { <span lang=highlight.lang.as_str()>{parts}</span> }
}
