//! Pictures of opportunities.

mod fetch;
mod keep;
mod render;

pub use fetch::fetch_due;
pub use keep::{add, find, remove};
pub use render::{MAX_FILE_BYTES, sizes};
