//! Adding dates: one, or a series, with every date in sight before it is made.

mod dates;
mod typed;

use chrono::{Datelike, NaiveDate};
use goesting_client::IdempotencyKey;
use goesting_i18n::{Message, msg};
use goesting_types::ids::OpportunityId;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::terms::TermFields;
use crate::browser;
use crate::components::{
    Check, Choices, Form, FormError, Once, Submit, TextField, Toggle, use_toasts,
};
use crate::i18n::{capital, use_i18n};
use crate::load::load;
use crate::pages::partner::form::WEEK;
use crate::session::use_session;
use crate::t;

use dates::Dates;
use typed::Typed;

pub use typed::ending;

/// One date or a series.
#[component]
pub fn Plan(
    /// Of which opportunity.
    id: OpportunityId,
    /// They are made; the first of them.
    made: Callback<Option<NaiveDate>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (session, toasts) = (use_session(), use_toasts());
    let (form, once) = (Form::new(), Once::new());
    let typed = Typed::new();
    let series = Memo::new(move |_| typed.repeat.with(|repeat| repeat != "once"));
    let preview = load(move || {
        let body = typed.read(true).ok().filter(|_| series.get());
        let client = session.client();
        async move {
            let Some(body) = body else { return Ok(None) };
            // Typing on aborts this.
            browser::sleep(300).await;
            let answer = client
                .create_sessions(id, &body, IdempotencyKey::new())
                .await;
            session.call(async { answer }).await.map(Some)
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = match untrack(|| typed.read(false)) {
            Ok(body) => body,
            Err(faults) => {
                form.check(faults);
                return;
            }
        };
        let (client, key) = (session.client(), once.key(&body));
        form.send(
            async move { session.call(client.create_sessions(id, &body, key)).await },
            move |answer| {
                once.arrived();
                toasts.say(msg!(partner.session.made, count = answer.sessions.len()));
                made.run(answer.sessions.first().map(|one| one.local_start.date()));
            },
        );
    };
    let repeats = Signal::derive(move || {
        let ways: [(&str, Message); 4] = [
            ("once", msg!(partner.session.once)),
            ("week", msg!(partner.session.week)),
            ("fortnight", msg!(partner.session.fortnight)),
            ("month", msg!(partner.session.month)),
        ];
        ways.map(|(word, text)| (word.to_owned(), i18n.text(&text)))
            .to_vec()
    });
    let text = Signal::derive(move || {
        let count = preview
            .with(|answer| answer.as_ref().map_or(1, |answer| answer.sessions.len()))
            .unwrap_or(1);
        i18n.text(&msg!(partner.session.make, count = count))
    });
    view! {
        <form class="stack card" on:submit=submit novalidate>
            <Choices
                name="repeat"
                legend=t!(partner.session.repeat)
                options=repeats
                value=typed.repeat
                choose=move |word: String| typed.repeat.set(word)
            />
            <div class="pairs-of-fields">
                <TextField
                    form
                    pointer="/when/day"
                    label=Signal::derive(move || {
                        i18n.text(
                            &if series.get() {
                                msg!(partner.session.first_day)
                            } else {
                                msg!(common.form.date)
                            },
                        )
                    })
                    value=typed.day
                    kind="date"
                />
                <TextField form pointer="/when/start" label=t!(common.form.from) value=typed.from kind="time" />
                <TextField form pointer="/when/end" label=t!(common.form.until) value=typed.to kind="time" />
            </div>
            <Show when=move || series.get()>
                <Series form typed />
            </Show>
            <TermFields form terms=typed.terms name="terms-new" />
            <Show when=move || series.get()>
                <Dates preview typed />
            </Show>
            <FormError form />
            <div class="store-bar">
                <Submit form text icon="check" />
            </div>
        </form>
    }
}

/// On which days, until when, and when not.
#[component]
fn Series(form: Form, typed: Typed) -> impl IntoView {
    let weekly = Memo::new(move |_| typed.repeat.with(|repeat| repeat != "month"));
    let days = move || {
        WEEK.into_iter()
            .map(|day| {
                let on = Signal::derive(move || {
                    typed.weekdays.with(|days| {
                        days.contains(&day)
                            || (days.is_empty()
                                && typed.day.with(|first| {
                                    first
                                        .parse::<NaiveDate>()
                                        .is_ok_and(|first| first.weekday() == day)
                                }))
                    })
                });
                let change = move |on: bool| {
                    let first = typed.day.with_untracked(|first| first.parse::<NaiveDate>());
                    typed.weekdays.update(|days| {
                        if let (true, Ok(first)) = (days.is_empty(), first) {
                            days.push(first.weekday());
                        }
                        days.retain(|one| *one != day);
                        if on {
                            days.push(day);
                        }
                    });
                };
                let name = crate::i18n::label(goesting_types::search::Day::from(day));
                view! {
                    <Toggle on change>{move || capital(&name.get())}</Toggle>
                }
                .into_any()
            })
            .collect::<Vec<_>>()
    };
    view! {
        <Show when=move || weekly.get()>
            <fieldset class="choices">
                <legend>{t!(partner.session.days)}</legend>
                <div class="pills">{days()}</div>
            </fieldset>
        </Show>
        <TextField
            form
            pointer="/when/rule/until"
            label=t!(partner.session.until)
            hint=t!(partner.session.until_hint)
            value=typed.until
            kind="date"
            optional=true
        />
        <div>
            <Check on=typed.no_school change=move |on| typed.no_school.set(on)>
                {t!(partner.session.no_school)}
            </Check>
            <Check on=typed.no_public change=move |on| typed.no_public.set(on)>
                {t!(partner.session.no_public)}
            </Check>
        </div>
    }
}
