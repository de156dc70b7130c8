//! Who comes and who waits: first names where the API gives them, numbers elsewhere.

use goesting_i18n::msg;
use goesting_types::enrolment::{
    EnrolmentState, HostEnrolment, PromoteRequest, SessionEnrolmentQuery, SessionEnrolments,
};
use goesting_types::ids::EnrolmentId;
use goesting_types::page::Page;
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::one::List;
use crate::components::{
    Act, AskFirst, Form, FormError, Icon, Paged, Submit, TextArea, use_toasts,
};
use crate::i18n::use_i18n;
use crate::session::{use_draft, use_session};
use crate::t;

/// The list of a session; once it has begun there is nothing to change in it.
#[component]
pub fn Entries(all: SessionEnrolments, list: List, begun: bool) -> impl IntoView {
    let who = use_session();
    let numbers = &all.numbers;
    let counted = numbers.enrolled + numbers.offered + numbers.waiting > 0;
    let nobody = all.items.is_empty();
    let id = numbers.session_id;
    let ask = move |cursor| {
        let client = who.client();
        async move {
            let query = SessionEnrolmentQuery {
                cursor,
                limit: None,
            };
            let found = client.list_session_enrolments(id, &query);
            who.call(found).await.map(page)
        }
    };
    let rows = Paged::new(page(all), row);
    view! {
        <section aria-labelledby="entries-title">
            <h3 id="entries-title" tabindex="-1">
                {t!(partner.entry.title)}
            </h3>
            {nobody
                .then(|| {
                    let said = if counted {
                        t!(partner.entry.not_shared)
                    } else {
                        t!(partner.entry.nobody)
                    };
                    view! { <p class="muted">{said}</p> }
                })}
            <ul class="offer-list">
                <For each=move || rows.items() key=row let:entry>
                    <Row entry list begun />
                </For>
            </ul>
            {rows.more(t!(common.action.show_more), ask)}
            <p class="hint">{t!(partner.entry.there)}</p>
        </section>
    }
}

/// The id of a row on the page.
fn row(entry: &HostEnrolment) -> String {
    format!("comes-{}", entry.id)
}

/// Who comes and waits; the numbers stand above.
fn page(found: SessionEnrolments) -> Page<HostEnrolment> {
    Page {
        items: found.items,
        next_cursor: found.next_cursor,
        total: None,
    }
}

#[component]
fn Row(entry: HostEnrolment, list: List, begun: bool) -> impl IntoView {
    let i18n = use_i18n();
    let who = use_session();
    let (asking, promoting) = (RwSignal::new(false), RwSignal::new(false));
    let (row, id) = (row(&entry), entry.id);
    let waits = entry.state == EnrolmentState::Waitlisted;
    let (first, companions, places) = (entry.first_name, entry.companions, entry.places);
    let name = Signal::derive(move || match &first {
        Some(first) if companions > 0 => i18n.text(&msg!(
            partner.entry.with,
            count = companions,
            name = first.clone()
        )),
        Some(first) => first.clone(),
        None => i18n.text(&msg!(common.people, count = places)),
    });
    // Who waits has no place to give back.
    let (action, question, outcome) = if waits {
        (
            t!(partner.entry.unqueue),
            t!(partner.entry.unqueue_title),
            t!(partner.entry.unqueue_text),
        )
    } else {
        (
            t!(partner.entry.remove),
            t!(partner.entry.remove_title),
            t!(partner.entry.remove_text),
        )
    };
    let of_them = move |words: Signal<String>| format!("{}: {}", name.get(), words.get());
    let (position, until) = (entry.position, entry.offer_expires_at);
    let state = move || match (entry.state, position, until) {
        (EnrolmentState::Waitlisted, Some(position), _) => {
            i18n.text(&msg!(partner.entry.waits, position = position))
        }
        (EnrolmentState::Waitlisted, None, _) => i18n.text(&msg!(partner.session.queue)),
        (EnrolmentState::Offered, _, Some(until)) => i18n.text(&msg!(
            partner.entry.offered,
            until = i18n.format().instant(until)
        )),
        _ => i18n.text(&msg!(partner.entry.enrolled)),
    };
    let act = Act::new();
    let remove = Callback::new(move |()| {
        let client = who.client();
        let removing = async move { who.call(client.leave_enrolment(id)).await };
        act.run(removing, move |_| list.again());
    });
    view! {
        <li id=row>
            <span>
                <strong>{name}</strong>
                <br />
                <span class="muted">{state}</span>
                {entry.message.map(|said| view! { <span class="said block">{said}</span> })}
                {entry
                    .promoted_because
                    .map(|why| {
                        view! {
                            <span class="muted small block">
                                {i18n.text(&msg!(partner.entry.because, why = why))}
                            </span>
                        }
                    })}
            </span>
            {(!begun)
                .then(|| {
                    view! {
                        <span class="row">
                            {waits
                                .then(|| {
                                    view! {
                                        <button
                                            type="button"
                                            class="button quiet"
                                            aria-label=move || {
                                                format!("{}: {}", i18n.text(&msg!(partner.entry.promote)), name.get())
                                            }
                                            aria-expanded=move || promoting.get().to_string()
                                            on:click=move |_| promoting.update(|on| *on = !*on)
                                        >
                                            <Icon name="arrow-up" />
                                            {t!(partner.entry.promote)}
                                        </button>
                                    }
                                })}
                            <button
                                type="button"
                                class="button quiet"
                                aria-label=move || format!("{}: {}", action.get(), name.get())
                                aria-disabled=move || act.is_busy().to_string()
                                on:click=move |_| asking.set(true)
                            >
                                {action}
                            </button>
                        </span>
                    }
                })}
            <Show when=move || promoting.get()>
                <Promote id list />
            </Show>
            <AskFirst
                open=asking
                title=Signal::derive(move || of_them(question))
                text=outcome
                action
                yes=remove
            />
        </li>
    }
}

/// Lets somebody pass the others who wait; why stays with it.
#[component]
fn Promote(id: EnrolmentId, list: List) -> impl IntoView {
    let (who, toasts) = (use_session(), use_toasts());
    let form = Form::new();
    let reason = use_draft(&format!("promote.{id}"));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = PromoteRequest {
            reason: reason.text.get_untracked().trim().to_owned(),
        };
        if body.reason.chars().count() < 5 {
            form.check(vec![("/reason", FieldCode::TooShort)]);
            return;
        }
        let client = who.client();
        form.send(
            async move { who.call(client.promote_enrolment(id, &body)).await },
            move |_| {
                reason.clear();
                toasts.say(msg!(partner.entry.promoted));
                list.again();
            },
        );
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <TextArea
                form
                pointer="/reason"
                label=t!(partner.entry.reason)
                hint=t!(partner.entry.reason_hint)
                value=reason.text
                limit=500
            />
            <FormError form />
            <Submit form text=t!(partner.entry.promote) icon="arrow-up" />
        </form>
    }
}
