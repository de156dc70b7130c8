//! Who did what with whose data: append-only, written in the transaction of the deed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_types::ids::{ActorId, ApiClientId, AuditEntryId, EcosystemId, PersonId};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::{Key, keys};
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

impl By {
    /// The kind of doer, the doer, and on whose behalf, as stored.
    fn parts(self) -> (&'static str, Option<Key>, Option<Key>) {
        match self {
            Self::Myself(person) => ("myself", Some(person.into()), None),
            Self::Guardian(person) => ("guardian", Some(person.into()), None),
            Self::Member(person, actor) => ("member", Some(person.into()), Some(actor.into())),
            Self::Facilitator(person, ecosystem) => {
                ("facilitator", Some(person.into()), Some(ecosystem.into()))
            }
            Self::Client(client) => ("client", Some(client.into()), None),
            Self::System => ("system", None, None),
        }
    }
}

/// Notes that `by` did `operation` with the data of `subject`.
pub fn note(
    conn: &mut Conn,
    subject: PersonId,
    by: By,
    operation: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (kind, by_id, via_id) = by.parts();
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

/// Notes that `by` did `operation` with the data of each of `subjects`, save for those of whom the
/// same was noted at `recently` or later: looking at a list ten times is one line to read.
pub fn note_each(
    conn: &mut Conn,
    subjects: &[PersonId],
    by: By,
    operation: &str,
    recently: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (_, by_id, via_id) = by.parts();
    let noted: Vec<(Option<Key>, Option<Key>, Option<Key>)> = audit::table
        .filter(audit::subject_id.eq_any(keys(subjects)))
        .filter(audit::at.ge(stamp(recently)))
        .filter(audit::operation.eq(operation))
        .select((audit::subject_id, audit::by_id, audit::via_id))
        .load(conn)?;
    for subject in subjects {
        if !noted.contains(&(Some(Key::from(*subject)), by_id, via_id)) {
            note(conn, *subject, by, operation, now)?;
        }
    }
    Ok(())
}

/// Puts a pseudonym, made for this and kept nowhere, in the place of somebody who is gone.
pub fn pseudonymise(conn: &mut Conn, person: PersonId) -> Result<(), StoreError> {
    let pseudonym = Key::from(PersonId::new());
    diesel::update(audit::table.filter(audit::subject_id.eq(Key::from(person))))
        .set(audit::subject_id.eq(pseudonym))
        .execute(conn)?;
    diesel::update(audit::table.filter(audit::by_id.eq(Key::from(person))))
        .set(audit::by_id.eq(pseudonym))
        .execute(conn)?;
    Ok(())
}
