//! The demo ecosystem's things: ids that are theirs alone, and how they are taken out again.
//!
//! Every id of the demo is made of a name, so it is the same on every server, and begins with one
//! mark that no id made by the clock has. What stands under such an id belongs to the demo: no
//! table has to remember it, and a later version still knows what an earlier one brought.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use goesting_types::ids::{ActorId, EcosystemId, Id, Kind, OpportunityId, PersonId};
use goesting_types::opportunity::ActorPart;
use uuid::{Builder, Uuid};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::{CHUNK, Key, keys};
use crate::rows::instant;
use crate::schema::{actor, ecosystem, guardianship, opportunity, opportunity_actor, person};

/// Where an id made by the clock tells its time, those of the demo tell 1 January 2001: they sort
/// before all others.
const MARK: [u8; 6] = [0x00, 0xe3, 0xc7, 0xa7, 0x34, 0x00];

/// The id of the demo's thing of this name (`UUIDv8`).
#[must_use]
pub fn id<K: Kind>(name: &str) -> Id<K> {
    let hash = fnv(&[K::NAME.as_bytes(), b"/", name.as_bytes()]);
    let mut bytes = hash.to_be_bytes();
    for (byte, mark) in bytes.iter_mut().zip(MARK) {
        *byte = mark;
    }
    Id::from_uuid(Builder::from_custom_bytes(bytes).into_uuid())
}

/// FNV-1a, 128 bits. Names are ours, so nobody makes two that collide.
fn fnv(parts: &[&[u8]]) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    parts
        .iter()
        .flat_map(|part| part.iter())
        .fold(BASIS, |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul(PRIME)
        })
}

/// The lowest and the highest id of the demo.
fn span() -> (Key, Key) {
    let end = |rest: u8| {
        let mut bytes = [rest; 16];
        for (byte, mark) in bytes.iter_mut().zip(MARK) {
            *byte = mark;
        }
        Key::from(Id::<goesting_types::ids::kind::Person>::from_uuid(
            Uuid::from_bytes(bytes),
        ))
    };
    (end(0), end(u8::MAX))
}

/// Since when the demo is here, by its ecosystems; [`None`] when it is not.
pub fn since(conn: &mut Conn) -> Result<Option<DateTime<Utc>>, StoreError> {
    let (first, last) = span();
    let newest: Option<NaiveDateTime> = ecosystem::table
        .filter(ecosystem::id.between(first, last))
        .select(diesel::dsl::max(ecosystem::created_at))
        .get_result(conn)?;
    Ok(newest.map(instant))
}

/// The demo's people, and children that nobody else is guardian of.
pub fn people(conn: &mut Conn) -> Result<Vec<PersonId>, StoreError> {
    let (first, last) = span();
    let others = diesel::alias!(guardianship as others);
    let wards: Vec<Key> = guardianship::table
        .filter(guardianship::guardian_id.between(first, last))
        .filter(not(guardianship::child_id.between(first, last)))
        .filter(guardianship::ended_at.is_null())
        .filter(not(exists(
            others
                .filter(
                    others
                        .field(guardianship::child_id)
                        .eq(guardianship::child_id),
                )
                .filter(not(others
                    .field(guardianship::guardian_id)
                    .between(first, last))),
        )))
        .select(guardianship::child_id)
        .distinct()
        .load(conn)?;
    let mut own: Vec<Key> = person::table
        .filter(person::id.between(first, last))
        .order(person::id)
        .select(person::id)
        .load(conn)?;
    own.extend(wards);
    Ok(own.into_iter().map(Into::into).collect())
}

/// The demo's actors.
pub fn actors(conn: &mut Conn) -> Result<Vec<ActorId>, StoreError> {
    let (first, last) = span();
    let ids: Vec<Key> = actor::table
        .filter(actor::id.between(first, last))
        .order(actor::id)
        .select(actor::id)
        .load(conn)?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// The demo's ecosystems.
pub fn ecosystems(conn: &mut Conn) -> Result<Vec<EcosystemId>, StoreError> {
    let (first, last) = span();
    let ids: Vec<Key> = ecosystem::table
        .filter(ecosystem::id.between(first, last))
        .order(ecosystem::id)
        .select(ecosystem::id)
        .load(conn)?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// The opportunities of the demo, and those that visitors made for its actors.
pub fn opportunities(conn: &mut Conn) -> Result<Vec<OpportunityId>, StoreError> {
    let (first, last) = span();
    let ids: Vec<Key> = opportunity_actor::table
        .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
        .filter(
            opportunity_actor::opportunity_id
                .between(first, last)
                .or(opportunity_actor::actor_id.between(first, last)),
        )
        .order(opportunity_actor::opportunity_id)
        .select(opportunity_actor::opportunity_id)
        .load(conn)?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Takes opportunities out, with all that hangs on them: sessions, enrolments, reports, what was
/// saved. Their pictures go before, with [`crate::picture::remove`].
pub fn delete_opportunities(conn: &mut Conn, ids: &[OpportunityId]) -> Result<(), StoreError> {
    for ids in ids.chunks(CHUNK) {
        diesel::delete(opportunity::table.filter(opportunity::id.eq_any(keys(ids))))
            .execute(conn)?;
    }
    Ok(())
}

/// Takes actors out, with their participations, members, invitations and programs. What they lead
/// goes before.
pub fn delete_actors(conn: &mut Conn, ids: &[ActorId]) -> Result<(), StoreError> {
    for ids in ids.chunks(CHUNK) {
        diesel::delete(actor::table.filter(actor::id.eq_any(keys(ids)))).execute(conn)?;
    }
    Ok(())
}

/// Takes ecosystems out, with their territories, facilitators and participations.
pub fn delete_ecosystems(conn: &mut Conn, ids: &[EcosystemId]) -> Result<(), StoreError> {
    for ids in ids.chunks(CHUNK) {
        diesel::delete(ecosystem::table.filter(ecosystem::id.eq_any(keys(ids)))).execute(conn)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use goesting_types::ids::SessionId;
    use std::collections::HashSet;

    #[test]
    fn names_have_one_id_each_inside_the_span_and_clocks_have_none_there() {
        let (first, last) = span();
        let mut seen = HashSet::new();
        for nr in 0..10_000 {
            let id: SessionId = id(&format!("sessie {nr}"));
            assert!(seen.insert(id), "{nr}");
            let key = Key::from(id);
            assert!(first <= key && key <= last);
        }
        assert_eq!(id::<goesting_types::ids::kind::Person>("an"), id("an"));
        let (a, b): (PersonId, ActorId) = (id("an"), id("an"));
        assert_ne!(a.uuid(), b.uuid());
        assert_eq!(a.uuid().get_version_num(), 8);
        let now = Key::from(PersonId::new());
        assert!(now > last);
    }
}
