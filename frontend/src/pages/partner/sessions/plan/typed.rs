//! What is typed about dates, and the request it makes.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use goesting_types::problem::FieldCode;
use goesting_types::session::{BRUSSELS, Recurrence, SeriesRule, SessionCreate, SessionWhen};
use leptos::prelude::*;

use crate::browser;
use crate::pages::partner::form::time;
use crate::pages::partner::sessions::terms::TypedTerms;

/// What is typed.
#[derive(Clone, Copy)]
pub struct Typed {
    pub repeat: RwSignal<String>,
    pub day: RwSignal<String>,
    pub from: RwSignal<String>,
    pub to: RwSignal<String>,
    pub until: RwSignal<String>,
    pub weekdays: RwSignal<Vec<Weekday>>,
    pub except: RwSignal<Vec<NaiveDate>>,
    pub no_school: RwSignal<bool>,
    pub no_public: RwSignal<bool>,
    pub terms: TypedTerms,
}

/// Longer than this over midnight nobody means: the end was mistyped.
const LONGEST_NIGHT: TimeDelta = TimeDelta::hours(12);

/// When something ends that begins then and ends at this time of the day, or of the next. None when
/// that is too long.
pub fn ending(start: NaiveDateTime, to: NaiveTime) -> Option<NaiveDateTime> {
    let end = start.date().and_time(to);
    if end > start {
        return Some(end);
    }
    end.checked_add_signed(TimeDelta::days(1))
        .filter(|end| *end - start <= LONGEST_NIGHT)
}

type Faults = Vec<(&'static str, FieldCode)>;

impl Typed {
    pub fn new() -> Self {
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
    pub fn read(self, dry_run: bool) -> Result<SessionCreate, Faults> {
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
        let once = self.repeat.with(|repeat| repeat == "once");
        // A series may have begun. The hours of today are the server's to judge.
        if once && day < browser::brussels(browser::now()).date() {
            faults.push(("/when/day", FieldCode::InPast));
        }
        let start = day.and_time(from);
        let Some(end) = ending(start, to) else {
            faults.push(("/when/end", FieldCode::BeforeStart));
            return Err(faults);
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_evening_may_end_after_midnight_and_no_mistyped_hour_makes_a_day_of_it() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 9).unwrap();
        let end = |from: &str, to: &str| {
            let start = day.and_time(time(from).unwrap());
            ending(start, time(to).unwrap()).map(|end| (end - start).num_hours())
        };
        assert_eq!(end("08:00", "22:00"), Some(14));
        assert_eq!(end("22:00", "01:00"), Some(3));
        assert_eq!(end("18:00", "06:00"), Some(12));
        assert_eq!(end("18:00", "16:00"), None);
        assert_eq!(end("18:00", "18:00"), None);
    }
}
