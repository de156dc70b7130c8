//! When one can come: sessions and opening hours.

use chrono::Weekday;
use goesting_i18n::{Label, msg};
use goesting_types::opportunity::{OpeningHours, Opportunity, OpportunityState};
use goesting_types::page::Page;
use goesting_types::search::Day;
use goesting_types::session::{Session, SessionQuery, SessionState, SignUp};
use leptos::prelude::*;
use leptos_router::components::A;

use super::Coming;
use super::organiser::{AtOrganiser, Way, way};
use crate::browser;
use crate::components::{Icon, Paged, SkeletonKind};
use crate::i18n::{I18n, use_i18n};
use crate::routes;
use crate::session::use_client;
use crate::t;

/// How many sessions show before "more".
const FIRST: usize = 5;

/// What one can do about a session now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Take a place; the number left when it is few.
    Places(u32),
    /// Take a place with the organiser; the number left there, when it is told.
    Elsewhere(Option<u32>),
    /// Just come.
    DropIn,
    /// Wait.
    Queue,
    /// Full, and no queue.
    Full,
    /// It does not take place.
    Cancelled,
    /// Sign-up is over.
    Over,
}

/// What one can do about a session now.
pub fn room(session: &Session) -> Room {
    let now = browser::now();
    match session.state {
        SessionState::Cancelled => return Room::Cancelled,
        SessionState::Done => return Room::Over,
        SessionState::Planned | SessionState::Changed => {}
    }
    let elsewhere = session.sign_up == SignUp::Elsewhere;
    let Some(left) = session.places_left else {
        return if elsewhere {
            Room::Elsewhere(None)
        } else {
            Room::DropIn
        };
    };
    if session.sign_up_until.is_some_and(|until| until <= now) || session.starts_at <= now {
        return Room::Over;
    }
    match left {
        0 if elsewhere => Room::Full,
        left if elsewhere => Room::Elsewhere(Some(left)),
        0 if session.terms.waiting_list => Room::Queue,
        0 => Room::Full,
        // Somebody who waits goes first.
        _ if session.waiting > 0 && session.terms.waiting_list => Room::Queue,
        left => Room::Places(left),
    }
}

/// How many of the places left only newcomers can take.
pub fn held(session: &Session) -> u32 {
    match room(session) {
        Room::Places(_) | Room::Queue | Room::Full => session.held_left.unwrap_or_default(),
        Room::Elsewhere(_) | Room::DropIn | Room::Cancelled | Room::Over => 0,
    }
}

/// Whether one can come to it without waiting.
pub fn has_room(session: &Session) -> bool {
    matches!(
        room(session),
        Room::Places(_) | Room::Elsewhere(_) | Room::DropIn
    )
}

/// The sessions and opening hours.
#[component]
pub fn Sessions(opportunity: Opportunity, sessions: Coming) -> impl IntoView {
    let open = opportunity.state == OpportunityState::Open;
    let hours = opportunity.content.opening_hours.clone();
    let organiser = StoredValue::new(way(&opportunity));
    let (id, client) = (opportunity.id, use_client());
    let ask = move |cursor| {
        let client = client.clone();
        let query = SessionQuery {
            cursor,
            limit: Some(super::SESSIONS),
            ..SessionQuery::default()
        };
        async move { client.list_sessions(id, &query).await }
    };
    let door = hours.is_some();
    view! {
        <section id="sessions" class="sessions" aria-labelledby="sessions-title">
            <h2 id="sessions-title">{t!(opportunity.when)}</h2>
            {hours.map(|hours| view! { <Hours hours /> })}
            {sessions
                .view(
                    SkeletonKind::Lines,
                    move |page| {
                        if page.items.is_empty() {
                            return (!door)
                                .then(|| view! { <p class="muted">{t!(opportunity.no_sessions)}</p> })
                                .into_any();
                        }
                        // The rest of what came shows first, then what else the server has.
                        let (few, rest) = split(page);
                        let rest = StoredValue::new(rest);
                        let ask = ask.clone();
                        let more = move |cursor| {
                            let held = rest.try_update_value(Option::take).flatten();
                            let asked = ask(cursor);
                            async move {
                                match held {
                                    Some(held) => Ok(held),
                                    None => asked.await,
                                }
                            }
                        };
                        let list = Paged::new(few, row);
                        view! {
                            <ul class="session-list">
                                <For each=move || list.items() key=row let:session>
                                    <Row session open organiser=organiser.get_value() />
                                </For>
                            </ul>
                            {list.more(t!(opportunity.more_sessions), more)}
                        }
                            .into_any()
                    },
                )}
        </section>
    }
}

