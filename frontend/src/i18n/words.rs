//! Texts that people wrote, in the best language there is of them.

use goesting_i18n::msg;
use goesting_types::text::{LocalizedText, TextSource};
use leptos::prelude::*;

use super::{I18n, use_i18n};

/// The words of a text for the reader; followed. Nothing when there are none.
pub fn words(i18n: I18n, text: &LocalizedText) -> String {
    text.pick(i18n.lang())
        .map(|(_, words)| words.to_owned())
        .unwrap_or_default()
}

/// The language in which the reader gets a text, when it is not theirs; followed.
pub fn other_lang(i18n: I18n, text: &LocalizedText) -> Option<&'static str> {
    let reader = i18n.lang();
    let (lang, _) = text.pick(reader)?;
    (lang != reader).then(|| lang.as_str())
}

/// With a capital in front, for words that stand by themselves.
pub fn capital(words: &str) -> String {
    let mut rest = words.chars();
    let first = rest.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(rest).collect()
}

/// A text that people wrote: marked with its language when it is not the reader's, and with a
/// word when a machine translated it.
#[component]
pub fn Words(text: LocalizedText) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let reader = i18n.lang();
        let (lang, words) = text.pick(reader)?;
        let machine = text
            .0
            .get(&lang)
            .is_some_and(|text| text.source == TextSource::Machine);
        let other = (lang != reader).then(|| lang.as_str());
        Some(view! {
            <span lang=other>{words.to_owned()}</span>
            {machine
                .then(|| view! { " " <small class="machine">{i18n.text(&msg!(common.language.machine))}</small> })}
            {other
                .filter(|_| !machine)
                .map(|_| view! { " " <small class="machine">{i18n.language(lang.as_str())}</small> })}
        })
    }
}

/// A longer text: blank lines part paragraphs.
#[component]
pub fn Paragraphs(text: LocalizedText) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let reader = i18n.lang();
        let (lang, words) = text.pick(reader)?;
        let paragraphs: Vec<_> = words
            .split("\n\n")
            .map(str::trim)
            .filter(|paragraph| !paragraph.is_empty())
            .map(|paragraph| view! { <p>{paragraph.to_owned()}</p> })
            .collect();
        let other = (lang != reader).then(|| lang.as_str());
        Some(view! { <div class="prose" lang=other>{paragraphs}</div> })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_comes_in_front_and_nothing_else_changes() {
        for (words, wanted) in [
            ("néerlandais et français", "Néerlandais et français"),
            ("écossais", "Écossais"),
            ("Turks", "Turks"),
            ("", ""),
        ] {
            assert_eq!(capital(words), wanted);
        }
    }
}
