//! Typed ids, from one list. A session's id cannot be passed where an enrolment's is asked.
//!
//! All are `UUIDv7` made in Rust and travel as their hyphenated form. They never decide an order
//! under concurrency: counters do.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// The kind behind an id: a marker type, never a value.
pub trait Kind: Send + Sync + 'static {
    /// The resource's name, for messages and schemas.
    const NAME: &'static str;
}

/// An id of one kind of thing.
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Id<K> {
    /// A new id, ordered by time (`UUIDv7`).
    #[must_use]
    pub fn new() -> Self {
        Self::from_uuid(Uuid::now_v7())
    }
}

impl<K> Id<K> {
    /// The id with these 128 bits.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self {
            uuid,
            kind: PhantomData,
        }
    }

    /// The bare 128 bits, for storage.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

impl<K: Kind> Default for Id<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<K> FromStr for Id<K> {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self::from_uuid)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.uuid.serialize(serializer)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}

#[cfg(feature = "schema")]
impl<K: Kind> utoipa::PartialSchema for Id<K> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
            .description(Some(format!("Id of a {}.", K::NAME)))
            .build()
            .into()
    }
}

#[cfg(feature = "schema")]
impl<K: Kind> utoipa::ToSchema for Id<K> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("{}Id", K::NAME).into()
    }
}

macro_rules! kinds {
    ($( $kind:ident as $alias:ident: $doc:literal ),+ $(,)?) => {
        /// Marker types of [`Id`].
        pub mod kind {
            $(
                #[doc = $doc]
                #[derive(Debug)]
                pub enum $kind {}
                impl super::Kind for $kind {
                    const NAME: &'static str = stringify!($kind);
                }
            )+
        }
        $(
            #[doc = concat!("Id: ", $doc)]
            pub type $alias = Id<kind::$kind>;
        )+
    };
}

// Alphabetical; append, never reuse.
kinds! {
    Actor as ActorId: "Who opens up contexts.",
    ApiClient as ApiClientId: "A school's or app's credentials and scopes.",
    AuditEntry as AuditEntryId: "Who did what to whom.",
    Claim as ClaimId: "Somebody says they act for an unclaimed actor.",
    Ecosystem as EcosystemId: "The partnership of one or more territories.",
    Enrolment as EnrolmentId: "A person's or group's place in a session.",
    Invitation as InvitationId: "An invitation by mail to become steward or host.",
    Opportunity as OpportunityId: "A lasting chance to learn by doing.",
    Outbox as OutboxId: "An addressed delivery.",
    Participation as ParticipationId: "An actor in an ecosystem.",
    Person as PersonId: "A human, with or without an account.",
    Picture as PictureId: "A picture of an opportunity.",
    RefreshFamily as RefreshFamilyId: "One log-in and all tokens rotated from it.",
    Report as ReportId: "A report that something is not right.",
    Series as SeriesId: "Sessions that were planned together.",
    Session as SessionId: "A dated occurrence of an opportunity.",
    SigningKey as SigningKeyId: "A key that signs access tokens.",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_travels_as_its_hyphenated_form() -> Result<(), Box<dyn std::error::Error>> {
        let id = ActorId::new();
        let json = serde_json::to_string(&id)?;
        assert_eq!(json, format!("\"{id}\""));
        assert_eq!(serde_json::from_str::<ActorId>(&json)?, id);
        assert!("not-an-id".parse::<ActorId>().is_err());
        Ok(())
    }
}
