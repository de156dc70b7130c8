//! How many fit, and what when they are more.

use goesting_i18n::{Message, msg};
use goesting_types::problem::FieldCode;
use goesting_types::session::SessionTerms;
use leptos::prelude::*;

use crate::components::{Check, Choices, Form, TextField};
use crate::i18n::use_i18n;
use crate::t;

/// How one takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    SignUp,
    Elsewhere,
    DropIn,
}

impl Way {
    const ALL: [Self; 3] = [Self::SignUp, Self::Elsewhere, Self::DropIn];

    const fn word(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::Elsewhere => "elsewhere",
            Self::DropIn => "drop_in",
        }
    }

    fn text(self) -> Message {
        match self {
            Self::SignUp => msg!(partner.session.sign_up),
            Self::Elsewhere => msg!(common.sign_up_elsewhere),
            Self::DropIn => msg!(common.drop_in),
        }
    }
}

/// The terms while they are being typed.
#[derive(Clone, Copy)]
pub struct TypedTerms {
    way: RwSignal<Way>,
    capacity: RwSignal<String>,
    held: RwSignal<String>,
    hours: RwSignal<String>,
    waiting_list: RwSignal<bool>,
    was: StoredValue<SessionTerms>,
}

impl TypedTerms {
    /// For twelve people.
    pub fn new() -> Self {
        let typed = Self::of(&SessionTerms {
            capacity: None,
            held_for_newcomers: 0,
            waiting_list: true,
            sign_up_closes_minutes: 0,
            place: None,
            sign_up_elsewhere: false,
        });
        typed.way.set(Way::SignUp);
        typed.capacity.set("12".to_owned());
        typed
    }

    /// As they are.
    pub fn of(terms: &SessionTerms) -> Self {
        let some = |number: u32| {
            RwSignal::new(if number == 0 {
                String::new()
            } else {
                number.to_string()
            })
        };
        Self {
            way: RwSignal::new(match terms.capacity {
                _ if terms.sign_up_elsewhere => Way::Elsewhere,
                Some(_) => Way::SignUp,
                None => Way::DropIn,
            }),
            capacity: some(terms.capacity.unwrap_or_default()),
            held: some(terms.held_for_newcomers),
            hours: some(terms.sign_up_closes_minutes / 60),
            waiting_list: RwSignal::new(terms.waiting_list),
            was: StoredValue::new(terms.clone()),
        }
    }

    /// As they can be sent, and what cannot be read; followed.
    pub fn read(self) -> (SessionTerms, Vec<(&'static str, FieldCode)>) {
        let mut faults = Vec::new();
        let mut number = |at: &'static str, typed: RwSignal<String>| {
            let typed = typed.get();
            let typed = typed.trim();
            if typed.is_empty() {
                return 0;
            }
            typed.parse::<u32>().unwrap_or_else(|_| {
                faults.push((at, FieldCode::OutOfRange));
                0
            })
        };
        let was = self.was.get_value();
        let way = self.way.get();
        if way == Way::Elsewhere {
            // What is counted stays as it is.
            let terms = SessionTerms {
                sign_up_elsewhere: true,
                ..was
            };
            return (terms, Vec::new());
        }
        let hours = number("/terms/sign_up_closes_minutes", self.hours);
        let mut terms = SessionTerms {
            capacity: None,
            held_for_newcomers: 0,
            waiting_list: self.waiting_list.get(),
            // Minutes that are no whole hours stay when nobody touched them.
            sign_up_closes_minutes: if hours == was.sign_up_closes_minutes / 60 {
                was.sign_up_closes_minutes
            } else {
                hours.saturating_mul(60)
            },
            place: was.place,
            sign_up_elsewhere: false,
        };
        if way == Way::SignUp {
            let capacity = number("/terms/capacity", self.capacity);
            terms.held_for_newcomers = number("/terms/held_for_newcomers", self.held);
            terms.capacity = Some(capacity);
            if capacity == 0 {
                faults.push(("/terms/capacity", FieldCode::Required));
            }
        }
        (terms, faults)
    }
}

/// The fields.
#[component]
pub fn TermFields(form: Form, terms: TypedTerms, name: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let ways = Signal::derive(move || {
        Way::ALL
            .map(|way| (way.word().to_owned(), i18n.text(&way.text())))
            .to_vec()
    });
    let way = move || terms.way.get().word().to_owned();
    let choose = move |word: String| {
        if let Some(way) = Way::ALL.into_iter().find(|way| way.word() == word) {
            terms.way.set(way);
        }
    };
    view! {
        <Choices
            name
            legend=t!(partner.session.how)
            options=ways
            value=Signal::derive(way)
            choose
        />
        <Show when=move || terms.way.get() == Way::SignUp>
            <div class="pairs-of-fields">
                <TextField
                    form
                    pointer="/terms/capacity"
                    label=t!(partner.session.capacity)
                    value=terms.capacity
                    inputmode="numeric"
                />
                <TextField
                    form
                    pointer="/terms/held_for_newcomers"
                    label=t!(partner.session.held)
                    hint=t!(partner.session.held_hint)
                    value=terms.held
                    inputmode="numeric"
                    optional=true
                />
                <TextField
                    form
                    pointer="/terms/sign_up_closes_minutes"
                    label=t!(partner.session.closes)
                    hint=t!(partner.session.closes_hint)
                    value=terms.hours
                    inputmode="numeric"
                    optional=true
                />
            </div>
            <Check on=terms.waiting_list change=move |on| terms.waiting_list.set(on)>
                {t!(partner.session.waiting_list)}
            </Check>
        </Show>
    }
}
