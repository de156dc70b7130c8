//! Where an opportunity stands, and the ways on from there.

use goesting_i18n::{Lang, Message, msg};
use goesting_types::ecosystem::{Participation, ParticipationState};
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::opportunity::{OpportunityState, PublishRequest};
use goesting_types::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use super::state::Bench;
use crate::browser;
use crate::components::{AskFirst, Check, Dialog, DialogKind, FormError, Icon};
use crate::i18n::use_i18n;
use crate::load::load;
use crate::pages::partner::actor_page;
use crate::pages::partner::preview::PreviewButton;
use crate::pages::partner::sheet::{Fault, Sheet};
use crate::pages::partner::state_icon;
use crate::pages::partner::taking_part::ways_of;
use crate::routes;
use crate::session::use_session;
use crate::t;

/// Where it stands, and what can be done about it.
#[component]
pub fn Standing(bench: Bench) -> impl IntoView {
    let i18n = use_i18n();
    let navigate = StoredValue::new(use_navigate());
    let state = Memo::new(move |_| bench.now.with(|now| now.state));
    // The button that was pressed made way for others.
    Effect::new(move |before: Option<OpportunityState>| {
        let now = state.get();
        if before.is_some_and(|before| before != now) {
            browser::refocus_soon("standing");
        }
        now
    });
    let busy = move || bench.filling.form.is_busy().to_string();
    let id = bench.now.with_untracked(|now| now.id);
    let (publishing, closing) = (RwSignal::new(false), RwSignal::new(false));
    // What is typed is stored first; what still lacks shows beside the fields.
    let begin = move || {
        let filling = bench.filling;
        let lacks = untrack(|| bench.lacks());
        let (_, faults) = filling.sheet.with_untracked(Sheet::content);
        if !lacks.is_empty() || !faults.is_empty() {
            let text = super::part_of(id, "text");
            let stay = NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate.with_value(|navigate| navigate(&text, stay));
        }
        // They are asked for in Dutch.
        let words = |(at, _): &Fault| matches!(*at, "/title" | "/summary");
        if lacks.iter().any(words) && filling.lang.get_untracked() != Lang::Nl {
            filling.lang.set(Lang::Nl);
        }
        if bench.filling.form.check(lacks) {
            bench.store(Box::new(move || publishing.set(true)));
        }
    };
    let pause = move || {
        let client = bench.session.client();
        let call = async move { client.pause_opportunity(id).await };
        bench.act(call, move |_| {
            let undo = move || spawn_local(reopen(bench, id));
            bench
                .toasts
                .say_with_undo(msg!(partner.state.paused_now), undo);
        });
    };
    let close = Callback::new(move |()| {
        let client = bench.session.client();
        let call = async move { client.close_opportunity(id).await };
        bench.act(call, move |_| {
            bench.toasts.say(msg!(partner.state.closed_now));
        });
    });
    // A draft that nobody saw is only thrown away.
    let asked = move |draft: fn() -> Message, other: fn() -> Message| {
        Signal::derive(move || {
            let draft_now = state.get() == OpportunityState::Draft;
            i18n.text(&if draft_now { draft() } else { other() })
        })
    };
    let words = move || {
        i18n.text(&match state.get() {
            OpportunityState::Draft => msg!(partner.state.draft),
            OpportunityState::InReview => msg!(partner.state.in_review),
            OpportunityState::Open => msg!(partner.state.open),
            OpportunityState::Paused => msg!(partner.state.paused),
            OpportunityState::Closed => msg!(partner.state.closed),
        })
    };
    let buttons = move || {
        let state = state.get();
        let draft = state == OpportunityState::Draft;
        let over = state == OpportunityState::Closed;
        let on = (draft || state == OpportunityState::Paused).then(|| {
            view! {
                <button type="button" class="button main" aria-disabled=busy on:click=move |_| begin()>
                    <Icon name="rocket" />
                    {if draft { t!(partner.state.publish) } else { t!(partner.state.reopen) }}
                </button>
            }
        });
        let open = state == OpportunityState::Open;
        view! {
            {on}
            <PreviewButton filling=bench.filling of=bench.now.into() />
            {open
                .then(|| {
                    view! {
                        <A href=routes::opportunity(id) attr:class="button quiet">
                            <Icon name="external-link" />
                            {t!(partner.state.page)}
                        </A>
                        <button type="button" class="button quiet" aria-disabled=busy on:click=move |_| pause()>
                            <Icon name="circle-pause" />
                            {t!(partner.state.pause)}
                        </button>
                    }
                })}
            {(!over)
                .then(|| {
                    view! {
                        <button type="button" class="button quiet" aria-disabled=busy on:click=move |_| closing.set(true)>
                            <Icon name="x" />
                            {if draft { t!(partner.state.throw_away) } else { t!(partner.state.close) }}
                        </button>
                    }
                })}
        }
        .into_any()
    };
    let returned = move || {
        bench
            .now
            .with(|now| now.returned_because.clone())
            .map(|said| {
                view! {
                    <div class="notice warn">
                        <Icon name="message-circle" />
                        <div>
                            <p>
                                <strong>{t!(partner.state.returned)}</strong>
                            </p>
                            <p class="said">{said}</p>
                        </div>
                    </div>
                }
            })
    };
    let not_active = move || {
        let error = bench.filling.form.error()?;
        (error.code() == Some(ErrorCode::ActorNotActive)).then(|| {
            let lead = bench
                .now
                .with(|now| now.actors.first().map(|part| part.actor.id));
            lead.map(|lead| view! { <JoinFirst lead /> })
        })
    };
    view! {
        <section class="card standing" aria-label=t!(partner.state.title)>
            <p class="state" id="standing" tabindex="-1">
                {move || view! { <Icon name=state_icon(state.get()) /> }}
                <strong>{move || i18n.label(state.get())}</strong>
            </p>
            <p>{words}</p>
            {returned}
            <FormError form=bench.filling.form />
            {not_active}
            <div class="row">{buttons}</div>
        </section>
        <Publish bench open=publishing />
        <AskFirst
            open=closing
            title=asked(|| msg!(partner.state.throw_title), || msg!(partner.state.close_title))
            text=asked(|| msg!(partner.state.throw_text), || msg!(partner.state.close_text))
            action=asked(|| msg!(partner.state.throw_away), || msg!(partner.state.close))
            yes=close
        />
    }
}

