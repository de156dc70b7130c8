//! What stands on disk and what is kept of it in memory.

pub(crate) mod calendar;
pub(crate) mod directory;
pub(crate) mod encode;
pub(crate) mod facts;
pub(crate) mod generation;
pub(crate) mod live;
pub(crate) mod moments;
pub(crate) mod rebuild;
pub(crate) mod schema;
pub(crate) mod stored;
pub(crate) mod view;
