//! Choosing: a check, a switch, one of a few pills.

use leptos::prelude::*;

/// A check with its words.
#[component]
pub fn Check(
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// It was changed.
    change: impl Fn(bool) + 'static,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=on
                on:change:target=move |event| change(event.target().checked())
            />
            <span>
                {children()}
                {hint.map(|hint| view! { <small class="hint">{hint}</small> })}
            </span>
        </label>
    }
}

/// A pill that is on or off.
#[component]
pub fn Toggle(
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// It was changed.
    change: impl Fn(bool) + 'static,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="pill">
            <input
                type="checkbox"
                class="visually-hidden"
                prop:checked=on
                on:change:target=move |event| change(event.target().checked())
            />
            <span>{children()}</span>
        </label>
    }
}

/// One of a few pills.
#[component]
pub fn Choices(
    /// A name of its own on the page.
    name: &'static str,
    /// What is chosen between.
    #[prop(into)]
    legend: Signal<String>,
    /// Values and their words.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The value chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Another one was chosen.
    choose: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            <div class="pills">
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|(word, text)| {
                            let chosen = {
                                let word = word.clone();
                                move || value.with(|value| *value == word)
                            };
                            let given = word.clone();
                            view! {
                                <label class="pill">
                                    <input
                                        type="radio"
                                        class="visually-hidden"
                                        name=name
                                        value=word
                                        prop:checked=chosen
                                        on:change=move |_| choose(given.clone())
                                    />
                                    <span>{text}</span>
                                </label>
                            }
                        })
                        .collect::<Vec<_>>()
                }}
            </div>
        </fieldset>
    }
}
