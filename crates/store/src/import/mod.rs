//! What importers keep: the sources of opportunities and actors, places and organisers that
//! documents refer to, and the rows an import writes. What is decided stands in
//! `goesting_core::import`.

pub mod actor;
pub mod origin;
pub mod picture;
pub mod reference;
pub mod session;
