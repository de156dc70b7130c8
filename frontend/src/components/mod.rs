//! The parts that pages are made of: semantic HTML first, styled by `styles/`.

mod act;
mod art;
mod card;
mod choices;
mod combobox;
mod dialog;
mod field;
mod form;
mod heading;
mod icon;
mod paged;
mod places;
mod save;
mod search_box;
mod states;
mod toast;
mod town;

pub use act::Act;
pub use art::{Art, theme_art};
pub use card::HitCard;
pub use choices::{Check, Choices, Toggle};
pub use combobox::{Choice, Combobox, Stage};
pub use dialog::{AskFirst, Dialog, DialogKind};
pub use field::{Around, Fault, TextArea, TextField};
pub use form::{Form, FormError, Once, Submit};
pub use heading::{Heading, Moved};
pub use icon::Icon;
pub use paged::Paged;
pub use places::{PlacePicker, TownBox, name_now};
pub use save::{SaveButton, Saved};
pub use search_box::SearchBox;
pub use states::{Empty, Failed, Skeleton, SkeletonKind, what_failed};
pub use toast::{ToastList, Toasts, use_toasts};
pub use town::{Town, TownField};
