//! A question about time, answered from the calendar where it can tell.

use std::sync::Arc;

use tantivy::DocId;

use super::{DAY, DAYPARTS, WEEK, When};
use crate::storage::calendar::{Calendar, Days, NEAR};

/// A question against the calendar of one segment.
pub(crate) struct ByDay {
    calendar: Arc<Calendar>,
    now: i64,
    /// The days from and to which it asks, as bits.
    dates: u64,
    /// Those of them on the weekdays it asks for.
    wanted: u64,
    dayparts: u8,
    grid: u32,
    far: Far,
    /// Places are not in the calendar.
    places: bool,
    /// The weekday of the lowest bit, 0 is Monday.
    weekday: u32,
}

/// How many of the days after the bits the question reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Far {
    None,
    Some,
    All,
}

/// What is known of a document's sessions without looking at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Known {
    /// Whether one fits.
    pub(crate) fits: Option<bool>,
    /// The weekdays and dayparts between the days asked for.
    pub(crate) grid: Option<u32>,
}

impl When {
    /// Gets ready for a segment with this calendar.
    pub(crate) fn by_day(&self, calendar: Arc<Calendar>) -> ByDay {
        let first = calendar.first;
        let weekday = u32::try_from((first + 3).rem_euclid(7)).unwrap_or(0);
        let bit = |day: i64| u32::try_from(day.saturating_sub(first).clamp(0, NEAR)).unwrap_or(0);
        let (from, to) = (self.from.unwrap_or(i64::MIN), self.to.unwrap_or(i64::MAX));
        let dates = bits_below(bit(to.saturating_add(1))) & !bits_below(bit(from));
        let weekdays = self.weekdays.unwrap_or(WEEK);
        let on_weekdays = (0..64)
            .filter(|at| weekdays >> ((weekday + at) % 7) & 1 != 0)
            .fold(0_u64, |bits, at| bits | 1 << at);
        let far = if to < first + NEAR {
            Far::None
        } else if self.to.is_none() && from <= first + NEAR {
            Far::All
        } else {
            Far::Some
        };
        ByDay {
            calendar,
            now: self.now,
            dates,
            wanted: dates & on_weekdays,
            dayparts: self.dayparts.unwrap_or(DAYPARTS),
            grid: self.week_grid & self.part_grid,
            far,
            places: self.places.is_some(),
            weekday,
        }
    }
}

impl ByDay {
    /// Whether a session fits, and, when `grid` is asked for, when any between the days does.
    pub(crate) fn known(&self, doc: DocId, grid: bool) -> Known {
        let Some(days) = self.calendar.of(doc, self.now) else {
            return Known::default();
        };
        Known {
            fits: self.fits(days),
            grid: grid.then(|| self.grid(days)).flatten(),
        }
    }

    fn fits(&self, days: &Days) -> Option<bool> {
        let far = days.far & self.grid != 0;
        let (sure, maybe) = match self.far {
            Far::None => (false, false),
            Far::Some => (false, far),
            Far::All => (far, far),
        };
        let near = self.near(days) != 0;
        if !near && !maybe {
            Some(false)
        } else {
            (!self.places && (near || sure)).then_some(true)
        }
    }

    fn grid(&self, days: &Days) -> Option<u32> {
        let far = match self.far {
            Far::None => 0,
            Far::Some if days.far != 0 => return None,
            Far::Some | Far::All => days.far,
        };
        let near = |grid: u32, (part, near): (usize, u64)| {
            grid | week(near & self.dates, self.weekday) << (7 * part)
        };
        let near = days.near.into_iter().enumerate().fold(0, near);
        (!self.places).then_some(near | far)
    }

    /// No session that fits starts before, in minutes since 1970.
    pub(crate) fn soonest(&self, doc: DocId) -> Option<i64> {
        let days = self.calendar.of(doc, self.now)?;
        // Without a bit it is one of the days after the last, if any.
        let day = self.calendar.first + i64::from(self.near(days).trailing_zeros());
        Some(day * DAY - self.calendar.early)
    }

    /// The days wanted on which something can be joined.
    fn near(&self, days: &Days) -> u64 {
        let parts = days.near.into_iter().enumerate();
        let wanted = parts.filter(|(part, _)| self.dayparts >> part & 1 != 0);
        wanted.fold(0_u64, |bits, (_, near)| bits | near) & self.wanted
    }
}

