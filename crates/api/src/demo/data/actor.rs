//! An actor and its opportunities: one file.

use chrono::{NaiveTime, Weekday};
use goesting_types::actor::ActorKind;
use goesting_types::card::{Atmosphere, BusStop, GroupSize};
use goesting_types::ecosystem::ParticipationState;
use goesting_types::interest::InterestId;
use goesting_types::opportunity::{
    AgeRange, Formality, OpportunityKind, OpportunityState, Recognition,
};
use goesting_types::price::PriceBand;
use serde::Deserialize;

use super::Reach;

/// One file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorFile {
    /// The ecosystem it takes part in: its folder.
    #[serde(skip)]
    pub ecosystem: String,
    /// The actor.
    pub actor: Actor,
    /// What it opens.
    #[serde(default, rename = "opportunity")]
    pub opportunities: Vec<Opportunity>,
}

/// An actor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Its name among actors, and its file's.
    pub key: String,
    /// What sort.
    pub kind: ActorKind,
    /// Its name.
    pub name: String,
    /// What it does.
    pub about: String,
    /// How it stands in the ecosystem of its folder.
    #[serde(default = "active")]
    pub participation: ParticipationState,
    /// Whether somebody acts for it.
    #[serde(default = "yes")]
    pub claimed: bool,
    /// Whom to phone or mail.
    pub contact: Reach,
    /// Where its opportunities happen unless they say otherwise.
    pub place: Place,
}

const fn active() -> ParticipationState {
    ParticipationState::Active
}

const fn yes() -> bool {
    true
}

/// A place in the municipality.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// What the house is called.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// Village or town.
    pub locality: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// An opportunity.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opportunity {
    /// Its name among those of its actor.
    pub key: String,
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// The whole story.
    pub description: String,
    /// What one does there.
    pub kind: OpportunityKind,
    /// Interests of the vocabulary.
    pub interests: Vec<InterestId>,
    /// Own words beside it.
    #[serde(default)]
    pub free_words: Vec<String>,
    /// For which ages.
    #[serde(default)]
    pub ages: AgeRange,
    /// Languages spoken.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Inside or outside formal learning.
    #[serde(default = "non_formal")]
    pub formality: Formality,
    /// What one gets for it.
    #[serde(default = "nothing")]
    pub recognition: Recognition,
    /// Where it stands.
    #[serde(default = "open")]
    pub state: OpportunityState,
    /// Its drawing.
    pub picture: Option<String>,
    /// Further drawings.
    #[serde(default)]
    pub more_pictures: Vec<String>,
    /// Keys of actors that support it.
    #[serde(default)]
    pub supports: Vec<String>,
    /// Keys of actors that make it too.
    #[serde(default)]
    pub co_owners: Vec<String>,
    /// What it costs; not known when left out.
    pub price: Option<Price>,
    /// Whom to phone; the actor's when left out.
    pub contact: Option<Reach>,
    /// Where; the actor's place when left out.
    #[serde(rename = "where")]
    pub whereabouts: Option<Where>,
    /// When one can just come.
    #[serde(default)]
    pub opening: Vec<Hours>,
    /// The low-threshold card.
    pub card: Card,
    /// Single sessions.
    #[serde(default, rename = "session")]
    pub sessions: Vec<Date>,
    /// Series of sessions.
    #[serde(default)]
    pub series: Vec<Repeat>,
}

const fn non_formal() -> Formality {
    Formality::NonFormal
}

const fn nothing() -> Recognition {
    Recognition::None
}

const fn open() -> OpportunityState {
    OpportunityState::Open
}

impl Opportunity {
    /// All its drawings.
    pub fn pictures(&self) -> impl Iterator<Item = &String> {
        self.picture.iter().chain(&self.more_pictures)
    }
}

/// What it costs: exactly one of the first three.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Nothing.
    #[serde(default)]
    pub free: bool,
    /// So many cents.
    pub cents: Option<u32>,
    /// Roughly so much.
    pub band: Option<PriceBand>,
    /// Cents for who has less.
    pub social: Option<u32>,
    /// Whether that needs proof.
    #[serde(default)]
    pub social_needs_proof: bool,
    /// Further tariffs.
    #[serde(default)]
    pub tariffs: Vec<Tariff>,
}

/// A further tariff.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    /// For whom.
    pub name: String,
    /// Cents.
    pub cents: u32,
}

/// Where it happens.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "mode", rename_all = "snake_case", deny_unknown_fields)]
pub enum Where {
    /// At a place: the actor's where a part is left out.
    InPerson {
        /// What the house is called.
        name: Option<String>,
        /// Street and number.
        street: Option<String>,
        /// Postcode.
        postcode: Option<String>,
        /// Village or town.
        locality: Option<String>,
        /// Degrees north.
        lat: Option<f64>,
        /// Degrees east.
        lon: Option<f64>,
    },
    /// On line only.
    Online {
        /// The address, when it is public.
        url: Option<String>,
    },
    /// At the actor's place and on line.
    Mixed {
        /// The address, when it is public.
        url: Option<String>,
    },
    /// Agreed with whoever asks, in the actor's municipality.
    OnRequest {},
}

