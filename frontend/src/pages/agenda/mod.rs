//! My agenda: what comes, what I wait for, what was.

mod entry;
mod feed;

use goesting_i18n::{Label, msg};
use goesting_types::enrolment::{AgendaPart, AgendaQuery, Enrolment};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use crate::browser;
use crate::components::{Empty, Heading, Icon, SkeletonKind, use_toasts};
use crate::load::{Load, load};
use crate::pages::auth::Resend;
use crate::pages::guard::Guarded;
use crate::session::use_session;
use crate::t;
use crate::url::DISCOVER;

use entry::Entry;
use feed::Feed;

/// Entries of one part, and where they go on.
type Part = Load<(Vec<Enrolment>, Option<String>)>;

/// My agenda.
#[component]
pub fn Agenda() -> impl IntoView {
    view! {
        <div class="page agenda">
            <Heading text=t!(common.nav.agenda) />
            <Guarded>
                <Parts />
            </Guarded>
        </div>
    }
}

#[component]
fn Parts() -> impl IntoView {
    let past = RwSignal::new(false);
    let show_past = move |_| {
        past.set(true);
        browser::refocus_soon(heading(AgendaPart::Past));
    };
    // A change in one part can show in another.
    let changed = RwSignal::new(0_u32);
    view! {
        <Unconfirmed />
        <PartOf part=AgendaPart::Coming changed />
        <PartOf part=AgendaPart::Waiting changed />
        <section class="agenda-part">
            <Show
                when=move || past.get()
                fallback=move || {
                    view! {
                        <button type="button" class="button quiet" on:click=show_past>
                            <Icon name="history" />
                            {t!(agenda.show_past)}
                        </button>
                    }
                }
            >
                <PartOf part=AgendaPart::Past changed />
            </Show>
        </section>
        <Feed />
    }
}

/// A reminder to confirm the e-mail address.
#[component]
fn Unconfirmed() -> impl IntoView {
    let session = use_session();
    move || {
        session.me().filter(|me| !me.email_verified).map(|me| {
            let text = crate::i18n::t(msg!(agenda.unconfirmed, email = me.email));
            view! {
                <div class="notice warn">
                    <Icon name="mail" />
                    <div>
                        <p>{text}</p>
                        <Resend />
                    </div>
                </div>
            }
        })
    }
}

/// The id of the heading of a part.
fn heading(part: AgendaPart) -> String {
    format!("agenda-{part}")
}

#[component]
fn PartOf(part: AgendaPart, changed: RwSignal<u32>) -> impl IntoView {
    let session = use_session();
    let mine: Part = load(move || {
        changed.track();
        let client = session.client();
        async move {
            let query = AgendaQuery {
                part: Some(part),
                ..AgendaQuery::default()
            };
            let page = session.call(client.list_my_enrolments(&query)).await?;
            Ok((page.items, page.next_cursor))
        }
    });
    // The button that was pressed went with its entry.
    Effect::new(move |before: Option<u32>| {
        let now = changed.get_untracked();
        mine.with(|_| ());
        if before.is_some_and(|before| before != now) {
            browser::refocus_soon(heading(part));
        }
        now
    });
    let title = crate::i18n::t(part.label());
    let id = heading(part);
    view! {
        <section class="agenda-part" aria-labelledby=id.clone()>
            <h2 id=id.clone() tabindex="-1">
                {title}
            </h2>
            {mine
                .view(
                    SkeletonKind::Lines,
                    move |(items, next)| {
                        if items.is_empty() {
                            return view! { <NoEntries part /> }.into_any();
                        }
                        let round = changed.get_untracked();
                        view! {
                            <ul class="entries">
                                // After a change each is made anew: a button that was pressed must not become
                                // that of another entry.
                                <For each=move || items.clone() key=move |one| (one.id, round) let:enrolment>
                                    <Entry enrolment changed />
                                </For>
                            </ul>
                            {next.map(|next| view! { <More part mine next /> })}
                        }
                            .into_any()
                    },
                )}
        </section>
    }
}

#[component]
fn More(part: AgendaPart, mine: Part, next: String) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let more = move |_| {
        let client = session.client();
        let query = AgendaQuery {
            part: Some(part),
            cursor: Some(next.clone()),
            limit: None,
        };
        spawn_local(async move {
            match session.call(client.list_my_enrolments(&query)).await {
                Ok(page) => mine.update(|(items, next)| {
                    items.extend(page.items);
                    *next = page.next_cursor;
                }),
                Err(_) => toasts.say(msg!(common.page.failed.title)),
            }
        });
    };
    view! {
        <p class="more">
            <button type="button" class="button" on:click=more>
                <Icon name="chevron-down" />
                {t!(common.action.show_more)}
            </button>
        </p>
    }
}

#[component]
fn NoEntries(part: AgendaPart) -> impl IntoView {
    match part {
        AgendaPart::Coming => view! {
            <Empty art="empty-agenda" title=t!(agenda.nothing.title)>
                <p>{t!(agenda.nothing.text)}</p>
                <p>
                    <A href=DISCOVER attr:class="button main">
                        <Icon name="search" />
                        {t!(common.nav.discover)}
                    </A>
                </p>
            </Empty>
        }
        .into_any(),
        AgendaPart::Waiting => {
            view! { <p class="muted">{t!(agenda.nothing.waiting)}</p> }.into_any()
        }
        AgendaPart::Past => view! { <p class="muted">{t!(agenda.nothing.past)}</p> }.into_any(),
    }
}
