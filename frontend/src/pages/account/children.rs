//! My children: who they are and what I allow.

use chrono::Datelike;
use goesting_i18n::{Label, msg};
use goesting_types::person::{Child, ChildCreate, ConsentPurpose};
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser;
use crate::components::{
    Act, AskFirst, Check, Form, FormError, Icon, Once, SkeletonKind, Submit, TextField, use_toasts,
};
use crate::i18n::use_i18n;
use crate::load::{Load, load};
use crate::session::{use_draft, use_session};
use crate::t;

/// Children are younger.
const ADULT: i32 = 18;

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
    let asking = RwSignal::new(false);
    let act = Act::new();
    let remove = move |()| {
        let client = session.client();
        let removing = async move { session.call(client.remove_child(id)).await };
        act.run(removing, move |removed| {
            if removed.is_some() {
                mine.update(|children| children.retain(|child| child.id != id));
                browser::refocus_soon("add-child");
            }
        });
    };
    let (name, named) = (child.first_name.clone(), child.first_name.clone());
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
                aria-label=move || format!("{}: {named}", i18n.text(&msg!(common.action.remove)))
                aria-disabled=move || act.is_busy().to_string()
                on:click=move |_| asking.set(true)
            >
                <Icon name="trash-2" />
                {t!(common.action.remove)}
            </button>
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

/// Adds a child.
#[component]
pub fn NewChild(
    /// The child is there.
    added: impl Fn(Child) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let (form, once) = (Form::new(), Once::new());
    let name = use_draft("child.first_name");
    let year = use_draft("child.birth_year");
    let may = RwSignal::new(false);
    let tell = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        // It may stand inside another form.
        event.stop_propagation();
        let born = year.text.get_untracked().trim().parse::<i32>().ok();
        let now = browser::now().year();
        let born = born.filter(|born| (now - ADULT..=now).contains(born));
        let mut consents = Vec::new();
        if may.get_untracked() {
            consents.push(ConsentPurpose::Participation);
        }
        if tell.get_untracked() {
            consents.push(ConsentPurpose::NameToHost);
        }
        let body = ChildCreate {
            first_name: name.text.get_untracked().trim().to_owned(),
            birth_year: born.unwrap_or_default(),
            birthday: None,
            consents,
        };
        let mut faults = Vec::new();
        if body.first_name.is_empty() {
            faults.push(("/first_name", FieldCode::Required));
        }
        if born.is_none() {
            faults.push(("/birth_year", FieldCode::OutOfRange));
        }
        if !may.get_untracked() {
            faults.push(("/consents", FieldCode::Required));
        }
        if !form.check(faults) {
            return;
        }
        let client = session.client();
        let key = once.key(&body);
        form.send(
            async move { session.call(client.create_child(&body, key)).await },
            move |child| {
                once.arrived();
                name.clear();
                year.clear();
                added(child);
            },
        );
    };
    view! {
        <form class="stack card" on:submit=submit novalidate>
            <TextField form pointer="/first_name" label=t!(common.form.first_name) value=name.text />
            <TextField
                form
                pointer="/birth_year"
                label=t!(common.form.birth_year)
                value=year.text
                inputmode="numeric"
            />
            <fieldset>
                <legend>{t!(account.children.allow)}</legend>
                <Check on=may change=move |on| may.set(on) of=Some((form, "/consents"))>
                    {move || i18n.text(&ConsentPurpose::Participation.label())}
                </Check>
                <Check on=tell change=move |on| tell.set(on)>
                    {move || i18n.text(&ConsentPurpose::NameToHost.label())}
                </Check>
            </fieldset>
            <FormError form />
            <Submit form text=t!(common.action.add) icon="plus" />
        </form>
    }
}
