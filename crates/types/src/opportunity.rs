//! Opportunities (leerkansen): lasting chances to learn by doing.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::actor::{ActorSummary, Contact};
use crate::card::LowThresholdCard;
use crate::ids::{ActorId, OpportunityId, PictureId};
use crate::interest::InterestId;
use crate::place::Whereabouts;
use crate::price::Pricing;
use crate::text::LocalizedText;

vocabulary! {
    /// What one does there.
    OpportunityKind {
        /// Join in with what goes on.
        DoAlong => "do_along",
        /// Lend a hand.
        HelpOut => "help_out",
        /// Make or try something, guided.
        Workshop => "workshop",
        /// Go and see.
        Visit => "visit",
        /// Walk along with somebody at work.
        Shadow => "shadow",
        /// A series with a subject.
        Course => "course",
        /// A group that meets.
        Club => "club",
        /// Listen and talk.
        Talk => "talk",
        /// On line.
        Online => "online",
        /// Agreed with whoever asks.
        OnRequest => "on_request",
    }
}

vocabulary! {
    /// Where an opportunity stands: draft → (`in_review` →) open ⇄ paused → closed.
    OpportunityState {
        /// Being written; only its hosts see it.
        Draft => "draft",
        /// A facilitator looks at it.
        InReview => "in_review",
        /// Everybody can find it.
        Open => "open",
        /// Out of sight for a while.
        Paused => "paused",
        /// Over. Who saved it still sees it.
        Closed => "closed",
    }
}

vocabulary! {
    /// Inside or outside formal learning.
    Formality {
        /// Outside school and formal training.
        NonFormal => "non_formal",
        /// Part of formal education or training.
        Formal => "formal",
    }
}

vocabulary! {
    /// What one gets for it, if anything.
    Recognition {
        /// Nothing.
        None => "none",
        /// A note that one took part.
        Attestation => "attestation",
        /// A recognised credential.
        Credential => "credential",
    }
}

vocabulary! {
    /// Where our knowledge of it comes from.
    OriginKind {
        /// Made here by an actor.
        Own => "own",
        /// Read from UiTdatabank.
        Uitdatabank => "uitdatabank",
        /// Told by a connected ecosystem.
        Peer => "peer",
    }
}

/// One source an opportunity was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Origin {
    /// Which sort of source.
    pub kind: OriginKind,
    /// Its id there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub external_id: Option<String>,
    /// Where it can be read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// Since when the source no longer has it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gone_at: Option<DateTime<Utc>>,
}

/// From which to which age it fits. A fit, not a wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AgeRange {
    /// From this age in years; all when absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<u8>,
    /// Up to and including this age.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<u8>,
}

impl AgeRange {
    /// Whether somebody of this age fits.
    #[must_use]
    pub fn fits(self, age: u8) -> bool {
        self.from.is_none_or(|from| age >= from) && self.to.is_none_or(|to| age <= to)
    }
}

/// When the door is open on a weekday, wall time in Europe/Brussels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpeningSpan {
    /// Monday is `Mon`.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "Wed"))]
    pub weekday: Weekday,
    /// From.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "14:00:00"))]
    pub opens: NaiveTime,
    /// Until; not after midnight: `00:00:00` means the end of the day.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "17:00:00"))]
    pub closes: NaiveTime,
}

/// When one can come without a session: not enrolable.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpeningHours {
    /// Per weekday, several spans a day allowed; at most 50.
    #[serde(default)]
    pub spans: Vec<OpeningSpan>,
    /// First day it holds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<NaiveDate>,
    /// Last day it holds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<NaiveDate>,
}

response! {
    /// A picture in three sizes, WebP or JPEG, without any metadata.
    pub struct Picture {
        /// Its id.
        pub id: PictureId,
        /// What one sees, for who does not see it.
        pub alt: LocalizedText,
        /// Who made it, when that must be said.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub credit: Option<String>,
        /// Addresses: at most 320, 800 and 1600 pixels wide. Empty while it is being fetched.
        pub urls: Vec<String>,
    }
}

vocabulary! {
    /// What an actor is to an opportunity.
    ActorPart {
        /// Answers for it; exactly one.
        Lead => "lead",
        /// Makes it together with the lead.
        CoOwner => "co_owner",
        /// Lends room, people or means.
        Supports => "supports",
    }
}

response! {
    /// An actor of an opportunity.
    pub struct OpportunityActor {
        /// The actor.
        pub actor: ActorSummary,
        /// What it is to the opportunity.
        pub part: ActorPart,
        /// How it wants to be named, when different from its name.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub credit: Option<String>,
        /// Whether it said yes. Only hosts see the ones that did not yet.
        pub accepted: bool,
    }
}

