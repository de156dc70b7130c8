//! Saying yes to act for an actor. The link stays in the address bar until then: who makes an
//! account on the way, or confirms their address first, comes back to it.

use goesting_client::ClientError;
use goesting_i18n::{Message, msg};
use goesting_types::actor::{Invitation as Asked, InvitationAccepted, MemberRole};
use goesting_types::person::Me;
use goesting_types::problem::ErrorCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;

use super::auth::{Gate, Resend};
use crate::browser;
use crate::components::{Act, Art, Form, FormError, Heading, Icon, Skeleton, SkeletonKind, Submit};
use crate::i18n::use_i18n;
use crate::load::load;
use crate::routes;
use crate::session::{Who, suggest_draft, use_client, use_session};
use crate::t;

/// The invitation of the address.
#[component]
pub fn Invitation() -> impl IntoView {
    let client = use_client();
    let query = use_query_map();
    let token = query
        .with_untracked(|query| query.get("token"))
        .unwrap_or_default();
    let token = StoredValue::new(token);
    let asked = load(move || {
        let client = client.clone();
        async move {
            // A link that is over is an answer too.
            match client.get_invitation(&token.get_value()).await {
                Err(error) if is_over(&error) => Ok(None),
                answer => answer.map(Some),
            }
        }
    });
    view! {
        <div class="page narrow invitation">
            {asked
                .view(
                    SkeletonKind::Page,
                    move |asked| match asked {
                        Some(asked) => view! { <Open asked token /> }.into_any(),
                        None => view! { <Over /> }.into_any(),
                    },
                )}
        </div>
    }
}

fn is_over(error: &ClientError) -> bool {
    error.code() == Some(ErrorCode::LinkExpired)
}

/// It does not work any more.
#[component]
fn Over() -> impl IntoView {
    view! {
        <Heading text=t!(invitation.over) />
        <p class="lead">{t!(invitation.over_text)}</p>
        <p class="row">
            <A href=routes::PARTNER attr:class="button">
                {t!(common.nav.partner)}
            </A>
        </p>
    }
}

#[component]
fn Open(asked: Asked, token: StoredValue<String>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let done = RwSignal::new(None::<InvitationAccepted>);
    let actor = asked.actor.name.clone();
    let title = {
        let actor = actor.clone();
        move || {
            i18n.text(&if done.with(Option::is_some) {
                msg!(invitation.done, actor = actor.clone())
            } else {
                msg!(invitation.title)
            })
        }
    };
    let asked = StoredValue::new(asked);
    // Only what matters here; other changes to the person leave the form alone.
    let stage = Memo::new(move |_| match session.who() {
        Who::Unknown => Stage::Unknown,
        Who::Guest => Stage::Guest,
        Who::Known(me) => asked.with_value(|asked| stage(asked, &me)),
    });
    let answer = move || match stage.get() {
        Stage::Unknown => view! { <Skeleton kind=SkeletonKind::Lines /> }.into_any(),
        Stage::Guest => {
            let email = asked.with_value(|asked| asked.email.clone());
            suggest_draft("auth.email", &email);
            let lead = crate::i18n::t(msg!(invitation.gate, email = email));
            view! { <Gate lead /> }.into_any()
        }
        Stage::Other(mine) => view! { <Other asked mine /> }.into_any(),
        Stage::Unconfirmed(email) => view! { <Unconfirmed email /> }.into_any(),
        Stage::Ready => view! { <Accept token done /> }.into_any(),
    };
    view! {
        <Heading text=Signal::derive(title) />
        {move || match done.get() {
            Some(accepted) => view! { <Welcome accepted /> }.into_any(),
            None => {
                view! {
                    {asked.with_value(|asked| view! { <Meaning asked=asked.clone() /> })}
                    {answer}
                }
                    .into_any()
            }
        }}
    }
    .into_any()
}

/// How far who is there has come.
#[derive(Debug, Clone, PartialEq)]
enum Stage {
    Unknown,
    Guest,
    /// Logged in with this address, which is another one.
    Other(String),
    /// This address is not confirmed yet.
    Unconfirmed(String),
    Ready,
}

fn stage(asked: &Asked, me: &Me) -> Stage {
    if me.email.to_lowercase() != asked.email.to_lowercase() {
        Stage::Other(me.email.clone())
    } else if me.email_verified {
        Stage::Ready
    } else {
        Stage::Unconfirmed(me.email.clone())
    }
}

