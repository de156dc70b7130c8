//! One opportunity: what it is like there first, then when, where and how much.

mod actions;
mod first;
mod organiser;
mod practical;
mod report;
mod sessions;

use goesting_i18n::{Label, msg};
use goesting_types::ids::OpportunityId;
use goesting_types::opportunity::{Opportunity, OpportunityState, Picture};
use goesting_types::page::{Page, View};
use goesting_types::search::SearchQuery;
use goesting_types::session::{Session, SessionQuery};
use goesting_types::territory::Ring;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::{Art, Heading, HitCard, Icon, SkeletonKind, theme_art};
use crate::i18n::{Paragraphs, Words, other_lang, use_i18n, words};
use crate::load::{Load, load};
use crate::pages::address::of_address;
use crate::session::{use_client, use_here};
use crate::shell::help_about;
use crate::t;
use crate::url::DISCOVER;
use crate::vocabulary::use_vocabulary;

use actions::{Actions, BottomBar};
use first::FirstCard;
pub(in crate::pages) use organiser::{AtOrganiser, way};
use practical::Practical;
pub(in crate::pages) use practical::{Cost, Reach, age_words};
use report::Report;
use sessions::Sessions;
pub(in crate::pages) use sessions::{Room, held, room};

/// How many coming sessions are asked for at once.
const SESSIONS: u32 = 30;
/// How many others are proposed.
const OTHERS: u32 = 3;

/// The coming sessions on their way.
pub(in crate::pages) type Coming = Load<Page<Session>>;

/// One opportunity, of the address.
#[component]
pub fn OpportunityPage() -> impl IntoView {
    of_address(|id: OpportunityId| view! { <One id /> }.into_any())
}

#[component]
fn One(id: OpportunityId) -> impl IntoView {
    let client = use_client();
    let opportunity = load({
        let client = client.clone();
        move || {
            let client = client.clone();
            async move { client.get_opportunity(id, View::Public).await }
        }
    });
    let sessions = load(move || {
        let client = client.clone();
        async move {
            let query = SessionQuery {
                limit: Some(SESSIONS),
                ..SessionQuery::default()
            };
            client.list_sessions(id, &query).await
        }
    });
    opportunity.view(SkeletonKind::Page, move |opportunity| {
        view! { <Shown opportunity sessions /> }
    })
}

/// An opportunity as everybody sees it.
#[component]
pub(in crate::pages) fn Shown(
    /// The opportunity.
    opportunity: Opportunity,
    /// Its sessions.
    sessions: Coming,
    /// Whether its makers look at it: it is part of another page then, and nothing is done with it.
    #[prop(default = false)]
    preview: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let vocabulary = use_vocabulary();
    let id = opportunity.id;
    let open = opportunity.state == OpportunityState::Open;
    let content = opportunity.content.clone();
    if !preview {
        help_about(content.whereabouts.territory());
    }
    let title = {
        let title = content.title.clone();
        Signal::derive(move || words(i18n, &title))
    };
    let lang = {
        let title = content.title.clone();
        Signal::derive(move || other_lang(i18n, &title))
    };
    let interests = content.interests.clone();
    let art = Signal::derive(move || {
        vocabulary
            .with(|vocabulary| theme_art(Some(vocabulary), &interests))
            .unwrap_or_else(|| theme_art(None, &[]))
    });
    let mut pictures = opportunity.pictures.iter().filter_map(shown_picture);
    let picture = match pictures.next() {
        Some(picture) => picture.into_any(),
        None => view! {
            <div class="picture">
                <Art name=art />
            </div>
        }
        .into_any(),
    };
    let more: Vec<_> = pictures
        .map(|picture| view! { <li>{picture}</li> }.into_any())
        .collect();
    let lead = opportunity.actors.first().map(|part| {
        part.credit
            .clone()
            .unwrap_or_else(|| part.actor.name.clone())
    });
    view! {
        <article class="opportunity">
            <header class="opportunity-head">
                <div>
                    <p class="eyebrow">
                        {crate::i18n::label(content.kind)} {lead.map(|lead| format!(" · {lead}"))}
                    </p>
                    {if preview {
                        view! { <h2 class="preview-title">{title}</h2> }.into_any()
                    } else {
                        view! { <Heading text=title lang /> }.into_any()
                    }}
                    <p class="lead">
                        <Words text=content.summary.clone() />
                    </p>
                    {(!preview).then(|| view! { <Actions id title open /> })}
                </div>
                {picture}
            </header>
            {(!open && !preview).then(|| view! { <Closed state=opportunity.state /> })}
            <div class="opportunity-body">
                <div class="opportunity-main">
                    <FirstCard opportunity=opportunity.clone() />
                    {(opportunity.state != OpportunityState::Closed)
                        .then(|| view! { <Sessions opportunity=opportunity.clone() sessions /> })}
                    {(!content.description.is_blank())
                        .then(|| {
                            view! {
                                <section aria-labelledby="about-title">
                                    <h2 id="about-title">{t!(opportunity.about)}</h2>
                                    <Paragraphs text=content.description.clone() />
                                </section>
                            }
                        })}
                    {(!more.is_empty()).then(|| view! { <ul class="pictures">{more}</ul> })}
                </div>
                <aside class="opportunity-side" aria-label=t!(opportunity.practical)>
                    <Practical opportunity=opportunity.clone() />
                    {(!preview).then(|| view! { <Report id /> })}
                </aside>
            </div>
            {(!preview).then(|| view! { <Others opportunity=opportunity.clone() sessions /> })}
            {(open && !preview).then(|| view! { <BottomBar opportunity sessions /> })}
        </article>
    }
}

