//! When the door is open without a session.

use chrono::{NaiveTime, Weekday};
use goesting_i18n::msg;
use goesting_types::opportunity::OpeningSpan;
use goesting_types::search::Day;
use leptos::prelude::*;

use super::Filling;
use crate::browser;
use crate::components::{Fault, Icon};
use crate::i18n::use_i18n;
use crate::t;

/// The days of a week.
pub const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// Where they are in the request.
const HOURS: &str = "/opening_hours";

/// Reads `14:00`.
pub fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text.get(..5)?, "%H:%M").ok()
}

/// The opening hours, a row each.
#[component]
pub fn Hours(filling: Filling) -> impl IntoView {
    let i18n = use_i18n();
    let sheet = filling.sheet;
    let count = Memo::new(move |_| {
        sheet.with(|sheet| {
            sheet
                .content
                .opening_hours
                .as_ref()
                .map_or(0, |hours| hours.spans.len())
        })
    });
    let change = move |change: &dyn Fn(&mut Vec<OpeningSpan>)| {
        sheet.update(|sheet| {
            let hours = sheet.content.opening_hours.get_or_insert_default();
            change(&mut hours.spans);
            if hours.spans.is_empty() {
                sheet.content.opening_hours = None;
            }
        });
    };
    let add = move |_| {
        change(&|spans| {
            let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
            let last = spans.last().copied();
            spans.push(OpeningSpan {
                weekday: last.map_or(Weekday::Mon, |last| last.weekday.succ()),
                opens: last.map_or(hour(14), |last| last.opens),
                closes: last.map_or(hour(17), |last| last.closes),
            });
        });
    };
    let row = move |nr: usize| {
        let span = move || {
            sheet.with(|sheet| {
                let hours = sheet.content.opening_hours.as_ref()?;
                hours.spans.get(nr).copied()
            })
        };
        let set = move |set: &dyn Fn(&mut OpeningSpan)| {
            change(&|spans| {
                if let Some(span) = spans.get_mut(nr) {
                    set(span);
                }
            });
        };
        let days: Vec<_> = WEEK
            .into_iter()
            .map(|day| {
                view! {
                    <option
                        value=day.to_string()
                        prop:selected=move || span().is_some_and(|span| span.weekday == day)
                    >
                        {crate::i18n::label(Day::from(day))}
                    </option>
                }
            })
            .collect();
        // The rows say the same but for their day.
        let of_day = move |label: Signal<String>| {
            move || {
                let day = span().map(|span| i18n.label(Day::from(span.weekday)));
                format!("{}: {}", day.unwrap_or_default(), label.get())
            }
        };
        let at = move |pick: fn(OpeningSpan) -> NaiveTime| {
            span().map(|span| pick(span).format("%H:%M").to_string())
        };
        view! {
            <li class="hours-row">
                <select
                    aria-label=t!(partner.form.weekday)
                    on:change:target=move |event| {
                        if let Ok(day) = event.target().value().parse() {
                            set(&|span| span.weekday = day);
                        }
                    }
                >
                    {days}
                </select>
                <input
                    type="time"
                    aria-label=of_day(t!(common.form.from))
                    prop:value=move || at(|span| span.opens)
                    on:change:target=move |event| {
                        if let Some(to) = time(&event.target().value()) {
                            set(&|span| span.opens = to);
                        }
                    }
                />
                <input
                    type="time"
                    aria-label=of_day(t!(common.form.until))
                    prop:value=move || at(|span| span.closes)
                    on:change:target=move |event| {
                        if let Some(to) = time(&event.target().value()) {
                            set(&|span| span.closes = to);
                        }
                    }
                />
                <button
                    type="button"
                    class="icon-button"
                    aria-label=of_day(t!(common.action.remove))
                    on:click=move |_| {
                        change(&|spans| {
                            if nr < spans.len() {
                                spans.remove(nr);
                            }
                        });
                        browser::refocus_soon("add-hours");
                    }
                >
                    <Icon name="x" />
                </button>
            </li>
        }
        .into_any()
    };
    let form = filling.form;
    let wrong = move || form.fault(i18n, HOURS).map(|_| "true");
    view! {
        <fieldset
            class="choices"
            aria-describedby=format!("{}-fault", form.field_id(HOURS))
            aria-invalid=wrong
        >
            <legend>{move || i18n.text(&msg!(opportunity.open_door))}</legend>
            <p class="hint">{t!(partner.form.hours_hint)}</p>
            <ul class="hour-rows">{move || (0..count.get()).map(row).collect::<Vec<_>>()}</ul>
            <Fault form at=HOURS />
            <button type="button" class="button quiet" id="add-hours" on:click=add>
                <Icon name="plus" />
                {t!(partner.form.hours_add)}
            </button>
        </fieldset>
    }
}
