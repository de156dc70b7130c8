//! The desk of a facilitator: what waits, and by when.

mod decide;
mod invite;
mod items;
mod orphans;
mod read;
mod rows;

use chrono::{DateTime, Utc};
use futures::future::abortable;
use goesting_i18n::msg;
use goesting_types::ids::EcosystemId;
use goesting_types::moderation::ReviewQueue;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use crate::browser;
use crate::components::{Choices, Empty, Heading, Icon, SkeletonKind};
use crate::i18n::use_i18n;
use crate::load::load;
use crate::pages::guard::Guarded;
use crate::session::use_session;
use crate::shell::HelpLine;
use crate::t;

use decide::Decide;
use invite::Invite;
use items::{About, Part, Question};
use orphans::Orphans;
pub use read::Review;
use rows::List;

/// How often the clocks are looked at, in milliseconds.
const TICK: i32 = 30_000;
/// After how many ticks the server is asked again.
const ASK_AFTER: u32 = 2;

/// The desk of a facilitator.
#[component]
pub fn Facilitator() -> impl IntoView {
    view! {
        <div class="page desk">
            <Heading text=t!(facilitator.title) />
            <Guarded>
                <Desk />
            </Guarded>
        </div>
    }
}

#[component]
fn Desk() -> impl IntoView {
    let session = use_session();
    let mine = Memo::new(move |_| session.me().map(|me| me.facilitates).unwrap_or_default());
    let chosen = RwSignal::new(String::new());
    // The first one, until another is chosen.
    let current = Memo::new(move |_| {
        mine.with(|mine| {
            let named = mine.iter().find(|one| one.id.to_string() == chosen.get());
            named.or(mine.first()).map(|one| one.id)
        })
    });
    let options = Signal::derive(move || {
        mine.get()
            .into_iter()
            .map(|one| (one.id.to_string(), one.name))
            .collect::<Vec<_>>()
    });
    let value = Signal::derive(move || current.get().map(|id| id.to_string()).unwrap_or_default());
    view! {
        <Show when=move || mine.with(|mine| mine.len() > 1)>
            <Choices
                name="ecosystem"
                legend=t!(facilitator.which)
                options
                value
                choose=move |id| chosen.set(id)
            />
        </Show>
        {move || match current.get() {
            Some(id) => view! { <Waiting id /> }.into_any(),
            None => {
                view! {
                    <Empty art="empty-lost" title=t!(facilitator.not_yours)>
                        <p>{t!(facilitator.not_yours_text)}</p>
                        <HelpLine />
                    </Empty>
                }
                    .into_any()
            }
        }}
    }
}

#[component]
fn Waiting(id: EcosystemId) -> impl IntoView {
    let session = use_session();
    let first = load(move || {
        let client = session.client();
        async move { session.call(client.list_reviews(id)).await }
    });
    first.view(SkeletonKind::Lines, move |first| {
        view! { <Lists id first /> }
    })
}

/// The lists. They are asked for again now and then and after each decision; rows that stay are
/// left as they are, with the focus in them.
#[component]
fn Lists(id: EcosystemId, first: ReviewQueue) -> impl IntoView {
    let session = use_session();
    let queue = RwSignal::new(first);
    let now = RwSignal::new(browser::now());
    let question: Question = RwSignal::new(None);
    let renew = move || async move {
        // When it fails, what is in sight stays; the next time comes soon.
        if let Ok(fresh) = session.client().list_reviews(id).await {
            queue.try_set(fresh);
        }
    };
    let (watching, handle) = abortable(async move {
        let mut round = 0_u32;
        loop {
            browser::sleep(TICK).await;
            now.try_set(browser::now());
            round = round.wrapping_add(1);
            if round.is_multiple_of(ASK_AFTER) && !browser::is_hidden() {
                renew().await;
            }
        }
    });
    spawn_local(async move {
        let _ = watching.await;
    });
    on_cleanup(move || handle.abort());
    let over = Callback::new(move |decided: Option<About>| {
        spawn_local(async move {
            renew().await;
            tick().await;
            // The button that was pressed went with its row.
            browser::refocus(match decided {
                Some(About::Report(_)) => Part::Reports.id(),
                Some(About::Review(_)) => Part::Reviews.id(),
                Some(About::Claim(_)) => Part::Claims.id(),
                Some(About::Request(_)) | None => Part::Requests.id(),
            });
        });
    });
    let quiet = Memo::new(move |_| {
        queue.with(|queue| {
            let none_waits = Part::ALL.iter().all(|part| part.waiting(queue) == 0);
            none_waits && queue.without_steward.is_empty()
        })
    });
    view! {
        <Show
            when=move || !quiet.get()
            fallback=|| {
                view! {
                    <Empty art="done" title=t!(facilitator.nothing)>
                        <p>{t!(facilitator.nothing_text)}</p>
                    </Empty>
                }
            }
        >
            <Counts queue now />
        </Show>
        {Part::ALL
            .into_iter()
            .map(|part| view! { <List part queue now question quiet /> }.into_any())
            .collect::<Vec<_>>()}
        <Orphans queue />
        <Invite id />
        <Decide question over />
    }
    .into_any()
}

/// How much waits, with a way there.
#[component]
fn Counts(queue: RwSignal<ReviewQueue>, now: RwSignal<DateTime<Utc>>) -> impl IntoView {
    let i18n = use_i18n();
    let late = move || {
        let now = now.get();
        let late = queue.with(|queue| {
            let open = queue.reports.iter().filter(|one| one.outcome.is_none());
            open.filter(|one| one.due_at < now).count()
        });
        (late > 0).then(|| i18n.text(&msg!(facilitator.overdue, count = late)))
    };
    view! {
        <nav aria-label=t!(facilitator.waits)>
            <ul class="counts" aria-live="polite">
                {Part::ALL
                    .into_iter()
                    .map(|part| {
                        let count = move || queue.with(|queue| part.waiting(queue));
                        view! {
                            <li>
                                // On this page: nothing for the router.
                                <a href=format!("#{}", part.id()) rel="external" class:off=move || count() == 0>
                                    <strong>{count}</strong>
                                    <span>{crate::i18n::t(part.texts().0)}</span>
                                    {(part == Part::Reports)
                                        .then_some(move || {
                                            late()
                                                .map(|late| {
                                                    view! {
                                                        <span class="clock late">
                                                            <Icon name="circle-alert" />
                                                            {late}
                                                        </span>
                                                    }
                                                })
                                        })}
                                </a>
                            </li>
                        }
                    })
                    .collect::<Vec<_>>()}
            </ul>
        </nav>
    }
    .into_any()
}
