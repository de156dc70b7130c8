//! The dates of an opportunity: a month at a time, as a calendar and as a list.

mod edit;
mod entries;
mod month;
mod one;
mod plan;
mod terms;

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use goesting_client::{Client, ClientError};
use goesting_i18n::msg;
use goesting_types::ids::{OpportunityId, SessionId};
use goesting_types::page::MAX_LIMIT;
use goesting_types::session::{Session, SessionQuery, SessionState};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser;
use crate::components::{Dialog, DialogKind, Icon, SkeletonKind};
use crate::i18n::{I18n, use_i18n};
use crate::load::{Load, load};
use crate::session::use_client;
use crate::t;

use month::Month;
use one::One;
use plan::Plan;

/// Pages of a month at most: more sessions than these nobody reads in a list.
const PAGES: usize = 5;

/// The sessions of the month in sight.
type InMonth = Load<Vec<Session>>;

/// The dates.
#[component]
pub fn Sessions(id: OpportunityId, closed: bool) -> impl IntoView {
    let i18n = use_i18n();
    let client = use_client();
    let today = browser::brussels(browser::now()).date();
    let month = RwSignal::new(today.with_day(1).unwrap_or(today));
    let open = RwSignal::new(None::<SessionId>);
    let adding = RwSignal::new(false);
    // It opens on the month of the next one.
    let next = client.clone();
    spawn_local(async move {
        let query = SessionQuery {
            limit: Some(1),
            ..SessionQuery::default()
        };
        if let Ok(page) = next.list_sessions(id, &query).await
            && let Some(first) = page.items.first()
            && let Some(first) = first.local_start.date().with_day(1)
            && month.try_with_untracked(|month| *month < first) == Some(true)
        {
            month.try_set(first);
        }
    });
    let sessions: InMonth = load(move || fetch(client.clone(), id, month.get()));
    let turn = move |turned: fn(NaiveDate, Months) -> Option<NaiveDate>| {
        month.update(|month| *month = turned(*month, Months::new(1)).unwrap_or(*month));
    };
    let name = move || i18n.format().month(month.get());
    let chosen = Memo::new(move |_| {
        let id = open.get()?;
        sessions
            .with(|all| all.iter().find(|one| one.id == id).cloned())
            .flatten()
    });
    // What is being typed about one stays when it is read anew.
    let id_chosen = Memo::new(move |_| chosen.with(|one| one.as_ref().map(|one| one.id)));
    view! {
        <section aria-label=t!(partner.part.sessions)>
            <div class="section-head">
                <div class="row month-nav">
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=t!(common.action.previous)
                        on:click=move |_| turn(NaiveDate::checked_sub_months)
                    >
                        <Icon name="arrow-left" />
                    </button>
                    <h2 aria-live="polite">{name}</h2>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=t!(common.action.next)
                        on:click=move |_| turn(NaiveDate::checked_add_months)
                    >
                        <Icon name="arrow-right" />
                    </button>
                </div>
                {(!closed)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button main"
                                id="add-dates"
                                aria-expanded=move || adding.get().to_string()
                                on:click=move |_| adding.update(|adding| *adding = !*adding)
                            >
                                <Icon name="calendar-plus" />
                                {t!(partner.session.add)}
                            </button>
                        }
                    })}
            </div>
            <Show when=move || adding.get()>
                <Plan
                    id
                    made=Callback::new(move |first: Option<NaiveDate>| {
                        adding.set(false);
                        if let Some(first) = first.and_then(|first| first.with_day(1)) {
                            month.set(first);
                        }
                        sessions.again();
                        browser::refocus_soon("add-dates");
                    })
                />
            </Show>
            {sessions
                .view(
                    SkeletonKind::Lines,
                    move |all| {
                        let empty = all.is_empty();
                        let rows: Vec<_> = all
                            .iter()
                            .map(|one| row(i18n, one.clone(), open).into_any())
                            .collect();
                        view! {
                            <Month first=month.get_untracked() sessions=all open />
                            <ul class="offer-list">{rows}</ul>
                            // While dates are being added, nobody has to be told that there are none.
                            <Show when=move || empty && !adding.get()>
                                <p class="muted">{t!(partner.session.none)}</p>
                            </Show>
                        }
                    },
                )}
            <Dialog
                kind=DialogKind::Sheet
                title=Signal::derive(move || {
                    chosen
                        .get()
                        .map(|one| i18n.format().span(one.local_start, one.local_end))
                        .unwrap_or_default()
                })
                open=Signal::derive(move || chosen.with(Option::is_some))
                close=move || open.set(None)
            >
                {move || {
                    id_chosen.get()?;
                    let first = chosen.get_untracked()?;
                    let session = Memo::new(move |_| chosen.get().unwrap_or_else(|| first.clone()));
                    Some(view! { <One session sessions /> })
                }}
            </Dialog>
        </section>
    }
}

/// All sessions that begin in a month, by the wall clock.
async fn fetch(
    client: Client,
    id: OpportunityId,
    first: NaiveDate,
) -> Result<Vec<Session>, ClientError> {
    let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
    let midnight = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
    let mut query = SessionQuery {
        // Brussels is one or two hours ahead.
        from: Some(midnight(first) - TimeDelta::hours(2)),
        until: Some(midnight(next)),
        cursor: None,
        limit: Some(MAX_LIMIT),
    };
    let mut all = Vec::new();
    for _ in 0..PAGES {
        let page = client.list_sessions(id, &query).await?;
        all.extend(page.items);
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            break;
        }
    }
    all.retain(|one| one.local_start.month() == first.month());
    Ok(all)
}

/// How full it is, in a few words; followed.
fn fullness(i18n: I18n, session: &Session) -> String {
    if session.state == SessionState::Cancelled {
        return i18n.label(session.state);
    }
    let (Some(capacity), Some(left)) = (session.terms.capacity, session.places_left) else {
        return i18n.text(&msg!(common.drop_in));
    };
    let taken = capacity.saturating_sub(left);
    let words = i18n.text(&msg!(
        partner.session.taken,
        taken = taken,
        capacity = capacity
    ));
    if session.waiting == 0 {
        return words;
    }
    let waiting = i18n.text(&msg!(partner.session.waiting, count = session.waiting));
    format!("{words} · {waiting}")
}

fn row(i18n: I18n, session: Session, open: RwSignal<Option<SessionId>>) -> impl IntoView {
    let id = session.id;
    let (start, end) = (session.local_start, session.local_end);
    let off = session.state == SessionState::Cancelled;
    let repeats = session.series_id.is_some();
    view! {
        <li>
            <button type="button" class="session-row" class:off=off on:click=move |_| open.set(Some(id))>
                <span class="session-when">
                    <Icon name=if repeats { "repeat" } else { "calendar-days" } />
                    {move || i18n.format().span(start, end)}
                </span>
                <span class="muted">{move || fullness(i18n, &session)}</span>
                <Icon name="chevron-right" />
            </button>
        </li>
    }
}
