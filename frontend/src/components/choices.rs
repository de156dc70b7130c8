//! Choosing: a check, a switch, one of a few pills.

use leptos::prelude::*;

use super::{Fault, Form};
use crate::i18n::{capital, use_i18n};

/// The form that a choice is part of, and where in the request.
type Of = Option<(Form, &'static str)>;

/// What describes a choice of a form, and whether something is wrong with it.
fn marks(of: Of) -> (Option<String>, impl Fn() -> Option<&'static str> + Copy) {
    let i18n = use_i18n();
    let wrong = move || {
        let (form, at) = of?;
        form.fault(i18n, at).map(|_| "true")
    };
    let described = of.map(|(form, at)| format!("{}-fault", form.field_id(at)));
    (described, wrong)
}

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
    /// The form it is part of, and where in the request.
    #[prop(optional)]
    of: Of,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let (described, wrong) = marks(of);
    view! {
        <label class="check">
            <input
                type="checkbox"
                aria-describedby=described
                aria-invalid=wrong
                prop:checked=on
                on:change:target=move |event| change(event.target().checked())
            />
            <span>
                {children()}
                {hint.map(|hint| view! { <small class="hint">{hint}</small> })}
            </span>
        </label>
        {of.map(|(form, at)| view! { <Fault form at /> })}
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
    /// Whether it cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="pill">
            <input
                type="checkbox"
                class="visually-hidden"
                disabled=disabled
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
    /// The form it is part of, and where in the request.
    #[prop(optional)]
    of: Of,
) -> impl IntoView {
    let (described, wrong) = marks(of);
    view! {
        <fieldset class="choices" aria-describedby=described aria-invalid=wrong>
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
                            let (given, text) = (word.clone(), capital(&text));
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
            {of.map(|(form, at)| view! { <Fault form at /> })}
        </fieldset>
    }
}
