//! The title of a page.

use leptos::html;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::i18n::use_i18n;
use goesting_i18n::msg;

/// Whether a page was shown before this one; the first page leaves the focus to the browser.
#[derive(Debug, Clone, Copy)]
pub struct Moved(pub StoredValue<bool>);

/// The `h1` of a page, its title in the window, and where the focus goes when somebody comes
/// here from another page.
#[component]
pub fn Heading(
    /// The words.
    #[prop(into)]
    text: Signal<String>,
    /// The language of the words, when it is not the reader's.
    #[prop(optional, into)]
    lang: Signal<Option<&'static str>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let heading = NodeRef::<html::H1>::new();
    let moved = use_context::<Moved>();
    Effect::new(move |done: Option<bool>| {
        if done == Some(true) {
            return true;
        }
        let Some(heading) = heading.get() else {
            return false;
        };
        if let Some(Moved(moved)) = moved {
            if moved.get_value() {
                let _ = heading.focus();
            }
            moved.set_value(true);
        }
        true
    });
    let title = move || {
        let name = i18n.text(&msg!(common.app_name));
        let text = text.get();
        if text == name {
            name
        } else {
            format!("{text} · {name}")
        }
    };
    view! {
        <Title text=title />
        <h1 node_ref=heading tabindex="-1" lang=lang>
            {text}
        </h1>
    }
}
