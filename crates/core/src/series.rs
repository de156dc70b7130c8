//! Series: how a rule becomes dated sessions, and how it moves.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc, Weekday};
use goesting_types::problem::FieldCode;
use goesting_types::session::{LeftOut, LeftOutReason, Recurrence, SeriesRule};
use serde::{Deserialize, Serialize};

use crate::session::Slot;
use crate::time::holidays::{PublicHoliday, public_holiday};
use crate::time::school::{SchoolDay, SchoolHoliday, covered_days, school_holiday};
use crate::time::{Zone, is_leap_second};
use crate::{Check, Refusal};

/// Sessions of a series exist this many months ahead.
pub const MONTHS_AHEAD: u32 = 12;
/// Most sessions made at once.
pub const MAX_SESSIONS: usize = 400;
/// Most days a series may have begun before today: enough to keep every other week in step.
const LONGEST_AGO: u64 = 366;

/// A series as it is kept: its rule, and how far the days moved since it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// How it repeats.
    pub rule: SeriesRule,
    /// Days every session moved from the day the rule gives. Exceptions stay with the rule's day;
    /// holidays go by the day it really is.
    #[serde(default)]
    pub shift_days: i32,
}

/// What a series makes in a stretch of days.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// Its sessions, earliest first.
    pub slots: Vec<Slot>,
    /// Days left out, and why.
    pub left_out: Vec<LeftOut>,
    /// The first day past what the school holiday table knows, when that mattered.
    pub holidays_unknown_from: Option<NaiveDate>,
}

impl Plan {
    /// Without what begins at or before `now`, and the days left out before it.
    #[must_use]
    pub fn after(mut self, now: DateTime<Utc>, zone: Zone) -> Self {
        let today = zone.local(now).date();
        self.slots.retain(|slot| slot.starts_at > now);
        self.left_out.retain(|day| day.date >= today);
        self
    }
}

/// The last day for which sessions are made.
#[must_use]
pub fn horizon(today: NaiveDate) -> NaiveDate {
    today
        .checked_add_months(Months::new(MONTHS_AHEAD))
        .unwrap_or(NaiveDate::MAX)
}

impl Series {
    /// The series of a rule that makes sense. `at` points to the rule in the body.
    pub fn checked(rule: SeriesRule, today: NaiveDate, at: &str) -> Result<Self, Refusal> {
        let mut check = Check::default();
        check
            .reject(
                !(5..=10_080).contains(&rule.duration_minutes),
                format!("{at}/duration_minutes"),
                FieldCode::OutOfRange,
                "5 minutes to a week (10 080)",
            )
            .reject(
                is_leap_second(&rule.start),
                format!("{at}/start"),
                FieldCode::OutOfRange,
                "no leap second",
            )
            .reject(
                Zone::named(&rule.zone).is_none(),
                format!("{at}/zone"),
                FieldCode::Unknown,
                "no IANA zone, such as Europe/Brussels",
            )
            .reject(
                rule.first < today - Days::new(LONGEST_AGO) || rule.first > horizon(today),
                format!("{at}/first"),
                FieldCode::OutOfRange,
                "from a year ago to twelve months ahead",
            )
            .reject(
                rule.until.is_some_and(|until| until < rule.first),
                format!("{at}/until"),
                FieldCode::Conflicting,
                "not before `first`",
            )
            .list(&format!("{at}/except"), &rule.except, 200);
        let recurrence = format!("{at}/recurrence");
        match &rule.recurrence {
            Recurrence::Week { interval, weekdays } => {
                check
                    .reject(
                        !(1..=8).contains(interval),
                        format!("{recurrence}/interval"),
                        FieldCode::OutOfRange,
                        "1 to 8 weeks",
                    )
                    .reject(
                        weekdays.is_empty(),
                        format!("{recurrence}/weekdays"),
                        FieldCode::Required,
                        "at least one day",
                    )
                    .list(&format!("{recurrence}/weekdays"), weekdays, 7);
            }
            Recurrence::MonthDay {} => {}
            Recurrence::MonthWeekday { nth, .. } => {
                check.reject(
                    !(1..=4).contains(nth) && *nth != -1,
                    format!("{recurrence}/nth"),
                    FieldCode::OutOfRange,
                    "1 to 4, or -1 for the last",
                );
            }
        }
        check.finish()?;
        Ok(Self {
            rule,
            shift_days: 0,
        })
    }