/// The id of a row on the page.
fn row(session: &Session) -> String {
    format!("session-{}", session.id)
}

/// The few that show at first, and the others of a page.
fn split(mut page: Page<Session>) -> (Page<Session>, Option<Page<Session>>) {
    if page.items.len() <= FIRST {
        return (page, None);
    }
    let rest = Page {
        items: page.items.split_off(FIRST),
        ..page.clone()
    };
    // Never asked for: the rest is here.
    page.next_cursor = Some(String::new());
    (page, Some(rest))
}

#[component]
fn Row(session: Session, open: bool, organiser: Option<Way>) -> impl IntoView {
    let i18n = use_i18n();
    let row = row(&session);
    let room = room(&session);
    let held = held(&session);
    let (start, end) = (session.local_start, session.local_end);
    let when = move || i18n.format().span(start, end);
    let href = routes::enrol(session.opportunity_id, session.id);
    let action = (open && matches!(room, Room::Places(_) | Room::Queue)).then(|| {
        let label = move || {
            let action = i18n.text(&action(room));
            format!("{action}: {}", when())
        };
        view! {
            <A href=href attr:class="button main" attr:aria-label=label>
                {move || i18n.text(&action(room))}
            </A>
        }
    });
    let elsewhere = (open && matches!(room, Room::Elsewhere(_)))
        .then(|| view! { <AtOrganiser way=organiser /> });
    let place = session.terms.place.as_ref().map(|place| {
        let parts = [&place.name, &place.street, &place.locality];
        parts
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(", ")
    });
    view! {
        <li
            id=row
            tabindex="-1"
            class="session"
            class:off=matches!(room, Room::Cancelled | Room::Over)
        >
            <div>
                <p class="session-when">
                    <Icon name="calendar-days" />
                    {when}
                </p>
                {place.map(|place| view! { <p class="muted">{place}</p> })}
                <p class="muted">{move || state(i18n, room, session.waiting, held)}</p>
                {(held > 0)
                    .then(|| {
                        view! {
                            <p class="muted">
                                {move || i18n.text(&msg!(opportunity.held, count = held))}
                            </p>
                        }
                    })}
                {session.message.clone().map(|message| view! { <p class="said">{message}</p> })}
            </div>
            {action} {elsewhere}
        </li>
    }
}

/// The verb on the button.
fn action(room: Room) -> goesting_i18n::Message {
    if room == Room::Queue {
        msg!(common.action.wait)
    } else {
        msg!(common.action.go_along)
    }
}

fn state(i18n: I18n, room: Room, waiting: u32, held: u32) -> String {
    i18n.text(&match room {
        Room::Places(left) | Room::Elsewhere(Some(left)) => {
            msg!(common.places_left, count = left)
        }
        Room::Elsewhere(None) => msg!(common.ask_organiser),
        Room::DropIn => msg!(common.drop_in),
        Room::Queue if held > 0 => msg!(opportunity.queue_open),
        Room::Queue => msg!(opportunity.queue, count = waiting),
        Room::Full => msg!(common.places_left, count = 0),
        Room::Cancelled => SessionState::Cancelled.label(),
        Room::Over => msg!(opportunity.sign_up_over),
    })
}

/// When the door is open, per day.
#[component]
fn Hours(hours: OpeningHours) -> impl IntoView {
    let i18n = use_i18n();
    let week = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    let days: Vec<_> = week
        .into_iter()
        .filter_map(|weekday| {
            let spans: Vec<_> = hours
                .spans
                .iter()
                .filter(|span| span.weekday == weekday)
                .map(|span| (span.opens, span.closes))
                .collect();
            (!spans.is_empty()).then(|| {
                view! {
                    <dt>{crate::i18n::label(Day::from(weekday))}</dt>
                    <dd>
                        {move || {
                            let format = i18n.format();
                            let spans: Vec<_> = spans
                                .iter()
                                .map(|(opens, closes)| format.times(*opens, *closes))
                                .collect();
                            spans.join(", ")
                        }}
                    </dd>
                }
            })
        })
        .collect();
    let from = hours
        .from
        .filter(|from| *from > browser::brussels(browser::now()).date());
    let until = hours.until;
    view! {
        <h3>{t!(opportunity.open_door)}</h3>
        <dl class="pairs hours">{days}</dl>
        {from
            .map(|from| {
                view! { <p class="muted">{move || i18n.text(&msg!(discover.from, date = i18n.format().date(from)))}</p> }
            })}
        {until
            .map(|until| {
                view! { <p class="muted">{move || i18n.text(&msg!(discover.until, date = i18n.format().date(until)))}</p> }
            })}
    }
}
