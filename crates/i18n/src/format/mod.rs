//! Dates, distances and amounts as words, for mails, calendars, print and problem texts. (The SPA
//! asks the browser's `Intl`.) There is no ICU here: four languages, written out.
//!
//! Everything takes local wall time: whoever calls has put an instant into the time zone of the
//! place where the thing happens.

mod date;
mod distance;
mod list;
mod money;

pub use date::{
    date, date_and_time, date_in_full, date_with_year, date_without_weekday, month_and_year,
    short_day, span, time, time_range,
};
pub use distance::distance;
pub use list::list;
pub use money::{money, price};
