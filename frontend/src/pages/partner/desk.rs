//! My actors; for who has none yet, the way to open a place.

use goesting_types::actor::{ActorState, ActorSummary};
use goesting_types::ids::ActorId;
use goesting_types::person::MyActor;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use super::actor_form::{ActorForm, Typed};
use super::find::ActorField;
use super::{actor_page, new_page};
use crate::browser;
use crate::components::{Art, Form, Heading, Icon, Once, SkeletonKind};
use crate::load::load;
use crate::pages::auth::Resend;
use crate::pages::claim::ClaimForm;
use crate::pages::guard::Guarded;
use crate::session::{use_client, use_session};
use crate::t;

/// The desk.
#[component]
pub fn Partner() -> impl IntoView {
    view! {
        <div class="page desk">
            <Guarded title=t!(common.nav.partner)>
                <Mine />
            </Guarded>
        </div>
    }
}

#[component]
fn Mine() -> impl IntoView {
    let session = use_session();
    let actors = Memo::new(move |_| session.me().map(|me| me.actors).unwrap_or_default());
    let adding = RwSignal::new(false);
    let cards = move || {
        let card = |one: MyActor| view! { <OneActor one /> }.into_any();
        actors.get().into_iter().map(card).collect::<Vec<_>>()
    };
    let none = Memo::new(move |_| actors.with(Vec::is_empty));
    move || {
        if none.get() {
            return view! {
                <Invitation />
                <Begin />
            }
            .into_any();
        }
        view! {
            <Heading text=t!(common.nav.partner) />
            <ul class="card-grid">{cards}</ul>
            <p class="more">
                <button
                    type="button"
                    class="button quiet"
                    aria-expanded=move || adding.get().to_string()
                    on:click=move |_| adding.update(|adding| *adding = !*adding)
                >
                    <Icon name="plus" />
                    {t!(partner.desk.another)}
                </button>
            </p>
            <Show when=move || adding.get()>
                <Begin />
            </Show>
        }
        .into_any()
    }
}

#[component]
fn OneActor(one: MyActor) -> impl IntoView {
    let id = one.actor.id;
    view! {
        <li class="card">
            <p class="eyebrow">{crate::i18n::label(one.actor.kind)} " · " {crate::i18n::label(one.role)}</p>
            <h2>
                <A href=actor_page(id)>{one.actor.name}</A>
            </h2>
            <p class="row">
                <A href=new_page(id) attr:class="button">
                    <Icon name="plus" />
                    {t!(partner.new.button)}
                </A>
            </p>
        </li>
    }
}

/// Who opens a place does not need to be an organisation.
#[component]
fn Invitation() -> impl IntoView {
    view! {
        <div class="desk-hero">
            <div>
                <Heading text=t!(partner.desk.title) />
                <p class="lead">{t!(partner.desk.lead)}</p>
                <ol class="steps">
                    <li>{t!(partner.desk.step_who)}</li>
                    <li>{t!(partner.desk.step_what)}</li>
                    <li>{t!(partner.desk.step_when)}</li>
                </ol>
            </div>
            <Art name="theme-together".to_owned() />
        </div>
    }
}

/// Finds the actor that is known already, or makes a new one.
#[component]
fn Begin() -> impl IntoView {
    let session = use_session();
    let unconfirmed = Memo::new(move |_| session.me().is_some_and(|me| !me.email_verified));
    let form = Form::new();
    let actor = RwSignal::new(None::<ActorSummary>);
    let making = RwSignal::new(false);
    move || {
        if unconfirmed.get() {
            return view! {
                <div class="notice warn">
                    <Icon name="mail" />
                    <div>
                        <p>{t!(partner.desk.unconfirmed)}</p>
                        <Resend />
                    </div>
                </div>
            }
            .into_any();
        }
        view! {
            <section class="card stack" aria-labelledby="begin-title">
                <h2 id="begin-title">{t!(partner.desk.who)}</h2>
                <ActorField form pointer="/actor_id" actor />
                {move || actor.get().map(|actor| view! { <Found actor /> })}
                <p>
                    <button
                        type="button"
                        class="button"
                        aria-expanded=move || making.get().to_string()
                        on:click=move |_| making.update(|making| *making = !*making)
                    >
                        <Icon name="plus" />
                        {t!(partner.desk.make)}
                    </button>
                </p>
                <Show when=move || making.get()>
                    <Make />
                </Show>
            </section>
        }
        .into_any()
    }
}

#[component]
fn Make() -> impl IntoView {
    let session = use_session();
    let navigate = use_navigate();
    let typed = Typed::blank();
    if let Some(me) = untrack(|| session.me()) {
        typed.first_name.set(me.first_name);
        typed.email.set(me.email);
    }
    let once = Once::new();
    let send = Callback::new(move |form: Form| {
        let Some(body) = typed.create(form) else {
            return;
        };
        let (client, key) = (session.client(), once.key(&body));
        let sending = async move {
            let actor = session.call(client.create_actor(&body, key)).await?;
            // Who I act for is part of me.
            session.renew().await?;
            Ok(actor)
        };
        // Its own: who has an actor now is shown another desk, without this form.
        let navigate = navigate.clone();
        form.send(sending, move |actor| {
            once.arrived();
            navigate(&actor_page(actor.id), NavigateOptions::default());
        });
    });
    let (we, alone) = (t!(partner.desk.make_button), t!(partner.desk.make_alone));
    let text = Signal::derive(move || {
        if typed.is_one_person() {
            alone.get()
        } else {
            we.get()
        }
    });
    view! { <ActorForm typed is_new=true send text /> }
}

/// The actor is known: somebody acts for it already, or one can say that one does.
#[component]
fn Found(actor: ActorSummary) -> impl IntoView {
    let client = use_client();
    let id = actor.id;
    let asked = load(move || {
        let client = client.clone();
        async move { client.get_actor(id).await }
    });
    asked.view(SkeletonKind::Lines, move |actor| match actor.state {
        ActorState::Claimed => view! {
            <div class="notice">
                <Icon name="users" />
                <p>{t!(partner.desk.taken)}</p>
            </div>
        }
        .into_any(),
        ActorState::Unclaimed => view! { <Claim id=actor.id /> }.into_any(),
    })
}

#[component]
fn Claim(id: ActorId) -> impl IntoView {
    let sent = RwSignal::new(false);
    let told = Callback::new(move |()| {
        sent.set(true);
        // The form that had the focus is gone.
        browser::refocus_soon("claim-sent");
    });
    move || {
        if sent.get() {
            return view! {
                <p class="notice ok" id="claim-sent" tabindex="-1" role="status">
                    {t!(partner.claim.sent)}
                </p>
            }
            .into_any();
        }
        view! {
            <p>{t!(partner.claim.text)}</p>
            <ClaimForm id told />
        }
        .into_any()
    }
}
