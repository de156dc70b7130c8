//! What the `idna` crate asks about characters in domain names.
//!
//! Elsewhere this is the original `idna_adapter` with all of Unicode. In the browser the app only
//! ever parses addresses of the server it came from, which the browser itself has put into ASCII,
//! so the tables of Unicode would be some 80 KiB of weight on the wire for nothing. There a domain
//! name that is not ASCII is refused. (`idna_adapter` exists to be replaced like this.)

#![no_std]

#[cfg(not(target_arch = "wasm32"))]
#[allow(
    missing_docs,
    deprecated,
    clippy::all,
    clippy::pedantic,
    reason = "somebody else's code, as it is"
)]
mod unicode;
#[cfg(not(target_arch = "wasm32"))]
pub use unicode::*;

#[cfg(any(target_arch = "wasm32", test))]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
#[allow(
    clippy::unused_self,
    reason = "the calls are those of the original, which has tables"
)]
mod ascii;
#[cfg(target_arch = "wasm32")]
pub use ascii::*;
