//! Names in the four languages of the interface.

use goesting_types::lang::Lang;
use goesting_types::text::LocalizedText;

/// A name in each language, never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names<S = &'static str> {
    /// Dutch.
    pub nl: S,
    /// English.
    pub en: S,
    /// French.
    pub fr: S,
    /// German.
    pub de: S,
}

impl<S: AsRef<str>> Names<S> {
    /// The name in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Nl => self.nl.as_ref(),
            Lang::En => self.en.as_ref(),
            Lang::Fr => self.fr.as_ref(),
            Lang::De => self.de.as_ref(),
        }
    }

    /// Each language with its name, Dutch first.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &str)> {
        Lang::ALL.iter().map(|lang| (*lang, self.get(*lang)))
    }

    /// As it travels.
    #[must_use]
    pub fn to_text(&self) -> LocalizedText {
        self.iter()
            .fold(LocalizedText::default(), |text, (lang, name)| {
                text.with(lang, name)
            })
    }
}
