//! In which ecosystems an actor takes part; joining, pausing and leaving are ordinary.

use goesting_client::{Client, ClientError};
use goesting_i18n::{Label, msg};
use goesting_types::actor::Actor;
use goesting_types::ecosystem::{Ecosystem, Participation, ParticipationMove, ParticipationState};
use goesting_types::ids::ActorId;
use goesting_types::page::{MAX_LIMIT, PageQuery, View};
use goesting_types::territory::{Territory, TerritoryId, TerritoryKind, TerritoryQuery};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::browser;
use crate::components::{Act, AskFirst, SkeletonKind, use_toasts};
use crate::i18n::use_i18n;
use crate::load::{Load, load};
use crate::pages::ecosystem::{Doing, actions, is_asked, take_step};
use crate::routes;
use crate::session::{Session, use_session};
use crate::t;

type Way = (Ecosystem, Option<Participation>);
type Ways = Load<Vec<Way>>;

/// All ecosystems, and how an actor takes part in each.
pub async fn ways_of(session: Session, id: ActorId) -> Result<Vec<Way>, ClientError> {
    let client = session.client();
    let query = PageQuery {
        cursor: None,
        limit: Some(MAX_LIMIT),
    };
    let all = client.list_ecosystems(&query).await?.items;
    let asked = all.into_iter().map(|ecosystem| {
        let client = client.clone();
        async move {
            let detail = client.get_ecosystem(ecosystem.id, View::Edit).await?;
            let own = detail.participations.into_iter();
            let own = own
                .filter(|one| one.state != ParticipationState::Left)
                .find(|one| one.actor.id == id);
            Ok((detail.ecosystem, own))
        }
    });
    session.call(futures::future::try_join_all(asked)).await
}

/// The municipalities from one outwards, itself first.
async fn outwards(client: &Client, town: &TerritoryId) -> Result<Vec<Territory>, ClientError> {
    let near = client.get_territory(town).await?.point;
    if near.is_none() {
        return Ok(Vec::new());
    }
    let query = TerritoryQuery {
        kind: Some(TerritoryKind::Municipality),
        near,
        limit: Some(MAX_LIMIT),
        ..TerritoryQuery::default()
    };
    Ok(client.list_territories(&query).await?.items)
}

/// How near an ecosystem is, in municipalities from one outwards; what is not among them is far.
fn away(covers: &[TerritoryId], towns: &[Territory]) -> usize {
    let inside = |town: &Territory| {
        let parent = town.parent.as_ref();
        covers.contains(&town.id) || parent.is_some_and(|parent| covers.contains(parent))
    };
    towns.iter().position(inside).unwrap_or(towns.len())
}

/// Where it takes part, and what a steward can do about it.
#[component]
pub fn TakingPart(actor: RwSignal<Actor>, name: Signal<String>, steward: bool) -> impl IntoView {
    let session = use_session();
    let id = actor.with_untracked(|actor| actor.id);
    let ways: Ways = load(move || {
        let town = actor.with_untracked(|actor| actor.territory.clone());
        async move {
            let mut ways = ways_of(session, id).await?;
            if let Some(town) = town {
                let towns = outwards(&session.client(), &town).await?;
                ways.sort_by_key(|(ecosystem, _)| away(&ecosystem.territories, &towns));
            }
            Ok(ways)
        }
    });
    // The button that was pressed made way for others.
    Effect::new(move |before: Option<bool>| {
        let known = ways.with(|_| ()).is_some();
        if known && before == Some(true) {
            browser::refocus_soon("part-title");
        }
        known
    });
    view! {
        <section class="taking-part" aria-labelledby="part-title">
            <h2 id="part-title" tabindex="-1">
                {t!(partner.ecosystem.title)}
            </h2>
            {ways
                .view(
                    SkeletonKind::Lines,
                    move |all| {
                        if all.is_empty() {
                            return view! { <p class="muted">{t!(partner.ecosystem.none)}</p> }.into_any();
                        }
                        let rows: Vec<_> = all
                            .into_iter()
                            .map(|(ecosystem, own)| {
                                view! { <One id name steward ecosystem own ways /> }.into_any()
                            })
                            .collect();
                        view! { <ul class="offer-list">{rows}</ul> }.into_any()
                    },
                )}
        </section>
    }
}

#[component]
fn One(
    id: ActorId,
    name: Signal<String>,
    steward: bool,
    ecosystem: Ecosystem,
    own: Option<Participation>,
    ways: Ways,
) -> impl IntoView {
    let i18n = use_i18n();
    let (session, toasts) = (use_session(), use_toasts());
    let state = own.as_ref().map(|own| own.state);
    let ecosystem_id = ecosystem.id;
    let doing = Doing {
        ecosystem: ecosystem_id,
        actor: id,
        known: own.map(|own| own.id),
    };
    let (asking, act) = (RwSignal::new(false), Act::new());
    // None asks to join.
    let go = move |step: Option<ParticipationMove>| {
        act.run(take_step(session, doing, step), move |now| {
            if let Some(now) = now {
                toasts.say(now.state.label());
            }
            ways.again();
        });
    };
    let (words, mut steps) = actions(state);
    if !steward {
        steps.clear();
    }
    // Here they are at work: what it keeps from them is said.
    let words = match state {
        None | Some(ParticipationState::Left) => msg!(partner.ecosystem.out),
        _ => words,
    };
    let of = ecosystem.name.clone();
    let buttons: Vec<_> = steps
        .into_iter()
        .map(|(step, label)| {
            let ask = is_asked(step, state);
            let main = matches!(
                step,
                None | Some(ParticipationMove::Accept | ParticipationMove::Resume)
            );
            let (label, of) = (crate::i18n::t(label), of.clone());
            view! {
                <button
                    type="button"
                    class=if main { "button main" } else { "button quiet" }
                    aria-label=move || format!("{}: {of}", label.get())
                    aria-disabled=move || act.is_busy().to_string()
                    on:click=move |_| if ask { asking.set(true) } else { go(step) }
                >
                    {label}
                </button>
            }
            .into_any()
        })
        .collect();
    view! {
        <li>
            <span>
                <A href=format!("{}/{ecosystem_id}", routes::ECOSYSTEM)>{ecosystem.name}</A>
                <br />
                <span class="muted">{crate::i18n::t(words)}</span>
            </span>
            <span class="row">{buttons}</span>
            <AskFirst
                open=asking
                title=Signal::derive(move || i18n.text(&msg!(ecosystem.leave_title, actor = name.get())))
                text=t!(ecosystem.leave_text)
                action=crate::i18n::label(ParticipationMove::Leave)
                yes=Callback::new(move |()| go(Some(ParticipationMove::Leave)))
            />
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town(id: &str, parent: &str) -> Territory {
        let town = serde_json::json!({
            "id": id, "kind": "municipality", "parent": parent, "name": {}, "postcodes": []
        });
        serde_json::from_value(town).unwrap()
    }

    #[test]
    fn the_ecosystem_that_holds_the_municipality_is_nearest() {
        let towns = [
            town("24020", "24000"),
            town("24001", "24000"),
            town("71022", "71000"),
        ];
        let away = |covers: &[&str]| {
            let covers: Vec<_> = covers.iter().map(|id| TerritoryId::from(*id)).collect();
            super::away(&covers, &towns)
        };
        assert_eq!(away(&["24020"]), 0);
        assert_eq!(away(&["11002", "24001"]), 1);
        assert_eq!(away(&["24000"]), 0, "all of a wider territory");
        assert_eq!(away(&["11002"]), 3);
    }
}
