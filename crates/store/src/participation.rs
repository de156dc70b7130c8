//! Actors in ecosystems: how they stand, and every step they took.
//!
//! Whoever changes one first takes [`crate::actor::lock`]: an actor stands once in an ecosystem,
//! whatever is asked at once.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_types::ecosystem::{Participation, ParticipationState};
use goesting_types::ids::{ActorId, EcosystemId, ParticipationId, PersonId};
use goesting_types::person::StepTaken;

use crate::StoreError;
use crate::conn::{Conn, MultiBackend};
use crate::key::{Key, keys};
use crate::rows::{instant, stamp, word};
use crate::schema::{actor, ecosystem, participation, participation_step};

type Row = (Key, Key, String, NaiveDateTime, (Key, String, String));

/// Rows with what is open of each actor.
fn shown(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Participation>, StoreError> {
    let ids: Vec<ActorId> = rows.iter().map(|(.., (id, _, _))| (*id).into()).collect();
    let open = crate::actor::open_counts(conn, &ids)?;
    rows.into_iter()
        .map(|(id, ecosystem_id, state, since, actor)| {
            let actor = crate::actor::summary(actor)?;
            Ok(Participation {
                id: id.into(),
                ecosystem_id: ecosystem_id.into(),
                open_opportunities: open.get(&actor.id).copied().unwrap_or_default(),
                actor,
                state: word("participation state", &state)?,
                since: instant(since),
            })
        })
        .collect()
}

/// One participation.
pub fn find(conn: &mut Conn, id: ParticipationId) -> Result<Participation, StoreError> {
    let row: Row = participation::table
        .inner_join(actor::table)
        .filter(participation::id.eq(Key::from(id)))
        .select((
            participation::id,
            participation::ecosystem_id,
            participation::state,
            participation::since,
            (actor::id, actor::kind, actor::name),
        ))
        .get_result(conn)?;
    shown(conn, vec![row])?.pop().ok_or(StoreError::NotFound)
}

/// How an actor stands in an ecosystem, if it ever did.
pub fn between(
    conn: &mut Conn,
    ecosystem: EcosystemId,
    actor: ActorId,
) -> Result<Option<(ParticipationId, ParticipationState)>, StoreError> {
    let row: Option<(Key, String)> = participation::table
        .filter(participation::ecosystem_id.eq(Key::from(ecosystem)))
        .filter(participation::actor_id.eq(Key::from(actor)))
        .select((participation::id, participation::state))
        .get_result(conn)
        .optional()?;
    row.map(|(id, state)| Ok((id.into(), word("participation state", &state)?)))
        .transpose()
}

/// Who stands in these states, by name, at most `most`; with `of`, only these actors.
pub fn list(
    conn: &mut Conn,
    ecosystem: EcosystemId,
    states: &[ParticipationState],
    of: Option<&[ActorId]>,
    most: i64,
) -> Result<Vec<Participation>, StoreError> {
    let states: Vec<&str> = states.iter().map(|state| state.as_str()).collect();
    let mut query = participation::table
        .inner_join(actor::table)
        .filter(participation::ecosystem_id.eq(Key::from(ecosystem)))
        .filter(participation::state.eq_any(states))
        .order((actor::name_key, actor::id))
        .limit(most)
        .select((
            participation::id,
            participation::ecosystem_id,
            participation::state,
            participation::since,
            (actor::id, actor::kind, actor::name),
        ))
        .into_boxed::<MultiBackend>();
    if let Some(of) = of {
        query = query.filter(participation::actor_id.eq_any(keys(of)));
    }
    let rows: Vec<Row> = query.load(conn)?;
    shown(conn, rows)
}

/// Requests to join, longest waiting first, at most `most`.
pub fn requests(
    conn: &mut Conn,
    ecosystem: EcosystemId,
    most: i64,
) -> Result<Vec<Participation>, StoreError> {
    let rows: Vec<Row> = participation::table
        .inner_join(actor::table)
        .filter(participation::ecosystem_id.eq(Key::from(ecosystem)))
        .filter(participation::state.eq(ParticipationState::Requested.as_str()))
        .order((participation::since, participation::id))
        .limit(most)
        .select((
            participation::id,
            participation::ecosystem_id,
            participation::state,
            participation::since,
            (actor::id, actor::kind, actor::name),
        ))
        .load(conn)?;
    shown(conn, rows)
}

/// How many requests to join wait.
pub fn requests_waiting(conn: &mut Conn, ecosystem: EcosystemId) -> Result<i64, StoreError> {
    Ok(participation::table
        .filter(participation::ecosystem_id.eq(Key::from(ecosystem)))
        .filter(participation::state.eq(ParticipationState::Requested.as_str()))
        .count()
        .get_result(conn)?)
}

/// Whether an actor takes part in any ecosystem now: the right to publish.
pub fn is_active_anywhere(conn: &mut Conn, actor: ActorId) -> Result<bool, StoreError> {
    Ok(diesel::select(diesel::dsl::exists(
        participation::table
            .filter(participation::actor_id.eq(Key::from(actor)))
            .filter(participation::state.eq(ParticipationState::Active.as_str())),
    ))
    .get_result(conn)?)
}

/// Begins a participation in this state. Under the actor's lock.
pub fn insert(
    conn: &mut Conn,
    ecosystem: EcosystemId,
    actor: ActorId,
    state: ParticipationState,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<ParticipationId, StoreError> {
    let id = ParticipationId::new();
    diesel::insert_into(participation::table)
        .values((
            participation::id.eq(Key::from(id)),
            participation::ecosystem_id.eq(Key::from(ecosystem)),
            participation::actor_id.eq(Key::from(actor)),
            participation::state.eq(state.as_str()),
            participation::since.eq(stamp(now)),
        ))
        .execute(conn)?;
    step(conn, id, state, by, None, now)?;
    Ok(id)
}

/// Moves a participation and keeps the step, with the reason that is owed for it. Under the actor's lock.
pub fn set(
    conn: &mut Conn,
    id: ParticipationId,
    state: ParticipationState,
    by: PersonId,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(participation::table.find(Key::from(id)))
        .set((
            participation::state.eq(state.as_str()),
            participation::since.eq(stamp(now)),
        ))
        .execute(conn)?;
    step(conn, id, state, Some(by), reason, now)
}

/// Takes an actor out of every ecosystem it takes part in or might; gives those. Under the actor's
/// lock.
pub fn leave_all(
    conn: &mut Conn,
    actor: ActorId,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<EcosystemId>, StoreError> {
    let left = ParticipationState::Left;
    let rows: Vec<(Key, Key)> = participation::table
        .filter(participation::actor_id.eq(Key::from(actor)))
        .filter(participation::state.ne(left.as_str()))
        .order(participation::id)
        .select((participation::id, participation::ecosystem_id))
        .load(conn)?;
    for (id, _) in &rows {
        set(conn, (*id).into(), left, by, None, now)?;
    }
    Ok(rows.into_iter().map(|(_, id)| id.into()).collect())
}

fn step(
    conn: &mut Conn,
    id: ParticipationId,
    state: ParticipationState,
    by: Option<PersonId>,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(participation_step::table)
        .values((
            participation_step::participation_id.eq(Key::from(id)),
            participation_step::state.eq(state.as_str()),
            participation_step::at.eq(stamp(now)),
            participation_step::by_person.eq(by.map(Key::from)),
            participation_step::reason.eq(reason),
        ))
        .execute(conn)?;
    Ok(())
}

/// The steps a person took, for whichever side, the latest first.
pub fn taken_by(conn: &mut Conn, person: PersonId) -> Result<Vec<StepTaken>, StoreError> {
    type Taken = (NaiveDateTime, String, String, String, Option<String>);
    let rows: Vec<Taken> = participation_step::table
        .inner_join(
            participation::table
                .inner_join(actor::table)
                .inner_join(ecosystem::table),
        )
        .filter(participation_step::by_person.eq(Key::from(person)))
        .order(participation_step::id.desc())
        .select((
            participation_step::at,
            actor::name,
            ecosystem::name,
            participation_step::state,
            participation_step::reason,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(at, actor, ecosystem, state, reason)| {
            Ok(StepTaken {
                at: instant(at),
                actor,
                ecosystem,
                state: word("participation state", &state)?,
                reason,
            })
        })
        .collect()
}

/// Every state a participation was in, and since when, in order.
pub fn history(
    conn: &mut Conn,
    id: ParticipationId,
) -> Result<Vec<(ParticipationState, DateTime<Utc>)>, StoreError> {
    let rows: Vec<(String, NaiveDateTime)> = participation_step::table
        .filter(participation_step::participation_id.eq(Key::from(id)))
        .order(participation_step::id)
        .select((participation_step::state, participation_step::at))
        .load(conn)?;
    rows.into_iter()
        .map(|(state, at)| Ok((word("participation state", &state)?, instant(at))))
        .collect()
}
