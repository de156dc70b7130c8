//! The agenda in one's own calendar: a secret address, shown once.

use goesting_i18n::msg;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser;
use crate::components::{Act, Icon, use_toasts};
use crate::i18n::use_i18n;
use crate::session::use_session;
use crate::t;

/// Makes and removes the address.
#[component]
pub fn Feed() -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let url = RwSignal::new(None::<String>);
    let exists = RwSignal::new(session.me().is_some_and(|me| me.has_calendar_link));
    let act = Act::new();
    let make = move |_| {
        let client = session.client();
        let making = async move { session.call(client.create_calendar_link()).await };
        act.run(making, move |made| {
            if let Some(link) = made {
                url.try_set(Some(link.url));
                exists.try_set(true);
            }
        });
    };
    let remove = move |_| {
        let client = session.client();
        let removing = async move { session.call(client.delete_calendar_link()).await };
        act.run(removing, move |removed| {
            if removed.is_some() {
                url.try_set(None);
                exists.try_set(false);
                toasts.say(msg!(agenda.feed.removed));
                // The button that was pressed is gone.
                browser::refocus_soon("feed-title");
            }
        });
    };
    let busy = move || act.is_busy().to_string();
    let copy = move |_| {
        let text = url.get_untracked().unwrap_or_default();
        spawn_local(async move {
            let said = if browser::copy(&text).await {
                msg!(common.action.copied)
            } else {
                msg!(common.page.failed.title)
            };
            toasts.say(said);
        });
    };
    view! {
        <section class="feed card" aria-labelledby="feed-title">
            <h2 id="feed-title" tabindex="-1">
                {t!(agenda.feed.title)}
            </h2>
            <p>{t!(agenda.feed.text)}</p>
            {move || {
                url.get()
                    .map(|url| {
                        view! {
                            <p class="secret">
                                <code>{url}</code>
                            </p>
                            <p class="row">
                                <button type="button" class="button" on:click=copy>
                                    <Icon name="copy" />
                                    {t!(common.action.copy_link)}
                                </button>
                            </p>
                            <p class="muted small">{t!(agenda.feed.once)}</p>
                        }
                    })
            }}
            <p class="row">
                <button type="button" class="button" aria-disabled=busy on:click=make>
                    <Icon name="calendar-plus" />
                    {move || {
                        i18n.text(&if exists.get() { msg!(agenda.feed.renew) } else { msg!(agenda.feed.make) })
                    }}
                </button>
                <Show when=move || exists.get()>
                    <button type="button" class="button quiet" aria-disabled=busy on:click=remove>
                        {t!(agenda.feed.remove)}
                    </button>
                </Show>
            </p>
        </section>
    }
}
