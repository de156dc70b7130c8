//! The demo's data as it is written in `demo/`: one TOML file per actor, and the people, ecosystems
//! and pictures beside them. `demo/README.md` describes it. What is not known is refused.

mod actor;
mod ecosystem;
mod people;
pub(super) mod reading;

use std::collections::BTreeMap;

use goesting_types::actor::Contact;
use goesting_types::lang::Lang;
use goesting_types::text::LocalizedText;
use serde::Deserialize;

pub use actor::{
    Actor, ActorFile, Card, Date, Hours, Opportunity, Place, Price, Repeat, Terms, Where,
};
pub use ecosystem::{Claim, CoOwner, Ecosystem, Report};
pub use people::{Child, Person};
pub use reading::read;

/// The whole demo.
#[derive(Debug)]
pub struct Demo {
    /// The ecosystems.
    pub ecosystems: Vec<Ecosystem>,
    /// The people.
    pub people: Vec<Person>,
    /// The actors with their opportunities.
    pub actors: Vec<ActorFile>,
    /// The drawings, by name.
    pub pictures: BTreeMap<String, Picture>,
}

/// A drawing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// What one sees, in Dutch.
    pub alt: String,
}

/// Whom to phone or mail.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reach {
    first_name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    url: Option<String>,
}

impl Reach {
    /// As it travels.
    pub fn to_wire(&self) -> Contact {
        let Self {
            first_name,
            phone,
            email,
            url,
        } = self.clone();
        Contact {
            first_name,
            phone,
            email,
            url,
        }
    }
}

/// The key of an opportunity in the whole demo: `actor/opportunity`.
pub fn whole_key(actor: &str, opportunity: &str) -> String {
    format!("{actor}/{opportunity}")
}

/// Dutch words.
pub fn dutch(words: &str) -> LocalizedText {
    LocalizedText::own(Lang::Nl, words)
}
