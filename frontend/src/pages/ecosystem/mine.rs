//! The actors that the reader is steward of: joining, pausing, leaving.

use goesting_client::{ClientError, IdempotencyKey};
use goesting_i18n::{Label, Message, msg};
use goesting_types::actor::{ActorSummary, MemberRole};
use goesting_types::ecosystem::{
    Participation, ParticipationCreate, ParticipationMove, ParticipationState, ParticipationUpdate,
};
use goesting_types::ids::{ActorId, EcosystemId, ParticipationId};
use goesting_types::person::Me;
use leptos::prelude::*;
use leptos_router::components::A;

use super::Participations;
use crate::browser;
use crate::components::{Act, Dialog, DialogKind, use_toasts};
use crate::i18n::use_i18n;
use crate::routes;
use crate::session::{Session, use_session};
use crate::t;

use ParticipationMove::{Accept, Leave, Pause, Resume};
use ParticipationState::{Active, Invited, Left, Paused, Requested};

/// The actors somebody speaks for.
pub fn stewarded(me: &Me) -> Vec<ActorSummary> {
    me.actors
        .iter()
        .filter(|one| one.role == MemberRole::Steward)
        .map(|one| one.actor.clone())
        .collect()
}

/// Something one can do: asking, or a step; and its words.
pub type Action = (Option<ParticipationMove>, Message);

/// How it stands in words, and what one can do about it; what is most wanted first.
pub fn actions(state: Option<ParticipationState>) -> (Message, Vec<Action>) {
    let step = |step: ParticipationMove| (Some(step), step.label());
    match state {
        None | Some(Left) => (msg!(ecosystem.not_yet), vec![(None, msg!(ecosystem.ask))]),
        Some(Requested) => (
            msg!(ecosystem.asked),
            vec![(Some(Leave), msg!(ecosystem.withdraw))],
        ),
        Some(Invited) => (
            msg!(ecosystem.invited),
            vec![
                (Some(Accept), msg!(ecosystem.yes)),
                (Some(Leave), msg!(ecosystem.no)),
            ],
        ),
        Some(Active) => (msg!(ecosystem.active), vec![step(Pause), step(Leave)]),
        Some(Paused) => (msg!(ecosystem.paused), vec![step(Resume), step(Leave)]),
    }
}

/// Whether a step is asked for once more: what cannot be taken back alone.
pub fn is_asked(step: Option<ParticipationMove>, state: Option<ParticipationState>) -> bool {
    step == Some(Leave) && matches!(state, Some(Active | Paused))
}

/// What is being done, to whom.
#[derive(Clone, Copy)]
pub struct Doing {
    /// Where.
    pub ecosystem: EcosystemId,
    /// Who.
    pub actor: ActorId,
    /// How they take part already.
    pub known: Option<ParticipationId>,
}

/// Takes a step, or asks to join.
pub async fn take_step(
    session: Session,
    doing: Doing,
    step: Option<ParticipationMove>,
) -> Result<Participation, ClientError> {
    let client = session.client();
    if let (Some(id), Some(step)) = (doing.known, step) {
        let body = ParticipationUpdate { step, reason: None };
        return session.call(client.update_participation(id, &body)).await;
    }
    let body = ParticipationCreate {
        actor_id: doing.actor,
    };
    let key = IdempotencyKey::new();
    let asked = client.create_participation(doing.ecosystem, &body, key);
    session.call(asked).await
}

/// The actors of the reader.
#[component]
pub fn Mine(id: EcosystemId, list: Participations) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let asking = RwSignal::new(None::<(Doing, String)>);
    let one_at_a_time = Act::new();
    let act = Callback::new(move |(doing, step): (Doing, Option<ParticipationMove>)| {
        one_at_a_time.run(take_step(session, doing, step), move |now| {
            if let Some(now) = now {
                list.try_update(|list| {
                    list.retain(|one| one.actor.id != now.actor.id);
                    list.push(now);
                    list.sort_by_cached_key(|one| one.actor.name.to_lowercase());
                });
                toasts.say(msg!(ecosystem.changed));
            }
            // The button that was pressed made way for others.
            browser::refocus_soon("mine");
        });
    });
    let own = untrack(|| session.me()).map_or_else(Vec::new, |me| stewarded(&me));
    let row = move |actor: ActorSummary| {
        let known = list.with(|list| list.iter().find(|one| one.actor.id == actor.id).cloned());
        let state = known.as_ref().map(|one| one.state);
        let doing = Doing {
            ecosystem: id,
            actor: actor.id,
            known: known.map(|one| one.id),
        };
        let (words, actions) = actions(state);
        let name = actor.name.clone();
        let buttons: Vec<_> = actions
            .into_iter()
            .enumerate()
            .map(|(index, (step, label))| {
                let label = crate::i18n::t(label);
                let first = index == 0 && !matches!(step, Some(Pause | Leave));
                let ask = is_asked(step, state);
                let name = name.clone();
                let full = name.clone();
                view! {
                    <button
                        type="button"
                        class=if first { "button main" } else { "button" }
                        aria-label=move || format!("{}: {full}", label.get())
                        aria-disabled=move || one_at_a_time.is_busy().to_string()
                        on:click=move |_| {
                            if ask {
                                asking.set(Some((doing, name.clone())));
                            } else {
                                act.run((doing, step));
                            }
                        }
                    >
                        {label}
                    </button>
                }
            })
            .collect();
        view! {
            <li class="card entry">
                <div>
                    <h3>
                        <A href=routes::actor(actor.id)>{actor.name}</A>
                    </h3>
                    <p>{crate::i18n::t(words)}</p>
                </div>
                <p class="row">{buttons}</p>
            </li>
        }
    };
    let rows = move || own.iter().cloned().map(row).collect::<Vec<_>>();
    let title = move || {
        let name = asking.with(|asking| asking.as_ref().map(|(_, name)| name.clone()));
        i18n.text(&msg!(
            ecosystem.leave_title,
            actor = name.unwrap_or_default()
        ))
    };
    let leave = move |_| {
        if let Some((doing, _)) = asking.get_untracked() {
            asking.set(None);
            act.run((doing, Some(Leave)));
        }
    };
    view! {
        <section aria-labelledby="mine">
            <h2 id="mine" tabindex="-1">
                {t!(ecosystem.mine)}
            </h2>
            <ul class="entries">{rows}</ul>
            <Dialog
                kind=DialogKind::Window
                title=Signal::derive(title)
                open=Signal::derive(move || asking.with(Option::is_some))
                close=move || asking.set(None)
            >
                <p>{t!(ecosystem.leave_text)}</p>
                <p class="row">
                    <button type="button" class="button bad" on:click=leave>
                        {crate::i18n::label(Leave)}
                    </button>
                    <button type="button" class="button" on:click=move |_| asking.set(None)>
                        {t!(common.action.stop)}
                    </button>
                </p>
            </Dialog>
        </section>
    }
    .into_any()
}
