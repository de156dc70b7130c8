//! One date: who comes, how many came, another time, or not at all.

use goesting_i18n::msg;
use goesting_types::enrolment::{SessionEnrolmentQuery, SessionEnrolments};
use goesting_types::problem::FieldCode;
use goesting_types::session::{HeadCount, SeriesReach, Session, SessionCancel, SessionState};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::InMonth;
use super::edit::{Edit, Reach};
use super::entries::Entries;
use crate::browser;
use crate::components::{
    AskFirst, Form, FormError, Icon, SkeletonKind, Submit, TextArea, TextField, use_toasts,
};
use crate::i18n::{capital, use_i18n};
use crate::load::{Load, load};
use crate::session::{use_draft, use_session};
use crate::t;

/// The list of a session on its way.
pub(super) type List = Load<SessionEnrolments>;

/// One date.
#[component]
pub fn One(session: Memo<Session>, sessions: InMonth) -> impl IntoView {
    let who = use_session();
    let id = session.with_untracked(|session| session.id);
    let list: List = load(move || {
        // More places, or another hour, can change who comes.
        session.track();
        let client = who.client();
        async move {
            let first = SessionEnrolmentQuery::default();
            who.call(client.list_session_enrolments(id, &first)).await
        }
    });
    // The button that was pressed went with its row.
    Effect::new(move |before: Option<bool>| {
        let known = list.with(|_| ()).is_some();
        if known && before == Some(true) {
            browser::refocus_soon("entries-title");
        }
        known
    });
    let begun = move || session.with(|session| session.starts_at <= browser::now());
    let off = Memo::new(move |_| session.with(|session| session.state == SessionState::Cancelled));
    let comes =
        Memo::new(move |_| !off.get() && session.with(|session| session.ends_at > browser::now()));
    // The form that had the focus goes once it is cancelled.
    Effect::new(move |before: Option<bool>| {
        let now = comes.get();
        if before == Some(true) && !now {
            browser::refocus_page();
        }
        now
    });
    let said = Memo::new(move |_| session.with(|session| session.message.clone()));
    view! {
        <div class="stack">
            <Show when=move || off.get()>
                <div class="notice warn">
                    <Icon name="calendar-x" />
                    <p>{crate::i18n::label(SessionState::Cancelled)}</p>
                </div>
            </Show>
            {move || said.get().map(|said| view! { <p class="said">{said}</p> })}
            {list
                .view(
                    SkeletonKind::Lines,
                    move |all| {
                        let begun = untrack(begun);
                        view! {
                            <Numbers all=all.clone() />
                            {(begun && !off.get_untracked()).then(|| view! { <Count id count=all.numbers.head_count list /> })}
                            <Entries all list begun />
                        }
                    },
                )}
            <Show when=move || comes.get()>
                <details class="more-fields">
                    <summary>{t!(partner.session.edit)}</summary>
                    <Edit session sessions />
                </details>
                <details class="more-fields">
                    <summary>{t!(partner.session.cancel)}</summary>
                    <Cancel session sessions />
                </details>
            </Show>
        </div>
    }
}

/// The numbers.
#[component]
fn Numbers(all: SessionEnrolments) -> impl IntoView {
    let numbers = all.numbers;
    let facts = [
        (t!(partner.session.enrolled), Some(numbers.enrolled)),
        (t!(partner.session.places), numbers.capacity),
        (
            t!(partner.session.offered),
            Some(numbers.offered).filter(|n| *n > 0),
        ),
        (
            t!(partner.session.queue),
            Some(numbers.waiting).filter(|n| *n > 0),
        ),
        (t!(partner.session.came), numbers.head_count),
    ];
    let facts: Vec<_> = facts
        .into_iter()
        .filter_map(|(name, number)| Some((name, number?)))
        .map(|(name, number)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{number}</dd>
                </div>
            }
            .into_any()
        })
        .collect();
    view! { <dl class="numbers">{facts}</dl> }
}

/// How many came: one number, never a name.
#[component]
fn Count(id: goesting_types::ids::SessionId, count: Option<u32>, list: List) -> impl IntoView {
    let (who, toasts) = (use_session(), use_toasts());
    let form = Form::new();
    let typed = RwSignal::new(count.map(|count| count.to_string()).unwrap_or_default());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(count) = typed.with_untracked(|typed| typed.trim().parse()) else {
            form.check(vec![("/count", FieldCode::OutOfRange)]);
            return;
        };
        let client = who.client();
        form.send(
            async move {
                who.call(client.set_head_count(id, &HeadCount { count }))
                    .await
            },
            move |_| {
                toasts.say(msg!(common.page.saved));
                list.again();
            },
        );
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <TextField
                form
                pointer="/count"
                label=t!(partner.session.head_count)
                hint=t!(partner.session.head_count_hint)
                value=typed
                inputmode="numeric"
            />
            <FormError form />
            <Submit form text=t!(common.action.store) icon="check" />
        </form>
    }
}

/// Cancels, with a word to who would come; they also hear what else there is.
#[component]
fn Cancel(session: Memo<Session>, sessions: InMonth) -> impl IntoView {
    let i18n = use_i18n();
    let (who, toasts) = (use_session(), use_toasts());
    let form = Form::new();
    let (id, repeats) = session.with_untracked(|one| (one.id, one.series_id.is_some()));
    let message = use_draft(&format!("cancel.{id}"));
    let reach = RwSignal::new(SeriesReach::This);
    let asking = RwSignal::new(false);
    let yes = Callback::new(move |()| {
        let client = who.client();
        let body = SessionCancel {
            reach: reach.get_untracked(),
            message: Some(message.text.get_untracked().trim().to_owned())
                .filter(|text| !text.is_empty()),
        };
        form.send(
            async move { who.call(client.cancel_session(id, &body)).await },
            move |_| {
                message.clear();
                toasts.say(msg!(partner.session.cancelled));
                sessions.again();
            },
        );
    });
    let ask = move |event: SubmitEvent| {
        event.prevent_default();
        asking.set(true);
    };
    view! {
        <form class="stack" on:submit=ask novalidate>
            <p>{t!(partner.session.cancel_text)}</p>
            {repeats.then(|| view! { <Reach name="cancel-reach" reach /> })}
            <TextArea
                form
                pointer="/message"
                label=t!(partner.session.why)
                hint=t!(partner.session.why_hint)
                value=message.text
                limit=500
                optional=true
            />
            <FormError form />
            <Submit form text=t!(partner.session.cancel) icon="calendar-x" />
        </form>
        <AskFirst
            open=asking
            title=Signal::derive(move || {
                let day = session.with(|one| one.local_start.date());
                let day = i18n.format().date_in_full(day);
                capital(&i18n.text(&msg!(partner.session.cancel_sure, day = day)))
            })
            text=t!(partner.session.cancel_final)
            action=t!(partner.session.cancel)
            yes
        />
    }
}
