//! Short messages at the edge of the screen, with a way to undo.

use goesting_i18n::Message;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Icon;
use crate::browser;
use crate::i18n::use_i18n;
use crate::t;

/// How long a message stays, in milliseconds; one with an undo stays longer.
const SHORT: i32 = 6_000;
const LONG: i32 = 12_000;

/// All messages in sight. From the root context.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

#[derive(Clone)]
struct Toast {
    id: u32,
    message: Message,
    undo: Option<Callback<()>>,
}

impl Toasts {
    /// None yet.
    pub fn new() -> Self {
        Self {
            list: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        }
    }

    /// Says something.
    pub fn say(self, message: Message) {
        self.push(message, None);
    }

    /// Says what was done, and offers to undo it.
    pub fn say_with_undo(self, message: Message, undo: impl Fn() + Send + Sync + 'static) {
        self.push(message, Some(Callback::new(move |()| undo())));
    }

    fn push(self, message: Message, undo: Option<Callback<()>>) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        let stays = if undo.is_some() { LONG } else { SHORT };
        self.list.update(|list| {
            // More than three at once nobody reads.
            if list.len() > 2 {
                list.remove(0);
            }
            list.push(Toast { id, message, undo });
        });
        spawn_local(async move {
            browser::sleep(stays).await;
            self.drop(id);
        });
    }

    fn drop(self, id: u32) {
        self.list.update(|list| list.retain(|toast| toast.id != id));
    }
}

/// The messages from the context of the app.
pub fn use_toasts() -> Toasts {
    expect_context()
}

/// Where the messages show; screen readers hear them.
#[component]
pub fn ToastList() -> impl IntoView {
    let toasts = use_toasts();
    let i18n = use_i18n();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.list.get() key=|toast| toast.id let:toast>
                <div class="toast">
                    <p>{move || i18n.text(&toast.message)}</p>
                    {toast
                        .undo
                        .map(|undo| {
                            view! {
                                <button
                                    type="button"
                                    class="button quiet"
                                    on:click=move |_| {
                                        undo.run(());
                                        toasts.drop(toast.id);
                                    }
                                >
                                    <Icon name="undo-2" />
                                    {t!(common.action.undo)}
                                </button>
                            }
                        })}
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=t!(common.action.close)
                        on:click=move |_| toasts.drop(toast.id)
                    >
                        <Icon name="x" />
                    </button>
                </div>
            </For>
        </div>
    }
}
