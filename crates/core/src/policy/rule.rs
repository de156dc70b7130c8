//! The rule of an operation, and the question put to it.

use goesting_types::auth::Scope;
use goesting_types::problem::ErrorCode;

use super::{Caller, Operation, PersonCaller, Relation, Relations};
use crate::Refusal;

/// Which people may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    /// Everybody, logged in or not, and every program: it is public.
    Anyone,
    /// Who is logged in.
    SignedIn,
    /// Who is logged in and confirmed their e-mail address.
    Verified,
    /// Who stands to the thing in one of these ways.
    Related(&'static [Relation]),
}

/// What allows an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Which people.
    pub people: People,
    /// Which programs: those with one of these scopes, on things of their own actor.
    pub scopes: &'static [Scope],
    /// Whether a refusal says "not found": whoever may not, may not know it exists either.
    pub hidden: bool,
}

/// A marker type that names an operation in a signature; see [`super::op`].
pub trait Marker: 'static {
    /// The operation.
    const OPERATION: Operation;
}

/// A caller who got past the door of an operation. What depends on the thing itself is asked with
/// [`Access::over`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    caller: Caller,
    operation: Operation,
}

impl Access {
    /// May this caller ask for this operation at all?
    pub fn ask(caller: Caller, operation: Operation) -> Result<Self, Refusal> {
        let rule = operation.rule();
        match (&caller, rule.people) {
            (_, People::Anyone) => {}
            (Caller::Anonymous, _) => return Err(ErrorCode::NotAuthenticated.into()),
            (Caller::Client(_), _) if rule.scopes.is_empty() => {
                return Err(ErrorCode::Forbidden.into());
            }
            (Caller::Client(client), _) => {
                if !rule.scopes.iter().any(|one| client.scopes.contains(one)) {
                    return Err(ErrorCode::MissingScope.into());
                }
            }
            (Caller::Person(person), People::Verified) if !person.email_verified => {
                return Err(ErrorCode::EmailNotVerified.into());
            }
            (Caller::Person(_), _) => {}
        }
        Ok(Self { caller, operation })
    }

    /// May the caller, who stands to the thing like this?
    pub fn over(&self, relations: Relations) -> Result<(), Refusal> {
        let rule = self.operation.rule();
        let allowed = match (&self.caller, rule.people) {
            (_, People::Anyone) | (Caller::Person(_), People::SignedIn | People::Verified) => true,
            (Caller::Anonymous, _) => false,
            (Caller::Client(_), _) => relations.has(Relation::OwnActor),
            (Caller::Person(_), People::Related(any)) => any.iter().any(|one| relations.has(*one)),
        };
        if allowed {
            Ok(())
        } else if rule.hidden {
            Err(Refusal::not_found())
        } else {
            Err(ErrorCode::Forbidden.into())
        }
    }

    /// Who asks.
    pub const fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The person who asks. Strangers can log in; programs are known already, and may not.
    pub fn person(&self) -> Result<&PersonCaller, Refusal> {
        match &self.caller {
            Caller::Person(person) => Ok(person),
            Caller::Anonymous => Err(ErrorCode::NotAuthenticated.into()),
            Caller::Client(_) => Err(ErrorCode::Forbidden.into()),
        }
    }

    /// What for.
    pub const fn operation(&self) -> Operation {
        self.operation
    }
}
