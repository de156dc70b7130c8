//! What I saved for later.

use goesting_i18n::{Label, msg};
use goesting_types::opportunity::OpportunityState;
use goesting_types::page::PageQuery;
use goesting_types::person::SavedOpportunity;
use leptos::prelude::*;
use leptos_router::components::A;

use super::guard::Guarded;
use crate::components::{Empty, Heading, HitCard, Icon, Paged, SaveButton, SkeletonKind};
use crate::load::load;
use crate::session::use_session;
use crate::t;
use crate::url::DISCOVER;

/// What I saved for later.
#[component]
pub fn SavedPage() -> impl IntoView {
    view! {
        <div class="page">
            <Heading text=t!(common.nav.saved) />
            <Guarded>
                <Mine />
            </Guarded>
        </div>
    }
}

#[component]
fn Mine() -> impl IntoView {
    let session = use_session();
    let ask = move |cursor| {
        let client = session.client();
        async move {
            let query = PageQuery {
                cursor,
                limit: None,
            };
            session.call(client.list_saved(&query)).await
        }
    };
    load(move || ask(None)).view(SkeletonKind::Cards, move |first| {
        if first.items.is_empty() {
            return view! {
                <Empty art="empty-saved" title=t!(saved.nothing.title)>
                    <p>{t!(saved.nothing.text)}</p>
                    <p>
                        <A href=DISCOVER attr:class="button main">
                            <Icon name="search" />
                            {t!(common.nav.discover)}
                        </A>
                    </p>
                </Empty>
            }
            .into_any();
        }
        let list = Paged::new(first, row);
        view! {
            <ul class="card-list">
                <For each=move || list.items() key=row let:saved>
                    <One saved />
                </For>
            </ul>
            {list.more(t!(common.action.show_more), ask)}
        }
        .into_any()
    })
}

/// The id of a row on the page.
fn row(saved: &SavedOpportunity) -> String {
    format!("saved-{}", saved.opportunity_id)
}

#[component]
fn One(saved: SavedOpportunity) -> impl IntoView {
    let note = note(&saved).map(crate::i18n::t);
    let (row, id) = (row(&saved), saved.opportunity_id);
    let card = match saved.opportunity {
        Some(hit) => view! { <HitCard hit /> }.into_any(),
        None => view! { <SaveButton id title=t!(saved.not_there) /> }.into_any(),
    };
    view! {
        <li id=row>
            {note.map(|note| view! { <p class="notice warn">{note}</p> })} {card}
        </li>
    }
}

/// What changed since it was saved.
fn note(saved: &SavedOpportunity) -> Option<goesting_i18n::Message> {
    if saved.opportunity.is_none() {
        return Some(msg!(saved.not_there));
    }
    match saved.state {
        OpportunityState::Open if saved.source_gone => Some(msg!(saved.source_gone)),
        OpportunityState::Open => None,
        state => Some(state.label()),
    }
}
