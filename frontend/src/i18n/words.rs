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
                .map(|_| view! { " " <small class="machine">{i18n.label(lang)}</small> })}
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