/// What an opportunity says of itself: the part that people write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpportunityContent {
    /// Its name, at most 120 characters per language.
    #[serde(default)]
    pub title: LocalizedText,
    /// One or two plain sentences, at most 300 characters per language.
    #[serde(default)]
    pub summary: LocalizedText,
    /// The whole story, at most 5000 characters per language; blank lines part paragraphs.
    #[serde(default)]
    pub description: LocalizedText,
    /// What one does there.
    pub kind: OpportunityKind,
    /// Interests, at most 8.
    #[serde(default)]
    pub interests: Vec<InterestId>,
    /// Own words beside the vocabulary, at most 10 of 40 characters.
    #[serde(default)]
    pub free_words: Vec<String>,
    /// Where.
    pub whereabouts: Whereabouts,
    /// When one can just come.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub opening_hours: Option<OpeningHours>,
    /// For which ages.
    #[serde(default)]
    pub ages: AgeRange,
    /// Languages spoken there, ISO 639-1, at most 10.
    #[serde(default)]
    pub languages: Vec<String>,
    /// What it costs.
    #[serde(default)]
    pub pricing: Pricing,
    /// Inside or outside formal learning.
    pub formality: Formality,
    /// What one gets for it.
    pub recognition: Recognition,
    /// The low-threshold card.
    #[serde(default)]
    pub card: LowThresholdCard,
    /// Whom to phone or mail.
    #[serde(default)]
    pub contact: Contact,
}

request! {
    /// A new opportunity: a draft of the lead actor.
    pub struct OpportunityCreate {
        /// Who answers for it.
        pub actor_id: ActorId,
        /// What it says of itself.
        pub content: OpportunityContent,
    }
}

/// Changes to an opportunity; what is left out stays. Each part is replaced whole.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct OpportunityUpdate {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<LocalizedText>,
    /// One or two plain sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<LocalizedText>,
    /// The whole story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<LocalizedText>,
    /// What one does there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<OpportunityKind>,
    /// Interests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interests: Option<Vec<InterestId>>,
    /// Own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_words: Option<Vec<String>>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whereabouts: Option<Whereabouts>,
    /// When one can just come; no spans empties it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening_hours: Option<OpeningHours>,
    /// For which ages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ages: Option<AgeRange>,
    /// Languages spoken there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<String>>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pricing: Option<Pricing>,
    /// Inside or outside formal learning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formality: Option<Formality>,
    /// What one gets for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recognition: Option<Recognition>,
    /// The low-threshold card, whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<LowThresholdCard>,
    /// Whom to phone or mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

response! {
    /// An opportunity as everybody sees it, or its edit view for its hosts.
    pub struct Opportunity {
        /// Its id.
        pub id: OpportunityId,
        /// Where it stands.
        pub state: OpportunityState,
        /// What it says of itself. Where it does not say whom to ask, everybody sees the contact of
        /// the ecosystem that covers its municipality; the edit view shows none.
        pub content: OpportunityContent,
        /// The yeses of its card, price and own contact, as they are filtered on.
        pub flags: Vec<crate::card::CardFlag>,
        /// Its actors, the lead first.
        pub actors: Vec<OpportunityActor>,
        /// Its pictures.
        pub pictures: Vec<Picture>,
        /// Where our knowledge of it comes from.
        pub origins: Vec<Origin>,
        /// When it was last edited.
        pub updated_at: DateTime<Utc>,
        /// Edit version; send it back in `If-Match` as `"{version}"`.
        pub version: i64,
        /// Only in the edit view: what a facilitator said when returning it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub returned_because: Option<String>,
    }
}

request! {
    /// Publishes: opens, or sends to review.
    pub struct PublishRequest {
        /// Whether anybody is made to come. Compulsory contexts cannot be published (F12).
        pub compulsory: bool,
    }
}

vocabulary! {
    /// What a facilitator decides.
    ReviewVerdict {
        /// It opens.
        Approve => "approve",
        /// It goes back to draft, with a reason.
        Return => "return",
    }
}

request! {
    /// A facilitator's decision.
    pub struct ReviewRequest {
        /// Open it, or give it back.
        pub verdict: ReviewVerdict,
        /// Needed when giving it back, at most 1000 characters: what would make it right.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub reason: Option<String>,
    }
}

request! {
    /// Invites another actor to share an opportunity.
    pub struct CoOwnerInvite {
        /// The actor.
        pub actor_id: ActorId,
        /// As what; not `lead`.
        pub part: ActorPart,
        /// How it is named.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub credit: Option<String>,
    }
}

request! {
    /// Says something is not right with an opportunity.
    pub struct ReportCreate {
        /// What is not right, 10 to 2000 characters.
        pub message: String,
        /// Where an answer may go; a signed-in person need not fill it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub email: Option<String>,
    }
}

/// What goes with the bytes of a picture: JPEG, PNG or WebP, at most 8 MiB.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct PictureQuery {
    /// What one sees, for who does not see it: 3 to 300 characters.
    #[cfg_attr(feature = "schema", param(min_length = 3, max_length = 300))]
    pub alt: String,
    /// The language of `alt`; Dutch when left out.
    #[serde(default)]
    pub lang: crate::lang::Lang,
    /// Who made it, when that must be said; at most 120 characters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", param(max_length = 120))]
    pub credit: Option<String>,
}

/// Which of an actor's opportunities.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ActorOpportunityQuery {
    /// Only those that stand here.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<OpportunityState>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Items per page, 1 to 100; 20 when left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", param(minimum = 1, maximum = 100))]
    pub limit: Option<u32>,
}
