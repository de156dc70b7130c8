//! Names in the four languages of the interface.

use goesting_types::lang::Lang;
use goesting_types::text::LocalizedText;

/// A name in each language, never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names<'a> {
    /// Dutch.
    pub nl: &'a str,
    /// English.
    pub en: &'a str,
    /// French.
    pub fr: &'a str,
    /// German.
    pub de: &'a str,
}

impl<'a> Names<'a> {
    /// The name in one language.
    #[must_use]
    pub const fn get(&self, lang: Lang) -> &'a str {
        match lang {
            Lang::Nl => self.nl,
            Lang::En => self.en,
            Lang::Fr => self.fr,
            Lang::De => self.de,
        }
    }

    /// Each language with its name, Dutch first.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &'a str)> + '_ {
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
