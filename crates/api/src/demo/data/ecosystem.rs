//! An ecosystem, and what waits on its facilitator's desk.

use goesting_types::opportunity::ActorPart;
use serde::Deserialize;

use super::Reach;

/// An ecosystem.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ecosystem {
    /// Its name among ecosystems, and the folder of its actors.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What binds it.
    pub about: String,
    /// The municipality it covers.
    pub territory: String,
    /// Whom to phone or mail.
    pub contact: Reach,
    /// What is reported.
    #[serde(default, rename = "report")]
    pub reports: Vec<Report>,
    /// Who says they act for an actor.
    #[serde(default, rename = "claim")]
    pub claims: Vec<Claim>,
    /// Actors that are asked to share an opportunity.
    #[serde(default, rename = "invited")]
    pub invited: Vec<CoOwner>,
}

/// A report that something is not right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// About which opportunity: `actor/opportunity`.
    pub about: String,
    /// Key of who sent it; nobody known when left out.
    pub by: Option<String>,
    /// Hours ago.
    pub hours_ago: i64,
    /// What they say.
    pub message: String,
}

/// Somebody says they act for an actor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Key of the actor.
    pub actor: String,
    /// Key of who says so.
    pub by: String,
    /// Hours ago.
    pub hours_ago: i64,
    /// Who they are to it.
    pub message: String,
}

/// An actor that was asked to share an opportunity and did not answer yet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoOwner {
    /// Which opportunity: `actor/opportunity`.
    pub opportunity: String,
    /// Key of the actor.
    pub actor: String,
    /// As what.
    pub part: ActorPart,
}
