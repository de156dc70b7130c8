//! Secrets, keys and tokens.

mod keys;
mod links;
mod secret;
mod tokens;

pub use keys::SigningKey;
pub use links::{leave_token, read_leave_token};
pub use secret::Secret;
pub use tokens::{ACCESS_FOR, Claims, Tokens};
