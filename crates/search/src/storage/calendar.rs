//! The days on which each document can be joined, a few bits in a row of their own: most questions
//! about time are answered from it, and the sessions are left alone.

use tantivy::DocId;

use super::moments::{Moment, WEEK, every_daypart, weekdays};

/// Days that have a bit of their own.
pub(crate) const NEAR: i64 = 64;
/// Minutes of a day.
const DAY: i64 = 1440;

/// The sessions of a document that could be joined when the calendar was made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Days {
    /// Per daypart one bit per day, the calendar's first day lowest.
    pub(crate) near: [u64; 3],
    /// What comes after those days: the weekdays and dayparts, as a grid.
    pub(crate) far: u32,
    /// When the first of the sessions closes, in minutes since 1970: the row is good before.
    closes: u32,
}

/// A row per document.
pub(crate) struct Calendar {
    minute: i64,
    /// The day of the lowest bit, in days since 1970.
    pub(crate) first: i64,
    /// No session starts more minutes before midnight UTC of its day than so many.
    pub(crate) early: i64,
    rows: Vec<Days>,
}

impl Calendar {
    /// Of no document.
    pub(crate) const NONE: Self = Self {
        minute: i64::MIN,
        first: 0,
        early: 0,
        rows: Vec::new(),
    };
    /// Minutes after which it is made anew.
    const LASTS: i64 = 60;

    /// Of documents with these sessions, as of a minute and a day.
    pub(crate) fn new<'m>(
        sessions: impl Iterator<Item = &'m [Moment]>,
        now: i64,
        today: i64,
    ) -> Self {
        let mut early = 0;
        let rows = sessions
            .map(|of_one| Days::new(of_one, now, today, &mut early))
            .collect();
        Self {
            minute: now,
            first: today,
            early,
            rows,
        }
    }

    /// Whether it may be read at this minute.
    pub(crate) fn is_good(&self, now: i64) -> bool {
        let age = now.checked_sub(self.minute);
        age.is_some_and(|age| (0..Self::LASTS).contains(&age))
    }

    /// The row of a document, unless only its sessions can tell.
    pub(crate) fn of(&self, doc: DocId, now: i64) -> Option<&Days> {
        let days = self.rows.get(doc as usize)?;
        (now < i64::from(days.closes)).then_some(days)
    }
}

impl Days {
    /// No days can stand for these sessions.
    const UNKNOWN: Self = Self {
        near: [0; 3],
        far: 0,
        closes: 0,
    };

    fn new(sessions: &[Moment], now: i64, today: i64, early: &mut i64) -> Self {
        let mut days = Self {
            closes: u32::MAX,
            ..Self::UNKNOWN
        };
        for moment in sessions {
            let until = moment.until();
            if until <= now {
                continue;
            }
            let span = moment.span(today);
            let at = span.first - today;
            // One that takes several days, or belongs to a night that is still going on.
            if span.first != span.last || at < 0 {
                return Self::UNKNOWN;
            }
            days.closes = days.closes.min(u32::try_from(until).unwrap_or(u32::MAX));
            *early = (*early).max(span.first * DAY - moment.start());
            if at < NEAR {
                for (part, near) in days.near.iter_mut().enumerate() {
                    if span.grid >> (7 * part) & u32::from(WEEK) != 0 {
                        *near |= 1 << at;
                    }
                }
            } else {
                days.far |= span.grid & every_daypart(weekdays(span.first, span.last));
            }
        }
        days
    }
}
