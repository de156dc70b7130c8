//! Secrets, keys and tokens.

mod keys;
mod secret;
mod tokens;

pub use keys::SigningKey;
pub use secret::Secret;
pub use tokens::{ACCESS_FOR, Claims, Tokens};
