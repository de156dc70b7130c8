//! What is kept of me: taking it along, seeing who looked, leaving everywhere, deleting.

use goesting_i18n::{Message, deed, msg};
use goesting_types::page::PageQuery;
use goesting_types::person::{AuditActor, AuditEntry, MeDelete};
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::browser;
use crate::components::{Act, Form, FormError, Icon, Paged, SkeletonKind, Submit, use_toasts};
use crate::i18n::use_i18n;
use crate::load::load;
use crate::pages::auth::Password;
use crate::session::use_session;
use crate::t;

/// Everything that is kept of me, for reading or for machines.
#[component]
pub fn Export() -> impl IntoView {
    view! {
        <section aria-labelledby="export-title">
            <h2 id="export-title">{t!(account.export.title)}</h2>
            <p>{t!(account.export.text)}</p>
            <p class="row">
                <a class="button" href="/api/v1/me/export?format=html" rel="external" download>
                    <Icon name="download" />
                    {t!(account.export.html)}
                </a>
                <a class="button" href="/api/v1/me/export?format=json" rel="external" download>
                    <Icon name="download" />
                    {t!(account.export.json)}
                </a>
            </p>
        </section>
    }
}

/// Who saw or changed my data.
#[component]
pub fn Audit() -> impl IntoView {
    let open = RwSignal::new(false);
    let show = move |_| {
        open.set(true);
        browser::refocus_soon("audit-title");
    };
    view! {
        <section aria-labelledby="audit-title">
            <h2 id="audit-title" tabindex="-1">
                {t!(account.audit.title)}
            </h2>
            <p>{t!(account.audit.text)}</p>
            <Show
                when=move || open.get()
                fallback=move || {
                    view! {
                        <button type="button" class="button" on:click=show>
                            <Icon name="eye" />
                            {t!(account.audit.show)}
                        </button>
                    }
                }
            >
                <Trail />
            </Show>
        </section>
    }
}

#[component]
fn Trail() -> impl IntoView {
    let session = use_session();
    let i18n = use_i18n();
    let ask = move |cursor| {
        let client = session.client();
        async move {
            let query = PageQuery {
                cursor,
                limit: Some(50),
            };
            session.call(client.list_audit(&query)).await
        }
    };
    load(move || ask(None)).view(SkeletonKind::Lines, move |first| {
        if first.items.is_empty() {
            return view! { <p class="muted">{t!(account.audit.none)}</p> }.into_any();
        }
        let list = Paged::new(first, row);
        view! {
            <div class="table-place" tabindex="0" role="group" aria-labelledby="audit-title">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t!(account.audit.when)}</th>
                            <th scope="col">{t!(account.audit.by)}</th>
                            <th scope="col">{t!(account.audit.what)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || list.items() key=row let:entry>
                            <tr id=row(&entry) tabindex="-1">
                                <td>{move || i18n.format().instant(entry.at)}</td>
                                <td>{crate::i18n::t(by(&entry.by))}</td>
                                <td>{crate::i18n::t(deed(&entry.operation))}</td>
                            </tr>
                        </For>
                    </tbody>
                </table>
            </div>
            {list.more(t!(common.action.show_more), ask)}
        }
        .into_any()
    })
}

/// The id of a row on the page.
fn row(entry: &AuditEntry) -> String {
    format!("audit-{}", entry.id)
}

fn by(actor: &AuditActor) -> Message {
    match actor {
        AuditActor::Myself => msg!(account.audit.myself),
        AuditActor::Guardian => msg!(account.audit.guardian),
        AuditActor::Member { actor } => msg!(account.audit.member, actor = &actor.name),
        AuditActor::Facilitator { .. } => msg!(account.audit.facilitator),
        AuditActor::Client { name, .. } => msg!(account.audit.client, name = name),
        AuditActor::System => msg!(account.audit.system),
    }
}

/// Logs out on every device.
#[component]
pub fn LogOutEverywhere() -> impl IntoView {
    let session = use_session();
    let act = Act::new();
    let navigate = StoredValue::new(use_navigate());
    let leave = move |_| {
        let client = session.client();
        let leaving = async move { session.call(client.logout_all()).await };
        act.run(leaving, move |left| {
            if left.is_some() {
                navigate.try_with_value(|navigate| navigate("/", NavigateOptions::default()));
                session.forget();
            }
        });
    };
    view! {
        <section aria-labelledby="everywhere-title">
            <h2 id="everywhere-title">{t!(account.everywhere.title)}</h2>
            <p>{t!(account.everywhere.text)}</p>
            <button
                type="button"
                class="button"
                aria-disabled=move || act.is_busy().to_string()
                on:click=leave
            >
                <Icon name="log-out" />
                {t!(account.everywhere.button)}
            </button>
        </section>
    }
}

/// Deletes the account.
#[component]
pub fn Delete() -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let navigate = StoredValue::new(use_navigate());
    let form = Form::new();
    let password = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = MeDelete {
            password: password.get_untracked(),
        };
        let faults = if body.password.is_empty() {
            vec![("/password", FieldCode::Required)]
        } else {
            Vec::new()
        };
        if !form.check(faults) {
            return;
        }
        let client = session.client();
        form.send(
            async move { session.call(client.delete_me(&body)).await },
            move |()| {
                navigate.with_value(|navigate| navigate("/", NavigateOptions::default()));
                session.forget();
                toasts.say(msg!(account.delete.done));
            },
        );
    };
    view! {
        <details class="delete">
            <summary>{t!(account.delete.title)}</summary>
            <p>{t!(account.delete.text)}</p>
            <form class="stack" on:submit=submit novalidate>
                <Password form value=password />
                <FormError form />
                <Submit form text=t!(account.delete.button) icon="trash-2" />
            </form>
        </details>
    }
}