/// The lowest bits, so many.
fn bits_below(count: u32) -> u64 {
    1_u64.checked_shl(count).map_or(u64::MAX, |bit| bit - 1)
}

/// The weekdays of days, Monday in the lowest bit, when the lowest day is this weekday.
fn week(days: u64, weekday: u32) -> u32 {
    let folded = days | days >> 28 | days >> 56;
    let folded = folded | folded >> 14;
    let folded = (folded | folded >> 7) & u64::from(WEEK);
    let turned = (folded << weekday | folded >> (7 - weekday)) & u64::from(WEEK);
    u32::try_from(turned).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::{DateTime, TimeDelta, Utc};
    use goesting_types::ids::SessionId;
    use goesting_types::search::{Day, Daypart, SearchQuery};
    use goesting_types::session::SessionState;
    use proptest::prelude::*;

    use super::super::{Detail, When};
    use super::Known;
    use crate::document::SessionFact;
    use crate::storage::calendar::Calendar;
    use crate::storage::moments::{Moment, Opening};

    fn session(
        now: DateTime<Utc>,
        (minutes, lasts, places): (i64, i64, Option<u32>),
    ) -> Option<Moment> {
        let starts_at = now + TimeDelta::minutes(minutes);
        let ends_at = starts_at + TimeDelta::minutes(lasts);
        let ahead = TimeDelta::hours(1);
        Moment::pack(&SessionFact {
            id: SessionId::new(),
            starts_at,
            ends_at,
            local_start: starts_at.naive_utc() + ahead,
            local_end: ends_at.naive_utc() + ahead,
            places_left: places,
            // Some close days before.
            sign_up_until: starts_at - TimeDelta::minutes(lasts),
            waiting_list: false,
            state: SessionState::Planned,
        })
    }

    fn sessions() -> impl Strategy<Value = Vec<(i64, i64, Option<u32>)>> {
        let day = 24 * 60_i64;
        let minutes = prop_oneof![-day..2 * day, 0..20 * day, 55 * day..75 * day, 0..400 * day];
        let lasts = prop_oneof![9 => 30..300_i64, 1 => 30..3 * day];
        prop::collection::vec((minutes, lasts, prop::option::of(0..4_u32)), 0..7)
    }

    fn query(today: chrono::NaiveDate) -> impl Strategy<Value = SearchQuery> {
        let date = || {
            let days = prop_oneof![-3..12_i64, 58..70_i64, -400..400_i64];
            prop::option::of(days.prop_map(move |days| today + TimeDelta::days(days)))
        };
        let weekday = prop::collection::vec(prop::sample::select(Day::ALL), 0..3);
        let daypart = prop::collection::vec(prop::sample::select(Daypart::ALL), 0..2);
        let places = prop::option::weighted(0.2, 0..4_u32);
        (date(), date(), weekday, daypart, places).prop_map(
            |(from, to, weekday, daypart, places_left)| SearchQuery {
                from,
                to,
                weekday,
                daypart,
                places_left,
                ..SearchQuery::default()
            },
        )
    }

    fn now() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(29_700_000)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn the_calendar_says_what_the_sessions_say(
            hour in 0..24_i64,
            age in 0..60_i64,
            of_one in sessions(),
            query in query(now().date_naive()),
        ) {
            let made = now() + TimeDelta::hours(hour);
            let mut of_one: Vec<Moment> =
                of_one.into_iter().filter_map(|one| session(made, one)).collect();
            of_one.sort_unstable();
            let before = When::new(&query, made);
            let rows = std::iter::once(of_one.as_slice());
            let calendar = Arc::new(Calendar::new(rows, before.now(), before.today()));

            let when = When::new(&query, made + TimeDelta::minutes(age));
            prop_assert!(calendar.is_good(when.now()));
            let by_day = when.by_day(calendar);
            let known = by_day.known(0, true);
            let times = |known| when.times(&of_one, Opening::NEVER, Detail::Days, known);
            let (plain, quick) = (times(Known::default()), times(known));
            prop_assert_eq!(plain.fits, quick.fits);
            prop_assert_eq!((plain.weekdays, plain.dayparts), (quick.weekdays, quick.dayparts));
            if let Some((soonest, next)) = by_day.soonest(0).zip(when.next(&of_one)) {
                prop_assert!(soonest <= next);
            }
        }
    }
}
