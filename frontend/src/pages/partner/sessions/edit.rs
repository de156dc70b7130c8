//! Another time or other terms: for one date, or for it and all that follow.

use chrono::NaiveDate;
use goesting_i18n::{Label, msg};
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::session::{SeriesReach, Session, SessionUpdate};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::InMonth;
use super::plan::ending;
use super::terms::{TermFields, TypedTerms};
use crate::components::{Choices, Form, FormError, Submit, TextArea, TextField, use_toasts};
use crate::i18n::use_i18n;
use crate::pages::partner::form::time;
use crate::session::{use_draft, use_session};
use crate::t;

/// This one, or this and all that follow.
#[component]
pub fn Reach(name: &'static str, reach: RwSignal<SeriesReach>) -> impl IntoView {
    let i18n = use_i18n();
    let options = Signal::derive(move || {
        SeriesReach::ALL
            .iter()
            .map(|reach| (reach.to_string(), i18n.text(&reach.label())))
            .collect::<Vec<_>>()
    });
    view! {
        <Choices
            name
            legend=t!(partner.session.reach)
            options
            value=Signal::derive(move || reach.get().to_string())
            choose=move |word: String| {
                if let Ok(word) = word.parse() {
                    reach.set(word);
                }
            }
        />
    }
}

/// Changes a date. Somebody else was first: their change shows, what was typed stays.
#[component]
pub fn Edit(session: Memo<Session>, sessions: InMonth) -> impl IntoView {
    let (who, toasts) = (use_session(), use_toasts());
    let session = session.get_untracked();
    let form = Form::new();
    let id = session.id;
    let text = |text: String| RwSignal::new(text);
    let day = text(session.local_start.date().to_string());
    let from = text(session.local_start.format("%H:%M").to_string());
    let to = text(session.local_end.format("%H:%M").to_string());
    let terms = TypedTerms::of(&session.terms);
    let reach = RwSignal::new(SeriesReach::This);
    let message = use_draft(&format!("session.{id}"));
    let version = StoredValue::new(session.version);
    let was_now = StoredValue::new(session.clone());
    let theirs = RwSignal::new(None::<Session>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (new_terms, mut faults) = untrack(|| terms.read());
        let date: Option<NaiveDate> = day.with_untracked(|day| day.parse().ok());
        let (start, end) = (
            from.with_untracked(|from| time(from)),
            to.with_untracked(|to| time(to)),
        );
        let (Some(date), Some(start), Some(end)) = (date, start, end) else {
            faults.push(("/start", FieldCode::Required));
            form.check(faults);
            return;
        };
        if !form.check(faults) {
            return;
        }
        let start = date.and_time(start);
        let was = was_now.get_value();
        // A date over several days keeps its end unless the hours were touched.
        let same = start == was.local_start && end == was.local_end.time();
        let end = ending(start, end);
        if !same && end.is_none() {
            form.check(vec![("/end", FieldCode::BeforeStart)]);
            return;
        }
        let body = SessionUpdate {
            reach: reach.get_untracked(),
            start: (!same).then_some(start),
            end: end.filter(|_| !same),
            terms: (new_terms != was.terms).then_some(new_terms),
            message: Some(message.text.get_untracked().trim().to_owned())
                .filter(|text| !text.is_empty()),
        };
        if body.start.is_none() && body.terms.is_none() && body.message.is_none() {
            toasts.say(msg!(common.page.saved));
            return;
        }
        let client = who.client();
        let sending = async move {
            let answer = who
                .call(client.update_session(id, version.get_value(), &body))
                .await;
            if let Err(error) = &answer
                && error.code() == Some(ErrorCode::StaleEdit)
            {
                let fresh = who.call(client.edit_session(id)).await?;
                version.try_set_value(fresh.version);
                theirs.try_set(Some(fresh));
            }
            answer
        };
        form.send(sending, move |stored| {
            // The next change is one to what was just stored.
            version.try_set_value(stored.version);
            was_now.try_set_value(stored);
            message.clear();
            theirs.try_set(None);
            toasts.say(msg!(partner.session.changed));
            sessions.again();
        });
    };
    let i18n = use_i18n();
    let their_version = move || {
        theirs.get().map(|fresh| {
            let when = i18n.format().span(fresh.local_start, fresh.local_end);
            let full = super::fullness(i18n, &fresh);
            view! {
                <div class="notice warn">
                    <p>
                        {i18n.text(&msg!(partner.clash.session))}
                        <br />
                        <strong>{when} " · " {full}</strong>
                    </p>
                </div>
            }
        })
    };
    let repeats = session.series_id.is_some();
    view! {
        <form class="stack" on:submit=submit novalidate>
            {repeats.then(|| view! { <Reach name="edit-reach" reach /> })}
            <TextField form pointer="/start" label=t!(common.form.date) value=day kind="date" />
            <div class="pairs-of-fields">
                <TextField form pointer="/start/from" label=t!(common.form.from) value=from kind="time" />
                <TextField form pointer="/end" label=t!(common.form.until) value=to kind="time" />
            </div>
            <TermFields form terms name="terms-edit" />
            <TextArea
                form
                pointer="/message"
                label=t!(partner.session.word)
                hint=t!(partner.session.word_hint)
                value=message.text
                limit=500
                optional=true
            />
            {their_version}
            <FormError form />
            <Submit form text=t!(common.action.store) icon="check" />
        </form>
    }
}
