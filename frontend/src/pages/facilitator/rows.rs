//! One list of what waits, row by row.

use chrono::{DateTime, Utc};
use goesting_i18n::{Label, msg};
use goesting_types::moderation::ReviewQueue;
use leptos::prelude::*;
use leptos_router::components::A;

use super::items::{About, Asked, Clock, Item, Part, Question};
use crate::components::Icon;
use crate::i18n::use_i18n;
use crate::t;

/// One list.
#[component]
pub fn List(
    part: Part,
    queue: RwSignal<ReviewQueue>,
    now: RwSignal<DateTime<Utc>>,
    question: Question,
    quiet: Memo<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let items = Memo::new(move |_| queue.with(|queue| part.items(i18n, queue)));
    let some = move |answered: bool| {
        let mut items = items.get();
        items.retain(|item| item.answer.is_some() == answered);
        items
    };
    // What was answered, and the words of the reader's language, make another row.
    let key = move |item: &Item| (item.about, item.answer.is_some(), i18n.lang_now());
    let rows = move |answered: bool| {
        view! {
            <ul class="entries">
                <For each=move || some(answered) key=key let:item>
                    <Row item now question />
                </For>
            </ul>
        }
        .into_any()
    };
    let hidden = move || {
        let shown = u32::try_from(some(false).len()).unwrap_or(u32::MAX);
        queue
            .with(|queue| part.waiting(queue))
            .saturating_sub(shown)
    };
    let answered =
        Memo::new(move |_| items.with(|items| items.iter().any(|one| one.answer.is_some())));
    let empty = move || some(false).is_empty();
    let (title, text) = part.texts();
    view! {
        <section aria-labelledby=move || (!quiet.get()).then_some(part.id()) class="desk-part">
            <Show when=move || !quiet.get()>
                <h2 id=part.id() tabindex="-1">
                    {crate::i18n::t(title.clone())}
                </h2>
                <p class="muted">
                    {
                        let text = text.clone();
                        move || i18n.text(&if empty() { msg!(facilitator.none_here) } else { text.clone() })
                    }
                </p>
            </Show>
            {rows(false)}
            <p class="muted">
                {move || {
                    let count = hidden();
                    (count > 0).then(|| i18n.text(&msg!(facilitator.more, count = count)))
                }}
            </p>
            <Show when=move || answered.get()>
                <details class="answered">
                    <summary>{t!(facilitator.answered)}</summary>
                    {rows(true)}
                </details>
            </Show>
        </section>
    }
    .into_any()
}

/// A button of a row: whether it is a yes, its icon and its words.
type Action = (bool, &'static str, goesting_i18n::Message);

/// One that waits, or was answered.
#[component]
fn Row(item: Item, now: RwSignal<DateTime<Utc>>, question: Question) -> impl IntoView {
    let i18n = use_i18n();
    let refuse = || (false, "x", msg!(facilitator.refuse));
    let actions: Vec<Action> = match item.about {
        About::Report(_) if item.answer.is_some() => Vec::new(),
        About::Report(_) => vec![(true, "send", msg!(facilitator.answer))],
        // It is to be read first; the verdict stands there.
        About::Review(_) => Vec::new(),
        About::Request(_) => vec![(true, "handshake", msg!(facilitator.welcome)), refuse()],
        About::Claim(_) => vec![(true, "check", msg!(facilitator.grant)), refuse()],
    };
    let review = matches!(item.about, About::Review(_));
    let named = StoredValue::new(item.name.clone());
    let buttons: Vec<_> = actions
        .into_iter()
        .map(|(yes, icon, words)| {
            let words = crate::i18n::t(words);
            let item = item.clone();
            let ask = move |_| {
                question.set(Some(Asked {
                    item: item.clone(),
                    yes,
                }));
            };
            view! {
                <button
                    type="button"
                    class=if yes { "button main" } else { "button" }
                    aria-label=move || format!("{}: {}", words.get(), named.get_value())
                    on:click=ask
                >
                    <Icon name=icon />
                    {words}
                </button>
            }
        })
        .collect();
    let (since, due) = (item.since, item.due);
    let when = move || {
        let format = i18n.format();
        i18n.text(&match due {
            Some(due) => msg!(facilitator.due, when = format.instant(due)),
            None => msg!(facilitator.since, when = format.instant(since)),
        })
    };
    let open = item.answer.is_none();
    view! {
        <li class="card entry">
            <div>
                <p class="eyebrow">{item.above}</p>
                <h3>
                    <A href=item.href.clone() attr:lang=item.lang>
                        {item.name}
                    </A>
                </h3>
                {item
                    .who
                    .map(|(name, email)| {
                        view! {
                            <p class="break">
                                {name} " · " <a href=format!("mailto:{email}")>{email.clone()}</a>
                            </p>
                        }
                    })}
                {item.said.map(|said| view! { <p class="said">{said}</p> })}
                {item
                    .answer
                    .map(|(outcome, answer)| {
                        view! {
                            <p>
                                <strong>{crate::i18n::t(outcome.label())}</strong>
                                " "
                                {answer}
                            </p>
                        }
                    })}
                {open
                    .then(|| {
                        view! {
                            <p class="row">
                                {due.map(|due| view! { <ClockTag due now /> })}
                                <span class="muted">{when}</span>
                            </p>
                        }
                    })}
            </div>
            <p class="row">
                {review
                    .then(|| {
                        view! {
                            <A
                                href=item.href
                                attr:class="button main"
                                attr:aria-label=move || {
                                    format!("{}: {}", i18n.text(&msg!(facilitator.read)), named.get_value())
                                }
                            >
                                <Icon name="eye" />
                                {t!(facilitator.read)}
                            </A>
                        }
                    })} {buttons}
            </p>
        </li>
    }
    .into_any()
}

/// How long is left: late ones have another icon and shape too.
#[component]
fn ClockTag(due: DateTime<Utc>, now: RwSignal<DateTime<Utc>>) -> impl IntoView {
    let i18n = use_i18n();
    let clock = Memo::new(move |_| Clock::until(due, now.get()));
    view! {
        <span class="clock" class:late=move || clock.get().late>
            {move || {
                let name = if clock.get().late { "circle-alert" } else { "hourglass" };
                view! { <Icon name /> }
            }}
            {move || i18n.text(&clock.get().words())}
        </span>
    }
    .into_any()
}
