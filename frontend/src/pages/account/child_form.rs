//! The forms of a child: adding one, putting right what is known of it, and letting it go its own
//! way.

use chrono::{Datelike, NaiveDate};
use goesting_i18n::{Label, msg};
use goesting_types::person::{Child, ChildAccount, ChildCreate, ChildUpdate, ConsentPurpose};
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::browser;
use crate::components::{Check, Form, FormError, Once, Submit, TextField, use_toasts};
use crate::i18n::use_i18n;
use crate::session::{use_draft, use_session};
use crate::t;

/// From this age one signs up alone: who is added is younger.
const OWN_VOICE: i32 = 13;
/// Who has grown since is younger than this.
const ADULT: i32 = 18;

/// What both forms ask.
#[derive(Clone, Copy)]
struct Fields {
    form: Form,
    name: RwSignal<String>,
    year: RwSignal<String>,
    day: RwSignal<String>,
}

/// What was filled in.
struct Told {
    first_name: String,
    birth_year: i32,
    birthday: Option<NaiveDate>,
}

impl Fields {
    /// What was filled in of a child that may be younger than `under`, unless something is wrong
    /// with it, or was before.
    fn told(self, under: i32, mut faults: Vec<(&'static str, FieldCode)>) -> Option<Told> {
        let first_name = self.name.get_untracked().trim().to_owned();
        if first_name.is_empty() {
            faults.push(("/first_name", FieldCode::Required));
        }
        let now = browser::now().year();
        let typed: Option<i32> = self.year.get_untracked().trim().parse().ok();
        let birth_year = typed.filter(|born| (now - under..=now).contains(born));
        if birth_year.is_none() {
            faults.push(("/birth_year", FieldCode::OutOfRange));
        }
        let day = self.day.get_untracked();
        let birthday: Option<NaiveDate> = day.parse().ok();
        if birthday.is_none() && !day.is_empty() {
            faults.push(("/birthday", FieldCode::Malformed));
        }
        if !self.form.check(faults) {
            return None;
        }
        Some(Told {
            first_name,
            birth_year: birth_year?,
            birthday,
        })
    }
}

#[component]
fn Inputs(fields: Fields) -> impl IntoView {
    let Fields {
        form,
        name,
        year,
        day,
    } = fields;
    view! {
        <TextField form pointer="/first_name" label=t!(common.form.first_name) value=name />
        <TextField
            form
            pointer="/birth_year"
            label=t!(common.form.birth_year)
            value=year
            inputmode="numeric"
        />
        <TextField
            form
            pointer="/birthday"
            label=t!(account.children.birthday)
            hint=t!(account.children.birthday_hint)
            value=day
            kind="date"
            optional=true
        />
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
    let fields = Fields {
        form,
        name: name.text,
        year: year.text,
        day: RwSignal::new(String::new()),
    };
    let may = RwSignal::new(false);
    let tell = RwSignal::new(false);
    // Old enough to sign up alone.
    let own_voice = Memo::new(move |_| {
        let born: Option<i32> = year.text.with(|year| year.trim().parse().ok());
        let now = browser::now().year();
        born.is_some_and(|born| (OWN_VOICE + 1..=ADULT).contains(&(now - born)))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        // It may stand inside another form.
        event.stop_propagation();
        let mut consents = Vec::new();
        let mut faults = Vec::new();
        if may.get_untracked() {
            consents.push(ConsentPurpose::Participation);
        } else {
            faults.push(("/consents", FieldCode::Required));
        }
        if tell.get_untracked() {
            consents.push(ConsentPurpose::NameToHost);
        }
        let Some(Told {
            first_name,
            birth_year,
            birthday,
        }) = fields.told(OWN_VOICE, faults)
        else {
            return;
        };
        let body = ChildCreate {
            first_name,
            birth_year,
            birthday,
            consents,
        };
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
            <Inputs fields />
            <div aria-live="polite">
                <Show when=move || own_voice.get()>
                    <p class="notice warn">{t!(account.children.own_voice)}</p>
                </Show>
            </div>
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

/// Puts right what is known of a child. A birthday is not: it is asked each time.
#[component]
pub fn EditChild(
    /// What is known.
    child: Child,
    /// It is put right.
    done: impl Fn(Child) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let session = use_session();
    let form = Form::new();
    let fields = Fields {
        form,
        name: RwSignal::new(child.first_name),
        year: RwSignal::new(child.birth_year.to_string()),
        day: RwSignal::new(String::new()),
    };
    let (id, version) = (child.id, child.version);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(told) = fields.told(ADULT, Vec::new()) else {
            return;
        };
        let body = ChildUpdate {
            first_name: Some(told.first_name),
            birth_year: Some(told.birth_year),
            birthday: told.birthday,
        };
        let client = session.client();
        form.send(
            async move { session.call(client.update_child(id, version, &body)).await },
            done,
        );
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <Inputs fields />
            <FormError form />
            <Submit form text=t!(common.action.store) icon="check" />
        </form>
    }
}

/// Gives a child that may decide by now an account of its own.
#[component]
pub fn OwnAccount(
    /// Who gets it.
    child: Child,
    /// It is given.
    given: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let form = Form::new();
    let email = RwSignal::new(String::new());
    let (id, name) = (child.id, child.first_name);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = ChildAccount {
            email: email.get_untracked().trim().to_owned(),
        };
        let faults = if body.email.is_empty() {
            vec![("/email", FieldCode::Required)]
        } else {
            Vec::new()
        };
        if !form.check(faults) {
            return;
        }
        let client = session.client();
        form.send(
            async move {
                let sent = session.call(client.give_child_account(id, &body)).await;
                sent.map(|()| body.email)
            },
            move |email| {
                toasts.say(msg!(account.children.given, email = email));
                given();
            },
        );
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <p>{move || i18n.text(&msg!(account.children.own_account, name = name.clone()))}</p>
            <TextField
                form
                pointer="/email"
                label=t!(common.form.email)
                value=email
                kind="email"
                inputmode="email"
            />
            <FormError form />
            <Submit form text=t!(account.children.give) icon="mail" />
        </form>
    }
}
