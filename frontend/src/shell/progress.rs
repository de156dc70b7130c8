//! What happens while a page is on its way, and whether there is a network at all.

use leptos::ev;
use leptos::prelude::*;

use crate::browser;
use crate::components::Icon;
use crate::t;

/// A thin line while a page is on its way, and a notice while the device is off line.
#[component]
pub fn Progress(
    /// Whether a page is on its way.
    #[prop(into)]
    on: Signal<bool>,
) -> impl IntoView {
    let online = RwSignal::new(browser::is_online());
    let came = window_event_listener(ev::online, move |_| online.set(true));
    let went = window_event_listener(ev::offline, move |_| online.set(false));
    on_cleanup(move || {
        came.remove();
        went.remove();
    });
    view! {
        <div class="progress" class:on=on aria-hidden="true"></div>
        <div role="status" class="offline-place">
            <Show when=move || !online.get()>
                <p class="offline">
                    <Icon name="wifi-off" />
                    <strong>{t!(common.page.offline.title)}</strong>
                    " "
                    {t!(common.page.offline.text)}
                </p>
            </Show>
        </div>
    }
}
