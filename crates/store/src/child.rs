//! Children, their guardians and what those allow.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use goesting_core::person::{ChildEdit, NewChild};
use goesting_types::ids::PersonId;
use goesting_types::person::{Appearance, Consent, ConsentPurpose};

use crate::StoreError;
use crate::conn::{Conn, execute};
use crate::key::{Key, keys};
use crate::person::{self, NewPerson, StoredPerson};
use crate::rows::{instant, stamp, word};
use crate::schema::{consent, guardianship, person as person_table};

/// A child as its guardian knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredChild {
    /// The child.
    pub person: StoredPerson,
    /// The day the guardianship ends.
    pub release_on: NaiveDate,
    /// What is allowed, by purpose.
    pub consents: Vec<Consent>,
}

/// Adds a child of `guardian`, with its consents, in the guardian's language.
pub fn insert(
    conn: &mut Conn,
    guardian: &StoredPerson,
    child: &NewChild,
    now: DateTime<Utc>,
) -> Result<PersonId, StoreError> {
    let id = PersonId::new();
    insert_as(conn, id, guardian, child, now)?;
    Ok(id)
}

/// Adds a child under an id that is known already.
pub fn insert_as(
    conn: &mut Conn,
    id: PersonId,
    guardian: &StoredPerson,
    child: &NewChild,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let NewChild {
        first_name,
        birth_year,
        release_on,
        consents,
    } = child;
    let new = NewPerson {
        id,
        first_name: first_name.clone(),
        last_name: None,
        birth_year: *birth_year,
        lang: guardian.lang,
        appearance: Appearance::System,
        territory: None,
    };
    person::insert(conn, &new, now)?;
    diesel::insert_into(guardianship::table)
        .values((
            guardianship::guardian_id.eq(Key::from(guardian.id)),
            guardianship::child_id.eq(Key::from(id)),
            guardianship::since.eq(stamp(now)),
            guardianship::release_on.eq(release_on),
        ))
        .execute(conn)?;
    for purpose in consents {
        give_consent(conn, id, *purpose, guardian.id, now)?;
    }
    Ok(())
}

/// The children of a guardian, while that lasts, by first name.
pub fn all_of(conn: &mut Conn, guardian: PersonId) -> Result<Vec<StoredChild>, StoreError> {
    let rows: Vec<(Key, NaiveDate)> = guardianship::table
        .filter(guardianship::guardian_id.eq(Key::from(guardian)))
        .filter(guardianship::ended_at.is_null())
        .select((guardianship::child_id, guardianship::release_on))
        .load(conn)?;
    let releases: HashMap<PersonId, NaiveDate> = rows
        .into_iter()
        .map(|(id, release_on)| (id.into(), release_on))
        .collect();
    let ids: Vec<_> = releases.keys().copied().collect();
    let mut consents = consents_of(conn, &ids)?;
    let mut children: Vec<_> = person::find_all(conn, &ids)?
        .into_iter()
        .filter_map(|person| {
            Some(StoredChild {
                release_on: *releases.get(&person.id)?,
                consents: consents.remove(&person.id).unwrap_or_default(),
                person,
            })
        })
        .collect();
    children.sort_by(|a, b| {
        (&a.person.first_name, a.person.id).cmp(&(&b.person.first_name, b.person.id))
    });
    Ok(children)
}

/// One child of a guardian, while that lasts.
pub fn find(
    conn: &mut Conn,
    guardian: PersonId,
    child: PersonId,
) -> Result<StoredChild, StoreError> {
    let release_on: NaiveDate = guardianship::table
        .find((Key::from(guardian), Key::from(child)))
        .filter(guardianship::ended_at.is_null())
        .select(guardianship::release_on)
        .get_result(conn)?;
    Ok(StoredChild {
        person: person::find(conn, child)?,
        release_on,
        consents: consents_of(conn, &[child])?
            .remove(&child)
            .unwrap_or_default(),
    })
}

/// Writes changes over `version`; false when it is no longer that version. A new release day counts
/// for every guardian.
pub fn update(
    conn: &mut Conn,
    child: PersonId,
    version: i64,
    edit: &ChildEdit,
) -> Result<bool, StoreError> {
    let ChildEdit { first_name, birth } = edit;
    let row = person_table::table
        .find(Key::from(child))
        .filter(person_table::version.eq(version));
    let changed = diesel::update(row)
        .set((
            person_table::version.eq(version.saturating_add(1)),
            first_name
                .as_ref()
                .map(|name| person_table::first_name.eq(name)),
            birth.map(|(year, _)| person_table::birth_year.eq(year)),
        ))
        .execute(conn)?;
    if changed == 1
        && let Some((_, release_on)) = birth
    {
        let theirs = guardianship::table
            .filter(guardianship::child_id.eq(Key::from(child)))
            .filter(guardianship::ended_at.is_null());
        diesel::update(theirs)
            .set(guardianship::release_on.eq(release_on))
            .execute(conn)?;
    }
    Ok(changed == 1)
}

