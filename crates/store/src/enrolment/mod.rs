//! Enrolments: entries, their seats, and the places of a session.
//!
//! Whatever changes entries of a session does so in one transaction that takes the lock of the
//! session's row in `session_places` first, by an update; the counters in that row are the arbiter.
//! After each such unit of work no waiting entry that fits the free places is left without an
//! offer: `Unit::finish` is reached only past an allocation, or where none is needed.

mod arrive;
mod entry;
mod hand_over;
mod hosts;
mod many;
mod moves;
mod people;
mod unit;
mod view;

pub use arrive::arrive;
pub use hand_over::hand_over;
pub use hosts::{HostCursor, HostPage, HostView, acting_for, numbers, one_for_host, page_for_host};
pub use many::{
    cancel_session_enrolments, confirm_all, due_sessions, leave_all_future, session_changed,
    settle, tell_changed,
};
pub use moves::{
    Answered, Located, accept, decline, leave, locate, people_of, promote, remove, set_was_there,
};
pub use people::{Seen, look};
pub use view::{AgendaCursor, Left, agenda, find, left, moved_up};

use goesting_core::Refusal;

use crate::StoreError;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// A rule said no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database could not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<diesel::result::Error> for EnrolError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}
