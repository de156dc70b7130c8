//! The offer: opportunities, their life, who shares them, their sessions, series and pictures.

mod drafts;
mod life;
mod moving;
mod pictures;
mod reading;
mod series;
mod sessions;
mod sharing;
pub mod stage;
