//! An opportunity while it is being typed: the content, and beside it what is not whole yet, such
//! as half an amount, or the place of who changed their mind to online.

mod change;
mod numbers;

use goesting_i18n::Lang;
use goesting_types::actor::Contact;
use goesting_types::card::{BusStop, GroupSize, LowThresholdCard, Welcomer};
use goesting_types::opportunity::{
    AgeRange, Formality, OpportunityContent, OpportunityKind, Recognition,
};
use goesting_types::place::{Place, Whereabouts};
use goesting_types::price::{Price, PriceBand, Pricing, SocialTariff};
use goesting_types::problem::FieldCode;
use goesting_types::text::LocalizedText;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::url::with_scheme;

pub use change::{Part, changed, said, take, update};
use numbers::{cents, number, show_cents};

/// Most steps of the first ten minutes.
pub const STEPS: usize = 5;

/// A field and what is wrong with it.
pub type Fault = (&'static str, FieldCode);

/// What is typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// All that travels as it is typed; the rest is put in by [`Sheet::content`].
    pub content: OpportunityContent,
    /// `in_person`, `online`, `mixed` or `on_request`.
    pub mode: String,
    /// The place, in whichever mode.
    pub place: Place,
    /// The address on line.
    pub url: Option<String>,
    /// `free`, `amount`, a band, or nothing.
    pub price: String,
    /// The amount.
    pub amount: Option<String>,
    /// The amount for who has less.
    pub social: Option<String>,
    /// Who welcomes.
    pub welcomer: Option<String>,
    /// A word about them.
    pub about: LocalizedText,
    /// What to bring.
    pub bring: LocalizedText,
    /// Numbers of ages, group and stop.
    pub age_from: Option<String>,
    /// Up to which age.
    pub age_to: Option<String>,
    /// At least so many people.
    pub group_from: Option<String>,
    /// At most.
    pub group_to: Option<String>,
    /// The stop nearest by.
    pub stop: Option<String>,
    /// Minutes on foot.
    pub walk: Option<String>,
    /// Own words, with commas between.
    pub words: Option<String>,
}

/// An empty place in Belgium.
pub fn nowhere() -> Place {
    Place {
        name: None,
        street: None,
        postcode: None,
        locality: None,
        country: "BE".to_owned(),
        territory: None,
        point: None,
    }
}

impl Sheet {
    /// A new one of somebody who can be reached so.
    pub fn blank(contact: Contact) -> Self {
        Self::of(OpportunityContent {
            title: LocalizedText::default(),
            summary: LocalizedText::default(),
            description: LocalizedText::default(),
            kind: OpportunityKind::DoAlong,
            interests: Vec::new(),
            free_words: Vec::new(),
            whereabouts: Whereabouts::InPerson { place: nowhere() },
            opening_hours: None,
            ages: AgeRange::default(),
            languages: vec![Lang::Nl.to_string()],
            pricing: Pricing {
                base: Some(Price::Free {}),
                ..Pricing::default()
            },
            formality: Formality::NonFormal,
            recognition: Recognition::None,
            card: LowThresholdCard::default(),
            contact,
        })
    }

    /// One that exists.
    pub fn of(content: OpportunityContent) -> Self {
        let (mode, place, url) = match &content.whereabouts {
            Whereabouts::InPerson { place } => ("in_person", Some(place), None),
            Whereabouts::Online { url } => ("online", None, url.clone()),
            Whereabouts::Mixed { place, url } => ("mixed", Some(place), url.clone()),
            Whereabouts::OnRequest { .. } => ("on_request", None, None),
        };
        let place = place.cloned().unwrap_or_else(|| Place {
            territory: content.whereabouts.territory().cloned(),
            ..nowhere()
        });
        let (price, amount) = match content.pricing.base {
            None => ("", None),
            Some(Price::Free {}) => ("free", None),
            Some(Price::Band { band }) => (band.as_str(), None),
            Some(Price::Amount { cents }) => ("amount", Some(show_cents(cents))),
        };
        let card = &content.card;
        let some = |number: Option<u32>| number.map(|number| number.to_string());
        Self {
            mode: mode.to_owned(),
            place,
            url,
            price: price.to_owned(),
            amount,
            social: content
                .pricing
                .social_tariff
                .map(|tariff| show_cents(tariff.cents)),
            welcomer: card.welcomer.as_ref().map(|one| one.first_name.clone()),
            about: card
                .welcomer
                .as_ref()
                .and_then(|one| one.about.clone())
                .unwrap_or_default(),
            bring: card.bring.clone().unwrap_or_default(),
            age_from: some(content.ages.from.map(u32::from)),
            age_to: some(content.ages.to.map(u32::from)),
            group_from: some(card.group_size.map(|size| size.from.into())),
            group_to: some(card.group_size.map(|size| size.to.into())),
            stop: card.bus_stop.as_ref().map(|stop| stop.name.clone()),
            walk: some(card.bus_stop.as_ref().map(|stop| stop.walk_minutes.into())),
            words: Some(content.free_words.join(", ")).filter(|words| !words.is_empty()),
            content,
        }
    }

