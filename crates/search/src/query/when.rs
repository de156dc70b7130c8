//! Sessions and opening hours against the question: all of it must hold for one and the same.

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Brussels;
use goesting_types::search::{Day, Daypart, SearchQuery};

use crate::storage::moments::{
    DAYPARTS, Moment, Opening, Span, WEEK, day, every_daypart, every_weekday, minutes, weekdays,
};

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

impl When {
    /// Reads the question at this time.
    pub(crate) fn new(query: &SearchQuery, now: DateTime<Utc>) -> Self {
        let weekday_bit = |day: &Day| 1_u8 << *day as u8;
        let daypart_bit = |part: &Daypart| 1_u8 << *part as u8;
        let any = |bits: u8| (bits != 0).then_some(bits);
        Self {
            now: minutes(now.naive_utc()),
            today: day(now.with_timezone(&Brussels).date_naive()),
            from: query.from.map(day),
            to: query.to.map(day),
            weekdays: any(query.weekday.iter().map(weekday_bit).fold(0, |a, b| a | b)),
            dayparts: any(query.daypart.iter().map(daypart_bit).fold(0, |a, b| a | b)),
            places: query.places_left,
        }
    }

    /// Whether the question says anything about time.
    pub(crate) fn asks(&self) -> bool {
        Part::ALL.iter().any(|part| self.has(*part))
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
        moment.until() > self.now && self.has_room(moment) && self.is_in(moment.span(self.today))
    }

    fn has_room(&self, moment: Moment) -> bool {
        self.places.is_none_or(|wanted| moment.places() >= wanted)
    }

    fn is_in(&self, span: Span) -> bool {
        if self.from.is_none()
            && self.to.is_none()
            && self.weekdays.is_none()
            && self.dayparts.is_none()
        {
            return span.first <= span.last && span.grid != 0;
        }
        self.left(span, None) != 0
    }

    /// What of a span's grid is left by the question without one of its parts.
    fn left(&self, span: Span, without: Option<Part>) -> u32 {
        let kept = |part: Part| without != Some(part);
        let from = self.from.filter(|_| kept(Part::From)).unwrap_or(i64::MIN);
        let to = self.to.filter(|_| kept(Part::To)).unwrap_or(i64::MAX);
        let days = weekdays(span.first.max(from), span.last.min(to));
        let weekdays = self
            .weekdays
            .filter(|_| kept(Part::Weekday))
            .unwrap_or(WEEK);
        let dayparts = self
            .dayparts
            .filter(|_| kept(Part::Daypart))
            .unwrap_or(DAYPARTS);
        span.grid & every_daypart(days & weekdays) & every_weekday(dayparts)
    }

    /// Start of the first session that fits, and whether anything does.
    pub(crate) fn quick(&self, sessions: &[Moment], opening: Opening) -> Times {
        let next = sessions
            .iter()
            .find(|moment| self.suits(**moment))
            .map(|moment| moment.start());
        Times {
            fits: !self.asks() || next.is_some() || self.is_open(opening),
            next,
            ..Times::default()
        }
    }

    /// Whether the opening hours fit: they have no places to count.
    fn is_open(&self, opening: Opening) -> bool {
        opening != Opening::NEVER && self.places.is_none() && self.is_in(opening.span(self.today))
    }

    /// Everything, for facets and for what would help.
    pub(crate) fn full(&self, sessions: &[Moment], opening: Opening) -> Times {
        let mut times = self.quick(sessions, opening);
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
            self.add(&mut times, moment.span(self.today), self.has_room(*moment));
        }
        if opening != Opening::NEVER {
            self.add(&mut times, opening.span(self.today), self.places.is_none());
        }
        times
    }

    fn add(&self, times: &mut Times, span: Span, room: bool) {
        if !room {
            if self.left(span, None) != 0 {
                times.without |= bit(Part::Places);
            }
            return;
        }
        for part in Part::ALL {
            if self.left(span, Some(part)) != 0 {
                times.without |= bit(part);
            }
        }
        times.weekdays |= fold_dayparts(self.left(span, Some(Part::Weekday)));
        times.dayparts |= fold_weekdays(self.left(span, Some(Part::Daypart)));
    }
}

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
