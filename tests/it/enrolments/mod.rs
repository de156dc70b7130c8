//! Places: who gets one, who waits, who is next; races and crashes.

mod agenda;
mod arriving;
mod crash;
mod hosts;
mod instead;
mod lapses;
mod many;
mod model;
mod queue;
mod races;
pub mod stage;
mod statements;