/// Hours on some weekdays.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// On these days.
    pub days: Vec<Weekday>,
    /// From.
    pub opens: NaiveTime,
    /// Until.
    pub closes: NaiveTime,
}

/// The low-threshold card. What is left out is a no.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a promise of its own on the card, not a state"
)]
pub struct Card {
    /// Who welcomes you.
    pub welcomer: Welcomer,
    /// A buddy goes along the first time.
    #[serde(default)]
    pub buddy: bool,
    /// The first time is free.
    #[serde(default)]
    pub free_try_out: bool,
    /// No sign-up needed.
    #[serde(default)]
    pub no_sign_up: bool,
    /// Coming once is fine.
    #[serde(default)]
    pub come_once: bool,
    /// Stopping needs no reason.
    #[serde(default)]
    pub may_stop: bool,
    /// How it feels there.
    pub atmosphere: Atmosphere,
    /// How many people there usually are.
    pub group_size: Option<GroupSize>,
    /// The stop nearest by.
    pub bus_stop: Option<BusStop>,
    /// Child care.
    #[serde(default)]
    pub child_care: bool,
    /// Reachable by wheelchair.
    #[serde(default)]
    pub wheelchair: bool,
    /// A toilet for wheelchair users.
    #[serde(default)]
    pub accessible_toilet: bool,
    /// Nothing needs to be brought.
    #[serde(default)]
    pub nothing_to_bring: bool,
    /// What to bring.
    pub bring: Option<String>,
    /// The first ten minutes.
    pub first_minutes: Vec<String>,
}

/// Who welcomes you.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Welcomer {
    /// First name.
    pub first_name: String,
    /// How to recognise them.
    pub about: String,
}

/// Places and the like.
#[derive(Debug, Clone)]
pub struct Terms {
    /// How many fit; absent for drop in.
    pub capacity: Option<u32>,
    /// Places kept for newcomers.
    pub held_for_newcomers: u32,
    /// Whether one can wait.
    pub waiting_list: bool,
    /// Minutes before the start that sign-up closes.
    pub sign_up_closes_minutes: u32,
}

/// A single session, relative to today.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Date {
    /// In so many days; past when negative.
    pub in_days: i64,
    /// Wall time of the start.
    pub start: NaiveTime,
    /// Minutes it lasts.
    pub minutes: u32,
    capacity: Option<u32>,
    #[serde(default)]
    held_for_newcomers: u32,
    #[serde(default = "yes")]
    waiting_list: bool,
    #[serde(default)]
    sign_up_closes_minutes: u32,
    /// People who are in.
    #[serde(default)]
    pub taken: u32,
    /// People who wait.
    #[serde(default)]
    pub waiting: u32,
    /// Why it is cancelled.
    pub cancelled: Option<String>,
}

impl Date {
    /// Places and the like.
    pub const fn terms(&self) -> Terms {
        Terms {
            capacity: self.capacity,
            held_for_newcomers: self.held_for_newcomers,
            waiting_list: self.waiting_list,
            sign_up_closes_minutes: self.sign_up_closes_minutes,
        }
    }
}

/// A weekly series, relative to today.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// On these days.
    pub weekdays: Vec<Weekday>,
    /// Every so many weeks.
    #[serde(default = "each")]
    pub interval: u8,
    /// Wall time of the start.
    pub start: NaiveTime,
    /// Minutes each lasts.
    pub minutes: u32,
    /// The first day it may fall on, in days from today.
    pub first_in_days: i64,
    /// The last day, in days from today.
    pub until_in_days: i64,
    /// Which of its dates are left out, the first being 0.
    #[serde(default)]
    pub except_nth: Vec<usize>,
    /// Leaves out school holidays.
    #[serde(default)]
    pub not_in_school_holidays: bool,
    capacity: Option<u32>,
    #[serde(default)]
    held_for_newcomers: u32,
    #[serde(default = "yes")]
    waiting_list: bool,
    #[serde(default)]
    sign_up_closes_minutes: u32,
    /// People who are in, for the sessions to come in their order.
    #[serde(default)]
    pub taken: Vec<u32>,
    /// People who wait, likewise.
    #[serde(default)]
    pub waiting: Vec<u32>,
    /// One that is cancelled.
    pub cancelled: Option<Nth>,
}

const fn each() -> u8 {
    1
}

impl Repeat {
    /// Places and the like.
    pub const fn terms(&self) -> Terms {
        Terms {
            capacity: self.capacity,
            held_for_newcomers: self.held_for_newcomers,
            waiting_list: self.waiting_list,
            sign_up_closes_minutes: self.sign_up_closes_minutes,
        }
    }
}

/// A date of a series that is cancelled.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nth {
    /// Which, the first being 0.
    pub nth: usize,
    /// Why.
    pub reason: String,
}
