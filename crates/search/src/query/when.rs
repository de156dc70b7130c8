//! Sessions and opening hours against the question: all of it must hold for one and the same.

mod days;

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Brussels;
use goesting_types::search::{Day, Daypart, SearchQuery};

use crate::storage::moments::{
    DAYPARTS, Moment, Opening, Span, WEEK, day, every_daypart, every_weekday, minutes, weekdays,
};

pub(crate) use days::{ByDay, Known};

/// The parts of a question about time that can be left out one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    From,
    To,
    Weekday,
    Daypart,
    Places,
}

impl Part {
    pub(crate) const ALL: [Self; 5] = [
        Self::From,
        Self::To,
        Self::Weekday,
        Self::Daypart,
        Self::Places,
    ];

    /// The name of its parameter.
    pub(crate) fn parameter(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
            Self::Weekday => "weekday",
            Self::Daypart => "daypart",
            Self::Places => "places_left",
        }
    }
}

/// What a question says about time.
#[derive(Debug, Clone)]
pub(crate) struct When {
    now: i64,
    today: i64,
    from: Option<i64>,
    to: Option<i64>,
    weekdays: Option<u8>,
    dayparts: Option<u8>,
    places: Option<u32>,
    asks: bool,
    /// The weekdays and dayparts wanted, as grids.
    week_grid: u32,
    part_grid: u32,
    /// Sessions that start before count only when one can drop in late.
    low: Moment,
    /// Sessions that start then or later never count.
    high: Moment,
}

/// What a document's times come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Times {
    /// Whether one of them fits the question.
    pub(crate) fits: bool,
    /// Start of the first session that fits, in minutes since 1970.
    pub(crate) next: Option<i64>,
    /// One bit per [`Part`]: something fits once it is left out.
    pub(crate) without: u8,
    /// Weekdays on which something fits, the wanted weekdays aside.
    pub(crate) weekdays: u8,
    /// Dayparts in which something fits, the wanted dayparts aside.
    pub(crate) dayparts: u8,
}

impl Times {
    /// Nothing was asked of them.
    pub(crate) const FIT: Self = Self {
        fits: true,
        next: None,
        without: 0,
        weekdays: 0,
        dayparts: 0,
    };
}

/// How much of a document's times is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Whether they fit, and the next session.
    Fit,
    /// The weekdays and dayparts besides.
    Days,
    /// What would fit without a part of the question, too.
    Parts,
}

/// Minutes of a day, and of the day that clocks on earth lie apart.
const DAY: i64 = 1440;

impl When {
    /// Reads the question at this time.
    pub(crate) fn new(query: &SearchQuery, now: DateTime<Utc>) -> Self {
        let weekday_bit = |day: &Day| 1_u8 << *day as u8;
        let daypart_bit = |part: &Daypart| 1_u8 << *part as u8;
        let any = |bits: u8| (bits != 0).then_some(bits);
        let weekdays = any(query.weekday.iter().map(weekday_bit).fold(0, |a, b| a | b));
        let dayparts = any(query.daypart.iter().map(daypart_bit).fold(0, |a, b| a | b));
        let now_minutes = minutes(now.naive_utc());
        let (from, to) = (query.from.map(day), query.to.map(day));
        let low = from
            .map_or(i64::MIN, |from| (from - 1) * DAY)
            .max(now_minutes + 1);
        let high = to.map_or(i64::MAX, |to| (to + 2) * DAY);
        Self {
            now: now_minutes,
            today: day(now.with_timezone(&Brussels).date_naive()),
            from,
            to,
            weekdays,
            dayparts,
            places: query.places_left,
            asks: from.is_some()
                || to.is_some()
                || weekdays.is_some()
                || dayparts.is_some()
                || query.places_left.is_some(),
            week_grid: every_daypart(weekdays.unwrap_or(WEEK)),
            part_grid: every_weekday(dayparts.unwrap_or(DAYPARTS)),
            low: Moment::starting(low),
            high: Moment::starting(high),
        }
    }