/// What comes before it can open: asking to take part, or the answer to that.
#[component]
fn JoinFirst(lead: ActorId) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let ways = load(move || ways_of(session, lead));
    let asked = move || {
        let requested = |own: &Participation| own.state == ParticipationState::Requested;
        let asked = ways.with(|ways| {
            ways.iter()
                .any(|(_, own)| own.as_ref().is_some_and(requested))
        });
        asked.unwrap_or(false)
    };
    view! {
        <p>
            {move || {
                if asked() {
                    i18n.text(&msg!(partner.state.join_asked)).into_any()
                } else {
                    view! { <A href=actor_page(lead)>{t!(partner.state.join_first)}</A> }.into_any()
                }
            }}
        </p>
    }
}

/// Takes back a pause; the page may be gone by then.
async fn reopen(bench: Bench, id: OpportunityId) {
    let client = bench.session.client();
    let body = PublishRequest { compulsory: false };
    let call = client.publish_opportunity(id, &body);
    match bench.session.call(call).await {
        Ok(fresh) => {
            bench.now.try_update(|now| now.state = fresh.state);
            bench.toasts.say(msg!(common.page.undone));
        }
        Err(error) => bench.toasts.failed(&error),
    }
}

fn publish(bench: Bench) {
    let id = bench.now.with_untracked(|now| now.id);
    let client = bench.session.client();
    let body = PublishRequest { compulsory: false };
    let call = async move { client.publish_opportunity(id, &body).await };
    bench.act(call, move |now| {
        bench.toasts.say(if now.state == OpportunityState::Open {
            msg!(partner.state.open_now)
        } else {
            msg!(partner.state.in_review_now)
        });
    });
}

/// The one question before it opens: does everybody come because they want to (F12)?
#[component]
fn Publish(bench: Bench, open: RwSignal<bool>) -> impl IntoView {
    let voluntary = RwSignal::new(false);
    let asked = RwSignal::new(false);
    let go = move |_| {
        asked.set(true);
        if voluntary.get_untracked() {
            open.set(false);
            publish(bench);
        }
    };
    view! {
        <Dialog
            kind=DialogKind::Window
            title=t!(partner.publish.title)
            open
            close=move || open.set(false)
        >
            <p>{t!(partner.publish.text)}</p>
            <Check on=voluntary change=move |on| voluntary.set(on)>
                {t!(partner.publish.voluntary)}
            </Check>
            <p class="fault" role="alert">
                {move || (asked.get() && !voluntary.get()).then(|| t!(partner.publish.compulsory))}
            </p>
            <p class="row">
                <button type="button" class="button main" on:click=go>
                    <Icon name="rocket" />
                    {t!(partner.publish.go)}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {t!(common.action.stop)}
                </button>
            </p>
        </Dialog>
    }
}
