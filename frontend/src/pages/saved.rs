//! What I saved for later.

use goesting_i18n::{Label, msg};
use goesting_types::opportunity::OpportunityState;
use goesting_types::page::PageQuery;
use goesting_types::person::SavedOpportunity;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::guard::Guarded;
use crate::components::{Empty, Heading, HitCard, Icon, SaveButton, SkeletonKind, use_toasts};
use crate::load::{Load, load};
use crate::session::use_session;
use crate::t;
use crate::url::DISCOVER;

type Kept = Load<(Vec<SavedOpportunity>, Option<String>)>;

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
    let kept: Kept = load(move || {
        let client = session.client();
        async move {
            let page = session
                .call(client.list_saved(&PageQuery::default()))
                .await?;
            Ok((page.items, page.next_cursor))
        }
    });
    kept.view(SkeletonKind::Cards, move |(items, next)| {
        if items.is_empty() {
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
        let cards: Vec<_> = items
            .into_iter()
            .map(|saved| {
                let note = note(&saved).map(crate::i18n::t);
                let id = saved.opportunity_id;
                let card = match saved.opportunity {
                    Some(hit) => view! { <HitCard hit /> }.into_any(),
                    None => view! { <SaveButton id title=t!(saved.not_there) /> }.into_any(),
                };
                view! {
                    <li>
                        {note.map(|note| view! { <p class="notice warn">{note}</p> })} {card}
                    </li>
                }
            })
            .collect();
        view! {
            <ul class="card-list">{cards}</ul>
            {next.map(|next| view! { <More kept next /> })}
        }
        .into_any()
    })
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

#[component]
fn More(kept: Kept, next: String) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let more = move |_| {
        let client = session.client();
        let query = PageQuery {
            cursor: Some(next.clone()),
            limit: None,
        };
        spawn_local(async move {
            match session.call(client.list_saved(&query)).await {
                Ok(page) => kept.update(|(items, next)| {
                    items.extend(page.items);
                    *next = page.next_cursor;
                }),
                Err(_) => toasts.say(msg!(common.page.failed.title)),
            }
        });
    };
    view! {
        <p class="more">
            <button type="button" class="button" on:click=more>
                <Icon name="chevron-down" />
                {t!(common.action.show_more)}
            </button>
        </p>
    }
}
