//! The reader's language: which it is, its texts, and how dates and amounts look in it.

mod format;
mod words;

use goesting_i18n::{Catalogue, Label, Lang, Message, negotiate};
use leptos::prelude::*;

use crate::assets::asset;
use crate::browser::{self, Kept};

pub use format::{Format, price};
pub use words::{Paragraphs, Words, capital, other_lang, words};

const KEY: &str = "goesting.lang";

/// The text of a key, following the language: `t!(start.title)` is a signal for a view.
#[macro_export]
macro_rules! t {
    ($($key:tt)*) => { $crate::i18n::t(goesting_i18n::msg!($($key)*)) };
}

/// The language and its texts. From the root context.
#[derive(Clone, Copy)]
pub struct I18n {
    catalogue: RwSignal<Catalogue>,
}

impl I18n {
    /// Starts with the texts that were fetched first.
    pub fn new(catalogue: Catalogue) -> Self {
        browser::set_root_attribute("lang", Some(catalogue.lang().as_str()));
        Self {
            catalogue: RwSignal::new(catalogue),
        }
    }

    /// The language now; followed.
    pub fn lang(self) -> Lang {
        self.catalogue.with(Catalogue::lang)
    }

    /// The language now; not followed.
    pub fn lang_now(self) -> Lang {
        self.catalogue.with_untracked(Catalogue::lang)
    }

    /// The words of a message; followed.
    pub fn text(self, message: &Message) -> String {
        self.catalogue
            .with(|catalogue| message.resolve(catalogue).into_owned())
    }

    /// The words of a message, for an event handler; not followed.
    pub fn text_now(self, message: &Message) -> String {
        self.catalogue
            .with_untracked(|catalogue| message.resolve(catalogue).into_owned())
    }

    /// The words for a value of a vocabulary; followed.
    pub fn label(self, value: impl Label) -> String {
        self.text(&value.label())
    }

    /// What a language is called, from its code, as inside a sentence; followed. The code itself
    /// where the browser has no name for it.
    pub fn language(self, code: &str) -> String {
        let reader = self.lang();
        browser::language_name(code, reader.as_str()).unwrap_or_else(|| code.to_uppercase())
    }

    /// How dates and amounts look; followed.
    pub fn format(self) -> Format {
        Format::new(self.lang())
    }

    /// Fetches another language and changes to it; whether that worked. `chosen` when the reader
    /// said so on this device, which then outweighs the account.
    pub async fn change(self, lang: Lang, chosen: bool) -> bool {
        if chosen {
            browser::keep(Kept::Device, KEY, lang.as_str());
        }
        if lang == self.lang_now() {
            return true;
        }
        match fetch(lang).await {
            Some(catalogue) => {
                browser::set_root_attribute("lang", Some(lang.as_str()));
                self.catalogue.set(catalogue);
                true
            }
            None => false,
        }
    }
}

/// The language from the context of the app.
pub fn use_i18n() -> I18n {
    expect_context()
}

/// The words of a message; they follow the language.
pub fn t(message: Message) -> Signal<String> {
    let i18n = use_i18n();
    Signal::derive(move || i18n.text(&message))
}

/// The words for a value of a vocabulary; they follow the language.
pub fn label(value: impl Label) -> Signal<String> {
    t(value.label())
}

/// Whether the reader chose a language on this device.
pub fn is_chosen() -> bool {
    browser::recall(Kept::Device, KEY).is_some()
}

/// The language to start with: chosen before, else the browser's, else Dutch.
pub fn first() -> Lang {
    browser::recall(Kept::Device, KEY)
        .and_then(|lang| lang.parse().ok())
        .or_else(|| negotiate(&browser::languages()))
        .unwrap_or_default()
}

/// The texts of a language, if they can be had.
pub async fn fetch(lang: Lang) -> Option<Catalogue> {
    let path = asset(&format!("i18n/{lang}.json"));
    let url = format!("{}{path}", browser::origin());
    Catalogue::from_json(&browser::fetch(&url).await?).ok()
}
