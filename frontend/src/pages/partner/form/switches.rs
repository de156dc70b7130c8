//! The yeses of the card, each with what it means for who comes.

use goesting_i18n::{Label, Message, msg};
use goesting_types::card::{CardFlag, LowThresholdCard};
use leptos::prelude::*;

use super::Filling;
use crate::components::Check;
use crate::t;

struct Switch {
    flag: CardFlag,
    hint: fn() -> Message,
    lens: fn(&mut LowThresholdCard) -> &mut bool,
}

static SWITCHES: &[Switch] = &[
    Switch {
        flag: CardFlag::NoSignUp,
        hint: || msg!(partner.flag.no_sign_up),
        lens: |card| &mut card.no_sign_up,
    },
    Switch {
        flag: CardFlag::ComeOnce,
        hint: || msg!(partner.flag.come_once),
        lens: |card| &mut card.come_once,
    },
    Switch {
        flag: CardFlag::MayStop,
        hint: || msg!(partner.flag.may_stop),
        lens: |card| &mut card.may_stop,
    },
    Switch {
        flag: CardFlag::FreeTryOut,
        hint: || msg!(partner.flag.free_try_out),
        lens: |card| &mut card.free_try_out,
    },
    Switch {
        flag: CardFlag::Buddy,
        hint: || msg!(partner.flag.buddy),
        lens: |card| &mut card.buddy,
    },
    Switch {
        flag: CardFlag::NothingToBring,
        hint: || msg!(partner.flag.nothing_to_bring),
        lens: |card| &mut card.nothing_to_bring,
    },
    Switch {
        flag: CardFlag::ChildCare,
        hint: || msg!(partner.flag.child_care),
        lens: |card| &mut card.child_care,
    },
    Switch {
        flag: CardFlag::Wheelchair,
        hint: || msg!(partner.flag.wheelchair),
        lens: |card| &mut card.wheelchair,
    },
    Switch {
        flag: CardFlag::AccessibleToilet,
        hint: || msg!(partner.flag.accessible_toilet),
        lens: |card| &mut card.accessible_toilet,
    },
];

/// The yeses.
#[component]
pub fn Switches(filling: Filling) -> impl IntoView {
    let sheet = filling.sheet;
    let checks: Vec<_> = SWITCHES
        .iter()
        .map(|switch| {
            let lens = switch.lens;
            let on = Signal::derive(move || {
                sheet.track();
                sheet
                    .try_update_untracked(|sheet| *lens(&mut sheet.content.card))
                    .unwrap_or_default()
            });
            view! {
                <Check
                    on
                    change=move |on| sheet.update(|sheet| *lens(&mut sheet.content.card) = on)
                    hint=crate::i18n::t((switch.hint)())
                >
                    {crate::i18n::t(switch.flag.label())}
                </Check>
            }
        })
        .collect();
    view! {
        <fieldset class="choices">
            <legend>{t!(partner.form.yeses)}</legend>
            <div class="switches">{checks}</div>
        </fieldset>
    }
}
