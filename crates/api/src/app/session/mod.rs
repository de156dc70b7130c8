//! Sessions: reading, making, moving, cancelling, and what goes on by itself.

mod change;
mod going_on;
mod make;
mod read;

pub(crate) use change::{call_off, cancel_all};
pub use change::{cancel, set_head_count, update};
pub use going_on::{extend_series, finish_past};
pub use make::create;
pub use read::{Shown, edit_view, find, list};