    /// Its zone. A rule that was checked has one; Brussels stands in for what was stored broken.
    pub fn zone(&self) -> Zone {
        Zone::named(&self.rule.zone).unwrap_or(Zone::BRUSSELS)
    }

    /// Its sessions on the days from `from` to `to`, both included.
    #[must_use]
    pub fn plan(&self, from: NaiveDate, to: NaiveDate) -> Plan {
        let mut plan = Plan::default();
        let shift = TimeDelta::days(self.shift_days.into());
        let unshifted = |date: NaiveDate| date.checked_sub_signed(shift).unwrap_or(date);
        let first = self.rule.first.max(unshifted(from));
        let last = self
            .rule
            .until
            .map_or(unshifted(to), |until| until.min(unshifted(to)));
        for base in self.days(first, last) {
            let Some(date) = base.checked_add_signed(shift) else {
                continue;
            };
            match self.place(base, date, &mut plan.holidays_unknown_from) {
                Ok(slot) => plan.slots.push(slot),
                Err((reason, name)) => plan.left_out.push(LeftOut {
                    date,
                    reason,
                    name: name.map(str::to_owned),
                }),
            }
        }
        plan
    }

    /// Whether nothing of it comes after `day`.
    pub fn is_over_after(&self, day: NaiveDate) -> bool {
        let shift = TimeDelta::days(self.shift_days.into());
        self.rule
            .until
            .and_then(|until| until.checked_add_signed(shift))
            .is_some_and(|last| last <= day)
    }

    /// Its sessions from now on, as far ahead as sessions are made. At least one, at most
    /// [`MAX_SESSIONS`].
    pub fn plan_ahead(&self, now: DateTime<Utc>, at: &str) -> Result<Plan, Refusal> {
        let zone = self.zone();
        let today = zone.local(now).date();
        let plan = self.plan(today, horizon(today)).after(now, zone);
        if plan.slots.is_empty() {
            let detail = "no day is left on which it takes place";
            return Err(Refusal::field(at, FieldCode::Conflicting, detail));
        }
        if plan.slots.len() > MAX_SESSIONS {
            let detail = format!("{} sessions, at most {MAX_SESSIONS}", plan.slots.len());
            return Err(Refusal::field(at, FieldCode::TooMany, detail));
        }
        Ok(plan)
    }

    /// All its coming sessions moved: by days and clock, and to another length when one is given.
    /// Gives by how many days, which the day up to which it was made moves too.
    pub fn moved(&mut self, by: TimeDelta, length: Option<TimeDelta>) -> TimeDelta {
        let (start, over) = self.rule.start.overflowing_add_signed(by);
        let days = i32::try_from(over / 86_400).unwrap_or(0);
        self.shift_days = self.shift_days.saturating_add(days);
        self.rule.start = start;
        if let Some(minutes) = length.and_then(|length| u32::try_from(length.num_minutes()).ok()) {
            self.rule.duration_minutes = minutes;
        }
        TimeDelta::days(days.into())
    }

    /// Where the session of the rule's day `base`, which falls on `date`, comes; or why it does not.
    fn place(
        &self,
        base: NaiveDate,
        date: NaiveDate,
        unknown_from: &mut Option<NaiveDate>,
    ) -> Result<Slot, (LeftOutReason, Option<&'static str>)> {
        if self.rule.except.contains(&base) {
            return Err((LeftOutReason::Exception, None));
        }
        if self.rule.not_on_public_holidays
            && let Some(holiday) = public_holiday(date)
        {
            return Err((LeftOutReason::PublicHoliday, Some(public_name(holiday))));
        }
        if self.rule.not_in_school_holidays {
            match school_holiday(date) {
                SchoolDay::Known(Some(holiday)) => {
                    return Err((LeftOutReason::SchoolHoliday, Some(school_name(holiday))));
                }
                SchoolDay::Known(None) => {}
                SchoolDay::Unknown => {
                    let past = covered_days().and_then(|(_, last)| last.succ_opt());
                    *unknown_from = past.filter(|past| date >= *past).or(*unknown_from);
                }
            }
        }
        let length = TimeDelta::minutes(self.rule.duration_minutes.into());
        Slot::lasting(date.and_time(self.rule.start), length, self.zone())
            .ok_or((LeftOutReason::NonexistentTime, None))
    }

