//! Opportunities: reading, writing, their life, and who shares them.

mod life;
mod read;
mod share;
mod write;

pub(crate) use life::advance;
pub use life::{close, pause, publish, review};
pub use read::{edit_view, linked, of_actor, public, to_wire};
pub use share::{share, unshare};
pub use write::{create, update};
