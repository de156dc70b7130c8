//! Secrets, keys, tokens and passwords.

mod keys;
mod links;
pub mod passwords;
mod secret;
mod tokens;

pub use keys::SigningKey;
pub use links::{leave_token, open_token, read_leave_token, seal_token};
pub use passwords::Passwords;
pub use secret::Secret;
pub use tokens::{ACCESS_FOR, Claims, Tokens};
