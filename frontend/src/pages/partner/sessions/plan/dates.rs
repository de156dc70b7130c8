//! Every date of a series, before it is made.

use goesting_i18n::msg;
use goesting_types::session::SessionsCreated;
use leptos::prelude::*;

use super::typed::Typed;
use crate::browser;
use crate::components::{Icon, what_failed};
use crate::i18n::{capital, use_i18n};
use crate::load::Load;
use crate::t;

/// How many dates show before "more".
const FIRST: usize = 12;
/// The id of how many there are.
const TITLE: &str = "series-dates";

/// Every date of the series; each can be left out.
#[component]
pub fn Dates(preview: Load<Option<SessionsCreated>>, typed: Typed) -> impl IntoView {
    let i18n = use_i18n();
    let all = RwSignal::new(false);
    let show_all = move |_| {
        all.set(true);
        // The button that was pressed is gone.
        browser::refocus_soon(TITLE);
    };
    let count = Memo::new(move |_| {
        let count = preview.with(|answer| answer.as_ref().map(|answer| answer.sessions.len()));
        Some(i18n.text(&msg!(partner.session.dates, count = count.flatten()?)))
    });
    let shown = move || {
        let answer = preview.with(Clone::clone).flatten()?;
        let many = answer.sessions.len() > FIRST;
        let count = if all.get() { usize::MAX } else { FIRST };
        let dates: Vec<_> = answer
            .sessions
            .iter()
            .take(count)
            .map(|one| {
                let day = one.local_start.date();
                let name = i18n.format().date(day);
                view! {
                    <li>
                        <span>{name.clone()}</span>
                        <button
                            type="button"
                            class="icon-button"
                            aria-label=i18n.text(&msg!(partner.session.leave_out, day = name))
                            on:click=move |_| typed.except.update(|except| except.push(day))
                        >
                            <Icon name="x" />
                        </button>
                    </li>
                }
                .into_any()
            })
            .collect();
        let left: Vec<_> = answer
            .left_out
            .iter()
            .map(|left| {
                let day = left.date;
                let why = left.name.clone().unwrap_or_else(|| i18n.label(left.reason));
                let mine = typed.except.with(|except| except.contains(&day));
                view! {
                    <li class="muted">
                        <span>
                            <s>{i18n.format().date(day)}</s>
                            " "
                            {capital(&why)}
                        </span>
                        {mine
                            .then(|| {
                                view! {
                                    <button
                                        type="button"
                                        class="button quiet"
                                        on:click=move |_| typed.except.update(|except| except.retain(|one| *one != day))
                                    >
                                        {t!(common.action.undo)}
                                    </button>
                                }
                            })}
                    </li>
                }
                .into_any()
            })
            .collect();
        let none_left = left.is_empty();
        let unknown = answer.holidays_unknown_from.map(|day| {
            let day = i18n.format().date_in_full(day);
            view! { <p class="hint">{i18n.text(&msg!(partner.session.holidays_unknown, day = day))}</p> }
        });
        Some(view! {
            <ul class="date-list">{dates}</ul>
            {(many && !all.get())
                .then(|| {
                    view! {
                        <button type="button" class="button quiet" on:click=show_all>
                            {t!(common.action.show_more)}
                        </button>
                    }
                })}
            {(!none_left)
                .then(|| {
                    view! {
                        <h4>{t!(partner.session.left_out)}</h4>
                        <ul class="date-list">{left}</ul>
                    }
                })}
            {unknown}
        })
    };
    let failed = move || {
        let error = preview.error()?;
        Some(
            view! {
                <p class="fault" role="alert">
                    {i18n.text(&what_failed(&error))}
                </p>
                <button type="button" class="button" on:click=move |_| preview.again()>
                    <Icon name="refresh-cw" />
                    {t!(common.action.retry)}
                </button>
            }
            .into_any(),
        )
    };
    view! {
        <div class="dates-preview" aria-busy=move || preview.is_busy().to_string()>
            <div aria-live="polite">
                {move || {
                    count
                        .get()
                        .map(|count| {
                            view! {
                                <h3 id=TITLE tabindex="-1">
                                    {count}
                                </h3>
                            }
                        })
                }}
            </div>
            {move || failed().unwrap_or_else(|| shown().into_any())}
        </div>
    }
}
