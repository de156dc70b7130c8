//! When: from days relative to today to dated sessions, through the rules of series.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use goesting_core::Refusal;
use goesting_core::series::Series;
use goesting_core::session::{Slot, checked_terms};
use goesting_core::time::Zone;
use goesting_core::time::civil::today;
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::session::{BRUSSELS, Recurrence, SeriesRule, SessionTerms};

use super::data::{Date, Opportunity, Repeat, Terms};

/// How many people are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Crowd {
    /// So many, and so many wait.
    Said {
        /// Places taken.
        taken: u32,
        /// Places waited for.
        waiting: u32,
    },
    /// Some: it is past, and nobody wrote down how many.
    Some,
}

/// A session to be.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    /// When.
    pub(super) slot: Slot,
    /// Places and the like.
    pub(super) terms: SessionTerms,
    /// Which series of its opportunity it belongs to.
    pub(super) series: Option<usize>,
    /// How many people are in.
    pub(super) crowd: Crowd,
    /// Why it is cancelled.
    pub(super) cancelled: Option<String>,
}

/// The calendar of an opportunity.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    /// Its series, in their order, with how new sessions of them begin.
    pub(super) series: Vec<(Series, SessionTerms)>,
    /// All its sessions, the earliest first.
    pub(super) sessions: Vec<Dated>,
}

/// The calendar of an opportunity as it stands on the day of `now`.
pub(super) fn calendar(one: &Opportunity, now: DateTime<Utc>) -> Result<Calendar, Refusal> {
    let day = today(now);
    let mut calendar = Calendar::default();
    for date in &one.sessions {
        calendar.sessions.push(single(date, day)?);
    }
    for (nr, repeat) in one.series.iter().enumerate() {
        let terms = terms(&repeat.terms())?;
        let series = series(repeat, day)?;
        let dated = dates(repeat, &series, now);
        calendar
            .sessions
            .extend(dated.into_iter().map(|(slot, crowd, cancelled)| Dated {
                slot,
                terms: terms.clone(),
                series: Some(nr),
                crowd,
                cancelled,
            }));
        calendar.series.push((series, terms));
    }
    calendar.sessions.sort_by_key(|one| one.slot.starts_at);
    Ok(calendar)
}

fn single(date: &Date, today: NaiveDate) -> Result<Dated, Refusal> {
    let start = in_days(today, date.in_days)?.and_time(date.start);
    Ok(Dated {
        slot: slot(start, date.minutes)?,
        terms: terms(&date.terms())?,
        series: None,
        crowd: Crowd::Said {
            taken: date.taken,
            waiting: date.waiting,
        },
        cancelled: date.cancelled.clone(),
    })
}

fn slot(start: NaiveDateTime, minutes: u32) -> Result<Slot, Refusal> {
    Slot::lasting(start, TimeDelta::minutes(minutes.into()), Zone::BRUSSELS).ok_or_else(|| {
        let detail = format!("there is no {start}");
        Refusal::new(ErrorCode::NonexistentLocalTime, detail)
    })
}

fn in_days(today: NaiveDate, days: i64) -> Result<NaiveDate, Refusal> {
    let there = Days::new(days.unsigned_abs());
    let day = if days < 0 {
        today.checked_sub_days(there)
    } else {
        today.checked_add_days(there)
    };
    day.ok_or_else(|| Refusal::field("/in_days", FieldCode::OutOfRange, "no such day"))
}

fn terms(terms: &Terms) -> Result<SessionTerms, Refusal> {
    let Terms {
        capacity,
        held_for_newcomers,
        waiting_list,
        sign_up_closes_minutes,
    } = terms.clone();
    let terms = SessionTerms {
        capacity,
        held_for_newcomers,
        waiting_list: waiting_list && capacity.is_some(),
        sign_up_closes_minutes,
        place: None,
        sign_up_elsewhere: false,
    };
    checked_terms(terms, "/terms")
}

/// The series, its exceptions counted over the dates it would have without them.
fn series(repeat: &Repeat, today: NaiveDate) -> Result<Series, Refusal> {
    let rule = SeriesRule {
        first: in_days(today, repeat.first_in_days)?,
        start: repeat.start,
        duration_minutes: repeat.minutes,
        zone: BRUSSELS.to_owned(),
        recurrence: Recurrence::Week {
            interval: repeat.interval,
            weekdays: repeat.weekdays.clone(),
        },
        until: Some(in_days(today, repeat.until_in_days)?),
        except: Vec::new(),
        not_in_school_holidays: repeat.not_in_school_holidays,
        not_on_public_holidays: false,
    };
    let whole = Series::checked(rule.clone(), today, "/series")?;
    let dates = whole_plan(&whole);
    let except = repeat
        .except_nth
        .iter()
        .filter_map(|nth| Some(dates.get(*nth)?.local_start.date()))
        .collect();
    Series::checked(SeriesRule { except, ..rule }, today, "/series")
}

fn whole_plan(series: &Series) -> Vec<Slot> {
    let SeriesRule { first, until, .. } = &series.rule;
    series.plan(*first, until.unwrap_or(*first)).slots
}

/// The dates of a series, who is in, and why one is cancelled. Holidays may have taken the date
/// that is to be cancelled; then none is.
fn dates(
    repeat: &Repeat,
    series: &Series,
    now: DateTime<Utc>,
) -> Vec<(Slot, Crowd, Option<String>)> {
    let mut without = series.clone();
    without.rule.except.clear();
    let cancelled = repeat.cancelled.as_ref().and_then(|one| {
        let slot = *whole_plan(&without).get(one.nth)?;
        Some((slot, &one.reason))
    });
    let mut coming = 0;
    whole_plan(series)
        .into_iter()
        .map(|slot| {
            let crowd = if slot.starts_at <= now {
                Crowd::Some
            } else {
                let of = |all: &[u32]| all.get(coming).copied().unwrap_or(0);
                let (taken, waiting) = (of(&repeat.taken), of(&repeat.waiting));
                coming += 1;
                Crowd::Said { taken, waiting }
            };
            let reason = cancelled
                .filter(|(of, _)| *of == slot)
                .map(|(_, reason)| reason.clone());
            (slot, crowd, reason)
        })
        .collect()
}
