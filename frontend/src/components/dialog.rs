//! Windows over the page, by the browser's own `<dialog>`: it keeps the focus inside, closes on
//! Escape and gives the focus back.

use leptos::html;
use leptos::prelude::*;
use web_sys::{MouseEvent, PointerEvent};

use super::{Icon, ToastList};
use crate::browser;
use crate::t;

/// How it lies over the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogKind {
    /// In the middle.
    Window,
    /// From the bottom on phones, from the side on wide screens.
    Sheet,
    /// As wide as a page.
    Wide,
}

/// A window over the page.
#[component]
pub fn Dialog(
    /// How it lies over the page.
    kind: DialogKind,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// It was closed by the reader.
    close: impl Fn() + Copy + Send + Sync + 'static,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let (Some(dialog), open) = (dialog.get(), open.get()) else {
            return;
        };
        if open && !dialog.open() {
            // It is in the page and not open: nothing it could object to.
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    let class = match kind {
        DialogKind::Window => "dialog",
        DialogKind::Sheet => "dialog sheet",
        DialogKind::Wide => "dialog wide",
    };
    // A click on the backdrop is a click on the dialog itself; one that began inside, such as
    // marking words, is none.
    let pressed = StoredValue::new(false);
    let press = move |event: PointerEvent| {
        pressed.set_value(event.target() == event.current_target());
    };
    let outside = move |event: MouseEvent| {
        if event.target() == event.current_target() && pressed.get_value() {
            close();
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class=class
            aria-label=title
            on:close=move |_| {
                close();
                // What opened it may be gone.
                browser::refocus_page();
            }
            on:pointerdown=press
            on:click=outside
        >
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2>{title}</h2>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=t!(common.action.close)
                        on:click=move |_| close()
                    >
                        <Icon name="x" />
                    </button>
                </div>
                <Show when=move || open.get()>{children()} <ToastList /></Show>
            </div>
        </dialog>
    }
}

/// Asks once more, before what cannot be brought back.
#[component]
pub fn AskFirst(
    /// Whether it asks now.
    open: RwSignal<bool>,
    /// What is asked.
    #[prop(into)]
    title: Signal<String>,
    /// What comes of it.
    #[prop(into)]
    text: Signal<String>,
    /// The verb on the button.
    #[prop(into)]
    action: Signal<String>,
    /// Yes.
    yes: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog kind=DialogKind::Window title open close=move || open.set(false)>
            <p>{text}</p>
            <p class="row">
                <button
                    type="button"
                    class="button bad"
                    on:click=move |_| {
                        open.set(false);
                        yes.run(());
                    }
                >
                    {action}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {t!(common.action.stop)}
                </button>
            </p>
        </Dialog>
    }
}
