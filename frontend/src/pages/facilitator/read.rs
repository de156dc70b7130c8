//! An opportunity as everybody will read it, with the verdict of a facilitator below.

use goesting_i18n::{Label, msg};
use goesting_types::ids::OpportunityId;
use goesting_types::opportunity::OpportunityState;
use goesting_types::page::View;
use goesting_types::session::SessionQuery;
use goesting_types::text::LocalizedText;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use super::decide::Decide;
use super::items::{About, Asked, Question, titled};
use crate::components::{Heading, Icon, SkeletonKind};
use crate::i18n::use_i18n;
use crate::load::load;
use crate::pages::address::of_address;
use crate::pages::guard::Guarded;
use crate::pages::opportunity::{Coming, Shown};
use crate::routes;
use crate::session::use_session;
use crate::t;

/// Reading an opportunity before it opens.
#[component]
pub fn Review() -> impl IntoView {
    of_address(|id: OpportunityId| {
        view! {
            <p class="back">
                <A href=routes::FACILITATOR>
                    <Icon name="arrow-left" />
                    {t!(facilitator.title)}
                </A>
            </p>
            <Heading text=t!(facilitator.preview) />
            <Guarded>
                <Read id />
            </Guarded>
        }
        .into_any()
    })
}

#[component]
fn Read(id: OpportunityId) -> impl IntoView {
    let session = use_session();
    let found = load(move || {
        let client = session.client();
        async move { session.call(client.get_opportunity(id, View::Edit)).await }
    });
    let sessions: Coming = load(move || {
        let client = session.client();
        async move {
            let query = SessionQuery::default();
            session.call(client.list_sessions(id, &query)).await
        }
    });
    found.view(SkeletonKind::Page, move |opportunity| {
        let state = opportunity.state;
        let waits = state == OpportunityState::InReview;
        let title = opportunity.content.title.clone();
        view! {
            {(!waits).then(|| view! { <NotWaiting state /> })}
            <div class="preview">
                <Shown opportunity sessions preview=true />
            </div>
            {waits.then(|| view! { <Verdict id title /> })}
        }
    })
}

/// There is nothing to decide: how it stands.
#[component]
fn NotWaiting(state: OpportunityState) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="notice">
            <Icon name="circle-help" />
            <p>
                {move || {
                    let state = i18n.text(&state.label());
                    i18n.text(&msg!(facilitator.not_waiting, state = state))
                }}
            </p>
        </div>
    }
}

/// Opens it or sends it back: in sight while reading, and after it for who goes by keyboard.
#[component]
fn Verdict(id: OpportunityId, title: LocalizedText) -> impl IntoView {
    let (i18n, navigate) = (use_i18n(), use_navigate());
    let question: Question = RwSignal::new(None);
    let ask = Callback::new(move |yes: bool| {
        let item = untrack(|| titled(i18n, About::Review(id), &title, routes::review(id)));
        question.set(Some(Asked { item, yes }));
    });
    let over = Callback::new(move |decided: Option<About>| {
        if decided.is_some() {
            navigate(routes::FACILITATOR, NavigateOptions::default());
        }
    });
    view! {
        <div class="verdict">
            <button type="button" class="button main" on:click=move |_| ask.run(true)>
                <Icon name="check" />
                {t!(facilitator.approve)}
            </button>
            <button type="button" class="button" on:click=move |_| ask.run(false)>
                <Icon name="undo-2" />
                {t!(facilitator.send_back)}
            </button>
        </div>
        <Decide question over />
    }
    .into_any()
}
