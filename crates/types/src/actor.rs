//! Actors: who opens up contexts, and the people who act for them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ActorId, ClaimId, EcosystemId, InvitationId, PersonId};
use crate::territory::TerritoryId;
use crate::text::LocalizedText;

vocabulary! {
    /// What sort of actor. A single citizen is one too (S4).
    ActorKind {
        /// A cultural or other association.
        Association => "association",
        /// A youth club or youth movement.
        YouthClub => "youth_club",
        /// A museum or heritage house.
        Museum => "museum",
        /// A library.
        Library => "library",
        /// A care or welfare institution.
        Care => "care",
        /// A sports club.
        SportsClub => "sports_club",
        /// A school, of any level.
        School => "school",
        /// A company.
        Company => "company",
        /// A town, district or other government.
        Government => "government",
        /// One citizen.
        Citizen => "citizen",
        /// Not known: read from an import.
        Other => "other",
    }
}

impl ActorKind {
    /// Schools and companies see numbers only, never names, unless a person shares (F12).
    #[must_use]
    pub const fn sees_numbers_only(self) -> bool {
        matches!(self, Self::School | Self::Company)
    }
}

vocabulary! {
    /// Whether somebody acts for it.
    ActorState {
        /// Known from an import only; nobody acts for it yet.
        Unclaimed => "unclaimed",
        /// People act for it.
        Claimed => "claimed",
    }
}

vocabulary! {
    /// What a member may do for an actor.
    MemberRole {
        /// Everything, members included.
        Steward => "steward",
        /// Its opportunities and sessions.
        Host => "host",
    }
}

/// How to reach somebody. At least one of phone, e-mail and web page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// First name of who answers.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub first_name: Option<String>,
    /// Phone number, as one would write it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email: Option<String>,
    /// Web page, http or https.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
}

impl Contact {
    /// Whether there is any way to reach them.
    pub fn is_reachable(&self) -> bool {
        self.phone.is_some() || self.email.is_some() || self.url.is_some()
    }
}

/// Codes other registers know an actor by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExternalCodes {
    /// Enterprise number (KBO), ten digits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kbo: Option<String>,
    /// Verenigingsregister (`V0001234`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub v_code: Option<String>,
    /// Flemish government organisation (`OVO000123`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ovo: Option<String>,
}

response! {
    /// An actor as everybody sees it.
    pub struct Actor {
        /// Its id.
        pub id: ActorId,
        /// What sort.
        pub kind: ActorKind,
        /// Whether somebody acts for it.
        pub state: ActorState,
        /// Its name.
        pub name: String,
        /// What it does, in a few sentences.
        #[serde(default)]
        pub about: LocalizedText,
        /// Its municipality.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub territory: Option<TerritoryId>,
        /// How to reach it.
        pub contact: Contact,
        /// Codes in other registers.
        pub codes: ExternalCodes,
        /// Opportunities of it that are open now.
        pub open_opportunities: u32,
        /// Edit version; send it back in `If-Match` as `"{version}"`.
        pub version: i64,
    }
}

response! {
    /// An actor in a few words, inside other answers.
    pub struct ActorSummary {
        /// Its id.
        pub id: ActorId,
        /// What sort.
        pub kind: ActorKind,
        /// Its name.
        pub name: String,
    }
}

request! {
    /// A new actor. Whoever makes it becomes its first steward.
    pub struct ActorCreate {
        /// What sort.
        pub kind: ActorKind,
        /// Its name, 2 to 120 characters.
        pub name: String,
        /// What it does, at most 2000 characters per language.
        #[serde(default)]
        pub about: LocalizedText,
        /// Its municipality.
        pub territory: TerritoryId,
        /// How to reach it.
        pub contact: Contact,
        /// Codes in other registers.
        #[serde(default)]
        pub codes: ExternalCodes,
    }
}

request! {
    /// Changes to an actor; what is left out stays.
    pub struct ActorUpdate {
        /// Its name.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub name: Option<String>,
        /// What it does.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub about: Option<LocalizedText>,
        /// Its municipality.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub territory: Option<TerritoryId>,
        /// How to reach it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub contact: Option<Contact>,
        /// Codes in other registers.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub codes: Option<ExternalCodes>,
    }
}

/// Which actors are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ActorQuery {
    /// Words of the name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", param(max_length = 100))]
    pub q: Option<String>,
    /// Only this sort.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<ActorKind>,
    /// Only of this territory, and what lies in it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub territory: Option<TerritoryId>,
    /// Only those that take part in this ecosystem now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ecosystem: Option<EcosystemId>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Items per page, 1 to 100; 20 when left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", param(minimum = 1, maximum = 100))]
    pub limit: Option<u32>,
}

request! {
    /// Why you act for this actor; a facilitator reads it.
    pub struct ClaimRequest {
        /// Who you are to them, at most 500 characters.
        pub message: String,
    }
}

response! {
    /// After claiming an actor: a facilitator decides, and the answer comes by mail.
    pub struct ClaimAnswer {
        /// Its id, to name when asking for help.
        pub id: ClaimId,
        /// When it was asked.
        pub asked_at: DateTime<Utc>,
    }
}

request! {
    /// A facilitator's decision on a claim.
    pub struct ClaimDecision {
        /// Whether the person becomes the actor's first steward.
        pub grant: bool,
        /// Needed when it is not granted, 5 to 1000 characters; the person reads it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub reason: Option<String>,
    }
}

response! {
    /// Somebody who acts for an actor.
    pub struct Member {
        /// The person.
        pub person_id: PersonId,
        /// First name.
        pub first_name: String,
        /// What they may do.
        pub role: MemberRole,
        /// Since when.
        pub since: DateTime<Utc>,
    }
}

response! {
    /// Somebody who was asked by mail and did not answer yet.
    pub struct PendingInvitation {
        /// Its id.
        pub id: InvitationId,
        /// The address it went to.
        pub email: String,
        /// What they will be able to do.
        pub role: MemberRole,
        /// Until when the link works.
        pub expires_at: DateTime<Utc>,
    }
}

response! {
    /// The people of an actor, for its members.
    pub struct Members {
        /// Who acts for it.
        pub items: Vec<Member>,
        /// Who was asked and did not answer yet. Only stewards see addresses; empty for hosts.
        pub invited: Vec<PendingInvitation>,
    }
}

request! {
    /// Ask somebody by mail to act for the actor.
    pub struct MemberInvite {
        /// Their address.
        pub email: String,
        /// What they will be able to do.
        pub role: MemberRole,
    }
}

response! {
    /// An invitation, for who has its link.
    pub struct Invitation {
        /// To act for which actor.
        pub actor: ActorSummary,
        /// As what.
        pub role: MemberRole,
        /// First name of who invites, while they have an account and are of age.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub invited_by: Option<String>,
        /// The address it went to: only an account with that one can accept it.
        pub email: String,
        /// Until when the link works.
        pub expires_at: DateTime<Utc>,
    }
}

response! {
    /// After accepting an invitation.
    pub struct InvitationAccepted {
        /// For which actor.
        pub actor: ActorSummary,
        /// As what.
        pub role: MemberRole,
    }
}
