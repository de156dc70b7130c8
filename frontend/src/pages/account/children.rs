//! My children: who they are and what I allow.

use goesting_i18n::{Message, msg};
use goesting_types::person::{AgeBand, Child, ConsentPurpose};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::child_form::{EditChild, NewChild, OwnAccount};
use crate::browser;
use crate::components::{Act, AskFirst, Check, Icon, SkeletonKind, use_toasts};
use crate::i18n::use_i18n;
use crate::load::{Load, load};
use crate::session::use_session;
use crate::t;

/// My children.
#[component]
pub fn Children() -> impl IntoView {
    let session = use_session();
    let adding = RwSignal::new(false);
    let mine = load(move || {
        let client = session.client();
        async move { Ok(session.call(client.list_children()).await?.items) }
    });
    let added = move |child: Child| {
        mine.update(|children| children.push(child));
        adding.set(false);
        browser::refocus_soon("add-child");
    };
    view! {
        <section aria-labelledby="children-title">
            <h2 id="children-title">{t!(account.children.title)}</h2>
            <p>{t!(account.children.text)}</p>
            {mine
                .view(
                    SkeletonKind::Lines,
                    move |children| {
                        let cards: Vec<_> = children
                            .into_iter()
                            .map(|child| view! { <li><OneChild child mine /></li> })
                            .collect();
                        view! { <ul class="entries">{cards}</ul> }
                    },
                )}
            <button
                type="button"
                class="button"
                id="add-child"
                aria-expanded=move || adding.get().to_string()
                on:click=move |_| adding.update(|adding| *adding = !*adding)
            >
                <Icon name="plus" />
                {t!(enrol.add_child)}
            </button>
            <Show when=move || adding.get()>
                <NewChild added />
            </Show>
        </section>
    }
}

#[component]
fn OneChild(child: Child, mine: Load<Vec<Child>>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let id = child.id;
    let given = RwSignal::new(
        child
            .consents
            .iter()
            .map(|consent| consent.purpose)
            .collect::<Vec<_>>(),
    );
    let allow = move |purpose: ConsentPurpose, on: bool| {
        let before = given.get_untracked();
        given.update(|given| {
            given.retain(|known| *known != purpose);
            if on {
                given.push(purpose);
            }
        });
        let client = session.client();
        spawn_local(async move {
            let done = if on {
                session.call(client.give_consent(id, purpose)).await
            } else {
                session.call(client.withdraw_consent(id, purpose)).await
            };
            if let Err(error) = done {
                given.try_set(before);
                toasts.failed(&error);
            }
        });
    };
    let gone = move || {
        mine.update(|children| children.retain(|child| child.id != id));
        browser::refocus_soon("add-child");
    };
    let asking = RwSignal::new(false);
    let act = Act::new();
    let remove = move |()| {
        let client = session.client();
        let removing = async move { session.call(client.remove_child(id)).await };
        act.run(removing, move |removed| {
            if removed.is_some() {
                gone();
            }
        });
    };
    let editing = RwSignal::new(false);
    let edited = move |now: Child| {
        editing.set(false);
        mine.update(|children| {
            if let Some(known) = children.iter_mut().find(|known| known.id == id) {
                *known = now;
            }
        });
        browser::refocus_soon(format!("edit-{id}"));
    };
    let known = StoredValue::new(child.clone());
    let name = child.first_name.clone();
    let about = move |what: Message| {
        let named = known.with_value(|child| child.first_name.clone());
        move || format!("{}: {named}", i18n.text(&what))
    };
    let consents: Vec<_> = ConsentPurpose::ALL
        .iter()
        .map(|purpose| {
            let purpose = *purpose;
            view! {
                <Check
                    on=Signal::derive(move || given.with(|given| given.contains(&purpose)))
                    change=move |on| allow(purpose, on)
                >
                    {crate::i18n::label(purpose)}
                </Check>
            }
        })
        .collect();
    let release = child.release_on;
    view! {
        <div class="card child">
            <h3 id=format!("child-{id}")>{child.first_name} " " <small>{child.birth_year}</small></h3>
            <fieldset aria-labelledby=format!("child-{id} allow-{id}")>
                <legend id=format!("allow-{id}")>{t!(account.children.allow)}</legend>
                {consents}
            </fieldset>
            <p class="muted small">
                {move || {
                    let date = i18n.format().date_without_weekday(release);
                    i18n.text(&msg!(account.children.release, date = date))
                }}
            </p>
            <button
                type="button"
                class="button quiet"
                id=format!("edit-{id}")
                aria-label=about(msg!(common.action.edit))
                aria-expanded=move || editing.get().to_string()
                on:click=move |_| editing.update(|editing| *editing = !*editing)
            >
                <Icon name="pencil" />
                {t!(common.action.edit)}
            </button>
            <button
                type="button"
                class="button quiet"
                aria-label=about(msg!(common.action.remove))
                aria-disabled=move || act.is_busy().to_string()
                on:click=move |_| asking.set(true)
            >
                <Icon name="trash-2" />
                {t!(common.action.remove)}
            </button>
            <Show when=move || editing.get()>
                <EditChild child=known.get_value() done=edited />
            </Show>
            {(child.age_band != AgeBand::Child)
                .then(|| {
                    view! {
                        <details>
                            <summary>{t!(account.children.give)}</summary>
                            <OwnAccount child=known.get_value() given=gone />
                        </details>
                    }
                })}
            // What is deleted here cannot be brought back, so this once it is asked.
            <AskFirst
                open=asking
                title=t!(account.children.remove)
                text=crate::i18n::t(msg!(account.children.remove_text, name = name))
                action=t!(common.action.remove)
                yes=Callback::new(remove)
            />
        </div>
    }
}
