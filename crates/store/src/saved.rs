//! Opportunities kept for later.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_types::ids::{OpportunityId, PersonId};

use crate::StoreError;
use crate::conn::{Conn, execute};
use crate::key::Key;
use crate::rows::{instant, stamp};
use crate::schema::saved;

/// One saved opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredSave {
    /// Which one.
    pub opportunity: OpportunityId,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// Saves an opportunity; what was saved stays saved, with its time.
pub fn put(
    conn: &mut Conn,
    person: PersonId,
    opportunity: OpportunityId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let insert = diesel::insert_into(saved::table)
        .values((
            saved::person_id.eq(Key::from(person)),
            saved::opportunity_id.eq(Key::from(opportunity)),
            saved::saved_at.eq(stamp(now)),
        ))
        .on_conflict_do_nothing();
    execute!(conn, insert)?;
    Ok(())
}

/// No longer saves an opportunity.
pub fn remove(
    conn: &mut Conn,
    person: PersonId,
    opportunity: OpportunityId,
) -> Result<(), StoreError> {
    diesel::delete(saved::table.find((Key::from(person), Key::from(opportunity)))).execute(conn)?;
    Ok(())
}

/// What a person saved, the latest first, after the one that `after` names.
pub fn page(
    conn: &mut Conn,
    person: PersonId,
    after: Option<StoredSave>,
    limit: usize,
) -> Result<Vec<StoredSave>, StoreError> {
    let mut query = saved::table
        .filter(saved::person_id.eq(Key::from(person)))
        .into_boxed();
    if let Some(StoredSave { opportunity, at }) = after {
        let at = stamp(at);
        query = query.filter(
            saved::saved_at.lt(at).or(saved::saved_at
                .eq(at)
                .and(saved::opportunity_id.lt(Key::from(opportunity)))),
        );
    }
    let rows: Vec<(Key, chrono::NaiveDateTime)> = query
        .order((saved::saved_at.desc(), saved::opportunity_id.desc()))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select((saved::opportunity_id, saved::saved_at))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(opportunity, at)| StoredSave {
            opportunity: opportunity.into(),
            at: instant(at),
        })
        .collect())
}
