//! The low-threshold card (F11): what one wants to know before daring to go.

use serde::{Deserialize, Serialize};

use crate::text::LocalizedText;

vocabulary! {
    /// A yes on the card, as it is filtered on. Computed from the card, the price and the contact.
    CardFlag {
        /// A named person welcomes you.
        Welcomed => "welcomed",
        /// A buddy goes along the first time.
        Buddy => "buddy",
        /// The first time is free, to try.
        FreeTryOut => "free_try_out",
        /// No sign-up needed.
        NoSignUp => "no_sign_up",
        /// Coming once is fine.
        ComeOnce => "come_once",
        /// Stopping needs no reason.
        MayStop => "may_stop",
        /// Quiet surroundings.
        Quiet => "quiet",
        /// At most eight people.
        SmallGroup => "small_group",
        /// A lower price without proof.
        SocialTariffNoProof => "social_tariff_no_proof",
        /// A bus or tram stop within ten minutes on foot.
        BusStop => "bus_stop",
        /// Child care.
        ChildCare => "child_care",
        /// Reachable by wheelchair.
        Wheelchair => "wheelchair",
        /// A toilet that wheelchair users can use.
        AccessibleToilet => "accessible_toilet",
        /// One need not bring anything.
        NothingToBring => "nothing_to_bring",
        /// What happens in the first ten minutes is told.
        FirstMinutes => "first_minutes",
        /// There is a number to phone.
        Phone => "phone",
    }
}

vocabulary! {
    /// How it feels there.
    Atmosphere {
        /// Few stimuli.
        Quiet => "quiet",
        /// Some coming and going.
        Mixed => "mixed",
        /// Many people, noise.
        Busy => "busy",
    }
}

/// Who welcomes you.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Welcomer {
    /// First name.
    pub first_name: String,
    /// A sentence: how to recognise them, what they do.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub about: Option<LocalizedText>,
}

/// The stop nearest by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BusStop {
    /// Its name on the sign.
    pub name: String,
    /// Minutes on foot.
    pub walk_minutes: u8,
}

/// From how many to how many people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupSize {
    /// Usually at least.
    pub from: u16,
    /// Usually at most.
    pub to: u16,
}

/// The low-threshold card. What is not stated is not promised.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a promise of its own on the card, not a state"
)]
pub struct LowThresholdCard {
    /// Who welcomes you.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub welcomer: Option<Welcomer>,
    /// A buddy goes along the first time.
    pub buddy: bool,
    /// The first time is free, to try.
    pub free_try_out: bool,
    /// No sign-up needed.
    pub no_sign_up: bool,
    /// Coming once is fine.
    pub come_once: bool,
    /// Stopping needs no reason.
    pub may_stop: bool,
    /// How it feels there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub atmosphere: Option<Atmosphere>,
    /// How many people there usually are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_size: Option<GroupSize>,
    /// The stop nearest by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bus_stop: Option<BusStop>,
    /// Child care while you take part.
    pub child_care: bool,
    /// Reachable by wheelchair.
    pub wheelchair: bool,
    /// A toilet that wheelchair users can use.
    pub accessible_toilet: bool,
    /// Nothing needs to be brought.
    pub nothing_to_bring: bool,
    /// What to bring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bring: Option<LocalizedText>,
    /// The first ten minutes, at most five steps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub first_minutes: Vec<LocalizedText>,
}
