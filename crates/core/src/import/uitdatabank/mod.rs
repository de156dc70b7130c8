//! UiTdatabank documents (Entry and Search API, old and new shapes) to imported values, after the
//! crosswalk of STANDARDS and the rules for imported offers of DOMAIN §2.
//!
//! Two steps, since an event may refer to places and organisers that come after it:
//! [`read`] tells what a document is and gives places and organisers; with all of those in an
//! [`Index`], [`opportunity`] maps an event (and, when asked, a place) to an opportunity.
//!
//! Decisions:
//! - What cannot be read in a part (a price below zero, a date `500 BC`) leaves that part out with
//!   a [`Note`](super::Note); the document is skipped only when what DOMAIN asks for is missing.
//! - Permanent and periodic calendars without opening hours are open every day, as the source's
//!   own calendar summary says ("alle dagen open"), within the period's days.
//! - Closed and adjusted days cannot be expressed in opening hours: they are told in words at the
//!   end of the description, as are questions and answers (`faqs`), `childrenOnly` and the days of
//!   booking.
//! - A `uitpas` price, and a tariff whose name says it is for who has less, is the social tariff
//!   that needs proof.
//! - A sub-event's own status goes before the event's. Postponed counts as cancelled on that date,
//!   with the source's reason.
//! - An end before its start is on the next day where that makes less than half a day; else, as a
//!   missing one, it is the end of the day.
//! - Of more than a thousand dates those from this month on are kept, and before them the last.
//! - A place or organiser that has a document is what that says, not the copy of it in an event:
//!   the copy fills what the document leaves open.
//! - Where a wheelchair gets in at the place, it gets in at what happens there.
//! - An event for schools with a stand-in location happens on request in that municipality.

mod actor;
mod ages;
mod calendar;
mod contact;
mod document;
mod event;
mod hours;
mod json;
mod pictures;
mod place;
mod practical;
mod price;
mod terms;
mod texts;
mod time;

#[cfg(test)]
mod tests;

pub use super::complete::Index;
pub use document::{Document, DocumentKind, Head, head, kind_of, read, references};
pub use event::opportunity;
