//! Asking once more before something is decided, with the words that go with it.

use goesting_client::{Client, ClientError};
use goesting_i18n::{Label, Message, msg};
use goesting_types::actor::ClaimDecision;
use goesting_types::ecosystem::{ParticipationMove, ParticipationUpdate};
use goesting_types::moderation::{ReportOutcome, ReportResolve};
use goesting_types::opportunity::{ReviewRequest, ReviewVerdict};
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::items::{About, Asked, Question};
use crate::components::{
    Choices, Dialog, DialogKind, Form, FormError, Submit, TextArea, use_toasts,
};
use crate::i18n::use_i18n;
use crate::session::{use_draft, use_session};
use crate::t;

/// A reason or an answer has at least as many characters, and at most.
const LENGTH: (usize, usize) = (5, 1000);

/// What the question says.
struct Plan {
    title: Message,
    text: Message,
    /// The words that go with it: where in the request, and what they are called.
    field: Option<(&'static str, Message)>,
    button: Message,
    icon: &'static str,
}

fn plan(Asked { item, yes }: &Asked) -> Plan {
    let name = item.name.as_str();
    let (person, email) = item.who.as_ref().map_or(("", ""), |(person, email)| {
        (person.as_str(), email.as_str())
    });
    let reason = |title, text, words| Plan {
        title,
        text,
        field: Some(("/reason", words)),
        button: msg!(common.action.send),
        icon: "send",
    };
    let yes_to = |title, text, button| Plan {
        title,
        text,
        field: None,
        button,
        icon: "check",
    };
    match (item.about, yes) {
        (About::Report(_), _) => Plan {
            title: msg!(facilitator.resolve_title),
            text: if item.answerable {
                msg!(facilitator.resolve_text)
            } else {
                msg!(facilitator.resolve_nobody)
            },
            field: Some(("/answer", msg!(facilitator.words))),
            button: msg!(facilitator.answer),
            icon: "send",
        },
        (About::Review(_), true) => yes_to(
            msg!(facilitator.approve_title, name = name),
            msg!(facilitator.approve_text),
            msg!(facilitator.approve),
        ),
        (About::Review(_), false) => reason(
            msg!(facilitator.send_back_title, name = name),
            msg!(facilitator.send_back_text),
            msg!(facilitator.needs),
        ),
        (About::Request(_), true) => yes_to(
            msg!(facilitator.welcome_title, name = name),
            msg!(facilitator.welcome_text, name = name),
            msg!(facilitator.welcome),
        ),
        (About::Request(_), false) => reason(
            msg!(facilitator.refuse_title, name = name),
            msg!(facilitator.refuse_text),
            msg!(facilitator.reason),
        ),
        (About::Claim(_), true) => yes_to(
            msg!(facilitator.grant_title, person = person, name = name),
            msg!(facilitator.grant_text, person = person, email = email),
            msg!(facilitator.grant),
        ),
        (About::Claim(_), false) => reason(
            msg!(facilitator.deny_title, person = person),
            msg!(facilitator.deny_text, person = person, name = name),
            msg!(facilitator.reason),
        ),
    }
}

async fn send(
    client: Client,
    about: About,
    yes: bool,
    words: String,
    outcome: Option<ReportOutcome>,
) -> Result<(), ClientError> {
    let reason = (!yes).then(|| words.clone());
    match about {
        About::Report(id) => {
            let body = ReportResolve {
                outcome: outcome.unwrap_or(ReportOutcome::NoAction),
                answer: words,
            };
            client.resolve_report(id, &body).await.map(drop)
        }
        About::Review(id) => {
            let verdict = if yes {
                ReviewVerdict::Approve
            } else {
                ReviewVerdict::Return
            };
            let body = ReviewRequest { verdict, reason };
            client.review_opportunity(id, &body).await.map(drop)
        }
        About::Request(id) => {
            let step = if yes {
                ParticipationMove::Accept
            } else {
                ParticipationMove::Leave
            };
            let body = ParticipationUpdate { step, reason };
            client.update_participation(id, &body).await.map(drop)
        }
        About::Claim(id) => {
            let body = ClaimDecision { grant: yes, reason };
            client.decide_claim(id, &body).await
        }
    }
}

/// The question over the page. `over` runs when it closes, with what was decided, if anything.
#[component]
pub fn Decide(question: Question, over: Callback<Option<About>>) -> impl IntoView {
    let i18n = use_i18n();
    let close = move |decided: Option<About>| {
        if question.with_untracked(Option::is_some) {
            question.set(None);
            over.run(decided);
        }
    };
    let title = move || {
        question
            .with(|asked| asked.as_ref().map(|asked| i18n.text(&plan(asked).title)))
            .unwrap_or_default()
    };
    view! {
        <Dialog
            kind=DialogKind::Window
            title=Signal::derive(title)
            open=Signal::derive(move || question.with(Option::is_some))
            close=move || close(None)
        >
            {move || {
                question
                    .get_untracked()
                    .map(|asked| view! { <Ask asked done=Callback::new(move |about| close(Some(about))) /> })
            }}
        </Dialog>
    }
}

#[component]
fn Ask(asked: Asked, done: Callback<About>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let form = Form::new();
    let (about, yes, answerable) = (asked.item.about, asked.yes, asked.item.answerable);
    let report = matches!(about, About::Report(_));
    let words = use_draft(&format!("facilitator.{about:?}"));
    let outcome = RwSignal::new(String::new());
    let Plan {
        title: _,
        text,
        field,
        button,
        icon,
    } = plan(&asked);
    let pointer = field.as_ref().map(|(pointer, _)| *pointer);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let written = words.text.get_untracked().trim().to_owned();
        let chosen = outcome.get_untracked().parse().ok();
        let mut faults = Vec::new();
        if report && chosen.is_none() {
            faults.push(("/outcome", FieldCode::Required));
        }
        if let Some(pointer) = pointer {
            match written.chars().count() {
                0 => faults.push((pointer, FieldCode::Required)),
                length if length < LENGTH.0 => faults.push((pointer, FieldCode::TooShort)),
                _ => {}
            }
        }
        if !form.check(faults) {
            return;
        }
        let sending = send(session.client(), about, yes, written, chosen);
        form.send(async move { session.call(sending).await }, move |()| {
            words.clear();
            toasts.say(if answerable {
                msg!(facilitator.done)
            } else {
                msg!(facilitator.done_quietly)
            });
            done.run(about);
        });
    };
    let outcomes = move || {
        let options = Signal::derive(move || {
            ReportOutcome::ALL
                .iter()
                .map(|one| (one.to_string(), i18n.text(&one.label())))
                .collect::<Vec<_>>()
        });
        view! {
            <div>
                <Choices
                    name="outcome"
                    legend=t!(facilitator.outcome)
                    options
                    value=outcome
                    choose=move |word| outcome.set(word)
                    of=Some((form, "/outcome"))
                />
                <p class="hint" aria-live="polite">
                    {move || {
                        outcome
                            .with(|word| word == ReportOutcome::Paused.as_str())
                            .then(|| i18n.text(&msg!(facilitator.outcome_paused)))
                    }}
                </p>
            </div>
        }
    };
    view! {
        {asked.item.said.map(|said| view! { <p class="said">{said}</p> })}
        <p>{crate::i18n::t(text)}</p>
        <form class="stack" on:submit=submit novalidate>
            {report.then(outcomes)}
            {field
                .map(|(pointer, label)| {
                    view! {
                        <TextArea form pointer label=crate::i18n::t(label) value=words.text limit=LENGTH.1 />
                    }
                })}
            <FormError form />
            <Submit form text=crate::i18n::t(button) icon />
        </form>
    }
    .into_any()
}