/// How many guardians a child has, while that lasts.
pub fn guardians(conn: &mut Conn, child: PersonId) -> Result<i64, StoreError> {
    Ok(guardianship::table
        .filter(guardianship::child_id.eq(Key::from(child)))
        .filter(guardianship::ended_at.is_null())
        .count()
        .get_result(conn)?)
}

/// Who has been guardian of a child the longest, while that lasts.
pub fn guardian_of(conn: &mut Conn, child: PersonId) -> Result<Option<PersonId>, StoreError> {
    let longest: Option<Key> = guardianship::table
        .filter(guardianship::child_id.eq(Key::from(child)))
        .filter(guardianship::ended_at.is_null())
        .order((guardianship::since, guardianship::guardian_id))
        .select(guardianship::guardian_id)
        .first(conn)
        .optional()?;
    Ok(longest.map(PersonId::from))
}

/// Ends one guardianship.
pub fn release(
    conn: &mut Conn,
    guardian: PersonId,
    child: PersonId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(guardianship::table.find((Key::from(guardian), Key::from(child))))
        .set(guardianship::ended_at.eq(stamp(now)))
        .execute(conn)?;
    Ok(())
}

/// Ends a guardianship and what was allowed in it. From here on nobody gets the child a place.
pub fn part(
    conn: &mut Conn,
    guardian: PersonId,
    child: PersonId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    release(conn, guardian, child, now)?;
    end_consents(conn, child)
}

/// A guardianship that has come to its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// Who cared.
    pub guardian: PersonId,
    /// Who is of age now.
    pub child: PersonId,
}

/// Guardianships whose release day is `today` or was before, at most `limit`.
pub fn to_release(
    conn: &mut Conn,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<Release>, StoreError> {
    let rows: Vec<(Key, Key)> = guardianship::table
        .filter(guardianship::ended_at.is_null())
        .filter(guardianship::release_on.le(today))
        .order((guardianship::child_id, guardianship::guardian_id))
        .limit(limit)
        .select((guardianship::guardian_id, guardianship::child_id))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(guardian, child)| Release {
            guardian: guardian.into(),
            child: child.into(),
        })
        .collect())
}

/// Takes back what guardians allowed.
fn end_consents(conn: &mut Conn, child: PersonId) -> Result<(), StoreError> {
    diesel::delete(consent::table.filter(consent::child_id.eq(Key::from(child)))).execute(conn)?;
    Ok(())
}

/// Allows one purpose; an earlier permission stays as it is.
pub fn give_consent(
    conn: &mut Conn,
    child: PersonId,
    purpose: ConsentPurpose,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let insert = diesel::insert_into(consent::table)
        .values((
            consent::child_id.eq(Key::from(child)),
            consent::purpose.eq(purpose.as_str()),
            consent::given_by.eq(Key::from(by)),
            consent::given_at.eq(stamp(now)),
        ))
        .on_conflict_do_nothing();
    execute!(conn, insert)?;
    Ok(())
}

/// Takes one permission back; says whether there was one.
pub fn withdraw_consent(
    conn: &mut Conn,
    child: PersonId,
    purpose: ConsentPurpose,
) -> Result<bool, StoreError> {
    let given = consent::table.find((Key::from(child), purpose.as_str()));
    Ok(diesel::delete(given).execute(conn)? == 1)
}

fn consents_of(
    conn: &mut Conn,
    children: &[PersonId],
) -> Result<HashMap<PersonId, Vec<Consent>>, StoreError> {
    let rows: Vec<(Key, String, chrono::NaiveDateTime)> = consent::table
        .filter(consent::child_id.eq_any(keys(children)))
        .order((consent::child_id, consent::purpose))
        .select((consent::child_id, consent::purpose, consent::given_at))
        .load(conn)?;
    let mut all: HashMap<PersonId, Vec<Consent>> = HashMap::new();
    for (child, purpose, given_at) in rows {
        all.entry(child.into()).or_default().push(Consent {
            purpose: word("consent purpose", &purpose)?,
            given_at: instant(given_at),
        });
    }
    Ok(all)
}
