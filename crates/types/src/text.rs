//! Texts in several languages, each marked as somebody's own words or a machine's.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::lang::Lang;

vocabulary! {
    /// Who wrote a text.
    TextSource {
        /// A person wrote it.
        Own => "own",
        /// A machine translated it.
        Machine => "machine",
    }
}

/// One text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The words, plain text.
    pub text: String,
    /// Who wrote them.
    #[serde(default = "own")]
    pub source: TextSource,
}

fn own() -> TextSource {
    TextSource::Own
}

/// The same text in one or more languages: `{"nl": {"text": "…", "source": "own"}}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct LocalizedText(pub BTreeMap<Lang, Text>);

/// A language that comes twice is refused: nobody knows which was meant.
impl<'de> Deserialize<'de> for LocalizedText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Texts;

        impl<'de> Visitor<'de> for Texts {
            type Value = LocalizedText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("texts by language")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LocalizedText, A::Error> {
                let mut texts = BTreeMap::new();
                while let Some((lang, text)) = map.next_entry::<Lang, Text>()? {
                    if texts.insert(lang, text).is_some() {
                        return Err(A::Error::custom("a language comes twice"));
                    }
                }
                Ok(LocalizedText(texts))
            }
        }

        deserializer.deserialize_map(Texts)
    }
}

impl LocalizedText {
    /// A text in one language, in somebody's own words.
    pub fn own(lang: Lang, text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(
            lang,
            Text {
                text: text.into(),
                source: TextSource::Own,
            },
        )]))
    }

    /// Adds or replaces one language.
    #[must_use]
    pub fn with(mut self, lang: Lang, text: impl Into<String>) -> Self {
        self.0.insert(
            lang,
            Text {
                text: text.into(),
                source: TextSource::Own,
            },
        );
        self
    }

    /// The words in exactly this language.
    pub fn get(&self, lang: Lang) -> Option<&str> {
        self.0.get(&lang).map(|text| text.text.as_str())
    }

    /// The words for a reader of `lang`: their language, then Dutch, then whichever comes first.
    /// Says in which language they are, for the `lang` attribute.
    pub fn pick(&self, lang: Lang) -> Option<(Lang, &str)> {
        [lang, Lang::Nl]
            .into_iter()
            .find_map(|l| self.0.get(&l).map(|text| (l, text.text.as_str())))
            .or_else(|| {
                self.0
                    .iter()
                    .next()
                    .map(|(l, text)| (*l, text.text.as_str()))
            })
    }

    /// Whether no language has any words.
    pub fn is_blank(&self) -> bool {
        self.0.values().all(|text| text.text.trim().is_empty())
    }

    /// Each language with its words.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &str)> {
        self.0
            .iter()
            .map(|(lang, text)| (*lang, text.text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_comes_once() {
        let read = |json| serde_json::from_str::<LocalizedText>(json);
        let both = r#"{"nl":{"text":"naaien"},"fr":{"text":"couture"}}"#;
        let expected = LocalizedText::own(Lang::Nl, "naaien").with(Lang::Fr, "couture");
        assert_eq!(read(both).unwrap(), expected);
        for wrong in [
            r#"{"nl":{"text":"a"},"nl":{"text":"b"}}"#,
            r#"{"nl":{"text":"a"},"xx":{"text":"b"}}"#,
            r#"{"nl":{"text":"a","more":1}}"#,
            "[]",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_reader_gets_their_language_then_dutch_then_any() {
        let all = LocalizedText::own(Lang::Nl, "naaien").with(Lang::Fr, "couture");
        assert_eq!(all.pick(Lang::Fr), Some((Lang::Fr, "couture")));
        assert_eq!(all.pick(Lang::De), Some((Lang::Nl, "naaien")));
        let french = LocalizedText::own(Lang::Fr, "couture");
        assert_eq!(french.pick(Lang::En), Some((Lang::Fr, "couture")));
        assert_eq!(LocalizedText::default().pick(Lang::Nl), None);
    }
}
