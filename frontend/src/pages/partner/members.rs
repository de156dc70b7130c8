//! The people of an actor.

use goesting_i18n::{Label, msg};
use goesting_types::actor::{
    Member, MemberInvite, MemberRole, Members as People, PendingInvitation,
};
use goesting_types::ids::ActorId;
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::browser;
use crate::components::{
    Act, AskFirst, Choices, Form, FormError, Icon, Once, SkeletonKind, Submit, TextField,
    use_toasts,
};
use crate::i18n::use_i18n;
use crate::load::{Load, load};
use crate::session::{use_draft, use_session};
use crate::t;

/// The people, those who were asked, and a form to ask another.
#[component]
pub fn Members(id: ActorId, steward: bool) -> impl IntoView {
    let session = use_session();
    let people = load(move || {
        let client = session.client();
        async move { session.call(client.list_members(id)).await }
    });
    // The button that was pressed went with its row.
    Effect::new(move |before: Option<bool>| {
        let known = people.with(|_| ()).is_some();
        if known && before == Some(true) {
            browser::refocus_soon("members-title");
        }
        known
    });
    view! {
        <section aria-labelledby="members-title">
            <h2 id="members-title" tabindex="-1">
                {t!(partner.member.title)}
            </h2>
            <p>{t!(partner.member.text)}</p>
            {people
                .view(
                    SkeletonKind::Lines,
                    move |all: People| {
                        let members: Vec<_> = all
                            .items
                            .into_iter()
                            .map(|member| view! { <One id steward member people /> }.into_any())
                            .collect();
                        let invited: Vec<_> = all
                            .invited
                            .into_iter()
                            .map(|invited| view! { <Asked id invited people /> }.into_any())
                            .collect();
                        view! { <ul class="offer-list">{members} {invited}</ul> }
                    },
                )}
            {steward.then(|| view! { <Invite id people /> })}
        </section>
    }
}

#[component]
fn One(id: ActorId, steward: bool, member: Member, people: Load<People>) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let asking = RwSignal::new(false);
    let person = member.person_id;
    let me = untrack(|| session.me()).is_some_and(|me| me.id == person);
    let name = member.first_name.clone();
    let act = Act::new();
    let remove = Callback::new(move |()| {
        let client = session.client();
        let removing = async move {
            session.call(client.remove_member(id, person)).await?;
            if me {
                // Who I act for is part of me; without it this page is not mine.
                let _ = session.renew().await;
            }
            Ok(())
        };
        act.run(removing, move |removed| {
            if removed.is_some() && !me {
                people.again();
            }
        });
    });
    let (title, text, action) = if me {
        (
            t!(partner.member.leave_title),
            t!(partner.member.leave_text),
            t!(partner.member.leave),
        )
    } else {
        (
            crate::i18n::t(msg!(partner.member.remove, name = name.clone())),
            t!(partner.member.remove_text),
            t!(common.action.remove),
        )
    };
    let since = member.since;
    view! {
        <li>
            <span>
                <strong>{member.first_name}</strong>
                " · "
                {crate::i18n::label(member.role)}
            </span>
            <span class="muted small">
                {move || {
                    let day = i18n.format().date_without_weekday(browser::brussels(since).date());
                    i18n.text(&msg!(partner.member.since, day = day))
                }}
            </span>
            {(steward || me)
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button quiet"
                            aria-label=move || format!("{}: {name}", action.get())
                            aria-disabled=move || act.is_busy().to_string()
                            on:click=move |_| asking.set(true)
                        >
                            {action}
                        </button>
                        <AskFirst open=asking title text action yes=remove />
                    }
                })}
        </li>
    }
}

/// Somebody who was asked and did not answer yet.
#[component]
fn Asked(id: ActorId, invited: PendingInvitation, people: Load<People>) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let act = Act::new();
    let withdraw = move |_| {
        let client = session.client();
        let withdrawing = async move {
            session
                .call(client.withdraw_invitation(id, invited.id))
                .await
        };
        act.run(withdrawing, move |withdrawn| {
            if withdrawn.is_some() {
                people.again();
            }
        });
    };
    let email = invited.email.clone();
    let until = invited.expires_at;
    view! {
        <li>
            <span class="break">
                <Icon name="mail" />
                " "
                {invited.email}
                " · "
                {crate::i18n::label(invited.role)}
            </span>
            <span class="muted small">
                {move || {
                    i18n.text(&msg!(partner.member.waits, until = i18n.format().instant(until)))
                }}
            </span>
            <button
                type="button"
                class="button quiet"
                aria-label=move || format!("{}: {email}", i18n.text(&msg!(partner.member.withdraw)))
                aria-disabled=move || act.is_busy().to_string()
                on:click=withdraw
            >
                {t!(partner.member.withdraw)}
            </button>
        </li>
    }
}

#[component]
fn Invite(id: ActorId, people: Load<People>) -> impl IntoView {
    let i18n = use_i18n();
    let (session, toasts) = (use_session(), use_toasts());
    let (form, once) = (Form::new(), Once::new());
    let email = use_draft(&format!("invite.{id}"));
    let role = RwSignal::new(MemberRole::Host);
    let roles = Signal::derive(move || {
        [MemberRole::Host, MemberRole::Steward]
            .map(|role| (role.to_string(), i18n.text(&role.label())))
            .to_vec()
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = MemberInvite {
            email: email.text.get_untracked().trim().to_owned(),
            role: role.get_untracked(),
        };
        if body.email.is_empty() {
            form.check(vec![("/email", FieldCode::Required)]);
            return;
        }
        let (client, key) = (session.client(), once.key(&body));
        form.send(
            async move { session.call(client.invite_member(id, &body, key)).await },
            move |_| {
                once.arrived();
                email.clear();
                toasts.say(msg!(partner.member.sent));
                people.again();
            },
        );
    };
    let explained = move || {
        i18n.text(&match role.get() {
            MemberRole::Host => msg!(partner.member.host_text),
            MemberRole::Steward => msg!(partner.member.steward_text),
        })
    };
    view! {
        <form class="stack card" on:submit=submit novalidate>
            <h3>{t!(partner.member.invite)}</h3>
            <TextField
                form
                pointer="/email"
                label=t!(common.form.email)
                value=email.text
                kind="email"
                inputmode="email"
            />
            <Choices
                name="member-role"
                legend=t!(partner.member.role)
                options=roles
                value=Signal::derive(move || role.get().to_string())
                choose=move |word: String| {
                    if let Ok(word) = word.parse() {
                        role.set(word);
                    }
                }
            />
            <p class="hint">{explained}</p>
            <FormError form />
            <Submit form text=t!(partner.member.send) icon="send" />
        </form>
    }
}
