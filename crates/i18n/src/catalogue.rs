//! The texts of one language.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

use crate::plural::is_singular;
use crate::{Count, Key, LAYOUT, Lang, SPA_TEXTS};

/// The texts of one language. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Catalogue {
    lang: Lang,
    texts: Texts,
}

#[derive(Debug, Clone)]
enum Texts {
    #[cfg(feature = "embed")]
    Embedded(&'static [Entry]),
    Fetched(Arc<[Entry]>),
}

/// A text of which the placeholders are numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    Plain(Cow<'static, str>),
    Plural {
        zero: Option<Cow<'static, str>>,
        one: Cow<'static, str>,
        other: Cow<'static, str>,
    },
}

/// Why a fetched file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// Not the JSON of a catalogue.
    #[error("the texts cannot be read: {0}")]
    Malformed(#[from] serde_json::Error),
    /// A catalogue for other keys than this program knows: it is of another release.
    #[error("the texts have layout {found}, and this program needs {LAYOUT}")]
    OtherLayout {
        /// The layout that the file says it has.
        found: String,
    },
    /// The right layout, but texts are missing: the file was cut or changed by hand.
    #[error("there are {found} texts instead of {SPA_TEXTS}")]
    Incomplete {
        /// How many texts there are.
        found: usize,
    },
}

#[derive(serde::Deserialize)]
struct File {
    lang: Lang,
    layout: String,
    texts: Vec<Entry>,
}

impl Catalogue {
    /// Reads a file as `i18n-export` writes it.
    pub fn from_json(json: &str) -> Result<Self, CatalogueError> {
        let File {
            lang,
            layout,
            texts,
        } = serde_json::from_str(json)?;
        if layout != LAYOUT {
            return Err(CatalogueError::OtherLayout { found: layout });
        }
        if texts.len() != SPA_TEXTS {
            return Err(CatalogueError::Incomplete { found: texts.len() });
        }
        Ok(Self {
            lang,
            texts: Texts::Fetched(texts.into()),
        })
    }

    #[cfg(feature = "embed")]
    pub(crate) const fn of_embedded(lang: Lang, texts: &'static [Entry]) -> Self {
        Self {
            lang,
            texts: Texts::Embedded(texts),
        }
    }

    /// The language of these texts.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    pub(crate) fn entry(&self, key: Key) -> Option<&Entry> {
        self.texts.all().get(usize::from(key.0))
    }
}

impl Texts {
    fn all(&self) -> &[Entry] {
        match self {
            #[cfg(feature = "embed")]
            Self::Embedded(texts) => texts,
            Self::Fetched(texts) => texts,
        }
    }
}

impl Entry {
    #[cfg(feature = "embed")]
    pub(crate) const fn plain(text: &'static str) -> Self {
        Self::Plain(Cow::Borrowed(text))
    }

    #[cfg(feature = "embed")]
    pub(crate) const fn plural(
        zero: Option<&'static str>,
        one: &'static str,
        other: &'static str,
    ) -> Self {
        Self::Plural {
            zero: match zero {
                Some(zero) => Some(Cow::Borrowed(zero)),
                None => None,
            },
            one: Cow::Borrowed(one),
            other: Cow::Borrowed(other),
        }
    }

    /// The text for an amount.
    pub(crate) fn form(&self, lang: Lang, count: Option<Count>) -> &str {
        match (self, count) {
            (Self::Plain(text), _) => text,
            (
                Self::Plural {
                    zero: Some(zero), ..
                },
                Some(Count(0)),
            ) => zero,
            (Self::Plural { one, .. }, Some(count)) if is_singular(lang, count) => one,
            (Self::Plural { other, .. }, _) => other,
        }
    }
}

/// A string, `[one, other]` or `[zero, one, other]`.
impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EntryVisitor)
    }
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = Entry;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, or two or three")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Entry, E> {
        Ok(Entry::Plain(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut forms: A) -> Result<Entry, A::Error> {
        let mut next = || Ok::<_, A::Error>(forms.next_element::<String>()?.map(Cow::Owned));
        match (next()?, next()?, next()?, next()?) {
            (Some(one), Some(other), None, None) => Ok(Entry::Plural {
                zero: None,
                one,
                other,
            }),
            (zero @ Some(_), Some(one), Some(other), None) => {
                Ok(Entry::Plural { zero, one, other })
            }
            _ => Err(A::Error::custom("a plural has two or three texts")),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn file(layout: &str, texts: &[&str]) -> String {
        let texts = texts.join(",");
        format!(r#"{{"lang":"fr","layout":"{layout}","texts":[{texts}]}}"#)
    }

    #[test]
    fn refuses_another_release() {
        let error = Catalogue::from_json(&file("0123456789abcdef", &[r#""a""#])).unwrap_err();
        assert!(matches!(error, CatalogueError::OtherLayout { found } if found.starts_with("01")));
    }

    #[test]
    fn refuses_a_file_that_was_cut() {
        let error = Catalogue::from_json(&file(LAYOUT, &[r#""a""#])).unwrap_err();
        assert!(matches!(error, CatalogueError::Incomplete { found: 1 }));
    }

    #[test]
    fn refuses_what_is_no_catalogue() {
        for json in [
            "",
            "[]",
            "{}",
            "<html>",
            r#"{"lang":"xx","layout":"","texts":[]}"#,
        ] {
            let error = Catalogue::from_json(json).unwrap_err();
            assert!(matches!(error, CatalogueError::Malformed(_)), "{json}");
        }
        for entry in [
            "1",
            "null",
            r#"["a"]"#,
            r#"["a","b","c","d"]"#,
            r#"["a",1]"#,
            "{}",
        ] {
            let error = Catalogue::from_json(&file(LAYOUT, &[entry])).unwrap_err();
            assert!(matches!(error, CatalogueError::Malformed(_)), "{entry}");
        }
    }

    #[test]
    fn chooses_the_form() {
        let entry: Entry = serde_json::from_str(r#"["geen","een","veel"]"#).unwrap();
        let form = |lang, count| entry.form(lang, Some(Count(count)));
        assert_eq!(form(Lang::Nl, 0), "geen");
        assert_eq!(form(Lang::Fr, 0), "geen");
        assert_eq!(form(Lang::Nl, 1), "een");
        assert_eq!(form(Lang::Nl, 2), "veel");
        let entry: Entry = serde_json::from_str(r#"["een","veel"]"#).unwrap();
        assert_eq!(entry.form(Lang::Nl, Some(Count(0))), "veel");
        assert_eq!(entry.form(Lang::Fr, Some(Count(0))), "een");
    }
}
