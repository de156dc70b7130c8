//! Short messages at the edge of the screen, with a way to undo.

use goesting_client::ClientError;
use goesting_i18n::Message;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Icon;
use super::states::what_failed;
use crate::browser;
use crate::i18n::use_i18n;
use crate::t;

/// How long a message stays, in milliseconds; one with an undo stays longer.
const SHORT: i32 = 6_000;
const LONG: i32 = 12_000;
/// How long it stays at least when somebody leaves it alone again.
const LINGER: i32 = 2_000;

/// All messages in sight. From the root context.
#[derive(Clone, Copy)]
pub struct Toasts {
    now: RwSignal<Now>,
    kept: StoredValue<Kept>,
}

#[derive(Clone, Default)]
struct Now {
    list: Vec<Toast>,
    /// Where they can show, the topmost last: what is below an open window cannot be used.
    places: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct Kept {
    next: u32,
    /// Whether somebody is at one of them: none goes then.
    held: bool,
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
            now: RwSignal::new(Now::default()),
            kept: StoredValue::new(Kept::default()),
        }
    }

    /// Says something.
    pub fn say(self, message: Message) {
        self.push(message, None);
    }

    /// Says what went wrong.
    pub fn failed(self, error: &ClientError) {
        self.say(what_failed(error));
    }

    /// Says what was done, and offers to undo it.
    pub fn say_with_undo(self, message: Message, undo: impl Fn() + Send + Sync + 'static) {
        self.push(message, Some(Callback::new(move |()| undo())));
    }

    fn number(self) -> u32 {
        let kept = self.kept.get_value();
        self.kept
            .update_value(|kept| kept.next = kept.next.wrapping_add(1));
        kept.next
    }

    fn hold(self, held: bool) {
        self.kept.try_update_value(|kept| kept.held = held);
    }

    fn push(self, message: Message, undo: Option<Callback<()>>) {
        let id = self.number();
        let stays = if undo.is_some() { LONG } else { SHORT };
        self.now.update(|Now { list, .. }| {
            // More than three at once nobody reads.
            if list.len() > 2 {
                list.remove(0);
            }
            list.push(Toast { id, message, undo });
        });
        spawn_local(async move {
            browser::sleep(stays).await;
            while self.kept.get_value().held {
                browser::sleep(LINGER).await;
            }
            self.drop(id);
        });
    }

    fn drop(self, id: u32) {
        self.now
            .update(|now| now.list.retain(|toast| toast.id != id));
    }

    /// Somebody closed it.
    fn close(self, id: u32) {
        self.hold(false);
        self.drop(id);
        browser::refocus_page();
    }
}

/// The messages from the context of the app.
pub fn use_toasts() -> Toasts {
    expect_context()
}

/// Where the messages show; screen readers hear them. On the page, and in every open window.
#[component]
pub fn ToastList() -> impl IntoView {
    let toasts = use_toasts();
    let i18n = use_i18n();
    let place = toasts.number();
    toasts.now.update(|now| now.places.push(place));
    on_cleanup(move || {
        toasts
            .now
            .try_update(|now| now.places.retain(|one| *one != place));
        toasts.hold(false);
    });
    let shown = move || {
        toasts.now.with(|now| {
            if now.places.last() == Some(&place) {
                now.list.clone()
            } else {
                Vec::new()
            }
        })
    };
    view! {
        <div
            class="toasts"
            role="status"
            aria-live="polite"
            on:pointerenter=move |_| toasts.hold(true)
            on:pointerleave=move |_| toasts.hold(false)
            on:focusin=move |_| toasts.hold(true)
            on:focusout=move |_| toasts.hold(false)
        >
            <For each=shown key=|toast| toast.id let:toast>
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
                                        toasts.close(toast.id);
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
                        on:click=move |_| toasts.close(toast.id)
                    >
                        <Icon name="x" />
                    </button>
                </div>
            </For>
        </div>
    }
}