/// A picture with who made it, once it is there.
fn shown_picture(picture: &Picture) -> Option<AnyView> {
    let i18n = use_i18n();
    // The middle size; the smallest where there is no other.
    let src = picture
        .urls
        .get(1)
        .or_else(|| picture.urls.first())?
        .clone();
    let (alt, credit) = (picture.alt.clone(), picture.credit.clone());
    Some(
        view! {
            <figure class="picture">
                <img src=src alt=move || words(i18n, &alt) width="800" height="500" />
                {credit.map(|credit| view! { <figcaption>{credit}</figcaption> })}
            </figure>
        }
        .into_any(),
    )
}

/// It is not open: why, and that looking on is possible.
#[component]
fn Closed(state: OpportunityState) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="notice warn">
            <Icon name="circle-pause" />
            <p>
                <strong>{crate::i18n::label(state)}</strong>
                " "
                {move || {
                    i18n.text(
                        &match state {
                            OpportunityState::Paused => msg!(opportunity.paused),
                            OpportunityState::Closed => msg!(opportunity.closed),
                            OpportunityState::Draft | OpportunityState::InReview | OpportunityState::Open => {
                                state.label()
                            }
                        },
                    )
                }}
            </p>
        </div>
    }
}

/// When there is no place to be had here: what else there is.
#[component]
fn Others(opportunity: Opportunity, sessions: Coming) -> impl IntoView {
    let open = opportunity.state == OpportunityState::Open;
    let door = opportunity.content.opening_hours.is_some();
    let wanted = Memo::new(move |_| {
        !open
            || sessions
                .with(|page| {
                    !door
                        && page
                            .items
                            .iter()
                            .all(|session| !sessions::has_room(session))
                })
                .unwrap_or(false)
    });
    let opportunity = StoredValue::new(opportunity);
    move || {
        wanted.get().then(|| {
            opportunity
                .with_value(|opportunity| view! { <OtherList opportunity=opportunity.clone() /> })
        })
    }
}

#[component]
fn OtherList(opportunity: Opportunity) -> impl IntoView {
    let (client, here) = (use_client(), use_here());
    let id = opportunity.id;
    let found = load(move || {
        let client = client.clone();
        let mut search = SearchQuery {
            interest: opportunity.content.interests.clone(),
            limit: Some(OTHERS + 1),
            ring: Some(Ring::Region),
            ..SearchQuery::default()
        };
        match here.get() {
            Some(here) => here.aim(&mut search),
            None => search.territory = opportunity.content.whereabouts.territory().cloned(),
        }
        if search.territory.is_none() && search.near.is_none() {
            search.ring = None;
        }
        async move {
            let found = client.search_opportunities(&search).await?;
            if search.interest.is_empty() || found.items.iter().any(|hit| hit.id != id) {
                return Ok(found);
            }
            // Nothing of the same kind: whatever is near.
            search.interest.clear();
            client.search_opportunities(&search).await
        }
    });
    view! {
        <section class="others" aria-labelledby="others-title">
            <h2 id="others-title">{t!(opportunity.others)}</h2>
            {found
                .view(
                    SkeletonKind::Cards,
                    move |found| {
                        let cards: Vec<_> = found
                            .items
                            .into_iter()
                            .filter(|hit| hit.id != id)
                            .take(OTHERS as usize)
                            .map(|hit| view! { <li><HitCard hit /></li> })
                            .collect();
                        if cards.is_empty() {
                            return view! {
                                <A href=DISCOVER attr:class="button">
                                    {t!(common.nav.discover)}
                                </A>
                            }
                                .into_any();
                        }
                        view! { <ul class="card-grid">{cards}</ul> }.into_any()
                    },
                )}
        </section>
    }
}
