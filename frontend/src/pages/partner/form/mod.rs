//! "Open my place": the few things that are needed first, then how it is to come, then the rest.

mod hours;
mod interests;
mod rows;
mod steps;
mod switches;

use goesting_i18n::{Label, Lang, Message, msg};
use goesting_types::card::Atmosphere;
use goesting_types::opportunity::{Formality, OpportunityKind, Recognition};
use goesting_types::price::PriceBand;
use leptos::prelude::*;

use super::sheet::Sheet;
use crate::components::{Choices, Form, Toggle, Town, TownField};
use crate::i18n::{capital, use_i18n};
use crate::t;

use hours::Hours;
pub use hours::{WEEK, time};
use interests::Interests;
use rows::Rows;
use steps::Steps;
use switches::Switches;

/// A sheet that is being filled in.
#[derive(Clone, Copy)]
pub struct Filling {
    /// Shows what is wrong.
    pub form: Form,
    /// What is typed.
    pub sheet: RwSignal<Sheet>,
    /// The language one writes in.
    pub lang: RwSignal<Lang>,
    /// Counts how often the sheet came from elsewhere: the fields are made anew then.
    pub round: RwSignal<u32>,
}

impl Filling {
    /// A sheet nobody changed yet.
    pub fn new(sheet: Sheet) -> Self {
        Self {
            form: Form::new(),
            sheet: RwSignal::new(sheet),
            lang: RwSignal::new(Lang::Nl),
            round: RwSignal::new(0),
        }
    }

    /// Puts another sheet in its place.
    pub fn replace(self, sheet: Sheet) {
        self.sheet.set(sheet);
        self.round.update(|round| *round = round.wrapping_add(1));
    }
}

/// All fields.
#[component]
pub fn Fields(filling: Filling) -> impl IntoView {
    let i18n = use_i18n();
    let languages = Signal::derive(move || options(Lang::ALL, |lang| i18n.language(lang.as_str())));
    view! {
        <Choices
            name="writes-in"
            legend=t!(partner.form.writes_in)
            options=languages
            value=Signal::derive(move || filling.lang.get().to_string())
            choose=move |word: String| {
                if let Ok(lang) = word.parse() {
                    filling.lang.set(lang);
                }
            }
        />
        {move || {
            filling.round.track();
            let lang = filling.lang.get();
            view! { <All filling lang /> }.into_any()
        }}
    }
}

#[component]
fn All(filling: Filling, lang: Lang) -> impl IntoView {
    let sheet = filling.sheet;
    let mode = Memo::new(move |_| sheet.with(|sheet| sheet.mode.clone()));
    let priced = Memo::new(move |_| sheet.with(|sheet| sheet.price == "amount"));
    view! {
        <Group title=msg!(partner.form.what)>
            <Rows filling lang rows=rows::WHAT />
            <Picks filling pick=&KIND />
            <Interests filling />
        </Group>
        <Group title=msg!(partner.form.place)>
            <Picks filling pick=&MODE />
            {move || {
                let mode = mode.get();
                let at_a_place = mode == "in_person" || mode == "mixed";
                view! {
                    {at_a_place.then(|| view! { <Rows filling lang rows=rows::PLACE /> })}
                    {(mode != "online").then(|| view! { <Townhall filling /> })}
                    {(mode == "online" || mode == "mixed")
                        .then(|| view! { <Rows filling lang rows=rows::ONLINE /> })}
                }
                    .into_any()
            }}
        </Group>
        <Group title=msg!(opportunity.price)>
            <Picks filling pick=&PRICE />
            {move || priced.get().then(|| view! { <Rows filling lang rows=rows::AMOUNT /> })}
        </Group>
        <Group title=msg!(partner.form.contact)>
            <p class="hint">{t!(partner.form.contact_hint)}</p>
            <Rows filling lang rows=rows::CONTACT />
        </Group>
        <Group title=msg!(opportunity.first.title)>
            <p class="hint">{t!(partner.form.card_hint)}</p>
            <Rows filling lang rows=rows::WELCOME />
            <Steps filling lang />
            <Switches filling />
        </Group>
        <details class="card more-fields">
            <summary>{t!(partner.form.more)}</summary>
            <div class="stack">
                <Rows filling lang rows=rows::MORE />
                <Picks filling pick=&ATMOSPHERE />
                <div class="pairs-of-fields">
                    <Rows filling lang rows=rows::NUMBERS />
                </div>
                <Languages filling />
                <Hours filling />
                <Picks filling pick=&RECOGNITION />
                <Picks filling pick=&FORMALITY />
            </div>
        </details>
    }
}

#[component]
fn Group(title: Message, children: Children) -> impl IntoView {
    view! {
        <fieldset class="card field-group">
            <legend>{crate::i18n::t(title)}</legend>
            <div class="stack">{children()}</div>
        </fieldset>
    }
}

