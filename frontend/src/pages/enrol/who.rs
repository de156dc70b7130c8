//! Who comes: oneself, one's children, or both.

use goesting_types::ids::PersonId;
use goesting_types::person::{Child, Me};
use leptos::prelude::*;

use crate::browser;
use crate::components::{Check, Form, Icon, SkeletonKind};
use crate::i18n::use_i18n;
use crate::load::load;
use crate::pages::account::NewChild;
use crate::session::use_session;
use crate::t;
use goesting_i18n::msg;

/// Who comes.
#[component]
pub fn WhoComes(
    form: Form,
    me: Me,
    myself: RwSignal<bool>,
    children: RwSignal<Vec<PersonId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let adding = RwSignal::new(false);
    let mine = load(move || {
        let client = session.client();
        async move {
            let page = session.call(client.list_children()).await?;
            Ok(page.items)
        }
    });
    let name = me.first_name;
    // Coming from the form to make an account, which made way for this one.
    browser::refocus_soon("who-comes");
    let added = move |child: Child| {
        children.update(|children| children.push(child.id));
        mine.update(|known| known.push(child));
        adding.set(false);
        browser::refocus_soon("who-comes");
    };
    let nobody = move || form.fault(i18n, "/children").is_some();
    let fault = move || {
        nobody().then(|| {
            view! {
                <Icon name="circle-alert" />
                {i18n.text(&msg!(enrol.nobody))}
            }
        })
    };
    view! {
        <fieldset
            class="who"
            id="who-comes"
            tabindex="-1"
            aria-describedby="who-fault"
            aria-invalid=move || nobody().then_some("true")
        >
            <legend>{t!(enrol.who)}</legend>
            <Check on=myself change=move |on| myself.set(on)>
                {move || i18n.text(&msg!(enrol.me, name = name.clone()))}
            </Check>
            {mine
                .view(
                    SkeletonKind::Lines,
                    move |known| {
                        known
                            .into_iter()
                            .map(|child| {
                                let id = child.id;
                                view! {
                                    <Check
                                        on=Signal::derive(move || children.with(|ids| ids.contains(&id)))
                                        change=move |on| {
                                            children
                                                .update(|ids| {
                                                    ids.retain(|known| *known != id);
                                                    if on {
                                                        ids.push(id);
                                                    }
                                                });
                                        }
                                    >
                                        {child.first_name}
                                    </Check>
                                }
                            })
                            .collect::<Vec<_>>()
                    },
                )}
            <p class="fault" id="who-fault">
                {fault}
            </p>
            // Who is younger is nobody's guardian.
            <Show when=move || session.is_adult()>
                <button
                    type="button"
                    class="button quiet"
                    aria-expanded=move || adding.get().to_string()
                    on:click=move |_| adding.update(|adding| *adding = !*adding)
                >
                    <Icon name="plus" />
                    {t!(enrol.add_child)}
                </button>
            </Show>
        </fieldset>
        <Show when=move || adding.get()>
            <NewChild added />
        </Show>
    }
}
