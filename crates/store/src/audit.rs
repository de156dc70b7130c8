//! Who did what with whose data: append-only, written in the transaction of the deed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_types::ids::{ActorId, ApiClientId, AuditEntryId, EcosystemId, PersonId};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::stamp;
use crate::schema::audit;

/// Who did it, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The person themselves.
    Myself(PersonId),
    /// A guardian.
    Guardian(PersonId),
    /// Somebody acting for an actor.
    Member(PersonId, ActorId),
    /// A facilitator.
    Facilitator(PersonId, EcosystemId),
    /// A program.
    Client(ApiClientId),
    /// A job or an operator's command.
    System,
}

/// Notes that `by` did `operation` with the data of `subject`.
pub fn note(
    conn: &mut Conn,
    subject: PersonId,
    by: By,
    operation: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (kind, by_id, via_id) = match by {
        By::Myself(person) => ("myself", Some(Key::from(person)), None),
        By::Guardian(person) => ("guardian", Some(Key::from(person)), None),
        By::Member(person, actor) => ("member", Some(Key::from(person)), Some(Key::from(actor))),
        By::Facilitator(person, ecosystem) => (
            "facilitator",
            Some(Key::from(person)),
            Some(Key::from(ecosystem)),
        ),
        By::Client(client) => ("client", Some(Key::from(client)), None),
        By::System => ("system", None, None),
    };
    diesel::insert_into(audit::table)
        .values((
            audit::id.eq(Key::from(AuditEntryId::new())),
            audit::at.eq(stamp(now)),
            audit::subject_id.eq(Key::from(subject)),
            audit::by_kind.eq(kind),
            audit::by_id.eq(by_id),
            audit::via_id.eq(via_id),
            audit::operation.eq(operation),
        ))
        .execute(conn)?;
    Ok(())
}
