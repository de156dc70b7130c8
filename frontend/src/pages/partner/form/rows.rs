//! The fields one types in, as tables.

use goesting_i18n::{Lang, Message, msg};
use leptos::prelude::*;

use super::Filling;
use crate::components::{TextArea, TextField};
use crate::i18n::use_i18n;
use crate::pages::partner::sheet::{Lens, bound};

/// One field.
pub struct Row {
    at: &'static str,
    lens: Lens,
    label: fn() -> Message,
    hint: Option<fn() -> Message>,
    needed: bool,
    look: Look,
}

/// How it looks, with the most characters.
#[derive(Clone, Copy)]
enum Look {
    Line(usize),
    Area(usize),
    /// One line, and more when they are needed.
    Grows(usize),
    Number,
    Special(&'static str),
}

/// Fields below each other.
#[component]
pub fn Rows(filling: Filling, lang: Lang, rows: &'static [Row]) -> impl IntoView {
    rows.iter()
        .map(|row| field(filling, lang, row))
        .collect::<Vec<_>>()
}

fn field(filling: Filling, lang: Lang, row: &'static Row) -> AnyView {
    let i18n = use_i18n();
    let form = filling.form;
    let value = bound(filling.sheet, row.lens, lang);
    let label = crate::i18n::t((row.label)());
    // An empty line of help does not show.
    let hint = Signal::derive(move || row.hint.map(|hint| i18n.text(&hint())).unwrap_or_default());
    let (kind, inputmode, limit) = match row.look {
        Look::Area(limit) | Look::Grows(limit) => {
            let rows = if matches!(row.look, Look::Area(_)) {
                4
            } else {
                1
            };
            return view! {
                <TextArea form pointer=row.at label hint value limit rows optional=!row.needed />
            }
            .into_any();
        }
        Look::Line(limit) => ("text", "text", limit),
        Look::Number => ("text", "decimal", 9),
        Look::Special(kind) => (kind, kind, 2000),
    };
    view! {
        <TextField form pointer=row.at label hint value kind inputmode limit optional=!row.needed />
    }
    .into_any()
}

const fn row(at: &'static str, lens: Lens, label: fn() -> Message, look: Look) -> Row {
    Row {
        at,
        lens,
        label,
        hint: None,
        needed: false,
        look,
    }
}

impl Row {
    const fn hint(self, hint: fn() -> Message) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }

    const fn needed(self) -> Self {
        Self {
            needed: true,
            ..self
        }
    }
}

/// What it is.
pub static WHAT: &[Row] = &[
    row(
        "/title",
        Lens::Words(|sheet| &mut sheet.content.title),
        || msg!(partner.form.name),
        Look::Line(120),
    )
    .hint(|| msg!(partner.form.name_hint))
    .needed(),
    row(
        "/summary",
        Lens::Words(|sheet| &mut sheet.content.summary),
        || msg!(partner.form.summary),
        Look::Area(300),
    )
    .hint(|| msg!(partner.form.summary_hint))
    .needed(),
];

/// Where it is.
pub static PLACE: &[Row] = &[
    row(
        "/whereabouts/place/name",
        Lens::Line(|sheet| &mut sheet.place.name),
        || msg!(partner.form.house),
        Look::Line(120),
    ),
    row(
        "/whereabouts/place/street",
        Lens::Line(|sheet| &mut sheet.place.street),
        || msg!(partner.form.street),
        Look::Line(120),
    ),
];

/// Where it is on line.
pub static ONLINE: &[Row] = &[row(
    "/whereabouts/url",
    Lens::Line(|sheet| &mut sheet.url),
    || msg!(partner.form.url),
    Look::Special("url"),
)
.hint(|| msg!(partner.form.url_hint))];

/// What it costs.
pub static AMOUNT: &[Row] = &[
    row(
        "/pricing/base",
        Lens::Line(|sheet| &mut sheet.amount),
        || msg!(partner.form.euro),
        Look::Number,
    )
    .needed(),
    row(
        "/pricing/social_tariff",
        Lens::Line(|sheet| &mut sheet.social),
        || msg!(partner.form.social),
        Look::Number,
    )
    .hint(|| msg!(partner.form.social_hint)),
];

/// Whom to ask.
pub static CONTACT: &[Row] = &[
    row(
        "/contact/first_name",
        Lens::Line(|sheet| &mut sheet.content.contact.first_name),
        || msg!(common.form.first_name),
        Look::Line(60),
    ),
    row(
        "/contact/phone",
        Lens::Line(|sheet| &mut sheet.content.contact.phone),
        || msg!(common.form.phone),
        Look::Special("tel"),
    ),
    row(
        "/contact/email",
        Lens::Line(|sheet| &mut sheet.content.contact.email),
        || msg!(common.form.email),
        Look::Special("email"),
    ),
    row(
        "/contact/url",
        Lens::Line(|sheet| &mut sheet.content.contact.url),
        || msg!(partner.form.url),
        Look::Special("url"),
    )
    .hint(|| msg!(partner.form.url_hint)),
];

/// Who welcomes.
pub static WELCOME: &[Row] = &[
    row(
        "/card/welcomer/first_name",
        Lens::Line(|sheet| &mut sheet.welcomer),
        || msg!(partner.form.welcomer),
        Look::Line(60),
    )
    .hint(|| msg!(partner.form.welcomer_hint)),
    row(
        "/card/welcomer/about",
        Lens::Words(|sheet| &mut sheet.about),
        || msg!(partner.form.welcomer_about),
        Look::Grows(200),
    )
    .hint(|| msg!(partner.form.welcomer_about_hint)),
];

/// The rest.
pub static MORE: &[Row] = &[
    row(
        "/description",
        Lens::Words(|sheet| &mut sheet.content.description),
        || msg!(partner.form.description),
        Look::Area(5000),
    )
    .hint(|| msg!(partner.form.description_hint)),
    row(
        "/card/bring",
        Lens::Words(|sheet| &mut sheet.bring),
        || msg!(partner.form.bring),
        Look::Grows(200),
    ),
    row(
        "/free_words",
        Lens::Line(|sheet| &mut sheet.words),
        || msg!(partner.form.words),
        Look::Line(400),
    )
    .hint(|| msg!(partner.form.words_hint)),
];

/// Numbers, two by two.
pub static NUMBERS: &[Row] = &[
    row(
        "/ages/from",
        Lens::Line(|sheet| &mut sheet.age_from),
        || msg!(partner.form.age_from),
        Look::Number,
    ),
    row(
        "/ages/to",
        Lens::Line(|sheet| &mut sheet.age_to),
        || msg!(partner.form.age_to),
        Look::Number,
    ),
    row(
        "/card/group_size/from",
        Lens::Line(|sheet| &mut sheet.group_from),
        || msg!(partner.form.group_from),
        Look::Number,
    ),
    row(
        "/card/group_size/to",
        Lens::Line(|sheet| &mut sheet.group_to),
        || msg!(partner.form.group_to),
        Look::Number,
    ),
    row(
        "/card/bus_stop/name",
        Lens::Line(|sheet| &mut sheet.stop),
        || msg!(partner.form.stop),
        Look::Line(80),
    ),
    row(
        "/card/bus_stop/walk_minutes",
        Lens::Line(|sheet| &mut sheet.walk),
        || msg!(partner.form.walk),
        Look::Number,
    ),
];
