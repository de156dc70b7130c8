//! Fields with a label, a hint and what is wrong with them.

use goesting_i18n::msg;
use leptos::prelude::*;

use super::{Form, Icon};
use crate::i18n::use_i18n;
use crate::t;

/// What is wrong with a field, which it is described by.
#[component]
pub fn Fault(
    /// Of which form.
    form: Form,
    /// JSON pointer into the request.
    at: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="fault" id=format!("{}-fault", form.field_id(at))>
            {move || {
                form.fault(i18n, at)
                    .map(|fault| view! { <Icon name="circle-alert" /> {fault} })
            }}
        </p>
    }
}

/// What stands around every field.
#[component]
pub fn Around(
    /// Of which form.
    form: Form,
    /// JSON pointer into the request.
    pointer: &'static str,
    /// Its label.
    label: Signal<String>,
    /// A line of help.
    hint: Option<Signal<String>>,
    /// Whether it may stay empty.
    optional: bool,
    /// The control, with the id of the field.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = form.field_id(pointer);
    view! {
        <div class="field" class:wrong=move || form.fault(i18n, pointer).is_some()>
            <label for=id.clone()>
                {label} {optional.then(|| view! { " " <small>"(" {t!(common.optional)} ")"</small> })}
            </label>
            {hint
                .map(|hint| {
                    view! {
                        <p class="hint" id=format!("{id}-hint")>
                            {hint}
                        </p>
                    }
                })} {children()} <Fault form at=pointer />
        </div>
    }
}

/// What describes a field to screen readers.
fn described(form: Form, pointer: &str, hint: bool) -> String {
    let id = form.field_id(pointer);
    if hint {
        format!("{id}-hint {id}-fault")
    } else {
        format!("{id}-fault")
    }
}

/// A line to type in.
#[component]
pub fn TextField(
    /// Of which form.
    form: Form,
    /// JSON pointer into the request: `/email`.
    pointer: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// `type` of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Whether it may stay empty.
    #[prop(default = false)]
    optional: bool,
    /// Keyboard on phones.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// Most characters.
    #[prop(optional)]
    limit: Option<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let shown = RwSignal::new(false);
    let password = kind == "password";
    let kind = move || if shown.get() { "text" } else { kind };
    view! {
        <Around form pointer label hint optional>
            <div class="input">
                <input
                    id=form.field_id(pointer)
                    type=kind
                    inputmode=inputmode
                    autocomplete=autocomplete
                    maxlength=limit.map(|limit| limit.to_string())
                    aria-required=(!optional).to_string()
                    aria-describedby=described(form, pointer, hint.is_some())
                    aria-invalid=move || form.fault(i18n, pointer).is_some().to_string()
                    prop:value=value
                    on:input:target=move |event| value.set(event.target().value())
                />
                {password
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="icon-button"
                                aria-pressed=move || shown.get().to_string()
                                aria-label=t!(common.form.show_password)
                                on:click=move |_| shown.update(|shown| *shown = !*shown)
                            >
                                {move || {
                                    let name = if shown.get() { "eye-off" } else { "eye" };
                                    view! { <Icon name /> }
                                }}
                            </button>
                        }
                    })}
            </div>
        </Around>
    }
}

/// Lines to type in.
#[component]
pub fn TextArea(
    /// Of which form.
    form: Form,
    /// JSON pointer into the request.
    pointer: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Whether it may stay empty.
    #[prop(default = false)]
    optional: bool,
    /// Most characters.
    limit: usize,
    /// How many lines there is room for before it grows.
    #[prop(default = 4)]
    rows: u8,
) -> impl IntoView {
    let i18n = use_i18n();
    let left = move || {
        let left = limit.saturating_sub(value.with(|text| text.chars().count()));
        (left * 5 < limit).then(|| i18n.text(&msg!(common.form.characters_left, count = left)))
    };
    view! {
        <Around form pointer label hint optional>
            <textarea
                id=form.field_id(pointer)
                rows=rows.to_string()
                maxlength=limit.to_string()
                aria-required=(!optional).to_string()
                aria-describedby=described(form, pointer, hint.is_some())
                aria-invalid=move || form.fault(i18n, pointer).is_some().to_string()
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
            <p class="hint" aria-live="polite">
                {left}
            </p>
        </Around>
    }
}
