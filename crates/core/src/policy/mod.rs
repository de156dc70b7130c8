//! Who may do what. Deny by default: every operation of the API stands in `operations`, with the
//! one [`Rule`] that allows it, and nothing else does.
//!
//! A question is (caller, operation, relations): who asks, what for, and how the caller stands to
//! the thing concerned. Caller and operation are known when a request comes in
//! ([`Access::ask`]); relations when the thing has been read ([`Access::over`]).

mod caller;
mod operations;
mod relation;
mod rule;

pub use caller::{Caller, Client, PersonCaller};
pub use operations::{Operation, op};
pub use relation::{Relation, Relations};
pub use rule::{Access, Marker, People, Rule};
