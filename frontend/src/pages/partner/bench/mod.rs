//! One opportunity of ours: where it stands, its words, its dates, its pictures, who shares it.

mod owners;
mod pictures;
mod standing;
mod state;
mod text;

use goesting_i18n::{Message, msg};
use goesting_types::ids::OpportunityId;
use goesting_types::opportunity::{Opportunity, OpportunityState};
use goesting_types::page::View;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;

use super::sessions::Sessions;
use super::{actor_page, desk_of};
use crate::components::{Heading, Icon, SkeletonKind};
use crate::i18n::{other_lang, use_i18n, words};
use crate::load::load;
use crate::routes;
use crate::session::use_session;

use owners::Owners;
use pictures::Pictures;
use standing::Standing;
use state::Bench;
use text::TextPart;

/// A part: as the address names it, its icon, its words.
type Named = (&'static str, &'static str, fn() -> Message);

/// The parts, as the address names them.
const PARTS: [Named; 4] = [
    ("text", "pen-line", || msg!(partner.part.text)),
    ("when", "calendar-days", || msg!(partner.part.sessions)),
    ("pictures", "image", || msg!(partner.part.pictures)),
    ("owners", "users", || msg!(partner.part.owners)),
];

/// The address of a part.
pub fn part_of(id: OpportunityId, part: &str) -> String {
    format!("{}?part={part}", routes::partner_opportunity(id))
}

/// One opportunity of ours, of the address.
#[component]
pub fn PartnerOpportunity() -> impl IntoView {
    desk_of(|id: OpportunityId| view! { <One id /> }.into_any())
}

#[component]
fn One(id: OpportunityId) -> impl IntoView {
    let session = use_session();
    let opportunity = load(move || {
        let client = session.client();
        async move { session.call(client.get_opportunity(id, View::Edit)).await }
    });
    opportunity.view(SkeletonKind::Page, |opportunity| {
        view! { <Worked opportunity /> }
    })
}

#[component]
fn Worked(opportunity: Opportunity) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let id = opportunity.id;
    let mine = untrack(|| session.me())
        .map(|me| me.actors)
        .unwrap_or_default();
    let hosted = opportunity
        .actors
        .iter()
        .any(|part| part.accepted && mine.iter().any(|one| one.actor.id == part.actor.id));
    let back = opportunity
        .actors
        .iter()
        .map(|part| &part.actor)
        .find(|actor| mine.iter().any(|one| one.actor.id == actor.id))
        .map(|actor| (actor_page(actor.id), actor.name.clone()));
    let first = match opportunity.state {
        OpportunityState::Draft => "text",
        _ => "when",
    };
    let closed = opportunity.state == OpportunityState::Closed;
    let bench = Bench::new(opportunity);
    let query = use_query_map();
    let part = Memo::new(move |_| {
        let asked = query.with(|query| query.get("part"));
        let known = PARTS
            .iter()
            .find(|(part, ..)| asked.as_deref() == Some(*part));
        known.map_or(first, |(part, ..)| part)
    });
    let title = Signal::derive(move || {
        let title = bench.now.with(|now| words(i18n, &now.content.title));
        if title.is_empty() {
            i18n.text(&msg!(partner.untitled))
        } else {
            title
        }
    });
    let lang = Signal::derive(move || bench.now.with(|now| other_lang(i18n, &now.content.title)));
    let tabs: Vec<_> = PARTS
        .iter()
        .map(|(name, icon, label)| {
            view! {
                <li>
                    <a
                        href=part_of(id, name)
                        class="tab"
                        // The tabs stay where they are.
                        data-noscroll=""
                        aria-current=move || (part.get() == *name).then_some("true")
                    >
                        <Icon name=*icon />
                        {crate::i18n::t(label())}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        {back
            .map(|(href, name)| {
                view! {
                    <p class="back">
                        <A href=href>
                            <Icon name="arrow-left" />
                            {name}
                        </A>
                    </p>
                }
            })}
        <Heading text=title lang />
        {if hosted {
            view! {
                <Standing bench />
                <nav aria-label=title>
                    <ul class="tabs">{tabs}</ul>
                </nav>
                {move || match part.get() {
                    "when" => view! { <Sessions id closed /> }.into_any(),
                    "pictures" => view! { <Pictures bench /> }.into_any(),
                    "owners" => view! { <Owners bench /> }.into_any(),
                    _ => view! { <TextPart bench /> }.into_any(),
                }}
            }
                .into_any()
        } else {
            view! { <Owners bench /> }.into_any()
        }}
    }
}
