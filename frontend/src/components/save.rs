//! Saving for later.

use std::collections::HashSet;

use goesting_i18n::msg;
use goesting_types::ids::OpportunityId;
use goesting_types::page::{MAX_LIMIT, PageQuery};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::{Act, Icon, use_toasts};
use crate::i18n::use_i18n;
use crate::routes;
use crate::session::{Session, use_session};
use crate::url::here;

/// What the reader saved. From the root context.
#[derive(Clone, Copy)]
pub struct Saved {
    ids: RwSignal<HashSet<OpportunityId>>,
    session: Session,
}

impl Saved {
    /// Asks for it whenever somebody logs in.
    pub fn follow(session: Session) -> Self {
        let ids = RwSignal::new(HashSet::new());
        let person = Memo::new(move |_| session.me().map(|me| me.id));
        Effect::new(move |_| {
            let of = person.get();
            ids.set(HashSet::new());
            if of.is_none() {
                return;
            }
            let client = session.client();
            spawn_local(async move {
                let mut query = PageQuery {
                    cursor: None,
                    limit: Some(MAX_LIMIT),
                };
                // Without it the buttons say "save" where "saved" would be true; no more harm.
                while let Ok(page) = client.list_saved(&query).await
                    // Somebody else may be there by now.
                    && person.get_untracked() == of
                {
                    let more = page.items.iter().map(|saved| saved.opportunity_id);
                    ids.update(|ids| ids.extend(more));
                    query.cursor = page.next_cursor;
                    if query.cursor.is_none() {
                        break;
                    }
                }
            });
        });
        Self { ids, session }
    }

    /// Whether it is saved; followed.
    pub fn has(self, id: OpportunityId) -> bool {
        self.ids.with(|ids| ids.contains(&id))
    }

    /// Saves or unsaves: at once on the screen, and back when the server says no.
    pub async fn set(
        self,
        id: OpportunityId,
        on: bool,
    ) -> Result<(), goesting_client::ClientError> {
        self.mark(id, on);
        let client = self.session.client();
        let done = if on {
            self.session.call(client.save_opportunity(id)).await
        } else {
            self.session.call(client.unsave_opportunity(id)).await
        };
        if done.is_err() {
            self.mark(id, !on);
        }
        done
    }

    fn mark(self, id: OpportunityId, on: bool) {
        self.ids.update(|ids| {
            if on {
                ids.insert(id);
            } else {
                ids.remove(&id);
            }
        });
    }
}

/// What was saved, from the context of the app.
pub fn use_saved() -> Saved {
    expect_context()
}

/// The button that saves an opportunity for later. A guest is asked to log in, and comes back.
#[component]
pub fn SaveButton(
    /// Which one.
    id: OpportunityId,
    /// Its title, for who does not see what the button stands beside.
    #[prop(into)]
    title: Signal<String>,
) -> impl IntoView {
    let (i18n, saved, session, toasts) = (use_i18n(), use_saved(), use_session(), use_toasts());
    let act = Act::new();
    let navigate = use_navigate();
    let location = use_location();
    let on = Memo::new(move |_| saved.has(id));
    let click = move |_| {
        if !session.is_known() {
            navigate(
                &routes::sign_in(&here(&location)),
                NavigateOptions::default(),
            );
            return;
        }
        let turn = !on.get_untracked();
        act.run(saved.set(id, turn), move |done| {
            if done.is_none() {
                return;
            }
            let said = if turn {
                msg!(common.page.saved)
            } else {
                msg!(common.page.unsaved)
            };
            toasts.say_with_undo(said, move || {
                spawn_local(async move {
                    if let Err(error) = saved.set(id, !turn).await {
                        toasts.failed(&error);
                    }
                });
            });
        });
    };
    let words = move || {
        i18n.text(&if on.get() {
            msg!(common.action.saved)
        } else {
            msg!(common.action.save_for_later)
        })
    };
    view! {
        <button
            type="button"
            class="button quiet save"
            class:on=on
            aria-label=move || format!("{}: {}", words(), title.get())
            aria-disabled=move || act.is_busy().to_string()
            on:click=click
        >
            {move || {
                let name = if on.get() { "bookmark-check" } else { "bookmark" };
                view! { <Icon name /> }
            }}
            {words}
        </button>
    }
}
