//! An ecosystem with its people and actors, set up past the API.

use std::collections::BTreeSet;

use goesting_client::IdempotencyKey;
use goesting_core::actor::Profile;
use goesting_core::ecosystem::{NewEcosystem, REGION_RADIUS_M};
use goesting_core::opportunity::Standing;
use goesting_store::opportunity::{self, NewActor};
use goesting_store::{actor, ecosystem, participation};
use goesting_types::actor::{Actor, ActorCreate, ActorKind, ActorState, Contact, ExternalCodes};
use goesting_types::ecosystem::ParticipationState;
use goesting_types::ids::{ActorId, EcosystemId, OpportunityId, ParticipationId};
use goesting_types::opportunity::OpportunityContent;
use goesting_types::territory::TerritoryId;
use goesting_types::text::LocalizedText;

use crate::{Someone, TestApp};

/// Leuven.
pub const LEUVEN: &str = "24062";

/// Somebody one can phone.
pub fn by_phone() -> Contact {
    Contact {
        phone: Some("016 12 34 56".to_owned()),
        ..Contact::default()
    }
}

impl TestApp {
    /// A new ecosystem that covers these territories.
    pub async fn ecosystem(&self, name: &str, territories: &[&str]) -> EcosystemId {
        let new = NewEcosystem {
            name: name.to_owned(),
            about: LocalizedText::default(),
            territories: territories
                .iter()
                .copied()
                .map(TerritoryId::from)
                .collect::<BTreeSet<_>>(),
            contact: by_phone(),
            region_radius_m: REGION_RADIUS_M,
        };
        let now = self.now();
        self.app()
            .write(move |conn| Ok(ecosystem::insert(conn, &new, now)?))
            .await
            .unwrap()
    }

    /// Somebody new who facilitates an ecosystem.
    pub async fn facilitator(&self, id: EcosystemId, first_name: &str) -> Someone {
        let someone = self.someone(first_name).await;
        let (person, now) = (someone.id, self.now());
        self.app()
            .write(move |conn| Ok(ecosystem::add_facilitator(conn, id, person, now)?))
            .await
            .unwrap();
        someone
    }

    /// A new actor in Leuven, made by its first steward over the API.
    pub async fn actor(&self, steward: &Someone, kind: ActorKind, name: &str) -> Actor {
        let body = ActorCreate {
            kind,
            name: name.to_owned(),
            about: LocalizedText::default(),
            territory: TerritoryId::from(LEUVEN),
            contact: by_phone(),
            codes: ExternalCodes::default(),
        };
        steward
            .client
            .create_actor(&body, IdempotencyKey::new())
            .await
            .unwrap()
    }

    /// A new actor as an import leaves it: nobody acts for it.
    pub async fn unclaimed(&self, name: &str, territory: Option<&str>) -> ActorId {
        let (id, now) = (ActorId::new(), self.now());
        let profile = Profile {
            name: name.to_owned(),
            about: LocalizedText::default(),
            territory: territory.map(TerritoryId::from),
            contact: Contact::default(),
            codes: ExternalCodes::default(),
        };
        let (kind, state) = (ActorKind::Other, ActorState::Unclaimed);
        self.app()
            .write(move |conn| Ok(actor::insert(conn, id, kind, state, &profile, now)?))
            .await
            .unwrap();
        id
    }

    /// Lets an actor take part, as if both sides had said yes.
    pub async fn take_part(&self, ecosystem: EcosystemId, actor: ActorId) -> ParticipationId {
        let (state, now) = (ParticipationState::Active, self.now());
        self.app()
            .write(move |conn| {
                Ok(participation::insert(
                    conn, ecosystem, actor, state, None, now,
                )?)
            })
            .await
            .unwrap()
    }

    /// An opportunity of this lead that stands like this.
    pub async fn opportunity(
        &self,
        lead: ActorId,
        standing: Standing,
        title: &str,
    ) -> OpportunityId {
        let content: OpportunityContent = serde_json::from_value(serde_json::json!({
            "title": {"nl": {"text": title}},
            "summary": {"nl": {"text": "Kom mee doen."}},
            "kind": "do_along",
            "interests": ["koken"],
            "whereabouts": {"mode": "on_request", "territory": LEUVEN},
            "formality": "non_formal",
            "recognition": "none",
            "contact": {"phone": "016 12 34 56"},
        }))
        .unwrap();
        let (id, now) = (OpportunityId::new(), self.now());
        self.app()
            .write(move |conn| {
                let lead = NewActor::lead(lead);
                Ok(opportunity::insert(
                    conn,
                    id,
                    &standing,
                    &content,
                    &[lead],
                    now,
                )?)
            })
            .await
            .unwrap();
        id
    }
}
