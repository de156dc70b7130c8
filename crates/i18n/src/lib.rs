//! The words of Goesting in Dutch, English, French and German, for the server and the SPA.
//!
//! A text is named by its key, and the key is checked when the code is compiled: a key that no
//! catalogue has, a forgotten placeholder or a misspelled one does not build.
//!
//! ```
//! # #[cfg(feature = "embed")] {
//! use goesting_i18n::{Catalogue, Lang, msg};
//!
//! let message = msg!(common.places_left, count = 3);
//! let dutch = Catalogue::embedded(Lang::Nl);
//! assert_eq!(message.resolve(dutch), "Nog 3 plekken");
//! # }
//! ```
//!
//! [`msg!`] gives a [`Message`]: a key with its arguments and no language yet. It is `Clone` and
//! `'static`, so that it can wait in a signal, an error or an outbox until somebody reads it.
//! [`Message::resolve`] turns it into words with a [`Catalogue`], which is one language: embedded
//! in the server ([`Catalogue::embedded`], feature `embed`), fetched by the SPA
//! ([`Catalogue::from_json`]). In the SPA a text that follows the chosen language is a closure
//! that reads the catalogue's signal, so that the arguments may be signals too:
//!
//! ```text
//! macro_rules! t {
//!     ($($key:tt)*) => {{
//!         let words = use_words(); // Copy: holds the signal of the catalogue
//!         move || words.say(&goesting_i18n::msg!($($key)*))
//!     }};
//! }
//! view! { <h1>{t!(common.page.failed.title)}</h1> }
//! ```
//!
//! # How to add a text
//!
//! 1. Choose the area: the folder under `catalogues/` named after the page or the part of the
//!    server. A new folder is a new area; it needs all four files. An area that only the server
//!    uses also stands in `catalogues/areas.toml`, and then the SPA does not carry it.
//! 2. Write the text in `nl.toml`, and in `en.toml`, `fr.toml` and `de.toml` too: a key that is
//!    missing anywhere stops the build. Tables make groups: `title` under `[empty]` of
//!    `catalogues/discover` is `discover.empty.title`. Names are `snake_case` and never a Rust
//!    word such as `type` or `where`.
//! 3. Placeholders are `{name}`, the same ones in every language, in any order. There are no
//!    other braces. An argument is text, a number, or another message.
//! 4. Whatever depends on an amount is a plural with `{count}`:
//!    `places_left = { one = "Nog 1 plek", other = "Nog {count} plekken" }`. Add `zero` where
//!    words read better than a 0. French counts 0 as singular, so its `one` keeps `{count}`
//!    unless there is a `zero`.
//! 5. Use it: `msg!(discover.empty.title)`, `msg!(discover.around, place = name)`.
//!
//! Write to a friend you respect: *je*, short sentences, level B1, the verb first on a button,
//! no guilt, no exclamation marks in a row. French says *vous* (*tu* on the pages for the young),
//! German *du*. Never glue sentences from pieces: one key is one whole sentence. In French type
//! an ordinary space before `? ! : ;`, the build makes it a no-break space.
//!
//! The values of a vocabulary (a kind of opportunity, a state, an error code) have their words in
//! the areas `words` and `problems`, tied to them by [`Label`]: `kind.label()`. A new value does
//! not build until it has words.
//!
//! A link in the middle of a sentence is an [`Arg::Gap`] and [`Message::around_gap`].
//!
//! # The file of the SPA
//!
//! `cargo run -p goesting-i18n --features embed --bin i18n-export -- DIRECTORY` writes
//! `nl.json`, `en.json`, `fr.json` and `de.json`. A file holds the texts as an array in the order
//! of the keys' numbers, and [`LAYOUT`], which changes with every key and placeholder. A page that
//! was left open over an upgrade gets [`CatalogueError::OtherLayout`] instead of the wrong words.

mod catalogue;
mod deed;
#[cfg(feature = "embed")]
mod embed;
#[cfg(feature = "format")]
pub mod format;
mod label;
mod lang;
mod message;
mod number;
mod plural;

pub use catalogue::{Catalogue, CatalogueError};
pub use deed::{deed, has_words};
#[cfg(feature = "embed")]
pub use embed::spa_catalogue_json;
pub use label::Label;
pub use lang::{Lang, negotiate};
pub use message::{Arg, Count, Key, Message};

/// Every key as a struct, in modules that follow the dots of the key; the fields are its
/// placeholders, the documentation its Dutch text. Made from `catalogues/`; use [`msg!`].
#[allow(non_camel_case_types, missing_docs, clippy::all, clippy::pedantic)]
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

include!(concat!(env!("OUT_DIR"), "/layout.rs"));

/// A [`Message`] by its key and named arguments: `msg!(area.group.key, name = value)`.
///
/// A value is anything that converts into [`Arg`]; for `count`, into [`Count`]. A placeholder that
/// is forgotten or does not exist, and a key that no catalogue has, do not compile:
///
/// ```compile_fail,E0063
/// goesting_i18n::msg!(common.away);
/// ```
/// ```compile_fail,E0560
/// goesting_i18n::msg!(common.away, far = "2,3 km");
/// ```
/// ```compile_fail,E0422
/// goesting_i18n::msg!(common.nowhere);
/// ```
#[macro_export]
macro_rules! msg {
    ($area:ident $(. $part:ident)+ $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::Message::from($crate::text::$area $(:: $part)+ {
            $($name: ::core::convert::From::from($value)),*
        })
    };
}
