//! What one can do with an opportunity: save, share, print, put in a calendar, go.

use goesting_i18n::msg;
use goesting_types::ids::OpportunityId;
use goesting_types::opportunity::Opportunity;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::Coming;
use super::organiser::{AtOrganiser, way};
use super::sessions::{Room, room};
use crate::browser;
use crate::components::{Icon, SaveButton, use_toasts};
use crate::i18n::use_i18n;
use crate::routes;
use crate::t;

/// Save, share, calendar, print. What is not open has nothing for a calendar.
#[component]
pub fn Actions(
    id: OpportunityId,
    #[prop(into)] title: Signal<String>,
    open: bool,
) -> impl IntoView {
    let toasts = use_toasts();
    let share = move |_| {
        let title = title.get_untracked();
        spawn_local(async move {
            let url = browser::address();
            if !browser::share(&title, &url).await {
                let said = if browser::copy(&url).await {
                    msg!(common.action.copied)
                } else {
                    msg!(common.page.failed.title)
                };
                toasts.say(said);
            }
        });
    };
    view! {
        <div class="row actions">
            <SaveButton id title />
            <button type="button" class="button quiet" on:click=share>
                <Icon name="share-2" />
                {t!(common.action.share)}
            </button>
            {open
                .then(|| {
                    let href = format!("/api/v1/opportunities/{id}/calendar.ics");
                    view! {
                        <a class="button quiet" href=href rel="external" download>
                            <Icon name="calendar-plus" />
                            {t!(common.action.add_to_calendar)}
                        </a>
                    }
                })}
            <button type="button" class="button quiet" on:click=|_| browser::print()>
                <Icon name="printer" />
                {t!(common.action.print)}
            </button>
        </div>
    }
}

/// On phones, the main action within reach of a thumb: the first session with a place, else the
/// waiting list, else the organiser.
#[component]
pub fn BottomBar(opportunity: Opportunity, sessions: Coming) -> impl IntoView {
    let i18n = use_i18n();
    let id = opportunity.id;
    let organiser = StoredValue::new(way(&opportunity));
    let first = Memo::new(move |_| {
        sessions
            .with(|page| {
                let able = |wanted: fn(Room) -> bool| {
                    page.items
                        .iter()
                        .find(|session| wanted(room(session)))
                        .cloned()
                };
                able(|room| matches!(room, Room::Places(_)))
                    .or_else(|| able(|room| room == Room::Queue))
                    .or_else(|| able(|room| matches!(room, Room::Elsewhere(_))))
            })
            .flatten()
    });
    move || {
        first.get().map(|session| {
            let room = room(&session);
            let queue = room == Room::Queue;
            let (start, end) = (session.local_start, session.local_end);
            view! {
                <div class="bottom-bar">
                    <p>{move || i18n.format().span(start, end)}</p>
                    {if matches!(room, Room::Elsewhere(_)) {
                        view! { <AtOrganiser way=organiser.get_value() /> }.into_any()
                    } else {
                        view! {
                            <A href=routes::enrol(id, session.id) attr:class="button main">
                                {move || {
                                    i18n.text(
                                        &if queue {
                                            msg!(common.action.wait)
                                        } else {
                                            msg!(common.action.go_along)
                                        },
                                    )
                                }}
                            </A>
                        }
                            .into_any()
                    }}
                </div>
            }
        })
    }
}
