//! Claims: somebody says they act for an unclaimed actor.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_core::actor::ClaimVerdict;
use goesting_types::ids::{ActorId, ClaimId, PersonId};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{instant, stamp};
use crate::schema::claim;

/// A claim as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredClaim {
    /// Its id.
    pub id: ClaimId,
    /// On which actor.
    pub actor_id: ActorId,
    /// Whose.
    pub person_id: PersonId,
    /// When it was made.
    pub asked_at: DateTime<Utc>,
    /// Whether it was granted, once it is decided.
    pub granted: Option<bool>,
}

type Row = (Key, Key, Key, NaiveDateTime, Option<bool>);

fn stored((id, actor_id, person_id, asked_at, granted): Row) -> StoredClaim {
    StoredClaim {
        id: id.into(),
        actor_id: actor_id.into(),
        person_id: person_id.into(),
        asked_at: instant(asked_at),
        granted,
    }
}

/// Adds a claim.
pub fn insert(
    conn: &mut Conn,
    actor: ActorId,
    person: PersonId,
    message: &str,
    now: DateTime<Utc>,
) -> Result<ClaimId, StoreError> {
    let id = ClaimId::new();
    diesel::insert_into(claim::table)
        .values((
            claim::id.eq(Key::from(id)),
            claim::actor_id.eq(Key::from(actor)),
            claim::person_id.eq(Key::from(person)),
            claim::message.eq(message),
            claim::asked_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(id)
}

/// One claim.
pub fn find(conn: &mut Conn, id: ClaimId) -> Result<StoredClaim, StoreError> {
    let row: Row = claim::table
        .find(Key::from(id))
        .select((
            claim::id,
            claim::actor_id,
            claim::person_id,
            claim::asked_at,
            claim::granted,
        ))
        .get_result(conn)?;
    Ok(stored(row))
}

/// A person's claim on an actor that is not decided yet.
pub fn open_of(
    conn: &mut Conn,
    actor: ActorId,
    person: PersonId,
) -> Result<Option<ClaimId>, StoreError> {
    let id: Option<Key> = claim::table
        .filter(claim::actor_id.eq(Key::from(actor)))
        .filter(claim::person_id.eq(Key::from(person)))
        .filter(claim::decided_at.is_null())
        .select(claim::id)
        .get_result(conn)
        .optional()?;
    Ok(id.map(ClaimId::from))
}

/// Decides a claim; false when it was decided already.
pub fn decide(
    conn: &mut Conn,
    id: ClaimId,
    verdict: &ClaimVerdict,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let (granted, reason) = match verdict {
        ClaimVerdict::Granted => (true, None),
        ClaimVerdict::Refused { reason } => (false, Some(reason)),
    };
    let row = claim::table
        .find(Key::from(id))
        .filter(claim::decided_at.is_null());
    let decided = diesel::update(row)
        .set((
            claim::decided_at.eq(stamp(now)),
            claim::decided_by.eq(Key::from(by)),
            claim::granted.eq(granted),
            claim::reason.eq(reason),
        ))
        .execute(conn)?;
    Ok(decided == 1)
}
