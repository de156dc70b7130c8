//! Names and descriptions, per language or not.

use goesting_types::lang::Lang;
use goesting_types::text::LocalizedText;
use serde_json::Value;

use super::json;
use crate::import::model::{Note, NoteCode};
use crate::import::{html, words};

/// The language a document was written in; Dutch when it does not say or says another one.
pub(super) fn main_lang(document: &Value) -> Lang {
    lang_of(document, "mainLanguage").unwrap_or_default()
}

/// A language, with its country or without: `nl`, `fr-BE`.
fn lang_of(value: &Value, key: &str) -> Option<Lang> {
    let word = json::text_of(value, key)?.to_ascii_lowercase();
    word.split(['-', '_']).next()?.parse().ok()
}

/// A text as one line of at most `max` characters, in each of the four languages it has. A text
/// without languages stands under `main`; so does one that has only other languages.
pub(super) fn lines(
    value: Option<&Value>,
    main: Lang,
    max: usize,
    notes: &mut Vec<Note>,
) -> LocalizedText {
    localized(value, main, notes, |text, notes| {
        cut(&html::to_line(text), max, notes)
    })
}

/// A text in paragraphs, not cut yet.
pub(super) fn paragraphs(
    value: Option<&Value>,
    main: Lang,
    notes: &mut Vec<Note>,
) -> LocalizedText {
    localized(value, main, notes, |text, _| html::to_paragraphs(text))
}

/// Cuts, and says so.
pub(super) fn cut(text: &str, max: usize, notes: &mut Vec<Note>) -> String {
    let (short, was_cut) = words::cut(text, max);
    if was_cut {
        notes.push(Note {
            code: NoteCode::TextCut,
            found: words::cut(text, 60).0,
        });
    }
    short
}

/// One text for who has room for one only: in the main language, else Dutch, else any.
pub(super) fn one(value: Option<&Value>, main: Lang, max: usize) -> Option<String> {
    let texts = lines(value, main, max, &mut Vec::new());
    texts.pick(main).map(|(_, text)| text.to_owned())
}

fn localized(
    value: Option<&Value>,
    main: Lang,
    notes: &mut Vec<Note>,
    clean: impl Fn(&str, &mut Vec<Note>) -> String,
) -> LocalizedText {
    let mut texts = LocalizedText::default();
    let mut add = |lang, value: &Value, notes: &mut Vec<Note>| {
        let Some(text) = json::text(Some(value)) else {
            return false;
        };
        let text = clean(&text, notes);
        let any = !text.is_empty();
        if any {
            texts = std::mem::take(&mut texts).with(lang, text);
        }
        any
    };
    match value {
        // As JSON-LD has it when it is written out.
        Some(value) if json::one_has(value, "@value") => {
            for one in json::each(value) {
                if let Some(text) = one.get("@value") {
                    add(lang_of(one, "@language").unwrap_or(main), text, notes);
                }
            }
        }
        Some(Value::Object(by_language)) => {
            let mut found = false;
            for lang in Lang::ALL {
                if let Some(value) = by_language.get(lang.as_str()) {
                    found |= add(*lang, value, notes);
                }
            }
            if !found {
                let other = by_language
                    .iter()
                    .find(|(_, value)| add(main, value, notes));
                if let Some((language, _)) = other {
                    notes.push(Note {
                        code: NoteCode::OtherLanguage,
                        found: words::cut(language, 20).0,
                    });
                }
            }
        }
        Some(value) => {
            add(main, value, notes);
        }
        None => {}
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_with_or_without_languages() {
        let read = |value: Value, main| lines(Some(&value), main, 120, &mut Vec::new());
        assert_eq!(
            read(json!("Naald"), Lang::Fr),
            LocalizedText::own(Lang::Fr, "Naald")
        );
        assert_eq!(
            read(
                json!({"nl": "<b>Naald</b>", "fr": " ", "zh": "針", "en": null}),
                Lang::Fr
            ),
            LocalizedText::own(Lang::Nl, "Naald")
        );
        assert_eq!(
            read(json!({"es": "Aguja"}), Lang::Nl),
            LocalizedText::own(Lang::Nl, "Aguja")
        );
        assert_eq!(read(json!(["Naald"]), Lang::Nl), LocalizedText::default());
        let naald = json!({"@language": "fr-BE", "@value": "Aiguille"});
        let aiguille = LocalizedText::own(Lang::Fr, "Aiguille");
        assert_eq!(read(naald.clone(), Lang::Nl), aiguille);
        assert_eq!(
            read(json!([naald, {"@value": "Naald"}]), Lang::Nl),
            aiguille.with(Lang::Nl, "Naald")
        );
        assert_eq!(main_lang(&json!({"mainLanguage": "fr_BE"})), Lang::Fr);
        assert_eq!(
            read(json!(2024), Lang::Nl),
            LocalizedText::own(Lang::Nl, "2024")
        );
    }

    #[test]
    fn what_was_changed_is_noted() {
        let mut notes = Vec::new();
        lines(
            Some(&json!({"es": "a".repeat(200)})),
            Lang::Nl,
            120,
            &mut notes,
        );
        let codes: Vec<_> = notes.iter().map(|note| note.code).collect();
        assert_eq!(codes, [NoteCode::TextCut, NoteCode::OtherLanguage]);
    }
}