    /// The rule's own days from `first` to `last`, ascending.
    fn days(&self, first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
        let found = match &self.rule.recurrence {
            Recurrence::Week { interval, weekdays } => {
                self.week_days(first, last, *interval, weekdays)
            }
            Recurrence::MonthDay {} => {
                let day = self.rule.first.day();
                months(first, last)
                    .filter_map(|month| month.with_day(day))
                    .collect()
            }
            Recurrence::MonthWeekday { nth, weekday } => months(first, last)
                .filter_map(|month| nth_weekday(month, *nth, *weekday))
                .collect(),
        };
        let within = |day: &NaiveDate| (first..=last).contains(day);
        found.into_iter().filter(within).collect()
    }

    fn week_days(
        &self,
        first: NaiveDate,
        last: NaiveDate,
        interval: u8,
        weekdays: &[Weekday],
    ) -> Vec<NaiveDate> {
        let mut offsets: Vec<_> = weekdays.iter().map(Weekday::num_days_from_monday).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let step = 7 * u64::from(interval.max(1));
        let monday = monday_of(self.rule.first);
        // Whole steps that lie before `first` are passed over at once.
        let ago = u64::try_from((first - monday).num_days()).unwrap_or(0);
        let begin = monday.checked_add_days(Days::new(ago / step * step));
        std::iter::successors(begin, |week| week.checked_add_days(Days::new(step)))
            .take_while(|week| *week <= last)
            .flat_map(|week| {
                offsets
                    .iter()
                    .filter_map(move |offset| week.checked_add_days(Days::new((*offset).into())))
            })
            .collect()
    }
}

/// The first days of the months from `first`'s to `last`'s.
fn months(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(first.with_day(1), |month| {
        month.checked_add_months(Months::new(1))
    })
    .take_while(move |month| *month <= last)
}

/// The nth such weekday of a month that begins on `month`; the last when `nth` is −1.
fn nth_weekday(month: NaiveDate, nth: i8, weekday: Weekday) -> Option<NaiveDate> {
    if let Ok(nth) = u8::try_from(nth) {
        return NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), weekday, nth);
    }
    let last = month.checked_add_months(Months::new(1))?.pred_opt()?;
    let back = last.weekday().days_since(weekday);
    last.checked_sub_days(Days::new(back.into()))
}

fn monday_of(date: NaiveDate) -> NaiveDate {
    let back = Days::new(date.weekday().num_days_from_monday().into());
    date.checked_sub_days(back).unwrap_or(date)
}

const fn public_name(holiday: PublicHoliday) -> &'static str {
    match holiday {
        PublicHoliday::NewYear => "Nieuwjaar",
        PublicHoliday::EasterMonday => "Paasmaandag",
        PublicHoliday::LabourDay => "Dag van de Arbeid",
        PublicHoliday::Ascension => "Hemelvaart",
        PublicHoliday::WhitMonday => "Pinkstermaandag",
        PublicHoliday::NationalDay => "Nationale feestdag",
        PublicHoliday::Assumption => "Onze-Lieve-Vrouw-Hemelvaart",
        PublicHoliday::AllSaints => "Allerheiligen",
        PublicHoliday::Armistice => "Wapenstilstand",
        PublicHoliday::Christmas => "Kerstmis",
    }
}

const fn school_name(holiday: SchoolHoliday) -> &'static str {
    match holiday {
        SchoolHoliday::Autumn => "herfstvakantie",
        SchoolHoliday::Christmas => "kerstvakantie",
        SchoolHoliday::Carnival => "krokusvakantie",
        SchoolHoliday::Easter => "paasvakantie",
        SchoolHoliday::Ascension => "hemelvaart",
        SchoolHoliday::Summer => "zomervakantie",
    }
}

#[cfg(test)]
mod tests;
