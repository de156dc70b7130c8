//! My agenda: what comes, what I wait for, what was.

mod entry;
mod feed;

use goesting_i18n::{Label, msg};
use goesting_types::enrolment::{AgendaPart, AgendaQuery};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::browser;
use crate::components::{Empty, Heading, Icon, Paged, SkeletonKind};
use crate::load::load;
use crate::pages::auth::Resend;
use crate::pages::guard::Guarded;
use crate::session::use_session;
use crate::t;
use crate::url::DISCOVER;

use entry::Entry;
use feed::Feed;

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
    let ask = move |cursor| {
        let client = session.client();
        async move {
            let query = AgendaQuery {
                part: Some(part),
                cursor,
                limit: None,
            };
            session.call(client.list_my_enrolments(&query)).await
        }
    };
    let mine = load(move || {
        changed.track();
        ask(None)
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
                    move |first| {
                        if first.items.is_empty() {
                            return view! { <NoEntries part /> }.into_any();
                        }
                        let list = Paged::new(first, entry::row);
                        view! {
                            <ul class="entries">
                                // After a change each is made anew: a button that was pressed must not become
                                // that of another entry.
                                <For each=move || list.items() key=entry::row let:enrolment>
                                    <Entry enrolment changed />
                                </For>
                            </ul>
                            {list.more(t!(common.action.show_more), ask)}
                        }
                            .into_any()
                    },
                )}
        </section>
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
