//! Sessions and opening hours, packed into one number each.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use goesting_types::opportunity::OpeningHours;
use goesting_types::session::SessionState;

use crate::document::SessionFact;

/// Minutes of a day.
const DAY: i64 = 1440;
/// A day ends at six in the morning, as the evening does.
const NIGHT_ENDS: i64 = 360;
/// Days of the week in the lowest bits of a [`grid`](Span::grid).
pub(crate) const WEEK: u8 = 0x7f;
/// All dayparts.
pub(crate) const DAYPARTS: u8 = 0x7;

/// A session that may count, packed so that the order of the numbers is the order of the starts:
/// start in minutes since 1970 (27 bits), wall clock ahead of UTC in quarters plus 64 (7), drop-in
/// (1), and minutes it lasts for a drop-in (29), else places left (14), and how long before the
/// start sign-up closes: in hours or not (1), and so many hours or minutes (14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) u64);

const START: u32 = 37;
const OFFSET: u32 = 30;
const DROP_IN: u64 = 1 << 29;
const PAYLOAD: u64 = DROP_IN - 1;
const PLACES: u32 = 15;
const IN_HOURS: u64 = 1 << 14;
const CLOSES: u64 = IN_HOURS - 1;

/// When one can join: some days, and on each weekday some parts of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// First day, in days since 1970.
    pub(crate) first: i64,
    /// Last day.
    pub(crate) last: i64,
    /// Weekday (0 is Monday) plus seven times daypart: one bit each.
    pub(crate) grid: u32,
}

impl Moment {
    /// Packs; `None` when it never counts, whatever the time is.
    pub(crate) fn pack(session: &SessionFact) -> Option<Self> {
        if matches!(session.state, SessionState::Cancelled | SessionState::Done) {
            return None;
        }
        let start = minutes(session.starts_at.naive_utc()).clamp(0, (1 << 27) - 1);
        let ahead = (session.local_start - session.starts_at.naive_utc()).num_minutes();
        let offset = (ahead.div_euclid(15) + 64).clamp(0, 127);
        let payload = session.places_left.map_or_else(
            || {
                let lasts = (session.ends_at - session.starts_at).num_minutes().max(0);
                DROP_IN | lasts.cast_unsigned().min(PAYLOAD)
            },
            |left| {
                let until = minutes(session.sign_up_until.naive_utc());
                u64::from(left).min(PAYLOAD >> PLACES) << PLACES | closes(start - until)
            },
        );
        Some(Self(
            start.cast_unsigned() << START | offset.cast_unsigned() << OFFSET | payload,
        ))
    }

    /// The first number of a session that starts then, in minutes since 1970.
    pub(crate) fn starting(minute: i64) -> Self {
        let start = minute.clamp(0, (1 << 27) - 1);
        if start < minute {
            return Self(u64::MAX);
        }
        Self(start.cast_unsigned() << START)
    }

    /// Whether one can drop in until its end.
    pub(crate) fn is_drop_in(self) -> bool {
        self.0 & DROP_IN != 0
    }

    /// Its start in minutes since 1970.
    pub(crate) fn start(self) -> i64 {
        (self.0 >> START).cast_signed()
    }

    /// Until when one can join, in minutes since 1970.
    pub(crate) fn until(self) -> i64 {
        if self.is_drop_in() {
            return self.start() + self.lasts();
        }
        let closes = (self.0 & CLOSES).cast_signed();
        let unit = if self.0 & IN_HOURS == 0 { 1 } else { 60 };
        self.start() - closes * unit
    }

    /// Minutes in which one can drop in.
    fn lasts(self) -> i64 {
        if self.is_drop_in() {
            (self.0 & PAYLOAD).cast_signed()
        } else {
            0
        }
    }

    /// Places left; drop-in has room for all.
    pub(crate) fn places(self) -> u32 {
        if self.is_drop_in() {
            return u32::MAX;
        }
        u32::try_from((self.0 & PAYLOAD) >> PLACES).unwrap_or(u32::MAX)
    }

