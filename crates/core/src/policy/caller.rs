//! Who asks.

use goesting_types::auth::Scope;
use goesting_types::ids::{ActorId, ApiClientId, PersonId};
use goesting_types::person::AgeBand;

/// A person who logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonCaller {
    /// Who.
    pub id: PersonId,
    /// The age surely reached, in steps.
    pub age_band: AgeBand,
    /// Whether the e-mail address was confirmed when the token was made.
    pub email_verified: bool,
}

/// A program with client credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Which one.
    pub id: ApiClientId,
    /// The actor it belongs to.
    pub actor_id: ActorId,
    /// What it may do.
    pub scopes: Vec<Scope>,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Nobody in particular.
    Anonymous,
    /// A person.
    Person(PersonCaller),
    /// A program.
    Client(Client),
}

impl Caller {
    /// The person, if it is one.
    pub const fn person(&self) -> Option<&PersonCaller> {
        match self {
            Self::Person(person) => Some(person),
            Self::Anonymous | Self::Client(_) => None,
        }
    }
}
