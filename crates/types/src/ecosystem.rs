//! Ecosystems and who takes part in them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::actor::{ActorSummary, Contact};
use crate::ids::{ActorId, EcosystemId, ParticipationId};
use crate::page::View;
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
        /// The territories it covers, with all that lies in them; mostly municipalities.
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
        /// Who takes part now, by name: the first 100. In the edit view also those of the actors the
        /// reader acts for; stewards see their requests, invitations and pauses too, facilitators
        /// 100 of those of everybody.
        pub participations: Vec<Participation>,
        /// Where those come who take part besides: the `cursor` for `GET /actors?ecosystem=` with
        /// this id. Absent when all are here; `active_actors` says how many there are.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub next_cursor: Option<String>,
    }
}

/// How an ecosystem is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct EcosystemViewQuery {
    /// `edit` for its facilitators and stewards: private, never cached.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub view: Option<View>,
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
        /// Opportunities of the actor that are open now.
        #[serde(default)]
        pub open_opportunities: u32,
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
        /// Needed when a facilitator turns a request down or ends a participation, 5 to 1000
        /// characters; the actor's stewards read it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub reason: Option<String>,
    }
}