    /// The content as it can be sent, and what cannot be read.
    pub fn content(&self) -> (OpportunityContent, Vec<Fault>) {
        let mut faults = Vec::new();
        let mut content = self.content.clone();
        content.whereabouts = self.whereabouts(&mut faults);
        content.contact.url = content.contact.url.as_deref().map(with_scheme);
        content.ages = AgeRange {
            from: number("/ages/from", self.age_from.as_ref(), &mut faults),
            to: number("/ages/to", self.age_to.as_ref(), &mut faults),
        };
        content.free_words = self
            .words
            .iter()
            .flat_map(|words| words.split(','))
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .collect();
        content.pricing.base = self.price(&mut faults);
        let proof = content
            .pricing
            .social_tariff
            .is_some_and(|it| it.needs_proof);
        content.pricing.social_tariff =
            cents("/pricing/social_tariff", self.social.as_ref(), &mut faults).map(|cents| {
                SocialTariff {
                    cents,
                    needs_proof: proof,
                }
            });
        self.fill_card(&mut content.card, &mut faults);
        (content, faults)
    }

    fn whereabouts(&self, faults: &mut Vec<Fault>) -> Whereabouts {
        let place = self.place.clone();
        if self.mode != "online" && place.territory.is_none() && place.country == "BE" {
            faults.push(("/whereabouts/place/territory", FieldCode::Required));
        }
        match (self.mode.as_str(), place.territory.clone()) {
            ("online", _) => Whereabouts::Online {
                url: self.url.as_deref().map(with_scheme),
            },
            ("mixed", _) => Whereabouts::Mixed {
                place,
                url: self.url.as_deref().map(with_scheme),
            },
            ("on_request", Some(territory)) => Whereabouts::OnRequest { territory },
            _ => Whereabouts::InPerson { place },
        }
    }

    fn price(&self, faults: &mut Vec<Fault>) -> Option<Price> {
        match self.price.as_str() {
            "" => None,
            "free" => Some(Price::Free {}),
            "amount" => {
                let cents = cents("/pricing/base", self.amount.as_ref(), faults);
                if cents.is_none() && self.amount.is_none() {
                    faults.push(("/pricing/base", FieldCode::Required));
                }
                cents.map(|cents| Price::Amount { cents })
            }
            band => band
                .parse::<PriceBand>()
                .ok()
                .map(|band| Price::Band { band }),
        }
    }

    fn fill_card(&self, card: &mut LowThresholdCard, faults: &mut Vec<Fault>) {
        card.welcomer = self.welcomer.clone().map(|first_name| Welcomer {
            first_name,
            about: Some(self.about.clone()).filter(|about| !about.is_blank()),
        });
        card.bring = Some(self.bring.clone()).filter(|bring| !bring.is_blank());
        card.first_minutes.retain(|step| !step.is_blank());
        let from: Option<u16> = number("/card/group_size/from", self.group_from.as_ref(), faults);
        let to = number("/card/group_size/to", self.group_to.as_ref(), faults);
        card.group_size = match (from, to) {
            (None, None) => None,
            (from, to) => {
                let from = from.unwrap_or(1);
                Some(GroupSize {
                    from,
                    to: to.unwrap_or(from),
                })
            }
        };
        let walk = number("/card/bus_stop/walk_minutes", self.walk.as_ref(), faults);
        card.bus_stop = self.stop.clone().map(|name| BusStop {
            name,
            walk_minutes: walk.unwrap_or_default(),
        });
        if self.stop.is_some() && self.walk.is_none() {
            faults.push(("/card/bus_stop/walk_minutes", FieldCode::Required));
        }
    }
}

/// Where on the sheet a field writes.
#[derive(Clone, Copy)]
pub enum Lens {
    /// A text in the language one writes in.
    Words(fn(&mut Sheet) -> &mut LocalizedText),
    /// A line that may be absent.
    Line(fn(&mut Sheet) -> &mut Option<String>),
    /// A step of the first ten minutes.
    Step(usize),
}

impl Lens {
    fn read(self, sheet: &mut Sheet, lang: Lang) -> String {
        match self {
            Self::Words(at) => at(sheet).get(lang).unwrap_or_default().to_owned(),
            Self::Line(at) => at(sheet).clone().unwrap_or_default(),
            Self::Step(nr) => {
                let step = sheet.content.card.first_minutes.get(nr);
                let words = step.and_then(|step| step.get(lang));
                words.unwrap_or_default().to_owned()
            }
        }
    }

    fn write(self, sheet: &mut Sheet, lang: Lang, text: &str) {
        match self {
            Self::Words(at) => set(at(sheet), lang, text),
            Self::Line(at) => *at(sheet) = Some(text.to_owned()).filter(|text| !text.is_empty()),
            Self::Step(nr) => {
                if let Some(step) = sheet.content.card.first_minutes.get_mut(nr) {
                    set(step, lang, text);
                }
            }
        }
    }
}

fn set(words: &mut LocalizedText, lang: Lang, text: &str) {
    if text.is_empty() {
        words.0.remove(&lang);
    } else if words.get(lang) != Some(text) {
        *words = std::mem::take(words).with(lang, text);
    }
}

/// What is typed in a field that writes through a lens.
pub fn bound(sheet: RwSignal<Sheet>, lens: Lens, lang: Lang) -> RwSignal<String> {
    let read = move || sheet.try_update_untracked(|sheet| lens.read(sheet, lang));
    let text = RwSignal::new(read().unwrap_or_default());
    Effect::new(move |_| {
        let text = text.get();
        if read().is_some_and(|now| now != text) {
            sheet.update(|sheet| lens.write(sheet, lang, &text));
        }
    });
    text
}
