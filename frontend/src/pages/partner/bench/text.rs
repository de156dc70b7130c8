//! The words of an opportunity: the form, and what others changed at the same time.

use goesting_i18n::msg;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::{Bench, Clash};
use crate::browser;
use crate::components::{Icon, Submit};
use crate::i18n::use_i18n;
use crate::pages::partner::form::Fields;
use crate::pages::partner::sheet::said;
use crate::t;
use crate::vocabulary::use_vocabulary;

/// The form.
#[component]
pub fn TextPart(bench: Bench) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        bench.store(Box::new(move || bench.toasts.say(msg!(common.page.saved))));
    };
    let status = move || {
        if bench.is_changed() {
            t!(partner.form.not_stored)
        } else {
            t!(partner.form.stored)
        }
    };
    view! {
        <PutBack bench />
        <Clashes bench />
        <form class="stack" on:submit=submit novalidate>
            <Fields filling=bench.filling />
            <div class="store-bar">
                <p role="status">{status}</p>
                <Submit form=bench.filling.form text=t!(common.action.store) icon="check" />
            </div>
        </form>
    }
}

/// What was typed before and not stored is there again.
#[component]
fn PutBack(bench: Bench) -> impl IntoView {
    let discard = move |_| {
        spawn_local(async move {
            bench.discard().await;
            // The button that was pressed is gone.
            browser::refocus_soon("standing");
        });
    };
    move || {
        bench.news.with(|news| news.put_back).then(|| {
            view! {
                <div class="notice">
                    <Icon name="history" />
                    <div>
                        <p>{t!(partner.form.put_back)}</p>
                        <button type="button" class="button quiet" on:click=discard>
                            {t!(partner.form.discard)}
                        </button>
                    </div>
                </div>
            }
        })
    }
}

/// Somebody else stored changes in the meantime.
#[component]
fn Clashes(bench: Bench) -> impl IntoView {
    move || {
        let news = bench.news.get();
        news.moved.then(|| {
            let clashes = news.clashes;
            view! {
                <div class="notice warn">
                    <Icon name="users" />
                    <div class="stack">
                        <p>
                            {if clashes.is_empty() {
                                t!(partner.clash.apart)
                            } else {
                                t!(partner.clash.both)
                            }}
                        </p>
                        {clashes.into_iter().map(|clash| view! { <OneClash bench clash /> }).collect::<Vec<_>>()}
                    </div>
                </div>
            }
        })
    }
}

/// Both versions of a part, and which one stands in the form.
#[component]
fn OneClash(bench: Bench, clash: Clash) -> impl IntoView {
    let (i18n, vocabulary) = (use_i18n(), use_vocabulary());
    let theirs_now = RwSignal::new(false);
    let Clash { part, mine, theirs } = clash;
    let versions = [(false, mine), (true, theirs)].map(|(is_theirs, version)| {
        let shown = version.clone();
        view! {
            <div class="card">
                <p>
                    <strong>
                        {if is_theirs { t!(partner.clash.theirs) } else { t!(partner.clash.mine) }}
                    </strong>
                </p>
                <p>{move || said(i18n, vocabulary, part, &shown)}</p>
                <button
                    type="button"
                    class="button"
                    aria-pressed=move || (theirs_now.get() == is_theirs).to_string()
                    on:click=move |_| {
                        theirs_now.set(is_theirs);
                        bench.choose(part, &version);
                    }
                >
                    {move || {
                        i18n.text(
                            &if theirs_now.get() == is_theirs {
                                msg!(partner.clash.stands)
                            } else {
                                msg!(partner.clash.take)
                            },
                        )
                    }}
                </button>
            </div>
        }
    });
    view! {
        <h3>{crate::i18n::t(part.name())}</h3>
        <div class="card-grid">{versions.into_iter().collect::<Vec<_>>()}</div>
    }
    .into_any()
}
