//! The pictures, each with words for who does not see it.

use goesting_i18n::msg;
use goesting_types::opportunity::{Picture, PictureQuery};
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Bench;
use crate::browser;
use crate::components::{Act, Around, AskFirst, Form, FormError, Icon, Once, Submit, TextField};
use crate::i18n::{use_i18n, words};
use crate::t;

/// Most pictures of one opportunity.
const MOST: usize = goesting_core::opportunity::MAX_PICTURES;
/// Where the focus goes when a picture went.
const LIST: &str = "pictures";
/// What can be read.
const TYPES: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];

/// The pictures, and a form to add one.
#[component]
pub fn Pictures(bench: Bench) -> impl IntoView {
    let pictures = Memo::new(move |_| bench.now.with(|now| now.pictures.clone()));
    let list = move || {
        let one = |picture: Picture| view! { <One bench picture /> }.into_any();
        pictures.get().into_iter().map(one).collect::<Vec<_>>()
    };
    view! {
        <section aria-label=t!(partner.part.pictures)>
            <p>{t!(partner.picture.text)}</p>
            <ul class="card-grid" id=LIST tabindex="-1">
                {list}
            </ul>
            <Show
                when=move || pictures.with(|all| all.len() < MOST)
                fallback=|| view! { <p class="muted">{t!(partner.picture.most)}</p> }
            >
                <Add bench />
            </Show>
        </section>
    }
}

#[component]
fn One(bench: Bench, picture: Picture) -> impl IntoView {
    let i18n = use_i18n();
    let asking = RwSignal::new(false);
    let act = Act::new();
    let remove = Callback::new(move |()| {
        let id = bench.now.with_untracked(|now| now.id);
        let (client, session) = (bench.session.client(), bench.session);
        let removing = async move { session.call(client.remove_picture(id, picture.id)).await };
        act.run(removing, move |_| {
            spawn_local(async move {
                bench.renew().await;
                // The button that was pressed went with its picture.
                browser::refocus_soon(LIST);
            });
        });
    });
    let alt = picture.alt;
    let (shown, named) = (alt.clone(), alt.clone());
    view! {
        <li class="card">
            {picture
                .urls
                .first()
                .map(|src| view! { <img src=src.clone() alt=move || words(i18n, &alt) loading="lazy" /> })}
            <p>{move || words(i18n, &shown)}</p>
            {picture.credit.map(|credit| view! { <p class="muted small">{credit}</p> })}
            <button
                type="button"
                class="button quiet"
                aria-label=move || {
                    format!("{}: {}", i18n.text(&msg!(common.action.remove)), words(i18n, &named))
                }
                aria-disabled=move || act.is_busy().to_string()
                on:click=move |_| asking.set(true)
            >
                <Icon name="trash-2" />
                {t!(common.action.remove)}
            </button>
            <AskFirst
                open=asking
                title=t!(partner.picture.remove)
                text=t!(partner.picture.remove_text)
                action=t!(common.action.remove)
                yes=remove
            />
        </li>
    }
}

#[component]
fn Add(bench: Bench) -> impl IntoView {
    let (form, once) = (Form::new(), Once::new());
    let (alt, credit) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let input = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let file = input
            .get_untracked()
            .and_then(|input| input.files())
            .and_then(|files| files.get(0));
        let query = PictureQuery {
            alt: alt.get_untracked().trim().to_owned(),
            lang: bench.filling.lang.get_untracked(),
            credit: Some(credit.get_untracked().trim().to_owned()).filter(|it| !it.is_empty()),
        };
        let kind = file.as_ref().map(|file| file.type_());
        let kind = kind.map(|kind| TYPES.into_iter().find(|known| *known == kind));
        let mut faults = Vec::new();
        match kind {
            None => faults.push(("/file", FieldCode::Required)),
            Some(None) => faults.push(("/file", FieldCode::Malformed)),
            Some(Some(_)) => {}
        }
        if query.alt.chars().count() < 3 {
            faults.push(("/alt", FieldCode::TooShort));
        }
        if !form.check(faults) {
            return;
        }
        let (Some(file), Some(Some(kind))) = (file, kind) else {
            return;
        };
        let (id, client) = (
            bench.now.with_untracked(|now| now.id),
            bench.session.client(),
        );
        let key = once.key(&(&query, file.name(), file.size()));
        let sending = async move {
            let bytes = browser::bytes(&file).await;
            bench
                .session
                .call(client.add_picture(id, &query, kind, bytes, key))
                .await
        };
        form.send(sending, move |_| {
            once.arrived();
            alt.set(String::new());
            if let Some(input) = input.get_untracked() {
                input.set_value("");
            }
            bench.toasts.say(msg!(partner.picture.added));
            spawn_local(async move {
                bench.renew().await;
                // The last one that fits takes the form away.
                browser::refocus_soon(LIST);
            });
        });
    };
    view! {
        <form class="stack card" on:submit=submit novalidate>
            <Around form pointer="/file" label=t!(partner.picture.file) hint=Some(t!(partner.picture.file_hint)) optional=false>
                <input node_ref=input id=form.field_id("/file") type="file" accept=TYPES.join(",") />
            </Around>
            <TextField
                form
                pointer="/alt"
                label=t!(partner.picture.alt)
                hint=t!(partner.picture.alt_hint)
                value=alt
                limit=300
            />
            <TextField
                form
                pointer="/credit"
                label=t!(partner.picture.credit)
                value=credit
                limit=120
                optional=true
            />
            <FormError form />
            <Submit form text=t!(partner.picture.add) icon="image" />
        </form>
    }
}
