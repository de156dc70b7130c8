//! One enrolment in the agenda.

use goesting_client::IdempotencyKey;
use goesting_i18n::{Label, Message, format, msg};
use goesting_types::enrolment::{
    EnrolledPerson, Enrolment, EnrolmentCreate, EnrolmentState, WasThere,
};
use goesting_types::ids::{EnrolmentId, PersonId};
use goesting_types::session::SessionState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use crate::browser;
use crate::components::{Act, Icon, Toggle, use_toasts};
use crate::i18n::{I18n, Words, use_i18n};
use crate::pages::enrol::for_others;
use crate::routes;
use crate::session::use_session;
use crate::t;

/// The id of an entry on the page.
pub fn row(enrolment: &Enrolment) -> String {
    format!("entry-{}", enrolment.id)
}

/// Where an enrolment stands now, to be said once; not followed.
fn now_stands(i18n: I18n, me: Option<PersonId>, enrolment: &Enrolment) -> Message {
    let state = enrolment.state;
    for_others(i18n.lang_now(), me, state, &enrolment.people).unwrap_or_else(|| state.label())
}

/// One enrolment, with what one can do about it.
#[component]
pub fn Entry(enrolment: Enrolment, changed: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let row = row(&enrolment);
    let session = &enrolment.session;
    let (start, end) = (session.local_start, session.local_end);
    let begun = session.starts_at <= browser::now();
    let state = enrolment.state;
    let cancelled = session.state == SessionState::Cancelled;
    let by = enrolment.cancelled_by;
    let me = use_session().me().map(|me| me.id);
    let (ahead, confirm, offered) = (
        enrolment.ahead,
        enrolment.confirm_until,
        enrolment.offer_expires_at,
    );
    let said = session.message.clone();
    let id = enrolment.id;
    let people = enrolment.people.clone();
    let title = enrolment.title.clone();
    let all = enrolment.people.clone();
    let standing = move || {
        let ended = match by {
            Some(by) => Some(by.label()),
            None if cancelled => Some(SessionState::Cancelled.label()),
            None => None,
        };
        let lang = i18n.lang();
        // A sentence with the names in it, or the names on a line of their own.
        if ended.is_none()
            && let Some(words) = for_others(lang, me, state, &all)
        {
            return view! { <p>{i18n.text(&words)}</p> }.into_any();
        }
        let names: Vec<&str> = all
            .iter()
            .map(|person| person.first_name.as_str())
            .collect();
        view! {
            <p>{format::list(lang, &names)}</p>
            <p class="muted">{i18n.text(&ended.unwrap_or_else(|| state.label()))}</p>
        }
        .into_any()
    };
    view! {
        <li id=row class="card entry" class:off=cancelled || by.is_some()>
            <div>
                <p class="session-when">
                    <Icon name="calendar-days" />
                    {move || i18n.format().span(start, end)}
                </p>
                <h3>
                    <A href=routes::opportunity(enrolment.opportunity_id)>
                        <Words text=title />
                    </A>
                </h3>
                {standing}
                {said.map(|said| view! { <p class="said">{said}</p> })}
                {ahead
                    .filter(|_| state == EnrolmentState::Waitlisted)
                    .map(|ahead| view! { <p>{move || i18n.text(&msg!(enrol.done.ahead, count = ahead))}</p> })}
                {confirm
                    .map(|until| {
                        view! {
                            <p class="deadline">
                                {move || {
                                    i18n.text(&msg!(enrol.done.confirm, until = i18n.format().instant(until)))
                                }}
                            </p>
                        }
                    })}
                {offered
                    .filter(|_| state == EnrolmentState::Offered)
                    .map(|until| view! { <Offer id until changed /> })}
            </div>
            {(state.is_live() && !begun && !cancelled && state != EnrolmentState::Offered)
                .then(|| view! { <LeaveButton enrolment=enrolment.clone() changed /> })}
            {(begun && state == EnrolmentState::Enrolled && !cancelled)
                .then(|| view! { <There id people /> })}
        </li>
    }
}

