//! Ecosystems and who takes part in them.

use chrono::{DateTime, Utc};

use crate::actor::{ActorSummary, Contact};
use crate::ids::{ActorId, EcosystemId, ParticipationId};
use crate::territory::TerritoryId;
use crate::text::LocalizedText;

vocabulary! {
    /// How an actor stands in an ecosystem: joining, pausing and leaving are ordinary (S26).
    ParticipationState {
        /// The actor asked to join.
        Requested => "requested",
        /// A facilitator invited the actor.
        Invited => "invited",
        /// It takes part.
        Active => "active",
        /// It takes a break.
        Paused => "paused",
        /// It left. The history stays.
        Left => "left",
    }
}

response! {
    /// A partnership of one or more territories.
    pub struct Ecosystem {
        /// Its id.
        pub id: EcosystemId,
        /// Its name.
        pub name: String,
        /// What binds it, in a few sentences.
        #[serde(default)]
        pub about: LocalizedText,
        /// The municipalities it covers.
        pub territories: Vec<TerritoryId>,
        /// Whom to phone or mail.
        pub contact: Contact,
        /// How far its region ring reaches, in metres.
        pub region_radius_m: u32,
        /// Actors that take part now.
        pub active_actors: u32,
    }
}

response! {
    /// An ecosystem with who takes part.
    pub struct EcosystemDetail {
        /// The ecosystem.
        #[serde(flatten)]
        pub ecosystem: Ecosystem,
        /// Who takes part now, by name. Facilitators also see requests, invitations and pauses;
        /// stewards also their own.
        pub participations: Vec<Participation>,
    }
}

response! {
    /// An actor in an ecosystem.
    pub struct Participation {
        /// Its id.
        pub id: ParticipationId,
        /// The ecosystem.
        pub ecosystem_id: EcosystemId,
        /// The actor.
        pub actor: ActorSummary,
        /// How it stands.
        pub state: ParticipationState,
        /// Since when it stands so.
        pub since: DateTime<Utc>,
    }
}

request! {
    /// A steward asks to join, or a facilitator invites.
    pub struct ParticipationCreate {
        /// The actor.
        pub actor_id: ActorId,
    }
}

vocabulary! {
    /// A step in a participation.
    ParticipationMove {
        /// The facilitator lets a requesting actor in, or the steward says yes to an invitation.
        Accept => "accept",
        /// Take a break.
        Pause => "pause",
        /// Come back from a break.
        Resume => "resume",
        /// Leave, withdraw a request, or say no.
        Leave => "leave",
    }
}

request! {
    /// Moves a participation.
    pub struct ParticipationUpdate {
        /// The step.
        pub step: ParticipationMove,
    }
}