    /// The time it is, in minutes since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.now
    }

    /// The day it is in Brussels, in days since 1970.
    pub(crate) fn today(&self) -> i64 {
        self.today
    }

    /// Whether the question says anything about time.
    pub(crate) fn asks(&self) -> bool {
        self.asks
    }

    /// Whether the question has this part.
    pub(crate) fn has(&self, part: Part) -> bool {
        match part {
            Part::From => self.from.is_some(),
            Part::To => self.to.is_some(),
            Part::Weekday => self.weekdays.is_some(),
            Part::Daypart => self.dayparts.is_some(),
            Part::Places => self.places.is_some(),
        }
    }

    /// Whether a session can still be joined and fits.
    pub(crate) fn suits(&self, moment: Moment) -> bool {
        moment.until() > self.now
            && (!self.asks || (self.has_room(moment) && self.is_in(moment.span(self.today))))
    }

    /// Start of the first session that fits.
    pub(crate) fn next(&self, sessions: &[Moment]) -> Option<i64> {
        // They are in order: those of the past go by at a glance.
        for moment in sessions {
            if *moment >= self.high {
                break;
            }
            if (*moment >= self.low || moment.is_drop_in()) && self.suits(*moment) {
                return Some(moment.start());
            }
        }
        None
    }

    fn has_room(&self, moment: Moment) -> bool {
        self.places.is_none_or(|wanted| moment.places() >= wanted)
    }

    fn is_in(&self, span: Span) -> bool {
        self.days(span, None) & self.week_grid & self.part_grid != 0
    }

    /// What of a span's grid lies between the days asked for, without one of them.
    fn days(&self, span: Span, without: Option<Part>) -> u32 {
        let from = self
            .from
            .filter(|_| without != Some(Part::From))
            .unwrap_or(i64::MIN);
        let to = self
            .to
            .filter(|_| without != Some(Part::To))
            .unwrap_or(i64::MAX);
        span.grid & every_daypart(weekdays(span.first.max(from), span.last.min(to)))
    }

    /// Whether the opening hours fit: they have no places to count.
    fn is_open(&self, opening: Opening) -> bool {
        opening != Opening::NEVER && self.places.is_none() && self.is_in(opening.span(self.today))
    }

    /// Holds a document's times against the question. What is known of the sessions already spares
    /// looking at them; then no next one is given.
    pub(crate) fn times(
        &self,
        sessions: &[Moment],
        opening: Opening,
        detail: Detail,
        known: Known,
    ) -> Times {
        let mut times = Times {
            fits: !self.asks,
            ..Times::default()
        };
        if self.asks {
            let fits = known.fits.unwrap_or_else(|| {
                times.next = self.next(sessions);
                times.next.is_some()
            });
            times.fits = fits || self.is_open(opening);
        }
        match detail {
            Detail::Fit => {}
            Detail::Days => self.add_days(&mut times, sessions, opening, known.grid),
            Detail::Parts => self.add_parts(&mut times, sessions, opening),
        }
        times
    }

    fn add_days(
        &self,
        times: &mut Times,
        sessions: &[Moment],
        opening: Opening,
        known: Option<u32>,
    ) {
        let mut grid = known.unwrap_or(0);
        if opening != Opening::NEVER && self.places.is_none() {
            grid |= self.days(opening.span(self.today), None);
        }
        let unknown = if known.is_none() { sessions } else { &[] };
        for moment in unknown {
            if *moment >= self.high || grid == EVERY {
                break;
            }
            let joinable = *moment >= self.low || moment.is_drop_in();
            if joinable && moment.until() > self.now && self.has_room(*moment) {
                grid |= self.days(moment.span(self.today), None);
            }
        }
        times.weekdays = fold_dayparts(grid & self.part_grid);
        times.dayparts = fold_weekdays(grid & self.week_grid);
    }

    fn add_parts(&self, times: &mut Times, sessions: &[Moment], opening: Opening) {
        for part in Part::ALL {
            // Without its only wish about time, a question takes everything.
            if Part::ALL
                .iter()
                .all(|other| *other == part || !self.has(*other))
            {
                times.without |= bit(part);
            }
        }
        for moment in sessions.iter().filter(|moment| moment.until() > self.now) {
            self.add_part(times, moment.span(self.today), self.has_room(*moment));
        }
        if opening != Opening::NEVER {
            self.add_part(times, opening.span(self.today), self.places.is_none());
        }
    }

    fn add_part(&self, times: &mut Times, span: Span, room: bool) {
        if !room {
            if self.is_in(span) {
                times.without |= bit(Part::Places);
            }
            return;
        }
        for part in Part::ALL {
            let weekdays = if part == Part::Weekday {
                EVERY
            } else {
                self.week_grid
            };
            let dayparts = if part == Part::Daypart {
                EVERY
            } else {
                self.part_grid
            };
            if self.days(span, Some(part)) & weekdays & dayparts != 0 {
                times.without |= bit(part);
            }
        }
    }
}

/// Every daypart of every weekday.
const EVERY: u32 = (1 << 21) - 1;

/// The bit of a part in [`Times::without`].
pub(crate) fn bit(part: Part) -> u8 {
    1 << part as u8
}

fn fold_dayparts(grid: u32) -> u8 {
    let week = (grid | grid >> 7 | grid >> 14) & u32::from(WEEK);
    u8::try_from(week).unwrap_or(WEEK)
}

fn fold_weekdays(grid: u32) -> u8 {
    (0..3)
        .filter(|part| grid >> (7 * part) & u32::from(WEEK) != 0)
        .fold(0, |bits, part| bits | 1 << part)
}