/// A place came free: yes or no, before the deadline.
#[component]
fn Offer(
    id: EnrolmentId,
    until: chrono::DateTime<chrono::Utc>,
    changed: RwSignal<u32>,
) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let me = session.me().map(|me| me.id);
    let act = Act::new();
    let answer = move |yes: bool| {
        let client = session.client();
        let answering = async move {
            if yes {
                session.call(client.accept_enrolment(id)).await
            } else {
                session.call(client.decline_enrolment(id)).await
            }
        };
        act.run(answering, move |answered| {
            if let Some(enrolment) = answered {
                toasts.say(now_stands(i18n, me, &enrolment));
            }
            changed.try_update(|changed| *changed = changed.wrapping_add(1));
        });
    };
    let busy = move || act.is_busy().to_string();
    view! {
        <p class="deadline">
            {move || i18n.text(&msg!(agenda.offer_until, until = i18n.format().instant(until)))}
        </p>
        <p class="row">
            <button type="button" class="button main" aria-disabled=busy on:click=move |_| answer(true)>
                <Icon name="check" />
                {t!(common.action.take_place)}
            </button>
            <button type="button" class="button" aria-disabled=busy on:click=move |_| answer(false)>
                {t!(common.action.pass)}
            </button>
        </p>
    }
}

/// "I am not coming after all": at once, with a way to take the place again.
#[component]
fn LeaveButton(enrolment: Enrolment, changed: RwSignal<u32>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let me = session.me().map(|me| me.id);
    let id = enrolment.id;
    let again = EnrolmentCreate {
        myself: enrolment
            .people
            .iter()
            .any(|person| Some(person.person_id) == me),
        children: enrolment
            .people
            .iter()
            .map(|person| person.person_id)
            .filter(|person| Some(*person) != me)
            .collect(),
        or_wait: true,
        message: enrolment.message.clone(),
        share_name: enrolment.share_name,
    };
    let session_id = enrolment.session.id;
    let act = Act::new();
    let leave = move |_| {
        let client = session.client();
        let again = again.clone();
        let leaving = async move { session.call(client.leave_enrolment(id)).await };
        act.run(leaving, move |left| {
            if left.is_none() {
                return;
            }
            changed.try_update(|changed| *changed = changed.wrapping_add(1));
            let key = IdempotencyKey::new();
            toasts.say_with_undo(msg!(agenda.left), move || {
                let (client, again) = (session.client(), again.clone());
                spawn_local(async move {
                    let back = client.create_enrolment(session_id, &again, key);
                    match session.call(back).await {
                        Ok(enrolment) => toasts.say(now_stands(i18n, me, &enrolment)),
                        Err(error) => toasts.failed(&error),
                    }
                    changed.try_update(|changed| *changed = changed.wrapping_add(1));
                });
            });
        });
    };
    view! {
        <button
            type="button"
            class="button quiet"
            aria-disabled=move || act.is_busy().to_string()
            on:click=leave
        >
            <Icon name="log-out" />
            {t!(common.action.not_coming)}
        </button>
    }
}

/// Whether one was there: for one's own eyes.
#[component]
fn There(id: EnrolmentId, people: Vec<EnrolledPerson>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let several = people.len() > 1;
    let rows: Vec<_> = people
        .into_iter()
        .map(|person| {
            let was = RwSignal::new(person.was_there);
            let set = move |to: Option<bool>| {
                let before = was.get_untracked();
                was.set(to);
                let client = session.client();
                let body = WasThere {
                    person_id: person.person_id,
                    was_there: to,
                };
                spawn_local(async move {
                    if let Err(error) = session.call(client.set_was_there(id, &body)).await {
                        was.try_set(before);
                        toasts.failed(&error);
                    }
                });
            };
            let name = person.first_name.clone();
            view! {
                <div class="pills" role="group" aria-label=name>
                    {several.then(|| view! { <span aria-hidden="true">{person.first_name}</span> })}
                    <Toggle
                        on=Signal::derive(move || was.get() == Some(true))
                        change=move |on| set(on.then_some(true))
                    >
                        {move || i18n.text(&msg!(agenda.was_there))}
                    </Toggle>
                    <Toggle
                        on=Signal::derive(move || was.get() == Some(false))
                        change=move |on| set(on.then_some(false))
                    >
                        {move || i18n.text(&msg!(agenda.was_not_there))}
                    </Toggle>
                </div>
            }
        })
        .collect();
    view! {
        <div class="there">
            {rows}
            <p class="muted small">{t!(agenda.only_you)}</p>
        </div>
    }
}