    /// The days and daypart it counts on, when today is `today`.
    pub(crate) fn span(self, today: i64) -> Span {
        let ahead = 15 * (((self.0 >> OFFSET) & 0x7f).cast_signed() - 64);
        let local = self.start() + ahead;
        let day = local.div_euclid(DAY);
        let last = (local + self.lasts() - NIGHT_ENDS - 1)
            .div_euclid(DAY)
            .max(day);
        Span {
            first: day.max(today.min(last)),
            last,
            grid: u32::from(WEEK) << (7 * daypart(local.rem_euclid(DAY))),
        }
    }
}

/// How long before the start sign-up closes: to the minute within eleven days, and else at the hour
/// before, so that nothing is offered that is closed.
fn closes(minutes: i64) -> u64 {
    let minutes = minutes.max(0).cast_unsigned();
    if minutes <= CLOSES {
        minutes
    } else {
        IN_HOURS | minutes.div_ceil(60).min(CLOSES)
    }
}

/// Minutes since 1970.
pub(crate) fn minutes(at: NaiveDateTime) -> i64 {
    at.and_utc().timestamp().div_euclid(60)
}

/// Days since 1970.
pub(crate) fn day(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - 719_163
}

/// The daypart of a minute of the day: morning 0, afternoon 1, evening 2.
fn daypart(minute: i64) -> u32 {
    match minute {
        360..720 => 0,
        720..1020 => 1,
        _ => 2,
    }
}

/// The weekdays from one day to another, Monday in the lowest bit.
pub(crate) fn weekdays(first: i64, last: i64) -> u8 {
    match last - first {
        ..0 => 0,
        0..6 => (first..=last).fold(0, |bits, day| bits | 1 << (day + 3).rem_euclid(7)),
        _ => WEEK,
    }
}

/// A bit pattern of weekdays, in each daypart.
pub(crate) fn every_daypart(weekdays: u8) -> u32 {
    let weekdays = u32::from(weekdays);
    weekdays | weekdays << 7 | weekdays << 14
}

/// A bit pattern of dayparts, on each weekday.
pub(crate) fn every_weekday(dayparts: u8) -> u32 {
    (0..3)
        .filter(|part| dayparts & (1 << part) != 0)
        .fold(0, |grid, part| grid | u32::from(WEEK) << (7 * part))
}

/// Opening hours: first day they hold (16 bits, days since 1970), last day (16), grid (21).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Opening(pub(crate) u64);

const LAST: u32 = 32;
const FIRST: u32 = 48;

impl Opening {
    /// Never open.
    pub(crate) const NEVER: Self = Self(0);

    /// Packs. A door that is open from nine to five is open in the morning and in the afternoon.
    pub(crate) fn pack(hours: &OpeningHours) -> Self {
        let grid = hours.spans.iter().fold(0_u32, |grid, span| {
            let weekday = span.weekday.num_days_from_monday();
            let opens = minute(span.opens);
            let closes = match minute(span.closes) {
                0 => DAY,
                closes => closes,
            };
            let touched = [(0, 360, 2), (360, 720, 0), (720, 1020, 1), (1020, DAY, 2)]
                .into_iter()
                .filter(|(from, to, _)| opens < *to && closes > *from && opens < closes);
            touched.fold(grid, |grid, (_, _, part)| grid | 1 << (weekday + 7 * part))
        });
        let date = |date: Option<NaiveDate>, otherwise: u64| {
            date.map_or(otherwise, |date| day(date).clamp(0, 0xffff).cast_unsigned())
        };
        Self(date(hours.from, 0) << FIRST | date(hours.until, 0xffff) << LAST | u64::from(grid))
    }

    /// The days it is open, from today on.
    pub(crate) fn span(self, today: i64) -> Span {
        Span {
            first: (self.0 >> FIRST).cast_signed().max(today),
            last: ((self.0 >> LAST) & 0xffff).cast_signed(),
            grid: u32::try_from(self.0 & 0x1f_ffff).unwrap_or(0),
        }
    }
}

