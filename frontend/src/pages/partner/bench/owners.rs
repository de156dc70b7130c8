//! Who makes it together.

use goesting_i18n::{Label, msg};
use goesting_types::actor::{ActorSummary, MemberRole};
use goesting_types::opportunity::{ActorPart, CoOwnerInvite, OpportunityActor};
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::state::Bench;
use crate::browser;
use crate::components::{AskFirst, Choices, Form, FormError, Icon, Submit};
use crate::i18n::use_i18n;
use crate::pages::partner::find::ActorField;
use crate::routes;
use crate::t;

/// The actors, those that did not answer yet, and a form to ask another.
#[component]
pub fn Owners(bench: Bench) -> impl IntoView {
    let session = bench.session;
    let mine = untrack(|| session.me())
        .map(|me| me.actors)
        .unwrap_or_default();
    let stewarded = move |actor: &ActorSummary| {
        mine.iter()
            .any(|one| one.actor.id == actor.id && one.role == MemberRole::Steward)
    };
    let hosts = untrack(|| session.me())
        .map(|me| me.actors)
        .unwrap_or_default();
    let leading = hosts.clone();
    let leads = Memo::new(move |_| {
        bench.now.with(|now| {
            now.actors.iter().any(|part| {
                part.part == ActorPart::Lead
                    && leading.iter().any(|one| one.actor.id == part.actor.id)
            })
        })
    });
    let hosted = Memo::new(move |_| {
        bench.now.with(|now| {
            now.actors
                .iter()
                .any(|part| part.accepted && hosts.iter().any(|one| one.actor.id == part.actor.id))
        })
    });
    let list = move || {
        let parts = bench.now.with(|now| now.actors.clone());
        parts
            .into_iter()
            .map(|part| {
                let own = stewarded(&part.actor);
                view! { <One bench part own leads=leads.get() /> }.into_any()
            })
            .collect::<Vec<_>>()
    };
    view! {
        <section aria-label=t!(partner.part.owners)>
            <p>{t!(partner.owner.text)}</p>
            <ul class="entries" id=LIST tabindex="-1">
                {list}
            </ul>
            <Show when=move || hosted.get()>
                <Invite bench />
            </Show>
        </section>
    }
}

/// Where the focus goes when one of them went, or joined.
const LIST: &str = "owners";

/// Reads them anew; the button that was pressed made way for others.
async fn renew(bench: Bench) {
    bench.renew().await;
    browser::refocus_soon(LIST);
}

fn share(
    bench: Bench,
    form: Form,
    body: CoOwnerInvite,
    said: goesting_i18n::Message,
    then: impl FnOnce() + 'static,
) {
    let (id, client) = (
        bench.now.with_untracked(|now| now.id),
        bench.session.client(),
    );
    let sending = async move {
        bench
            .session
            .call(client.share_opportunity(id, &body))
            .await
    };
    form.send(sending, move |_| {
        bench.toasts.say(said);
        then();
        spawn_local(renew(bench));
    });
}

/// One of them: `own` when the reader speaks for it, `leads` when they host the lead.
#[component]
fn One(bench: Bench, part: OpportunityActor, own: bool, leads: bool) -> impl IntoView {
    let form = Form::new();
    let busy = move || form.is_busy().to_string();
    let asked = own && !part.accepted;
    let actor = part.actor.id;
    let navigate = use_navigate();
    let part_with = Callback::new(move |()| {
        let (id, client) = (
            bench.now.with_untracked(|now| now.id),
            bench.session.client(),
        );
        let sending = async move {
            bench
                .session
                .call(client.unshare_opportunity(id, actor))
                .await
        };
        let navigate = navigate.clone();
        form.send(sending, move |()| {
            bench.toasts.say(msg!(partner.owner.gone));
            if leads {
                spawn_local(renew(bench));
            } else {
                // It is not theirs to see any more.
                navigate(routes::PARTNER, NavigateOptions::default());
            }
        });
    });
    let asking = RwSignal::new(false);
    let parting =
        (part.part != ActorPart::Lead && (own || leads)).then(|| match (part.accepted, own) {
            (false, true) => t!(partner.owner.no),
            (true, true) => t!(partner.owner.leave),
            (false, false) => t!(partner.owner.take_back),
            (true, false) => t!(partner.owner.remove),
        });
    let accepted = part.accepted;
    let body = CoOwnerInvite {
        actor_id: part.actor.id,
        part: part.part,
        credit: part.credit.clone(),
    };
    let yes = move |_| share(bench, form, body.clone(), msg!(partner.owner.joined), || ());
    let waits = !part.accepted;
    view! {
        <li class="card entry">
            <div>
                <p>
                    <strong>{part.credit.unwrap_or(part.actor.name)}</strong>
                    " "
                    <small class="muted">{crate::i18n::label(part.actor.kind)}</small>
                </p>
                <p class="muted">
                    {crate::i18n::label(part.part)}
                    {waits.then(|| view! { " · " {t!(partner.owner.waits)} })}
                </p>
                {asked.then(|| view! { <p>{t!(partner.owner.asked)}</p> })}
                <FormError form />
            </div>
            <p class="row">
                {asked
                    .then(|| {
                        view! {
                            <button type="button" class="button main" aria-disabled=busy on:click=yes>
                                <Icon name="handshake" />
                                {t!(partner.owner.yes)}
                            </button>
                        }
                    })}
                {parting
                    .map(|words| {
                        view! {
                            <button
                                type="button"
                                class="button quiet"
                                aria-disabled=busy
                                on:click=move |_| {
                                    if accepted { asking.set(true) } else { part_with.run(()) }
                                }
                            >
                                {words}
                            </button>
                            <AskFirst
                                open=asking
                                title=t!(partner.owner.sure)
                                text=t!(partner.owner.sure_text)
                                action=words
                                yes=part_with
                            />
                        }
                    })}
            </p>
        </li>
    }
}

#[component]
fn Invite(bench: Bench) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let actor = RwSignal::new(None::<ActorSummary>);
    let part = RwSignal::new(ActorPart::CoOwner);
    // The field is made anew after each one.
    let round = RwSignal::new(0_u32);
    let options = Signal::derive(move || {
        [ActorPart::CoOwner, ActorPart::Supports]
            .map(|part| (part.to_string(), i18n.text(&part.label())))
            .to_vec()
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(asked) = actor.get_untracked() else {
            form.check(vec![("/actor_id", FieldCode::Required)]);
            return;
        };
        let body = CoOwnerInvite {
            actor_id: asked.id,
            part: part.get_untracked(),
            credit: None,
        };
        share(bench, form, body, msg!(partner.owner.sent), move || {
            actor.set(None);
            round.update(|round| *round = round.wrapping_add(1));
        });
    };
    view! {
        <form class="stack card" on:submit=submit novalidate>
            <h3>{t!(partner.owner.ask)}</h3>
            {move || {
                round.track();
                view! { <ActorField form pointer="/actor_id" actor /> }
            }}
            <Choices
                name="owner-part"
                legend=t!(partner.owner.as_what)
                options
                value=Signal::derive(move || part.get().to_string())
                choose=move |word: String| {
                    if let Ok(word) = word.parse() {
                        part.set(word);
                    }
                }
            />
            <FormError form />
            <Submit form text=t!(partner.owner.send) icon="send" />
        </form>
    }
}