/// What is asked, and what a yes means.
#[component]
fn Meaning(asked: Asked) -> impl IntoView {
    let i18n = use_i18n();
    let actor = asked.actor.name.as_str();
    let inviter = asked.invited_by.as_deref().unwrap_or(actor);
    let mut meanings = vec![msg!(invitation.offer, actor = actor), msg!(invitation.list)];
    if asked.role == MemberRole::Steward {
        meanings.push(msg!(invitation.steward, actor = actor));
    }
    meanings.push(msg!(invitation.stop));
    let meanings: Vec<_> = meanings.into_iter().map(meaning).collect();
    let until = asked.expires_at;
    view! {
        <p class="lead">
            {crate::i18n::t(msg!(invitation.lead, inviter = inviter, actor = actor))}
        </p>
        <section class="card" aria-labelledby="means">
            <h2 id="means">{t!(invitation.means)}</h2>
            <ul class="yeses one">{meanings}</ul>
            <p class="muted small">
                {move || {
                    let date = i18n.format().date_in_full(browser::brussels(until).date());
                    i18n.text(&msg!(invitation.until, date = date))
                }}
            </p>
        </section>
    }
    .into_any()
}

fn meaning(words: Message) -> impl IntoView {
    view! {
        <li>
            <Icon name="check" />
            {crate::i18n::t(words)}
        </li>
    }
}

/// Logged in with another address.
#[component]
fn Other(asked: StoredValue<Asked>, mine: String) -> impl IntoView {
    let session = use_session();
    let act = Act::new();
    let email = asked.with_value(|asked| asked.email.clone());
    let leave = move |_| act.run(session.leave(), drop);
    view! {
        <div class="notice warn">
            <Icon name="circle-alert" />
            <p>{crate::i18n::t(msg!(invitation.other, email = email, mine = mine))}</p>
        </div>
        <p>
            <button
                type="button"
                class="button"
                aria-disabled=move || act.is_busy().to_string()
                on:click=leave
            >
                <Icon name="log-out" />
                {t!(common.action.sign_out)}
            </button>
        </p>
    }
}

/// The address is to be confirmed first.
#[component]
fn Unconfirmed(email: String) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let act = Act::new();
    let still = RwSignal::new(false);
    let look = move |_| {
        still.set(false);
        // Who is confirmed by then sees another part; this is for who is not.
        act.run(session.renew(), move |looked| {
            still.try_set(looked.is_some());
        });
    };
    view! {
        <div class="notice warn">
            <Icon name="mail" />
            <p>{crate::i18n::t(msg!(invitation.confirm, email = email))}</p>
        </div>
        <p class="row">
            <button
                type="button"
                class="button main"
                aria-disabled=move || act.is_busy().to_string()
                on:click=look
            >
                <Icon name="mail-check" />
                {t!(invitation.confirmed)}
            </button>
            <Resend />
        </p>
        <p role="status">
            {move || still.get().then(|| i18n.text(&msg!(invitation.not_yet)))}
        </p>
    }
}

/// One button.
#[component]
fn Accept(token: StoredValue<String>, done: RwSignal<Option<InvitationAccepted>>) -> impl IntoView {
    let session = use_session();
    let form = Form::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let client = session.client();
        form.send(
            async move {
                session
                    .call(client.accept_invitation(&token.get_value()))
                    .await
            },
            move |accepted| {
                browser::clear_query();
                done.set(Some(accepted));
                browser::refocus_soon("done");
                spawn_local(async move {
                    // The menu shows the new desk; at the next visit at the latest.
                    let _ = session.renew().await;
                });
            },
        );
    };
    view! {
        <form class="stack" on:submit=submit>
            <FormError form />
            <Submit form text=t!(invitation.accept) icon="handshake" />
            <p class="muted">{t!(invitation.no)}</p>
        </form>
    }
}

#[component]
fn Welcome(accepted: InvitationAccepted) -> impl IntoView {
    view! {
        <div id="done" role="status" class="done" tabindex="-1">
            <Art name="done".to_owned() />
            <p class="lead">
                {crate::i18n::t(msg!(invitation.done_text, actor = accepted.actor.name.as_str()))}
            </p>
            <p class="row">
                <A href=routes::PARTNER attr:class="button main">
                    <Icon name="store" />
                    {t!(common.nav.partner)}
                </A>
                <A href=routes::actor(accepted.actor.id) attr:class="button">
                    {accepted.actor.name}
                </A>
            </p>
        </div>
    }
}
