//! Who I am, and how the screens look and speak.

use goesting_i18n::{Label, Lang, msg};
use goesting_types::person::{Appearance, Me, MeUpdate};
use goesting_types::problem::{ErrorCode, FieldCode};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Choices, Form, FormError, Submit, TextField, Town, TownField, use_toasts};
use crate::i18n::use_i18n;
use crate::session::{Session, use_session};
use crate::t;

fn nothing() -> MeUpdate {
    MeUpdate {
        first_name: None,
        last_name: None,
        lang: None,
        appearance: None,
        territory: None,
    }
}

/// Sends changes to myself. Somebody else (another tab) was first: what they changed stays, what I
/// changed now comes on top.
async fn change(
    session: Session,
    me: &Me,
    body: &MeUpdate,
) -> Result<(), goesting_client::ClientError> {
    let client = session.client();
    let answer = session.call(client.update_me(me.version, body)).await;
    let me = match answer {
        Err(error) if error.code() == Some(ErrorCode::StaleEdit) => {
            let fresh = session.call(client.get_me()).await?;
            session.call(client.update_me(fresh.version, body)).await?
        }
        answer => answer?,
    };
    session.adopt(me).await;
    Ok(())
}

/// Name, e-mail address and municipality.
#[component]
pub fn Profile() -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let me = untrack(|| session.me());
    let form = Form::new();
    let first = RwSignal::new(
        me.as_ref()
            .map(|me| me.first_name.clone())
            .unwrap_or_default(),
    );
    let last = RwSignal::new(
        me.as_ref()
            .and_then(|me| me.last_name.clone())
            .unwrap_or_default(),
    );
    let town = RwSignal::new(me.and_then(|me| me.territory));
    let email = move || session.me().map(|me| me.email);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(me) = untrack(|| session.me()) else {
            return;
        };
        let body = MeUpdate {
            first_name: Some(first.get_untracked().trim().to_owned()),
            last_name: Some(last.get_untracked().trim().to_owned()),
            // An empty one takes it away.
            territory: Some(town.get_untracked().unwrap_or_else(|| "".into())),
            ..nothing()
        };
        let empty = body.first_name.as_deref() == Some("");
        let faults = if empty {
            vec![("/first_name", FieldCode::Required)]
        } else {
            Vec::new()
        };
        if form.check(faults) {
            form.send(
                async move { change(session, &me, &body).await },
                move |()| toasts.say(msg!(common.page.saved)),
            );
        }
    };
    view! {
        <section aria-labelledby="profile-title">
            <h2 id="profile-title">{t!(account.profile)}</h2>
            <form class="stack" on:submit=submit novalidate>
                <TextField
                    form
                    pointer="/first_name"
                    label=t!(common.form.first_name)
                    value=first
                    autocomplete="given-name"
                />
                <TextField
                    form
                    pointer="/last_name"
                    label=t!(common.form.last_name)
                    value=last
                    autocomplete="family-name"
                    optional=true
                />
                <p>{move || email().map(|email| i18n.text(&msg!(account.email, email = email)))}</p>
                <TownField
                    form
                    pointer="/territory"
                    label=t!(common.form.municipality)
                    id=town.get_untracked()
                    name=String::new()
                    change=Callback::new(move |to: Option<Town>| town.set(to.map(|to| to.id)))
                    required=false
                />
                <FormError form />
                <Submit form text=t!(common.action.store) icon="check" />
            </form>
        </section>
    }
}

/// Language and appearance: at once.
#[component]
pub fn Looks() -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let send = move |body: MeUpdate| {
        let Some(me) = untrack(|| session.me()) else {
            return;
        };
        spawn_local(async move {
            if let Err(error) = change(session, &me, &body).await {
                toasts.failed(&error);
            }
        });
    };
    let languages = Signal::derive(move || {
        Lang::ALL
            .iter()
            .map(|lang| (lang.to_string(), i18n.label(*lang)))
            .collect::<Vec<_>>()
    });
    let choose_language = move |word: String| {
        let Ok(lang) = word.parse::<Lang>() else {
            return;
        };
        spawn_local(async move {
            if session.change_lang(lang, true).await {
                send(MeUpdate {
                    lang: Some(lang),
                    ..nothing()
                });
            } else {
                toasts.say(msg!(common.page.failed.title));
            }
        });
    };
    let appearances = Signal::derive(move || {
        Appearance::ALL
            .iter()
            .map(|appearance| (appearance.to_string(), i18n.text(&appearance.label())))
            .collect::<Vec<_>>()
    });
    let choose_appearance = move |word: String| {
        let Ok(appearance) = word.parse::<Appearance>() else {
            return;
        };
        Session::set_appearance(appearance);
        send(MeUpdate {
            appearance: Some(appearance),
            ..nothing()
        });
    };
    view! {
        <section aria-labelledby="looks-title">
            <h2 id="looks-title">{t!(account.looks)}</h2>
            <Choices
                name="lang"
                legend=t!(common.nav.language)
                options=languages
                value=Signal::derive(move || i18n.lang().to_string())
                choose=choose_language
            />
            <Choices
                name="appearance"
                legend=t!(account.appearance)
                options=appearances
                value=Signal::derive(move || {
                    session.me().map(|me| me.appearance.to_string()).unwrap_or_default()
                })
                choose=choose_appearance
            />
        </section>
    }
}