fn minute(time: NaiveTime) -> i64 {
    i64::from(time.num_seconds_from_midnight() / 60)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta, Utc, Weekday};
    use goesting_types::ids::SessionId;
    use goesting_types::opportunity::OpeningSpan;

    fn session(start: &str, hours: i64, places: Option<u32>) -> SessionFact {
        let starts_at: DateTime<Utc> = start.parse().unwrap();
        let local = starts_at.naive_utc() + TimeDelta::hours(2);
        SessionFact {
            id: SessionId::new(),
            starts_at,
            ends_at: starts_at + TimeDelta::hours(hours),
            local_start: local,
            local_end: local + TimeDelta::hours(hours),
            places_left: places,
            sign_up_until: starts_at,
            waiting_list: false,
            state: SessionState::Planned,
        }
    }

    fn date(text: &str) -> i64 {
        day(text.parse().unwrap())
    }

    #[test]
    fn a_session_with_places_counts_until_its_start_and_on_one_day() {
        let moment = Moment::pack(&session("2026-06-05T17:30:00Z", 3, Some(7))).unwrap();
        assert_eq!(moment.until(), moment.start());
        assert_eq!(moment.places(), 7);
        let span = moment.span(date("2026-06-01"));
        assert_eq!(
            (span.first, span.last),
            (date("2026-06-05"), date("2026-06-05"))
        );
        assert_eq!(span.grid, u32::from(WEEK) << 14);
    }

    #[test]
    fn a_session_counts_until_its_sign_up_closes() {
        let mut fact = session("2026-06-05T17:30:00Z", 3, Some(10_000));
        for (before, counted) in [
            (0, 0),
            (90, 90),
            (16_383, 16_383),
            (16_390, 16_440),
            (525_600, 525_600),
        ] {
            fact.sign_up_until = fact.starts_at - TimeDelta::minutes(before);
            let moment = Moment::pack(&fact).unwrap();
            assert_eq!(moment.start() - moment.until(), counted);
            assert_eq!(moment.places(), 10_000);
            assert_eq!(moment.span(0).last, date("2026-06-05"));
        }
    }

    #[test]
    fn a_drop_in_counts_until_its_end_and_the_night_belongs_to_the_day_before() {
        let party = Moment::pack(&session("2026-06-05T18:00:00Z", 8, None)).unwrap();
        assert_eq!(party.places(), u32::MAX);
        assert_eq!(party.span(0).last, date("2026-06-05"));
        let camp = Moment::pack(&session("2026-06-05T08:00:00Z", 24 * 10, None)).unwrap();
        let span = camp.span(date("2026-06-09"));
        assert_eq!(
            (span.first, span.last),
            (date("2026-06-09"), date("2026-06-15"))
        );
        assert_eq!(camp.until() - camp.start(), 14_400);
    }

    #[test]
    fn the_order_of_the_numbers_is_the_order_of_the_starts() {
        let early = Moment::pack(&session("2026-06-05T08:00:00Z", 999, None)).unwrap();
        let late = Moment::pack(&session("2026-06-05T08:01:00Z", 1, Some(0))).unwrap();
        assert!(early < late);
        let mut gone = session("2026-06-05T08:00:00Z", 1, None);
        gone.state = SessionState::Cancelled;
        assert_eq!(Moment::pack(&gone), None);
    }

    #[test]
    fn weekdays_are_those_between() {
        let monday = date("2026-06-01");
        assert_eq!(weekdays(monday, monday), 1);
        assert_eq!(weekdays(monday + 5, monday + 7), 0b110_0001);
        assert_eq!(weekdays(monday, monday + 6), WEEK);
        assert_eq!(weekdays(monday, monday - 1), 0);
    }

    #[test]
    fn opening_hours_touch_each_daypart_they_reach_into() {
        let hours = OpeningHours {
            spans: vec![
                OpeningSpan {
                    weekday: Weekday::Wed,
                    opens: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
                    closes: NaiveTime::from_hms_opt(17, 0, 0).unwrap(),
                },
                OpeningSpan {
                    weekday: Weekday::Sun,
                    opens: NaiveTime::from_hms_opt(20, 0, 0).unwrap(),
                    closes: NaiveTime::from_hms_opt(0, 0, 0).unwrap(),
                },
            ],
            from: None,
            until: Some("2026-06-30".parse().unwrap()),
        };
        let span = Opening::pack(&hours).span(date("2026-06-10"));
        assert_eq!(
            (span.first, span.last),
            (date("2026-06-10"), date("2026-06-30"))
        );
        assert_eq!(span.grid, 1 << 2 | 1 << (2 + 7) | 1 << (6 + 14));
        assert_eq!(Opening::NEVER.span(0).grid, 0);
    }
}
