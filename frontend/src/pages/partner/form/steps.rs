//! The first ten minutes, step by step.

use goesting_i18n::{Lang, msg};
use goesting_types::text::LocalizedText;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::Filling;
use crate::browser;
use crate::components::{Icon, TextArea};
use crate::pages::partner::sheet::{Lens, STEPS, bound};
use crate::t;

const AT: [&str; STEPS] = [
    "/card/first_minutes/0",
    "/card/first_minutes/1",
    "/card/first_minutes/2",
    "/card/first_minutes/3",
    "/card/first_minutes/4",
];

/// The steps, with a way to add one and take one away.
#[component]
pub fn Steps(filling: Filling, lang: Lang) -> impl IntoView {
    let sheet = filling.sheet;
    let count = Memo::new(move |_| sheet.with(|sheet| sheet.content.card.first_minutes.len()));
    // Taking one away moves the others: their fields are made anew.
    let round = RwSignal::new(0_u32);
    let focus = move |nr: usize| {
        if let Some(at) = AT.get(nr) {
            let id = filling.form.field_id(at);
            spawn_local(async move {
                tick().await;
                browser::focus(&id);
            });
        }
    };
    let add = move |_| {
        focus(count.get_untracked());
        sheet.update(|sheet| {
            sheet
                .content
                .card
                .first_minutes
                .push(LocalizedText::default());
        });
    };
    let remove = move |nr: usize| {
        sheet.update(|sheet| {
            if nr < sheet.content.card.first_minutes.len() {
                sheet.content.card.first_minutes.remove(nr);
            }
        });
        round.update(|round| *round = round.wrapping_add(1));
        focus(nr.saturating_sub(1));
    };
    let rows = move || {
        round.track();
        AT.iter()
            .take(count.get())
            .enumerate()
            .map(|(nr, at)| {
                let value = bound(sheet, Lens::Step(nr), lang);
                let label = crate::i18n::t(msg!(partner.form.step, nr = nr + 1));
                view! {
                    <li class="with-remove">
                        <TextArea form=filling.form pointer=at label value limit=200 rows=1 optional=true />
                        <button
                            type="button"
                            class="icon-button"
                            aria-label=crate::i18n::t(msg!(partner.form.step_remove, nr = nr + 1))
                            on:click=move |_| remove(nr)
                        >
                            <Icon name="x" />
                        </button>
                    </li>
                }
                .into_any()
            })
            .collect::<Vec<_>>()
    };
    view! {
        <fieldset class="choices">
            <legend>{t!(opportunity.first.minutes)}</legend>
            <p class="hint">{t!(partner.form.steps_hint)}</p>
            <ol class="step-fields">{rows}</ol>
            <Show when=move || count.get() < STEPS>
                <button type="button" class="button quiet" on:click=add>
                    <Icon name="plus" />
                    {t!(partner.form.step_add)}
                </button>
            </Show>
        </fieldset>
    }
}
