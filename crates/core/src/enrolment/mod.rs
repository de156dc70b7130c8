//! Enrolments: who may take a place, who is next when one comes free, and what a clock ends.
//!
//! An entry is enrolled, or waits until places are offered to it; an offer is taken, declined or
//! lapses. `enrolled + offered ≤ capacity`, always, and nobody in the queue passes: freed places go
//! through it in order ([`Places::allocate`]). An entry of n places waits for n at once; while fewer
//! are free it is skipped and keeps its position.

mod places;
mod request;
mod rules;

pub use places::{Places, Waiting};
pub use request::{Party, REASON, reason};
pub use rules::{Clocks, SessionFacts, Wanted, may_answer_offer, may_leave, may_promote, standing};
