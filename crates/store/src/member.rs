//! The people who act for an actor.
//!
//! Whoever changes them first takes [`crate::actor::lock`]: an actor somebody acts for keeps at
//! least one steward, whatever happens at once.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use goesting_types::actor::{ActorState, Member, MemberRole};
use goesting_types::ids::{ActorId, PersonId};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{instant, stamp, word};
use crate::schema::{account, actor, actor_member, person};

/// Who acts for an actor, longest first.
pub fn all(conn: &mut Conn, id: ActorId) -> Result<Vec<Member>, StoreError> {
    let rows: Vec<(Key, String, String, NaiveDateTime)> = actor_member::table
        .inner_join(person::table)
        .filter(actor_member::actor_id.eq(Key::from(id)))
        .order((actor_member::since, actor_member::person_id))
        .select((
            actor_member::person_id,
            person::first_name,
            actor_member::role,
            actor_member::since,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(person_id, first_name, role, since)| {
            Ok(Member {
                person_id: person_id.into(),
                first_name,
                role: word("member role", &role)?,
                since: instant(since),
            })
        })
        .collect()
}

/// As what a person acts for an actor, if they do.
pub fn role(
    conn: &mut Conn,
    id: ActorId,
    person: PersonId,
) -> Result<Option<MemberRole>, StoreError> {
    let role: Option<String> = actor_member::table
        .find((Key::from(id), Key::from(person)))
        .select(actor_member::role)
        .get_result(conn)
        .optional()?;
    role.map(|role| word("member role", &role)).transpose()
}

/// Lets a person act for an actor. Who is a host already can become steward; a steward stays one.
/// Gives the role they have then. Under the actor's lock.
pub fn add(
    conn: &mut Conn,
    id: ActorId,
    person: PersonId,
    wanted: MemberRole,
    now: DateTime<Utc>,
) -> Result<MemberRole, StoreError> {
    match (role(conn, id, person)?, wanted) {
        (Some(MemberRole::Steward), _) => Ok(MemberRole::Steward),
        (Some(MemberRole::Host), MemberRole::Host) => Ok(MemberRole::Host),
        (Some(MemberRole::Host), MemberRole::Steward) => {
            diesel::update(actor_member::table.find((Key::from(id), Key::from(person))))
                .set(actor_member::role.eq(wanted.as_str()))
                .execute(conn)?;
            Ok(wanted)
        }
        (None, _) => {
            diesel::insert_into(actor_member::table)
                .values((
                    actor_member::actor_id.eq(Key::from(id)),
                    actor_member::person_id.eq(Key::from(person)),
                    actor_member::role.eq(wanted.as_str()),
                    actor_member::since.eq(stamp(now)),
                ))
                .execute(conn)?;
            Ok(wanted)
        }
    }
}

/// How many stewards an actor has. Under the actor's lock.
pub fn stewards(conn: &mut Conn, id: ActorId) -> Result<i64, StoreError> {
    Ok(actor_member::table
        .filter(actor_member::actor_id.eq(Key::from(id)))
        .filter(actor_member::role.eq(MemberRole::Steward.as_str()))
        .count()
        .get_result(conn)?)
}

/// Takes a person off. Under the actor's lock.
pub fn remove(conn: &mut Conn, id: ActorId, person: PersonId) -> Result<(), StoreError> {
    diesel::delete(actor_member::table.find((Key::from(id), Key::from(person)))).execute(conn)?;
    Ok(())
}

/// E-mail addresses of an actor's stewards.
pub fn steward_addresses(conn: &mut Conn, id: ActorId) -> Result<Vec<String>, StoreError> {
    Ok(actor_member::table
        .inner_join(account::table.on(account::person_id.eq(actor_member::person_id)))
        .filter(actor_member::actor_id.eq(Key::from(id)))
        .filter(actor_member::role.eq(MemberRole::Steward.as_str()))
        .order(account::person_id)
        .select(account::email)
        .load(conn)?)
}

/// Takes a person off every actor, as when their account goes. Actors that lose their last steward
/// so become unclaimed, hosts or not: somebody else can then say that they act for them. Gives
/// those.
pub fn withdraw(conn: &mut Conn, person: PersonId) -> Result<Vec<ActorId>, StoreError> {
    let mut ids: Vec<Key> = actor_member::table
        .filter(actor_member::person_id.eq(Key::from(person)))
        .select(actor_member::actor_id)
        .load(conn)?;
    // The same order everywhere: two people who leave at once wait for each other, never deadlock.
    ids.sort_unstable();
    for id in &ids {
        crate::actor::lock(conn, (*id).into())?;
    }
    diesel::delete(actor_member::table.filter(actor_member::person_id.eq(Key::from(person))))
        .execute(conn)?;
    let stewarded = actor_member::table
        .filter(actor_member::actor_id.eq(actor::id))
        .filter(actor_member::role.eq(MemberRole::Steward.as_str()));
    let orphaned: Vec<Key> = actor::table
        .filter(actor::id.eq_any(&ids))
        .filter(actor::state.eq(ActorState::Claimed.as_str()))
        .filter(not(exists(stewarded)))
        .select(actor::id)
        .load(conn)?;
    diesel::update(actor::table.filter(actor::id.eq_any(&orphaned)))
        .set(actor::state.eq(ActorState::Unclaimed.as_str()))
        .execute(conn)?;
    Ok(orphaned.into_iter().map(ActorId::from).collect())
}
