//! Adding dates: one, or a series, with every date in sight before it is made.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use goesting_client::IdempotencyKey;
use goesting_i18n::{Message, msg};
use goesting_types::ids::OpportunityId;
use goesting_types::problem::FieldCode;
use goesting_types::session::{
    BRUSSELS, Recurrence, SeriesRule, SessionCreate, SessionWhen, SessionsCreated,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::terms::{TermFields, TypedTerms};
use crate::browser;
use crate::components::{
    Check, Choices, Form, FormError, Icon, Once, Submit, TextField, Toggle, use_toasts,
};
use crate::i18n::use_i18n;
use crate::load::{Load, load};
use crate::pages::partner::form::{WEEK, time};
use crate::session::use_session;
use crate::t;

/// How many dates show before "more".
const FIRST: usize = 12;

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    repeat: RwSignal<String>,
    day: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    until: RwSignal<String>,
    weekdays: RwSignal<Vec<Weekday>>,
    except: RwSignal<Vec<NaiveDate>>,
    no_school: RwSignal<bool>,
    no_public: RwSignal<bool>,
    terms: TypedTerms,
}

type Faults = Vec<(&'static str, FieldCode)>;

impl Typed {
    fn new() -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            repeat: text("once"),
            day: text(""),
            from: text("14:00"),
            to: text("16:00"),
            until: text(""),
            weekdays: RwSignal::new(Vec::new()),
            except: RwSignal::new(Vec::new()),
            no_school: RwSignal::new(true),
            no_public: RwSignal::new(true),
            terms: TypedTerms::new(),
        }
    }

    /// The request, or what is wrong; followed.
    fn read(self, dry_run: bool) -> Result<SessionCreate, Faults> {
        let (terms, mut faults) = self.terms.read();
        let mut needed = |at: &'static str, there: bool| {
            if !there {
                faults.push((at, FieldCode::Required));
            }
        };
        let day: Option<NaiveDate> = self.day.with(|day| day.parse().ok());
        let from = self.from.with(|from| time(from));
        let to = self.to.with(|to| time(to));
        needed("/when/day", day.is_some());
        needed("/when/start", from.is_some());
        needed("/when/end", to.is_some());
        let (Some(day), Some(from), Some(to)) = (day, from, to) else {
            return Err(faults);
        };
        let start = day.and_time(from);
        let end = day.and_time(to);
        // Past midnight it ends on the next day.
        let end = if end > start {
            end
        } else {
            end + TimeDelta::days(1)
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        let when = match self.repeat.get().as_str() {
            "once" => SessionWhen::Once {
                start,
                end,
                zone: BRUSSELS.to_owned(),
            },
            repeat => SessionWhen::Series {
                rule: self.rule(repeat, start, end),
            },
        };
        Ok(SessionCreate {
            when,
            terms,
            dry_run,
        })
    }

    fn rule(self, repeat: &str, start: NaiveDateTime, end: NaiveDateTime) -> SeriesRule {
        let day = start.date();
        let recurrence = if repeat == "month" {
            let nth = i8::try_from(day.day0() / 7 + 1).unwrap_or(1);
            Recurrence::MonthWeekday {
                // The fifth of a month is its last.
                nth: if nth > 4 { -1 } else { nth },
                weekday: day.weekday(),
            }
        } else {
            let mut weekdays = self.weekdays.get();
            if weekdays.is_empty() {
                weekdays.push(day.weekday());
            }
            Recurrence::Week {
                interval: if repeat == "fortnight" { 2 } else { 1 },
                weekdays,
            }
        };
        SeriesRule {
            first: day,
            start: start.time(),
            duration_minutes: u32::try_from((end - start).num_minutes()).unwrap_or_default(),
            zone: BRUSSELS.to_owned(),
            recurrence,
            until: self.until.with(|until| until.parse().ok()),
            except: self.except.get(),
            not_in_school_holidays: self.no_school.get(),
            not_on_public_holidays: self.no_public.get(),
        }
    }
}

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
                view! {
                    <Toggle on change>
                        {crate::i18n::label(goesting_types::search::Day::from(day))}
                    </Toggle>
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

/// Every date of the series; each can be left out.
#[component]
fn Dates(preview: Load<Option<SessionsCreated>>, typed: Typed) -> impl IntoView {
    let i18n = use_i18n();
    let all = RwSignal::new(false);
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
                            {why}
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
                        <button type="button" class="button quiet" on:click=move |_| all.set(true)>
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
    view! {
        <div class="dates-preview" aria-busy=move || preview.is_busy().to_string()>
            <div aria-live="polite">
                {move || count.get().map(|count| view! { <h3>{count}</h3> })}
            </div>
            {shown}
        </div>
    }
}
