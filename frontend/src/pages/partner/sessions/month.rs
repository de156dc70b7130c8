//! A month as a calendar, for wide screens; phones have the list below it.

use chrono::{Datelike, Days, NaiveDate};
use goesting_types::ids::SessionId;
use goesting_types::session::{Session, SessionState};
use leptos::prelude::*;

use super::fullness;
use crate::browser;
use crate::i18n::use_i18n;

/// A month, weeks from Monday.
#[component]
pub fn Month(
    /// Its first day.
    first: NaiveDate,
    /// Its sessions.
    sessions: Vec<Session>,
    /// The session that is looked at.
    open: RwSignal<Option<SessionId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let today = browser::brussels(browser::now()).date();
    let names: Vec<_> = weeks(first)
        .into_iter()
        .take(1)
        .flatten()
        .map(|day| view! { <th scope="col">{move || i18n.format().short_day(day)}</th> })
        .collect();
    let rows: Vec<_> = weeks(first)
        .into_iter()
        .map(|week| {
            let days: Vec<_> = week
                .into_iter()
                .map(|day| {
                    let here = sessions
                        .iter()
                        .filter(|one| one.local_start.date() == day)
                        .cloned();
                    let slots: Vec<_> = here.map(|one| slot(one, open)).collect();
                    view! {
                        <td class:off=day.month() != first.month() class:today=day == today>
                            <span class="day">{day.day()}</span>
                            {slots}
                        </td>
                    }
                    .into_any()
                })
                .collect();
            view! { <tr>{days}</tr> }.into_any()
        })
        .collect();
    view! {
        <table class="month">
            <caption class="visually-hidden">{move || i18n.format().month(first)}</caption>
            <thead>
                <tr>{names}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn slot(session: Session, open: RwSignal<Option<SessionId>>) -> AnyView {
    let i18n = use_i18n();
    let id = session.id;
    let (start, end) = (session.local_start, session.local_end);
    let off = session.state == SessionState::Cancelled;
    let full = session.places_left == Some(0);
    let label = move || {
        format!(
            "{}: {}",
            i18n.format().span(start, end),
            fullness(i18n, &session)
        )
    };
    view! {
        <button
            type="button"
            class="slot"
            class:off=off
            class:full=full
            on:click=move |_| open.set(Some(id))
        >
            {move || i18n.format().time(start.time())}
            <span class="visually-hidden">" " {label}</span>
        </button>
    }
    .into_any()
}

/// The weeks that have a day of the month, whole.
fn weeks(first: NaiveDate) -> Vec<[NaiveDate; 7]> {
    let back = Days::new(first.weekday().num_days_from_monday().into());
    let begin = first.checked_sub_days(back).unwrap_or(first);
    let day = |nr: u64| begin.checked_add_days(Days::new(nr)).unwrap_or(begin);
    (0..6)
        .map(|week| std::array::from_fn(|nr| day(week * 7 + nr as u64)))
        .filter(|week: &[NaiveDate; 7]| week.iter().any(|day| day.month() == first.month()))
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_whole_weeks_from_monday_to_sunday() {
        for (year, month, count) in [(2026, 2, 5), (2021, 2, 4), (2026, 11, 6), (2027, 1, 5)] {
            let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
            let weeks = weeks(first);
            assert_eq!(weeks.len(), count, "{first}");
            assert!(
                weeks
                    .iter()
                    .all(|week| week[0].weekday() == chrono::Weekday::Mon)
            );
            let days = weeks.iter().flatten().filter(|day| day.month() == month);
            assert_eq!(days.count(), usize::from(first.num_days_in_month()));
        }
    }
}
