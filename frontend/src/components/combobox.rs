//! A field that suggests (ARIA Authoring Practices: combobox with a list box).

use leptos::ev;
use leptos::prelude::*;

use super::Icon;
use crate::i18n::use_i18n;
use goesting_i18n::msg;

/// One suggestion.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What it stands for.
    pub key: String,
    /// Its words.
    pub text: String,
    /// A few more words.
    pub detail: Option<String>,
    /// Its icon.
    pub icon: &'static str,
}

/// A field that suggests. Arrow keys move through the suggestions, Enter takes one, Escape closes
/// the list; typing on ignores it.
#[component]
pub fn Combobox(
    /// A name of its own on the page.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    text: RwSignal<String>,
    /// What is suggested.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// A suggestion was taken.
    choose: impl Fn(Choice) + Copy + Send + Sync + 'static,
    /// An icon inside.
    #[prop(default = "search")]
    icon: &'static str,
    /// An example inside.
    #[prop(optional, into)]
    placeholder: Option<Signal<String>>,
    /// Whether the label is only for screen readers.
    #[prop(default = false)]
    quiet: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let shown = Memo::new(move |_| open.get() && choices.with(|choices| !choices.is_empty()));
    let list = format!("{id}-list");
    let option_id = move |index: usize| format!("{id}-option-{index}");

    let take = move |index: usize| {
        if let Some(choice) = choices.with_untracked(|choices| choices.get(index).cloned()) {
            open.set(false);
            active.set(None);
            choose(choice);
        }
    };
    let keydown = move |event: ev::KeyboardEvent| {
        let count = choices.with_untracked(Vec::len);
        let at = active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if count > 0 => {
                event.prevent_default();
                open.set(true);
                active.set(Some(at.map_or(0, |at| (at + 1) % count)));
            }
            "ArrowUp" if count > 0 => {
                event.prevent_default();
                open.set(true);
                active.set(Some(at.map_or(count - 1, |at| (at + count - 1) % count)));
            }
            "Enter" if shown.get_untracked() => {
                if let Some(at) = at {
                    event.prevent_default();
                    take(at);
                } else {
                    open.set(false);
                }
            }
            "Escape" if shown.get_untracked() => {
                event.prevent_default();
                open.set(false);
                active.set(None);
            }
            _ => {}
        }
    };
    let announced = move || {
        shown
            .get()
            .then(|| i18n.text(&msg!(common.suggestions, count = choices.with(Vec::len))))
    };
    view! {
        <div class="combobox">
            <label for=id class:visually-hidden=quiet>
                {label}
            </label>
            <div class="input">
                <Icon name=icon />
                <input
                    id=id
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-expanded=move || shown.get().to_string()
                    aria-controls=list.clone()
                    aria-activedescendant=move || {
                        active.get().filter(|_| shown.get()).map(option_id).unwrap_or_default()
                    }
                    placeholder=placeholder
                    prop:value=text
                    on:input:target=move |event| {
                        text.set(event.target().value());
                        active.set(None);
                        open.set(true);
                    }
                    on:keydown=keydown
                    on:blur=move |_| open.set(false)
                />
            </div>
            <ul id=list role="listbox" class="suggestions" hidden=move || !shown.get() aria-label=label>
                {move || {
                    choices
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(index, choice)| {
                            view! {
                                <li
                                    id=option_id(index)
                                    role="option"
                                    aria-selected=move || (active.get() == Some(index)).to_string()
                                    // Keeps the focus in the field.
                                    on:mousedown=|event| event.prevent_default()
                                    on:click=move |_| take(index)
                                >
                                    <Icon name=choice.icon />
                                    <span>
                                        {choice.text}
                                        {choice.detail.map(|detail| view! { " " <small>{detail}</small> })}
                                    </span>
                                </li>
                            }
                        })
                        .collect::<Vec<_>>()
                }}
            </ul>
            <span class="visually-hidden" role="status" aria-live="polite">
                {announced}
            </span>
        </div>
    }
}
