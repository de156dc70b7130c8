//! Reference data that ships with the program: territories and places of Belgium, the interest
//! vocabulary, the crosswalk from `UiTdatabank`, and the parts of Dutch compounds. Each table is text inside the binary, parsed once when first asked for.
//!
//! Sources, licences and what was changed stand in `data/README.md`. The feature `reference`
//! (on by default) switches all of it off for programs that only talk to the server.

pub mod compounds;
pub mod interests;
pub mod names;
pub mod places;
pub mod suggest;
pub mod territories;
pub mod uit;

pub use interests::{Interest, Theme, Vocabulary, vocabulary};
pub use suggest::{Suggestion, suggest};
pub use territories::{TerritoryRecord, territories, territory};
