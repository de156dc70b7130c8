//! "Open my place": a new opportunity.

use goesting_i18n::msg;
use goesting_types::actor::Actor;
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::opportunity::{
    ActorPart, Opportunity, OpportunityActor, OpportunityCreate, OpportunityState,
};
use goesting_types::person::MyActor;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::actor_page;
use super::bench::part_of;
use super::form::{Fields, Filling};
use super::preview::PreviewButton;
use super::sheet::Sheet;
use crate::browser;
use crate::components::{FormError, Heading, Icon, Once, SkeletonKind, Submit, use_toasts};
use crate::load::load;
use crate::pages::guard::Guarded;
use crate::routes;
use crate::session::{use_client, use_draft, use_session};
use crate::t;

/// A new opportunity of one of my actors.
#[component]
pub fn NewOpportunity() -> impl IntoView {
    view! {
        <div class="page desk">
            <Guarded title=t!(common.nav.partner)>
                <Which />
            </Guarded>
        </div>
    }
}

/// Of which actor: that of the address, else the only one.
#[component]
fn Which() -> impl IntoView {
    let session = use_session();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| query.get("actor").and_then(|id| id.parse::<ActorId>().ok()))
    });
    let mine = untrack(|| session.me())
        .map(|me| me.actors)
        .unwrap_or_default();
    move || {
        let known = |id: &ActorId| mine.iter().any(|one| one.actor.id == *id);
        match (asked.get().filter(known), mine.as_slice()) {
            (Some(id), _) => view! { <Of id /> }.into_any(),
            (None, [only]) => view! { <Of id=only.actor.id /> }.into_any(),
            (None, several) => view! { <Choose several=several.to_vec() /> }.into_any(),
        }
    }
}

#[component]
fn Choose(several: Vec<MyActor>) -> impl IntoView {
    let none = several.is_empty();
    let links: Vec<_> = several
        .into_iter()
        .map(|one| {
            view! {
                <li>
                    <A href=super::new_page(one.actor.id) attr:class="button">
                        {one.actor.name}
                    </A>
                </li>
            }
        })
        .collect();
    view! {
        <Heading text=t!(partner.new.title) />
        <p>{t!(partner.new.which)}</p>
        <ul class="row">{links}</ul>
        {none
            .then(|| {
                view! {
                    <A href=routes::PARTNER attr:class="button main">
                        {t!(partner.desk.who)}
                    </A>
                }
            })}
    }
}

#[component]
fn Of(id: ActorId) -> impl IntoView {
    let client = use_client();
    let actor = load(move || {
        let client = client.clone();
        async move { client.get_actor(id).await }
    });
    actor.view(SkeletonKind::Page, |actor| view! { <Open actor /> })
}

#[component]
fn Open(actor: Actor) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let navigate = StoredValue::new(use_navigate());
    let once = Once::new();
    let id = actor.id;
    let draft = use_draft(&format!("new.{id}"));
    let blank = || {
        let mut sheet = Sheet::blank(actor.contact.clone());
        sheet.place.territory.clone_from(&actor.territory);
        sheet
    };
    let sheet = serde_json::from_str(&draft.text.get_untracked()).unwrap_or_else(|_| blank());
    let filling = Filling::new(sheet);
    Effect::new(move |earlier: Option<()>| {
        let sheet = filling.sheet.get();
        if earlier.is_some() {
            draft
                .text
                .set(serde_json::to_string(&sheet).unwrap_or_default());
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (content, faults) = filling.sheet.with_untracked(Sheet::content);
        if !filling.form.check(faults) {
            return;
        }
        let body = OpportunityCreate {
            actor_id: id,
            content,
        };
        let (client, key) = (session.client(), once.key(&body));
        let sending = async move { session.call(client.create_opportunity(&body, key)).await };
        filling.form.send(sending, move |made| {
            once.arrived();
            draft.clear();
            toasts.say(msg!(partner.new.made));
            let next = part_of(made.id, "when");
            navigate.try_with_value(|navigate| navigate(&next, NavigateOptions::default()));
        });
    };
    let shown = Opportunity {
        id: OpportunityId::new(),
        state: OpportunityState::Draft,
        content: filling.sheet.with_untracked(|sheet| sheet.content.clone()),
        flags: Vec::new(),
        actors: vec![OpportunityActor {
            actor: goesting_types::actor::ActorSummary {
                id,
                kind: actor.kind,
                name: actor.name.clone(),
            },
            part: ActorPart::Lead,
            credit: None,
            accepted: true,
        }],
        pictures: Vec::new(),
        origins: Vec::new(),
        updated_at: browser::now(),
        version: 0,
        returned_because: None,
    };
    let shown = StoredValue::new(shown);
    view! {
        <p class="back">
            <A href=actor_page(id)>
                <Icon name="arrow-left" />
                {actor.name.clone()}
            </A>
        </p>
        <Heading text=t!(partner.new.title) />
        <p class="lead">{t!(partner.new.lead)}</p>
        <form class="stack" on:submit=submit novalidate>
            <Fields filling />
            <FormError form=filling.form />
            <div class="store-bar">
                <PreviewButton filling of=Signal::derive(move || shown.get_value()) />
                <Submit form=filling.form text=t!(partner.new.next) />
            </div>
        </form>
    }
}
