//! Letters to people: their words, and how they leave.

mod compose;
mod deliver;
mod render;

pub use compose::{Block, Mail};
pub use deliver::{mail_server, send, sender};
pub use render::render;
