//! A field that suggests (ARIA Authoring Practices: combobox with a list box).

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Fault, Form, Icon};
use crate::browser;
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

/// How long the list still stands after its field was left, in milliseconds: as long as a press takes.
const LEAVING: i32 = 200;

/// How far a field is in which one of the suggestions has to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is typed, or what is typed was chosen.
    Settled,
    /// The suggestions for what is typed are on their way.
    Looking,
    /// They are there; none was chosen yet.
    Open,
}

/// A field that suggests. Arrow keys move through the suggestions, Enter takes one, Escape closes
/// the list; typing on ignores it. Where one has to be chosen, Enter and leaving the field take the
/// first one, and it says so when there is none.
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
    /// Where one of the suggestions has to be chosen: how far that is.
    #[prop(optional, into)]
    must_choose: Option<Signal<Stage>>,
    /// What is said when nothing is found for what was typed.
    #[prop(optional, into)]
    nothing: Option<Signal<String>>,
    /// Why there are no suggestions, when they could not be had.
    #[prop(optional, into)]
    failed: Option<Signal<Option<String>>>,
    /// The form it is part of, and where in the request.
    #[prop(default = None)]
    of: Option<(Form, &'static str)>,
    /// Whether it may not stay empty.
    #[prop(default = false)]
    required: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    // Taken as soon as the suggestions are there.
    let wanted = RwSignal::new(false);
    // Leaving the page leaves the field too, when all of this is gone.
    let stage = move || {
        let stage = must_choose.and_then(|stage| stage.try_get());
        stage.unwrap_or(Stage::Settled)
    };
    let failed = move || failed.and_then(|failed| failed.try_get()).flatten();
    let none = Memo::new(move |_| stage() == Stage::Open && choices.with(Vec::is_empty));
    let wrong = move || none.get() || of.is_some_and(|(form, at)| form.fault(i18n, at).is_some());
    let shown = Memo::new(move |_| open.get() && choices.with(|choices| !choices.is_empty()));
    // On phones what comes below moves up when the list goes: not while it is being pressed.
    let leaving = RwSignal::new(false);
    let listed = Memo::new(move |before: Option<&Vec<Choice>>| match before {
        Some(before) if leaving.get() => before.clone(),
        _ => choices.get(),
    });
    let stands = Memo::new(move |before: Option<&bool>| match before {
        Some(before) if leaving.get() => *before,
        _ => shown.get(),
    });
    let list = format!("{id}-list");
    let option_id = move |index: usize| format!("{id}-option-{index}");

    let take = move |index: usize| {
        if let Some(choice) = choices.with_untracked(|choices| choices.get(index).cloned()) {
            open.set(false);
            active.set(None);
            choose(choice);
        }
    };
    // Whether what is typed was chosen already.
    let settle = move || {
        let stage = untrack(stage);
        if stage == Stage::Settled {
            return true;
        }
        let at = active.get_untracked();
        wanted.set(stage == Stage::Looking && at.is_none());
        if stage == Stage::Open || at.is_some() {
            take(at.unwrap_or(0));
        }
        false
    };
    Effect::new(move |_| {
        if wanted.get() && stage() == Stage::Open {
            untrack(settle);
        }
    });
    Effect::new(move |_| {
        if let Some(at) = active.get() {
            browser::into_sight(&option_id(at));
        }
    });
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
            "Enter" if !settle() => event.prevent_default(),
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
    let count = move || i18n.text(&msg!(common.suggestions, count = choices.with(Vec::len)));
    let not_found = move || {
        let words = || nothing.and_then(|words| words.try_get());
        none.get().then(|| words().unwrap_or_else(count))
    };
    let announced = move || {
        failed()
            .or_else(not_found)
            .or_else(|| shown.get().then(count))
    };
    let described = of.map_or_else(
        || format!("{id}-none"),
        |(form, at)| format!("{id}-none {}-fault", form.field_id(at)),
    );
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
                    aria-describedby=described
                    aria-invalid=move || wrong().to_string()
                    aria-required=required.then_some("true")
                    aria-activedescendant=move || {
                        active.get().filter(|_| shown.get()).map(option_id).unwrap_or_default()
                    }
                    placeholder=placeholder
                    prop:value=text
                    on:input:target=move |event| {
                        text.set(event.target().value());
                        active.set(None);
                        wanted.set(false);
                        open.set(true);
                    }
                    on:keydown=keydown
                    on:blur=move |_| {
                        leaving.set(true);
                        open.set(false);
                        settle();
                        spawn_local(async move {
                            browser::sleep(LEAVING).await;
                            leaving.try_set(false);
                        });
                    }
                />
            </div>
            <ul id=list role="listbox" class="suggestions" hidden=move || !stands.get() aria-label=label>
                {move || {
                    listed
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
            <p class="fault" id=format!("{id}-none")>
                {move || {
                    failed()
                        .or_else(not_found)
                        .map(|words| view! { <Icon name="circle-alert" /> {words} })
                }}
            </p>
            // Something was filled in: that it is not found is enough.
            {of.map(|(form, at)| view! { <Show when=move || !none.get()><Fault form at /></Show> })}
            <span class="visually-hidden" role="status" aria-live="polite">
                {announced}
            </span>
        </div>
    }
}
