//! Who we are: making an actor, and changing it.

use goesting_i18n::{Label, msg};
use goesting_types::actor::{Actor, ActorCreate, ActorKind, ActorUpdate, Contact, ExternalCodes};
use goesting_types::problem::FieldCode;
use goesting_types::territory::TerritoryId;
use goesting_types::text::LocalizedText;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::{Choices, Form, FormError, Submit, TextArea, TextField, Town, TownField};
use crate::i18n::use_i18n;
use crate::t;
use crate::url::with_scheme;

/// What is typed of an actor.
#[derive(Clone, Copy)]
pub struct Typed {
    kind: RwSignal<Option<ActorKind>>,
    name: RwSignal<String>,
    about: RwSignal<String>,
    /// What it says of itself in other languages stays.
    texts: StoredValue<LocalizedText>,
    codes: StoredValue<ExternalCodes>,
    town: RwSignal<Option<TerritoryId>>,
    /// First name of who answers.
    pub first_name: RwSignal<String>,
    phone: RwSignal<String>,
    /// Where mail goes.
    pub email: RwSignal<String>,
    url: RwSignal<String>,
}

impl Typed {
    /// Whether it is somebody alone; followed.
    pub fn is_one_person(self) -> bool {
        self.kind.get() == Some(ActorKind::Citizen)
    }

    /// Nothing yet.
    pub fn blank() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            kind: RwSignal::new(None),
            name: empty(),
            about: empty(),
            texts: StoredValue::new(LocalizedText::default()),
            codes: StoredValue::new(ExternalCodes::default()),
            town: RwSignal::new(None),
            first_name: empty(),
            phone: empty(),
            email: empty(),
            url: empty(),
        }
    }

    /// An actor as it is.
    pub fn of(actor: &Actor) -> Self {
        let some = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
        let dutch = actor.about.get(goesting_i18n::Lang::Nl);
        Self {
            kind: RwSignal::new(Some(actor.kind)),
            name: RwSignal::new(actor.name.clone()),
            about: RwSignal::new(dutch.unwrap_or_default().to_owned()),
            texts: StoredValue::new(actor.about.clone()),
            codes: StoredValue::new(actor.codes.clone()),
            town: RwSignal::new(actor.territory.clone()),
            first_name: some(&actor.contact.first_name),
            phone: some(&actor.contact.phone),
            email: some(&actor.contact.email),
            url: some(&actor.contact.url),
        }
    }

    fn contact(self) -> Contact {
        let some = |text: RwSignal<String>| {
            Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
        };
        Contact {
            first_name: some(self.first_name),
            phone: some(self.phone),
            email: some(self.email),
            url: some(self.url).as_deref().map(with_scheme),
        }
    }

    fn about(self) -> LocalizedText {
        let mut texts = self.texts.get_value();
        let words = self.about.get_untracked();
        match words.trim() {
            "" => {
                texts.0.remove(&goesting_i18n::Lang::Nl);
                texts
            }
            words => texts.with(goesting_i18n::Lang::Nl, words),
        }
    }

    fn faults(self) -> Vec<(&'static str, FieldCode)> {
        let mut faults = Vec::new();
        if self.kind.get_untracked().is_none() {
            faults.push(("/kind", FieldCode::Required));
        }
        if self.name.with_untracked(|name| name.trim().is_empty()) {
            faults.push(("/name", FieldCode::Required));
        }
        if self.town.with_untracked(Option::is_none) {
            faults.push(("/territory", FieldCode::Required));
        }
        if !self.contact().is_reachable() {
            faults.push(("/contact/phone", FieldCode::Required));
        }
        faults
    }

    /// The request that makes it, when nothing is wrong.
    pub fn create(self, form: Form) -> Option<ActorCreate> {
        if !form.check(self.faults()) {
            return None;
        }
        Some(ActorCreate {
            kind: self.kind.get_untracked()?,
            name: self.name.get_untracked(),
            about: self.about(),
            territory: self.town.get_untracked()?,
            contact: self.contact(),
            codes: ExternalCodes::default(),
        })
    }

    /// The request that changes it, when nothing is wrong.
    pub fn update(self, form: Form) -> Option<ActorUpdate> {
        form.check(self.faults()).then(|| ActorUpdate {
            name: Some(self.name.get_untracked()),
            about: Some(self.about()),
            territory: self.town.get_untracked(),
            contact: Some(self.contact()),
            codes: Some(self.codes.get_value()),
        })
    }
}

/// The form. What sort of actor it is stays as it was made.
#[component]
pub fn ActorForm(
    /// What is typed.
    typed: Typed,
    /// Whether it is to be made.
    is_new: bool,
    /// Sends.
    send: Callback<Form>,
    /// The verb on the button.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let kinds = Signal::derive(move || {
        let known = ActorKind::ALL
            .iter()
            .filter(|kind| **kind != ActorKind::Other);
        known
            .map(|kind| (kind.to_string(), i18n.text(&kind.label())))
            .collect::<Vec<_>>()
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send.run(form);
    };
    let citizen = move || {
        typed
            .is_one_person()
            .then(|| i18n.text(&msg!(partner.actor.citizen)))
    };
    let lines = [
        (
            "/contact/first_name",
            t!(partner.actor.first_name),
            typed.first_name,
            "text",
            true,
        ),
        (
            "/contact/phone",
            t!(common.form.phone),
            typed.phone,
            "tel",
            true,
        ),
        (
            "/contact/email",
            t!(common.form.email),
            typed.email,
            "email",
            true,
        ),
    ];
    let website = view! {
        <TextField
            form
            pointer="/contact/url"
            label=t!(partner.form.url)
            hint=t!(partner.form.url_hint)
            value=typed.url
            kind="url"
            inputmode="url"
            optional=true
        />
    };
    let lines: Vec<_> = lines
        .into_iter()
        .map(|(pointer, label, value, kind, optional)| {
            view! { <TextField form pointer label value kind inputmode=kind optional /> }.into_any()
        })
        .chain([website.into_any()])
        .collect();
    view! {
        <form class="stack" on:submit=submit novalidate>
            {is_new
                .then(|| {
                    view! {
                        <Choices
                            name="actor-kind"
                            legend=t!(partner.actor.kind)
                            options=kinds
                            value=Signal::derive(move || {
                                typed.kind.get().map(|kind| kind.to_string()).unwrap_or_default()
                            })
                            choose=move |word: String| typed.kind.set(word.parse().ok())
                            of=Some((form, "/kind"))
                        />
                        <p class="hint">{citizen}</p>
                    }
                })}
            <TextField form pointer="/name" label=t!(partner.actor.name) value=typed.name limit=120 />
            <TownField
                form
                pointer="/territory"
                label=t!(common.form.municipality)
                id=typed.town.get_untracked()
                name=String::new()
                change=Callback::new(move |town: Option<Town>| {
                    typed.town.set(town.map(|town| town.id));
                })
            />
            <p class="hint">{t!(partner.form.contact_hint)}</p>
            {lines}
            <TextArea
                form
                pointer="/about"
                label=t!(partner.actor.about)
                hint=t!(partner.actor.about_hint)
                value=typed.about
                limit=2000
                optional=true
            />
            <FormError form />
            <Submit form text icon="check" />
        </form>
    }
}