/// Choosing one word of a list.
struct Pick {
    name: &'static str,
    legend: fn() -> Message,
    options: fn() -> Vec<(&'static str, Message)>,
    read: fn(&Sheet) -> String,
    write: fn(&mut Sheet, &str),
}

#[component]
fn Picks(filling: Filling, pick: &'static Pick) -> impl IntoView {
    let i18n = use_i18n();
    let sheet = filling.sheet;
    let options = Signal::derive(move || {
        (pick.options)()
            .into_iter()
            .map(|(word, label)| (word.to_owned(), i18n.text(&label)))
            .collect::<Vec<_>>()
    });
    view! {
        <Choices
            name=pick.name
            legend=crate::i18n::t((pick.legend)())
            options
            value=Memo::new(move |_| sheet.with(pick.read))
            choose=move |word: String| sheet.update(|sheet| (pick.write)(sheet, &word))
        />
    }
    .into_any()
}

fn options<T: Copy + ToString>(all: &[T], name: impl Fn(T) -> String) -> Vec<(String, String)> {
    all.iter()
        .map(|one| (one.to_string(), name(*one)))
        .collect()
}

static KIND: Pick = Pick {
    name: "kind",
    legend: || msg!(opportunity.about),
    options: || {
        let all = OpportunityKind::ALL.iter();
        all.map(|kind| (kind.as_str(), kind.label())).collect()
    },
    read: |sheet| sheet.content.kind.to_string(),
    write: |sheet, word| {
        if let Ok(kind) = word.parse() {
            sheet.content.kind = kind;
        }
    },
};

static MODE: Pick = Pick {
    name: "mode",
    legend: || msg!(partner.form.mode),
    options: || {
        vec![
            ("in_person", msg!(partner.form.in_person)),
            ("online", msg!(common.when.online)),
            ("mixed", msg!(partner.form.mixed)),
            ("on_request", msg!(common.when.on_request)),
        ]
    },
    read: |sheet| sheet.mode.clone(),
    write: |sheet, word| word.clone_into(&mut sheet.mode),
};

static PRICE: Pick = Pick {
    name: "price",
    legend: || msg!(partner.form.price),
    options: || {
        let bands = PriceBand::ALL.iter();
        let mut all = vec![
            ("free", msg!(common.free)),
            ("amount", msg!(partner.form.amount)),
        ];
        all.extend(bands.map(|band| (band.as_str(), band.label())));
        all
    },
    read: |sheet| sheet.price.clone(),
    write: |sheet, word| word.clone_into(&mut sheet.price),
};

static ATMOSPHERE: Pick = Pick {
    name: "atmosphere",
    legend: || msg!(opportunity.first.atmosphere),
    options: || {
        let all = Atmosphere::ALL.iter();
        all.map(|one| (one.as_str(), one.label())).collect()
    },
    read: |sheet| {
        let atmosphere = sheet.content.card.atmosphere;
        atmosphere.map(|one| one.to_string()).unwrap_or_default()
    },
    write: |sheet, word| sheet.content.card.atmosphere = word.parse().ok(),
};

static RECOGNITION: Pick = Pick {
    name: "recognition",
    legend: || msg!(opportunity.recognition),
    options: || {
        let all = Recognition::ALL.iter();
        all.map(|one| (one.as_str(), one.label())).collect()
    },
    read: |sheet| sheet.content.recognition.to_string(),
    write: |sheet, word| {
        if let Ok(one) = word.parse() {
            sheet.content.recognition = one;
        }
    },
};

static FORMALITY: Pick = Pick {
    name: "formality",
    legend: || msg!(partner.form.formality),
    options: || {
        let all = Formality::ALL.iter();
        all.map(|one| (one.as_str(), one.label())).collect()
    },
    read: |sheet| sheet.content.formality.to_string(),
    write: |sheet, word| {
        if let Ok(one) = word.parse() {
            sheet.content.formality = one;
        }
    },
};

/// The municipality of the place.
#[component]
fn Townhall(filling: Filling) -> impl IntoView {
    let sheet = filling.sheet;
    let place = sheet.with_untracked(|sheet| sheet.place.clone());
    let name = [place.postcode, place.locality];
    let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
    view! {
        <TownField
            form=filling.form
            pointer="/whereabouts/place/territory"
            label=t!(common.form.municipality)
            id=place.territory
            name
            change=Callback::new(move |town: Option<Town>| {
                sheet
                    .update(|sheet| {
                        let place = &mut sheet.place;
                        (place.territory, place.locality, place.postcode) = match town {
                            Some(town) => (Some(town.id), Some(town.locality), town.postcode),
                            None => (None, None, None),
                        };
                        // Where exactly was said of another town.
                        place.point = None;
                    });
            })
        />
    }
}

/// The languages spoken there; ours, and those it has.
#[component]
fn Languages(filling: Filling) -> impl IntoView {
    let i18n = use_i18n();
    let sheet = filling.sheet;
    let mut all: Vec<String> = Lang::ALL.iter().map(ToString::to_string).collect();
    sheet.with_untracked(|sheet| {
        let more = sheet.content.languages.iter();
        all.extend(more.filter(|code| code.parse::<Lang>().is_err()).cloned());
    });
    let pills: Vec<_> = all
        .into_iter()
        .map(|code| {
            let (shown, kept) = (code.clone(), code.clone());
            view! {
                <Toggle
                    on=Signal::derive(move || sheet.with(|sheet| sheet.content.languages.contains(&kept)))
                    change=move |on| {
                        sheet
                            .update(|sheet| {
                                let languages = &mut sheet.content.languages;
                                languages.retain(|one| *one != code);
                                if on {
                                    languages.push(code.clone());
                                }
                            });
                    }
                >
                    {move || capital(&i18n.language(&shown))}
                </Toggle>
            }
        })
        .collect();
    view! {
        <fieldset class="choices">
            <legend>{t!(opportunity.languages)}</legend>
            <div class="pills">{pills}</div>
        </fieldset>
    }
}
